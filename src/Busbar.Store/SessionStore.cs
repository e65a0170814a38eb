using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>The sessions of a connection that somebody wants: those that touch a span of instants.</summary>
public sealed record SessionsWanted(Connection Connection, Instant From, Instant To);

/// <summary>A charge detail record as it is known.</summary>
/// <param name="Receipt">The receipt with which it came.</param>
/// <param name="CreditedBy">The receipt of the record that takes it back; null where none does.</param>
public sealed record KnownSession(ChargeRecord Record, long Receipt, long? CreditedBy);

/// <summary>Charging sessions: records come in once, are never changed, and are a connection's by what it names.
/// </summary>
public static class SessionStore
{
    /// <summary>What the sessions of a connection are called where series have names.</summary>
    public const string Name = "sessions";

    private sealed class Row
    {
        public long Receipt { get; init; }

        public long Line { get; init; }

        public required byte[] Body { get; init; }

        public long? CreditReceipt { get; init; }

        public byte[]? Credit { get; init; }

        public KnownSession Known
        {
            get
            {
                var record = SessionBody.Read(Body, (int)Line);
                return new(record, Receipt, Credit is not null && record.IsTakenBackBy(SessionBody.Read(Credit, 0))
                    ? CreditReceipt : null);
            }
        }
    }

    /// <summary>
    /// Imports one file in one transaction: every record is accounted for, or nothing is kept. The same record again is
    /// unchanged; one that says something else under the same number refuses the file.
    /// </summary>
    /// <param name="file">The file's name, for messages and receipts.</param>
    /// <param name="records">Its records; enumerated once.</param>
    /// <param name="contentHash">A hash of its content, asked for when all records are read.</param>
    /// <param name="connections">The connections of the book.</param>
    /// <exception cref="RefusedException">The file is malformed or contradicts what is known; nothing was changed.
    /// </exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was changed.</exception>
    public static SessionReport Import(
        Database database, string file, IEnumerable<ChargeRecord> records, Func<string> contentHash,
        IEnumerable<Connection> connections, CancellationToken cancel = default)
    {
        using var change = database.Begin("import", file);
        return change.Guard(() =>
        {
            var intake = new SessionIntake(change, file, connections);
            foreach (var record in records)
            {
                cancel.ThrowIfCancellationRequested();
                intake.Take(record);
            }
            intake.Finish();
            var hash = contentHash();
            if (ReadStore.EarlierReceipt(change, hash) is { } earlier) return intake.Report(earlier);
            change.Take(hash);
            var counts = intake.Counts;
            change.Connection.Execute(
                """
                INSERT INTO files (receipt, accepted, unchanged, suspended, rejected)
                VALUES (@Receipt, @Accepted, @Unchanged, @Suspended, @Rejected)
                """,
                new { change.Receipt, counts.Accepted, counts.Unchanged, counts.Suspended, counts.Rejected });
            return intake.Report(change.Commit());
        });
    }

    /// <summary>The sessions of some connections as known in a snapshot, in the order in which they are wanted; each
    /// connection's by start, then id. Those that were credited aren't among them.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<IReadOnlyList<Session>> Load(
        Snapshot snapshot, IReadOnlyList<SessionsWanted> wanted) => [.. Known(snapshot, wanted).Select(known =>
            (IReadOnlyList<Session>)[.. known.Where(one => one.CreditedBy is null).Select(one => one.Record.Session)])];

    /// <summary>The same with those that were credited, and without the credits.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<IReadOnlyList<KnownSession>> Known(
        Snapshot snapshot, IReadOnlyList<SessionsWanted> wanted) => snapshot.Guard(() =>
            (IReadOnlyList<IReadOnlyList<KnownSession>>)[.. wanted.Chunk(Texts.Chunk / 2).SelectMany(chunk =>
            {
                // Several credits may name one; the one that takes it back counts.
                var found = Query(snapshot, chunk).Select(row => row.Known).GroupBy(known => known.Record.Key)
                    .Select(same => same.OrderBy(known => known.CreditedBy is null).First()).ToList();
                return chunk.Select(one => (IReadOnlyList<KnownSession>)[.. found
                    .Where(known => one.Connection.Sessions is { } source && known.Record.IsOf(source)
                        && known.Record.Session.Start < one.To && known.Record.Session.End >= one.From)
                    .OrderBy(known => known.Record.Session.Start)
                    .ThenBy(known => known.Record.Key, StringComparer.Ordinal)]);
            })]);

    /// <summary>How many records wait: no connection of a book has their charger and card, and none credits them.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<SuspendedSessions> Suspended(Snapshot snapshot, IEnumerable<Connection> connections)
    {
        var sources = SessionSources.Of(connections);
        return snapshot.Guard(() => SessionIntake.Grouped(snapshot.Connection.Query<Row>(
            $"""
            SELECT s.receipt AS Receipt, s.line AS Line, s.body AS Body FROM sessions s
            WHERE s.credits IS NULL AND s.receipt <= @Receipt AND NOT EXISTS
                (SELECT 1 FROM sessions c WHERE c.credits = s.record AND c.receipt <= @Receipt)
            ORDER BY s.id
            """, new { snapshot.Receipt }, buffered: false)
            .Select(row => row.Known.Record).Where(record => !sources.Having(record).Any())));
    }

    private static IEnumerable<Row> Query(Snapshot snapshot, IReadOnlyList<SessionsWanted> wanted)
    {
        var sources = wanted.Select(one => one.Connection.Sessions).OfType<SessionSource>().ToList();
        if (sources.Count == 0) return [];
        // Who names both has all of them among those of the card.
        string[] cards = [.. sources.Select(one => one.Card).OfType<string>().Select(SessionSource.Key).Distinct()];
        string[] chargers = [.. sources.Where(one => one.Card is null).Select(one => one.Charger).OfType<string>()
            .Select(name => SessionSource.Key(name).Split('/')[0]).Distinct()];
        var parameters = new DynamicParameters(new
        {
            snapshot.Receipt, from = wanted.Min(one => one.From).ToText(), to = wanted.Max(one => one.To).ToText(),
        });
        List<string> ways = [];
        if (chargers.Length > 0) ways.Add($"s.charger IN {parameters.Any("e", chargers)}");
        if (cards.Length > 0)
            ways.Add($"s.token IN {parameters.Any("t", cards)} OR s.contract IN {parameters.Any("c", cards)}");
        return snapshot.Connection.Query<Row>(
            $"""
            SELECT s.receipt AS Receipt, s.line AS Line, s.body AS Body, c.receipt AS CreditReceipt,
                c.body AS Credit
            FROM sessions s LEFT JOIN sessions c ON c.credits = s.record AND c.receipt <= @Receipt
            WHERE s.receipt <= @Receipt AND s.credits IS NULL AND s.end_at >= @from AND s.start_at < @to
                AND ({string.Join(" OR ", ways)})
            """, parameters);
    }
}
