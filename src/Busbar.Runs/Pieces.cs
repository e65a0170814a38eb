using Busbar.Metering;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Cuts what is wanted of a channel into pieces that fit into memory, over the months of which something is
/// known; nothing was ever received between them.</summary>
internal static class Pieces
{
    private const int MonthsAtOnce = 12;

    /// <summary>The pieces of a channel of intervals within a span of local days, in order, each of whole days.
    /// </summary>
    /// <param name="known">The months of which something is known, in order.</param>
    public static IEnumerable<ReadsWanted> Of(
        Connection connection, string channel, Interval span, IEnumerable<YearMonth> known)
    {
        var end = span.Start;
        foreach (var run in Runs(known))
        {
            // Blocks are of months in UTC, save daily ones, which are of local months: a local day more holds both.
            var days = new Days(run.First.OnDayOfMonth(1).PlusDays(-1), run.Last.PlusMonths(1).OnDayOfMonth(2));
            var wide = days.InstantsIn(connection.Zone);
            var from = Instant.Max(end, wide.Start);
            end = Instant.Max(from, Instant.Min(span.End, wide.End));
            if (from < end) yield return new(connection, channel, from, end) { WithVersions = true };
        }
    }

    /// <summary>The months in which slots of a span may be kept.</summary>
    public static (YearMonth First, YearMonth Last) Months(Interval span) => (
        (span.Start - Duration.FromDays(1)).InUtc().Date.ToYearMonth(),
        (span.End + Duration.FromDays(1)).InUtc().Date.ToYearMonth());

    /// <summary>Months that follow each other, together, up to a number of them.</summary>
    private static IEnumerable<(YearMonth First, YearMonth Last)> Runs(IEnumerable<YearMonth> months)
    {
        (YearMonth First, YearMonth Last)? run = null;
        var length = 0;
        foreach (var month in months)
        {
            if (run is { } open && open.Last.PlusMonths(1) == month && length < MonthsAtOnce)
                (run, length) = ((open.First, month), length + 1);
            else
            {
                if (run is { } whole) yield return whole;
                (run, length) = ((month, month), 1);
            }
        }
        if (run is { } last) yield return last;
    }
}
