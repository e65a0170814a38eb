using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>What keeps one share of a pool from being settled keeps no other, nor bills that don't need it.</summary>
public sealed class Each_share_is_settled_by_itself
{
    private const string Products = """
        product: site
        from: 2026-01-01
        interval: 60min
        pool: { s: kWh }
        charges:
          - { name: Shared, quantity: s, price: 10 p/kWh }
        ---
        product: other
        from: 2026-01-01
        interval: 60min
        pool: { other: kWh }
        charges:
          - { name: Other, quantity: other, price: 10 p/kWh }
        """;

    private const string Agreements = """
        - { agreement: a, account: a, product: site, connections: [a], from: 2026-03-01 }
        - { agreement: b, account: b, product: other, connections: [b], from: 2026-03-01 }
        """;

    private static string Pool(string other) => $$"""
        pool: quay
        interval: 60min
        boundary: meter
        members:
          - { connection: g, generation: export, from: 2026-03-01 }
          - { connection: a, consumption: import, from: 2026-03-01 }
          - { connection: b, consumption: import, from: 2026-03-01 }
        shares:
          s: share(pool.generation, by = consumption)
          other: {{other}}
        """;

    [Theory]
    [InlineData("share(pool.generation, by = consumption - 0.5 kW * hours)", "a key of -0.25")]
    [InlineData("\"share(pool.generation, by = consumption * spot, up-to = consumption)\"", "spot")]
    public void A_share_that_cannot_be_settled_holds_the_bills_that_need_it_alone(string other, string reason)
    {
        using var program = Applied(other, 31 * 24);
        var bills = program.Run("bill", "--period", "2026-03");
        Assert.Equal(3, bills.Code);
        Assert.Contains("HE-2026-00001    a ", bills.Results, StringComparison.Ordinal);
        Assert.Contains("1 bill issued, 1 held", bills.Messages, StringComparison.Ordinal);
        Assert.Contains(reason, bills.Messages, StringComparison.Ordinal);
        Assert.Equal(["generation", "consumption", "s"], Names(program, "2026-03"));
    }

    [Fact]
    public void All_reasons_are_named()
    {
        using var program = Applied("share(pool.generation, by = consumption - 0.5 kW * hours)", 31 * 24);
        Assert.Contains("There are 9 more reasons: busbar pool quay names all.", Words(program.Run("bill", "--period",
            "2026-03").Messages), StringComparison.Ordinal);
        var held = JsonDocument.Parse(program.Run("pool", "quay", "--period", "2026-03", "--json").Results).RootElement
            .GetProperty("held").EnumerateArray().Select(one => one.GetProperty("message").GetString()!).ToList();
        Assert.Equal(10, held.Count);
        Assert.All(held.Index(), one => Assert.Contains($"at 2026-03-01T{one.Index:00}:00:00Z", one.Item,
            StringComparison.Ordinal));
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void What_needs_no_month_does_not_wait_with_what_does()
    {
        using var program = Applied(
            "share(min(pool.generation, 0.5 * peak(pool.generation) * hours), by = consumption)", 20 * 24);
        Assert.Equal(["generation", "consumption", "s"], Names(program, "2026-03-01..2026-03-10"));
    }

    private static Busbars Applied(string other, int hours)
    {
        var program = new Busbars();
        var done = PoolBooks.Apply(program, Pool("share(pool.generation, by = consumption)"), Products, Agreements,
            ("g", "export", [.. Enumerable.Repeat(1m, hours)]), ("a", "import", [.. Enumerable.Repeat(1m, hours)]),
            ("b", "import", [.. Enumerable.Repeat(0.25m, hours)]));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        // A price is missing on the 3rd, at 2.
        program.Write("book/book.yaml", File.ReadAllText(program.PathOf("book/book.yaml"))
            + "\nseries: { spot: { unit: 1, interval: 60min, file: prices/spot.csv } }\n");
        program.Write("book/prices/spot.csv", "start,value\n" + string.Concat(Enumerable.Range(0, hours)
            .Where(hour => hour != 50).Select(hour =>
                $"{new DateTime(2026, 3, 1).AddHours(hour):yyyy-MM-ddTHH:mm}Z,1\n")));
        program.Write("book/pools/pool.yaml", Pool(other));
        done = program.Run("apply", program.PathOf("book"));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        return program;
    }

    private static List<string?> Names(Busbars program, string period) => [.. JsonDocument.Parse(program.Run(
        "pool", "quay", "--period", period, "--json").Results).RootElement.GetProperty("names").EnumerateArray()
        .Select(name => name.GetProperty("name").GetString())];
}
