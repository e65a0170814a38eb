using Busbar.Metering;
using Busbar.Rating;
using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>Market series, missing values, and estimates.</summary>
public class Series_are_used_as_they_are
{
    private static Bench Of(string interval, string zone = "", string charges = "", string home = "Europe/London") =>
        Bench.Of($$"""
            charges:
              - { name: Energy, quantity: import, price: day-ahead + 10 GBP/MWh }
            {{charges}}
            """, $"series: {{ day-ahead: {{ unit: GBP/MWh, interval: {interval}, file: prices/da.csv"
            + $"{(zone.Length == 0 ? "" : ", zone: " + zone)} }} }}", home).Reads("import", _ => 1);

    [Theory]
    [InlineData("30min", "2026-01-05", 48)]
    [InlineData("60min", "2026-01-05", 48)]
    [InlineData("60min", "2026-03-29", 46)]
    [InlineData("60min", "2026-10-25", 50)]
    [InlineData("day", "2026-10-25", 50)]
    public void A_price_holds_over_the_intervals_that_start_in_its_own(string interval, string date, int halfHours)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        // Each hour's price is its number from midnight, counted by real hours.
        decimal Price(ZonedDateTime at) => interval == "day" ? at.Day
            : (decimal)(at.ToInstant() - at.Zone.AtStartOfDay(at.Date).ToInstant()).BclCompatibleTicks
                / NodaConstants.TicksPerHour;
        var bench = Of(interval).Prices("day-ahead", at => Price(at));
        var expected = Enumerable.Range(0, halfHours).Sum(half => 0.001m * (10 + interval switch
        {
            "day" => day.Day, "60min" => half / 2, _ => half / 2m,
        }));
        Assert.Equal(expected, bench.Rated($"{date}..{day.PlusDays(1):uuuu-MM-dd}")[0].Exact.ToDecimal());
    }

    [Theory]
    [InlineData("60min", "Europe/Berlin")]
    [InlineData("60min", "UTC")]
    [InlineData("60min", "Asia/Kolkata")] // its hours begin at half past ours
    [InlineData("60min", "America/New_York")]
    [InlineData("day", "Europe/Berlin")]
    [InlineData("day", "Australia/Sydney")]
    public void A_market_may_have_other_clocks_than_the_customer(string interval, string zone)
    {
        foreach (var home in new[] { "Europe/London", "Australia/Sydney", "Asia/Kolkata" })
        {
            // The price says when its interval starts: by the day its date, by the hour its instant in half-hours.
            var bench = Of(interval, zone, home: home).Prices("day-ahead", at => interval == "day"
                ? at.Date.DayOfYear : at.ToInstant().ToUnixTimeSeconds() / 1800);
            var charge = bench.Rated("2026-03-28..2026-03-30")[0];
            Assert.All(charge.Legs[0].Places(), place =>
            {
                var price = (place.Price!.Value * 1000 - 10).ToDecimal();
                var half = place.Start.ToUnixTimeSeconds() / 1800;
                if (interval == "day")
                    Assert.Equal(place.Start.InZone(DateTimeZoneProviders.Tzdb[home]).DayOfYear, price);
                else Assert.InRange(half - price, 0, 1);
            });
        }
    }

    [Fact]
    public void Accounts_with_sites_in_two_zones_have_the_prices_of_both()
    {
        var bench = Bench.Of("charges: [{ name: Energy, quantity: import, price: spot }]",
            "series: { spot: { unit: AUD/MWh, interval: 60min, file: s.csv } }", "Australia/Sydney",
            connections: """
            - { connection: c1, channels: { import: kWh, export: kWh } }
            - { connection: c2, channels: { import: kWh, export: kWh }, zone: Australia/Perth }
            """, agreements: """
            - { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01 }
            - { agreement: b, account: acc, product: p, connections: c2, from: 2020-01-01 }
            """, currency: "AUD")
            .Reads("import", _ => 1).Reads("import", _ => 1, "c2")
            .Prices("spot", at => at.ToInstant() >= Instant.FromUtc(2026, 1, 31, 13, 0) ? 1000 : 0);
        // Sydney's month ends where the price rises; Perth's three hours later.
        Assert.Equal(["a.energy: 1488 × 0 = 0.00", "b.energy: 1488 × … = 6.00"], bench.Lines("2026-01"));
    }

    [Fact]
    public void A_missing_price_holds_the_bill_and_names_the_hours()
    {
        var bench = Of("60min").Prices("day-ahead", at => at is { Day: 5, Hour: 3 or 4 } or { Day: 9, Hour: 23 }
            ? null : 50);
        var fault = Assert.Single(bench.Held("2026-01"));
        Assert.Equal(
            ("missing-price", "The series day-ahead has no value in 3 intervals: 2026-01-05 03:00 to 2026-01-05 05:00, "
                + "2026-01-09 23:00 to 2026-01-10 00:00.", "Complete prices/da.csv and apply the book again."),
            (fault.Code, fault.Message, fault.Hint));
        Assert.Equal("book.yaml:4:11", fault.Place.ToString());
    }

    [Fact]
    public void An_hour_that_the_clock_shows_twice_is_named_with_its_offset()
    {
        var repeated = Instant.FromUtc(2026, 10, 25, 1, 0);
        var bench = Of("60min").Prices("day-ahead", at => at.ToInstant() == repeated ? null : 50);
        Assert.Contains("2026-10-25 01:00 UTC+00 to 2026-10-25 02:00.", bench.Held("2026-10")[0].Message);
    }

    [Fact]
    public void Prices_and_readings_that_are_missing_are_told_together()
    {
        var bench = Of("60min").Prices("day-ahead", _ => null).Reads("import", _ => null);
        Assert.Equal(
            [
                "Connection c1, channel import, has no reading in 1488 of 1488 intervals: "
                    + "2026-01-01 00:00 to 2026-02-01 00:00.",
                "The series day-ahead has no value in 744 intervals: 2026-01-01 00:00 to 2026-02-01 00:00.",
            ], bench.Held("2026-01").Select(fault => fault.Message));
    }

    [Fact]
    public void What_one_bill_found_missing_the_next_of_the_run_finds_too()
    {
        var bench = Of("60min", charges: "  - { name: Twice, quantity: import, price: 2 * day-ahead }")
            .Prices("day-ahead", at => at.Day == 5 ? null : 50);
        var frames = new Frames();
        Assert.Single(bench.Held("2026-01", frames));
        // The charge that was held first is billed already; the other must not take what it computed for a price.
        bench.Billed.Add(new("a", "energy", ""));
        Assert.Single(bench.Held("2026-01", frames));
    }

    [Fact]
    public void Missing_readings_are_named_by_connection_and_by_span()
    {
        var bench = Bench.Of("charges: [{ name: Energy, quantity: import, price: 1 p/kWh }]")
            .Reads("import", at => at.Minute == 0 && at.Hour is 1 or 2 && at.Day < 3 || at.Day == 20 ? null : 1);
        var fault = Assert.Single(bench.Held("2026-01"));
        Assert.Equal(
            ("missing-readings", "Connection c1, channel import, has no reading in 52 of 1488 intervals: "
                + "2026-01-01 01:00 to 2026-01-01 01:30, 2026-01-01 02:00 to 2026-01-01 02:30, "
                + "2026-01-02 01:00 to 2026-01-02 01:30 and 2 more spans."),
            (fault.Code, fault.Message));
    }

    [Theory]
    [InlineData("price: \"by(work, on = 2 p/kWh, off = 1 p/kWh)\", quantity: import")]
    [InlineData("price: 1 p/kWh, quantity: \"during(import, work.on)\"")]
    public void Holidays_that_nobody_gave_hold_the_bill(string charge)
    {
        var bench = Bench.Of($"charges: [{{ name: Energy, {charge} }}]", """
            holidays: { works: [2026-01-01, 2026-12-25] }
            calendars: { work: { holidays: works, bands: { on: weekdays, off: rest } } }
            """).Reads("import", _ => 1);
        Assert.NotNull(bench.Bill("2026-12"));
        var fault = Assert.Single(bench.Held("2026-12-15..2027-01-15"));
        Assert.Equal(
            ("missing-holidays", "The holidays of calendar work don't cover 2027."), (fault.Code, fault.Message));
    }

    [Theory]
    [InlineData(QualityKind.Estimated, true)]
    [InlineData(QualityKind.Substituted, true)]
    [InlineData(QualityKind.Final, false)]
    public void A_line_that_rests_on_an_estimate_says_so_and_no_other(QualityKind quality, bool isMarked)
    {
        var bench = Bench.Of("""
            charges:
              - { name: Energy, quantity: import, price: "by(dn, day = 1 p/kWh, night = 1 p/kWh)", lines: band }
              - { name: Export, quantity: export, price: 1 p/kWh }
              - { name: Window, quantity: "sum(import, per = month)", price: 1 p/kWh }
              - { name: Standing, quantity: days, price: 1 p/day }
            """, "calendars: { dn: { bands: { day: \"daily 07:00-22:00\", night: rest } } }")
            .Reads("c1", "import", at => (1, at is { Day: 3, Hour: 12, Minute: 30 } ? quality : QualityKind.Actual));
        Assert.Equal(
            isMarked ? ["energy.day", "window"] : [],
            bench.Bill("2026-01").Lines.Where(line => line.IsEstimated).Select(line => line.Id));
    }

    [Fact]
    public void A_leg_without_an_estimate_is_not_marked()
    {
        var bench = Bench.Of("""
            terms: { unit: { in: p/kWh, default: 1 } }
            charges: [{ name: Energy, quantity: import, price: unit }]
            """, agreements: """
            - agreement: a
              account: acc
              product: p
              connections: c1
              from: 2020-01-01
              terms: { unit: { 2026-01-16: 2 } }
            """).Reads("c1", "import", at => (1, at.Day == 16 ? QualityKind.Estimated : QualityKind.Actual));
        Assert.Equal([false, true], bench.Bill("2026-01").Lines.Select(line => line.IsEstimated));
    }

    [Fact]
    public void Series_that_end_too_early_are_no_zeros()
    {
        var bench = Of("60min").Prices("day-ahead", _ => 50);
        var plan = bench.Plan("2026-01")!;
        var inputs = bench.Inputs(plan);
        var (short1, short2) = (inputs.Channels.Single(), inputs.Markets.Single());
        Series Cut(Series series) => series.Between(series.StartOf(0), series.StartOf(series.Length - 1));
        var (rater1, rater2) = (
            new Rater(new(), inputs with { Channels = new Dictionary<(string, string), Series>
                { [short1.Key] = Cut(short1.Value) } }, bench.Book.Currency, bench.Book.LineRounding),
            new Rater(new(), inputs with { Markets = new Dictionary<string, Series>
                { [short2.Key] = Cut(short2.Value) } }, bench.Book.Currency, bench.Book.LineRounding));
        Assert.Throws<InvalidOperationException>(() => rater1.Rate(plan.Tasks[0]));
        Assert.Throws<InvalidOperationException>(() => rater2.Rate(plan.Tasks[0]));
    }
}
