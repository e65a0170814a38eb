namespace Busbar.Tests.Rating;

/// <summary>What the events of a programme are in formulas: within them, over each of them, and what they say.
/// </summary>
public sealed class Events_are_paid
{
    private const string Two = """
        - { event: e-1, programme: dfs, from: 2026-01-15 17:00, to: 2026-01-15 19:00, price: 100, instructed: 4,
            nominated: 5 }
        - { event: e-2, programme: dfs, from: 2026-01-22 17:00, to: 2026-01-22 18:00, price: 200, instructed: 4,
            nominated: 5 }
        """;

    private static Bench Site(string charges, string events = Two, string? agreements = null) =>
        Bench.Of($$"""
            product: p
            from: 2020-01-01
            interval: 60min
            channels: { import: kWh }
            quantities:
              asked: sum(dfs.instructed * hours, per = dfs)
              less: during(dfs.nominated * hours - import, dfs)
              delivered: "min(positive(sum(less, per = dfs)), asked)"
            charges:
            {{charges}}
            """, "programmes: { dfs: {}, other: {} }", "Etc/UTC", connections: """
            - { connection: c1, interval: 60min, channels: { import: kWh } }
            - { connection: c2, interval: 60min, channels: { import: kWh } }
            """, agreements: agreements, events: events).Reads("import", at => at.Hour == 17 ? 1 : 7);

    // 4 kWh less, then 2 more; in the second event 4 less. Asked were 8 and 4.
    [Theory]
    [InlineData("quantity: less, price: dfs.price", "x: 6 × … = 1.00")]
    [InlineData("quantity: positive(less), price: dfs.price", "x: 8 × … = 1.20")]
    [InlineData("quantity: delivered, price: dfs.price", "x: 6 × … = 1.00")]
    [InlineData("quantity: \"when(delivered < 50 % * asked, 0, delivered)\", price: dfs.price", "x: 4 × … = 0.80")]
    [InlineData("quantity: positive(asked - delivered), price: 2 * dfs.price", "x: 6 × … = 1.20")]
    [InlineData("quantity: \"sum(during(hours, dfs), per = month)\", price: 1 GBP/hour", "x: 3 × 1 = 3.00")]
    [InlineData("quantity: sum(delivered), price: \"10 GBP/kW / sum(during(hours, dfs)) else 0\"",
        "x: 6 × 3.333333333 = 20.00")]
    public void By_the_interval_or_by_the_event(string charge, string line) =>
        Assert.Equal(line, Assert.Single(Site($"  - {{ name: X, {charge} }}").Lines("2026-01")));

    [Fact]
    public void A_month_without_an_event_pays_nothing() => Assert.Equal("x: 0 × 0 = 0.00",
        Assert.Single(Site("  - { name: X, quantity: delivered, price: dfs.price }").Lines("2026-02")));

    [Fact]
    public void An_event_over_the_end_of_a_bill_is_on_the_bill_in_which_it_ends()
    {
        var bench = Site("  - { name: Each, quantity: \"sum(less, per = dfs)\", price: 1 GBP/kWh }\n"
            + "  - { name: All, quantity: less, price: 1 GBP/kWh }",
            "- { event: e, programme: dfs, from: 2026-01-31 17:00, to: 2026-02-01 18:00, instructed: 4, "
                + "nominated: 5 }");
        Assert.Equal(["each: 0 × 1 = 0.00", "all: -8 × 1 = -8.00"], bench.Lines("2026-01"));
        Assert.Equal(["each: -38 × 1 = -38.00", "all: -30 × 1 = -30.00"], bench.Lines("2026-02"));
        Assert.Equal(["each: -38 × 1 = -38.00", "all: -38 × 1 = -38.00"], bench.Lines("2026-01-01..2026-03-01"));
    }

    // Two connections: one is 4 kWh less and 2 more in the first event, as the other one.
    [Fact]
    public void A_floor_is_of_each_connection_or_of_all_of_them_together()
    {
        const string Both = "- { agreement: a, account: acc, product: p, connections: [c1, c2], from: 2020-01-01 }";
        string Line(string each) => string.Join(' ', Site("  - { name: X, quantity: \"positive(sum(during("
            + $"5 kW * hours - import, dfs), per = dfs))\", price: 1 GBP/kWh{each} }}", Two, agreements: Both)
            .Reads("import", at => at.Hour == 17 ? 9 : 8, "c2").Lines("2026-01"));
        Assert.Equal("x.c1: 6 × 1 = 6.00 x.c2: 0 × 1 = 0.00", Line(", each: connection"));
        Assert.Equal("x: 0 × 1 = 0.00", Line(""));
    }

    [Fact]
    public void An_event_of_one_connection_is_none_of_another()
    {
        const string Both = "- { agreement: a, account: acc, product: p, connections: [c1, c2], from: 2020-01-01 }";
        Assert.Equal(["x.c1: 4 × 1 = 4.00", "x.c2: 0 × 1 = 0.00"], Site(
            "  - { name: X, each: connection, quantity: \"during(5 kW * hours - import, dfs)\", price: 1 GBP/kWh }",
            "- { event: e, programme: dfs, from: 2026-01-22 17:00, to: 2026-01-22 18:00, connections: c1, price: 1, "
                + "instructed: 1, nominated: 1 }", agreements: Both).Lines("2026-01"));
    }

    [Fact]
    public void An_event_that_calls_others_is_none()
    {
        const string Apart = "- { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01 }\n"
            + "- { agreement: b, account: acc, product: p, connections: c2, from: 2026-01-01 }";
        Assert.Equal(["a.x: 0 × 1 = 0.00", "b.x: 4 × 1 = 4.00"], Site(
            "  - { name: X, quantity: less, price: 1 GBP/kWh }",
            "- { event: e, programme: dfs, from: 2026-01-22 17:00, to: 2026-01-22 18:00, agreements: b, "
                + "instructed: 1, nominated: 5 }", agreements: Apart).Reads("import", _ => 1, "c2").Lines("2026-01"));
    }
}
