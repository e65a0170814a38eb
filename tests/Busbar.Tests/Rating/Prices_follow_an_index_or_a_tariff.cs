namespace Busbar.Tests.Rating;

/// <summary>Escalated prices, indices by the month, the prices of other products, and how days are counted.</summary>
public sealed class Prices_follow_an_index_or_a_tariff
{
    private const string Cpi = """
        series: { cpi: { unit: "1", interval: month, file: prices/cpi.csv } }
        bills: { every: year }
        """;

    private static Bench Escalated(string escalate, Func<int, decimal?> level) => Bench.Of($$"""
        charges: [{ name: Power, quantity: export, to: customer, price: "{{escalate}}" }]
        """, Cpi).Reads("export", at => at.Day == 1 && at.TimeOfDay == default ? 1 : 0)
        .Prices("cpi", at => level(at.Year));

    [Fact]
    public void WE3_4_an_escalator_with_a_collar()
    {
        // CPI rises by 6.7 %, and no more than 4 % counts: 55.00 becomes 57.20.
        var bench = Escalated(
            "escalate(55 GBP/MWh, cpi, base = 2025-01, from = 2026-04, every = year, floor = 1 %, cap = 4 %)",
            year => year == 2025 ? 100m : 106.7m);
        Assert.Equal(["power.1: 3 × 0.055 = -0.17", "power.2: 9 × 0.0572 = -0.51"], bench.Lines("2026"));
    }

    [Fact]
    public void Each_step_goes_on_from_the_one_before_and_is_rounded_once()
    {
        // 100, 103, 101, 111.1: +3 %, −1.94 % within a floor of −1 %, +10 %, to whole pence per MWh.
        var bench = Escalated("escalate(50 GBP/MWh, cpi, base = 2024-01, from = 2025-07-15, every = year, "
            + "floor = -1 %, round = 1 p/MWh)",
            year => year switch { 2024 => 100, 2025 => 103, 2026 => 101, _ => 111.1m });
        var prices = new[] { "2025", "2026", "2027" }
            .SelectMany(year => bench.Bill(year).Lines.Select(line => (line.Price!.Value * 1000).ToString()));
        Assert.Equal(["50", "51.5", "51.5", "50.99", "50.99", "56.09"], prices);
    }

    [Fact]
    public void An_index_that_is_not_known_holds_the_bill_that_needs_it_and_no_other()
    {
        const string Price = "escalate(50 GBP/MWh, cpi, base = 2025-01, from = 2026-04, every = year)";
        var bench = Escalated(Price, year => year == 2025 ? 100 : null);
        Assert.Equal(["power: 12 × 0.05 = -0.60"], bench.Lines("2025"));
        Assert.Equal("The index cpi has no value above zero for 2026-01, which a price of Charge power of agreement a "
            + "steps with.", bench.Held("2026").Single().Message);
    }

    [Fact]
    public void A_value_per_month_holds_for_all_of_the_month()
    {
        var bench = Bench.Of("""
            charges: [{ name: Energy, quantity: import, price: levy }]
            """, """series: { levy: { unit: GBP/MWh, interval: month, file: prices/levy.csv } }""")
            .Reads("import", at => at.TimeOfDay == default ? 1 : 0).Prices("levy", at => at.Day == 1 ? at.Month : null);
        // Eleven days of June at 6 and nineteen of July at 7.
        Assert.Equal("0.20", bench.Bill("2021-06-20..2021-07-20").Net.ToString());
        Assert.Equal(["energy: 30 × 0.006 = 0.18"], bench.Lines("2021-06"));
    }

    private const string Home = """
        product: driver-home
        from: 2020-01-01
        interval: 30min
        channels: { import: kWh }
        terms: { rate: { in: p/kWh, default: 20 } }
        quantities: { day-rate: rate + 4 p/kWh }
        charges: [{ name: Energy, quantity: import, price: "by(d, day = day-rate, night = 9 p/kWh)" }]
        ---
        product: driver-home
        from: 2021-06-16
        interval: 30min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 30 p/kWh }]
        ---
        product: p
        from: 2020-01-01
        interval: 30min
        channels: { import: kWh }
        charges: [{ name: Home charging, quantity: import, price: tariff(PRICE), to: customer }]
        """;

    [Fact]
    public void A_tariff_is_the_price_of_another_products_charge_on_each_day()
    {
        var bench = Bench.Of(Home.Replace("PRICE", "driver-home.energy", StringComparison.Ordinal),
            "calendars: { d: { bands: { day: daily 07:00-23:00, night: rest } } }",
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01 }")
            .Reads("import", at => at.Hour is 1 or 12 && at.Minute == 0 ? 1 : 0);
        // 15 days of 1 kWh at 24 p and 1 at 9 p, then 15 of 2 at 30 p.
        Assert.Equal(["home-charging.1: 30 × … = -4.95", "home-charging.2: 30 × 0.3 = -9.00"], bench.Lines("2021-06"));
    }

    [Theory]
    [InlineData("driver-hom.energy", "There is no product driver-hom.")]
    [InlineData("driver-home.enrgy", "Product driver-home from 2020-01-01 has no charge enrgy.")]
    [InlineData("p.home-charging", "The price of p.home-charging can't be used here: The price of p.home-charging is "
        + "made of itself: p.home-charging → p.home-charging.")]
    public void A_tariff_that_is_not_there_is_refused(string price, string message) => Assert.Contains(message,
        Bench.Faults(Home.Replace("PRICE", price, StringComparison.Ordinal),
            "calendars: { d: { bands: { day: daily 07:00-23:00, night: rest } } }").Select(fault => fault.Message));

    [Theory]
    [InlineData("actual/actual", "2021-02", "10.00", "10.00")]
    [InlineData("actual/actual", "2021-02-01..2021-02-15", "5.00", "5.00")]
    [InlineData("actual/365", "2021-02", "9.21", "9.21")]
    [InlineData("actual/365", "2020", "120.33", "120.33")]
    [InlineData("30/360", "2021-02", "10.00", "10.00")]
    [InlineData("30/360", "2021-03", "10.00", "10.00")]
    [InlineData("30/360", "2021-02-01..2021-02-15", "4.67", "4.67")]
    public void Days_make_months_and_years_as_the_book_counts_them(
        string count, string period, string monthly, string yearly)
    {
        var bench = Bench.Of("""
            charges:
              - { name: Monthly, quantity: months, price: 10 GBP/month }
              - { name: Yearly, quantity: years, price: 120 GBP/year }
            """, $"day-count: {count}");
        Assert.Equal([monthly, yearly], bench.Bill(period).Lines.Select(line => line.Amount.ToString()));
    }

    [Fact]
    public void A_tariff_that_many_tariffs_rest_on_is_checked_once()
    {
        // Each product's price is half of the next one's, twice: forty deep.
        static string Product(int i) => $$"""
            product: {{(i == 0 ? "p" : $"p{i}")}}
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh, export: kWh }
            charges: [{ name: Energy, quantity: import, price: {{(i == 40 ? "8 p/kWh"
                : $"0.5 * tariff(p{i + 1}.energy) + 0.5 * tariff(p{i + 1}.energy)")}} }]

            """;
        var bench = Bench.Of(string.Join("---\n", Enumerable.Range(0, 41).Select(Product)))
            .Reads("import", at => at.Day == 1 && at.TimeOfDay == default ? 100 : 0);
        Assert.Equal(["energy: 100 × 0.08 = 8.00"], bench.Lines("2021-06"));
    }

    [Fact]
    public void A_tariff_of_blocks_that_count_what_is_not_here_says_so() => Assert.Contains(
        "The price of h.energy can't be used here: tiers counts a charge's own quantity, and here is none.",
        Bench.Faults("""
            product: h
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: "tiers(per = month, 0 kWh = 20 p/kWh)" }]
            ---
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: tariff(h.energy) }]
            """).Select(fault => fault.Message));
}
