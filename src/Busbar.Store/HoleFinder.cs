using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>Intervals between known readings of a channel of which nothing is known.</summary>
/// <param name="From">The start of the first.</param>
/// <param name="To">The end of the last.</param>
public sealed record Hole(Connection Connection, string Channel, Instant From, Instant To, long Intervals);

/// <summary>The holes that a file leaves or makes.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Intervals">How many readings are missing in all of them.</param>
/// <param name="Examples">The first of them.</param>
public sealed record Holes(long Count, long Intervals, IReadOnlyList<Hole> Examples)
{
    /// <summary>There are none.</summary>
    public static readonly Holes None = new(0, 0, []);
}

/// <summary>
/// Finds the holes within and at the edges of what a change brings: it looks at the blocks that are written anyway, and
/// beyond them at the one before and the one after.
/// </summary>
internal sealed class HoleFinder(Change change)
{
    private const int MostNamed = 20;

    /// <summary>Slots on the grid of a series: from the first to the last, excluded.</summary>
    private readonly record struct Stretch(long First, long End);

    private sealed record Of(Connection Connection, string Channel, Grid Grid)
    {
        public SortedList<YearMonth, IReadOnlyList<Stretch>> Months { get; } = [];

        public Stretch Changed { get; set; }
    }

    private readonly Dictionary<long, Of> _series = [];

    /// <summary>Notes a block as it is now, and where it changed.</summary>
    public void Note(
        BlockKey key, Connection connection, string channel, Grid grid, Block block, (int First, int End) changed)
    {
        if (connection.StandingOf(channel).LeastGap is null) return;
        if (!_series.TryGetValue(key.Series, out var of)) _series[key.Series] = of = new(connection, channel, grid);
        var first = grid.FirstSlotOf(key.Month);
        of.Months[key.Month] = [.. block.Valued().Select(one => new Stretch(first + one.First, first + one.End))];
        of.Changed = of.Changed == default ? new(first + changed.First, first + changed.End)
            : new(Math.Min(of.Changed.First, first + changed.First), Math.Max(of.Changed.End, first + changed.End));
    }

    /// <summary>What was found, by connection, channel and time.</summary>
    public Holes Found()
    {
        LoadBeside(isBefore: true);
        LoadBeside(isBefore: false);
        var (count, intervals, examples) = (0L, 0L, new List<Hole>());
        foreach (var of in _series.Values.OrderBy(one => one.Connection.Id, StringComparer.Ordinal)
            .ThenBy(one => one.Channel, StringComparer.Ordinal))
        {
            long? end = null;
            foreach (var stretch in of.Months.Values.SelectMany(month => month))
            {
                if (end is { } from && stretch.First > from && from <= of.Changed.End
                    && stretch.First >= of.Changed.First && HoleOf(of, from, stretch.First) is { } hole)
                {
                    (count, intervals) = (count + 1, intervals + hole.Intervals);
                    if (examples.Count < MostNamed) examples.Add(hole);
                }
                end = stretch.End;
            }
        }
        return new(count, intervals, examples);
    }

    private static Hole? HoleOf(Of of, long first, long end)
    {
        var (zone, minutes) = (of.Connection.Zone, of.Grid.IntervalMinutes);
        var (from, to) = (Grid.StartOf(first, minutes, zone), Grid.StartOf(end, minutes, zone));
        return to - from >= of.Connection.StandingOf(of.Channel).LeastGap
            ? new(of.Connection, of.Channel, from, to, end - first) : null;
    }

    /// <summary>Loads the nearest blocks beside those that were written, where a hole may lie between.</summary>
    private void LoadBeside(bool isBefore)
    {
        var open = _series.SelectMany(pair => pair.Value.Months.Keys
            .Where(month => !pair.Value.Months.ContainsKey(month.PlusMonths(isBefore ? -1 : 1))
                && IsOpen(pair.Value, month, isBefore))
            .Select(month => (pair.Key, month))).ToLookup(one => one.month, one => one.Key);
        var keys = new HashSet<BlockKey>();
        foreach (var same in open)
            foreach (var ids in same.Chunk(Texts.Chunk))
            {
                var parameters = new DynamicParameters(new { month = same.Key.ToNumber() });
                var (nearest, side) = isBefore ? ("max", "<") : ("min", ">");
                foreach (var (series, month) in change.Connection.Query<(long, long)>(
                    $"""
                    SELECT series, {nearest}(month) FROM blocks
                    WHERE series IN {parameters.Any("s", ids)} AND month {side} @month GROUP BY series
                    """, parameters)) keys.Add(new(series, Texts.ToMonth(month)));
            }
        keys.RemoveWhere(key => _series[key.Series].Months.ContainsKey(key.Month));
        foreach (var (key, block) in BlockTable.Current(change.Connection, keys))
        {
            var of = _series[key.Series];
            var first = of.Grid.FirstSlotOf(key.Month);
            of.Months[key.Month] =
                [.. block.Valued().Select(one => new Stretch(first + one.First, first + one.End))];
        }
    }

    /// <summary>Whether what changed reaches to the first value of a month, or to the last, so that a hole may be
    /// before or after it.</summary>
    private static bool IsOpen(Of of, YearMonth month, bool isBefore) =>
        of.Months[month] is not { Count: > 0 } stretches
        || (isBefore ? stretches[0].First >= of.Changed.First : stretches[^1].End <= of.Changed.End);
}
