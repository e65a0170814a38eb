using System.Text;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Runs;

/// <summary>What the energy of an offer costs at a series: a product of one charge, which is bound and rated as the
/// offer is.</summary>
internal static class OfferCost
{
    private const string File = "--cost";

    /// <summary>The energy that is bought for an offer, as a formula.</summary>
    /// <exception cref="RefusedException">Its channels have none.</exception>
    public static string QuantityOf(Offer offer) => SiteUse.BoughtFor(offer.Versions[^1])
        ?? throw new RefusedException(new Fault("no-energy", $"{offer.Name} has no channel of energy such as import "
            + "or export, and no charging sessions, so that nothing is bought for it.", offer.Versions[^1].Place,
            offer.Name, "Leave --cost out."));

    /// <summary>The cost as a product that a site could have.</summary>
    /// <exception cref="RefusedException">There is no such series, or it is no price of energy.</exception>
    public static Offer Of(Offer offer, string series, Book book, IReadOnlyList<BookItem> items)
    {
        var own = MarketSeriesOf(series, book);
        var (version, quantity) = (offer.Versions[^1], QuantityOf(offer));
        var channels = string.Join(", ", version.Channels.Keys.Where(name => quantity.Split(' ', '-').Contains(name))
            .Select(name => $"{name}: kWh"));
        var interval = own.IntervalMinutes == 1440 ? "day"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{own.IntervalMinutes}min");
        var text = $"""
            product: cost-at-{series}
            from: 1900-01-01
            interval: {interval}
            channels: {"{"} {channels} {"}"}
            charges: [{"{"} name: Cost at {series}, quantity: {quantity}, price: {series}, tax: outside {"}"}]
            """;
        var faults = new List<Fault>();
        var versions = ProductFile.Versions(Encoding.UTF8.GetBytes(text), File, items, book, faults);
        return faults.Count > 0 ? throw new RefusedException(faults) : Offer.Of(versions[0], File);
    }

    private static MarketSeries MarketSeriesOf(string name, Book book)
    {
        var series = NamedSeries.In(book, name);
        if (series.Unit.Dimension == Dimension.Money(book.Currency) / Dimension.Energy) return series;
        throw new RefusedException(new Fault("wrong-dimension", $"Series {name} is in {series.Unit}; energy is bought "
            + $"at a price such as {book.Currency}/MWh.", series.Place, name));
    }
}
