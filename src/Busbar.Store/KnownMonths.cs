using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>The months, in UTC, of which the store has readings of intervals: what lies between them need not be
/// looked at.</summary>
public static class KnownMonths
{
    /// <summary>The months of a connection's channels within some months, both included, in order. A month that only
    /// became known after the snapshot's receipt is among them.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ILookup<string, YearMonth> Of(
        Snapshot snapshot, string connection, YearMonth first, YearMonth last) => snapshot.Guard(() =>
        snapshot.Connection.Query<(string Channel, long Month)>(
            """
            SELECT DISTINCT s.name, b.month FROM series s JOIN blocks b ON b.series = s.id
            WHERE s.kind = @kind AND s.owner = @connection AND b.month BETWEEN @first AND @last
            ORDER BY s.name, b.month
            """, new
            {
                kind = SeriesName.Channel, connection, first = first.ToNumber(), last = last.ToNumber(),
            }).ToLookup(row => row.Channel, row => Texts.ToMonth(row.Month)));

    /// <summary>The first month of which something is known, of each connection and channel.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyDictionary<(string Connection, string Channel), YearMonth> First(Snapshot snapshot) =>
        snapshot.Guard(() => snapshot.Connection.Query<(string Owner, string Channel, long Month)>(
            """
            SELECT s.owner, s.name, min(b.month) FROM series s JOIN blocks b ON b.series = s.id
            WHERE s.kind = @kind GROUP BY s.owner, s.name
            """, new { kind = SeriesName.Channel })
            .ToDictionary(row => (row.Owner, row.Channel), row => Texts.ToMonth(row.Month)));
}
