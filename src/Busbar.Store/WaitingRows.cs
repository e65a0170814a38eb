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
        string Sentence, byte[]? Body);

    private readonly List<MeterRow> _rows = [];
    private readonly List<Suspended> _suspended = [];
    private readonly List<Quarantined> _rejected = [];
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

    /// <summary>Keeps a row that can't be used; without a body where there is nothing to come back for.</summary>
    public void Reject(int line, string connection, string channel, Fault reason, byte[]? body)
    {
        _lastRejected ??= change.Connection.ExecuteScalar<long?>("SELECT max(id) FROM quarantine") ?? 0;
        _lastRejected++;
        _rejected.Add(new(
            _lastRejected.Value, change.Receipt, file, line, connection, channel, reason.Code, reason.Message, body));
        if (_rejected.Count >= MostPending) Flush();
    }

    /// <summary>Writes what is pending.</summary>
    public void Flush()
    {
        var kept = change.Connection.ExecuteEach(
            """
            INSERT INTO suspense (id, receipt, line, connection, channel, body, hash)
            VALUES (@Id, @Receipt, @Line, @Connection, @Channel, @Body, @Hash) ON CONFLICT DO NOTHING
            """, _suspended);
        foreach (var (row, isNew) in _rows.Zip(kept, (row, touched) => (row, touched > 0)))
            if (isNew) tally.Suspend(row);
            else tally.LeaveUnchanged();
        change.Connection.ExecuteEach(
            """
            INSERT INTO quarantine (id, receipt, file, line, connection, channel, reason, sentence, body)
            VALUES (@Id, @Receipt, @File, @Line, @Connection, @Channel, @Reason, @Sentence, @Body)
            """, _rejected);
        if (_rejected.Count > 0 || kept.Any(touched => touched > 0)) change.Take();
        _rows.Clear();
        _suspended.Clear();
        _rejected.Clear();
    }
}
