using Busbar.Metering;
using Dapper;

namespace Busbar.Store;

/// <summary>The rows of one file that wait for one connection or channel, in the order of their lines.</summary>
/// <param name="Ids">Of each row; the first one's is that of all.</param>
/// <param name="Channel">Empty where the rows are of registers.</param>
public sealed record SuspendedOfFile(
    IReadOnlyList<long> Ids, string File, int FirstLine, int LastLine, string Connection, string Channel);

/// <summary>Rows of connections or channels that the book doesn't have: what waits, and that somebody leaves it out.
/// </summary>
public static class SuspenseStore
{
    private sealed class Waiting
    {
        public long Id { get; init; }

        public long Receipt { get; init; }

        public required string File { get; init; }

        public long Line { get; init; }

        public required string Connection { get; init; }

        public required string Channel { get; init; }

        public byte[]? Body { get; init; }
    }

    /// <summary>The rows that wait, by file, connection and channel, in the order in which they came.</summary>
    /// <param name="isMeant">Which of them; null: all.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<SuspendedOfFile> Rows(Snapshot snapshot, Func<MeterRow, bool>? isMeant = null) =>
        snapshot.Guard(() => (IReadOnlyList<SuspendedOfFile>)[.. snapshot.Connection
        .Query<Waiting>(
            $"""
            SELECT s.id AS Id, s.receipt AS Receipt, r.source AS File, s.line AS Line, s.connection AS Connection,
                s.channel AS Channel, {(isMeant is null ? "NULL" : "s.body")} AS Body
            FROM suspense s JOIN receipts r ON r.id = s.receipt WHERE s.released_by IS NULL ORDER BY s.id
            """, buffered: false)
        .Where(row => isMeant is null || isMeant(SuspendedRow.Read(row.Body!, (int)row.Line)))
        .Select(row => (row.Id, row.Receipt, row.File, Line: (int)row.Line, row.Connection, row.Channel))
        .GroupBy(row => (row.Receipt, row.Connection, row.Channel))
        .Select(same => new SuspendedOfFile([.. same.Select(row => row.Id)], same.First().File,
            same.Min(row => row.Line), same.Max(row => row.Line), same.Key.Connection, same.Key.Channel))]);

    /// <summary>Leaves rows out for good: they are kept as rejected, and don't wait again when they are sent again.
    /// </summary>
    /// <param name="reason">The stable name of what they waited for.</param>
    /// <param name="note">Why, in the words of who decides.</param>
    /// <exception cref="RefusedException">Some don't wait any more.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static void Reject(
        Change change, IReadOnlyCollection<long> ids, string reason, string sentence, string note) => change.Guard(() =>
    {
        var last = change.Connection.ExecuteScalar<long?>("SELECT max(id) FROM quarantine") ?? 0;
        change.Take();
        var rows = ids.Select((id, i) => new { id, next = last + 1 + i, change.Receipt, reason, sentence, note })
            .ToList();
        change.Connection.ExecuteEach(
            """
            INSERT INTO quarantine (id, receipt, file, line, connection, channel, reason, sentence, body, hash,
                released_by, decision, note)
            SELECT @next, s.receipt, r.source, s.line, s.connection, s.channel, @reason, @sentence, s.body, s.hash,
                @Receipt, 'reject', @note
            FROM suspense s JOIN receipts r ON r.id = s.receipt WHERE s.id = @id AND s.released_by IS NULL
            """, rows);
        return change.Connection.ExecuteEach(
            "UPDATE suspense SET released_by = @Receipt WHERE id = @id AND released_by IS NULL",
            ids.Select(id => new { change.Receipt, id })).All(touched => touched > 0) ? 0
            : throw new RefusedException(new Fault("decided-before", "Some of these rows don't wait any more.",
                Hint: "busbar quarantine lists what waits now."));
    });
}
