using Busbar.Store;
using NodaTime;

namespace Busbar.Tests.Store;

/// <summary>The program stops before and after each statement in turn: what was begun never was, or is whole.</summary>
public class Nothing_is_left_half_done
{
    public static TheoryData<string, bool> Plans => new()
    {
        { TestStore.Sqlite, false }, { TestStore.Sqlite, true },
        { TestStore.Postgres, false }, { TestStore.Postgres, true },
    };

    // F52
    [Theory, MemberData(nameof(Plans))]
    public void An_import_that_stops_anywhere_is_whole_after_the_next(string engine, bool after)
    {
        using var store = new TestStore(engine);
        var house = TestStore.House("house");
        var start = new LocalDateTime(2026, 1, 31, 22, 0);
        Assert.InRange(StopEverywhere(store, after, k =>
        {
            // Over a month's end, with a row to suspend and one to reject, in two flushes.
            var hash = $"content {k}";
            ReadStore.Import(store.Database, "a", [
                TestStore.Row(1, "house", start, [k, 2, 3, 4, 5, 6]),
                TestStore.Row(2, "house", start.PlusDays(2), [7, k + 1]),
                TestStore.Row(3, $"stranger {k}", start, [1]),
                TestStore.Row(4, "house", start.PlusDays(3), [-1])],
                () => hash, TestStore.Book(house), TestContext.Current.CancellationToken);
        }, (k, isDone) =>
        {
            using var snapshot = store.Database.Snapshot();
            var from = start.InUtc().ToInstant();
            var series = ReadStore.Load(snapshot, new ReadsWanted(house, "import", from, from + Duration.FromDays(3)));
            if (isDone) Assert.Equal((k, k + 1), (series.Counts[0], series.Counts[97]));
            else Assert.True(series.Counts[0] != k && series.Counts[97] != k + 1);
            Assert.Equal(isDone, ReadStore.Suspended(snapshot).Any(rows => rows.Connection == $"stranger {k}"));
            Assert.Equal(snapshot.Receipt, store.Database.Receipts(1_000).Count);
        }), 10, 100);
    }

    [Theory, MemberData(nameof(Plans))]
    public void A_run_that_stops_anywhere_loses_no_number_and_bills_nobody_twice(string engine, bool after)
    {
        using var store = new TestStore(engine);
        store.Put(new Item("account", "ann", "{}"));
        var issued = 0;
        Assert.InRange(StopEverywhere(store, after,
            k => store.Database.Issue(Two(k)),
            (k, isDone) =>
            {
                issued += isDone ? 2 : 0;
                Assert.Equal(BillMaking.FirstNumbers(issued), store.Database.Numbers());
                var billed = BillStore.BilledWithin(store.Database, [$"agreement-ann {k}"],
                    BillMaking.January, BillMaking.January.PlusMonths(1));
                Assert.Equal(isDone ? 2 : 0, billed.Count);
                var again = store.Database.Issue(Two(k));
                Assert.All(again, outcome => Assert.Equal(isDone, outcome is IssueOutcome.AlreadyBilled));
                issued += isDone ? 0 : 2;
                Assert.Equal(BillMaking.FirstNumbers(issued), store.Database.Numbers());
            }), 8, 60);
    }

    private static NewBill[] Two(int k) =>
        [BillMaking.Bill($"ann {k}", null, "energy", "standing"), BillMaking.Bill($"bob {k}")];

    /// <summary>
    /// Runs some work for k = 1, 2, … until it is through without a fault; the number of statements it takes.
    /// </summary>
    private static int StopEverywhere(TestStore store, bool after, Action<int> work, Action<int, bool> check)
    {
        for (var k = 1; ; k++)
        {
            var (plan, isThrough, before) = (new FaultPlan(k, after), true, store.Database.Progress());
            store.Database.Between = plan.Stand;
            store.Database.MostPending = 6;
            try
            {
                work(k);
            }
            catch (PlannedFault)
            {
                isThrough = false;
            }
            store.Database.Between = null;
            // Only the last statement, the commit, leaves the work done though the program didn't learn of it.
            check(k, isThrough || store.Database.Progress() > before);
            if (isThrough) return k;
        }
    }
}

file static class Work
{
    /// <summary>A count that grows with every committed piece of work.</summary>
    public static int Progress(this Database database) =>
        database.Receipts(10_000).Count + BillStore.List(database).Count;
}
