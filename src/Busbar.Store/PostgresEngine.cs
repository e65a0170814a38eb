using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Busbar.Store;

/// <summary>A database of a PostgreSQL server, 15 or later.</summary>
internal sealed class PostgresEngine : Engine
{
    private const int OldestVersion = 15;

    // Advisory locks are numbers; these say "Busbar" so as not to meet another program's.
    private const long LockBase = 0x42757362_61720000;

    // Beside those of what is written; held only while something commits, and never for as long as an import takes.
    private const long ReceiptLock = 0x100;

    private readonly NpgsqlDataSource _source;

    private PostgresEngine(string name, NpgsqlDataSource source) => (Name, _source) = (name, source);

    public override string Dialect => "postgres";

    public override string Name { get; }

    /// <summary>
    /// The database that a URL names: <c>postgres://user:password@host:port/database?option=value</c>.
    /// </summary>
    public static PostgresEngine OfUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new StoreUnreachableException(
                "The database's address isn't one: expected postgres://user:password@host:port/database.");
        var (user, password) = uri.UserInfo.IndexOf(':', StringComparison.Ordinal) is var colon && colon < 0
            ? (uri.UserInfo, null) : (uri.UserInfo[..colon], uri.UserInfo[(colon + 1)..]);
        var database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        var name = $"{uri.Host}{(uri.Port > 0 ? $":{uri.Port}" : "")}/{database}";
        try
        {
            var builder = new NpgsqlConnectionStringBuilder
            {
                Host = uri.Host, Port = uri.Port > 0 ? uri.Port : 5432,
                Username = user.Length > 0 ? Uri.UnescapeDataString(user) : null,
                Database = database.Length > 0 ? database : null, MaxAutoPrepare = 64, AutoPrepareMinUsages = 3,
                ApplicationName = "busbar", IncludeErrorDetail = false,
                // A statement over everything that is stored takes as long as it takes; that the server is gone is
                // seen below it.
                CommandTimeout = 0, TcpKeepAlive = true, TcpKeepAliveTime = 30, TcpKeepAliveInterval = 10,
            };
            if (password is not null) builder.Password = Uri.UnescapeDataString(password);
            foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
                if (option.Split('=', 2) is [var key, var value]) builder[Option(key)] = Uri.UnescapeDataString(value);
            // It has no types of its own; to ask a server for all that there are takes longer than most commands do.
            return new(name, new NpgsqlDataSourceBuilder(builder.ConnectionString)
                .ConfigureTypeLoading(types => types.EnableTypeLoading(false)).Build());
        }
        catch (ArgumentException problem)
        {
            throw new StoreUnreachableException(
                $"The address of the database {name} has an option that PostgreSQL's client doesn't know.", problem);
        }
    }

    /// <summary>libpq's names of the options that Npgsql calls otherwise.</summary>
    private static string Option(string name) => name switch
    {
        "sslmode" => "SSL Mode", "sslrootcert" => "Root Certificate", "connect_timeout" => "Timeout",
        "application_name" => "Application Name", _ => Uri.UnescapeDataString(name),
    };

    public override DbConnection Connect()
    {
        var connection = _source.OpenConnection();
        if (connection.PostgreSqlVersion.Major >= OldestVersion) return connection;
        var version = connection.PostgreSqlVersion;
        connection.Dispose();
        throw new StoreUnreachableException(
            $"The server of the database {Name} is PostgreSQL {Texts.Say(version.Major)}; Busbar needs "
            + $"{Texts.Say(OldestVersion)} or later.");
    }

    public override DbTransaction BeginWrite(DbConnection connection, WriterOf what)
    {
        var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            Lock(connection, (long)what);
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    public override void HoldReceipts(DbConnection connection) => Lock(connection, ReceiptLock);

    public override DbTransaction BeginRead(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override bool HasSchema(DbConnection connection) => HasTable(connection, "schema_versions");

    public override bool IsForeign(DbConnection connection) =>
        HasTable(connection, "receipts") || HasTable(connection, "bills");

    public override bool IsTaken(DbException problem) => problem.SqlState == PostgresErrorCodes.UniqueViolation;

    public override bool IsPassing(DbException problem) =>
        problem.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    public override string? WhyUnreachable(DbException problem) => problem switch
    {
        PostgresException known => known.SqlState switch
        {
            "28P01" or "28000" => $"The server of the database {Name} doesn't let this user in.",
            "3D000" => $"The server has no database {Name}.",
            "42501" => $"This user may not do that in the database {Name}: {known.MessageText}.",
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure =>
                $"Others write to the database {Name} at the same time, again and again; nothing of the last step was "
                    + "written. Try again.",
            PostgresErrorCodes.LockNotAvailable => SaysLocked(),
            "53100" => $"The disk of the database {Name} has no space left; nothing of the last step was written.",
            _ when Is(known, "53") => $"The server of the database {Name} has no room: {known.MessageText}.",
            _ when Is(known, "57P") || Is(known, "08") =>
                $"The server of the database {Name} ended the connection: {known.MessageText}.",
            _ => null,
        },
        NpgsqlException =>
            $"The server of the database {Name} doesn't answer: {(problem.InnerException ?? problem).Message}",
        _ => null,
    };

    private void Lock(DbConnection connection, long number) => connection.Execute(
        $"SET LOCAL lock_timeout = {Texts.Say(Patience * 1000L)}; SELECT pg_advisory_xact_lock(@key)",
        new { key = LockBase + number });

    // Not to_regclass: within a transaction it doesn't learn of tables that another has made meanwhile.
    private static bool HasTable(DbConnection connection, string name) => connection.Count(
        $"""
        SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relname = '{name}' AND relkind IN ('r', 'p') AND nspname = ANY (current_schemas(false))
        """) > 0;

    public override void Dispose() => _source.Dispose();

    private static bool Is(PostgresException problem, string ofClass) =>
        problem.SqlState.StartsWith(ofClass, StringComparison.Ordinal);
}
