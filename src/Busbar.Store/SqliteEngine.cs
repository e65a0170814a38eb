using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Busbar.Store;

/// <summary>
/// A database in a file: SQLite with a write-ahead log, one writer at a time and any number of readers.
/// </summary>
internal sealed class SqliteEngine : Engine
{
    private readonly string _connection;
    private readonly string? _folderToRemove;
    private readonly bool _isKept;

    private SqliteEngine(string name, string path, SqliteOpenMode mode, string? folderToRemove)
    {
        (Name, _folderToRemove, _isKept) = (name, folderToRemove, folderToRemove is null);
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = mode, ForeignKeys = true, Pooling = true,
        }.ToString();
    }

    public override string Dialect => "sqlite";

    public override string Name { get; }

    /// <summary>The database of a file, which is made where it isn't there, unless it must exist.</summary>
    public static SqliteEngine OfFile(string path, bool mustExist)
    {
        if (mustExist && !File.Exists(path))
            throw new StoreUnreachableException($"There is no database {path}. The verb apply makes one.");
        var mode = mustExist ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadWriteCreate;
        return new(path, Path.GetFullPath(path), mode, null);
    }

    /// <summary>
    /// A database that is gone when it is closed. SQLite's own memory databases let readers stop a writer, so it is a
    /// file in a temporary folder that only this user can see, which is never waited for to reach the disk.
    /// </summary>
    public static SqliteEngine OfMemory()
    {
        var folder = Directory.CreateTempSubdirectory("busbar-").FullName;
        return new(":memory:", Path.Combine(folder, "memory.db"), SqliteOpenMode.ReadWriteCreate, folder);
    }

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection(_connection) { DefaultTimeout = Patience };
        try
        {
            connection.Open();
            // With FULL a bill that was issued survives a power cut. The log's mode is the file's and is set once.
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout = {Texts.Say(Patience * 1000L)}; "
                + "PRAGMA journal_mode = WAL; "
                + $"PRAGMA synchronous = {(_isKept ? "FULL" : "OFF")}";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override DbTransaction BeginWrite(DbConnection connection, WriterOf what) => connection.BeginTransaction();

    public override void HoldReceipts(DbConnection connection)
    {
        // Who writes is the only one who does.
    }

    public override DbTransaction BeginRead(DbConnection connection) =>
        connection is SqliteConnection own ? own.BeginTransaction(deferred: true) : connection.BeginTransaction();

    public override bool HasSchema(DbConnection connection) =>
        connection.Count("SELECT count(*) FROM sqlite_master WHERE name = 'schema_versions'") > 0;

    public override bool IsForeign(DbConnection connection) =>
        connection.Count("SELECT count(*) FROM sqlite_master") > 0;

    public override bool IsTaken(DbException problem) =>
        problem is SqliteException { SqliteErrorCode: 19, SqliteExtendedErrorCode: 1555 or 2067 };

    public override bool IsPassing(DbException problem) => false;

    public override string? WhyUnreachable(DbException problem) => (problem as SqliteException)?.SqliteErrorCode switch
    {
        3 or 8 or 23 => $"The database {Name} may not be written to.",
        5 or 6 => SaysLocked(),
        10 => $"The database {Name} can't be read from or written to its disk.",
        11 => $"The database {Name} is damaged.",
        13 => $"There is no space left on the disk of the database {Name}; nothing of the last step was written.",
        14 => $"The database {Name} can't be opened: its folder isn't there, or may not be used.",
        26 => $"{Name} is not a database of Busbar.",
        _ => null,
    };

    public override void Dispose()
    {
        using (var connection = new SqliteConnection(_connection)) SqliteConnection.ClearPool(connection);
        if (_folderToRemove is null) return;
        try
        {
            Directory.Delete(_folderToRemove, recursive: true);
        }
        catch (IOException)
        {
            // Another thread still reads; the system clears its temporary folder.
        }
    }
}
