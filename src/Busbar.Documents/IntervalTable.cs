using System.Text;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;
using Busbar.Rating;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>A line of a bill interval by interval: quantity, price and amount of each, which add up to the line.
/// </summary>
public static class IntervalTable
{
    private const int Width = 80;

    // With the offset, so that the hour that comes twice in autumn is two hours.
    private static readonly OffsetDateTimePattern Readable =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm o<m>");

    private static readonly OffsetDateTimePattern ToTheSecond =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss o<m>");

    private static readonly OffsetDateTimePattern Iso =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<m>");

    /// <summary>The intervals as aligned text, the sum in the last row.</summary>
    /// <param name="leg">The leg of the line.</param>
    /// <param name="band">The band of the line; null where it has none: then all of the leg.</param>
    /// <param name="estimates">How the readings behind its intervals were estimated, by their starts.</param>
    public static string Write(RatedLeg leg, string? band, ILookup<Instant, Quality>? estimates = null)
    {
        var places = Places(leg, band);
        var (amount, quantity) = (Sum(places.Select(one => one.Amount)), leg.Quantity is null
            ? (Exact?)null : Sum(places.Select(one => one.Quantity ?? Exact.Zero)));
        var quantities = Figures.Align([.. places.Select(one => one.Quantity), quantity]);
        var prices = Figures.Align([.. places.Select(one => one.Price)]);
        var amounts = Figures.Align([.. places.Select(one => (Exact?)one.Amount), amount]);
        var isMarked = places.Any(one => one.IsEstimated);
        var units = UnitsOf(leg);
        // Pieces of sessions begin at any second.
        var isBySession = places.Exists(place => place.Session is not null);
        var table = new TextTable(Width, 0, false, new("Start"), new(isBySession ? "Session" : ""), new("Band"),
            new(units.Quantity, true), new(units.Price, true), new(units.Amount, true), new(""));
        foreach (var (i, place) in places.Index())
            table.Row((isBySession ? ToTheSecond : Readable).Format(StartOf(place, leg)), place.Session ?? "",
                place.Band ?? "", quantities[i], prices[i], amounts[i],
                place.IsEstimated ? Methods(estimates?[place.Start]) : "");
        table.Rule();
        table.Row("Sum", "", "", quantities[^1], "", amounts[^1], "");
        return table + (isMarked ? "\nE: estimated\n" : "");
    }

    /// <summary>The intervals as CSV with a header and all digits; one row each, and no sum. Pieces of sessions have
    /// the session in a last column.</summary>
    /// <param name="leg">The leg of the line.</param>
    /// <param name="band">The band of the line; null where it has none: then all of the leg.</param>
    public static string Csv(RatedLeg leg, string? band)
    {
        var places = Places(leg, band);
        var isBySession = places.Exists(place => place.Session is not null);
        var text = new StringBuilder($"start,band,quantity,price,amount,estimated{(isBySession ? ",session" : "")}\n");
        foreach (var place in places)
        {
            text.AppendJoin(',', Iso.Format(StartOf(place, leg)), Cell(place.Band ?? ""), place.Quantity?.ToString(),
                place.Price?.ToString(), place.Amount.ToString(), place.IsEstimated ? "true" : "false");
            text.Append(isBySession ? $",{Cell(place.Session ?? "")}\n" : "\n");
        }
        return text.ToString();
    }

    /// <summary>A quality with what its method is called: <c>E62 like day</c>.</summary>
    public static string Method(Quality quality) =>
        EstimationMethod.Meaning(quality.Method) is { } meaning ? $"{quality} {meaning}" : quality.ToString();

    private static string Methods(IEnumerable<Quality>? qualities) => qualities?.ToList() is { Count: > 0 } known
        ? string.Join(", ", known.Select(Method).Order(StringComparer.Ordinal)) : "E";

    private static List<RatedPlace> Places(RatedLeg leg, string? band) =>
        [.. leg.Places().Where(place => band is null || place.Band == band)];

    private static OffsetDateTime StartOf(RatedPlace place, RatedLeg leg) =>
        place.Start.InZone(leg.Frame.Zone).ToOffsetDateTime();

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, one) => sum + one);

    private static (string Quantity, string Price, string Amount) UnitsOf(RatedLeg leg) => leg.Leg.Charge.Rate switch
    {
        Rate.Priced priced => (priced.Quantity.Formula.Shape.Dimension.ToString(),
            priced.Price.Formula.Shape.Dimension.ToString(), (priced.Quantity.Formula.Shape.Dimension
                * priced.Price.Formula.Shape.Dimension).ToString()),
        var rate => ("", "", rate.Formulas[0].Formula.Shape.Dimension.ToString()),
    };

    /// <summary>A cell of RFC 4180: in quotes where it must be.</summary>
    public static string Cell(string text) => text.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
