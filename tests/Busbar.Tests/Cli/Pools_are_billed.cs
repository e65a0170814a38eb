using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>What a pool shares is billed to its members, by the worked examples and their numbers.</summary>
public sealed class Pools_are_billed
{
    private const string Network = """
        pool: quay
        interval: 60min
        parent: { connection: p }
        members:
          - { connection: a, consumption: import, from: 2026-01-01 }
          - { connection: b, consumption: import, from: 2026-01-01 }
          - { connection: c, consumption: import, from: 2026-01-01 }
        shares:
          energy-cost: share(parent.cost(energy), by = sum(consumption))
          fixed-cost: share(parent.cost(fixed), by = 1)
          capacity-cost: share(parent.cost(capacity), by = peak(consumption))
          metered-cost: share(parent.cost(energy), by = sum(consumption), of = sum(parent.import))
        """;

    private const string Grid = """
        product: grid
        from: 2026-01-01
        interval: 60min
        channels: { import: kWh }
        charges:
          - { name: Energy, group: energy, quantity: import, price: 15 p/kWh }
          - { name: Standing, group: fixed, quantity: days, price: 10 GBP/day }
          - { name: Capacity, group: capacity, amount: 1050 GBP/month * months }
        """;

    private const string Agreements = """
        - { agreement: p, account: p, product: grid, connections: [p], from: 2026-03-01 }
        - { agreement: a, account: a, product: child, connections: [a], from: 2026-03-01 }
        - { agreement: b, account: b, product: child, connections: [b], from: 2026-03-01 }
        - { agreement: c, account: c, product: child, connections: [c], from: 2026-03-01 }
        """;

    // WE9.1: what the parent pays is shared whole; what is lost between parent and children is paid by use.
    [Fact]
    public void WE9_1_a_parents_bill_is_shared_component_by_component()
    {
        using var program = new Busbars();
        Apply(program, """
            product: child
            from: 2026-01-01
            interval: 60min
            pool: { energy-cost: GBP, fixed-cost: GBP, capacity-cost: GBP }
            charges:
              - { name: Energy, group: energy, amount: energy-cost }
              - { name: Standing, group: fixed, amount: fixed-cost }
              - { name: Capacity, group: capacity, amount: capacity-cost }
            """);
        Assert.Equal("6315.79 103.34 472.50 | 6891.63", Bill(program, "a"));
        Assert.Equal("5526.32 103.33 393.75 | 6023.40", Bill(program, "b"));
        Assert.Equal("3157.89 103.33 183.75 | 3444.97", Bill(program, "c"));
        Assert.Equal("15000.00 310.00 1050.00 | 16360.00", Bill(program, "p"));
    }

    // WE9.1's VAT: each child is supplied by itself, and has a liability of its own; one of them is a home.
    [Theory]
    [InlineData("", "1378.33", "1204.68", "688.99")]
    [InlineData(", use: domestic", "1378.33", "1204.68", "172.25")]
    public void WE9_1_each_child_is_taxed_as_its_own(string use, params string[] taxes)
    {
        using var program = new Busbars();
        Prepare(program, """
            product: child
            from: 2026-01-01
            interval: 60min
            pool: { energy-cost: GBP, fixed-cost: GBP, capacity-cost: GBP }
            charges:
              - { name: Energy, group: energy, amount: energy-cost }
              - { name: Standing, group: fixed, amount: fixed-cost }
              - { name: Capacity, group: capacity, amount: capacity-cost }
            """);
        program.Write("book/book.yaml", File.ReadAllText(program.PathOf("book/book.yaml")).Replace(
            "taxes: { none: 0 % }", """
            taxes:
              standard: 20 %
              reduced: 5 %
              fuel: { domestic: reduced, business: standard, small: { channel: import, at-most: 33 kWh/day } }
            tax: fuel
            """, StringComparison.Ordinal));
        program.Write("book/accounts.yaml", File.ReadAllText(program.PathOf("book/accounts.yaml")).Replace(
            "account: c, party: them", $"account: c, party: them{use}", StringComparison.Ordinal));
        var applied = program.Run("apply", program.PathOf("book"));
        Assert.True(applied.Code == 0, applied.Messages);
        Issue(program);
        Assert.Equal(taxes, new[] { "a", "b", "c" }.Select(account => TaxOf(program, account)));
        Assert.Equal("3272.00", TaxOf(program, "p"));
    }

    private static string TaxOf(Busbars program, string account) => program.Run("show", JsonDocument.Parse(
            program.Run("show", "--json").Results).RootElement.GetProperty("bills").EnumerateArray()
            .First(bill => bill.GetProperty("account").GetString() == account).GetProperty("number").GetString()!,
        "--json") is { Code: 0 } shown
            ? JsonDocument.Parse(shown.Results).RootElement.GetProperty("tax").GetString()! : "";

    // WE9.2: the landlord keeps what its meter shows beyond those of the children.
    [Fact]
    public void WE9_2_what_is_lost_stays_with_the_landlord()
    {
        using var program = new Busbars();
        Apply(program, """
            product: child
            from: 2026-01-01
            interval: 60min
            pool: { metered-cost: GBP }
            charges:
              - { name: Energy, group: energy, amount: metered-cost }
            """, residual: """

            ---
            product: landlord
            from: 2026-01-01
            interval: 60min
            pool: { metered-cost: GBP }
            charges:
              - { name: Losses, group: service, amount: pool.residual(metered-cost) }
            """);
        Assert.Equal(["6000.00 | 6000.00", "5250.00 | 5250.00", "3000.00 | 3000.00", "750.00 | 750.00"],
            [Bill(program, "a"), Bill(program, "b"), Bill(program, "c"), Bill(program, "landlord")]);
    }

    // WE3.2: the money of WE3.1, matched by the hour.
    [Fact]
    public void WE3_2_sites_and_generator_are_billed_for_the_same_match()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, """
            pool: highfield
            interval: 60min
            boundary: meter
            members:
              - { connection: g, generation: export, from: 2026-03-01 }
              - { connection: a, consumption: import, from: 2026-03-01 }
              - { connection: b, consumption: import, from: 2026-03-01 }
              - { connection: c, consumption: import, from: 2026-03-01 }
            quantities:
              matched: min(pool.generation, pool.consumption)
            shares:
              wind: share(matched, by = consumption)
              output: share(matched, by = generation)
            """, """
            product: sleeve
            from: 2026-01-01
            interval: 60min
            pool: { consumption: kWh, wind: kWh }
            quantities: { unders: consumption - wind }
            charges:
              - { name: Wind power, quantity: wind, price: 68 GBP/MWh }
              - { name: Top-up, quantity: unders, price: 95 GBP/MWh }
            ---
            product: offtake
            from: 2026-01-01
            interval: 60min
            pool: { generation: kWh, output: kWh }
            charges:
              - { name: Matched output, quantity: output, price: 65 GBP/MWh, to: customer }
              - { name: Spill, quantity: generation - output, price: 40 GBP/MWh, to: customer }
            """, """
            - { agreement: sites, account: a, product: sleeve, connections: [a, b, c], from: 2026-03-01,
                to: 2026-03-02 }
            - { agreement: wind, account: g, product: offtake, connections: [g], from: 2026-03-01, to: 2026-03-02 }
            """, ("g", "export", Hours(1000, 1000)), ("a", "import", Hours(600, 200)), ("b", "import", Hours(300, 500)),
            ("c", "import", Hours(300, 100)));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Issue(program);
        Assert.Equal("122.40 19.00 | 141.40", Bill(program, "a"));
        Assert.Equal("-117.00 -8.00 | -125.00", Bill(program, "g"));
        // Explained from what was settled, down to the hour.
        var explained = program.Run("explain", "HE-2026-00001", "wind-power", "--intervals");
        Assert.True(explained.Code == 0, explained.Messages);
        // Late readings don't change what was settled, and no bill either.
        program.Write("late.csv", PoolBooks.Csv([("a", "import", [600])]).Replace("quality", "quality,version")
            .Replace(",A\n", ",A,7\n").Replace(",600,", ",900,"));
        Assert.Equal(0, program.Run("import", program.PathOf("late.csv")).Code);
        Assert.Equal(0, program.Run("explain", "HE-2026-00001", "wind-power", "--intervals").Code);
        Assert.Contains("2000", program.Run("pool", "highfield", "--period", "2026-03-01..2026-03-02").Results,
            StringComparison.Ordinal);
    }

    // WE3.2: the same hours matched by the month are 5.40 cheaper for the sites; nothing is over or under then.
    [Fact]
    public void WE3_2_matched_by_the_month_all_of_it_is_the_generators()
    {
        using var program = new Busbars();
        decimal[] Of(params decimal[] first) => [.. first, .. new decimal[(31 * 24) - first.Length]];
        var done = PoolBooks.Apply(program, """
            pool: highfield
            interval: 60min
            boundary: meter
            members:
              - { connection: g, generation: export, from: 2026-03-01 }
              - { connection: a, consumption: import, from: 2026-03-01 }
              - { connection: b, consumption: import, from: 2026-03-01 }
              - { connection: c, consumption: import, from: 2026-03-01 }
            quantities:
              matched: min(sum(pool.generation), sum(pool.consumption))
            shares:
              wind: share(matched, by = sum(consumption))
              output: share(matched, by = sum(generation))
            """, """
            product: sleeve
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            pool: { wind: { in: kWh, per: period } }
            charges:
              - { name: Wind power, quantity: wind, price: 68 GBP/MWh }
              - { name: Top-up, quantity: "sum(import, per = month) - wind", price: 95 GBP/MWh }
            ---
            product: offtake
            from: 2026-01-01
            interval: 60min
            channels: { export: kWh }
            pool: { output: { in: kWh, per: period } }
            charges:
              - { name: Matched output, quantity: output, price: 65 GBP/MWh, to: customer }
              - { name: Spill, quantity: "sum(export, per = month) - output", price: 40 GBP/MWh, to: customer }
            """, """
            - { agreement: sites, account: a, product: sleeve, connections: [a, b, c], from: 2026-03-01 }
            - { agreement: wind, account: g, product: offtake, connections: [g], from: 2026-03-01 }
            """, ("g", "export", Of(1000, 1000)), ("a", "import", Of(600, 200)), ("b", "import", Of(300, 500)),
            ("c", "import", Of(300, 100)));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Issue(program);
        Assert.Equal("136.00 0.00 | 136.00", Bill(program, "a"));
        Assert.Equal("-130.00 0.00 | -130.00", Bill(program, "g"));
    }

    private static void Apply(Busbars program, string child, string residual = "")
    {
        Prepare(program, child, residual);
        Issue(program);
    }

    private static void Prepare(Busbars program, string child, string residual = "")
    {
        var (a, b, c) = (Month(40_000, 180), Month(35_000, 150), Month(20_000, 70));
        var parent = a.Zip(b, (x, y) => x + y).Zip(c, (x, y) => x + y).ToArray();
        parent[^1] += 5_000;
        var done = PoolBooks.Apply(program, Network, $"{Grid}\n---\n{child}{residual}", Agreements
            + (residual.Length == 0
                ? "" : "\n- { agreement: landlord, account: landlord, product: landlord, connections: [p], "
                + "from: 2026-03-01 }"),
            ("p", "import", parent), ("a", "import", a), ("b", "import", b), ("c", "import", c),
            ("landlord", "import", []));
        Assert.True(done.Code == 0, done.Results + done.Messages);
    }

    private static void Issue(Busbars program)
    {
        program.Now = NodaTime.Instant.FromUtc(2026, 4, 2, 8, 0);
        var issued = program.Run("bill", "--period", "2026-03");
        Assert.True(issued.Code == 0, issued.Results + issued.Messages);
    }

    private static string Bill(Busbars program, string account)
    {
        var number = JsonDocument.Parse(program.Run("show", "--json").Results).RootElement.GetProperty("bills")
            .EnumerateArray().First(bill => bill.GetProperty("account").GetString() == account)
            .GetProperty("number").GetString()!;
        var bill = JsonDocument.Parse(program.Run("show", number, "--json").Results).RootElement;
        return string.Join(' ', bill.GetProperty("lines").EnumerateArray()
            .Select(line => line.GetProperty("amount").GetString())) + " | " + bill.GetProperty("net").GetString();
    }

    private static decimal[] Hours(params decimal[] first) => [.. first, .. new decimal[24 - first.Length]];

    /// <summary>A month of whole kWh with a sum, and a greatest hour, the first.</summary>
    private static decimal[] Month(int sum, int peak)
    {
        const int Rest = (31 * 24) - 1;
        var (usual, more) = ((sum - peak) / Rest, (sum - peak) % Rest);
        return [peak, .. Enumerable.Range(0, Rest).Select(i => (decimal)(usual + (i < more ? 1 : 0)))];
    }
}
