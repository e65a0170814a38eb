using System.Data.Common;

namespace Busbar.Store;

/// <summary>One moment of the database, as known at one receipt: whatever is read of it fits together.</summary>
public sealed class Snapshot : IDisposable
{
    private readonly Database _database;
    private readonly DbTransaction _transaction;

    internal Snapshot(Database database, DbConnection connection, DbTransaction transaction, long? asOfReceipt)
    {
        (_database, Connection, _transaction) = (database, connection, transaction);
        var latest = LatestReceipt(connection);
        Receipt = Math.Min(asOfReceipt ?? latest, latest);
    }

    /// <summary>The last receipt that counts here; 0 where nothing was ever received.</summary>
    public long Receipt { get; }

    internal DbConnection Connection { get; }

    /// <summary>Ends the reading.</summary>
    public void Dispose()
    {
        try
        {
            _transaction.Dispose();
        }
        catch (DbException)
        {
            // The connection is broken; there was nothing to keep.
        }
        Connection.Dispose();
    }

    /// <summary>The ledger as it stands here.</summary>
    public LedgerView Ledger() => new(Connection);

    internal T Guard<T>(Func<T> work) => _database.Engine.Guard(work);

    internal static long LatestReceipt(DbConnection connection) =>
        connection.Count("SELECT coalesce(max(id), 0) FROM receipts");
}
