namespace Busbar.Tests.Rating;

/// <summary>Block prices: in order, evenly and whole, with amounts of their own, cut by bills and by supply.</summary>
public sealed class Tiers_price_blocks
{
    private static Bench Priced(string price, decimal perInterval, string quantity = "import", string more = "",
        string? agreements = null, string book = "") => Bench.Of($$"""
        charges:
          - name: Energy
            quantity: {{quantity}}
            price: "{{price}}"
        {{more}}
        """, book, agreements: agreements).Reads("import", _ => perInterval);

    private static Bench Counted(string price, decimal total)
    {
        // All of it in the first interval of the month.
        return Priced(price, 0).Reads("import", at => at.Day == 1 && at.TimeOfDay == default ? total : 0);
    }

    [Theory]
    [InlineData(0, "2.00")]
    [InlineData(1, "12.00")]
    [InlineData(10, "102.00")]
    [InlineData(11, "110.00")]
    [InlineData(12, "115.00")]
    public void Graduated_figures_of_other_engines(int units, string amount) => Assert.Equal(amount, Counted(
        "tiers(per = month, 0 kWh = (10 GBP/kWh, 2 GBP), 10 kWh = (5 GBP/kWh, 3 GBP), 20 kWh = (5 GBP/kWh, 3 GBP))",
        units).Bill("2021-06").Net.ToString());

    [Theory]
    [InlineData(1, "12.00")]
    [InlineData(100, "210.00")]
    [InlineData(200, "200.00")]
    [InlineData(300, "200.00")]
    public void Volume_figures_of_other_engines(int units, string amount) => Assert.Equal(amount, Counted(
        "tiers(per = month, whole = true, 0 kWh = (2 GBP/kWh, 10 GBP), 100 kWh = 1 GBP/kWh, "
        + "200 kWh = (0.5 GBP/kWh, 50 GBP))", units).Bill("2021-06").Net.ToString());

    [Fact]
    public void Graduated_flat_figure_of_another_engine() => Assert.Equal("182.00", Counted(
        "tiers(per = month, 0 kWh = (0, 100 GBP), 5 kWh = (0, 50 GBP), 10 kWh = 5 GBP/kWh, 15 kWh = 1 GBP/kWh)",
        22).Bill("2021-06").Net.ToString());

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(1, "15.00")]
    [InlineData(10_000, "15.00")]
    [InlineData(10_500, "30.00")]
    public void A_package_is_paid_when_it_is_begun(int wattHours, string amount) => Assert.Equal(amount,
        Counted("packages(10 kWh, 15 GBP, per = month)", wattHours / 1000m).Bill("2021-06").Net.ToString());

    [Theory]
    [InlineData(0, "100.00")]
    [InlineData(60, "100.00")]
    [InlineData(70, "105.00")]
    public void Packages_with_a_minimum_are_at_least_the_minimum(int units, string amount) => Assert.Equal(amount,
        Priced("packages(10 kWh, 15 GBP, per = month)", 0, more: """
              - name: Minimum
                group: fixed
                amount: "positive(100 GBP/month * months - cost(energy, per = month))"
            """).Reads("import", at => at.Day == 1 && at.TimeOfDay == default ? units : 0)
            .Bill("2021-06").Net.ToString());

    [Fact]
    public void In_order_a_month_cut_by_two_bills_counts_on()
    {
        // 1 kWh per half-hour: 48 a day, the edge of 300 is passed on the seventh day.
        var bench = Priced("tiers(per = month, 0 kWh = 10 p/kWh, 300 kWh = 20 p/kWh)", 1);
        Assert.Equal(["energy: 192 × 0.1 = 19.20"], bench.Lines("2021-06-01..2021-06-05"));
        Assert.Equal(["energy: 192 × … = 27.60"], bench.Lines("2021-06-05..2021-06-09"));
        Assert.Equal(["energy: 48 × 0.2 = 9.60"], bench.Lines("2021-06-09..2021-06-10"));
    }

    [Fact]
    public void An_interval_that_crosses_an_edge_is_split_in_the_ratio_of_what_is_counted() => Assert.Equal(
        ["energy: 400 × … = 50.00"],
        Counted("tiers(per = month, 0 kWh = 10 p/kWh, 300 kWh = 20 p/kWh)", 400).Lines("2021-06"));

    [Fact]
    public void A_line_per_tier() => Assert.Equal(
        ["energy.tier-1: 300 × 0.1 = 30.00", "energy.tier-2: 100 × 0.2 = 20.00"],
        Bench.Of("""
            charges:
              - { name: Energy, quantity: import, lines: tier,
                  price: "tiers(per = month, 0 kWh = 10 p/kWh, 300 kWh = 20 p/kWh)" }
            """).Reads("import", at => at.Day == 1 && at.Hour < 10 ? 20 : 0).Lines("2021-06"));

    [Fact]
    public void Evenly_and_in_order_agree_where_the_price_is_constant_in_the_window()
    {
        const string Blocks = "0 kWh = 10 p/kWh, 300 kWh = 20 p/kWh, 700 kWh = 35 p/kWh";
        Assert.Equal(
            Priced($"tiers(per = month, {Blocks})", 0.7m).Bill("2021-06").Net,
            Priced($"tiers(per = month, fill = evenly, {Blocks})", 0.7m).Bill("2021-06").Net);
    }

    [Fact]
    public void Edges_scale_by_days_where_supply_begins_within_the_window()
    {
        // 15 of June's 30 days: the edge is at 150. In order 150 × 0.10 and 570 × 0.20.
        const string From = "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-06-16 }";
        Assert.Equal(["energy: 720 × … = 129.00"], Priced(
            "tiers(per = month, 0 kWh = 10 p/kWh, 300 kWh = 20 p/kWh)", 1, agreements: From).Lines("2021-06"));
        // An amount for having reached a block scales likewise: 2 × 15/30.
        Assert.Equal(["energy: 720 × … = 130.00"], Priced(
            "tiers(per = month, 0 kWh = (10 p/kWh, 2 GBP), 300 kWh = 20 p/kWh)", 1, agreements: From).Lines("2021-06"));
    }

    [Fact]
    public void WE0_1_a_block_for_thirty_days_grows_with_the_bill()
    {
        // 500 kWh for 30 days: a bill of 33 days has a block of 550.
        var bench = Priced("tiers(0 kWh = 10 p/kWh, 500 kWh * sum(days) / 30 days = 20 p/kWh)", 0);
        bench.Reads("import", at => at.Day == 5 && at.TimeOfDay == default ? 600 : 0);
        Assert.Equal(["energy: 600 × … = 65.00"], bench.Lines("2021-06-01..2021-07-04"));
    }

    [Fact]
    public void An_edge_of_time_is_that_of_the_whole_window_also_where_a_bill_cuts_it()
    {
        // 10 kWh a day are 300 in June, so that the first bill of six days is all in the first block.
        var bench = Priced("tiers(per = month, 0 kWh = 10 p/kWh, 10 kWh/day * days = 20 p/kWh)", 1);
        Assert.Equal(["energy: 288 × 0.1 = 28.80"], bench.Lines("2021-06-01..2021-06-07"));
        Assert.Equal(["energy: 48 × … = 8.40"], bench.Lines("2021-06-07..2021-06-08"));
    }

    [Fact]
    public void An_edge_that_changes_within_the_window_is_its_mean_by_days()
    {
        const string Agreement = """
            - { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01,
                terms: { block: { 2020-01-01: 300 kWh, 2021-06-11: 600 kWh } } }
            """;
        // 300 for 10 days and 600 for 20: 500. 1440 kWh: 500 × 0.10 + 940 × 0.20 = 238.
        var bench = Priced("tiers(per = month, 0 kWh = 10 p/kWh, block = 20 p/kWh)", 1,
            more: "terms: { block: kWh }", agreements: Agreement);
        Assert.Equal("238.00", bench.Bill("2021-06").Net.ToString());
    }

    [Fact]
    public void Hours_of_use_are_edges_of_the_months_own_peak()
    {
        // A steady 2 kW: 1 kWh per half-hour, 1440 in June: 200 hours are 400 kWh.
        Assert.Equal(["energy: 1440 × … = 248.00"], Priced(
            "tiers(per = month, 0 kWh = 10 p/kWh, (200 hours * peak(import, per = month)) = 20 p/kWh)", 1)
            .Lines("2021-06"));
    }

    [Fact]
    public void Demand_is_graduated_by_the_power_of_the_month() => Assert.Equal(["energy: 2 × 12.5 = 25.00"], Priced(
        "tiers(per = month, of = peak(import, per = month), 0 kW = 10 GBP/kW/month, 1.5 kW = 20 GBP/kW/month)", 1,
        quantity: "peak(import, per = month) * months").Lines("2021-06"));

    [Fact]
    public void A_tier_may_count_one_band_and_price_by_another()
    {
        const string Book = "calendars: { d: { bands: { day: daily 08:00-20:00, night: rest } } }";
        // By day 24 kWh a day: the block of 240 is full after ten days. At night nothing is counted, so that the night
        // to the eleventh day is in the block reached: 496 kWh in the first block.
        Assert.Equal(["energy: 1440 × … = 238.40"], Priced(
            "tiers(per = month, of = during(import, d.day), 0 kWh = 10 p/kWh, 240 kWh = 20 p/kWh)", 1, book: Book)
            .Lines("2021-06"));
    }

    [Fact]
    public void Blocks_of_a_contract_year_and_of_a_season_count_beyond_the_bill()
    {
        const string From = "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-05-20 }";
        // 12 days of May are 576; 1000 are reached in June, and the new contract year begins on 20 May 2022.
        var years = Priced("tiers(per = contract-year, 0 kWh = 10 p/kWh, 1000 kWh = 20 p/kWh)", 1, agreements: From);
        Assert.Equal(["energy: 1440 × … = 245.60"], years.Lines("2021-06"));
        Assert.Equal(["energy: 1488 × … = 240.00"], years.Lines("2022-05"));
        const string Seasons = "calendars: { seasons: { bands: { summer: jun-sep, winter: rest } } }";
        var seasons = Priced(
            "tiers(per = seasons, 0 kWh = 10 p/kWh, 2000 kWh = 20 p/kWh)", 1, book: Seasons);
        Assert.Equal(["energy: 1440 × 0.1 = 144.00"], seasons.Lines("2021-06"));
        Assert.Equal(["energy: 1488 × … = 241.60"], seasons.Lines("2021-07"));
        Assert.Equal(["energy: 1490 × 0.1 = 149.00"], seasons.Lines("2021-10"));
    }

    [Fact]
    public void An_edge_of_another_version_counts_for_its_days()
    {
        const string Version = """
            product: p
            from: FROM
            interval: 30min
            channels: { import: kWh, export: kWh }
            charges: [{ name: Energy, quantity: import,
                price: "tiers(per = month, 0 kWh = 10 p/kWh, EDGE kWh = 20 p/kWh)" }]

            """;
        static string Of(string from, string edge) => Version.Replace("FROM", from, StringComparison.Ordinal)
            .Replace("EDGE", edge, StringComparison.Ordinal);
        // 300 for 10 days of June and 600 for 20: 500, as where a term changes.
        var bench = Bench.Of(Of("2020-01-01", "300") + "---\n" + Of("2021-06-11", "600")).Reads("import", _ => 1);
        Assert.Equal("238.00", bench.Bill("2021-06").Net.ToString());
        Assert.Equal("267.60", bench.Bill("2021-05").Net.ToString());
    }

    [Fact]
    public void A_version_that_shows_tiers_has_a_line_for_each_beside_one_that_does_not()
    {
        const string Version = """
            product: p
            from: FROM
            interval: 30min
            channels: { import: kWh, export: kWh }
            charges: [{ name: Energy, quantity: import,LINES
                price: "tiers(per = month, 0 kWh = 10 p/kWh, 300 kWh = 20 p/kWh)" }]

            """;
        static string Of(string from, string lines) => Version.Replace("FROM", from, StringComparison.Ordinal)
            .Replace("LINES", lines, StringComparison.Ordinal);
        var bench = Bench.Of(Of("2020-01-01", "") + "---\n" + Of("2021-06-06", " lines: tier,"))
            .Reads("import", _ => 1);
        Assert.Equal(["energy.1: 240 × 0.1 = 24.00", "energy.tier-1.2: 60 × 0.1 = 6.00",
            "energy.tier-2.2: 1140 × 0.2 = 228.00"], bench.Lines("2021-06"));
    }

    [Theory]
    [InlineData("(100 hours * peak(export, per = year))")]
    [InlineData("allowance")]
    public void An_edge_of_another_version_that_is_of_more_than_time_counts_for_its_own_days_alone(string edge)
    {
        var version = $$"""
            product: p
            from: FROM
            interval: 30min
            channels: { import: kWh, export: kWh }
            charges: [{ name: Energy, quantity: import, price: "tiers(per = year, 0 kWh = 1 p/kWh, EDGE = 2 p/kWh)" }]

            """;
        string Of(string from, string one) => version.Replace("FROM", from, StringComparison.Ordinal)
            .Replace("EDGE", one, StringComparison.Ordinal);
        var bench = Bench.Of(Of("2020-01-01", edge) + "---\n" + Of("2021-07-01", "500 kWh"),
            "series: { allowance: { unit: kWh, interval: year, file: prices/a.csv } }")
            .Reads("import", _ => 1).Prices("allowance", _ => 500);
        // July's version counts on from January, and its own edge was passed long ago.
        Assert.Equal(["energy: 1488 × 0.02 = 29.76"], bench.Lines("2021-08"));
    }
}
