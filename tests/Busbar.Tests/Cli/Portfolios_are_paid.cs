using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>What a portfolio earns is billed to who buys it and paid to who delivered, and the rest is the operator's;
/// an event that is corrected later is found, and settled again for all.</summary>
public sealed class Portfolios_are_paid
{
    private const string Pool = """
        quantities:
          delivered: during(discharging, vpp)
          accepted: min(pool.delivered, vpp.instructed * hours)
        shares:
          reward: share(accepted * vpp.price, by = 70 % * delivered, of = pool.delivered)
        """;

    private const string Products = """
        product: battery
        from: 2026-01-01
        interval: 60min
        pool: { reward: GBP }
        charges: [{ name: Event reward, group: flexibility, amount: reward, to: customer }]
        ---
        product: dispatch
        from: 2026-01-01
        interval: 60min
        pool: { reward: GBP }
        charges:
          - name: Dispatch
            group: flexibility
            amount: pool.reward + pool.residual(reward)
        """;

    private const string Agreements = """
        - { agreement: a, account: a, product: battery, connections: a, from: 2026-03-01 }
        - { agreement: b, account: b, product: battery, connections: b, from: 2026-03-01 }
        - { agreement: c, account: c, product: battery, connections: c, from: 2026-03-01 }
        - { agreement: grid, account: grid, product: dispatch, connections: grid, pool: home-vpp, from: 2026-03-01 }
        """;

    private static readonly IReadOnlyList<(string Connection, string Channel, decimal[] Hours)> Readings =
    [
        ("a", "export", DispatchBook.Hours((17, 6), (18, 8))),
        ("b", "export", DispatchBook.Hours((17, 3), (18, 4))),
        ("c", "export", DispatchBook.Hours()),
    ];

    private static Busbars Billed()
    {
        var program = new Busbars();
        var done = DispatchBook.Apply(program, DispatchBook.Members + Pool, DispatchBook.Event, Products, Agreements,
            Readings);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        done = program.Run("bill", "--period", "2026-03");
        Assert.True(done.Code == 0, done.Results + done.Messages);
        return program;
    }

    private static string Totals(Busbars program) => string.Join(' ', JsonDocument.Parse(
            program.Run("show", "--json").Results).RootElement.GetProperty("bills").EnumerateArray()
        .Select(bill => $"{bill.GetProperty("account").GetString()}:{bill.GetProperty("total").GetString()}"));

    // 19 of 20 kWh at 3 pounds are 57: 70 % of it by 38/57 and 19/57.
    [Fact]
    public void Who_buys_pays_what_members_and_the_operator_get()
    {
        using var program = Billed();
        Assert.Equal("26.6 13.3 0 | 17.1", DispatchBook.Of(program, "reward"));
        Assert.Equal("a:-26.60 b:-13.30 c:0.00 grid:57.00", Totals(program));
    }

    [Theory]
    [InlineData("3000,10 kW", "2000,10 kW")]
    [InlineData("3000,10 kW", "3000,9 kW")]
    [InlineData("e-1,vpp,2026-03-01 17:00", "e-1,vpp,2026-03-01 18:00")]
    [InlineData(",,3000", ",b,3000")]
    [InlineData(DispatchBook.Event, "")]
    public void An_event_that_is_corrected_is_found_and_settled_again(string written, string instead)
    {
        using var program = Billed();
        program.Write("book/events.csv", DispatchBook.Columns
            + DispatchBook.Event.Replace(written, instead, StringComparison.Ordinal));
        var done = program.Run("apply", program.PathOf("book"));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.Contains("issued bills rested on other prices, readings or events and would come out otherwise now",
            done.Results, StringComparison.Ordinal);
        Assert.Contains("reward", program.Run("pool", "home-vpp", "--period", "2026-03").Messages,
            StringComparison.Ordinal);
        // What was settled stays until somebody says so.
        Assert.Equal("26.6 13.3 0 | 17.1", DispatchBook.Of(program, "reward"));
        done = program.Run("rebill", "TF-2026-00001");
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.DoesNotContain("Pool home-vpp", program.Run("pool", "home-vpp", "--period", "2026-03").Messages,
            StringComparison.Ordinal);
        using var fresh = new Busbars();
        DispatchBook.Apply(fresh, DispatchBook.Members + Pool, DispatchBook.Event.Replace(written, instead,
            StringComparison.Ordinal), Products, Agreements, Readings);
        Assert.Equal(DispatchBook.Of(fresh, "reward"), DispatchBook.Of(program, "reward"));
    }

    [Fact]
    public void An_event_that_changes_nothing_concerns_nobody()
    {
        using var program = Billed();
        program.Write("book/events.csv", DispatchBook.Columns + DispatchBook.Event
            + "e-2,vpp,2026-03-09 17:00,2026-03-09 19:00,home-vpp,,,500,5 kW\n");
        var done = program.Run("apply", program.PathOf("book"));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.DoesNotContain("rested", done.Results, StringComparison.Ordinal);
    }

    // The product of a member may use events itself; then nothing is settled, and the bill is found all the same.
    [Fact]
    public void A_bill_of_an_agreement_that_an_event_calls_is_found_too()
    {
        using var program = new Busbars();
        const string product = """
            product: battery
            from: 2026-01-01
            interval: 60min
            channels: { export: kWh }
            charges:
              - { name: Energy, quantity: "during(export, vpp)", price: vpp.price, to: customer }
            """;
        var done = DispatchBook.Apply(program, DispatchBook.Members, DispatchBook.Event, product,
            Agreements[..Agreements.IndexOf("- { agreement: grid", StringComparison.Ordinal)], Readings);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        done = program.Run("bill", "--period", "2026-03");
        Assert.True(done.Code == 0, done.Results + done.Messages);
        program.Write("book/events.csv", DispatchBook.Columns
            + DispatchBook.Event.Replace(",,3000", ",b,4000", StringComparison.Ordinal));
        done = program.Run("apply", program.PathOf("book"));
        // 14 kWh at another pound each; 7 kWh at 3 pounds not at all.
        Assert.Contains("2 issued bills rested on other prices, readings or events and would come out otherwise now, "
            + "together 7.00 GBP more: TF-2026-00001 (14.00 GBP less), TF-2026-00002 (21.00 GBP more).", done.Results,
            StringComparison.Ordinal);
    }

    // 6 kWh of the roof that would have earned 5 p each and 4 of the grid at 10 p come out as 9; the event uses 5.
    [Fact]
    public void WE7_4_what_was_charged_costs_by_its_source_and_what_is_left_is_shared()
    {
        using var program = new Busbars();
        var done = DispatchBook.Apply(program, """
            pool: home-vpp
            interval: 60min
            boundary: meter
            members:
              - connection: h
                discharging: discharging
                cost: >-
                  drawn(discharging, from = min(charging, solar) * 5 p/kWh + positive(charging - solar) * 10 p/kWh,
                  store = charging, efficiency = 90 %)
                from: 2026-03-01
            quantities:
              delivered: during(discharging, vpp)
              charged: during(cost, vpp)
            shares:
              charging-cost: share(pool.charged, by = charged)
              wear: share(3 p/kWh * pool.delivered, by = delivered)
              net: >-
                share(sum(pool.delivered * vpp.price) - pool.charging-cost - pool.wear, by = 70 % * sum(delivered),
                of = sum(pool.delivered))
            """, "e-1,vpp,2026-03-01 17:00,2026-03-01 18:00,home-vpp,,,3000,5 kW\n", "", "",
            ("h", "charging", DispatchBook.Hours((11, 6), (12, 4))), ("h", "solar", DispatchBook.Hours((11, 6))),
            ("h", "discharging", DispatchBook.Hours((17, 5), (20, 4))));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.Equal("0.39 | 0", DispatchBook.Of(program, "charging-cost"));
        Assert.Equal("0.15 | 0", DispatchBook.Of(program, "wear"));
        Assert.Equal("10.12 | 4.34", DispatchBook.Of(program, "net"));
        Assert.Contains("\"whole\":\"14.460000\"", program.Run("pool", "home-vpp", "--period", "2026-03", "--json")
            .Results.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // The readings of 4 March are in the baseline of the event on the 8th, which was settled and billed.
    [Fact]
    public void A_late_reading_of_a_day_that_a_baseline_is_the_mean_of_moves_who_was_paid()
    {
        using var program = new Busbars();
        decimal[] Load(decimal then) => DispatchBook.Hours([.. Enumerable.Range(0, 31)
            .Select(day => (day * 24 + 17, day == 7 ? then : 5m))]);
        var done = DispatchBook.Apply(program, """
            pool: home-vpp
            interval: 60min
            boundary: meter
            members:
              - { connection: a, less: "baseline(import, five) - import", from: 2026-03-01 }
              - { connection: b, less: "baseline(import, five) - import", from: 2026-03-01 }
            quantities:
              reduced: during(positive(less), vpp)
            shares:
              reward: share(pool.reduced * vpp.price, by = reduced)
            """, "e-1,vpp,2026-03-08 17:00,2026-03-08 18:00,home-vpp,,,3000,\n", """
            product: home
            from: 2026-01-01
            interval: 60min
            pool: { reward: GBP }
            charges: [{ name: Event reward, amount: reward, to: customer }]
            """, """
            - { agreement: a, account: a, product: home, connections: a, from: 2026-03-01 }
            - { agreement: b, account: b, product: home, connections: b, from: 2026-03-01 }
            """, ("a", "import", Load(3)), ("b", "import", Load(4)));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.Equal(0, program.Run("bill", "--period", "2026-03").Code);
        Assert.Equal("a:-6.00 b:-3.00", Totals(program));
        var late = program.Run("import", program.Write("late.csv",
            "connection,channel,start,value,unit,quality,version\na,import,2026-03-04T17:00Z,10,kWh,A,2\n"));
        // Of b the whole of what is shared is another, and its part the same.
        Assert.Contains("2 issued bills rested on other readings and would come out otherwise now, together 3.00 GBP "
            + "less: TF-2026-00001 (3.00 GBP less), TF-2026-00002 (the same total).", late.Results + late.Messages,
            StringComparison.Ordinal);
    }
}
