using Busbar.Books;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Quantities;

namespace Busbar.Runs;

/// <summary>Gathers what a report of offers is made of.</summary>
public static class OfferReporting
{
    /// <summary>The offers as they are printed: those with a site on which they are priced.</summary>
    /// <param name="results">What came of all sites.</param>
    public static PrintedOffers Printed(
        SimulationRun run, SimulationOrder order, IReadOnlyList<OfferResult> results) => new(
        order.Period, order.Against, order.Cost, run.Book.Currency,
        [.. run.Offers.Select(offer => Printed(run, offer,
                [.. results.Where(one => ReferenceEquals(one.Offer, offer))]))
            .Where(offer => offer.Sums.Sites.Count > 0)]);

    /// <summary>The report as a document.</summary>
    public static Sheet Page(SimulationRun run, PrintedOffers offers) =>
        new OfferSheet(offers, BillLanguage.Of(run.Book.Language)).Of(
            BillSheet.LookOf(run.Book.Seller, run.Book.Stationery));

    private static PrintedOffer Printed(SimulationRun run, Offer offer, IReadOnlyList<OfferResult> results)
    {
        var priced = results.OfType<OfferResult.Priced>().ToList();
        return new(NameOf(offer, run.Offers),
            priced.Aggregate(Exact.Zero, (sum, one) => sum + (one.Use ?? Exact.Zero)), run.BoughtFor(offer),
            new([.. priced.Select(one => one.Money)], run.Book.Currency), results.Count - priced.Count);
    }

    /// <summary>What an offer is called among others: with its file where another has the same name.</summary>
    public static string NameOf(Offer offer, IReadOnlyList<Offer> all) =>
        all.Count(one => one.Name == offer.Name) > 1 && offer.File is { } file ? $"{offer.Name} in {file}" : offer.Name;
}
