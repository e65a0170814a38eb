using Busbar.Store;

namespace Busbar.Tests.Store;

public class A_bill_is_taken_back_once
{
    private static readonly Numbering Credits = new("CN-2026", count => $"CN-2026-{count:00000}");

    public static TheoryData<string> Engines => TestStore.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void The_credit_note_and_the_bill_instead_have_numbers_and_say_of_which(string engine)
    {
        using var store = Issued(engine);
        Assert.Equal(new RebillOutcome.Done("CN-2026-00001", "NW-2026-00002"), Rebill(store, "NW-2026-00001"));
        var (credit, instead) = (BillStore.Find(store.Database, "CN-2026-00001")!.Head,
            BillStore.Find(store.Database, "NW-2026-00002")!.Head);
        Assert.Equal(("NW-2026-00001", null, -100, -20, -120),
            (credit.Credits, credit.Replaces, credit.Net, credit.Tax, credit.Total));
        Assert.Equal((null, "NW-2026-00001"), (instead.Credits, instead.Replaces));
        Assert.Equal(("CN-2026-00001", "NW-2026-00002"), (BillStore.CreditOf(store.Database, "NW-2026-00001"),
            BillStore.ReplacementOf(store.Database, "NW-2026-00001")));
        Assert.Equal(["NW-2026-00002"], Live(store));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_second_time_nothing_happens_and_no_number_is_taken(string engine)
    {
        using var store = Issued(engine);
        Rebill(store, "NW-2026-00001");
        Assert.Equal(new RebillOutcome.CreditedBefore("CN-2026-00001"), Rebill(store, "NW-2026-00001"));
        Assert.Equal(new RebillOutcome.Done("CN-2026-00002", "NW-2026-00003"), Rebill(store, "NW-2026-00002"));
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_is_billed_elsewhere_stops_all_of_it(string engine)
    {
        using var store = Issued(engine);
        store.Database.Issue(BillMaking.Bill("bob"));
        Assert.Equal(new RebillOutcome.AlreadyBilled("NW-2026-00002"),
            Rebill(store, "NW-2026-00001", BillMaking.Bill("bob")));
        Assert.Equal(["NW-2026-00001", "NW-2026-00002"], Live(store));
        Assert.Null(BillStore.CreditOf(store.Database, "NW-2026-00001"));
        Assert.Equal(new RebillOutcome.Done("CN-2026-00001", "NW-2026-00003"), Rebill(store, "NW-2026-00001"));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Where_nothing_is_billed_instead_the_days_are_free_again(string engine)
    {
        using var store = Issued(engine);
        Assert.Equal(new RebillOutcome.Done("CN-2026-00001", null), BillStore.Rebill(
            store.Database, Credit("NW-2026-00001"), null, Credits));
        Assert.Empty(Live(store));
        Assert.Equal([new IssueOutcome.Issued("NW-2026-00002")], store.Database.Issue(BillMaking.Bill("ann")));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Two_at_once_take_it_back_once(string engine)
    {
        using var store = Issued(engine);
        using var other = store.Open();
        var outcomes = new RebillOutcome[2];
        Parallel.For(0, 2, i => outcomes[i] = BillStore.Rebill(i == 0 ? store.Database : other,
            Credit("NW-2026-00001"), BillMaking.Bill("ann"), Credits));
        Assert.Single(outcomes.OfType<RebillOutcome.Done>());
        Assert.Equal(new RebillOutcome.CreditedBefore("CN-2026-00001"),
            outcomes.OfType<RebillOutcome.CreditedBefore>().Single());
        Assert.Equal(["NW-2026-00002"], Live(store));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Bills_that_were_taken_back_are_no_longer_concerned_by_readings(string engine)
    {
        using var store = Issued(engine);
        Rebill(store, "NW-2026-00001");
        var input = BillMaking.Bill("ann").Inputs[0];
        Assert.Equal(["NW-2026-00002"], BillStore.BilledOver(
            store.Database, [input.Connection], input.From, input.To).Select(one => one.Number));
    }

    private static RebillOutcome Rebill(TestStore store, string number, NewBill? instead = null) => BillStore.Rebill(
        store.Database, Credit(number), instead ?? BillMaking.Bill("ann"), Credits);

    private static NewCredit Credit(string bill) =>
        new(bill, BillMaking.January.PlusMonths(2), number => $$"""{"number":"{{number}}"}""");

    private static string[] Live(TestStore store) => [.. BillStore.BilledWithin(store.Database,
            ["agreement-ann", "agreement-bob"], BillMaking.January, BillMaking.January.PlusMonths(1))
        .Select(charge => charge.Number).Distinct().Order()];

    private static TestStore Issued(string engine)
    {
        var store = new TestStore(engine);
        store.Put(new Item("account", "ann", "{}"));
        store.Database.Issue(BillMaking.Bill("ann"));
        return store;
    }
}
