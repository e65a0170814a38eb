using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>
/// One business's database: what was received, what was agreed, what was billed. It may be used from several threads at
/// once; a <see cref="Change"/> or <see cref="Snapshot"/> belongs to one.
/// </summary>
/// <remarks>
/// <see cref="ItemStore"/>, <see cref="ReadStore"/>, <see cref="PriceStore"/> and <see cref="BillStore"/> keep nothing
/// themselves: the database, change or snapshot that they work on is their first argument.
/// </remarks>
public sealed class Database : IDisposable
{
    private const int MostTries = 5;
    private const int FirstWait = 10;

    private readonly TimeProvider _clock;

    private Database(Engine engine, TimeProvider clock) => (Engine, _clock) = (engine, clock);

    /// <summary>What the database is called in messages: a file, <c>:memory:</c>, or host, port and name.</summary>
    public string Name => Engine.Name;

    internal Engine Engine { get; }

    /// <summary>A test's way to stand between the store and its database.</summary>
    internal Func<DbConnection, DbConnection>? Between { get; set; }

    /// <summary>
    /// How many readings of an import are held in memory before they are written into its transaction.
    /// </summary>
    internal int MostPending { get; set; } = 2_000_000;

    /// <summary>Opens a database, makes it where it isn't there, and migrates it to this program's schema.</summary>
    /// <param name="where">A file, <c>:memory:</c>, or <c>postgres://user:password@host:port/database</c>.</param>
    /// <param name="clock">When something is received.</param>
    /// <param name="mustExist">Whether a file that isn't there is refused instead of made.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used; the message says why.</exception>
    public static Database Open(string where, TimeProvider clock, bool mustExist = false)
    {
        Engine engine = where == ":memory:" ? SqliteEngine.OfMemory()
            : IsUrl(where)
                ? PostgresEngine.OfUrl(where)
            : SqliteEngine.OfFile(where, mustExist);
        var database = new Database(engine, clock);
        try
        {
            engine.Guard(() =>
            {
                using var connection = engine.Connect();
                Migrator.Migrate(engine, connection, () => database.Now().ToText());
            });
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Begins a change of facts and waits for the one before, if there is one.</summary>
    /// <param name="kind">What happens, in one word: <c>apply</c>, <c>import</c>.</param>
    /// <param name="source">What is received: the name of a book or a file.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Change Begin(string kind, string source) => Engine.Guard(() =>
    {
        var connection = Connect();
        try
        {
            return new Change(this, connection, Engine.BeginWrite(connection, WriterOf.Facts), kind, source, Now());
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Begins to read: everything as known at one receipt, the latest or the one given.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Snapshot Snapshot(long? asOfReceipt = null) => Engine.Guard(() =>
    {
        var connection = Connect();
        try
        {
            return new Snapshot(this, connection, Engine.BeginRead(connection), asOfReceipt);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>The receipts from the latest down, at most <paramref name="count"/>.</summary>
    public IReadOnlyList<Receipt> Receipts(int count = 100)
    {
        using var snapshot = Snapshot();
        return Engine.Guard(() => snapshot.Connection.Query<Receipt>(
            """
            SELECT id AS Number, received_at AS ReceivedAt, kind AS Kind, source AS Source FROM receipts
            ORDER BY id DESC LIMIT @count
            """,
            new { count }).AsList());
    }

    /// <summary>Closes the database; a <c>:memory:</c> one is gone then.</summary>
    public void Dispose() => Engine.Dispose();

    private static bool IsUrl(string where) =>
        where.StartsWith("postgres://", StringComparison.Ordinal)
        || where.StartsWith("postgresql://", StringComparison.Ordinal);

    internal DbConnection Connect()
    {
        var connection = Engine.Connect();
        return Between is null ? connection : Between(connection);
    }

    /// <summary>The day that it is in a zone.</summary>
    public LocalDate Today(DateTimeZone zone) => Now().InZone(zone).Date;

    internal Instant Now() => Instant.FromDateTimeOffset(_clock.GetUtcNow());

    /// <summary>
    /// Runs a whole transaction, again where the database broke a deadlock at its cost, a few times; committed when it
    /// returns.
    /// </summary>
    /// <param name="isKept">Whether the outcome is one to commit; null: always.</param>
    internal T Write<T>(WriterOf what, Func<DbConnection, T> work, Func<T, bool>? isKept = null) => Engine.Guard(() =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var connection = Connect();
                using var transaction = Engine.BeginWrite(connection, what);
                var result = work(connection);
                if (isKept?.Invoke(result) ?? true) transaction.Commit();
                return result;
            }
            catch (DbException problem) when (attempt < MostTries && Engine.IsPassing(problem))
            {
                // The other transaction has gone on; nothing of this one was kept. Those who met wait for different
                // times, so that they don't meet again.
                Thread.Sleep(RandomNumberGenerator.GetInt32(1, FirstWait << attempt));
            }
        }
    });
}

/// <summary>One receipt: the number that orders everything received, when, and what it was.</summary>
public sealed record Receipt
{
    public required long Number { get; init; }

    /// <summary>The instant in UTC, ISO 8601.</summary>
    public required string ReceivedAt { get; init; }

    public required string Kind { get; init; }

    public required string Source { get; init; }
}
