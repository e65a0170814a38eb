using System.Data.Common;
using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>The key of a register's reads.</summary>
internal readonly record struct RegisterKey(string Connection, RegisterName Name);

/// <summary>The table of what registers showed.</summary>
internal static class RegisterTable
{
    private sealed class Row
    {
        public required string Connection { get; init; }

        public required string Meter { get; init; }

        public required string Register { get; init; }

        public required string At { get; init; }

        public long BroughtBy { get; init; }

        public long Micros { get; init; }

        public long Quality { get; init; }

        public long Method { get; init; }

        public long Version { get; init; }

        public RegisterKey Key => new(Connection, new(Meter, Register));

        public RegisterRead Read => new(Texts.ToInstant(At), Micros,
            new(new((QualityKind)Quality, (byte)Method), Version, BroughtBy));
    }

    /// <summary>The reads of some connections' registers as known at a receipt, each register's by time.</summary>
    public static Dictionary<RegisterKey, SortedList<Instant, RegisterRead>> AsKnown(
        DbConnection connection, IEnumerable<string> connections, long receipt)
    {
        var known = new Dictionary<RegisterKey, SortedList<Instant, RegisterRead>>();
        foreach (var chunk in connections.Distinct().Chunk(Texts.Chunk))
        {
            var parameters = new DynamicParameters(new { receipt });
            var rows = connection.Query<Row>(
                $"""
                SELECT connection AS Connection, meter AS Meter, register AS Register, read_at AS At,
                    brought_by AS BroughtBy, micros AS Micros, quality AS Quality, method AS Method, version AS Version
                FROM register_reads WHERE connection IN {parameters.Any("c", chunk)} AND receipt <= @receipt
                ORDER BY connection, meter, register, read_at, receipt
                """, parameters, buffered: false);
            foreach (var row in rows)
            {
                if (!known.TryGetValue(row.Key, out var reads)) known[row.Key] = reads = [];
                var read = row.Read;
                reads[read.At] = read;
            }
        }
        return known;
    }

    /// <summary>Every read of a connection's registers up to a receipt, those that never held among them, by register,
    /// time and receipt; each with the receipt from which on it held, or under which it came.</summary>
    public static IReadOnlyList<(RegisterKey Key, RegisterRead Read, bool HasHeld)> Past(
        DbConnection connection, string id, long receipt) =>
        [.. new[] { ("register_reads", true), ("register_losers", false) }.SelectMany(table => connection.Query<Row>(
            $"""
            SELECT connection AS Connection, meter AS Meter, register AS Register, read_at AS At,
                receipt AS BroughtBy, micros AS Micros, quality AS Quality, method AS Method, version AS Version
            FROM {table.Item1} WHERE connection = @id AND receipt <= @receipt
            """, new { id, receipt }).Select(row => (row.Key, row.Read, HasHeld: table.Item2)))
            .OrderBy(one => one.Key.Name.Meter, StringComparer.Ordinal)
            .ThenBy(one => one.Key.Name.Register, StringComparer.Ordinal).ThenBy(one => one.Read.At)
            .ThenBy(one => one.Read.Provenance.Receipt).ThenBy(one => !one.HasHeld)
            .ThenBy(one => one.Read.Provenance.Version).ThenBy(one => one.Read.Micros)];

    /// <summary>Stores what a receipt says of registers; what it said before of the same is replaced.</summary>
    public static void Save(
        DbConnection connection, long receipt, IEnumerable<(RegisterKey Key, RegisterRead Read)> changed) =>
        connection.ExecuteEach(
            """
            INSERT INTO register_reads
                (connection, meter, register, read_at, receipt, brought_by, micros, quality, method, version)
            VALUES (@Connection, @Meter, @Register, @At, @Receipt, @BroughtBy, @Micros, @Quality, @Method, @Version)
            ON CONFLICT (connection, meter, register, read_at, receipt) DO UPDATE SET brought_by = excluded.brought_by,
                micros = excluded.micros, quality = excluded.quality, method = excluded.method,
                version = excluded.version
            """, changed.Select(one => new
            {
                one.Key.Connection, one.Key.Name.Meter, one.Key.Name.Register, At = one.Read.At.ToText(),
                Receipt = receipt, BroughtBy = one.Read.Provenance.Receipt, one.Read.Micros,
                Quality = (long)one.Read.Provenance.Quality.Kind,
                Method = (long)one.Read.Provenance.Quality.Method, one.Read.Provenance.Version,
            }));
}
