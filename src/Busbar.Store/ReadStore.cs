using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>A channel's readings over a period that somebody wants.</summary>
/// <param name="From">The start of the first reading wanted.</param>
/// <param name="To">The end of the last.</param>
public sealed record ReadsWanted(Connection Connection, string Channel, Instant From, Instant To)
{
    /// <summary>Whether the files' versions of readings of intervals are wanted too.</summary>
    public bool WithVersions { get; init; }
}

/// <summary>What a register of a connection showed.</summary>
public readonly record struct RegisterReading(string Connection, RegisterName Register, RegisterRead Read);

/// <summary>Readings of meters: files come in, series go out, every past state can be rebuilt.</summary>
public static class ReadStore
{
    /// <summary>
    /// Imports one file in one transaction: all of its rows are accounted for, or none of it is kept. The same content
    /// again changes nothing.
    /// </summary>
    /// <param name="file">The file's name, for messages and receipts.</param>
    /// <param name="rows">Its rows; enumerated once.</param>
    /// <param name="contentHash">A hash of its content, asked for when all rows are read.</param>
    /// <param name="connections">The connections of the book, by id.</param>
    /// <exception cref="RefusedException">The file is malformed or contradicts itself; nothing was changed.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was changed.</exception>
    public static ImportReport Import(
        Database database, string file, IEnumerable<MeterRow> rows, Func<string> contentHash,
        IReadOnlyDictionary<string, Connection> connections, CancellationToken cancel = default)
    {
        using var change = database.Begin("import", file);
        return change.Guard(() =>
        {
            var (tally, judge) = (new Tally(), new Judge(file, change.Now));
            var holes = new HoleFinder(change);
            var intake = new Intake(change, new(change.Connection), tally, file, change.Receipt)
            {
                MostPending = database.MostPending, Holes = holes,
            };
            foreach (var row in rows)
            {
                cancel.ThrowIfCancellationRequested();
                if (!connections.TryGetValue(row.Connection, out var connection)
                    || !row.HasPlaceAt(connection))
                    intake.Suspend(row);
                else if (intake.Take(row, connection, judge) is { } reason) intake.Reject(row, reason);
            }
            intake.Flush();
            var hash = contentHash();
            if (EarlierReceipt(change, hash) is { } earlier)
                return new(file, AlreadyImported: true, earlier, default, default, [], [], []);
            change.Take(hash);
            change.Connection.Execute(
                """
                INSERT INTO files (receipt, accepted, unchanged, suspended, rejected)
                VALUES (@Receipt, @Accepted, @Unchanged, @Suspended, @Rejected)
                """,
                new
                {
                    change.Receipt, tally.Rows.Accepted, tally.Rows.Unchanged, tally.Rows.Suspended,
                    tally.Rows.Rejected,
                });
            var found = holes.Found();
            var receipt = change.Commit();
            return new ImportReport(
                file, false, receipt, tally.Rows, tally.Readings, tally.Rejected(), tally.Suspended(), tally.Changed())
            {
                Holes = found,
            };
        });
    }

    /// <summary>
    /// Lets in what waits for these connections: suspended rows, and rows that were rejected at the door but are good
    /// by what the book says now. Called in the change that alters the book. Rows keep the rank of their own receipt,
    /// but are known from this change on.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ReleaseReport Release(Change change, IReadOnlyDictionary<string, Connection> connections) =>
        change.Guard(() =>
    {
        var tally = new Tally();
        new Release(change, tally, connections).Run();
        return new ReleaseReport(tally.Rows, tally.Readings, tally.Rejected(), tally.Changed());
    });

    /// <summary>One channel's readings as known in a snapshot.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Series Load(Snapshot snapshot, ReadsWanted wanted) => Load(snapshot, [wanted])[0];

    /// <summary>Many channels' readings in few queries, in the order in which they are wanted; of what registers count,
    /// what they advanced each day or interval.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<Series> Load(Snapshot snapshot, IReadOnlyList<ReadsWanted> wanted) =>
        snapshot.Guard(() =>
    {
        var blocks = SeriesReader.Read(snapshot, SeriesName.Channel,
            [.. wanted.Where(one => !IsRead(one)).Select(one => (one.Connection.Id, one.Channel, Empty(one)))]);
        var counted = RegisterLoad.Of(snapshot, [.. wanted.Where(IsRead)]);
        var (nextBlock, nextCounted) = (0, 0);
        return (IReadOnlyList<Series>)[.. wanted.Select(one =>
            IsRead(one) ? counted[nextCounted++] : blocks[nextBlock++])];
    });

    /// <summary>What a channel's registers would have counted, had they shown some reads.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Series Load(
        Snapshot snapshot, ReadsWanted wanted, ILookup<RegisterName, RegisterRead> reads) =>
        snapshot.Guard(() => RegisterLoad.Of(snapshot, [wanted], [reads])[0]);

    /// <summary>What the registers of a connection showed, also that a read was taken back; by meter, register and
    /// time.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<RegisterReading> OfRegisters(Snapshot snapshot, string connection) =>
        snapshot.Guard(() => (IReadOnlyList<RegisterReading>)[.. RegisterTable
            .AsKnown(snapshot.Connection, [connection], snapshot.Receipt)
            .OrderBy(pair => pair.Key.Name.Meter, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Name.Register, StringComparer.Ordinal)
            .SelectMany(pair => pair.Value.Values, (pair, read) => new RegisterReading(
                connection, pair.Key.Name, read))]);

    /// <summary>Everything that the registers of a connection were ever said to have shown, up to the snapshot's
    /// receipt, with whether it ever held; by meter, register, time and receipt.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<(RegisterReading Reading, bool HasHeld)> PastOfRegisters(
        Snapshot snapshot, string connection) => snapshot.Guard(() =>
        (IReadOnlyList<(RegisterReading, bool)>)[.. RegisterTable.Past(
            snapshot.Connection, connection, snapshot.Receipt).Select(one => (
            new RegisterReading(connection, one.Key.Name, one.Read), one.HasHeld))]);

    /// <summary>The readings of a channel that came in up to the snapshot's receipt and never held, by interval and
    /// receipt; of what starts between two instants.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<(Instant Start, long Count, Provenance Provenance)> Losers(
        Snapshot snapshot, ReadsWanted wanted) => snapshot.Guard(() =>
    {
        var (minutes, zone) = (wanted.Connection.IntervalMinutes, wanted.Connection.Zone);
        var losers = new List<(Instant Start, long Count, Provenance Provenance)>();
        foreach (var (key, grid) in SeriesReader.MonthsWithLosers(
            snapshot.Connection, SeriesName.Channel, wanted.Connection.Id, wanted.Channel, minutes))
            losers.AddRange(LoserTable.Of(snapshot.Connection, key, grid.CountOf(key.Month), snapshot.Receipt)
                .Select(one => (Grid.StartOf(grid.FirstSlotOf(key.Month) + one.Slot, minutes, zone), one.Count,
                    one.Provenance)));
        return (IReadOnlyList<(Instant, long, Provenance)>)[.. losers
            .Where(one => one.Start >= wanted.From && one.Start < wanted.To).OrderBy(one => one.Start)];
    });

    private static bool IsRead(ReadsWanted wanted) => wanted.Connection.IsReadByRegisters(wanted.Channel);

    /// <summary>The latest months, in UTC, in which anything is known of the channels of some connections.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyDictionary<(string Connection, string Channel), YearMonth> LastMonths(
        Snapshot snapshot, IReadOnlyCollection<Connection> connections) => snapshot.Guard(() =>
    {
        var months = connections.Select(one => one.Id).Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { kind = SeriesName.Channel });
            return snapshot.Connection.Query<(string Connection, string Channel, long Month)>(
                $"""
                SELECT s.owner, s.name, max(b.month) FROM series s JOIN blocks b ON b.series = s.id
                WHERE s.kind = @kind AND s.owner IN {parameters.Any("o", chunk)} GROUP BY s.owner, s.name
                """, parameters);
        }).ToDictionary(row => (row.Connection, row.Channel), row => Texts.ToMonth(row.Month));
        foreach (var (connection, channel, last) in LastReads(snapshot, connections))
            months[(connection, channel)] = last;
        return months;
    });

    /// <summary>The months that end with the last reads of the registers that count a channel, or before.</summary>
    private static IEnumerable<(string Connection, string Channel, YearMonth Last)> LastReads(
        Snapshot snapshot, IReadOnlyCollection<Connection> connections)
    {
        var read = connections.Where(one => one.Meters.Count > 0).DistinctBy(one => one.Id).ToList();
        var known = RegisterTable.AsKnown(snapshot.Connection, read.Select(one => one.Id), snapshot.Receipt);
        return from connection in read
            from meter in connection.Meters
            from register in meter.Registers
            let reads = known.GetValueOrDefault(new(connection.Id, new(meter.Id, register.Id)))
            from last in reads is null ? [] : reads.Values.Where(one => one.HasValue).TakeLast(1)
            group last.At by (connection.Id, register.Channel) into same
            // What is known ends with the read: one at the start of a month is of the month before.
            select (same.Key.Id, same.Key.Channel,
                (same.Max() - Duration.Epsilon).InUtc().Date.ToYearMonth());
    }

    /// <summary>How many rows wait for their connection, by connection and channel.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<SuspendedRows> Suspended(Snapshot snapshot) => snapshot.Guard(() => snapshot.Connection
        .Query<(string Connection, string Channel, long Count, long Line)>(
            """
            SELECT connection, channel, count(*), min(line) FROM suspense WHERE released_by IS NULL
            GROUP BY connection, channel ORDER BY connection, channel
            """)
        .Select(row => new SuspendedRows(row.Connection, row.Channel, row.Count, (int)row.Line)).ToList());

    /// <summary>
    /// How many rows were rejected and may come in when the book or the day changes, by connection, channel and reason.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<WaitingRejects> Rejected(Snapshot snapshot) => snapshot.Guard(() => snapshot.Connection
        .Query<(string Connection, string Channel, string Reason, long Count, string Sentence)>(
            """
            SELECT connection, channel, reason, count(*), min(sentence) FROM quarantine
            WHERE released_by IS NULL AND body IS NOT NULL
            GROUP BY connection, channel, reason ORDER BY connection, channel, reason
            """)
        .Select(row => new WaitingRejects(row.Connection, row.Channel, row.Reason, row.Count, row.Sentence)).ToList());

    private static Series Empty(ReadsWanted wanted)
    {
        var series = Series.Empty(
            $"{wanted.Connection.Id} {wanted.Channel}", wanted.Connection.IntervalMinutes, wanted.Connection.Zone,
            Series.ReadingScale, wanted.From, wanted.To);
        return wanted.WithVersions ? series with { Versions = new long[series.Length] } : series;
    }

    internal static long? EarlierReceipt(Change change, string hash) => change.Connection.ExecuteScalar<long?>(
        "SELECT min(id) FROM receipts WHERE content_hash = @hash AND kind = 'import'", new { hash });
}
