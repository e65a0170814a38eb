using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>Conditions, and what chooses, counts and rounds, interval by interval.</summary>
public class Conditions_choose
{
    /// <summary>A kWh in each half-hour before noon and three in each after it: 24 + 72 on a day.</summary>
    private static decimal? Halves(ZonedDateTime at) => at.TimeOfDay < LocalTime.Noon ? 1 : 3;

    [Theory]
    [InlineData("when(import > 2 kW * hours, import, 0)", "72")]
    [InlineData("when(import >= 2 kW * hours, import, 0)", "96")]
    [InlineData("when(import < 2 kW * hours, import, 0)", "0")]
    [InlineData("when(import <= 2 kW * hours, import, 0)", "24")]
    [InlineData("when(import is 6 kW * hours, import, 0)", "72")]
    [InlineData("when(not import is 6 kW * hours, import, 0)", "24")]
    [InlineData("when(import > 2 kW * hours and import < 6 kW * hours, import, 0)", "0")]
    [InlineData("when(import > 2 kW * hours or import < 6 kW * hours, import, 0)", "96")]
    [InlineData("when(import > 2 kW * hours, 10 kW * hours, import)", "144")]
    [InlineData("when(export is 0, import, export)", "96")]
    [InlineData("when(export > 0, import, export)", "0")]
    [InlineData("when(0 < 1, import, export)", "96")]
    [InlineData("when(sum(import, per = day) > 95 kWh/day * days, import, 0)", "96")]
    [InlineData("when(sum(import, per = day) > 96 kWh/day * days, import, 0)", "0")]
    [InlineData("when(count(import > 2 kW * hours, per = day) is 24, import, 0)", "96")]
    [InlineData("when(count(import > 2 kW * hours, per = day) > 24, import, 0)", "0")]
    [InlineData("when(sum(import) < sum(export), import, sum(export, per = day))", "0")]
    [InlineData("import * when(import > 2 kW * hours, 2, 1)", "168")]
    [InlineData("import * when(days > 0, 50 %, 2)", "48")]
    [InlineData("import * when(during(1, day-night.night) is 1, 2, 1)", "120")]
    [InlineData("when(cold, import, 0) + when(not cold, 2 * import, 0)", "168")]
    [InlineData("clamp(import, 3 kW * hours, 4 kW * hours)", "84")]
    [InlineData("clamp(import, 0, 4 kW * hours)", "72")]
    [InlineData("import * clamp(import / hours / 1 kW, 3, 4)", "360")]
    [InlineData("round(import / 7, 0.1 kWh)", "12")]
    [InlineData("round(import / 7, 0.1 kWh, up)", "16.8")]
    [InlineData("round(import / 7, 0.1 kWh, down)", "12")]
    [InlineData("round(import / 4, 500 Wh)", "36")] // 0.25 and 0.75 are ties
    [InlineData("round(-import / 4, 500 Wh)", "-36")]
    [InlineData("round(-import / 4, 500 Wh, up)", "-36")]
    [InlineData("round(-import / 4, 500 Wh, down)", "-12")]
    [InlineData("round(import, 0.7 kWh)", "84")]
    [InlineData("round(sum(import), 25 kWh)", "100")]
    [InlineData("hypot(import, 8 kW * hours)", "218.954544")] // √17 is 4.1231056…, and 3 and 4 make 5
    [InlineData("hypot(-import, 0)", "96")]
    [InlineData("hypot(export, export)", "0")]
    [InlineData("mean(import / hours, per = day) * hours", "96")]
    [InlineData("mean(import / hours, per = interval) * hours", "96")]
    [InlineData("peak(import) * hours", "144")]
    [InlineData("peak(import, over = 24 hours) * hours", "96")]
    [InlineData("peak(import / hours, per = day) * hours", "144")]
    [InlineData("peak(import, per = interval) * hours", "96")]
    [InlineData("when(unbroken(import > 2 kW * hours, 12 hours), import, 0)", "72")]
    [InlineData("when(unbroken(import > 2 kW * hours, 750 minutes), import, 0)", "0")]
    [InlineData("when(unbroken(import > 0, 24 hours), import, 0)", "96")]
    [InlineData("when(unbroken(sum(import, per = day) > 0, 1 hour), import, 0)", "96")]
    [InlineData("when(not unbroken(import > 2 kW * hours, 12 hours), import, 0)", "24")]
    public void A_quantity_of_a_day_comes_to(string quantity, string total)
    {
        var bench = Bench.Of(
            $"quantities: {{ cold: import < 2.5 kW * hours }}\n"
                + $"charges: [{{ name: Energy, quantity: \"{quantity}\", price: 1 GBP/kWh }}]",
            "calendars: { day-night: { bands: { day: \"daily 07:30-22:30\", night: rest } } }")
            .Reads("import", Halves);
        var line = Assert.Single(bench.Bill("2026-01-05..2026-01-06").Lines);
        Assert.Equal(total, line.Quantity.ToString());
    }

    [Fact]
    public void What_is_counted_is_billed_by_the_piece_or_is_an_amount()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Halves, quantity: count(import > 2 kW * hours), price: 5 GBP }
              - { name: Days, quantity: "count(sum(import, per = day) > 90 kWh/day * days)", price: 5 GBP }
              - { name: Amount, amount: "count(import > 2 kW * hours, per = month) * 50 p" }
              - { name: Free, quantity: "count(not import > 0, per = day)", price: 5 GBP }
            """).Reads("import", Halves);
        Assert.Equal(
            [
                $"halves: {31 * 24} × 5 = 3720.00", "days: 31 × 5 = 155.00", "amount: 372.00", "free: 0 × 5 = 0.00",
            ], bench.Lines("2026-01"));
    }

    [Fact]
    public void A_mean_is_exact_and_holds()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Mean, quantity: import, price: mean(day-ahead) }
              - { name: Third, quantity: mean(import) * days, price: 3 GBP/kWh/day }
            """, "series: { day-ahead: { unit: GBP/MWh, interval: 60min, file: prices/da.csv } }")
            .Reads("import", at => at.Hour == 3 ? 1 : 0).Prices("day-ahead", at => at.Hour == 3 ? 100 : 0);
        // 2 kWh of 48 half-hours, and a price in one hour of 24.
        Assert.Equal(["mean: 2 × 1/240 = 0.01", "third: 1/24 × 3 = 0.13"], bench.Lines("2026-01-05..2026-01-06"));
        // 25 hours, of which the price has one.
        Assert.Equal(["mean: 2 × 0.004 = 0.01", "third: 0.04 × 3 = 0.12"], bench.Lines("2026-10-25..2026-10-26"));
    }

    [Fact]
    public void A_year_is_twelve_months()
    {
        var bench = Bench.Of("""
            terms: { eac: { in: kWh/year, default: 3650 } }
            charges:
              - { name: Fee, quantity: years, price: 120 GBP/year }
              - { name: Expected, quantity: eac * years, price: 10 p/kWh }
            """, "bills: { every: year }");
        Assert.Equal(["fee: 1 × 10 = 10.00", "expected: 1825/6 × 0.1 = 30.42"], bench.Lines("2026-02"));
        Assert.Equal(["fee: 12 × 10 = 120.00", "expected: 3650 × 0.1 = 365.00"], bench.Lines("2026"));
    }

    [Fact]
    public void A_run_is_what_it_is_whoever_bills_it()
    {
        // From 22:00 on one day to 04:00 on the next, each night: six hours, and seven where the clocks go back.
        var bench = Bench.Of("""
            charges:
              - { name: Six, quantity: "count(unbroken(import is 0, 6 hours))", price: 1 GBP }
              - { name: Seven, quantity: "count(unbroken(import is 0, 7 hours))", price: 1 GBP }
              - { name: Four, quantity: "count(unbroken(import is 0, 4 hours))", price: 1 GBP }
            """).Reads("import", at => at.Hour is >= 22 or < 4 ? 0 : 1);
        // The morning and the evening of a bill belong to nights of six hours that other bills have, too.
        Assert.Equal(["six: 36 × 1 = 36.00", "seven: 0 × 1 = 0.00", "four: 36 × 1 = 36.00"],
            bench.Lines("2026-01-05..2026-01-08"));
        Assert.Equal(["six: 38 × 1 = 38.00", "seven: 14 × 1 = 14.00", "four: 38 × 1 = 38.00"],
            bench.Lines("2026-10-24..2026-10-27"));
        Assert.Equal(["six: 24 × 1 = 24.00", "seven: 0 × 1 = 0.00", "four: 34 × 1 = 34.00"],
            bench.Lines("2026-03-28..2026-03-31"));
        Assert.Equal(["six: 12 × 1 = 12.00", "six: 14 × 1 = 14.00", "six: 12 × 1 = 12.00"],
            ((string[])["2026-10-24..2026-10-25", "2026-10-25..2026-10-26", "2026-10-26..2026-10-27"])
                .Select(day => bench.Lines(day)[0]));
    }

    [Fact]
    public void A_run_ends_where_supply_does_and_else_waits_for_the_day_after()
    {
        static Bench Night(string days) => Bench.Of(
            """charges: [{ name: Six, quantity: "count(unbroken(import is 0, 6 hours))", price: 1 GBP }]""",
            agreements: $"- {{ agreement: a, account: acc, product: p, connections: c1, {days} }}");
        var supplied = Night("from: 2026-01-05, to: 2026-01-08")
            .Reads("import", at => at.Hour is >= 22 or < 4 ? 0 : 1);
        Assert.Equal(["six: 24 × 1 = 24.00"], supplied.Lines("2026-01-05..2026-01-08"));
        var early = Night("from: 2020-01-01").Reads("import", at => at.Day < 8 ? 1 : null);
        Assert.Contains("2026-01-08 00:00", Assert.Single(early.Held("2026-01-05..2026-01-08")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_a_charge_looks_at_doesnt_change_a_run()
    {
        // The ratchet looks two months back, and comes to nothing.
        const string Runs = "count(unbroken(import is 0, 6 hours), per = month)";
        var bench = Bench.Of($$"""
            charges:
              - { name: Alone, quantity: "{{Runs}}", price: 1 GBP }
              - name: Beside
                quantity: "{{Runs}}
                  + 0 * peak(import, per = month, past = 2 months) * sum(days, per = month) / (1 kW * 1 day)"
                price: 1 GBP
            """).Reads("import", at => at.Hour is >= 22 or < 4 ? 0 : 1);
        Assert.Equal(["alone: 336 × 1 = 336.00", "beside: 336 × 1 = 336.00"], bench.Lines("2026-02"));
    }

    [Fact]
    public void An_estimate_marks_only_what_it_decided()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Chosen, quantity: "when(export > 0, import, 0)", price: 1 GBP/kWh }
              - { name: Unchosen, quantity: "when(export is 0, import, 0)", price: 1 GBP/kWh }
              - { name: Condition, quantity: "when(import > 0, export, 0)", price: 1 GBP/kWh }
              - { name: Mean, quantity: import, price: mean(export) / mean(export) * 1 GBP/kWh }
              - { name: Peak, quantity: peak(import) * days, price: 1 GBP/kW/day }
              - { name: Count, quantity: count(export > 0), price: 1 GBP }
            """).Reads("export", at => at.Hour == 12 ? 1 : 0)
            .Reads("c1", "import", at => (1, at.Hour == 12 ? QualityKind.Estimated : QualityKind.Actual));
        Assert.Equal(["chosen", "condition", "mean", "peak"],
            bench.Bill("2026-01-05..2026-01-06").Lines.Where(line => line.IsEstimated).Select(line => line.Id));
    }

    [Fact]
    public void A_division_by_zero_in_what_is_not_chosen_holds_the_bill_too()
    {
        var bench = Bench.Of("""
            charges: [{ name: A, quantity: "import * when(export > 0, import / export, 0)", price: 1 GBP/kWh }]
            """).Reads("import", _ => 1);
        Assert.Equal("division-by-zero", Assert.Single(bench.Held("2026-01")).Code);
    }
}
