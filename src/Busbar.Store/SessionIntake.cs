using System.Security.Cryptography;
using Busbar.Metering;
using Dapper;

namespace Busbar.Store;

/// <summary>Takes the charge detail records of one file into a change.</summary>
internal sealed class SessionIntake(Change change, string file, IEnumerable<Connection> connections)
{
    private const int MostFaults = 20;
    private const int MostPending = 500;

    private sealed record New(
        long Id, long Receipt, long Line, string Record, string? Credits, string Charger, string Token, string Contract,
        string StartAt, string EndAt, byte[] Body, byte[] Hash);

    private sealed class Old
    {
        public long Receipt { get; init; }

        public long Line { get; init; }

        public required string Record { get; init; }

        public string? Credits { get; init; }

        public required byte[] Body { get; init; }

        public required byte[] Hash { get; init; }

        public ChargeRecord Read() => SessionBody.Read(Body, (int)Line);
    }

    private readonly SessionSources _sources = SessionSources.Of(connections);
    private readonly List<ChargeRecord> _pending = [];
    private readonly List<ChargeRecord> _suspended = [];
    private readonly List<(string Number, string Credits, int Line)> _awaiting = [];
    private readonly List<(string Number, string Credits)> _void = [];
    private readonly List<Fault> _faults = [];
    private readonly Tally _tally = new();
    private long? _lastId;

    /// <summary>Every record so far, by what became of it.</summary>
    public RowCounts Counts { get; private set; }

    /// <summary>Takes a record; some are looked at together.</summary>
    /// <exception cref="RefusedException">The file contradicts what is known.</exception>
    public void Take(ChargeRecord record)
    {
        _pending.Add(record);
        if (_pending.Count >= MostPending) Flush();
    }

    /// <summary>Writes what is pending.</summary>
    /// <exception cref="RefusedException">The file contradicts what is known.</exception>
    public void Finish()
    {
        Flush();
        if (_faults.Count > 0) throw new RefusedException(_faults);
    }

    public SessionReport Report(long? receipt) =>
        new(file, receipt, Counts, Grouped(_suspended), _awaiting, _tally.Changed()) { Void = _void };

    /// <summary>Records by charger and card, those with the most first.</summary>
    public static IReadOnlyList<SuspendedSessions> Grouped(IEnumerable<ChargeRecord> records) =>
        [.. records.GroupBy(record => (record.Charger, record.Contract)).Select(same => new SuspendedSessions(
                same.Key.Charger, same.Key.Contract, same.LongCount(), same.First().Line))
            .OrderByDescending(one => one.Count).ThenBy(one => one.Charger, StringComparer.Ordinal)
            .ThenBy(one => one.Card, StringComparer.Ordinal)];

    private void Flush()
    {
        var keys = _pending.Select(record => record.Key)
            .Concat(_pending.Select(record => record.CreditsKey).OfType<string>()).Distinct().ToList();
        var known = Known("record", keys).ToDictionary(one => one.Record);
        var credited = Known("credits", keys).GroupBy(one => one.Credits!)
            .ToDictionary(same => same.Key, same => same.ToList());
        var added = new List<New>();
        foreach (var record in _pending)
        {
            var body = SessionBody.Write(record);
            var made = new New(0, change.Receipt, record.Line, record.Key, record.CreditsKey,
                SessionSource.Key(record.Charger), SessionSource.Key(record.Token), SessionSource.Key(record.Contract),
                record.Session.Start.ToText(), record.Session.End.ToText(), body, SHA256.HashData(body));
            if (known.TryGetValue(made.Record, out var before) && before.Hash.SequenceEqual(made.Hash))
                Counts = Counts with { Unchanged = Counts.Unchanged + 1 };
            else if (Wrong(record, before, known, credited) is { } wrong) Refuse(wrong);
            else
            {
                Count(record, known, credited);
                added.Add(made with { Id = NextId() });
                var own = new Old
                {
                    Receipt = change.Receipt, Line = record.Line, Record = made.Record, Credits = made.Credits,
                    Body = body, Hash = made.Hash,
                };
                known[made.Record] = own;
                if (own.Credits is null) continue;
                if (!credited.TryGetValue(own.Credits, out var credits)) credited[own.Credits] = credits = [];
                credits.Add(own);
            }
        }
        if (_faults.Count == 0 && added.Count > 0)
        {
            change.Connection.ExecuteEach(
                """
                INSERT INTO sessions (id, receipt, line, record, credits, charger, token, contract, start_at, end_at,
                    body, hash)
                VALUES (@Id, @Receipt, @Line, @Record, @Credits, @Charger, @Token, @Contract, @StartAt, @EndAt, @Body,
                    @Hash)
                """, added);
            change.Take();
        }
        _pending.Clear();
    }

    /// <summary>Why a record can't be what it says, or null.</summary>
    private Fault? Wrong(
        ChargeRecord record, Old? before, Dictionary<string, Old> known, Dictionary<string, List<Old>> credited)
    {
        if (before is not null)
            return Of(record, "changed-record", $"CDR {record.Number} of {record.Operator} says something else than "
                + $"{At(before)}, and a CDR never changes.", "Ask its sender for a credit of the first, and for the "
                + "right one under a number of its own.");
        if (record.Session.End > change.Now)
            return Of(record, "future", $"CDR {record.Number} of {record.Operator} ends at "
                + $"{record.Session.End.ToText()}, after the file was received.",
                "Is the charger's clock right? Ask its sender for a right one.");
        var credits = credited.GetValueOrDefault(record.Key) ?? [];
        // A credit that waited and doesn't take back all of what has come now counts as nothing.
        if (record.CreditsKey is not { } key) return null;
        if (credits.Count > 0) return CreditOfCredit(record, credits[0].Read(), record);
        var others = credited.GetValueOrDefault(key) ?? [];
        if (!known.TryGetValue(key, out var original))
            return others.Find(one => IsAlike(one.Read(), record)) is { } alike ? Twice(record, alike) : null;
        if (original.Credits is not null) return CreditOfCredit(record, record, original.Read());
        var first = original.Read();
        return !first.IsTakenBackBy(record) ? NotTheSame(record, record, first)
            : others.Find(one => first.IsTakenBackBy(one.Read())) is { } other ? Twice(record, other) : null;
    }

    private Fault Twice(ChargeRecord record, Old other) => Of(record, "credited-twice",
        $"CDR {record.Number} of {record.Operator} credits CDR {record.Credits}, as CDR {other.Read().Number} does "
        + $"already, {At(other)}.", "Ask its sender which of the two is right.");

    private static bool IsAlike(ChargeRecord one, ChargeRecord other) =>
        one.Session.Cost == other.Session.Cost && one.Session.CostCurrency == other.Session.CostCurrency;

    private Fault CreditOfCredit(ChargeRecord at, ChargeRecord credit, ChargeRecord original) => Of(
        at, "credits-credit", $"CDR {credit.Number} of {credit.Operator} credits CDR {original.Number}, which is a "
        + "credit itself.",
        "What was credited by mistake comes anew, under a number of its own.");

    private Fault NotTheSame(ChargeRecord at, ChargeRecord credit, ChargeRecord original) => Of(at, "wrong-credit",
        $"CDR {credit.Number} of {credit.Operator} credits {-(credit.Session.Cost ?? 0)} "
        + $"{credit.Session.CostCurrency}, and CDR {original.Number} costs {original.Session.Cost} "
        + $"{original.Session.CostCurrency}.", "A credit takes back all of a CDR. What is right comes under a number "
        + "of its own.");

    private Fault Of(ChargeRecord record, string code, string message, string hint) =>
        new(code, message, new(file, record.Line), record.Number, hint);

    private string At(Old one) => one.Receipt == change.Receipt ? $"that on line {Texts.Say(one.Line)}"
        : $"that of receipt {Texts.Say(one.Receipt)}";

    private void Refuse(Fault fault)
    {
        _faults.Add(fault);
        if (_faults.Count >= MostFaults) throw new RefusedException(_faults);
    }

    private void Count(ChargeRecord record, Dictionary<string, Old> known, Dictionary<string, List<Old>> credited)
    {
        if (record.CreditsKey is { } key && !known.ContainsKey(key))
        {
            Counts = Counts with { Suspended = Counts.Suspended + 1 };
            _awaiting.Add((record.Number, record.Credits!, record.Line));
            return;
        }
        // What is taken back is what was said first.
        var of = record.CreditsKey is { } original ? known[original].Read() : record;
        var having = _sources.Having(of).ToList();
        if (having.Count == 0 && record.Credits is null)
        {
            Counts = Counts with { Suspended = Counts.Suspended + 1 };
            _suspended.Add(record);
            return;
        }
        Counts = Counts with { Accepted = Counts.Accepted + 1 };
        if (record.Credits is null && credited.TryGetValue(record.Key, out var credits))
        {
            if (credits.Exists(one => record.IsTakenBackBy(one.Read()))) return;
            _void.AddRange(credits.Select(one => (one.Read().Number, record.Number)));
        }
        foreach (var connection in having)
            _tally.Change(new(connection.Id, SessionStore.Name, of.Session.Start, of.Session.End));
    }

    private long NextId()
    {
        _lastId = (_lastId ?? change.Connection.ExecuteScalar<long?>("SELECT max(id) FROM sessions") ?? 0) + 1;
        return _lastId.Value;
    }

    private IEnumerable<Old> Known(string column, List<string> keys) => keys.Chunk(Texts.Chunk).SelectMany(chunk =>
    {
        var parameters = new DynamicParameters();
        return change.Connection.Query<Old>(
            $"""
            SELECT receipt AS Receipt, line AS Line, record AS Record, credits AS Credits, body AS Body, hash AS Hash
            FROM sessions WHERE {column} IN {parameters.Any("k", chunk)}
            """, parameters);
    });
}
