namespace Busbar.Tests.Store;

/// <summary>
/// The month of twenty accounts stops before and after each statement in turn, commits among them. Begun again with
/// the same database, it ends with every row of every table as if it had never stopped.
/// </summary>
public class A_run_stops_at_every_statement
{
    public static TheoryData<string, string> Steps()
    {
        var all = new TheoryData<string, string>();
        foreach (var step in CrashedMonth.Steps.Where(step => step != "correct")) all.Add(TestStore.Sqlite, step);
        foreach (var step in new[] { "bill", "rebill" }) all.Add(TestStore.Postgres, step);
        return all;
    }

    // F02, F70: no number is lost, and none is given twice
    [Theory, MemberData(nameof(Steps))]
    public void And_ends_as_if_it_had_not(string engine, string step)
    {
        using var month = new CrashedMonth();
        using var prepared = Before(month, engine, step);
        var expected = Whole(month, prepared, engine, step);
        // Where the process dies, after a statement is before the next; a server that answers no more is another thing,
        // and slower to copy: there one of both is enough.
        foreach (var after in engine == TestStore.Postgres ? [false] : new[] { false, true })
        {
            var (k, isThrough) = (1 - Stride(engine), false);
            while (!isThrough)
            {
                k += Stride(engine);
                var (ended, through) = StopAndGoOn(month, prepared, engine, step, new FaultPlan(k, after));
                Assert.True(expected.SequenceEqual(ended, StringComparer.Ordinal), $"{step} that stopped "
                    + $"{(after ? "after" : "before")} statement {k} ended otherwise: "
                    + string.Join("; ", ended.Except(expected).Concat(expected.Except(ended)).Take(6)));
                isThrough = through;
            }
            Assert.InRange(k, 5, 600);
        }
    }

    /// <summary>A server takes long to copy: there every sixth statement is enough for a daily look, and with
    /// BUSBAR_EXHAUSTIVE=1 each has its turn.</summary>
    private static int Stride(string engine) => engine == TestStore.Postgres
        && Environment.GetEnvironmentVariable("BUSBAR_EXHAUSTIVE") != "1" ? 6 : 1;

    [Theory]
    [InlineData("apply"), InlineData("import"), InlineData("bill"), InlineData("rebill")]
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
