using System.Text.Json;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>What another seller asks for a pool's parent, in costs.csv, is shared over its own days, and comes onto the
/// bills in whose days these end.</summary>
public sealed class Invoices_are_shared
{
    private const string Header = "connection,group,from,to,amount,currency,document,date\n";

    private const string Network = """
        pool: quay
        zone: UTC
        interval: 60min
        parent: { connection: p }
        members:
          - { connection: a, consumption: import, from: 2026-03-01 }
          - { connection: b, consumption: import, from: 2026-03-01 }
        shares:
          energy-cost: share(parent.cost(energy), by = sum(consumption))
          fixed-cost: share(parent.cost(fixed), by = 1)
        """;

    private const string Child = """
        product: child
        from: 2026-01-01
        interval: 60min
        pool: { energy-cost: GBP, fixed-cost: GBP }
        charges:
          - { name: Energy, group: energy, amount: energy-cost }
          - { name: Standing, group: fixed, amount: fixed-cost }
        """;

    private const string Agreements = """
        - { agreement: a, account: a, product: child, connections: [a], from: 2026-03-01 }
        - { agreement: b, account: b, product: child, connections: [b], from: 2026-03-01 }
        """;

    // WE9.1, with a parent that somebody else bills.
    [Fact]
    public void WE9_1_an_invoice_is_shared_component_by_component()
    {
        using var program = new Busbars();
        program.Write("book/costs.csv", Header
            + "p,energy,2026-03-01,2026-04-01,9000.00,GBP,NG-1,2026-04-03\n"
            + "p,energy,2026-03-01,2026-04-01,6000.00,GBP,NG-1,2026-04-03\n"
            + "p,fixed,2026-03-01,2026-04-01,310.00,GBP,NG-1,2026-04-03\n"
            + "p,capacity,2026-03-01,2026-04-01,1050.00,GBP,NG-1,2026-04-03\n");
        var (a, b, c) = (Month(40_000, 180), Month(35_000, 150), Month(20_000, 70));
        var parent = a.Zip(b, (x, y) => x + y).Zip(c, (x, y) => x + y).ToArray();
        parent[^1] += 5_000;
        Done(PoolBooks.Apply(program, Network.Replace("shares:", """
              - { connection: c, consumption: import, from: 2026-03-01 }
            shares:
              capacity-cost: share(parent.cost(capacity), by = peak(consumption))
            """), Child.Replace("fixed-cost: GBP }", "fixed-cost: GBP, capacity-cost: GBP }")
            + "\n  - { name: Capacity, group: capacity, amount: capacity-cost }", Agreements
            + "\n- { agreement: c, account: c, product: child, connections: [c], from: 2026-03-01 }",
            ("p", "import", parent), ("a", "import", a), ("b", "import", b), ("c", "import", c)));
        Done(Bill(program, "2026-03"));
        Assert.Equal(["a 6315.79 103.34 472.50", "b 5526.32 103.33 393.75", "c 3157.89 103.33 183.75"], Bills(program));
    }

    // An invoice to the 19th is on the bill of March, the next one, to 4 April, on that of April.
    [Fact]
    public void An_invoice_of_odd_days_is_on_the_bill_in_which_they_end()
    {
        using var program = Supplied("p,energy,2026-03-01,2026-03-20,300.00,GBP,NG-1,2026-03-22\n");
        var held = Bill(program, "2026-03");
        Assert.Equal(3, held.Code);
        Assert.Contains("Pool quay isn't settled from 2026-03-20 00:00 to 2026-04-01 00:00: There is no invoice for "
            + "connection p in group energy for 2026-03-20 to 2026-03-31.", held.Messages, StringComparison.Ordinal);
        Assert.Contains("Add its rows to costs.csv and apply the book; a row of 0.00 says that there is nothing to "
            + "pay.", held.Messages, StringComparison.Ordinal);
        // While an invoice is awaited, bills are still to come: what they leave isn't a margin yet.
        Assert.DoesNotContain("margin", Margin(program), StringComparison.Ordinal);
        Costs(program, "p,energy,2026-03-01,2026-03-20,300.00,GBP,NG-1,2026-03-22\n"
            + "p,energy,2026-03-20,2026-04-05,160.00,GBP,NG-2,2026-04-07\n");
        Done(Bill(program, "2026-03"));
        // a used two of three kWh to the 19th, b the rest.
        Assert.Equal(["a 200.00", "b 100.00"], Bills(program));
        Costs(program, "p,energy,2026-03-01,2026-03-20,300.00,GBP,NG-1,2026-03-22\n"
            + "p,energy,2026-03-20,2026-04-05,160.00,GBP,NG-2,2026-04-07\n"
            + "p,energy,2026-04-05,2026-05-01,26.00,GBP,NG-3,2026-05-02\n");
        Done(Bill(program, "2026-04"));
        // To 4 April a used 672 kWh and b 384, after it both the same: 101.82 and 58.18, and 13.00 for each.
        Assert.Equal(["a 114.82", "a 200.00", "b 100.00", "b 71.18"], Bills(program));
        // An invoice costs where it ends, as its bills do: in March the first, in April the two others.
        Assert.EndsWith("cost of the parent  300.00\n  --------------------------\n  margin                0.00\n",
            Margin(program), StringComparison.Ordinal);
        Assert.EndsWith("cost of the parent  186.00\n  --------------------------\n  margin                0.00\n",
            Margin(program, "2026-04"), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_leaves_has_a_part_of_the_invoice_on_the_last_bill()
    {
        using var program = Supplied("p,energy,2026-03-01,2026-04-01,300.00,GBP,NG-1,2026-04-02\n", pool: pool => pool
            .Replace("connection: a, consumption: import, from: 2026-03-01", "connection: a, consumption: import, "
                + "from: 2026-03-01, to: 2026-03-11", StringComparison.Ordinal), agreements: Agreements
            .Replace("[a], from: 2026-03-01", "[a], from: 2026-03-01, to: 2026-03-11", StringComparison.Ordinal));
        Done(Bill(program, "2026-03"));
        Assert.EndsWith("margin                0.00\n", Margin(program), StringComparison.Ordinal);
        // 480 kWh in ten days of a, 744 of b: 300 × 480/1224.
        Assert.Equal(["a 117.65", "b 182.35"], Bills(program));
    }

    // A credit and what is invoiced instead have the days of what they correct.
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_corrected_invoice_is_named_with_its_bills_and_a_rebill_shares_it_again(string engine)
    {
        using var program = Supplied("p,energy,2026-03-01,2026-04-01,300.00,GBP,NG-1,2026-04-02\n", engine: engine);
        Done(Bill(program, "2026-03"));
        var applied = Costs(program, "p,energy,2026-03-01,2026-04-01,300.00,GBP,NG-1,2026-04-02\n"
            + "p,energy,2026-03-01,2026-04-01,-300.00,GBP,NG-C1,2026-05-10\n"
            + "p,energy,2026-03-01,2026-04-01,270.00,GBP,NG-2,2026-05-10\n");
        Assert.Contains("2 issued bills rested on other prices, readings or invoices and would come out otherwise now, "
            + "together 30.00 GBP less: HE-2026-00001 (20.00 GBP less), HE-2026-00002 (10.00 GBP less).",
            applied.Results, StringComparison.Ordinal);
        // What was settled stays until somebody bills again.
        Assert.Equal(["a 200.00", "b 100.00"], Bills(program));
        Done(program.Run("rebill", "HE-2026-00001"));
        Assert.Equal(["a 180.00", "b 90.00"], Bills(program));
        Assert.Equal(0, program.Run("explain", "HE-2026-00001", "energy").Code);
        // Applied again, it is as it was.
        Assert.DoesNotContain("HE-2026", program.Run("apply", program.PathOf("book")).Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_invoice_that_is_taken_out_holds_the_rebill_and_the_bill_stands()
    {
        using var program = Supplied("p,energy,2026-03-01,2026-04-01,300.00,GBP,NG-1,2026-04-02\n");
        Done(Bill(program, "2026-03"));
        var applied = Costs(program, "");
        Assert.Contains("HE-2026-00001", applied.Results, StringComparison.Ordinal);
        var held = program.Run("rebill", "HE-2026-00001");
        Assert.Equal(3, held.Code);
        Assert.Contains("There is no invoice for connection p in group energy for 2026-03-01 to 2026-03-31.",
            held.Messages, StringComparison.Ordinal);
        Assert.Equal(["a 200.00", "b 100.00"], Bills(program));
    }

    [Fact]
    public void What_waits_for_an_invoice_may_stay_open_and_is_billed_when_it_comes()
    {
        using var program = Supplied("", child: child => child.Replace("amount: energy-cost }",
            "amount: energy-cost, missing: leave-open }\n  - { name: Reading, group: service, amount: 5 GBP/month * "
            + "months }", StringComparison.Ordinal));
        Done(Bill(program, "2026-03"));
        Assert.Equal(["a 5.00", "b 5.00"], Bills(program));
        Costs(program, "p,energy,2026-03-01,2026-04-01,300.00,GBP,NG-1,2026-04-02\n");
        Done(Bill(program, "2026-03"));
        Assert.Equal(["a 200.00", "a 5.00", "b 100.00", "b 5.00"], Bills(program));
    }

    // By the bands of a calendar: an invoice with a line for each, in groups of their own.
    [Fact]
    public void A_line_for_a_band_is_shared_by_the_use_in_it()
    {
        using var program = new Busbars();
        program.Write("book/costs.csv", Header + "p,capacity,2026-03-01,2026-04-01,310.00,GBP,NG-1,2026-04-02\n"
            + "p,energy,2026-03-01,2026-04-01,62.00,GBP,NG-1,2026-04-02\n"
            + "p,service,2026-03-01,2026-04-01,150.00,GBP,NG-1,2026-04-02\n");
        // a uses by night and b at all times; the greatest hour of both together is by night.
        decimal[] a = [.. Enumerable.Range(0, 31 * 24).Select(hour => hour % 24 == 7 ? 3m : 0m)],
            b = [.. Enumerable.Range(0, 31 * 24).Select(hour => hour % 24 == 12 ? 2m : 1m)];
        Done(PoolBooks.Apply(program, """
            pool: quay
            interval: 60min
            parent: { connection: p }
            members:
              - { connection: a, consumption: import, from: 2026-03-01 }
              - { connection: b, consumption: import, from: 2026-03-01 }
            shares:
              energy-cost: share(parent.cost(energy), by = sum(during(consumption, day-night.day)))
              night-cost: share(parent.cost(service), by = sum(during(consumption, day-night.night)))
              fixed-cost: share(parent.cost(capacity), by = peak(consumption, when = parent.import))
            """, Child.Replace("GBP }", "GBP, night-cost: GBP }", StringComparison.Ordinal)
            + "\n  - { name: Night, group: service, amount: night-cost }", Agreements,
            ("p", "import", [.. a.Zip(b, (x, y) => x + y)]), ("a", "import", a), ("b", "import", b)));
        Done(Bill(program, "2026-03"));
        Assert.Equal(["a 0.00 232.50 30.00", "b 62.00 77.50 120.00"], Bills(program));
    }

    // Its part is settled, and nobody pays it.
    [Fact]
    public void A_member_without_an_agreement_is_told_with_its_days()
    {
        using var program = Supplied("p,energy,2026-03-01,2026-04-01,300.00,GBP,NG-1,2026-04-02\n",
            agreements: Agreements[Agreements.IndexOf("- { agreement: b", StringComparison.Ordinal)..]);
        Done(Bill(program, "2026-03"));
        Assert.Equal(["b 100.00"], Bills(program));
        Assert.EndsWith("-200.00\na has no agreement from 1 March 2026 to 31 March 2026: what it gets is on no bill.\n",
            Margin(program), StringComparison.Ordinal);
    }

    // Only the bill in which the quarter ends waits for its invoice.
    [Fact]
    public void What_is_invoiced_by_known_periods_is_awaited_when_they_end()
    {
        using var program = Supplied("", pool: pool => pool.Replace("members:", "costs: { energy: { every: month, day: "
            + "20 } }\nmust: []\nmembers:", StringComparison.Ordinal));
        Assert.Contains("There is no invoice for connection p in group energy for 2026-02-20 to 2026-03-19.",
            Bill(program, "2026-03").Messages, StringComparison.Ordinal);
        Costs(program, "p,energy,2026-02-20,2026-03-20,300.00,GBP,NG-1,2026-03-22\n");
        Done(Bill(program, "2026-03"));
        Assert.Equal(["a 200.00", "b 100.00"], Bills(program));
        program.Write("book/costs.csv", Header + "p,energy,2026-02-20,2026-03-21,300.00,GBP,NG-1,2026-03-22\n");
        var refused = program.Run("apply", program.PathOf("book"));
        Assert.Contains("costs.csv:2:1: Invoice NG-1 has group energy of connection p for 2026-02-20 to 2026-03-20, "
            + "and pool quay says that it is invoiced for 2026-02-20 to 2026-03-19.", refused.Messages,
            StringComparison.Ordinal);
    }

    // Else the tenant of the last day would pay for all of them.
    [Fact]
    public void A_membership_ends_with_its_agreement()
    {
        using var program = new Busbars();
        program.Write("book/costs.csv", Header + "p,energy,2026-03-01,2026-04-01,300.00,GBP,NG-1,2026-04-02\n"
            + "p,fixed,2026-03-01,2026-04-01,30.00,GBP,NG-1,2026-04-02\n");
        var refused = PoolBooks.Apply(program, Network, Child, Agreements.Replace("[a], from: 2026-03-01",
            "[a], from: 2026-03-01, to: 2026-03-11", StringComparison.Ordinal), ("p", "import", [1]),
            ("a", "import", [1]), ("b", "import", [1]));
        Assert.Equal(1, refused.Code);
        Assert.Contains("agreements.yaml:1:3: Agreement a ends on 2026-03-11, and its part of share energy-cost of "
            + "pool quay is one amount for 2026-03-01 to 2026-03-31, which is billed to who has connection a on its "
            + "last day.",
            refused.Results + refused.Messages, StringComparison.Ordinal);
        Assert.Contains("End the membership on that day, to: 2026-03-11, and begin another for who comes next, from: "
            + "2026-03-11.", refused.Results + refused.Messages, StringComparison.Ordinal);
    }

    private static string Margin(Busbars program, string period = "2026-03") =>
        program.Run("pool", "quay", "--period", period).Results;

    private static Busbars Supplied(
        string costs, Func<string, string>? pool = null, Func<string, string>? child = null,
        string? agreements = null, string engine = TestStore.Sqlite)
    {
        var program = new Busbars(engine);
        program.Write("book/costs.csv", Header + costs);
        decimal[] a = [.. Enumerable.Range(0, 61 * 24).Select(hour => hour < 31 * 24 ? 2m : 1m)],
            b = [.. Enumerable.Repeat(1m, 61 * 24)];
        var text = Network.Replace("\n  fixed-cost: share(parent.cost(fixed), by = 1)", "", StringComparison.Ordinal);
        var own = Child.Replace(", fixed-cost: GBP", "", StringComparison.Ordinal)
            .Replace("\n  - { name: Standing, group: fixed, amount: fixed-cost }", "", StringComparison.Ordinal);
        Done(PoolBooks.Apply(program, pool?.Invoke(text) ?? text, child?.Invoke(own) ?? own, agreements ?? Agreements,
            ("p", "import", [.. a.Zip(b, (x, y) => x + y)]), ("a", "import", a), ("b", "import", b)));
        return program;
    }

    private static Printed Costs(Busbars program, string rows)
    {
        program.Write("book/costs.csv", Header + rows);
        var applied = program.Run("apply", program.PathOf("book"));
        Done(applied);
        return applied;
    }

    private static void Done(Printed done) => Assert.True(done.Code == 0, done.Results + done.Messages);

    private static Printed Bill(Busbars program, string period)
    {
        program.Now = NodaTime.Instant.FromUtc(2026, 5, 12, 8, 0);
        return program.Run("bill", "--period", period);
    }

    /// <summary>The bills that stand, each with the amounts of its lines.</summary>
    private static List<string> Bills(Busbars program)
    {
        var bills = JsonDocument.Parse(program.Run("show", "--json").Results).RootElement.GetProperty("bills")
            .EnumerateArray().Select(bill => JsonDocument.Parse(program.Run("show",
                bill.GetProperty("number").GetString()!, "--json").Results).RootElement).ToList();
        var credited = bills.Where(bill => bill.TryGetProperty("credits", out _))
            .Select(bill => bill.GetProperty("credits").GetString()).ToHashSet();
        return [.. bills.Where(bill => !bill.TryGetProperty("credits", out _)
                && !credited.Contains(bill.GetProperty("number").GetString()))
            .Select(bill => bill.GetProperty("account").GetString() + " " + string.Join(' ', bill.GetProperty("lines")
                .EnumerateArray().Select(line => line.GetProperty("amount").GetString())))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>A month of whole kWh with a sum, and a greatest hour, the first.</summary>
    private static decimal[] Month(int sum, int peak)
    {
        const int Rest = (31 * 24) - 1;
        var (usual, more) = ((sum - peak) / Rest, (sum - peak) % Rest);
        return [peak, .. Enumerable.Range(0, Rest).Select(i => (decimal)(usual + (i < more ? 1 : 0)))];
    }
}
