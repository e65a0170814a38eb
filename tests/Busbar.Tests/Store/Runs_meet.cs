using Busbar.Runs;
using Busbar.Store;
using Dapper;
using NodaTime;
using Npgsql;

namespace Busbar.Tests.Store;

/// <summary>Runs that meet, days that jump, and databases that give up: what is billed is billed once.</summary>
public sealed class Runs_meet : IDisposable
{
    private static readonly LocalDate January = new(2026, 1, 1);
    private static readonly LocalDate Today = new(2026, 11, 1);

    private readonly CrashedMonth _month = new();

    public static TheoryData<string> Engines => TestStore.Engines;

    public void Dispose() => _month.Dispose();

    // F06
    [Theory, MemberData(nameof(Engines))]
    public async Task F06_the_same_run_twice_at_once(string engine)
    {
        using var store = Ready(engine);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Bill(store, null))));
        // Each account and period is billed by one of them, and the other says under which number.
        var made = both.SelectMany(one => one.OfType<BillResult.Made>()).Select(one => (one.Account, one.Issuer))
            .ToList();
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.Equal(Bills(store).Select(bill => bill.Number), both.SelectMany(Numbers).Distinct().Order());
        Assert.Equal(0, Gaps(store));
    }

    // F07, F09
    [Theory, MemberData(nameof(Engines))]
    public async Task F07_F09_somebody_bills_an_account_while_all_are_billed(string engine)
    {
        using var store = Ready(engine);
        var all = Task.Run(() => Bill(store, null));
        var one = Task.Run(() => Bill(store, "a13"));
        await Task.WhenAll(all, one);
        Assert.Single((await all).Concat(await one), result => result is BillResult.Made { Account: "a13",
            Issuer: "" });
        Assert.Single(Bills(store), bill => bill is { Account: "a13", Issuer: "" });
        Assert.Equal(0, Gaps(store));
    }

    // F08: it is woken after another has billed what it had rated.
    [Theory, MemberData(nameof(Engines))]
    public void F08_a_run_that_stood_still_bills_nothing_again(string engine)
    {
        using var store = Ready(engine);
        var run = BillRun.Of(store.Database, Order(null), _ => Today);
        run.AccountsAtOnce = 5;
        using var results = run.Run(TestContext.Current.CancellationToken).GetEnumerator();
        Assert.True(results.MoveNext());
        using (var other = store.Open())
            _ = BillRun.Of(other, Order(null), _ => Today).Run(TestContext.Current.CancellationToken).ToList();
        var bills = Bills(store).Count;
        var left = new List<BillResult>();
        while (results.MoveNext()) left.Add(results.Current);
        Assert.Equal(bills, Bills(store).Count);
        Assert.Contains(left, result => result is BillResult.AlreadyBilled);
        Assert.Equal(0, Gaps(store));
    }

    // F14
    [Theory, MemberData(nameof(Engines))]
    public void F14_what_cannot_be_read_holds_its_account_and_no_other(string engine)
    {
        using var store = Ready(engine);
        using (var connection = store.Database.Connect())
            connection.Execute("UPDATE blocks SET body = @cut WHERE series IN "
                + "(SELECT id FROM series WHERE owner = 'c03')", new { cut = new byte[] { 1, 2 } });
        var results = Bill(store, null);
        var held = Assert.IsType<BillResult.Held>(Assert.Single(results, result => result.Account == "a03"));
        Assert.StartsWith("What is stored of account a03 can't be read: ", held.Reasons[0].Message,
            StringComparison.Ordinal);
        // Two more lack a reading.
        Assert.Equal(3, results.Count(result => result is BillResult.Held));
        Assert.DoesNotContain(Bills(store), bill => bill.Account == "a03");
    }

    // F15: the database breaks a deadlock at our cost.
    [Fact]
    public void F15_a_deadlock_is_tried_again_and_in_the_end_said()
    {
        TestStore.SkipWithout(TestStore.Postgres);
        using var store = Ready(TestStore.Postgres);
        var left = 3;
        store.Database.Between = connection => left-- > 0 ? throw Deadlock() : connection;
        Assert.Equal("done", LedgerStore.Change(store.Database, _ => "done"));
        left = int.MaxValue;
        var said = Assert.Throws<StoreUnreachableException>(() => LedgerStore.Change(store.Database, _ => "done"));
        Assert.Equal($"Others write to the database {store.Database.Name} at the same time, again and again; nothing "
            + "of "
            + "the last step was written. Try again.", said.Message);
    }

    // F20
    [Theory, MemberData(nameof(Engines))]
    public async Task F20_fifty_take_the_same_bill_back_at_once(string engine)
    {
        using var store = Ready(engine);
        Bill(store, null);
        _month.Do("correct", store.Database);
        var number = Bills(store).First(bill => bill is { Account: "a02", Issuer: "" }).Number;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() =>
        {
            try
            {
                return Rebilling.Of(store.Database, number, _ => Today).Issue().GetType().Name;
            }
            catch (RefusedException refused)
            {
                return refused.Faults[0].Code;
            }
        })));
        Assert.Single(outcomes, outcome => outcome == "Done");
        Assert.Equal(49, outcomes.Count(outcome => outcome is "taken-back" or "billed-meanwhile"));
        Assert.Single(Bills(store), bill => bill.Credits == number);
        Assert.Single(Bills(store), bill => bill.Replaces == number);
        Assert.Equal(0, Gaps(store));
        var again = Assert.Throws<RefusedException>(() => Rebilling.Of(store.Database, number, _ => Today));
        Assert.StartsWith($"Bill {number} was taken back by C", again.Faults[0].Message, StringComparison.Ordinal);
    }

    // F71: whoever asked before somebody else issued is refused when it issues.
    [Theory, MemberData(nameof(Engines))]
    public void F71_numbers_ascend_with_their_days_also_where_two_runs_have_others(string engine)
    {
        using var store = Ready(engine);
        var early = BillRun.Of(store.Database, Order("a01") with { IssuedOn = new(2026, 10, 1) }, _ => Today);
        Bill(store, "a02");
        var refused = Assert.Throws<RefusedException>(() => early.Run(TestContext.Current.CancellationToken).ToList());
        Assert.EndsWith(" was issued on 2026-11-01; the next of its series can't be dated 2026-10-01.",
            refused.Faults[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Bills(store), bill => bill is { Account: "a01", Issuer: "" });
        Assert.Equal(0, Gaps(store));
    }

    // F75
    [Theory, MemberData(nameof(Engines))]
    public void F75_a_clock_that_jumps_changes_no_day_of_a_run(string engine)
    {
        using var store = Ready(engine);
        var jumps = new Queue<int>([0, 1, -1, 400, -400]);
        LocalDate Jumping(DateTimeZone _) => Today.PlusDays(jumps.Count > 0 ? jumps.Dequeue() : 0);
        var run = BillRun.Of(store.Database, Order(null), Jumping);
        run.AccountsAtOnce = 3;
        foreach (var _ in run.Run(TestContext.Current.CancellationToken))
            store.Clock.Now += jumps.Count % 2 == 0 ? Duration.FromHours(25) : -Duration.FromHours(49);
        Assert.Single(Bills(store).Select(bill => bill.IssuedOn).Distinct());
        Assert.DoesNotContain(Bill(store, null), result => result is BillResult.Made);
        Assert.Equal(0, Gaps(store));
    }

    private TestStore Ready(string engine)
    {
        var store = new TestStore(engine);
        _month.Do("apply", store.Database);
        _month.Do("import", store.Database);
        return store;
    }

    private static BillOrder Order(string? account) =>
        new(new(January, January.PlusMonths(1)), account, IsDraft: false, IssuedOn: null);

    private static List<BillResult> Bill(TestStore store, string? account)
    {
        using var database = store.Open();
        var run = BillRun.Of(database, Order(account), _ => Today);
        run.AccountsAtOnce = 4;
        return [.. run.Run(TestContext.Current.CancellationToken)];
    }

    private static IReadOnlyList<BillHead> Bills(TestStore store) => BillStore.List(store.Database);

    private static IEnumerable<string> Numbers(IEnumerable<BillResult> results) => results.SelectMany(result =>
        result switch
        {
            BillResult.Made { Document.Number: { } number } => [number],
            BillResult.AlreadyBilled billed => billed.Numbers,
            _ => Enumerable.Empty<string>(),
        });

    /// <summary>How many numbers were taken that no document has.</summary>
    private static long Gaps(TestStore store)
    {
        using var connection = store.Database.Connect();
        return connection.ExecuteScalar<long>("SELECT sum(last) FROM numbers WHERE series IN (SELECT series FROM "
            + "bills)")
            - connection.ExecuteScalar<long>("SELECT count(*) FROM bills");
    }

    private static PostgresException Deadlock() => new("deadlock detected", "ERROR", "ERROR", "40P01");
}
