using System.Globalization;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>A reading above so many times the greatest of some days before its own.</summary>
/// <remarks>
/// <para>A spike is no basis: of the days before, only what isn't above so many times those before it counts. Days on
/// which nothing is above zero don't count either, so that a meter that sent zeros and then the total isn't believed
/// for them. At least <see cref="LeastDays"/> days must count, or nothing is known of what is usual.</para>
/// <para>What is found on a day rests on the days within twice the reach before it, and not on where judging begins.
/// </para>
/// </remarks>
/// <param name="Times">Above one.</param>
/// <param name="Days">How many days before are looked at.</param>
/// <param name="Dimension">What the channel measures.</param>
public sealed record SpikeCheck(Exact Times, int Days, Dimension Dimension) : ReadingCheck("spike")
{
    /// <summary>How many days before are looked at where a book doesn't say.</summary>
    public const int UsualDays = 28;

    /// <summary>How many of them must have something above zero.</summary>
    public const int LeastDays = 7;

    /// <inheritdoc/>
    public override int DaysBefore => 2 * Days;

    /// <inheritdoc/>
    public override IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside)
    {
        var (judged, days) = (new JudgedReadings(series, from, Dimension), SeriesDay.Of(series));
        var bases = new Dictionary<int, long>();
        for (var day = 0; day < days.Count; day++)
        {
            if (days[day].EndsAt <= from || Basis(judged, days, day) is not { } basis) continue;
            for (var slot = Math.Max(days[day].First, judged.First); slot < days[day].End; slot++)
                if (judged.IsKnown(slot) && series.Counts[slot] > Most(basis)) bases[slot] = basis;
        }
        return [.. judged.Runs(bases.ContainsKey).Select(run =>
            judged.Suspect(Code, run.First, run.End, Sentence(judged, run.First, run.End, bases)))];
    }

    private string Sentence(JudgedReadings judged, int first, int end, Dictionary<int, long> bases)
    {
        var greatest = Enumerable.Range(first, end - first).MaxBy(slot => judged.Series.Counts[slot]);
        var (value, basis) = (judged.Series.Counts[greatest], bases[greatest]);
        var times = Exact.Ratio(value, basis).Round(1, Rounding.HalfAway);
        var before = Exact.FromScaled(basis, judged.Series.Scale) * judged.Series.Factor;
        return string.Create(CultureInfo.InvariantCulture,
            $"has {(end - first > 1 ? "up to " : "")}{judged.Amount(judged.Series.ValueOf(greatest))} "
            + $"{judged.Where(first, end)}, {times} times the greatest of the {Days} days before, "
            + $"{judged.Amount(before)}");
    }

    /// <summary>The greatest of the days before one that isn't a spike; null where too little is known.</summary>
    private long? Basis(JudgedReadings judged, IReadOnlyList<SeriesDay> days, int day)
    {
        var begin = Math.Max(0, day - DaysBefore);
        var greatest = new long[day - begin];
        for (var index = 0; index < greatest.Length; index++)
        {
            var most = Greatest(greatest.AsSpan(Math.Max(0, index - Days)..index)) is { } basis
                ? Most(basis) : long.MaxValue;
            var (first, end) = (days[begin + index].First, days[begin + index].End);
            for (var slot = first; slot < end; slot++)
                if (judged.Series.Counts[slot] is var count && count <= most && judged.IsKnown(slot))
                    greatest[index] = Math.Max(greatest[index], count);
        }
        return Greatest(greatest.AsSpan(Math.Max(0, greatest.Length - Days)..));
    }

    private static long? Greatest(ReadOnlySpan<long> days)
    {
        var (greatest, known) = (0L, 0);
        foreach (var day in days)
            if (day > 0) (greatest, known) = (Math.Max(greatest, day), known + 1);
        return known < LeastDays ? null : greatest;
    }

    /// <summary>The greatest count that isn't above so many times a basis.</summary>
    private long Most(long basis) =>
        Exact.Min(Times * basis, long.MaxValue).Round(0, Rounding.Down).ToScaled(0);
}
