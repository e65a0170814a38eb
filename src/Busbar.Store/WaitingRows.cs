using System.Security.Cryptography;
using Busbar.Metering;
using Dapper;

namespace Busbar.Store;

/// <summary>The tables of suspended and rejected rows, as one change of one file writes them.</summary>
internal sealed class WaitingRows(Change change, Tally tally, string file)
{
    private const int MostPending = 2_000;

    private sealed record Suspended(
        long Id, long Receipt, long Line, string Connection, string Channel, byte[] Body, byte[] Hash);

    private sealed record Quarantined(
        long Id, long Receipt, string File, long Line, string Connection, string Channel, string Reason,
        string Sentence, byte[]? Body, byte[]? Hash);

    private readonly List<MeterRow> _rows = [];
    private readonly List<Suspended> _suspended = [];
    private readonly List<Quarantined> _rejected = [];
    private readonly List<Fault> _reasons = [];
    private readonly List<(long Id, MeterRow Row, Fault Reason)> _atDoor = [];
    private long? _lastSuspended;
    private long? _lastRejected;

    /// <summary>Keeps a row for later; one that waits already is unchanged.</summary>
    public void Suspend(MeterRow row)
    {
        _lastSuspended ??= change.Connection.ExecuteScalar<long?>("SELECT max(id) FROM suspense") ?? 0;
        _lastSuspended++;
        var body = SuspendedRow.Write(row);
        _rows.Add(row);
        _suspended.Add(new(
            _lastSuspended.Value, change.Receipt, row.Line, row.Connection, row.Channel, body, SHA256.HashData(body)));
        if (_suspended.Count >= MostPending) Flush();
    }

    /// <summary>Keeps a row that was turned away at the door; one that waits already, or was accepted when it waited,
    /// is unchanged, and one that somebody has decided against doesn't wait again.</summary>
    public void RejectAtDoor(MeterRow row, Fault reason)
    {
        _atDoor.Add((NextId(), row, reason));
        if (_atDoor.Count >= MostPending) Flush();
    }

    /// <summary>Keeps a row that can't be used; without a body where there is nothing to come back for.</summary>
    public void Reject(MeterRow row, Fault reason, byte[]? body)
    {
        Add(NextId(), row, reason, body, body is null ? null : SHA256.HashData(body));
        if (_rejected.Count >= MostPending) Flush();
    }

    /// <summary>Writes what is pending.</summary>
    public void Flush()
    {
        DecideAtDoor();
        LeaveOutRejected();
        var kept = change.Connection.ExecuteEach(
            """
            INSERT INTO suspense (id, receipt, line, connection, channel, body, hash)
            VALUES (@Id, @Receipt, @Line, @Connection, @Channel, @Body, @Hash) ON CONFLICT DO NOTHING
            """, _suspended);
        foreach (var (row, isNew) in _rows.Zip(kept, (row, touched) => (row, touched > 0)))
            if (isNew) tally.Suspend(row);
            else tally.LeaveUnchanged();
        var rejected = change.Connection.ExecuteEach(
            """
            INSERT INTO quarantine (id, receipt, file, line, connection, channel, reason, sentence, body, hash)
            VALUES (@Id, @Receipt, @File, @Line, @Connection, @Channel, @Reason, @Sentence, @Body, @Hash)
            ON CONFLICT DO NOTHING
            """, _rejected);
        foreach (var (reason, isNew) in _reasons.Zip(rejected, (reason, touched) => (reason, touched > 0)))
            if (isNew) tally.Reject(reason);
            else tally.LeaveUnchanged();
        if (rejected.Concat(kept).Any(touched => touched > 0)) change.Take();
        _rows.Clear();
        _suspended.Clear();
        _rejected.Clear();
        _reasons.Clear();
    }

    /// <summary>A row that somebody has left out doesn't wait for its connection again.</summary>
    private void LeaveOutRejected()
    {
        if (_suspended.Count == 0) return;
        var decided = Decided(_suspended.ConvertAll(one => one.Hash));
        if (decided.Count == 0) return;
        for (var i = _suspended.Count - 1; i >= 0; i--)
            if (decided.TryGetValue(Convert.ToHexString(_suspended[i].Hash), out var before))
            {
                Add(NextId(), _rows[i], Against(_rows[i], before), null, null);
                _suspended.RemoveAt(i);
                _rows.RemoveAt(i);
            }
    }

    private Fault Against(MeterRow row, (string Decision, string Note, long Receipt) before) => new("decided-against",
        $"Connection {row.Connection}, {row.Subject}, is a row that receipt {Texts.Say(before.Receipt)} decided "
        + $"against ({before.Decision}: {before.Note}).", new(file, row.Line), row.Connection,
        "Send what is right with a greater version.");

    private void DecideAtDoor()
    {
        var rows = _atDoor.ConvertAll(one => (one.Id, one.Row, one.Reason, Body: SuspendedRow.Write(one.Row)));
        var hashed = rows.ConvertAll(one => SHA256.HashData(one.Body));
        var decided = Decided(hashed);
        foreach (var ((id, row, reason, body), hash) in rows.Zip(hashed))
            if (!decided.TryGetValue(Convert.ToHexString(hash), out var before)) Add(id, row, reason, body, hash);
            else if (before.Decision == "accept") tally.LeaveUnchanged();
            else Add(id, row, Against(row, before), null, null);
        _atDoor.Clear();
    }

    private long NextId()
    {
        _lastRejected = (_lastRejected
            ?? change.Connection.ExecuteScalar<long?>("SELECT max(id) FROM quarantine") ?? 0) + 1;
        return _lastRejected.Value;
    }

    private void Add(long id, MeterRow row, Fault reason, byte[]? body, byte[]? hash)
    {
        _reasons.Add(reason);
        _rejected.Add(new(id, change.Receipt, file, row.Line, row.Connection, row.Channel,
            reason.Code, reason.Message, body, hash));
    }

    /// <summary>What was decided of rows that are the same to the byte, the latest of each.</summary>
    private Dictionary<string, (string Decision, string Note, long Receipt)> Decided(IReadOnlyList<byte[]> hashes)
    {
        var decided = new Dictionary<string, (string, string, long)>();
        foreach (var chunk in hashes.Chunk(Texts.Chunk))
        {
            var parameters = new DynamicParameters();
            foreach (var (hash, decision, note, receipt) in change.Connection.Query<(byte[], string, string, long)>(
                $"""
                SELECT hash, decision, note, released_by FROM quarantine
                WHERE hash IN {parameters.Any("h", chunk)} AND decision IS NOT NULL ORDER BY released_by
                """, parameters)) decided[Convert.ToHexString(hash)] = (decision, note, receipt);
        }
        return decided;
    }
}
