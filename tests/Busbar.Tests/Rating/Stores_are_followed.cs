using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>What comes out of a battery, and what of it came from where: energy, and what was paid.</summary>
public sealed class Stores_are_followed
{
    private const string Since2021 = "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-01-01 }";

    /// <summary>What a battery is charged with by day is from the roof, and at night from the grid. Hours of 2021, by
    /// their local start.</summary>
    private static Bench Battery(string options, params (string At, decimal In, decimal Out)[] hours)
    {
        var bench = Bench.Of($$"""
            product: p
            from: 2020-01-01
            interval: 60min
            channels: { charging: kWh, discharging: kWh }
            quantities:
              roof: during(charging, day-night.day)
              roof-drawn: drawn(discharging, from = roof, store = charging{{options}})
              price: "by(day-night, day = 0 p/kWh, night = 10 p/kWh)"
              paid: drawn(discharging, from = charging * price, store = charging{{Money(options)}})
            charges:
              - { name: Roof, quantity: roof-drawn, price: 10 p/kWh }
              - { name: Grid, quantity: discharging - roof-drawn, price: 30 p/kWh }
              - { name: Charged, amount: paid }
            """, "calendars: { day-night: { bands: { day: daily 07:00-22:00, night: rest } } }", "Etc/UTC", null,
            "- { connection: c1, interval: 60min, channels: { charging: kWh, discharging: kWh } }", Since2021);
        return bench.Reads("charging", at => Sum(at, hour => hour.In))
            .Reads("discharging", at => Sum(at, hour => hour.Out));

        decimal? Sum(ZonedDateTime at, Func<(string At, decimal In, decimal Out), decimal> value) => hours
            .Where(hour => hour.At == at.ToString("MM-dd HH", null)).Sum(value);

        static string Money(string options) => options.Replace("from-first", "first-in", StringComparison.Ordinal)
            .Replace("from-last", "first-in", StringComparison.Ordinal);
    }

    [Fact]
    public void WE5_2_seven_of_the_roof_and_three_of_the_grid_come_out_with_a_loss()
    {
        var bench = Battery(", efficiency = 88 %", ("06-03 12", 7, 0), ("06-03 23", 3, 0), ("06-04 18", 0, 8.8m));
        Assert.Equal(["roof: 6.16 × 0.1 = 0.62", "grid: 2.64 × 0.3 = 0.79", "charged: 0.30"], bench.Lines("2021-06"));
    }

    // 3 at night (0.30 GBP), 7 by day; 4 come out.
    [Theory]
    [InlineData(", order = mixed", "2.8", "1.2", "0.12")]
    [InlineData(", order = first-in", "1", "3", "0.30")]
    [InlineData(", order = from-first", "4", "0", "0.30")]
    [InlineData(", order = from-last", "1", "3", "0.30")]
    [InlineData(", order = first-in, efficiency = 50 %", "2.5", "1.5", "0.30")]
    public void Each_order_takes_what_it_says(string options, string roof, string grid, string paid)
    {
        var lines = Battery(options, ("06-03 04", 3, 0), ("06-03 12", 7, 0), ("06-03 18", 0, 4)).Lines("2021-06");
        Assert.StartsWith($"roof: {roof} × ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"grid: {grid} × ", lines[1], StringComparison.Ordinal);
        Assert.Equal($"charged: {paid}", lines[2]);
    }

    [Fact]
    public void What_was_charged_in_one_month_comes_out_in_another()
    {
        var bench = Battery(", order = first-in",
            ("01-31 12", 5, 0), ("01-31 23", 2, 0), ("02-01 18", 0, 6), ("04-01 02", 4, 2));
        Assert.Equal(["roof: 0 × 0.1 = 0.00", "grid: 0 × 0.3 = 0.00", "charged: 0.00"], bench.Lines("2021-01"));
        Assert.Equal(["roof: 5 × 0.1 = 0.50", "grid: 1 × 0.3 = 0.30", "charged: 0.10"], bench.Lines("2021-02"));
        Assert.Equal(["roof: 0 × 0.1 = 0.00", "grid: 2 × 0.3 = 0.60", "charged: 0.20"], bench.Lines("2021-04"));
        Assert.Equal(["roof: 5 × 0.1 = 0.50", "grid: 3 × 0.3 = 0.90", "charged: 0.30"], bench.Lines("2021"));
    }

    [Fact]
    public void What_never_went_in_came_from_no_part()
    {
        var bench = Battery("", ("06-03 12", 2, 0), ("06-03 18", 0, 5), ("06-04 12", 1, 1));
        Assert.Equal(["roof: 3 × 0.1 = 0.30", "grid: 3 × 0.3 = 0.90", "charged: 0.00"], bench.Lines("2021-06"));
    }

    [Fact]
    public void An_estimate_is_in_all_that_comes_out_until_the_store_is_empty()
    {
        var bench = Battery("", ("06-03 18", 0, 1), ("06-04 18", 0, 1), ("06-05 12", 2, 0), ("06-05 18", 0, 2))
            .Reads("c1", "charging", at => at.Month == 6 && at is { Hour: 12, Day: 3 } ? (2, QualityKind.Estimated)
                : (at.Month == 6 && at is { Hour: 12, Day: 5 } ? 2 : 0, QualityKind.Actual));
        var part = bench.Rated("2021-06")[0].Parts.Single();
        Assert.Equal((Exact)0.40m, part.Exact);
        Assert.Equal((Exact)0.20m, part.ExactEstimated);
    }

    [Fact]
    public void What_can_not_be_followed_holds_the_bill_and_says_when()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Own, quantity: "drawn(export, from = 2 * import, store = import)", price: 10 p/kWh }
            """, agreements: Since2021).Reads("import", at => at is { Month: 6, Day: 3, Hour: 12 } ? 2 : 0);
        var fault = bench.Held("2021-06").Single();
        Assert.Equal("not-in-store", fault.Code);
        Assert.Equal("Charge own of agreement a: drawn(export, from = 2 * import, store = import) can't be followed at "
            + "2021-06-03T11:00:00Z: of 2 kWh that are charged it asks for 4 kWh.", fault.Message);
    }
}
