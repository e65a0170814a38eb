using Busbar.Store;
using Dapper;
using NodaTime;

namespace Busbar.Tests.Store;

public class A_database_says_why_it_cannot_be_used
{
    public static TheoryData<string> Engines => TestStore.Engines;

    private static readonly TestClock Clock = new(Instant.FromUtc(2026, 1, 1, 0, 0));

    [Fact]
    public void A_file_that_is_no_database() => InFolder(folder =>
    {
        var file = Path.Combine(folder, "notes.txt");
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("This is a letter and no database. ", 100)));
        Says($"{file} is not a database of Busbar.", file);
    });

    [Fact]
    public void A_database_of_something_else() => InFolder(folder =>
    {
        var file = Path.Combine(folder, "other.db");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
            connection.Execute("CREATE TABLE songs (name TEXT)");
        Says($"{file} is a database of something else: it has tables, but none of Busbar's.", file);
    });

    [Fact]
    public void A_folder_that_is_not_there() => InFolder(folder =>
    {
        var file = Path.Combine(folder, "missing", "busbar.db");
        Says($"The database {file} can't be opened: its folder isn't there, or may not be used.", file);
    });

    [Fact]
    public void A_file_that_must_be_there_and_is_not() => InFolder(folder =>
    {
        var file = Path.Combine(folder, "busbar.db");
        var problem = Assert.Throws<StoreUnreachableException>(() => Database.Open(file, Clock, mustExist: true));
        Assert.Equal($"There is no database {file}. The verb apply makes one.", problem.Message);
        Assert.False(File.Exists(file));
    });

    [Theory, MemberData(nameof(Engines))]
    public void A_database_of_a_later_program(string engine)
    {
        using var store = new TestStore(engine);
        using (var connection = store.Database.Connect())
            connection.Execute("INSERT INTO schema_versions VALUES (9999, 'later', 'then')");
        var problem = Assert.Throws<StoreUnreachableException>(store.Open);
        Assert.Matches(" has schema 9999 of a later Busbar; this one knows schema [0-9]+\\.$", problem.Message);
    }

    [Fact]
    public void A_server_that_is_not_there() =>
        Assert.StartsWith("The server of the database 127.0.0.1:1/busbar doesn't answer: ",
            Why("postgres://busbar:secret@127.0.0.1:1/busbar").Message);

    [Fact]
    public void A_server_without_the_database()
    {
        using var store = new TestStore(TestStore.Postgres);
        Assert.EndsWith("/nothing.", Why(store.Where[..store.Where.LastIndexOf('/')] + "/nothing").Message);
    }

    [Fact]
    public void An_address_that_is_none() => Says(
        "The database's address isn't one: expected postgres://user:password@host:port/database.", "postgres://");

    [Theory, MemberData(nameof(Engines))]
    public async Task Several_programs_may_make_the_schema_at_once(string engine)
    {
        using var store = new TestStore(engine);
        var where = engine == TestStore.Sqlite ? Path.Combine(store.Folder!, "another.db") : store.Where;
        if (engine == TestStore.Postgres)
            using (var connection = store.Database.Connect())
                connection.Execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.Open(where, Clock).Dispose())));
        using var database = Database.Open(where, Clock);
        Assert.Empty(database.Receipts());
    }

    [Fact]
    public void What_is_in_memory_is_gone_when_it_is_closed()
    {
        using (var database = Database.Open(":memory:", Clock))
        {
            using (var change = database.Begin("apply", "book"))
            {
                ItemStore.Apply(change, [new("account", "ann", "{}")]);
                change.Commit();
            }
            using var snapshot = database.Snapshot();
            using var other = database.Snapshot();
            Assert.Single(ItemStore.Load(other));
        }
        using var again = Database.Open(":memory:", Clock);
        Assert.Empty(again.Receipts());
    }

    private static void Says(string sentence, string where) => Assert.Equal(sentence, Why(where).Message);

    private static StoreUnreachableException Why(string where) =>
        Assert.Throws<StoreUnreachableException>(() => Database.Open(where, Clock));

    private static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("busbar-test-").FullName;
        try
        {
            test(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
