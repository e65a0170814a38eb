using System.Data.Common;

namespace Busbar.Store;

/// <summary>
/// What SQLite and PostgreSQL don't have in common. Everything else in the store is one SQL for both.
/// </summary>
internal abstract class Engine : IDisposable
{
    /// <summary>The part of a script's name that says it is for this engine alone.</summary>
    public abstract string Dialect { get; }

    /// <summary>What the database is called in messages; never with a password.</summary>
    public abstract string Name { get; }

    /// <summary>How many seconds a writer waits for the one before: an import of a large file is one transaction.
    /// </summary>
    public int Patience { get; set; } = 600;

    /// <summary>An open connection.</summary>
    public abstract DbConnection Connect();

    /// <summary>
    /// Begins a transaction that writes facts; one at a time in the whole database, so that receipts are numbered in
    /// the order of their commits. Waits for the one before.
    /// </summary>
    public abstract DbTransaction BeginWrite(DbConnection connection, WriterOf what);

    /// <summary>Until the transaction ends no other commits a receipt; waits for one that is just committing.</summary>
    public abstract void HoldReceipts(DbConnection connection);

    /// <summary>Begins a transaction in which everything read is of one moment.</summary>
    public abstract DbTransaction BeginRead(DbConnection connection);

    /// <summary>Whether the database has the table of schema versions.</summary>
    public abstract bool HasSchema(DbConnection connection);

    /// <summary>Whether the database, which has no schema of Busbar's, belongs to something else.</summary>
    public abstract bool IsForeign(DbConnection connection);

    /// <summary>Whether a row was refused because there is one with its key.</summary>
    public abstract bool IsTaken(DbException problem);

    /// <summary>Whether the same transaction may succeed if it is tried again: a deadlock.</summary>
    public abstract bool IsPassing(DbException problem);

    /// <summary>One sentence why the database can't be used; null when the problem is another.</summary>
    public abstract string? WhyUnreachable(DbException problem);

    public abstract void Dispose();

    /// <summary>Runs some work and says in a sentence if the database is at fault.</summary>
    public T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException problem) when (WhyUnreachable(problem) is { } why)
        {
            throw new StoreUnreachableException(why, problem);
        }
    }

    /// <summary>Why a writer gave up.</summary>
    protected string SaysLocked() => $"Others have been writing to the database {Name} for "
        + $"{Texts.Say(Patience)} s; nothing of the last step was written. Try again.";

    /// <inheritdoc cref="Guard{T}"/>
    public void Guard(Action work) => Guard(() => { work(); return 0; });
}

/// <summary>
/// Asks for one whole number without the start-up costs of a mapper: every opening pays for what is here.
/// </summary>
internal static class Counting
{
    public static long Count(this DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

/// <summary>What a writing transaction writes; each kind waits only for its own.</summary>
internal enum WriterOf
{
    /// <summary>Facts that come in: reads, prices, contracts.</summary>
    Facts = 1,

    /// <summary>Bills.</summary>
    Bills = 2,

    /// <summary>The schema.</summary>
    Schema = 3,
}
