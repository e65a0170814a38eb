using System.Security.Cryptography;
using Busbar.Metering;
using Dapper;

namespace Busbar.Store;

/// <summary>The tables of suspended and rejected rows, as one change of one file writes them.</summary>
internal sealed class WaitingRows(Change change, string file)
{
    private const int MostPending = 1_000;

    private sealed record Quarantined(
        long Id, long Receipt, string File, long Line, string Connection, string Channel, string Reason,
        string Sentence, byte[]? Body);

    private readonly List<Quarantined> _rejected = [];
    private long? _lastSuspended;
    private long? _lastRejected;

    /// <summary>Keeps a row for later; false where the same row waits already.</summary>
    public bool Suspend(MeterRow row)
    {
        _lastSuspended ??= change.Connection.ExecuteScalar<long?>("SELECT max(id) FROM suspense") ?? 0;
        var body = SuspendedRow.Write(row);
        var isNew = change.Connection.Execute(
            """
            INSERT INTO suspense (id, receipt, line, connection, channel, body, hash)
            VALUES (@id, @Receipt, @line, @Connection, @Channel, @body, @hash) ON CONFLICT DO NOTHING
            """, new
            {
                id = _lastSuspended + 1, change.Receipt, line = (long)row.Line, row.Connection, row.Channel, body,
                hash = SHA256.HashData(body),
            }) > 0;
        if (!isNew) return false;
        _lastSuspended++;
        change.Take();
        return true;
    }

    /// <summary>Keeps a row that can't be used; without a body where there is nothing to come back for.</summary>
    public void Reject(int line, string connection, string channel, Fault reason, byte[]? body)
    {
        _lastRejected ??= change.Connection.ExecuteScalar<long?>("SELECT max(id) FROM quarantine") ?? 0;
        _lastRejected++;
        _rejected.Add(new(
            _lastRejected.Value, change.Receipt, file, line, connection, channel, reason.Code, reason.Message, body));
        change.Take();
        if (_rejected.Count >= MostPending) Flush();
    }

    /// <summary>Writes what is pending.</summary>
    public void Flush()
    {
        change.Connection.Execute(
            """
            INSERT INTO quarantine (id, receipt, file, line, connection, channel, reason, sentence, body)
            VALUES (@Id, @Receipt, @File, @Line, @Connection, @Channel, @Reason, @Sentence, @Body)
            """, _rejected);
        _rejected.Clear();
    }
}
