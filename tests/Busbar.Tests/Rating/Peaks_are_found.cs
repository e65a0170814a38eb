using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>The greatest power of a window, with each of its options.</summary>
public class Peaks_are_found
{
    /// <summary>Half a kWh in each half-hour, but for these.</summary>
    private static readonly Dictionary<(int Day, int Hour, int Minute), decimal> Import = new()
    {
        [(6, 10, 0)] = 5, [(6, 10, 30)] = 1, [(6, 18, 30)] = 4, [(6, 19, 0)] = 4, [(7, 3, 0)] = 4.5m,
        [(20, 12, 0)] = 3, [(20, 12, 30)] = 3.5m,
    };

    private static Bench Of(string peak, string per = "", string book = "") => Bench.Of($$"""
        charges: [{ name: Demand, quantity: "{{peak}} * days", price: 1 GBP/kW/day{{per}} }]
        """, book).Reads("import", at => Import.GetValueOrDefault((at.Day, at.Hour, at.Minute), 0.5m))
        .Reads("export", at => at is { Day: 7 or 20, Hour: 12, Minute: 30 } ? 2 : 1);

    [Theory]
    [InlineData("peak(import)", "10")]
    [InlineData("peak(import, per = month)", "10")]
    [InlineData("peak(import / hours, per = month)", "10")]
    [InlineData("peak(import, over = 30min)", "10")]
    [InlineData("peak(import, over = 60min)", "6.5")] // 12:00 to 13:00 on the 20th, and not 18:30 to 19:30
    [InlineData("peak(import, over = 1440min)", "1.5")]
    [InlineData("peak(import, top = 3)", "9")] // 10, 9 and 8
    [InlineData("peak(import, top = 3, apart = day)", "26/3")] // 10, 9 and 7
    [InlineData("peak(import, top = 2, apart = day, over = 60min)", "6.25")] // 6.5, and 6 on the 6th
    [InlineData("peak(import, when = export)", "1")] // the first of two
    [InlineData("peak(import, when = export, top = 2)", "4")] // 1 and 7
    [InlineData("peak(import, when = 2 * export, over = 60min)", "1")]
    [InlineData("peak(peak(import, per = day), top = 2)", "9.5")]
    [InlineData("peak(import - 8 kW * hours, when = 0 - import)", "-7")]
    [InlineData("peak(0 - import)", "-1")]
    public void A_peak_of_a_month_is(string peak, string kilowatts)
    {
        var quantity = Assert.Single(Of(peak).Rated("2026-01")).Parts.Single().Quantity!.Value;
        Assert.Equal(kilowatts, (quantity / 31).ToString());
    }

    [Fact]
    public void Fewer_days_than_are_asked_for_are_as_many_as_there_are() =>
        Assert.Equal(["demand: 19 × 1 = 19.00"],
            Of("peak(import, top = 5, apart = day)").Lines("2026-01-06..2026-01-08"));

    [Fact]
    public void Each_day_and_each_month_has_its_own()
    {
        // The 5th has 1 kW, the 6th 10, the 7th 9.
        Assert.Equal(["demand: 20 × 1 = 20.00"], Of("peak(import, per = day)").Lines("2026-01-05..2026-01-08"));
        var bench = Bench.Of("charges: [{ name: Demand, quantity: \"peak(import, per = month) * months\", "
            + "price: 1 GBP/kW/month }]", "bills: { every: quarter }").Reads("import", at => at.Month);
        Assert.Equal(["demand: 12 × 1 = 12.00"], bench.Lines("2026-01-01..2026-04-01"));
    }

    [Fact]
    public void Other_energies_become_their_powers()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 15min
            channels: { import: kWh, reactive: kVArh, volume: m3 }
            charges:
              - { name: Active, quantity: peak(import) * days, price: 1 GBP/kW/day }
              - { name: Reactive, quantity: peak(reactive) * days, price: 1 GBP/kVAr/day }
              - { name: Apparent, quantity: "peak(hypot(reactive, import)) * days", price: 1 GBP/kVA/day }
              - { name: Volume, quantity: peak(volume) * days, price: 1 GBP/m3/day * 1 hour }
            """, connections: """
            - connection: c1
              interval: 5min
              channels: { import: kWh, reactive: kVArh, volume: m3 }
            """).Reads("import", _ => 1).Reads("reactive", at => at.Hour == 0 ? 4 : 0.75m)
            .Reads("volume", at => at.Hour == 0 ? 2 : 0);
        Assert.Equal(
            [
                "active: 12 × 1 = 12.00", "reactive: 48 × 1 = 48.00", "apparent: 49.477268 × 1 = 49.48",
                "volume: 24 × 1 = 24.00",
            ], bench.Lines("2026-01-05..2026-01-06"));
    }

    [Theory]
    [InlineData("2026-03-29", 180, "8.8")] // the last of 23 hours has five: 8 × 4 and 2 × 6 kWh
    [InlineData("2026-10-25", 180, "9")] // the last of 25 has four: 6 × 4 and 2 × 6 kWh
    [InlineData("2026-10-25", 60, "12")]
    [InlineData("2026-10-25", 1440, "1.04")]
    [InlineData("2026-03-29", 1440, "1")]
    public void A_block_begins_at_midnight_and_none_is_shorter_than_said(string date, int minutes, string kilowatts)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        var bench = Bench.Of($"charges: [{{ name: Demand, quantity: \"peak(import, over = {minutes}min) * days\", "
            + "price: 1 GBP/kW/day }]").Reads("import", at => Work(at, minutes));
        var quantity = bench.Rated($"{date}..{NodaTime.Text.LocalDatePattern.Iso.Format(day.PlusDays(1))}")[0]
            .Parts.Single().Quantity!.Value;
        Assert.Equal(kilowatts, quantity.ToString());
    }

    /// <summary>More late in the day: from 18:00 on where blocks are of three hours, else in the last hour.</summary>
    private static decimal? Work(ZonedDateTime at, int minutes) => minutes == 1440
        ? at.Date == new LocalDate(2026, 10, 25) && at.Hour == 23 ? 1 : 0.5m
        : at.Hour == 23 ? 6 : minutes == 60 ? 0.5m : at.Hour >= 18 ? 4 : 0.5m;

    [Fact]
    public void Every_figure_of_a_calendar_window_falls_where_that_ends()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Standing, quantity: days, price: 1 GBP/day }
              - { name: Mean, quantity: "mean(import, per = month) * days", price: 1 GBP/kWh/day }
              - { name: Count, quantity: "count(import > 2 kW * hours, per = month)", price: 1 GBP }
              - { name: Peak, quantity: "peak(import, per = month) * days", price: 1 GBP/kW/day }
              - { name: Peaks, quantity: "sum(peak(import, per = month) * days)", price: 1 GBP/kW/day }
            """, "bills: { every: month, day: 15 }", agreements: "- { agreement: a, account: acc, product: p, "
            + "connections: c1, from: 2026-01-10, to: 2026-02-20 }").Reads("import", at => at.Month);
        Assert.Equal(["standing: 5 × 1 = 5.00"], bench.Lines("2026-01-10..2026-01-15"));
        // The 22 days of January; where supply ends, February ends.
        Assert.Equal(
            [
                "standing: 31 × 1 = 31.00", "mean: 22 × 1 = 22.00", "count: 0 × 1 = 0.00", "peak: 44 × 1 = 44.00",
                "peaks: 44 × 1 = 44.00",
            ], bench.Lines("2026-01-15..2026-02-15"));
        Assert.Equal(
            [
                "standing: 5 × 1 = 5.00", "mean: 38 × 1 = 38.00", $"count: {19 * 48} × 1 = 912.00",
                "peak: 76 × 1 = 76.00", "peaks: 76 × 1 = 76.00",
            ], bench.Lines("2026-02-15..2026-03-15"));
    }

    [Fact]
    public void A_day_that_a_zone_left_out_has_none()
    {
        // Samoa had no 30 December 2011.
        var bench = Bench.Of("""
            product: p
            from: 2010-01-01
            interval: 30min
            channels: { import: kWh }
            charges:
              - { name: Peak, quantity: "peak(import, per = day) * days", price: 1 GBP/kW/day }
              - { name: Mean, quantity: "mean(import, per = day) * days", price: 1 GBP/kWh/day }
            """, zone: "Pacific/Apia", connections: "- { connection: c1, channels: { import: kWh } }",
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2011-01-01 }")
            .Reads("import", _ => 1);
        Assert.Equal(["peak: 4 × 1 = 4.00", "mean: 2 × 1 = 2.00"], bench.Lines("2011-12-29..2012-01-01"));
    }

    [Fact]
    public void The_peaks_of_named_half_hours_are_those_that_somebody_named()
    {
        // Three half-hours of a winter, each on a day and at a time of its own.
        var bench = Bench.Of("""
            charges:
              - name: Triads
                quantity: "peak(during(import, triads.hit), per = year, top = 3, apart = day) * years"
                price: 50 GBP/kW/year
            """, """
            calendars:
              triads:
                special: { first: [2026-01-08], second: [2026-01-21], third: [2026-02-12] }
                bands: { hit: "first 17:00-17:30, second 17:30-18:00, third 18:00-18:30", rest: rest }
            bills: { every: year }
            """).Reads("import", at => (at.Month, at.Day, at.Hour, at.Minute) switch
            {
                (1, 8, 17, 0) => 50, (1, 21, 17, 30) => 60, (2, 12, 18, 0) => 70, (1, 9, 17, 0) => 500, _ => 1,
            });
        Assert.Equal(["triads: 1440 × 25/6 = 6000.00"], bench.Lines("2026"));
    }
}
