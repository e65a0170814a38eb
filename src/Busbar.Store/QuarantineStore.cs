using System.Runtime.InteropServices;
using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>A row that can't be used, kept until somebody decides or the book changes.</summary>
/// <param name="ReceivedAt">When its file was received.</param>
/// <param name="Reason">The stable name of the rule that it breaks.</param>
/// <param name="Sentence">Why.</param>
public sealed record QuarantinedRow(
    long Id, Instant ReceivedAt, string File, int Line, string Connection, string Channel, string Reason,
    string Sentence);

/// <summary>Suspicious readings that somebody accepted: each of them is, as long as it has this value.</summary>
/// <param name="Code">The rule that found them, with what it compares with where it does.</param>
/// <param name="Counts">Their values, in counts of 10^-6 or of a register's step.</param>
public sealed record AcceptedReadings(
    string Connection, string Channel, string Code, Instant From, Instant To, long[] Counts);

/// <summary>What waits for a decision, and what was decided.</summary>
public static class QuarantineStore
{
    private sealed class Waiting
    {
        public long Id { get; init; }

        public required string ReceivedAt { get; init; }

        public required string File { get; init; }

        public long Line { get; init; }

        public required string Connection { get; init; }

        public required string Channel { get; init; }

        public required string Reason { get; init; }

        public required string Sentence { get; init; }

        public required byte[] Body { get; init; }
    }

    /// <summary>What a change that decides is called.</summary>
    public const string Kind = "decide";

    /// <summary>The rows that wait, in the order in which they came.</summary>
    /// <param name="isMeant">Which of them; null: all.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<QuarantinedRow> Rows(Snapshot snapshot, Func<MeterRow, bool>? isMeant = null) =>
        snapshot.Guard(() => snapshot.Connection
        .Query<Waiting>(
            """
            SELECT q.id AS Id, r.received_at AS ReceivedAt, q.file AS File, q.line AS Line,
                q.connection AS Connection, q.channel AS Channel, q.reason AS Reason, q.sentence AS Sentence,
                q.body AS Body
            FROM quarantine q JOIN receipts r ON r.id = q.receipt
            WHERE q.released_by IS NULL AND q.body IS NOT NULL ORDER BY q.id
            """, buffered: false)
        .Where(row => isMeant is null || isMeant(SuspendedRow.Read(row.Body, (int)row.Line)))
        .Select(row => new QuarantinedRow(row.Id, Texts.ToInstant(row.ReceivedAt), row.File, (int)row.Line,
            row.Connection, row.Channel, row.Reason, row.Sentence)).ToList());

    /// <summary>The rows of some connections that wait because another value of the same rank is known, from whatever
    /// file, with the receipts that brought them, as known in a snapshot.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<(long Id, long Receipt, MeterRow Row)> Contradictions(
        Snapshot snapshot, IReadOnlyCollection<string> connections) => snapshot.Guard(() =>
        (IReadOnlyList<(long, long, MeterRow)>)[.. connections.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { snapshot.Receipt });
            return snapshot.Connection.Query<(long Id, long Receipt, byte[] Body, long Line)>(
                $"""
                SELECT id, receipt, body, line FROM quarantine
                WHERE (released_by IS NULL OR released_by > @Receipt)
                  AND reason IN {parameters.Any("r", Judge.Contradicting)}
                  AND body IS NOT NULL AND receipt <= @Receipt AND connection IN {parameters.Any("c", chunk)}
                ORDER BY id
                """, parameters);
        }).Select(row => (row.Id, row.Receipt, SuspendedRow.Read(row.Body, (int)row.Line)))]);

    /// <summary>The places of the readings of a row whose values somebody has decided against, as known in a snapshot:
    /// the
    /// row waits for its other readings alone.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlySet<int> DecidedIn(Snapshot snapshot, Connection connection, MeterRow row) =>
        snapshot.Guard(() =>
        {
            var versions = snapshot.Connection.Query<(
                string Channel, long Minutes, string Meter, string Register, string At, long Micros, long Version)>(
                """
                SELECT channel, minutes, meter, register, at, micros, version FROM decided_against
                WHERE connection = @Id AND receipt <= @Receipt AND (revoked_by IS NULL OR revoked_by > @Receipt)
                """, new { connection.Id, snapshot.Receipt }).ToLookup(
                one => (one.Channel, (int)one.Minutes, one.Meter, one.Register, one.At, one.Micros), one =>
                    one.Version);
            return DecidedValue.Of(row, connection).Where(one => versions[(one.Value.Channel, one.Value.Minutes,
                    one.Value.Register?.Meter ?? "", one.Value.Register?.Register ?? "", one.Value.At.ToText(),
                    one.Value.Micros)].Any(version => version >= one.Value.Version))
                .Select(one => one.Index).ToHashSet();
        });

    /// <summary>The rows of some connections that wait because of what their values are, as known in a snapshot, each
    /// with the rule that it breaks.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<(long Id, string Reason, MeterRow Row)> OfValues(
        Snapshot snapshot, IReadOnlyCollection<string> connections) => snapshot.Guard(() =>
        (IReadOnlyList<(long, string, MeterRow)>)[.. connections.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { snapshot.Receipt });
            return snapshot.Connection.Query<(long Id, string Reason, byte[] Body, long Line)>(
                $"""
                SELECT id, reason, body, line FROM quarantine
                WHERE (released_by IS NULL OR released_by > @Receipt) AND body IS NOT NULL AND receipt <= @Receipt
                  AND reason IN {parameters.Any("r", Judge.OfValues)} AND connection IN {parameters.Any("c", chunk)}
                ORDER BY id
                """, parameters);
        }).Select(row => (row.Id, row.Reason, SuspendedRow.Read(row.Body, (int)row.Line)))]);

    /// <summary>What is asked of the rows that an import has brought and that wait for one of some reasons, in their
    /// order; they are read one by one, since there may be many.</summary>
    /// <param name="connections">Only those of these; null: of all.</param>
    /// <param name="of">Told the reason and the whole row; null where nothing is wanted of it.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<T> ReceivedWith<T>(
        Snapshot snapshot, long receipt, IReadOnlyCollection<string> reasons, IReadOnlyCollection<string>? connections,
        Func<string, MeterRow, T?> of) where T : class => snapshot.Guard(() =>
        (IReadOnlyList<T>)[.. (connections?.Chunk(Texts.Chunk) ?? [null!]).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { receipt });
            return snapshot.Connection.Query<(string Reason, byte[] Body, long Line)>(
                $"""
                SELECT reason, body, line FROM quarantine
                WHERE receipt = @receipt AND released_by IS NULL AND body IS NOT NULL
                  AND reason IN {parameters.Any("r", [.. reasons])}
                  {(chunk is null ? "" : $"AND connection IN {parameters.Any("c", chunk)}")} ORDER BY id
                """, parameters, buffered: false).Select(row => of(row.Reason,
                    SuspendedRow.Read(row.Body, (int)row.Line))).OfType<T>().ToList();
        })]);

    /// <summary>A row that waits, whole; null where it doesn't wait any more.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static MeterRow? Find(Change change, long id) => change.Guard(() =>
        change.Connection.QueryFirstOrDefault<(byte[] Body, long Line)?>(
            "SELECT body, line FROM quarantine WHERE id = @id AND released_by IS NULL AND body IS NOT NULL",
            new { id }) is { } found ? SuspendedRow.Read(found.Body, (int)found.Line) : null);

    /// <summary>Ends the waiting of some rows, by what was decided.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static void Close(Change change, IReadOnlyCollection<long> ids, string decision, string note) =>
        change.Guard(() =>
    {
        change.Take();
        return change.Connection.ExecuteEach(
            """
            UPDATE quarantine SET released_by = @Receipt, decision = @decision, note = @note
            WHERE id = @id AND released_by IS NULL
            """,
            ids.Select(id => new { change.Receipt, decision, note, id })).All(touched => touched > 0) ? 0
            : throw new RefusedException(new Fault("decided-before", "Somebody else has decided of one of these rows.",
                Hint: "busbar quarantine lists what waits now."));
    });

    /// <summary>Which readings of a row are what it waits for: those that say something else than what is known, or
    /// that somebody has decided against.</summary>
    /// <param name="isDecided">Whether it waits because somebody has decided against them.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<int> Disputed(Change change, Connection connection, MeterRow row, bool isDecided) =>
        change.Guard(() =>
    {
        var (against, values) = (new DecidedValues(change), DecidedValue.Of(row, connection));
        if (isDecided) return [.. values.Where(one => against.Has(one.Value)).Select(one => one.Index)];
        if (row.Register is { } register)
            return RegisterTable.AsKnown(change.Connection, [connection.Id], change.Receipt)
                .GetValueOrDefault(new(connection.Id, register)) is not { } reads ? []
                : [.. values.Where(one => reads.TryGetValue(one.Value.At, out var read) && read.HasValue
                    && read.Micros != one.Value.Micros).Select(one => one.Index)];
        var known = BlockTable.Known(change.Connection, new(change.Connection), connection, row.Channel,
            [.. values.Select(one => one.Value.At)]);
        return (IReadOnlyList<int>)[.. values.Zip(known)
            .Where(pair => pair.Second is { } count && count != pair.First.Value.Micros)
            .Select(pair => pair.First.Index)];
    });

    /// <summary>Keeps that some readings of a row are wrong: such values don't come back by being sent again.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static void DecideAgainst(
        Change change, Connection connection, MeterRow row, IReadOnlyCollection<int> which) => change.Guard(() =>
    {
        DecidedValues.Add(change, [.. DecidedValue.Of(row, connection).Where(one => which.Contains(one.Index))
            .Select(one => one.Value)]);
        return 0;
    });

    /// <summary>Keeps that some readings of a row are right, whatever was decided of such values before.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static void DecideFor(
        Change change, Connection connection, MeterRow row, IReadOnlyCollection<int> which) => change.Guard(() =>
    {
        DecidedValues.Revoke(change, [.. DecidedValue.Of(row, connection).Where(one => which.Contains(one.Index))
            .Select(one => one.Value)]);
        return 0;
    });

    /// <summary>Writes readings that somebody decided. A value that is displaced by it is decided against.</summary>
    /// <param name="file">Where they come from, for messages.</param>
    /// <param name="waived">The rule that doesn't count for them; null: all count.</param>
    /// <param name="isByRank">Whether a greater version that is known refuses them; else they hold whatever is known,
    /// until a greater version comes.</param>
    /// <param name="ofNothing">What becomes of readings without a value, where one is known.</param>
    /// <exception cref="RefusedException">A reading can't be one of its connection.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ReleaseReport Write(
        Change change, IEnumerable<(Connection Connection, MeterRow Row)> rows, string file, string? waived,
        bool isByRank, OfNothing ofNothing = OfNothing.Outranked) =>
        change.Guard(() =>
    {
        var (tally, judge) = (new Tally(), new Judge(file, change.Now, waived));
        var intake = new Intake(change, new(change.Connection), tally, file, change.Receipt,
            isByRank ? OfEquals.Latest : OfEquals.Given) { OfNothing = ofNothing };
        foreach (var (connection, row) in rows)
            if (intake.Take(row, connection, judge) is { } reason) throw new RefusedException(reason);
        intake.Flush();
        if (isByRank && tally.Readings.Outranked > 0)
            throw new RefusedException(new Fault("outranked", $"A greater version or a better quality is known of "
                + $"{Texts.Say(tally.Readings.Outranked)} of these readings.", new(file),
                Hint: "Reject what waits: what is known holds. busbar reads --history shows it."));
        return new ReleaseReport(tally.Rows, tally.Readings, tally.Rejected(), tally.Changed());
    });

    /// <summary>Keeps that suspicious readings were accepted.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static void Accept(Change change, IReadOnlyList<AcceptedReadings> accepted, string note) =>
        change.Guard(() =>
    {
        var last = change.Connection.ExecuteScalar<long?>("SELECT max(id) FROM accepted") ?? 0;
        change.Take();
        return change.Connection.ExecuteEach(
            """
            INSERT INTO accepted (id, receipt, connection, channel, code, from_at, to_at, counts, note)
            VALUES (@id, @Receipt, @Connection, @Channel, @Code, @from, @to, @counts, @note)
            """,
            accepted.Select((one, i) => new
            {
                id = last + 1 + i, change.Receipt, one.Connection, one.Channel, one.Code, from = one.From.ToText(),
                to = one.To.ToText(),
                counts = MemoryMarshal.AsBytes(one.Counts.AsSpan()).ToArray(), note,
            }));
    });

    /// <summary>What was accepted of some connections, as known in a snapshot.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<AcceptedReadings> Accepted(
        Snapshot snapshot, IReadOnlyCollection<string> connections) => snapshot.Guard(() =>
        (IReadOnlyList<AcceptedReadings>)[.. connections.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { snapshot.Receipt });
            return snapshot.Connection.Query<(
                string Connection, string Channel, string Code, string From, string To, byte[] Counts)>(
                $"""
                SELECT connection, channel, code, from_at, to_at, counts FROM accepted
                WHERE receipt <= @Receipt AND connection IN {parameters.Any("c", chunk)}
                """, parameters);
        }).Select(row => new AcceptedReadings(row.Connection, row.Channel, row.Code, Texts.ToInstant(row.From),
            Texts.ToInstant(row.To), MemoryMarshal.Cast<byte, long>(row.Counts).ToArray()))]);
}
