using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;
using Npgsql;

namespace Busbar.Tests.Store;

/// <summary>A database of a test's own, on either engine, gone when the test ends.</summary>
internal sealed class TestStore : IDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    /// <summary>Both engines, for a theory.</summary>
    public static readonly TheoryData<string> Engines = [Sqlite, Postgres];

    private static int _count;

    // To copy one that has its tables is faster than to make them again for each test.
    private static readonly Lazy<TestStore> EmptySqlite = new(() => Empty(Sqlite));
    private static readonly Lazy<TestStore> EmptyPostgres = new(() => Empty(Postgres));

    private readonly string? _server;
    private readonly string _name;

    /// <param name="copied">A store of the same engine, closed, whose whole content this one begins with.</param>
    public TestStore(string engine, TestStore? copied = null)
        : this(copied ?? (engine == Sqlite ? EmptySqlite : EmptyPostgres).Value, engine) { }

    private TestStore(TestStore? copied, string engine)
    {
        _name = $"busbar_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        if (engine == Sqlite)
        {
            Folder = Directory.CreateTempSubdirectory("busbar-test-").FullName;
            Where = Path.Combine(Folder, "busbar.db");
            if (copied is not null) File.Copy(copied.Where, Where);
        }
        else
        {
            SkipWithout(engine);
            _server = Environment.GetEnvironmentVariable("BUSBAR_TEST_POSTGRES")!;
            OnServer($"CREATE DATABASE {_name}" + (copied is null ? "" : $" TEMPLATE {copied._name}"));
            Where = $"{_server![.._server.LastIndexOf('/')]}/{_name}";
        }
        Database = Open();
    }

    private static TestStore Empty(string engine)
    {
        var store = new TestStore(copied: null, engine);
        store.Database.Dispose();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => store.Dispose();
        return store;
    }

    /// <summary>Skips a test of an engine that isn't there; where the test is a sample, before it begins.</summary>
    public static void SkipWithout(string engine) => Assert.SkipWhen(
        engine == Postgres && Environment.GetEnvironmentVariable("BUSBAR_TEST_POSTGRES") is null,
        "BUSBAR_TEST_POSTGRES names no server.");

    public Database Database { get; private set; }

    public TestClock Clock { get; } = new(Instant.FromUtc(2026, 11, 1, 12, 0));

    public string Where { get; }

    public string? Folder { get; }

    /// <summary>Another door to the same database.</summary>
    public Database Open() => Database.Open(Where, Clock);

    public void Dispose()
    {
        Database.Dispose();
        if (Folder is not null) Directory.Delete(Folder, recursive: true);
        if (_server is not null) OnServer($"DROP DATABASE {_name} WITH (FORCE)");
    }

    /// <summary>A connection that measures import and export by the half-hour.</summary>
    public static Connection House(
        string id, string zone = "Europe/London", int minutes = 30, string[]? channels = null, Exact? limit = null) =>
        new(id, DateTimeZoneProviders.Tzdb[zone], minutes,
            (channels ?? ["import", "export"]).ToDictionary(name => name, name => new Channel(name, Unit.KilowattHour)),
            limit, new Dictionary<string, ConnectionTerm>(), new Dictionary<string, LossFactor>(), default)
        {
            OfEquals = OfEquals.Latest,
        };

    public static Dictionary<string, Connection> Book(params Connection[] connections) =>
        connections.ToDictionary(one => one.Id);

    /// <summary>A row of readings in UTC, one after another from a start.</summary>
    public static MeterRow Row(
        int line, string connection, LocalDateTime start, long[] micros, long version = 0,
        QualityKind quality = QualityKind.Actual,
        string channel = "import", int? minutes = 30) =>
        new(line, connection, channel, Unit.KilowattHour, minutes, start, Offset.Zero, WholeDay: false, version,
            [.. micros.Select(count => new Reading(count, new(quality)))]);

    public ImportReport Import(string name, IReadOnlyDictionary<string, Connection> book, params MeterRow[] rows) =>
        ReadStore.Import(Database, name, rows, () => name, book);

    public void Put(params Item[] items)
    {
        using var change = Database.Begin("apply", "book");
        ItemStore.Apply(change, items);
        change.Commit();
    }

    private void OnServer(string sql)
    {
        var uri = new Uri(_server!);
        var user = uri.UserInfo.Split(':');
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host, Port = uri.Port, Username = user[0], Database = uri.AbsolutePath.Trim('/'),
            Pooling = false,
        };
        if (user.Length > 1) builder.Password = user[1];
        using var connection = new NpgsqlConnection(builder.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class TestClock(Instant now) : TimeProvider
{
    public Instant Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
