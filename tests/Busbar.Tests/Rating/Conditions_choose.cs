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
    public void A_division_by_zero_in_what_is_not_chosen_holds_the_bill_too()
    {
        var bench = Bench.Of("""
            charges: [{ name: A, quantity: "import * when(export > 0, import / export, 0)", price: 1 GBP/kWh }]
            """).Reads("import", _ => 1);
        Assert.Equal("division-by-zero", Assert.Single(bench.Held("2026-01")).Code);
    }
}
