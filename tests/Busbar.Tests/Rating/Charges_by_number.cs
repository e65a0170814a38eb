using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>Worked examples whose answers come from elsewhere.</summary>
public class Charges_by_number
{
    private const string PriceChange = """
        product: p
        from: 2020-01-01
        interval: EVERY
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.25 GBP/kWh }]
        ---
        product: p
        from: 2026-01-21
        interval: EVERY
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.28 GBP/kWh }]
        """;

    [Theory]
    [InlineData("day", 10)]
    [InlineData("30min", 48)]
    public void Six_hundred_kWh_over_sixty_days_with_a_new_price_from_the_21st_are_162(string interval, int perDay)
    {
        // 5-domain 0.4, WE0.2; 10 kWh on each day. A day's 48 readings come to it only in winter.
        var bench = Bench.Of(
            PriceChange.Replace("EVERY", interval, StringComparison.Ordinal),
            connections: $"- {{ connection: c1, interval: {interval}, channels: {{ import: kWh }} }}")
            .Reads("import", at => perDay == 10 ? 10 : at.TimeOfDay < new LocalTime(5, 0) ? 1m : 0);
        var bill = bench.Bill("2026-01-01..2026-03-02");
        Assert.Equal(["energy.1: 200 × 0.25 = 50.00", "energy.2: 400 × 0.28 = 112.00"], Bench.Lines(bill));
        Assert.Equal("162.00", bill.Net.ToString());
    }

    [Theory]
    [InlineData("24.67", "57.21", 2_700, "874.91")]
    [InlineData("5.74", "29.09", 11_500, "766.28")]
    public void A_year_at_the_cap_of_Ofgem_comes_to_what_Ofgem_says(string unit, string daily, int kwh, string total)
    {
        var bench = Cap(unit, daily, kwh, "bills: { every: year }");
        Assert.Equal(total, bench.Bill("2025").Total.ToString());
    }

    [Fact]
    public void Both_fuels_at_the_cap_are_one_bill_of_1641_19()
    {
        var bench = Bench.Of("""
            product: electricity
            from: 2020-01-01
            interval: day
            channels: { import: kWh }
            charges:
              - { name: Units, quantity: import, price: 24.67 p/kWh }
              - { name: Standing, quantity: days, price: 57.21 p/day }
            ---
            product: gas
            from: 2020-01-01
            interval: day
            channels: { volume: kWh }
            charges:
              - { name: Units, quantity: volume, price: 5.74 p/kWh }
              - { name: Standing, quantity: days, price: 29.09 p/day }
            """,
            connections: """
            - { connection: mpan, interval: day, channels: { import: kWh } }
            - { connection: mprn, interval: day, channels: { volume: kWh } }
            """,
            agreements: """
            - { agreement: e, account: acc, product: electricity, connections: mpan, from: 2020-01-01 }
            - { agreement: g, account: acc, product: gas, connections: mprn, from: 2020-01-01 }
            """)
            .Reads("import", at => Spread(2_700, at), "mpan").Reads("volume", at => Spread(11_500, at), "mprn");
        var bill = bench.Bill("2025");
        Assert.Equal(
            [
                "e.units: 2700 × 0.2467 = 666.09", "e.standing: 365 × 0.5721 = 208.82",
                "g.units: 11500 × 0.0574 = 660.10", "g.standing: 365 × 0.2909 = 106.18",
            ], Bench.Lines(bill));
        Assert.Equal("1641.19", bill.Total.ToString());
    }

    [Theory]
    [InlineData("24.67", "57.21", 2_700, "874.93")]
    [InlineData("5.74", "29.09", 11_500, "766.27")]
    public void Twelve_months_at_the_cap_differ_from_the_year_by_their_roundings(
        string unit, string daily, int kwh, string total)
    {
        var bench = Cap(unit, daily, kwh, "");
        var months = Enumerable.Range(1, 12).Select(month => bench.Bill($"2025-{month:00}").Total).ToList();
        Assert.Equal(total, months.Aggregate((a, b) => a + b).ToString());
    }

    [Theory]
    [InlineData("2026-03-29", 46, 23)]
    [InlineData("2026-03-28", 48, 24)]
    [InlineData("2026-10-25", 50, 25)]
    public void A_local_day_is_one_day_of_23_to_25_hours(string date, int halfHours, int hours)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        var bench = Bench.Of("""
            charges:
              - { name: Halves, quantity: import, price: 1 GBP/kWh }
              - { name: Days, quantity: days, price: 1 GBP/day }
              - { name: Hours, quantity: hours, price: 1 GBP/hour }
              - { name: Base, quantity: 2 kW * hours, price: 1 GBP/kWh }
              - { name: Months, quantity: months, price: 31 GBP/month }
            """).Reads("import", _ => 1);
        Assert.Equal(
            [
                $"halves: {halfHours} × 1 = {halfHours}.00", "days: 1 × 1 = 1.00", $"hours: {hours} × 1 = {hours}.00",
                $"base: {2 * hours} × 1 = {2 * hours}.00", "months: 1/31 × 31 = 1.00",
            ], bench.Lines($"{date}..{NodaTime.Text.LocalDatePattern.Iso.Format(day.PlusDays(1))}"));
    }

    [Fact]
    public void A_band_has_the_half_hours_that_the_clock_shows()
    {
        // The hour from one to two in the morning is skipped in March and comes twice in October.
        var bench = Bench.Of("""
            charges:
              - { name: Energy, quantity: import, price: "by(dead, dead = 1 GBP/kWh, live = 2 GBP/kWh)", lines: band }
              - { name: Night, quantity: "during(import, dead.dead)", price: 1 GBP/kWh }
            """, "calendars: { dead: { bands: { dead: \"daily 01:00-03:00\", live: rest } } }").Reads("import", _ => 1);
        Assert.Equal(
            ["energy.dead: 2 × 1 = 2.00", "energy.live: 44 × 2 = 88.00", "night: 2 × 1 = 2.00"],
            bench.Lines("2026-03-29..2026-03-30"));
        Assert.Equal(
            ["energy.dead: 6 × 1 = 6.00", "energy.live: 44 × 2 = 88.00", "night: 6 × 1 = 6.00"],
            bench.Lines("2026-10-25..2026-10-26"));
    }

    [Fact]
    public void A_calendar_follows_the_clocks_of_the_connection_or_of_the_market()
    {
        // What is used from eight to nine in the morning, in Berlin and in New York, by their clocks or by London's.
        const string Calendars = """
            calendars:
              book: { bands: { day: "daily 08:00-09:00", night: rest } }
              own: { zone: connection, bands: { day: "daily 08:00-09:00", night: rest } }
              berlin: { zone: Europe/Berlin, bands: { day: "daily 08:00-09:00", night: rest } }
            """;
        var bench = Bench.Of("""
            charges:
              - { name: Book, quantity: "during(import, book.day)", price: 1 GBP/kWh, each: connection }
              - { name: Own, quantity: "during(import, own.day)", price: 1 GBP/kWh, each: connection }
              - { name: Berlin, quantity: "during(import, berlin.day)", price: 1 GBP/kWh, each: connection }
            """, Calendars, connections: """
            - { connection: b, zone: Europe/Berlin, channels: { import: kWh, export: kWh } }
            - { connection: n, zone: America/New_York, channels: { import: kWh, export: kWh } }
            """, agreements: "- { agreement: a, account: acc, product: p, connections: b n, from: 2020-01-01 }")
            .Reads("import", at => at.Hour, "b").Reads("import", at => at.Hour, "n");
        Assert.Equal(
            [
                "book.b: 18 × 1 = 18.00", "book.n: 6 × 1 = 6.00", "own.b: 16 × 1 = 16.00", "own.n: 16 × 1 = 16.00",
                "berlin.b: 16 × 1 = 16.00", "berlin.n: 4 × 1 = 4.00",
            ], bench.Lines("2026-01-05..2026-01-06"));
    }

    [Theory]
    [InlineData("2026-01")]
    [InlineData("2026-02")]
    [InlineData("2024-02")]
    [InlineData("2026-04")]
    public void A_whole_month_is_exactly_one(string month)
    {
        var bench = Bench.Of("charges: [{ name: Fee, quantity: months, price: 9.99 GBP/month }]");
        Assert.Equal(["fee: 1 × 9.99 = 9.99"], bench.Lines(month));
    }

    [Fact]
    public void A_part_of_a_month_is_its_days_over_those_of_the_month()
    {
        var bench = Bench.Of("charges: [{ name: Fee, quantity: months, price: 31 GBP/month }]");
        // 17 of 31 days and 14 of 28.
        Assert.Equal(["fee: 65/62 × 31 = 32.50"], bench.Lines("2026-01-15..2026-02-15"));
    }

    private static Bench Cap(string unit, string daily, int kwh, string book) => Bench.Of($$"""
        product: p
        from: 2020-01-01
        interval: day
        channels: { import: kWh }
        charges:
          - { name: Units, quantity: import, price: {{unit}} p/kWh }
          - { name: Standing, quantity: days, price: {{daily}} p/day }
        """, book, connections: "- { connection: c1, interval: day, channels: { import: kWh } }")
        .Reads("import", at => Spread(kwh, at));

    /// <summary>A year's energy over its 365 days, to the meter's 0.000001 kWh and in sum exactly so.</summary>
    private static decimal Spread(int kwh, ZonedDateTime at)
    {
        var micros = kwh * 1_000_000L;
        return (micros * at.Date.DayOfYear / 365 - micros * (at.Date.DayOfYear - 1) / 365) / 1_000_000m;
    }

    [Fact]
    public void A_book_counts_things_of_its_own()
    {
        var bench = Bench.Of("""
            terms: { chargers: { in: device }, driven: { in: mile/month, default: 0 } }
            charges:
              - { name: Service, quantity: chargers * months, price: 4.50 GBP/device/month }
              - { name: Miles, quantity: driven * months, price: 7 p/mile, to: customer }
            """, "units: [device, mile]", agreements: """
            - agreement: a
              account: acc
              product: p
              connections: c1
              from: 2020-01-01
              terms: { chargers: 3 device, driven: { 2020-01-01: 100, 2026-01-16: 131 } }
            """);
        Assert.Equal(["service: 3 × 4.5 = 13.50", "miles.1: 1500/31 × 0.07 = -3.39", "miles.2: 2096/31 × 0.07 = -4.73"],
            bench.Lines("2026-01"));
        Assert.Equal(["device", "mile"], bench.Book.Units.Counted);
    }

    [Theory]
    [InlineData("kWh", "A thing that is counted can't be called kWh.")]
    [InlineData("Two Words", "A thing that is counted can't be called Two Words.")]
    [InlineData("GBP", "A thing that is counted can't be called GBP.")]
    public void What_is_counted_is_no_unit_yet(string name, string message) => Assert.Equal(message, Assert.Single(
        Bench.Faults("charges: [{ name: A, quantity: days, price: 1 p/day }]", $"units: [{name}]")).Message);
}
