using Busbar.Metering;
using Dapper;

namespace Busbar.Store;

/// <summary>One pass over the rows that wait: those that the book has a place for now come in.</summary>
internal sealed class Release(Change change, Tally tally, IReadOnlyDictionary<string, Connection> connections)
{
    private const int ConnectionsAtOnce = 100;

    private sealed class Row
    {
        public long Suspended { get; init; }

        public bool WasSuspended => Suspended != 0;

        public long Id { get; init; }

        public long Receipt { get; init; }

        public required string File { get; init; }

        public long Line { get; init; }

        public required string Reason { get; init; }

        public required byte[] Body { get; init; }
    }

    private readonly SeriesTable _series = new(change.Connection);

    public void Run()
    {
        var waiting = change.Connection.Query<(string Connection, string Channel)>(
            """
            SELECT connection, channel FROM suspense WHERE released_by IS NULL
            UNION SELECT connection, channel FROM quarantine WHERE released_by IS NULL AND body IS NOT NULL
            """);
        var known = waiting
            .Where(row => connections.TryGetValue(row.Connection, out var connection)
                && (row.Channel.Length == 0 || connection.Channels.ContainsKey(row.Channel)))
            .Select(row => row.Connection).Distinct().Order(StringComparer.Ordinal);
        foreach (var chunk in known.Chunk(ConnectionsAtOnce))
            foreach (var file in Waiting(chunk).GroupBy(row => (row.Receipt, row.File)))
                Take(file.Key.File, file.Key.Receipt, [.. file]);
    }

    private IEnumerable<Row> Waiting(string[] ids)
    {
        var parameters = new DynamicParameters();
        var any = parameters.Any("c", ids);
        return change.Connection.Query<Row>(
            $"""
            SELECT 1 AS Suspended, s.id AS Id, s.receipt AS Receipt, r.source AS File, s.line AS Line, '' AS Reason,
                s.body AS Body
            FROM suspense s
            JOIN receipts r ON r.id = s.receipt WHERE s.released_by IS NULL AND s.connection IN {any}
            """, parameters)
        .Concat(change.Connection.Query<Row>(
            $"""
            SELECT id AS Id, receipt AS Receipt, file AS File, line AS Line, reason AS Reason, body AS Body
            FROM quarantine
            WHERE released_by IS NULL AND body IS NOT NULL AND connection IN {any}
            """, parameters))
        .OrderBy(row => row.Receipt).ThenBy(row => row.File, StringComparer.Ordinal).ThenBy(row => row.Line);
    }

    private void Take(string file, long arrived, IReadOnlyList<Row> rows)
    {
        var (judge, intake) = (new Judge(file, change.Now), new Intake(change, _series, tally, file, arrived));
        var released = new List<Row>();
        foreach (var waiting in rows)
        {
            var row = SuspendedRow.Read(waiting.Body, (int)waiting.Line);
            var connection = connections[row.Connection];
            if (!row.HasPlaceAt(connection) || IsForSomebody(waiting.Reason, connection)) continue;
            var reason = intake.Take(row, connection, judge);
            // What was rejected and still isn't good stays where it is.
            if (reason is not null && !waiting.WasSuspended) continue;
            released.Add(waiting);
            if (reason is not null) intake.Reject(row, reason);
        }
        if (released.Count == 0) return;
        change.Take();
        // Before what became of them is written: the same row may wait again, for another reason.
        foreach (var table in released.GroupBy(row => row.WasSuspended ? "suspense" : "quarantine"))
            change.Connection.ExecuteEach($"UPDATE {table.Key} SET released_by = @receipt WHERE id = @Id",
                table.Select(row => new { receipt = change.Receipt, row.Id }));
        intake.Flush();
    }

    /// <summary>Whether only a decision ends a row's waiting, and no other book.</summary>
    private static bool IsForSomebody(string reason, Connection connection) =>
        reason is "decided-against" or "conflicting-values"
        || (reason == "contradicts-known" && connection.OfEquals == OfEquals.Held);
}
