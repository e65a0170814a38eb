namespace Busbar.Tests.Store;

/// <summary>
/// The month of twenty accounts stops before and after each statement in turn, commits among them. Begun again with
/// the same database, it ends with every row of every table as if it had never stopped.
/// </summary>
public class A_run_stops_at_every_statement
{
    public static TheoryData<string> Steps => [.. CrashedMonth.Steps.Where(step => step != "correct")];

    // F02, F70: no number is lost, and none is given twice
    [Theory, MemberData(nameof(Steps))]
    public void And_ends_as_if_it_had_not(string step)
    {
        using var month = new CrashedMonth();
        using var prepared = Before(month, TestStore.Sqlite, step);
        var expected = Whole(month, prepared, TestStore.Sqlite, step);
        foreach (var after in new[] { false, true })
            for (var (k, isThrough) = (1, false); !isThrough; k++)
            {
                Assert.InRange(k, 1, 600);
                (var ended, isThrough) = StopAndGoOn(month, prepared, TestStore.Sqlite, step, new FaultPlan(k, after));
                Assert.True(expected.SequenceEqual(ended, StringComparer.Ordinal), $"{step} that stopped "
                    + $"{(after ? "after" : "before")} statement {k} ended otherwise: " + Difference(expected, ended));
                Assert.True(k > 4 || !isThrough);
            }
    }

    /// <summary>A server takes long to copy. There the same database is stopped at again and again: what a stop leaves
    /// is what an uninterrupted run commits at some time, and what begins with that is stopped at each statement.
    /// </summary>
    [Theory, MemberData(nameof(Steps))]
    public void And_on_a_server_leaves_what_was_committed_and_goes_on_from_it(string step)
    {
        using var month = new CrashedMonth();
        using var prepared = Before(month, TestStore.Postgres, step);
        var states = Committed(month, prepared, step);
        using (var store = new TestStore(TestStore.Postgres, prepared))
        {
            var (at, stops, isThrough) = (0, 0, false);
            for (var k = 1; !isThrough; stops++)
            {
                isThrough = Stops(month, store, step, new FaultPlan(k, after: false));
                var reached = Reached(store, states, at, $"{step} that stopped before statement {k}");
                (k, at) = reached > at ? (1, reached) : (k + 1, at);
            }
            Assert.Equal(states[^1], states[at]);
            Assert.InRange(stops, 5, 600);
        }
        // A statement that was sent and never answered is undone like the one after it, unless it was a commit.
        for (var (k, isThrough) = (1, false); !isThrough; k++)
        {
            using var store = new TestStore(TestStore.Postgres, prepared);
            isThrough = Stops(month, store, step, new FaultPlan(k, after: true) { IsOfCommits = true });
            Assert.Equal(states[Math.Min(k, states.Count - 1)], Tables.Of(store.Database));
            Assert.True(Stops(month, store, step, new FaultPlan(int.MaxValue, after: false)));
            Assert.Equal(states[^1], Tables.Of(store.Database));
        }
    }

    [Theory]
    [InlineData("apply"), InlineData("import"), InlineData("bill"), InlineData("rebill"), InlineData("collect")]
    [InlineData("pay"), InlineData("accrue")]
    public void And_a_store_without_transactions_would_be_noticed(string step)
    {
        using var month = new CrashedMonth();
        using var prepared = Before(month, TestStore.Sqlite, step);
        var expected = Whole(month, prepared, TestStore.Sqlite, step);
        for (var (k, isThrough, wrong) = (1, false, 0); ; k++)
        {
            try
            {
                (var ended, isThrough) = StopAndGoOn(
                    month, prepared, TestStore.Sqlite, step, new FaultPlan(k, after: false) { IsTorn = true });
                if (!expected.SequenceEqual(ended, StringComparer.Ordinal)) wrong++;
            }
            catch (Exception problem) when (problem is not PlannedFault)
            {
                // What was left half done can't even be gone on with.
                wrong++;
            }
            if (wrong > 0) return;
            Assert.False(isThrough, "Nobody noticed.");
        }
    }

    /// <summary>A store, closed, in which everything before a step is done.</summary>
    private static TestStore Before(CrashedMonth month, string engine, string step)
    {
        var store = new TestStore(engine);
        foreach (var before in CrashedMonth.Steps.TakeWhile(one => one != step)) month.Do(before, store.Database);
        store.Database.Dispose();
        return store;
    }

    private static IReadOnlyList<string> Whole(CrashedMonth month, TestStore prepared, string engine, string step)
    {
        using var store = new TestStore(engine, prepared);
        var before = Tables.Of(store.Database);
        month.Do(step, store.Database);
        var done = Tables.Of(store.Database);
        Assert.NotEqual(before, done);
        return done;
    }

    /// <summary>What stands in a database before a step and after each commit of it.</summary>
    private static List<IReadOnlyList<string>> Committed(CrashedMonth month, TestStore prepared, string step)
    {
        using var store = new TestStore(TestStore.Postgres, prepared);
        using var other = store.Open();
        var states = new List<IReadOnlyList<string>> { Tables.Of(other) };
        store.Database.Between = new FaultPlan(int.MaxValue, after: false)
        {
            Committed = () => states.Add(Tables.Of(other)),
        }.Stand;
        month.Do(step, store.Database);
        store.Database.Dispose();
        Assert.NotEqual(states[0], states[^1]);
        return states;
    }

    /// <summary>Does a step in a process of its own, as far as it comes; whether it came through.</summary>
    private static bool Stops(CrashedMonth month, TestStore store, string step, FaultPlan plan)
    {
        using var database = store.Open();
        database.Between = plan.Stand;
        try
        {
            month.Do(step, database);
            return true;
        }
        catch (PlannedFault)
        {
            return false;
        }
    }

    /// <summary>Which of the states a store has, that of before or a later one.</summary>
    private static int Reached(
        TestStore store, List<IReadOnlyList<string>> states, int before, string what)
    {
        var now = Tables.Of(store.Database);
        var reached = states.FindIndex(before, state => state.SequenceEqual(now, StringComparer.Ordinal));
        Assert.True(reached >= 0, $"{what} left what was never committed: {Difference(states[before], now)}");
        return reached;
    }

    private static string Difference(IReadOnlyList<string> expected, IReadOnlyList<string> ended) =>
        string.Join("; ", ended.Except(expected).Concat(expected.Except(ended)).Take(6));

    private static (IReadOnlyList<string> Ended, bool IsThrough) StopAndGoOn(
        CrashedMonth month, TestStore prepared, string engine, string step, FaultPlan plan)
    {
        using var store = new TestStore(engine, prepared);
        var isThrough = true;
        store.Database.Between = plan.Stand;
        try
        {
            month.Do(step, store.Database);
        }
        catch (PlannedFault)
        {
            isThrough = false;
        }
        // Another process begins: it knows nothing but the database.
        store.Database.Dispose();
        using var again = store.Open();
        month.Do(step, again);
        return (Tables.Of(again), isThrough);
    }
}
