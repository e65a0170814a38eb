using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>What needs a whole month, quarter or year is billed once, whole, where that ends.</summary>
public class Windows_fall_where_they_end
{
    private const string Mid = "bills: { every: month, day: 15 }";

    private static Bench Of(string per, string book = "", string to = "") => Bench.Of($$"""
        charges:
          - { name: Standing, quantity: days, price: 1 GBP/day }
          - { name: Window, quantity: "sum(import, per = {{per}})", price: 1 GBP/kWh }
        """, book, agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2026-01-10"
            + $"{(to.Length == 0 ? "" : ", to: " + to)} }}")
        // A kWh each day, the number of the month in each.
        .Reads("import", at => at.TimeOfDay == LocalTime.Noon ? at.Month : 0);

    private static string? Window(Bench bench, string period) =>
        bench.Lines(period).FirstOrDefault(line => line.StartsWith("window", StringComparison.Ordinal));

    [Fact]
    public void A_month_that_two_bills_cut_is_on_the_bill_in_which_it_ends()
    {
        var bench = Of("month", Mid);
        // The first bill ends in the first month; the next has all of it, from the first day of supply.
        Assert.Null(Window(bench, "2026-01-10..2026-01-15"));
        Assert.Equal("window: 22 × 1 = 22.00", Window(bench, "2026-01-15..2026-02-15"));
        Assert.Equal("window: 56 × 1 = 56.00", Window(bench, "2026-02-15..2026-03-15"));
        Assert.Equal("window: 93 × 1 = 93.00", Window(bench, "2026-03-15..2026-04-15"));
    }

    [Fact]
    public void Months_that_are_billed_as_such_have_their_own()
    {
        var bench = Of("month");
        Assert.Equal("window: 22 × 1 = 22.00", Window(bench, "2026-01"));
        Assert.Equal("window: 56 × 1 = 56.00", Window(bench, "2026-02"));
    }

    [Fact]
    public void Quarters_and_years_wait_for_their_end()
    {
        var (quarter, year) = (Of("quarter"), Of("year"));
        Assert.Null(Window(quarter, "2026-01"));
        Assert.Null(Window(quarter, "2026-02"));
        Assert.Equal($"window: {22 + 56 + 93} × 1 = 171.00", Window(quarter, "2026-03"));
        Assert.Null(Window(quarter, "2026-04"));
        Assert.Null(Window(year, "2026-11"));
        Assert.Equal("window: 2373 × 1 = 2373.00", Window(year, "2026-12"));
    }

    [Fact]
    public void Where_supply_ends_the_window_ends()
    {
        var bench = Of("quarter", Mid, to: "2026-05-05");
        Assert.Null(Window(bench, "2026-02-15..2026-03-15"));
        Assert.Equal("window: 171 × 1 = 171.00", Window(bench, "2026-03-15..2026-04-15"));
        Assert.Equal($"window: {30 * 4 + 4 * 5} × 1 = 140.00", Window(bench, "2026-04-15..2026-05-15"));
        Assert.Null(bench.Plan("2026-05-15..2026-06-15"));
    }

    [Fact]
    public void Supply_that_ends_with_a_window_has_no_other()
    {
        var bench = Of("month", Mid, to: "2026-03-01");
        Assert.Equal("window: 56 × 1 = 56.00", Window(bench, "2026-02-15..2026-03-15"));
    }

    [Fact]
    public void A_long_bill_has_all_windows_that_end_in_it()
    {
        var bench = Of("month", "bills: { every: quarter, day: 15 }");
        Assert.Equal("window: 171 × 1 = 171.00", Window(bench, "2026-01-15..2026-04-15"));
        Assert.Equal($"window: {120 + 155 + 180} × 1 = 455.00", Window(bench, "2026-04-15..2026-07-15"));
    }

    [Fact]
    public void Every_window_of_a_supply_is_billed_once()
    {
        foreach (var per in new[] { "month", "quarter", "year" })
        {
            var bench = Of(per, Mid, to: "2027-02-20");
            var cycle = bench.Account.Cycle;
            var billed = cycle.PeriodsTouching(new(new(2026, 1, 10), new(2027, 2, 20)))
                .SelectMany(days => bench.Bill(
                    $"{days.From:uuuu-MM-dd}..{days.To:uuuu-MM-dd}").Lines.Where(line => line.Charge == "window"))
                .Aggregate(Busbar.Quantities.Exact.Zero, (sum, line) => sum + line.Quantity!.Value);
            // 2026 has 2,373 of it, and 2027 thirty-one ones and nineteen twos.
            Assert.Equal(2373 + 31 + 19 * 2, billed);
        }
    }

    [Fact]
    public void A_sum_per_period_is_that_of_the_bill()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Minimum, amount: "positive(100 GBP/month * months - sum(import * 1 GBP/kWh))" }
              - { name: Flat, quantity: sum(import), price: "max(1 p/kWh, 2 p/kWh)" }
            """).Reads("import", at => at.Month == 1 ? 0.05m : 0.5m);
        Assert.Equal(["minimum: 25.60", "flat: 74.4 × 0.02 = 1.49"], bench.Lines("2026-01"));
        Assert.Equal(["minimum: 0.00", "flat: 672 × 0.02 = 13.44"], bench.Lines("2026-02"));
    }

    [Fact]
    public void A_sum_per_day_may_be_capped_by_the_day()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Capped, quantity: "min(sum(import, per = day), 30 kWh/day * days)", price: 1 GBP/kWh }
            """).Reads("import", at => at.Day == 1 ? 1 : 0.5m);
        Assert.Equal($"capped: {30 + 30 * 24} × 1 = 750.00", bench.Lines("2026-01")[0]);
    }

    [Fact]
    public void A_window_in_which_a_term_changes_is_split_by_days()
    {
        var bench = Bench.Of("""
            terms: { rate: { in: GBP/kWh, default: 1 } }
            charges: [{ name: Window, quantity: "sum(import, per = month)", price: rate }]
            """, agreements: """
            - agreement: a
              account: acc
              product: p
              connections: c1
              from: 2020-01-01
              terms: { rate: { 2026-02-22: 2 } }
            """).Reads("import", at => at is { Month: 2, Day: 1 } && at.TimeOfDay == LocalTime.Noon ? 100 : 0);
        // 21 and 7 of 28 days, although all of it was used on the first.
        Assert.Equal(["window.1: 75 × 1 = 75.00", "window.2: 25 × 2 = 50.00"], bench.Lines("2026-02"));
    }

    [Fact]
    public void A_charge_that_a_version_drops_within_a_window_is_billed_where_the_window_ends()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh }
            charges:
              - { name: Standing, quantity: days, price: 1 GBP/day }
              - { name: Window, quantity: "sum(import, per = quarter)", price: 1 GBP/kWh }
            ---
            product: p
            from: 2026-03-01
            interval: 30min
            channels: { import: kWh }
            charges: [{ name: Standing, quantity: days, price: 1 GBP/day }]
            """).Reads("import", at => at.TimeOfDay == LocalTime.Noon ? 1 : 0);
        Assert.Null(Window(bench, "2026-02"));
        // 59 of the quarter's 90 days.
        Assert.Equal("window: 59 × 1 = 59.00", Window(bench, "2026-03"));
        Assert.Null(Window(bench, "2026-04"));
    }

    [Fact]
    public void A_version_that_changes_the_window_bills_no_day_twice_and_none_never()
    {
        foreach (var (before, after) in new[] { ("month", "quarter"), ("quarter", "month"), ("period", "quarter"),
            ("quarter", "period"), ("month", "year"), ("interval", "year"), ("year", "interval") })
        {
            var bench = Bench.Of($$"""
                product: p
                from: 2020-01-01
                interval: 30min
                channels: { import: kWh }
                charges: [{ name: Window, quantity: "sum(import, per = {{before}})", price: 1 GBP/kWh }]
                ---
                product: p
                from: 2026-03-01
                interval: 30min
                channels: { import: kWh }
                charges: [{ name: Window, quantity: "sum(import, per = {{after}})", price: 1 GBP/kWh }]
                """).Reads("import", at => at.TimeOfDay == LocalTime.Noon ? 1 : 0);
            var billed = Enumerable.Range(1, 12).Select(month => $"2026-{month:00}")
                .Where(month => bench.Plan(month) is not null)
                .Aggregate(Busbar.Quantities.Exact.Zero, (sum, month) => sum + bench.Bill(month).Net.Amount);
            Assert.Equal((before, after, 365), (before, after, billed));
        }
    }

    [Theory]
    [InlineData("sum(import) * 1 GBP/kWh + 0 * sum(import * tiers(per = year, of = import, 0 kWh = 1 GBP/kWh))")]
    [InlineData("carry(sum(import) * 1 GBP/kWh)")]
    [InlineData("sum(import) * 1 GBP/kWh")]
    public void A_figure_of_a_billing_period_that_two_bills_cut_is_of_each_bills_own_days(string amount)
    {
        var bench = Bench.Of($"charges: [{{ name: X, amount: \"{amount}\" }}]")
            .Reads("import", at => at.Day <= 15 ? 1 : 0);
        Assert.Equal(["x: 720.00"], bench.Lines("2021-01-01..2021-01-16"));
        Assert.Equal(["x: 0.00"], bench.Lines("2021-01-16..2021-02-01"));
    }

    [Fact]
    public void Blocks_of_a_billing_period_count_on_where_two_bills_cut_it()
    {
        var bench = Bench.Of("""
            charges: [{ name: X, quantity: import, price: "tiers(0 kWh = 10 p/kWh, 700 kWh = 20 p/kWh)" }]
            """).Reads("import", at => at.Day <= 20 ? 1 : 0);
        Assert.Equal(["x: 720 × … = 74.00"], bench.Lines("2021-01-01..2021-01-16"));
        Assert.Equal(["x: 240 × 0.2 = 48.00"], bench.Lines("2021-01-16..2021-02-01"));
    }

    [Theory]
    [InlineData("sum(sum(import, per = seasons), per = quarter)", "never-spread",
        "sum(import, per = seasons) has a value per run of seasons, which doesn't lie within one quarter.")]
    [InlineData("sum(sum(import, per = year), per = contract-year)", "never-spread",
        "sum(import, per = year) has a value per year, which doesn't lie within one contract year.")]
    [InlineData("sum(peak(import, per = month) * months, per = contract-year)", "different-days", null)]
    [InlineData("sum(import, per = seasons) + sum(import, per = year)", "windows-cross",
        "sum(import, per = seasons) is counted per run of seasons and sum(import, per = year) per year, and one "
        + "doesn't lie within the other.")]
    [InlineData("import * (peak(import, per = seasons) / peak(import, per = year) else 0)", "different-days", null)]
    [InlineData("allowance", "never-spread", "allowance is counted per year, and a bill may have a part of one.")]
    public void Windows_that_cross_are_refused(string quantity, string code, string? message)
    {
        var fault = Bench.Faults($"charges: [{{ name: X, quantity: \"{quantity}\", price: 1 p/kWh }}]", """
            calendars: { seasons: { bands: { summer: apr-sep, winter: rest } } }
            series: { allowance: { unit: kWh, interval: year, file: prices/a.csv } }
            """)[0];
        Assert.Equal(code, fault.Code);
        if (message is not null) Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void A_series_that_adds_up_over_a_year_falls_where_the_year_ends()
    {
        var bench = Bench.Of("""
            charges: [{ name: X, quantity: "sum(allowance, per = year)", price: 1 p/kWh }]
            """, "series: { allowance: { unit: kWh, interval: year, file: prices/a.csv } }")
            .Prices("allowance", _ => 1200);
        Assert.Null(bench.Plan("2021-11"));
        Assert.Equal(["x: 1200 × 0.01 = 12.00"], bench.Lines("2021-12"));
    }

    [Fact]
    public void The_cost_of_a_billing_period_beside_a_figure_per_month_is_of_other_days() => Assert.Equal(
        "different-days", Bench.Faults("""
            charges:
              - { name: Energy, quantity: import, price: 1 GBP/kWh }
              - { name: Least, group: service, amount: "sum(import, per = month) * 1 GBP/kWh + cost(energy)" }
            """).Single().Code);
}
