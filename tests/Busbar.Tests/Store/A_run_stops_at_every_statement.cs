namespace Busbar.Tests.Store;

/// <summary>
/// The month of twenty accounts stops before its first statement and after each in turn, commits among them. Begun
/// again with the same database, it ends with every row of every table as if it had never stopped.
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
        for (var (k, isThrough) = (0, false); !isThrough; k++)
        {
            Assert.InRange(k, 0, 600);
            (var ended, isThrough) = StopAndGoOn(month, prepared, TestStore.Sqlite, step, FaultPlan.After(k));
            Assert.True(expected.SequenceEqual(ended, StringComparer.Ordinal),
                $"{step} that stopped after statement {k} ended otherwise: " + Difference(expected, ended));
            Assert.True(k > 4 || !isThrough);
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
    internal static TestStore Before(CrashedMonth month, string engine, string step)
    {
        var store = new TestStore(engine);
        foreach (var before in CrashedMonth.Steps.TakeWhile(one => one != step)) month.Do(before, store.Database);
        store.Database.Dispose();
        return store;
    }

    internal static IReadOnlyList<string> Whole(CrashedMonth month, TestStore prepared, string engine, string step)
    {
        using var store = new TestStore(engine, prepared);
        var before = Tables.Of(store.Database);
        month.Do(step, store.Database);
        var done = Tables.Of(store.Database);
        Assert.NotEqual(before, done);
        return done;
    }

    /// <summary>What stands in a database before a step and after each commit of it.</summary>
    internal static List<IReadOnlyList<string>> Committed(CrashedMonth month, TestStore prepared, string step)
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
    internal static bool Stops(CrashedMonth month, TestStore store, string step, FaultPlan plan)
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
    internal static int Reached(
        TestStore store, List<IReadOnlyList<string>> states, int before, string what)
    {
        var now = Tables.Of(store.Database);
        var reached = states.FindIndex(before, state => state.SequenceEqual(now, StringComparer.Ordinal));
        Assert.True(reached >= 0, $"{what} left what was never committed: {Difference(states[before], now)}");
        return reached;
    }

    internal static string Difference(IReadOnlyList<string> expected, IReadOnlyList<string> ended) =>
        string.Join("; ", ended.Except(expected).Concat(expected.Except(ended)).Take(6));

    internal static (IReadOnlyList<string> Ended, bool IsThrough) StopAndGoOn(
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
