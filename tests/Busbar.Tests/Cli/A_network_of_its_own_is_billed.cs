using System.Text.Json;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>What belongs to a network behind one meter besides sharing its cost: what is lost, a common area, a unit
/// that nobody rents, a child that generates, one that buys elsewhere, and the most that a child may be asked.
/// </summary>
public sealed class A_network_of_its_own_is_billed
{
    private const string Invoice = "connection,group,from,to,amount,currency,document,date\n"
        + "p,energy,2026-03-01,2026-04-01,15000.00,GBP,NG-1,2026-04-03\n"
        + "p,fixed,2026-03-01,2026-04-01,310.00,GBP,NG-1,2026-04-03\n"
        + "p,capacity,2026-03-01,2026-04-01,1050.00,GBP,NG-1,2026-04-03\n";

    // WE9.3: 15.000p for energy and 1.4316p for what is fixed, per kWh that all children used.
    private const string Capped = """
        pool: quay
        interval: 60min
        parent: { connection: p }
        members:
          - { connection: a, consumption: import, from: 2026-01-01 }
          - { connection: b, consumption: import, from: 2026-01-01 }
          - { connection: c, consumption: import, from: 2026-01-01 }
        shares:
          energy-cap: share(parent.cost(energy), by = sum(consumption), of = sum(parent.import))
          fixed-cap: share(parent.cost(fixed, capacity), by = sum(consumption))
        """;

    [Theory]
    [InlineData("16.43", "a 6572.00", "b 5750.50", "c 3286.00")]
    [InlineData("16.44", "a held", "b held", "c held")]
    public void WE9_3_a_child_is_asked_no_more_than_the_parent_pays(string price, params string[] bills)
    {
        using var program = new Busbars();
        program.Write("book/costs.csv", Invoice);
        Done(PoolBooks.Apply(program, Capped, $$"""
            product: home
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            pool: { energy-cap: GBP, fixed-cap: GBP }
            charges:
              - { name: Electricity, group: energy, quantity: import, price: {{price}} p/kWh }
            must:
              - be: cost(energy, per = month) <= sum(energy-cap + fixed-cap, per = month)
                else: More than the maximum resale price
            """, Each("home", "a", "b", "c"), Of("p", Sum(95_000, 5_000)), Of("a", Month(40_000)),
            Of("b", Month(35_000)), Of("c", Month(20_000))));
        var billed = Bill(program);
        Assert.Equal(bills, bills[0].EndsWith("held", StringComparison.Ordinal) ? ["a held", "b held", "c held"]
            : Bills(program));
        if (billed.Code == 0) return;
        // 40,000 × 15.000p, and 1,360.00 × 40/95.
        Assert.Contains("More than the maximum resale price: cost(energy, per = month) <= sum(energy-cap + fixed-cap, "
            + "per = month) is false for agreement a in 1 of 1 month, first 2026-03-01 to 2026-03-31: 6576 GBP against "
            + "6572.63 GBP.", billed.Messages, StringComparison.Ordinal);
    }

    // A parent that Busbar rates has a cost of each hour: who uses by night pays the night's price.
    [Fact]
    public void Energy_is_shared_in_the_hour_in_which_it_costs()
    {
        using var program = new Busbars();
        decimal[] night = [.. Enumerable.Range(0, 31 * 24).Select(hour => hour % 24 == 3 ? 10m : 0m)],
            day = [.. Enumerable.Range(0, 31 * 24).Select(hour => hour % 24 == 12 ? 10m : 0m)];
        Done(PoolBooks.Apply(program, """
            pool: quay
            interval: 60min
            parent: { connection: p }
            members:
              - { connection: a, consumption: import, from: 2026-03-01 }
              - { connection: b, consumption: import, from: 2026-03-01 }
            shares:
              energy-cost: share(parent.cost(energy), by = consumption)
            """, """
            product: gate
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            charges:
              - { name: Units, quantity: import, price: "by(day-night, day = 20 p/kWh, night = 10 p/kWh)" }
            ---
            product: tenant
            from: 2026-01-01
            interval: 60min
            pool: { energy-cost: GBP }
            charges: [{ name: Energy, group: energy, amount: energy-cost }]
            """, "- { agreement: p, account: p, product: gate, connections: [p], from: 2026-03-01 }\n"
            + Each("tenant", "a", "b"), Of("p", [.. night.Zip(day, (x, y) => x + y)]), Of("a", night), Of("b", day)));
        Done(Bill(program));
        Assert.Equal(["a 31.00", "b 62.00", "p 93.00"], Bills(program));
    }

    // WE9.4: the parent's supplier settles what its meter shows less the child that buys on the market.
    [Fact]
    public void WE9_4_a_child_on_the_market_is_subtracted_from_its_parent_with_the_losses_of_both()
    {
        using var program = new Busbars();
        Done(PoolBooks.Apply(program, """
            pool: quay
            interval: 60min
            parent: { connection: p }
            boundary: nbp
            members: [{ connection: c, on-market: import, from: 2026-01-01 }]
            """, """
            product: gate
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            pool: { on-market: { in: kWh, at: nbp } }
            charges:
              - { name: Energy, group: energy, quantity: "at(nbp, import) - pool.on-market", price: 10 p/kWh }
            """, "- { agreement: p, account: p, product: gate, connections: [p], from: 2026-03-01 }",
            Of("p", Month(100_000)), Of("c", Month(40_000))));
        Done(Bill(program));
        // (100,000 − 40,000) × 1.05 = 63,000 kWh.
        Assert.Equal("63000.000000", Lines(program)[0].GetProperty("quantity").GetString());
        Assert.Equal(["p 6300.00"], Bills(program));
    }

    // Children, the common area and what is lost come to the parent, in kWh and in money. A unit that nobody rents is
    // the landlord's from the day on which the tenant left, and the child with a roof is paid for what the others used.
    [Fact]
    public void Children_common_area_and_losses_are_the_parent_in_energy_and_money()
    {
        using var program = new Busbars();
        program.Write("book/costs.csv", Invoice);
        var (a, b, common, roof) = (Month(40_000), Month(31_000), Month(9_000), Month(6_200));
        decimal[] lost = Month(3_100), parent =
            [.. a.Select((value, i) => value + b[i] + common[i] + lost[i] - roof[i])];
        Done(PoolBooks.Apply(program, """
            pool: quay
            interval: 60min
            parent: { connection: p }
            members:
              - { connection: a, consumption: import, area: 120, from: 2026-03-01, to: 2026-03-16 }
              - { connection: a, consumption: import, area: 120, from: 2026-03-16 }
              - { connection: b, consumption: import, generated: export, area: 80, from: 2026-03-01 }
              - { connection: common, consumption: import, area: 0, from: 2026-03-01 }
            quantities:
              losses: parent.import + pool.generated - pool.consumption
            shares:
              lost: share(losses, by = consumption)
              energy-cost: share(parent.cost(energy), by = sum(consumption + lost))
              capacity-cost: share(parent.cost(capacity), by = peak(consumption, when = parent.import))
              fixed-cost: share(parent.cost(fixed), by = area)
            must:
              - be: pool.consumption <= parent.import + pool.generated
                else: The members take more than comes in and is generated
            """, """
            product: tenant
            from: 2026-01-01
            interval: 60min
            pool: { energy-cost: GBP, capacity-cost: GBP, fixed-cost: GBP }
            charges:
              - { name: Energy, group: energy, amount: energy-cost }
              - { name: Capacity, group: capacity, amount: capacity-cost }
              - { name: Standing, group: fixed, amount: fixed-cost }
            ---
            product: roof
            from: 2026-01-01
            interval: 60min
            channels: { export: kWh }
            pool: { energy-cost: GBP, capacity-cost: GBP, fixed-cost: GBP }
            charges:
              - { name: Energy, group: energy, amount: energy-cost }
              - { name: Capacity, group: capacity, amount: capacity-cost }
              - { name: Standing, group: fixed, amount: fixed-cost }
              - { name: Solar power, group: service, quantity: export, price: 10 p/kWh, to: customer }
            """, """
            - { agreement: a, account: a, product: tenant, connections: [a], from: 2026-03-01, to: 2026-03-16 }
            - { agreement: a-vacant, account: common, product: tenant, connections: [a], from: 2026-03-16 }
            - { agreement: b, account: b, product: roof, connections: [b], from: 2026-03-01 }
            - { agreement: common, account: common, product: tenant, connections: [common], from: 2026-03-01 }
            """, Of("p", parent), Of("a", a), Of("b", b), ("b", "export", roof), Of("common", common)));
        var balance = JsonDocument.Parse(program.Run("pool", "quay", "--period", "2026-03", "--json").Results)
            .RootElement.GetProperty("names").EnumerateArray()
            .ToDictionary(name => name.GetProperty("name").GetString()!, name => name.GetProperty("sum").GetString());
        // 80,000 taken and 3,100 lost, less 6,200 from the roof: the parent's 76,900.
        Assert.Equal(("80000.000000", "3100.000000", "6200.000000"),
            (balance["consumption"], balance["lost"], balance["generated"]));
        Done(Bill(program));
        var lines = Lines(program).Where(line => line.GetProperty("name").GetString() != "Solar power").ToList();
        Assert.Equal(16_360.00m, lines.Sum(line => Money(line)));
        Assert.Equal((15_000.00m, 1_050.00m, 310.00m), (Charged("Energy"), Charged("Capacity"), Charged("Standing")));
        Assert.Equal(-620.00m, Money(Lines(program).Single(line =>
            line.GetProperty("name").GetString() == "Solar power")));

        // The tenant pays for 15 days' area and the landlord for the other 16: 310 × 60 % × 15/31.
        Assert.Equal([90m, 96m], lines.Where(line => line.GetProperty("name").GetString() == "Standing"
            && line.GetProperty("agreement").GetString()!.StartsWith('a')).Select(Money).Order());
        // Who generates costs the operator 620.
        var margin = program.Run("pool", "quay", "--period", "2026-03").Results;
        Assert.Equal(["billed to members 15740.00", "cost of the parent 16360.00", "margin -620.00"], margin.Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Where(line => line.EndsWith(".00", StringComparison.Ordinal)).TakeLast(3));

        decimal Charged(string charge) => lines.Where(line => line.GetProperty("name").GetString() == charge)
            .Sum(Money);
    }

    private static (string, string, decimal[]) Of(string connection, decimal[] hours) => (connection, "import", hours);

    private static string Each(string product, params string[] connections) => string.Join('\n', connections.Select(
        id => $"- {{ agreement: {id}, account: {id}, product: {product}, connections: [{id}], from: 2026-03-01 }}"));

    private static decimal[] Sum(int used, int lost) => Month(used + lost);

    /// <summary>March, with so many kWh in all, as even as whole kWh are.</summary>
    private static decimal[] Month(int sum) => [.. Enumerable.Range(0, 31 * 24).Select(hour =>
        (decimal)((sum / (31 * 24)) + (hour < sum % (31 * 24) ? 1 : 0)))];

    private static void Done(Printed done) => Assert.True(done.Code == 0, done.Results + done.Messages);

    private static Printed Bill(Busbars program)
    {
        program.Now = NodaTime.Instant.FromUtc(2026, 4, 5, 8, 0);
        return program.Run("bill", "--period", "2026-03");
    }

    private static List<JsonElement> Documents(Busbars program) =>
        [.. JsonDocument.Parse(program.Run("show", "--json").Results).RootElement.GetProperty("bills").EnumerateArray()
            .Select(bill => JsonDocument.Parse(program.Run("show", bill.GetProperty("number").GetString()!, "--json")
                .Results).RootElement)];

    private static List<JsonElement> Lines(Busbars program) =>
        [.. Documents(program).SelectMany(bill => bill.GetProperty("lines").EnumerateArray())];

    private static List<string> Bills(Busbars program) => [.. Documents(program).Select(bill =>
        $"{bill.GetProperty("account").GetString()} {bill.GetProperty("net").GetString()}")
        .Order(StringComparer.Ordinal)];

    private static decimal Money(JsonElement line)
    {
        Assert.True(Digits.TryParse(line.GetProperty("amount").GetString()!, 2, out var pence, out _));
        return pence / 100m;
    }
}
