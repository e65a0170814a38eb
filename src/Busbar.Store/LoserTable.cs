using System.Data.Common;
using Busbar.Metering;
using Dapper;

namespace Busbar.Store;

/// <summary>The tables of readings that came in and never held: what lost stays readable.</summary>
internal static class LoserTable
{
    /// <summary>Keeps what lost in a month's block; what is kept already isn't kept again.</summary>
    /// <returns>Whether something was kept.</returns>
    public static bool Save(
        DbConnection connection, long receipt, BlockKey key, int slotCount, IReadOnlyList<Loser> lost)
    {
        if (lost.Count == 0) return false;
        var known = Of(connection, key, slotCount, receipt).Select(Said).ToHashSet();
        var layers = lost.Where(one => known.Add(Said(one))).GroupBy(one => one.Slot)
            .SelectMany(same => same.Index()).GroupBy(one => one.Index, one => one.Item).ToList();
        if (layers.Count == 0) return false;
        var parameters = new { key.Series, month = key.Month.ToNumber(), receipt };
        var last = connection.ExecuteScalar<long>(
            """
            SELECT coalesce(max(part), 0) FROM block_losers
            WHERE series = @Series AND month = @month AND receipt = @receipt
            """, parameters);
        connection.ExecuteEach(
            """
            INSERT INTO block_losers (series, month, receipt, part, body)
            VALUES (@Series, @month, @receipt, @part, @body)
            """, layers.Select(layer => new
            {
                parameters.Series, parameters.month, parameters.receipt, part = ++last,
                body = BlockOf(layer, slotCount).Encode(),
            }));
        return true;
    }

    /// <summary>What lost in a month up to a receipt, in the order in which it came.</summary>
    public static IReadOnlyList<Loser> Of(DbConnection connection, BlockKey key, int slotCount, long receipt)
    {
        var losers = new List<Loser>();
        foreach (var body in connection.Query<byte[]>(
            """
            SELECT body FROM block_losers WHERE series = @Series AND month = @month AND receipt <= @receipt
            ORDER BY receipt, part
            """, new { key.Series, month = key.Month.ToNumber(), receipt }))
        {
            var (counts, provenances) = (new long[slotCount], new Provenance[slotCount]);
            Block.Decode(body).CopyTo(counts, provenances);
            losers.AddRange(Enumerable.Range(0, slotCount).Where(slot => provenances[slot].IsKnown)
                .Select(slot => new Loser(slot, counts[slot], provenances[slot])));
        }
        return losers;
    }

    /// <summary>Keeps what registers showed and lost; what is kept already isn't kept again.</summary>
    /// <returns>Whether something was kept.</returns>
    public static bool Save(
        DbConnection connection, long receipt, IEnumerable<(RegisterKey Key, RegisterRead Read)> lost) =>
        connection.ExecuteEach(
            """
            INSERT INTO register_losers
                (connection, meter, register, read_at, receipt, micros, quality, method, version)
            VALUES (@Connection, @Meter, @Register, @At, @Receipt, @Micros, @Quality, @Method, @Version)
            ON CONFLICT DO NOTHING
            """, lost.Select(one => new
            {
                one.Key.Connection, one.Key.Name.Meter, one.Key.Name.Register, At = one.Read.At.ToText(),
                Receipt = receipt, one.Read.Micros, Quality = (long)one.Read.Provenance.Quality.Kind,
                Method = (long)one.Read.Provenance.Quality.Method, one.Read.Provenance.Version,
            })).Any(touched => touched > 0);

    private static Block BlockOf(IEnumerable<Loser> layer, int slotCount)
    {
        var (counts, provenances) = (new long[slotCount], new Provenance[slotCount]);
        foreach (var (slot, count, provenance) in layer) (counts[slot], provenances[slot]) = (count, provenance);
        return Block.Of(counts, provenances)!;
    }

    private static (int, long, Quality, long) Said(Loser one) =>
        (one.Slot, one.Count, one.Provenance.Quality, one.Provenance.Version);
}
