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
}
