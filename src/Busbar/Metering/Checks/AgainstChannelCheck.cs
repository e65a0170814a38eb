using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>A span in which the channel and another of the same connection differ by more than a part of the greater:
/// what a register advanced from one read to the next and the intervals of that time, or local months where both or
/// neither are counted by registers.</summary>
/// <remarks>A span from read to read belongs to the bill in which it ends, and may have begun up to
/// <see cref="MostDays"/> days before. Where a read cuts an interval, the interval counts by its time. One with an
/// estimated read or without an interval is passed over.</remarks>
/// <param name="Channel">The other channel.</param>
/// <param name="Percent">Above zero.</param>
/// <param name="Dimension">What both measure.</param>
public sealed record AgainstChannelCheck(string Channel, Exact Percent, Dimension Dimension) : ReadingCheck("against")
{
    /// <summary>How long from one read to the next may be: a meter is read once a year at least.</summary>
    public const int MostDays = 400;

    /// <inheritdoc/>
    public override int DaysBefore => MostDays;

    /// <inheritdoc/>
    public override IReadOnlyList<(string? Connection, string? Channel)> Beside => [(null, Channel)];

    /// <inheritdoc/>
    public override IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside)
    {
        var (comparison, other) = (new Comparison(new(series, from, Dimension), "channel", Channel, Percent),
            beside[0]);
        return series.IsCounted == other.IsCounted ? comparison.ByMonths(other)
            : series.IsCounted ? comparison.ByReads(series.Advances!, other, isJudged: true)
            : comparison.ByReads(other.Advances!, series, isJudged: false);
    }
}
