using System.Globalization;
using NodaTime;

namespace Busbar.Tests.Rating;

public class Registers_are_rated_by_a_profile
{
    private const string House = """
        calendars:
          evening: { bands: { peak: "daily 16:00-21:00", off: rest } }
          day-night: { bands: { night: "daily 00:00-07:00", day: rest } }
        series:
          house: { unit: 1, interval: 60min, file: prices/house.csv }
          house-days: { unit: kWh, interval: day, file: prices/house-days.csv }
          day-ahead: { unit: GBP/kWh, interval: 60min, file: prices/day-ahead.csv }
        """;

    private const string ByTime = """
        product: p
        from: 2020-01-01
        interval: 60min
        channels: { import: kWh }
        charges:
          - { name: Energy, quantity: import, price: "by(evening, peak = 0.40 GBP/kWh, off = 0.10 GBP/kWh)",
              lines: band }
        """;

    private const string Spot = """
        product: p
        from: 2020-01-01
        interval: 60min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: day-ahead }]
        """;

    private const string ByDay = """
        product: p
        from: 2020-01-01
        interval: day
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.20 GBP/kWh }]
        """;

    private const string OneRegister = """
        - connection: c1
          interval: 60min
          profile: house
          channels: { import: kWh }
          meters: [{ meter: A, from: 2020-01-01, registers: [{ register: "1", channel: import, digits: 5 }] }]
        """;

    private const string TwoRegisters = """
        - connection: c1
          interval: 60min
          profile: house
          channels: { import: kWh }
          meters:
            - meter: A
              from: 2020-01-01
              registers:
                - { register: D, channel: import, digits: 5, calendar: day-night, band: day }
                - { register: N, channel: import, digits: 5, calendar: day-night, band: night }
        """;

    /// <summary>One by night, two by day, five in the evening: 7 + 9 × 2 + 5 × 5 + 3 = 53 a day.</summary>
    private static decimal? Usual(ZonedDateTime at) => at.Hour switch { < 7 or >= 21 => 1, < 16 => 2, _ => 5 };

    private static Bench OfOne(string product, params string[] reads) => Bench.Of(product, House,
        connections: OneRegister).Prices("house", Usual).Register("A", "1", reads);

    private static int Sum(IEnumerable<string> places) =>
        places.Sum(place => int.Parse(place, NumberStyles.None, CultureInfo.InvariantCulture));

    private static IEnumerable<string> Places(Bench bench, string days) =>
        bench.Rated(days)[0].Legs[0].Places().Select(place => place.Quantity.ToString()!);

    [Fact]
    public void A_register_goes_on_as_its_profile_passes() => Assert.Equal(
        ["1", "1", "1", "1", "1", "1", "1", "2", "2", "2", "2", "2", "2", "2", "2", "2", "5", "5", "5", "5", "5", "1",
            "1", "1"],
        Places(OfOne(ByTime, "2026-01-01 99990", "2026-01-02 43"), "2026-01-01..2026-01-02"));

    [Fact]
    public void Bands_that_it_does_not_count_are_told_apart() => Assert.Equal(
        // 31 days of 53, of which 25 in the evening.
        ["energy.peak: 775 × 0.4 = 310.00", "energy.off: 868 × 0.1 = 86.80"],
        OfOne(ByTime, "2026-01-01 100", "2026-02-01 1743").Lines("2026-01"));

    [Fact]
    public void The_market_prices_each_hour() => Assert.Equal(
        // 28 at 0.10 and 25 at 0.50.
        ["energy: 53 × … = 15.30"],
        OfOne(Spot, "2026-01-01 0", "2026-01-03 106").Prices("day-ahead", at => at.Hour is >= 16 and < 21 ? 0.5m : 0.1m)
            .Lines("2026-01-02..2026-01-03"));

    [Fact]
    public void Every_value_is_rounded_to_the_register() => Assert.Equal(
        // 8 a day in steps of 1: at 07:00 it stands at 7 × 8 / 53 = 1.06, at 16:00 at 3.77, at 21:00 at 7.55.
        ["1", "3", "4", "0"],
        from hours in new[] { (0, 7), (7, 16), (16, 21), (21, 24) }
        let places = Places(OfOne(ByTime, "2026-01-01 0", "2026-01-02 8"), "2026-01-01..2026-01-02").ToList()
        select $"{Sum(places[hours.Item1..hours.Item2])}");

    [Fact]
    public void A_day_is_what_its_hours_are() => Assert.Equal(
        // From 16:00 on 28 of 53 are left, 53 follow: 81 in all.
        ["28", "53"], Places(Bench.Of(ByDay, House, connections: OneRegister).Prices("house", Usual)
            .Register("A", "1", "2026-01-01 0", "2026-01-01T16:00 0", "2026-01-03 81"), "2026-01-01..2026-01-03"));

    [Fact]
    public void A_value_passes_evenly_within_its_own_interval() => Assert.Equal(
        // By 16:12 a fifth of the hour's five has passed; the rest of it follows that read.
        ["5", "5"], Places(OfOne(ByTime, "2026-01-01 0", "2026-01-01T16:12 26", "2026-01-02 53"),
            "2026-01-01..2026-01-02").Skip(16).Take(2));

    [Fact]
    public void A_daily_profile_tells_days_apart_and_is_even_within_them()
    {
        var bench = Bench.Of(ByTime, House, connections: OneRegister.Replace(": house", ": house-days",
                StringComparison.Ordinal)).Prices("house-days", at => at.Day == 1 ? 24 : 48)
            .Register("A", "1", "2026-01-01 0", "2026-01-03 72");
        Assert.Equal([.. Enumerable.Repeat("1", 24), .. Enumerable.Repeat("2", 24)],
            Places(bench, "2026-01-01..2026-01-03"));
    }

    [Fact]
    public void Days_have_a_profile_too() => Assert.Equal(["10", "20"], Places(Bench.Of(ByDay, House, connections:
        OneRegister.Replace("60min", "day", StringComparison.Ordinal).Replace(": house", ": house-days",
            StringComparison.Ordinal)).Prices("house-days", at => at.Day)
        .Register("A", "1", "2026-01-01 0", "2026-01-05 100"), "2026-01-01..2026-01-03"));

    [Fact]
    public void Days_that_start_otherwise_have_the_values_from_there_on() => Assert.Equal(["2", "2"],
        // One from 04:00 on, one from 05:00: each day that starts at five has one at either end.
        Places(Bench.Of(ByDay, "day-starts: { import: \"05:00\" }\n" + House, connections: OneRegister.Replace("60min",
            "day", StringComparison.Ordinal)).Prices("house", at => at.Hour is 4 or 5 ? 1 : 0)
            .Register("A", "1", "2026-01-01T05:00 0", "2026-01-04T05:00 6"), "2026-01-01..2026-01-03"));

    [Fact]
    public void Values_by_the_day_are_those_of_the_dates_whenever_days_start() => Assert.Equal(["1", "2"],
        Places(Bench.Of(ByDay, "day-starts: { import: \"05:00\" }\n" + House, connections: OneRegister.Replace("60min",
            "day", StringComparison.Ordinal).Replace(": house", ": house-days", StringComparison.Ordinal))
            .Prices("house-days", at => at.Day).Register("A", "1", "2026-01-01T05:00 0", "2026-01-05T05:00 10"),
            "2026-01-01..2026-01-03"));

    [Fact]
    public void A_product_by_the_day_has_the_bands_of_its_intervals() => Assert.Equal(
        ["energy.peak: 50 × 0.4 = 20.00", "energy.off: 56 × 0.1 = 5.60"],
        OfOne(ByTime.Replace("60min", "day", StringComparison.Ordinal), "2026-01-01 0", "2026-01-04 159")
            .Lines("2026-01-02..2026-01-04"));

    [Fact]
    public void A_register_of_a_band_goes_on_in_the_time_of_its_band()
    {
        var bench = Bench.Of(ByTime, House, connections: TwoRegisters).Prices("house", Usual)
            .Register("A", "N", "2026-01-01 99999", "2026-01-03 27")
            .Register("A", "D", "2026-01-01 0", "2026-01-03 92");
        // 28 by two nights of 7, 92 by two days of 46.
        Assert.Equal([.. Enumerable.Repeat("2", 7), .. Enumerable.Repeat("2", 9), .. Enumerable.Repeat("5", 5), "1",
            "1", "1"], Places(bench, "2026-01-01..2026-01-02"));
        // Of the profile's first hour one is by night and one by day.
        Assert.Equal(["2", "5"], Places(Bench.Of(ByTime, House.Replace("00:00-07:00", "00:30-02:00",
                StringComparison.Ordinal), connections: TwoRegisters).Prices("house", at => at.Hour == 0 ? 2 : 5)
            .Register("A", "N", "2026-01-01 0", "2026-01-01T00:30 0", "2026-01-01T02:00 6", "2026-01-03 6")
            .Register("A", "D", "2026-01-01 0", "2026-01-01T02:00 1", "2026-01-03 1"), "2026-01-01..2026-01-02")
            .Take(2));
    }

    [Fact]
    public void The_days_on_which_clocks_change_have_the_hours_of_the_profile()
    {
        Assert.Equal(["1", "2", "1", "1"], Places(OfHours("2026-03-29 0", "2026-03-30 24", 1), "2026-03-29..2026-03-30")
            .Take(4));
        Assert.Equal(["1", "2", "2", "1"], Places(OfHours("2026-10-25 0", "2026-10-26 27", 1), "2026-10-25..2026-10-26")
            .Take(4));
        // A day of 23 hours has its whole value.
        Assert.Equal(["23", "24"], Places(Bench.Of(ByDay, House, connections: OneRegister.Replace(": house",
                ": house-days", StringComparison.Ordinal)).Prices("house-days", at => at.Day == 29 ? 23 : 24)
            .Register("A", "1", "2026-03-29 0", "2026-03-31 47"), "2026-03-29..2026-03-31"));

        // The hour that begins at one o'clock, or on the day without it the next, has two, all others one.
        static Bench OfHours(string from, string to, int hour) => Bench.Of(ByTime, House, connections: OneRegister)
            .Prices("house", at => at.Hour == hour || (at.Date == new LocalDate(2026, 3, 29) && at.Hour == 2) ? 2 : 1)
            .Register("A", "1", from, to);
    }

    [Fact]
    public void Two_bills_are_one_in_two_parts()
    {
        var bench = OfOne(ByTime, "2025-12-20T09:30 17", "2026-01-20T18:45 101", "2026-02-03T11:11 260");
        Assert.Equal(Sum(Places(bench, "2026-01")),
            Sum(Places(bench, "2026-01-01..2026-01-13")) + Sum(Places(bench, "2026-01-13..2026-02-01")));
    }

    [Fact]
    public void What_rests_on_an_estimate_is_one() => Assert.Equal([true, false],
        from hour in new[] { 40, 50 }
        select OfOne(ByTime, "2026-01-01 0", "2026-01-02 53 E", "2026-01-03 106", "2026-01-04 159")
            .Rated("2026-01-01..2026-01-04")[0].Legs[0].Places().ElementAt(hour).IsEstimated);

    [Fact]
    public void The_explanation_names_the_profile_over_the_days_between_the_reads()
    {
        var bench = OfOne(ByTime, "2025-12-20T09:30 17", "2026-01-20 101", "2026-02-03T11:11 260");
        string Inputs(string days) => string.Join(", ", bench.Bill(days).Explanation.Inputs
            .Select(input => $"{input.Connection} {input.Name} {input.Profile} {input.From} {input.To}"));
        Assert.Equal("c1 import house 2026-01-02T00:00:00Z 2026-01-03T00:00:00Z, "
            + " house  2025-12-20T00:00:00Z 2026-01-20T00:00:00Z", Inputs("2026-01-02..2026-01-03"));
        Assert.Equal("c1 import house 2026-01-19T00:00:00Z 2026-01-21T00:00:00Z, "
            + " house  2025-12-20T00:00:00Z 2026-02-04T00:00:00Z", Inputs("2026-01-19..2026-01-21"));
    }

    [Fact]
    public void A_profile_that_is_a_price_too_is_one_input() => Assert.Equal(
        [("import", "2026-01-02T00:00:00Z"), ("house", "2026-01-03T00:00:00Z")],
        OfOne(Spot.Replace("day-ahead", "house * 1 GBP/kWh", StringComparison.Ordinal), "2026-01-01 0",
            "2026-01-03 106").Bill("2026-01-01..2026-01-02").Explanation.Inputs
            .Select(input => (input.Name, input.To.ToString("g", CultureInfo.InvariantCulture))));

    [Fact]
    public void A_profile_without_a_value_holds()
    {
        var bench = OfOne(ByTime, "2026-01-01 0", "2026-01-03 106", "2026-01-05 212")
            .Prices("house", at => at.Day == 2 && at.Hour == 5 ? null : Usual(at));
        var fault = Assert.Single(bench.Held("2026-01-01..2026-01-05"));
        Assert.Equal(("missing-profile", "Connection c1, channel import, isn't known from 2026-01-01 00:00 to "
            + "2026-01-03 00:00: meter A, register 1, is interpolated by profile house, which has no value at "
            + "2026-01-02 05:00.", "Complete prices/house.csv and apply the book again."),
            (fault.Code, fault.Message, fault.Hint));
    }

    [Fact]
    public void A_profile_that_is_not_asked_may_lack_values() => Assert.Equal(
        // Read on every midnight, or not gone on at all.
        ["5", "0"], Places(Bench.Of(ByDay, House, connections: OneRegister.Replace("60min", "day",
                StringComparison.Ordinal)).Prices("house", _ => null)
            .Register("A", "1", "2026-01-01 0", "2026-01-02 5", "2026-01-05 5"), "2026-01-01..2026-01-03"));

    [Fact]
    public void A_value_below_zero_holds() => Assert.Equal("profile-below-zero: Connection c1, channel import, isn't "
        + "known from 2026-01-01 00:00 to 2026-01-03 00:00: meter A, register 1, is interpolated by profile house, "
        + "which is below zero at 2026-01-01 10:00.", Said(OfOne(ByTime, "2026-01-01 0", "2026-01-03 106")
            .Prices("house", at => at.Hour == 10 ? -0.5m : 1).Held("2026-01-01..2026-01-03")));

    [Fact]
    public void A_register_that_goes_on_while_its_profile_is_zero_holds()
    {
        Assert.Equal("profile-of-nought: Connection c1, channel import, isn't known from 2026-01-01 00:00 to "
            + "2026-01-03 00:00: meter A, register 1, went on from 0 on 2026-01-01 to 106 on 2026-01-03, when profile "
            + "house is zero all the time.", Said(OfOne(ByTime, "2026-01-01 0", "2026-01-03 106")
                .Prices("house", _ => 0).Held("2026-01-01..2026-01-03")));
        Assert.Equal("profile-of-nought: Connection c1, channel import, isn't known from 2026-01-01 07:00 to "
            + "2026-01-01 09:00: meter A, register N, went on from 0 on 2026-01-01 07:30 to 2 on 2026-01-01 08:30, "
            + "when profile house is zero in band night all the time.",
            Said(Bench.Of(ByTime, House, connections: TwoRegisters).Prices("house", Usual)
                .Register("A", "D", "2026-01-01 0", "2026-01-02 46").Register("A", "N", "2026-01-01 0",
                    "2026-01-01T07:30 0", "2026-01-01T08:30 2", "2026-01-02 2").Held("2026-01-01..2026-01-02")));
    }

    private static string Said(IReadOnlyList<Fault> faults) =>
        string.Join('\n', faults.Select(fault => $"{fault.Code}: {fault.Message}"));
}
