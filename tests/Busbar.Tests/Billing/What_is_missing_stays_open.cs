using Busbar.Billing;
using Busbar.Documents;
using Busbar.Tests.Rating;
using Busbar.Time;

namespace Busbar.Tests.Billing;

/// <summary>A charge that may stay open where something is missing, and one that may not.</summary>
public sealed class What_is_missing_stays_open
{
    private const string Levy = """
        series: { levy: { unit: GBP/MWh, interval: day, file: prices/levy.csv } }
        """;

    private static Bench Of(string more = "") => Bench.Of($$"""
        charges:
          - { name: Energy, quantity: import, price: 10 p/kWh }
          - { name: Levy, group: levy, quantity: import, price: levy, missing: leave-open }
        {{more}}
        """, Levy).Reads("import", at => at.TimeOfDay == default ? 10 : 0);

    [Fact]
    public void A_missing_price_leaves_an_open_amount_and_never_nothing()
    {
        var bill = Of().Prices("levy", at => at.Day == 17 ? null : 5).Bill("2021-06");
        Assert.Equal(["energy: 300 × 0.1 = 30.00"], Bench.Lines(bill));
        Assert.Equal("30.00", bill.Total.ToString());
        Assert.Equal(["energy"], bill.Charges.Select(charge => charge.Key.Charge));
        var open = bill.Open.Single();
        Assert.Equal(("levy", "Levy", "2021-06-01 to 2021-06-30"), (open.Charge, open.Name, open.Days.ToString()));
        Assert.Equal("The series levy has no value in 1 day: 2021-06-17 00:00 to 2021-06-18 00:00.",
            open.Reasons.Single());
    }

    [Fact]
    public void When_the_price_is_known_the_next_bill_has_the_amount()
    {
        var bench = Of().Prices("levy", at => at.Day == 17 ? null : 5);
        foreach (var charge in bench.Bill("2021-06").Charges) bench.Billed.Add(charge.Key);
        Assert.Equal("missing-price", bench.Held("2021-06").Single().Code);
        Assert.Equal(["levy: 300 × 0.005 = 1.50"], bench.Prices("levy", _ => 5).Lines("2021-06"));
    }

    /// <summary>The days of each charge that a plan has, where bills of June have some already.</summary>
    private static IEnumerable<string> Rest(params (string Charge, string Days)[] billed)
    {
        var bench = Of();
        return BillPlan.Of(bench.Book, bench.Account, Days.Parse("2021-06")!.Value, [.. billed.Select(one =>
            new BilledBefore(new("a", one.Charge, ""), Days.Parse(one.Days)!.Value.From, Days.Parse(one.Days)!.Value,
                "1"))]) is not { } plan ? []
            : plan.Conflicts.Count > 0 ? ["in conflict"]
            : plan.Tasks.Select(task => $"{task.ChargeId} {task.Days}");
    }

    [Fact]
    public void What_stayed_open_has_a_rest_of_its_own()
    {
        const string First = "2021-06-01..2021-06-16", Second = "2021-06-16..2021-07-01";
        Assert.Equal(["energy 2021-06-16 to 2021-06-30", "levy 2021-06-01 to 2021-06-30"], Rest(("energy", First)));
        Assert.Equal(["levy 2021-06-01 to 2021-06-30"], Rest(("energy", First), ("energy", Second)));
        Assert.Equal(["levy 2021-06-16 to 2021-06-30"],
            Rest(("energy", First), ("levy", First), ("energy", Second)));
        Assert.Equal(["levy 2021-06-01 to 2021-06-15"],
            Rest(("energy", First), ("energy", Second), ("levy", Second)));
        Assert.Empty(Rest(("energy", First), ("levy", First), ("energy", Second), ("levy", Second)));
    }

    [Fact]
    public void An_open_charge_of_several_connections_is_stored_and_read_again()
    {
        var document = BillDocument.Of(Bench.Of("""
            charges:
              - { name: Standing, quantity: days, price: 1 GBP/day }
              - { name: Levy, group: levy, quantity: import, price: levy, missing: leave-open }
            """, Levy, connections: """
            - { connection: c1, channels: { import: kWh, export: kWh } }
            - { connection: c2, channels: { import: kWh, export: kWh } }
            """, agreements: "- { agreement: a, account: acc, product: p, connections: c1 c2, from: 2020-01-01 }")
            .Prices("levy", _ => null).Bill("2021-06"), null, null);
        Assert.Null(document.Open!.Single().Connection);
        Assert.Equal(document.ToJson(), BillDocument.FromJson(document.ToJson()).ToJson());
    }

    [Fact]
    public void A_charge_that_asks_for_the_cost_of_an_open_one_is_open_too_or_holds_the_bill()
    {
        const string Fee = """
              - { name: Fee, group: service, amount: "10 % * cost(levy)", missing: leave-open }
            """;
        var bench = Of(Fee).Prices("levy", at => at.Day == 17 ? null : 5);
        Assert.Equal(["levy", "fee"], bench.Bill("2021-06").Open.Select(open => open.Charge));
        var held = Of(Fee.Replace(", missing: leave-open", "", StringComparison.Ordinal))
            .Prices("levy", at => at.Day == 17 ? null : 5);
        Assert.Equal("missing-price", held.Held("2021-06").Single().Code);
    }

    [Fact]
    public void What_one_charge_may_leave_open_holds_the_bill_for_another_in_whatever_order()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Open, group: levy, quantity: import, price: 1 p/kWh, missing: leave-open }
              - { name: Energy, quantity: import, price: 10 p/kWh }
            """).Reads("import", at => at.Day == 3 ? null : 1);
        Assert.Equal("missing-readings", bench.Held("2021-06").Single().Code);
    }

    [Fact]
    public void A_missing_loss_factor_is_found_by_each_charge_that_moves_the_same_energy()
    {
        var bench = Bench.Of("""
            quantities: { nbp: "at(nbp, import)" }
            charges:
              - { name: Levy, group: levy, quantity: nbp, price: 1 GBP/kWh, missing: leave-open }
              - { name: Energy, quantity: nbp, price: 1 GBP/kWh }
            """, """
            boundaries: { nbp: [dl] }
            series: { dl: { unit: "1", interval: day, file: prices/dl.csv } }
            """).Reads("import", _ => 1).Prices("dl", at => at.Day == 5 ? null : 1.1m);
        Assert.Equal("missing-price", bench.Held("2021-06").Single().Code);
    }

    [Fact]
    public void What_is_wrong_and_not_only_missing_holds_the_bill()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Energy, quantity: import, price: 10 p/kWh }
              - { name: Wrong, quantity: import, price: "1 GBP / export", missing: leave-open }
            """).Reads("import", _ => 1);
        Assert.Equal("division-by-zero", bench.Held("2021-06").Single().Code);
    }
}
