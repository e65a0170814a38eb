using System.Data.Common;
using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>Fills series with what their blocks know.</summary>
internal static class SeriesReader
{
    private sealed class Row
    {
        public long Id { get; init; }

        public required string Owner { get; init; }

        public required string Name { get; init; }

        public long Minutes { get; init; }

        public long Phase { get; init; }
    }

    public static IReadOnlyList<Series> Read(
        Snapshot snapshot, string kind, IReadOnlyList<(string Owner, string Name, Series Series)> wanted)
    {
        var named = wanted.ToLookup(one => (one.Owner, one.Name, one.Series.IntervalMinutes), one => one.Series);
        var found = Find(snapshot.Connection, kind, wanted.Select(one => one.Owner))
            .Where(row => named.Contains((row.Owner, row.Name, (int)row.Minutes))).ToList();
        var filled = wanted.Where(one => one.Series.Length > 0).ToList();
        if (found.Count == 0 || filled.Count == 0) return [.. wanted.Select(one => one.Series)];
        var first = filled.Min(one => MonthOf(one.Series, 0));
        var last = filled.Max(one => MonthOf(one.Series, one.Series.Length - 1));
        var ids = found.Select(row => row.Id).ToList();
        var blocks = BlockTable.AsKnown(snapshot.Connection, ids, first, last, snapshot.Receipt);
        var months = blocks.ToLookup(pair => pair.Key.Series, pair => (pair.Key.Month, Block: pair.Value));
        foreach (var row in found)
        {
            var grid = new Grid((int)row.Minutes, (int)row.Phase);
            foreach (var series in named[(row.Owner, row.Name, grid.IntervalMinutes)])
                foreach (var (month, block) in months[row.Id])
                    series.Take(block, grid.FirstSlotOf(month), grid.CountOf(month));
        }
        return [.. wanted.Select(one => one.Series)];
    }

    /// <summary>Every block of one name as it is now, on whatever grid.</summary>
    public static Dictionary<BlockKey, (Grid Grid, Block Block)> AllBlocks(
        DbConnection connection, string kind, string owner, string name)
    {
        var blocks = new Dictionary<BlockKey, (Grid, Block)>();
        foreach (var row in Find(connection, kind, [owner]).Where(row => row.Name == name))
            foreach (var (month, body) in connection.Query<(long, byte[])>(
                "SELECT month, body FROM blocks WHERE series = @Id", new { row.Id }))
                blocks[new(row.Id, Texts.ToMonth(month))] = (new((int)row.Minutes, (int)row.Phase), Block.Decode(body));
        return blocks;
    }

    /// <summary>The months of one name, on grids of one length, in which readings came in that never held.</summary>
    public static IReadOnlyList<(BlockKey Key, Grid Grid)> MonthsWithLosers(
        DbConnection connection, string kind, string owner, string name, int minutes) =>
        [.. Find(connection, kind, [owner]).Where(row => row.Name == name && row.Minutes == minutes)
            .SelectMany(row => connection.Query<long>(
                "SELECT DISTINCT month FROM block_losers WHERE series = @Id ORDER BY month", new { row.Id })
                .Select(month => (new BlockKey(row.Id, Texts.ToMonth(month)),
                    new Grid((int)row.Minutes, (int)row.Phase))))];

    /// <summary>The names under which an owner has anything, in their order.</summary>
    public static IReadOnlyList<string> NamesOf(DbConnection connection, string kind, string owner) =>
        [.. Find(connection, kind, [owner]).Select(row => row.Name).Distinct().Order(StringComparer.Ordinal)];

    private static YearMonth MonthOf(Series series, int slot) =>
        new Grid(series.IntervalMinutes).MonthOf(series.FirstSlot + slot);

    private static IEnumerable<Row> Find(DbConnection connection, string kind, IEnumerable<string> owners) =>
        owners.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { kind });
            return connection.Query<Row>(
                $"""
                SELECT id AS Id, owner AS Owner, name AS Name, interval_minutes AS Minutes, phase_seconds AS Phase
                FROM series
                WHERE kind = @kind AND owner IN {parameters.Any("o", chunk)} ORDER BY id
                """, parameters);
        });
}
