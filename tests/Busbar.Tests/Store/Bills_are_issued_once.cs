using System.Data.Common;
using System.Text;
using Busbar.Store;
using Dapper;
using NodaTime;

namespace Busbar.Tests.Store;

public class Bills_are_issued_once
{
    public static TheoryData<string> Engines => TestStore.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void A_bill_is_found_as_it_was_issued(string engine)
    {
        using var store = Ready(engine);
        var outcome = Assert.Single(store.Database.Issue(BillMaking.Bill("ann")));
        Assert.Equal(new IssueOutcome.Issued("NW-2026-00001"), outcome);
        var bill = BillStore.Find(store.Database, "NW-2026-00001")!;
        Assert.Equal("""{"number":"NW-2026-00001","account":"ann"}""", bill.Body);
        Assert.Equal("why ann pays 120", Encoding.UTF8.GetString(bill.Explanation.Span));
        Assert.Equal((BillMaking.January, new LocalDate(2026, 2, 1)), (bill.Head.From, bill.Head.To));
        Assert.Equal(("ann", "GBP", 100, 20, 120, 1),
            (bill.Head.Account, bill.Head.Currency, bill.Head.Net, bill.Head.Tax, bill.Head.Total, bill.Head.Receipt));
        Assert.Null(BillStore.Find(store.Database, "NW-2026-00002"));
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_is_billed_is_not_billed_again_and_costs_no_number(string engine)
    {
        using var store = Ready(engine);
        store.Database.Issue(BillMaking.Bill("ann"));
        Assert.Equal(
            [
                new IssueOutcome.Issued("NW-2026-00002"), new IssueOutcome.AlreadyBilled("NW-2026-00001"),
                new IssueOutcome.Issued("NW-2026-00003"),
            ],
            store.Database.Issue(BillMaking.Bill("bob"), BillMaking.Bill("ann"), BillMaking.Bill("cat")));
        Assert.Equal(
            [new IssueOutcome.Issued("NW-2026-00004"), new IssueOutcome.AlreadyBilled("NW-2026-00004")],
            store.Database.Issue(BillMaking.Bill("dan"), BillMaking.Bill("dan", null, "energy", "standing")));
        Assert.Equal(BillMaking.FirstNumbers(4), store.Database.Numbers());
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_existence_of_bills_is_the_progress_of_a_run(string engine)
    {
        using var store = Ready(engine);
        store.Database.Issue(
            BillMaking.Bill("ann", null, "energy", "standing"), BillMaking.Bill("ann", new(2026, 2, 1)));
        var billed = BillStore.BilledWithin(store.Database, ["agreement-ann", "agreement-bob"],
            BillMaking.January, BillMaking.January.PlusMonths(1));
        Assert.Equal(["energy NW-2026-00001", "standing NW-2026-00001"],
            billed.Select(charge => $"{charge.Charge} {charge.Number}").Order());
    }

    [Theory, MemberData(nameof(Engines))]
    public void Bills_are_listed_by_account_and_period(string engine)
    {
        using var store = Ready(engine);
        store.Database.Issue(BillMaking.Bill("ann"), BillMaking.Bill("bob"), BillMaking.Bill("ann", new(2026, 2, 1)));
        Assert.Equal(["NW-2026-00001", "NW-2026-00003"],
            BillStore.List(store.Database, "ann").Select(bill => bill.Number));
        Assert.Equal(["NW-2026-00001", "NW-2026-00002"],
            BillStore.List(store.Database, from: BillMaking.January, to: new(2026, 2, 1)).Select(bill => bill.Number));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_bills_that_an_interval_concerns_are_found(string engine)
    {
        using var store = Ready(engine);
        store.Database.Issue(BillMaking.Bill("ann"), BillMaking.Bill("bob"), BillMaking.Bill("ann", new(2026, 2, 1)));
        var day = Instant.FromUtc(2026, 1, 31, 23, 0);
        var found = BillStore.BilledOver(store.Database, ["house-ann", "house-cat"], day, day + Duration.FromHours(1));
        Assert.Equal("NW-2026-00001", Assert.Single(found).Number);
        Assert.Equal(2, BillStore.BilledOver(store.Database, ["house-ann"], day, day + Duration.FromHours(2)).Count);
    }

    [Theory, MemberData(nameof(Engines))]
    public void Issued_rows_refuse_to_be_changed_or_deleted(string engine)
    {
        using var store = Ready(engine);
        store.Database.Issue(BillMaking.Bill("ann"));
        using var connection = store.Database.Connect();
        foreach (var sql in new[]
        {
            "UPDATE bills SET total = 0", "DELETE FROM bills", "UPDATE bills SET number = 'x'", "DELETE FROM charges",
            "UPDATE charges SET amount = 0", "DELETE FROM bill_inputs", "UPDATE numbers SET last = 0",
            "DELETE FROM numbers",
        })
        {
            var refusal = Assert.ThrowsAny<DbException>(() => connection.Execute(sql));
            Assert.Matches("immutable|never given again", refusal.Message);
        }
        Assert.Equal(1, connection.Execute("UPDATE charges SET live = 0"));
        Assert.ThrowsAny<DbException>(() => connection.Execute("UPDATE charges SET live = 1"));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_database_itself_refuses_a_second_live_charge(string engine)
    {
        using var store = Ready(engine);
        store.Database.Issue(BillMaking.Bill("ann"));
        using var connection = store.Database.Connect();
        var twice = Assert.ThrowsAny<DbException>(() => connection.Execute(
            """
            INSERT INTO charges
            SELECT 'other', agreement, charge, connection, period_start, from_day, to_day, amount, 1 FROM charges
            """));
        Assert.True(store.Database.Engine.IsTaken(twice));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Runs_at_the_same_time_bill_everyone_once_with_numbers_without_gaps(string engine)
    {
        using var store = Ready(engine);
        var accounts = Enumerable.Range(0, 60).Select(account => $"account-{account:00}").ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            using var database = store.Open();
            var order = worker % 2 == 0 ? accounts : [.. accounts.Reverse()];
            foreach (var batch in order.Chunk(7 + worker))
                database.Issue([.. batch.Select(account => BillMaking.Bill(account))]);
        })));
        Assert.Equal(BillMaking.FirstNumbers(60), store.Database.Numbers());
        Assert.Equal(accounts, BillStore.List(store.Database).Select(bill => bill.Account).Order());
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_bill_without_a_charge_is_our_own_fault(string engine)
    {
        using var store = Ready(engine);
        Assert.Throws<ArgumentException>(() => store.Database.Issue(BillMaking.Bill("ann") with { Charges = [] }));
    }

    private static TestStore Ready(string engine)
    {
        var store = new TestStore(engine);
        store.Put(new Item("account", "ann", "{}"));
        return store;
    }
}
