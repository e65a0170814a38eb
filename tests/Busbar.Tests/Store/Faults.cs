using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Busbar.Tests.Store;

/// <summary>Thrown where a test wants the program to stop.</summary>
internal sealed class PlannedFault : Exception;

/// <summary>
/// Counts what is sent to a database and stops at the k-th: before it, or just after. From then on nothing comes
/// through.
/// </summary>
internal sealed class FaultPlan(int at, bool after)
{
    private int _count;

    /// <summary>Stops after the k-th, which leaves what a stop before the next would; at 0, before the first.</summary>
    public static FaultPlan After(int k) => k == 0 ? new(1, after: false) : new(k, after: true);

    public int Count => _count;

    /// <summary>Whether only commits are counted.</summary>
    public bool IsOfCommits { get; init; }

    /// <summary>Called after each commit that came through.</summary>
    public Action? Committed { get; init; }

    /// <summary>
    /// Whether each statement is kept at once, as if there were no transactions: what a test of them has to notice.
    /// </summary>
    public bool IsTorn { get; init; }

    public T Run<T>(Func<T> statement, bool isCommit = false)
    {
        if (IsOfCommits && !isCommit) return _count >= at ? throw new PlannedFault() : statement();
        // A run reads while it writes.
        var count = Interlocked.Increment(ref _count);
        if (count > at || (count == at && !after)) throw new PlannedFault();
        var result = statement();
        if (count == at) throw new PlannedFault();
        return result;
    }

    public DbConnection Stand(DbConnection connection) => new FaultyConnection(connection, this);
}

internal sealed class FaultyConnection(DbConnection inner, FaultPlan plan) : DbConnection
{
    [AllowNull]
    public override string ConnectionString { get => inner.ConnectionString; set => inner.ConnectionString = value; }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override void Close() => inner.Close();

    public override void Open() => inner.Open();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new FaultyTransaction(
        this, plan.Run(() => plan.IsTorn ? null : inner.BeginTransaction(isolationLevel)), plan, isolationLevel);

    protected override DbCommand CreateDbCommand() => new FaultyCommand(this, inner.CreateCommand(), plan);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A transaction, or none at all behind its face.</summary>
internal sealed class FaultyTransaction(
    DbConnection connection, DbTransaction? inner, FaultPlan plan, IsolationLevel isolation) : DbTransaction
{
    public override IsolationLevel IsolationLevel => isolation;

    protected override DbConnection DbConnection => connection;

    public override void Commit() => plan.Run(() =>
    {
        inner?.Commit();
        plan.Committed?.Invoke();
        return 0;
    }, isCommit: true);

    public override void Rollback() => inner?.Rollback();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner?.Dispose();
        base.Dispose(disposing);
    }
}

internal sealed class FaultyCommand(DbConnection connection, DbCommand inner, FaultPlan plan) : DbCommand
{
    [AllowNull]
    public override string CommandText { get => inner.CommandText; set => inner.CommandText = value; }

    public override int CommandTimeout { get => inner.CommandTimeout; set => inner.CommandTimeout = value; }

    public override CommandType CommandType { get => inner.CommandType; set => inner.CommandType = value; }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get => connection; set => throw new NotSupportedException(); }

    protected override DbParameterCollection DbParameterCollection => inner.Parameters;

    // The inner command was made inside its transaction and knows it.
    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => inner.Cancel();

    public override int ExecuteNonQuery() => plan.Run(inner.ExecuteNonQuery);

    public override object? ExecuteScalar() => plan.Run(inner.ExecuteScalar);

    public override void Prepare() => inner.Prepare();

    protected override DbParameter CreateDbParameter() => inner.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        plan.Run(() => inner.ExecuteReader(behavior));

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
