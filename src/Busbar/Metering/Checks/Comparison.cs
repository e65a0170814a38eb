using System.Numerics;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>Compares what is judged with what another counted over the same span.</summary>
/// <param name="Kind">What that is, for messages: <c>connection</c>.</param>
/// <param name="Name">Which one: <c>check-1</c>.</param>
/// <param name="Percent">How much of the greater they may differ by.</param>
internal sealed record Comparison(JudgedReadings Judged, string Kind, string Name, Exact Percent)
{
    /// <summary>The local months, cut by what is judged, in which they differ too much; one that isn't complete on both
    /// sides is passed over.</summary>
    public IReadOnlyList<Suspicion> ByMonths(Series beside)
    {
        var (series, all) = (Judged.Series, new List<Suspicion>());
        if (series.Length == 0) return all;
        var end = series.StartOf(series.Length);
        for (var start = Instant.Max(Judged.From, series.StartOf(0)); start < end;)
        {
            var month = start.InZone(series.Zone).Date.ToYearMonth();
            var next = Instant.Min(end, LocalDay.StartOf(month.PlusMonths(1).OnDayOfMonth(1), series.Zone));
            if (Sum(series, start, next) is { } own && Sum(beside, start, next) is { } other
                && Of(new(start, next), own, other) is { } found) all.Add(found);
            start = next;
        }
        return all;
    }

    /// <summary>The spans from one read of registers to the next in which they differ too much, each found in the days
    /// up to its later read.</summary>
    /// <param name="intervals">The other side, with readings of intervals.</param>
    /// <param name="isJudged">Whether the registers are what is judged, and not the intervals.</param>
    public IReadOnlyList<Suspicion> ByReads(IReadOnlyList<ReadAdvance> advances, Series intervals, bool isJudged)
    {
        var (series, all) = (Judged.Series, new List<Suspicion>());
        foreach (var advance in advances)
            // An estimate of a read is no evidence.
            if (!advance.IsEstimated && advance.Span.End > Judged.From
                && advance.Span.End <= series.StartOf(series.Length)
                && SumWithin(intervals, advance.Span) is { } sum
                && Of(advance.Span, isJudged ? advance.Amount : sum, isJudged ? sum : advance.Amount) is { } found)
                all.Add(found with { Span = new(Instant.Max(Judged.From, found.Span.Start), found.Span.End) });
        return all;
    }

    private Suspicion? Of(Interval span, Exact own, Exact other)
    {
        var (difference, greater) = (Size(own - other), Exact.Max(Size(own), Size(other)));
        return difference * 100 <= Percent * greater ? null : new("against", span,
            $"has {Judged.Amount(own)} from {At(span.Start)} to {At(span.End)}, and {Kind} {Name} has "
            + $"{Judged.Amount(other)}: they differ by {(difference * 100 / greater).Round(2, Rounding.HalfAway)} % of "
            + $"the greater, and {Percent} % are allowed") { Beside = $"{Kind}-{Name}" };
    }

    private string At(Instant instant) => ClockText.Of(instant, Judged.Series.Zone);

    /// <summary>The sum of what starts within a span; null where some of it isn't known.</summary>
    private static Exact? Sum(Series series, Instant from, Instant to)
    {
        var within = series.Between(from, to);
        var (first, end) = Grid.SlotsOf(from, to, series.IntervalMinutes, series.Zone);
        if (within.Length == 0 || within.Length != end - first || !within.IsComplete) return null;
        return Total(within);
    }

    /// <summary>The sum over a span; of an interval that its ends cut, the part by the time. Null where some of it
    /// isn't known.</summary>
    private static Exact? SumWithin(Series series, Interval span)
    {
        Instant StartOf(long slot) => Grid.StartOf(slot, series.IntervalMinutes, series.Zone);
        var (first, end) = Grid.SlotsOf(span.Start, span.End, series.IntervalMinutes, series.Zone);
        if (StartOf(first) > span.Start) first--;
        if (first >= end || first < series.FirstSlot || end > series.FirstSlot + series.Length) return null;
        var within = series.Between(StartOf(first), StartOf(end));
        if (!within.IsComplete) return null;
        return Total(within) - Part(within, 0, span.Start - within.StartOf(0))
            - Part(within, within.Length - 1, within.StartOf(within.Length) - span.End);
    }

    private static Exact Part(Series series, int slot, Duration time) => series.ValueOf(slot) * Exact.Ratio(
        time.BclCompatibleTicks, (series.StartOf(slot + 1) - series.StartOf(slot)).BclCompatibleTicks);

    private static Exact Total(Series series) => Exact.Ratio(
        series.Counts.Aggregate(BigInteger.Zero, (sum, count) => sum + count), Digits.PowerOfTen(series.Scale))
        * series.Factor;

    private static Exact Size(Exact value) => Exact.Max(value, -value);
}
