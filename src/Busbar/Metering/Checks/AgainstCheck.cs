using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>A month in which the channel and the same channel of a check meter differ by more than a part of the
/// greater.</summary>
/// <remarks>Months are local ones, cut by the span that is judged; one that isn't complete on both sides is
/// passed over.</remarks>
/// <param name="Connection">That of the check meter.</param>
/// <param name="Percent">Above zero.</param>
/// <param name="Dimension">What both measure.</param>
/// <param name="Place">Where it was written.</param>
public sealed record AgainstCheck(string Connection, Exact Percent, Dimension Dimension, Place Place)
    : ReadingCheck("against")
{
    /// <inheritdoc/>
    public override int DaysBefore => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<(string? Connection, string? Channel)> Beside => [(Connection, null)];

    /// <inheritdoc/>
    public override IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside)
    {
        var found = new List<Suspicion>();
        if (series.Length == 0) return found;
        var (judged, end) = (new JudgedReadings(series, from, Dimension), series.StartOf(series.Length));
        for (var start = Instant.Max(from, series.StartOf(0)); start < end;)
        {
            var month = start.InZone(series.Zone).Date.ToYearMonth();
            var next = Instant.Min(end, LocalDay.StartOf(month.PlusMonths(1).OnDayOfMonth(1), series.Zone));
            if (Sum(series, start, next) is { } own && Sum(beside[0], start, next) is { } other
                && Differ(own, other))
                found.Add(new(Code, new(start, next), Sentence(judged, new(start, next), own, other)));
            start = next;
        }
        return found;
    }

    private bool Differ(Exact own, Exact other) => Difference(own, other) * 100 > Percent * Greater(own, other);

    private string Sentence(JudgedReadings judged, Interval month, Exact own, Exact other)
    {
        var percent = (Difference(own, other) * 100 / Greater(own, other)).Round(2, Rounding.HalfAway);
        return $"has {judged.Amount(own)} from {ClockText.Of(month.Start, judged.Series.Zone)} to "
            + $"{ClockText.Of(month.End, judged.Series.Zone)}, and connection {Connection} has {judged.Amount(other)}: "
            + $"they differ by {percent} % of the greater, and {Percent} % are allowed";
    }

    /// <summary>The sum of what starts within a span; null where some of it isn't known.</summary>
    private static Exact? Sum(Series series, Instant from, Instant to)
    {
        var within = series.Between(from, to);
        var (first, end) = Grid.SlotsOf(from, to, series.IntervalMinutes, series.Zone);
        if (within.Length == 0 || within.Length != end - first || !within.IsComplete) return null;
        var counts = within.Counts.Aggregate(System.Numerics.BigInteger.Zero, (sum, count) => sum + count);
        return Exact.Ratio(counts, Digits.PowerOfTen(series.Scale)) * series.Factor;
    }

    private static Exact Difference(Exact a, Exact b) => Exact.Max(a - b, b - a);

    private static Exact Greater(Exact a, Exact b) => Exact.Max(Exact.Max(a, -a), Exact.Max(b, -b));
}
