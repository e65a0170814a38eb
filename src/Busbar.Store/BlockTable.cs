using System.Data.Common;
using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>The key of a block: a series and a month of its grid.</summary>
internal readonly record struct BlockKey(long Series, YearMonth Month);

/// <summary>The tables of blocks and of what their changes replaced.</summary>
internal static class BlockTable
{
    private sealed class Row
    {
        public long Series { get; init; }

        public long Month { get; init; }

        public long Receipt { get; init; }

        public required byte[] Body { get; init; }
    }

    /// <summary>The blocks of some keys as they are now.</summary>
    public static Dictionary<BlockKey, Block> Current(DbConnection connection, IEnumerable<BlockKey> keys)
    {
        var blocks = new Dictionary<BlockKey, Block>();
        foreach (var month in keys.GroupBy(key => key.Month))
            foreach (var series in month.Select(key => key.Series).Chunk(Texts.Chunk))
            {
                var parameters = new DynamicParameters(new { month = month.Key.ToNumber() });
                var any = parameters.Any("s", series);
                var sql = $"SELECT series AS Series, body AS Body FROM blocks WHERE month = @month AND series IN {any}";
                foreach (var row in connection.Query<Row>(sql, parameters, buffered: false))
                    blocks[new(row.Series, month.Key)] = Block.Decode(row.Body);
            }
        return blocks;
    }

    /// <summary>What is known now of the readings that start at some instants; null where there is no value.</summary>
    public static IReadOnlyList<long?> Known(
        DbConnection connection, SeriesTable series, Connection of, string channel, IReadOnlyList<Instant> starts)
    {
        var placed = starts.Select(start => Grid.Place(start, of.IntervalMinutes, of.Zone)!.Value)
            .Select(at => (at.Grid, at.Slot, Key: new BlockKey(series.IdOf(
                new(SeriesName.Channel, of.Id, channel, at.Grid)), at.Grid.MonthOf(at.Slot)))).ToList();
        var months = placed.DistinctBy(one => one.Key).ToDictionary(one => one.Key, one =>
            (Counts: new long[one.Grid.CountOf(one.Key.Month)],
                Provenances: new Provenance[one.Grid.CountOf(one.Key.Month)]));
        foreach (var (key, block) in Current(connection, months.Keys))
            block.CopyTo(months[key].Counts, months[key].Provenances);
        return [.. placed.Select(one => (months[one.Key], Slot: (int)(one.Slot - one.Grid.FirstSlotOf(one.Key.Month))))
            .Select(one => one.Item1.Provenances[one.Slot].Quality.Kind == QualityKind.Missing ? (long?)null
                : one.Item1.Counts[one.Slot])];
    }

    /// <summary>
    /// The blocks of some series between two months, both included, as known at a receipt: the current ones, with what
    /// later receipts replaced put back, the latest first.
    /// </summary>
    public static Dictionary<BlockKey, Block> AsKnown(
        DbConnection connection, IReadOnlyCollection<long> series, YearMonth first, YearMonth last, long receipt)
    {
        var blocks = new Dictionary<BlockKey, Block>();
        var later = new HashSet<long>();
        foreach (var chunk in series.Chunk(Texts.Chunk))
        {
            var parameters = new DynamicParameters(new { first = first.ToNumber(), last = last.ToNumber() });
            var sql = $"""
                SELECT series AS Series, month AS Month, receipt AS Receipt, body AS Body FROM blocks
                WHERE series IN {parameters.Any("s", chunk)} AND month BETWEEN @first AND @last
                """;
            foreach (var row in connection.Query<Row>(sql, parameters, buffered: false))
            {
                blocks[new(row.Series, Texts.ToMonth(row.Month))] = Block.Decode(row.Body);
                if (row.Receipt > receipt) later.Add(row.Series);
            }
        }
        foreach (var chunk in later.Chunk(Texts.Chunk)) PutBack(connection, chunk, first, last, receipt, blocks);
        return blocks;
    }

    private static void PutBack(
        DbConnection connection, long[] series, YearMonth first, YearMonth last, long receipt,
        Dictionary<BlockKey, Block> blocks)
    {
        var parameters = new DynamicParameters(new { first = first.ToNumber(), last = last.ToNumber(), receipt });
        var undone = connection.Query<Row>(
            $"""
            SELECT series AS Series, month AS Month, replaced_by AS Receipt, body AS Body FROM block_undo
            WHERE series IN {parameters.Any("s", series)} AND month BETWEEN @first AND @last AND replaced_by > @receipt
            ORDER BY replaced_by DESC
            """, parameters);
        foreach (var rows in undone.GroupBy(row => new BlockKey(row.Series, Texts.ToMonth(row.Month))))
        {
            var replaced = rows.Select(row => Block.Decode(row.Body)).ToList();
            if (blocks[rows.Key].Undo(replaced) is { } before) blocks[rows.Key] = before;
            else blocks.Remove(rows.Key);
        }
    }

    /// <summary>Stores changed blocks, and what the change replaced in each.</summary>
    public static void Save(
        DbConnection connection, long receipt, IReadOnlyCollection<(BlockKey Key, Block Block, Block Replaced)> changed)
    {
        connection.ExecuteEach(
            """
            INSERT INTO blocks (series, month, receipt, body) VALUES (@series, @month, @receipt, @body)
            ON CONFLICT (series, month) DO UPDATE SET receipt = excluded.receipt, body = excluded.body
            """, changed.Select(one => new
            {
                series = one.Key.Series, month = one.Key.Month.ToNumber(), receipt, body = one.Block.Encode(),
            }));
        connection.ExecuteEach(
            """
            INSERT INTO block_undo (series, month, replaced_by, body) VALUES (@series, @month, @receipt, @body)
            ON CONFLICT (series, month, replaced_by) DO UPDATE SET body = excluded.body
            """, changed.Select(one => new
            {
                series = one.Key.Series, month = one.Key.Month.ToNumber(), receipt, body = one.Replaced.Encode(),
            }));
    }

    /// <summary>What a receipt that is being made has replaced in a block so far.</summary>
    public static Block? ReplacedBy(DbConnection connection, BlockKey key, long receipt) =>
        connection.ExecuteScalar<byte[]?>(
            "SELECT body FROM block_undo WHERE series = @Series AND month = @month AND replaced_by = @receipt",
            new { key.Series, month = key.Month.ToNumber(), receipt }) is { } body ? Block.Decode(body) : null;
}
