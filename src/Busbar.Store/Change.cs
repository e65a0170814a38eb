using System.Data.Common;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>
/// Facts on their way in: one transaction and, where something changed, one receipt. Nobody sees any of it before
/// <see cref="Commit"/>; disposed without, it never was.
/// </summary>
public sealed class Change : IDisposable
{
    private readonly Database _database;
    private readonly DbTransaction _transaction;
    private readonly string _kind;
    private readonly string _source;
    private string? _contentHash;
    private bool _isTaken;

    internal Change(
        Database database, DbConnection connection, DbTransaction transaction, string kind, string source, Instant now)
    {
        (_database, Connection, _transaction) = (database, connection, transaction);
        (_kind, _source, Now) = (kind, source, now);
        Receipt = Snapshot.LatestReceipt(connection) + 1;
    }

    /// <summary>The receipt's number; it exists once the change is committed, and only if something changed.</summary>
    public long Receipt { get; }

    /// <summary>When the change was received.</summary>
    public Instant Now { get; }

    /// <summary>Whether something changed, so that there will be a receipt.</summary>
    public bool IsTaken => _isTaken;

    internal DbConnection Connection { get; }

    /// <summary>Makes the change known to everybody, all of it at once.</summary>
    /// <returns>The receipt's number; null when nothing changed and none was made.</returns>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was changed.</exception>
    public long? Commit() => Guard(() =>
    {
        if (_isTaken)
        {
            _database.Engine.HoldReceipts(Connection);
            Connection.Execute(
                """
                INSERT INTO receipts (id, received_at, kind, source, content_hash)
                VALUES (@Receipt, @at, @kind, @source, @hash)
                """,
                new { Receipt, at = Now.ToText(), kind = _kind, source = _source, hash = _contentHash });
        }
        _transaction.Commit();
        return _isTaken ? Receipt : (long?)null;
    });

    /// <summary>Ends the change; what wasn't committed is undone.</summary>
    public void Dispose()
    {
        try
        {
            _transaction.Dispose();
        }
        catch (DbException)
        {
            // The connection is broken, and the database undoes what wasn't committed by itself.
        }
        Connection.Dispose();
    }

    /// <summary>Something changes: the receipt is needed.</summary>
    internal void Take(string? contentHash = null) => (_isTaken, _contentHash) = (true, contentHash ?? _contentHash);

    internal T Guard<T>(Func<T> work) => _database.Engine.Guard(work);
}
