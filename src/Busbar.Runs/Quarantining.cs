using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Which of what waits is meant.</summary>
/// <param name="Reason">The stable name of a rule.</param>
/// <param name="Period">Only what is of these days; null: rows of whatever days.</param>
/// <param name="Recent">The days whose suspicious readings are looked for where no period is given.</param>
/// <param name="Ids">Only these, whatever their days where no period is given; empty: all.</param>
public sealed record QuarantineOrder(
    string? Connection, string? Channel, string? Reason, Days? Period, Days Recent, IReadOnlyList<string> Ids);

/// <summary>Something that waits for a decision: a row that was rejected, or readings that a rule finds suspicious.
/// </summary>
/// <param name="Id"><c>row-12</c>, <c>spike:c1:import:2026-01-05T10:00</c>, or of a read of a register
/// <c>read-below-previous:c1:S95:1:2026-01-05T00:00</c>.</param>
/// <param name="File">That of the row; null for readings that are in.</param>
/// <param name="Line">The line of the row.</param>
public sealed record QuarantineItem(
    string Id, string Connection, string Channel, string Reason, string Sentence, string? File, int Line)
{
    internal long? Row { get; init; }

    internal Suspect? Suspect { get; init; }

    internal SuspectRead? Read { get; init; }

    internal SuspendedOfFile? Suspended { get; init; }

    /// <summary>How many rows of the file wait with the first; 1 where only one does, or readings are in.</summary>
    public int Rows => Suspended?.Ids.Count ?? 1;
}

/// <summary>What is done with something that waits.</summary>
public enum QuarantineDecision
{
    /// <summary>It is right as it is.</summary>
    Accept,

    /// <summary>It has another value.</summary>
    Correct,

    /// <summary>It is wrong, and an estimate stands for it.</summary>
    Estimate,

    /// <summary>It is wrong, and nothing is known instead.</summary>
    Reject,
}

/// <summary>What is right instead, and which reads are meant where several could be.</summary>
/// <param name="Value">What is right, in the unit of the channel or register; only where it is corrected.</param>
/// <param name="Times">By what each wrong value is multiplied to be right; instead of a value.</param>
/// <param name="IsEarlier">Whether of two reads that contradict each other the one before is wrong.</param>
/// <param name="Register">Only reads of registers of this name; null: of all.</param>
public sealed record QuarantineAnswer(
    Exact? Value = null, Exact? Times = null, bool IsEarlier = false, string? Register = null);

/// <summary>What a decision did.</summary>
/// <param name="Items">What was decided. Reads beside one that was decided in the same go aren't: they are asked about
/// anew.</param>
/// <param name="Concerned">The issued bills that rest on readings which are others now.</param>
/// <param name="Estimates">What was estimated, by billing period.</param>
public sealed record QuarantineDecided(
    IReadOnlyList<QuarantineItem> Items, ReadingCounts Readings, IReadOnlyList<ConcernedBill> Concerned,
    IReadOnlyList<Estimated> Estimates)
{
    /// <summary>How many readings that were in have no value any more.</summary>
    public long TakenBack { get; init; }

    /// <summary>Days of connections that no agreement bills: nothing is estimated there.</summary>
    public IReadOnlyList<(string Connection, LocalDate Day)> Unbilled { get; init; } = [];
}

/// <summary>Lists what waits in quarantine, and carries out what somebody decides of it.</summary>
public sealed class Quarantining
{
    private const string DecisionHint = "busbar quarantine lists what waits; --period says of which days.";

    private readonly Database _database;
    private readonly Book _book;
    private readonly IReadOnlyDictionary<string, ILookup<RegisterName, RegisterRead>> _reads;
    private readonly List<(Connection Connection, LocalDate Day)> _days = [];

    private Quarantining(Database database, QuarantineOrder order)
    {
        _database = database;
        using var snapshot = database.Snapshot();
        _book = StoredBook.Load(snapshot);
        var waiting = SuspendedItems.Of(snapshot, _book, order.Period is { } days ? row => IsOf(days, row) : null);
        if (order.Connection is { } id && QuarantineStore.Rows(snapshot).All(row => row.Connection != id)
            && waiting.All(item => item.Connection != id))
            Naming.ConnectionOf(_book, snapshot, id);
        var suspects = new QuarantinedSuspects(snapshot, _book, order);
        var every = Rows(snapshot, order).Concat(waiting).Concat(suspects.Reads()).Concat(suspects.Readings());
        var all = every.Where(item => (order.Connection is null || item.Connection == order.Connection)
            && (order.Channel is null || item.Channel == order.Channel)
            && (order.Reason is null || item.Reason == order.Reason)).ToList();
        foreach (var missing in order.Ids.Where(one => all.TrueForAll(item => item.Id != one)))
            throw new RefusedException(new Fault("unknown-item", $"Nothing called {missing} waits in quarantine.",
                Name: missing, Hint: Nearest.Hint(missing, all.Select(item => item.Id)) ?? DecisionHint));
        var reasons = Judge.Reasons.Concat([.. SuspectRead.Codes, .. Judge.OfOthers, .. SuspendedItems.Reasons,
            .. _book.Connections.Values.SelectMany(one => one.Checks.Values).SelectMany(rules => rules)
                .Select(rule => rule.Code)]).ToList();
        if (order.Reason is { } reason && !reasons.Contains(reason))
            throw new RefusedException(new Fault("unknown-reason",
                $"There is no rule {reason} by which something waits.", Name: reason,
                Hint: Nearest.Hint(reason, reasons) ?? $"Reasons are {string.Join(", ", reasons.Distinct())}."));
        var channels = _book.Connections.Values.SelectMany(one => one.Channels.Keys).Distinct().ToList();
        if (order.Channel is { } channel && !channels.Contains(channel)
            && all.TrueForAll(one => one.Channel != channel))
            throw new RefusedException(new Fault("unknown-channel", $"No connection has a channel {channel}.",
                Name: channel, Hint: Nearest.Hint(channel, channels)));
        NotLookedAt = suspects.NotLookedAt();
        Items = order.Ids.Count == 0 ? all : all.FindAll(item => order.Ids.Contains(item.Id));
        _reads = EstimateStore.Reads(snapshot, [.. Items.Select(item => item.Connection).Distinct()
            .Where(one => _book.Connections.TryGetValue(one, out var known) && known.Meters.Count > 0)]);
    }

    /// <summary>What waits: rows in the order in which they came, then those of connections that the book doesn't have,
    /// then reads of registers that contradict each other, then suspicious readings.</summary>
    public IReadOnlyList<QuarantineItem> Items { get; }

    /// <summary>The days before those that were looked at for suspicious readings, where something is known of them;
    /// null where nothing is, or where the days or what is meant were told.</summary>
    public Days? NotLookedAt { get; }

    /// <summary>What waits and is meant.</summary>
    /// <exception cref="RefusedException">There is no book, or nothing of that name.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Quarantining Of(Database database, QuarantineOrder order) => new(database, order);

    /// <summary>Carries out a decision for all of them, in one change; estimates follow in a change of their own.
    /// </summary>
    /// <param name="note">Why, in the words of who decides.</param>
    /// <param name="answer">With a value or a factor only where it is corrected.</param>
    /// <param name="now">Nothing is estimated that isn't over.</param>
    /// <exception cref="RefusedException">It can't be done for one of them; nothing was changed.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was changed.</exception>
    public QuarantineDecided Decide(
        QuarantineDecision decision, string note, QuarantineAnswer answer, Instant now,
        CancellationToken cancel = default)
    {
        var (readings, changed, decided) =
            (default(ReadingCounts), new List<ChangedSpan>(), new List<QuarantineItem>());
        var takenBack = 0L;
        var by = answer.Times is { } times ? $" times {times}" : "";
        using (var change = _database.Begin(
            QuarantineStore.Kind, $"{decision.ToString().ToLowerInvariant()}{by}: {note}"))
        {
            var registers = new RegisterDecisions(change, decision, note, answer);
            foreach (var item in Items)
            {
                cancel.ThrowIfCancellationRequested();
                if (registers.IsDecided(item)) continue;
                decided.Add(item);
                if (answer.IsEarlier && item.Read is null)
                    throw Refused(item, "isn't of a read that contradicts the one before",
                        "Leave --earlier out, or name only such reads.");
                if (answer.Register is not null && item.Read is null && !(item.Suspect is { } one
                    && one.Connection.IsReadByRegisters(one.Channel)))
                    throw Refused(item, "isn't counted by registers",
                        "Leave --register out, or name only what registers count.");
                var done = item.Suspended is not null ? SuspendedItems.Decide(change, item, decision, note)
                    : item.Row is { } row ? OfRow(change, item, row, registers, decision, answer)
                    : item.Read is { } read ? registers.Of(item, read)
                    : OfSuspect(change, item, registers, decision, note, answer);
                if (done is null) continue;
                readings += done.Readings;
                // What waited in a row never was in.
                if (item.Row is null) takenBack += done.Readings.Missing;
                changed.AddRange(done.Changed);
            }
            registers.RefuseWrong(_reads);
            _days.AddRange(registers.Days);
            var rows = Items.Select(item => item.Row).OfType<long>().ToList();
            if (rows.Count > 0) QuarantineStore.Close(change, rows, decision.ToString().ToLowerInvariant(), note);
            change.Commit();
        }
        var estimates = decision == QuarantineDecision.Estimate ? Estimate(now, cancel) : [];
        return new(decided, readings, Concerned.By(_database, changed, _book), estimates)
        {
            TakenBack = takenBack, Unbilled = decision == QuarantineDecision.Estimate ? [.. Unbilled()] : [],
        };
    }

    private IEnumerable<QuarantineItem> Rows(Snapshot snapshot, QuarantineOrder order) => QuarantineStore
        .Rows(snapshot, order.Period is { } period ? row => IsOf(period, row) : null).Select(row => new QuarantineItem(
            $"row-{row.Id}", row.Connection, row.Channel, row.Reason, row.Sentence, row.File, row.Line)
        {
            Row = row.Id,
        });

    /// <summary>Whether a reading of a row starts on one of some days, by the clock of its connection.</summary>
    private bool IsOf(Days period, MeterRow row)
    {
        var connection = _book.Connections.GetValueOrDefault(row.Connection);
        var start = row.Offset is { } offset && connection is not null
            ? row.Start.WithOffset(offset).ToInstant().InZone(connection.Zone).LocalDateTime : row.Start;
        var minutes = row.IntervalMinutes ?? connection?.IntervalMinutes ?? 0;
        var last = row.WholeDay ? start : start.PlusMinutes(Math.Max(0, row.Readings.Count - 1) * (long)minutes);
        return start.Date < period.To && last.Date >= period.From;
    }

    /// <summary>A row comes in as it is or with another value, or stays out for good.</summary>
    /// <remarks>Remembers its day, for what is estimated afterwards.</remarks>
    private ReleaseReport? OfRow(
        Change change, QuarantineItem item, long id, RegisterDecisions registers, QuarantineDecision decision,
        QuarantineAnswer answer)
    {
        if (decision == QuarantineDecision.Reject)
        {
            if (Judge.OfValues.Contains(item.Reason) && QuarantineStore.Find(change, id) is { } rejected
                && _book.Connections.TryGetValue(item.Connection, out var of))
                QuarantineStore.DecideAgainst(change, of, rejected,
                    QuarantinedRows.WrongOnes(change, rejected, item, of));
            return null;
        }
        var row = QuarantineStore.Find(change, id) ?? throw Refused(item, "doesn't wait any more",
            "Somebody else has decided; list what waits again.");
        if (!_book.Connections.TryGetValue(item.Connection, out var connection))
            throw Refused(item, "is of a connection that the book doesn't have", "Add the connection to the book.");
        if (!Judge.OfValues.Contains(item.Reason))
            throw Refused(item, $"can't be accepted, corrected or estimated: {item.Reason} isn't about its values",
                QuarantinedRows.WayOut(item.Reason) + " Or reject the row.");
        if (decision == QuarantineDecision.Accept && !Judge.OfOthers.Contains(item.Reason)
            && !Judge.Waivable.Contains(item.Reason))
            throw Refused(item, "is of a number that its register can't show",
                "Correct it: busbar quarantine correct. Or correct the register in the book, and apply it.");
        _days.Add((connection, QuarantinedRows.DayOf(row, connection)));
        if (QuarantinedRows.Decided(change, row, item, connection, decision, answer) is not { } decided) return null;
        if (decision == QuarantineDecision.Correct && row.Register is { } register
            && new Judge(item.File!, Instant.MaxValue).OfRegister(decided, connection) is { Rejection: null } place)
            registers.Note(item, connection, register, place.At, decided.Readings[0]);
        try
        {
            return QuarantineStore.Write(change, [(connection, decided)], item.File!,
                decision == QuarantineDecision.Accept ? item.Reason : null,
                isByRank: decision != QuarantineDecision.Correct || !Judge.Contradicting.Contains(item.Reason),
                decision == QuarantineDecision.Estimate ? OfNothing.TakesBack : OfNothing.Unchanged);
        }
        catch (RefusedException refused) when (Judge.Reasons.Contains(refused.Faults[0].Code))
        {
            throw Refused(item, decision == QuarantineDecision.Correct
                ? $"can't be corrected so: {refused.Faults[0].Message.TrimEnd('.')}"
                : $"has more that can't be: {refused.Faults[0].Message.TrimEnd('.')}",
                "Give a value that can be right: busbar quarantine correct. Or estimate or reject it.");
        }
    }

    /// <summary>Suspicious readings are accepted as they are, or others are written over them.</summary>
    private ReleaseReport? OfSuspect(
        Change change, QuarantineItem item, RegisterDecisions registers, QuarantineDecision decision, string note,
        QuarantineAnswer answer)
    {
        var suspect = item.Suspect!;
        var (connection, channel, span) = (suspect.Connection, suspect.Channel, suspect.Found.Span);
        if (decision == QuarantineDecision.Accept)
        {
            QuarantineStore.Accept(change, [new(connection.Id, channel, suspect.Found.Rule, span.Start, span.End,
                suspect.Counts)], note);
            return null;
        }
        if (connection.IsReadByRegisters(channel)) return registers.Of(item, suspect, _reads[connection.Id]);
        var (first, end) = Grid.SlotsOf(span.Start, span.End, connection.IntervalMinutes, connection.Zone);
        if (decision == QuarantineDecision.Correct && answer.Value is not null && end - first > 1)
            throw Refused(item, $"is {end - first} readings, and one value can't stand for them",
                "Correct all of them with --times 0.001, or import a file with the right ones and a greater version.");
        var row = EstimateStore.RowOf(connection, channel, first,
            [.. suspect.Counts.Select(count => decision != QuarantineDecision.Correct ? new(0, Quality.Missing)
                : answer.Times is { } times ? Substitutes.Times(count, times, item)
                : Substitutes.Of(answer.Value!.Value, connection.Channels[channel].Unit, item))]);
        if (decision == QuarantineDecision.Correct)
            QuarantineStore.DecideFor(change, connection, row, [.. Enumerable.Range(0, row.Readings.Count)]);
        return QuarantineStore.Write(change, [(connection, row)], suspect.Id, null, isByRank: false);
    }

    /// <summary>Fills the holes of the billing periods in which readings were taken back.</summary>
    private List<Estimated> Estimate(Instant now, CancellationToken cancel)
    {
        var days = Items.Select(item => item.Suspect).OfType<Suspect>().Select(suspect => (suspect.Connection,
            Day: suspect.Found.Span.Start.InZone(suspect.Connection.Zone).Date)).Concat(_days);
        var periods = (from one in days
            from agreement in _book.Agreements.Values
            where agreement.Connections.Any(connection => connection.Id == one.Connection.Id)
            select (agreement.Account.Cycle.PeriodOf(one.Day).From, one.Connection.Id)).Distinct().ToList();
        return [.. periods.GroupBy(one => one.From).Select(same => Estimating.Run(_database, new(
            new(same.Key, same.Key.PlusDays(1)), [.. same.Select(one => one.Id)], IsDraft: false), now, cancel))];
    }

    /// <summary>The days of what was decided on which no agreement bills its connection.</summary>
    private IEnumerable<(string Connection, LocalDate Day)> Unbilled() => Items.Select(item => item.Suspect)
        .OfType<Suspect>().Select(suspect => (suspect.Connection,
            Day: suspect.Found.Span.Start.InZone(suspect.Connection.Zone).Date)).Concat(_days)
        .Where(one => !_book.Agreements.Values.Any(agreement =>
            agreement.Connections.Any(connection => connection.Id == one.Connection.Id)
            && !agreement.SupplyIn(new(one.Day, one.Day.PlusDays(1))).IsEmpty))
        .Select(one => (one.Connection.Id, one.Day)).Distinct();

    internal static RefusedException Refused(QuarantineItem item, string what, string hint) => new(new Fault(
        "not-decided", $"{item.Id} {what}.", item.File is null ? default : new(item.File, item.Line), item.Id, hint));
}
