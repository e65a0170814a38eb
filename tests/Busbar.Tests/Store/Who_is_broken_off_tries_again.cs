using Busbar.Store;
using Dapper;

namespace Busbar.Tests.Store;

/// <summary>F15: transactions that the database broke off in favour of others.</summary>
public class Who_is_broken_off_tries_again
{
    // F15
    [Fact]
    public void Two_that_wait_for_each_other_both_get_through()
    {
        using var store = new TestStore(TestStore.Postgres);
        using (var connection = store.Database.Connect())
            connection.Execute("CREATE TABLE pair (id INT PRIMARY KEY, n INT); INSERT INTO pair VALUES (1, 0), (2, 0)");
        using var both = new Barrier(2);
        var tries = 0;
        Parallel.For(0, 2, i =>
        {
            var isFirst = true;
            // Each kind of writer waits for its own alone: two of them can hold what the other wants.
            store.Database.Write(i == 0 ? WriterOf.Facts : WriterOf.Bills, connection =>
            {
                Interlocked.Increment(ref tries);
                connection.Execute("UPDATE pair SET n = n + 1 WHERE id = @id", new { id = 1 + i });
                if (isFirst) both.SignalAndWait(TestContext.Current.CancellationToken);
                isFirst = false;
                return connection.Execute("UPDATE pair SET n = n + 1 WHERE id = @id", new { id = 2 - i });
            });
        });
        using var after = store.Database.Connect();
        Assert.Equal([2, 2], after.Query<int>("SELECT n FROM pair ORDER BY id"));
        Assert.InRange(tries, 3, 10);
    }

    // F14: whoever holds the store for long is waited for, and not for ever.
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Who_waits_in_vain_is_told_so_and_is_served_later(string engine)
    {
        using var store = new TestStore(engine);
        store.Database.Engine.Patience = 1;
        using (store.Database.Begin("import", "large.csv"))
        {
            var said = Assert.Throws<StoreUnreachableException>(() =>
                store.Database.Begin("import", "small.csv").Dispose());
            Assert.Equal($"Others have been writing to the database {store.Database.Name} for 1 s; nothing of "
                + "the last step was written. Try again.", said.Message);
        }
        store.Database.Begin("import", "small.csv").Dispose();
    }
}
