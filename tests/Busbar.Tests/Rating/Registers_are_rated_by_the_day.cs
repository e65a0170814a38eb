namespace Busbar.Tests.Rating;

public class Registers_are_rated_by_the_day
{
    private const string DayNight = """
        calendars: { day-night: { bands: { night: "daily 00:00-07:00", day: rest } } }
        """;

    private const string TwoRates = """
        product: p
        from: 2020-01-01
        interval: day
        channels: { import: kWh }
        charges:
          - { name: Energy, quantity: import, price: "by(day-night, day = 0.30 GBP/kWh, night = 0.10 GBP/kWh)",
              lines: band }
        """;

    private const string Flat = """
        product: p
        from: 2020-01-01
        interval: day
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.20 GBP/kWh }]
        """;

    private const string OneRegister = """
        - connection: c1
          interval: day
          channels: { import: kWh }
          meters: [{ meter: A, from: 2020-01-01, registers: [{ register: "1", channel: import, digits: 5 }] }]
        """;

    private const string TwoRegisters = """
        - connection: c1
          interval: day
          channels: { import: kWh }
          meters:
            - meter: A
              from: 2020-01-01
              registers:
                - { register: D, channel: import, digits: 5, calendar: day-night, band: day }
                - { register: N, channel: import, digits: 5, calendar: day-night, band: night }
        """;

    private static Bench OfOne(params string[] reads) =>
        Bench.Of(Flat, connections: OneRegister).Register("A", "1", reads);

    [Fact]
    public void A_month_is_the_difference_of_its_reads() => Assert.Equal(
        ["energy: 310 × 0.2 = 62.00"], OfOne("2026-01-01 100", "2026-02-01 410").Lines("2026-01"));

    [Fact]
    public void Between_reads_the_time_that_passed_counts() => Assert.Equal(
        // Ten a day: 200 on the first, 400 on the 21st.
        ["energy: 200 × 0.2 = 40.00"],
        OfOne("2025-12-22 100", "2026-01-31 500", "2026-02-10 600").Lines("2026-01-01..2026-01-21"));

    [Fact]
    public void A_read_within_a_day_is_no_edge_of_it() => Assert.Equal(
        // 24 in the first day and a half, of which 16 on the first day, then 1 in half a day.
        ["16", "9"], OfOne("2026-01-01 0", "2026-01-02T12:00 24", "2026-01-03 25").Rated("2026-01-01..2026-01-03")[0]
            .Legs[0].Places().Select(place => place.Quantity.ToString()!));

    [Fact]
    public void Every_value_is_rounded_to_the_register()
    {
        var bench = OfOne("2026-01-01 100", "2026-01-04 105");
        Assert.Equal(["2 0.4", "1 0.2", "2 0.4"], bench.Rated("2026-01-01..2026-01-04")[0].Legs[0].Places()
            .Select(place => $"{place.Quantity} {place.Amount}"));
    }

    // F35
    [Fact]
    public void A_register_passes_nought() => Assert.Equal(
        ["energy: 30 × 0.2 = 6.00"], OfOne("2026-01-01 99990", "2026-02-01 20").Lines("2026-01"));

    // F35
    [Theory]
    [InlineData("digits: 5", "4")]
    [InlineData("digits: 5, multiplier: 10", "40")]
    public void From_99999_to_3_are_four_times_the_multiplier(string digits, string counted) => Assert.StartsWith(
        $"energy: {counted} × 0.2 = ", Assert.Single(Bench.Of(Flat, connections: OneRegister.Replace(
                "digits: 5", digits, StringComparison.Ordinal))
            .Register("A", "1", "2026-01-01 99999", "2026-02-01 3").Lines("2026-01")), StringComparison.Ordinal);

    // F37
    [Fact]
    public void A_number_far_below_the_one_before_holds()
    {
        var fault = Assert.Single(OfOne("2026-01-01 400", "2026-02-01 300", "2026-03-01 320").Held("2026-01"));
        Assert.Equal(("read-below-previous", "Connection c1, channel import, isn't known from 2026-01-01 00:00 to "
            + "2026-02-01 00:00: meter A, register 1, reads 300 on 2026-02-01, below 400 on 2026-01-01, and can't "
            + "have passed nought between them."), (fault.Code, fault.Message));
    }

    // F38
    [Theory]
    [InlineData("400", "0", "460")]
    [InlineData("60000", "0", "60060")]
    [InlineData("400", "399", "400")]
    [InlineData("400", "0 E", "460")]
    [InlineData("400 E", "0 E", "460")]
    public void A_glitch_of_nought_is_no_number_to_go_on_from(string before, string glitch, string after)
    {
        var bench = OfOne($"2026-01-01 {before}", $"2026-02-01 {glitch}", $"2026-03-01 {after}",
            "2026-04-01 70000");
        foreach (var (month, days) in new[] { ("2026-01", "2026-01-01 00:00 to 2026-02-01"),
            ("2026-02", "2026-02-01 00:00 to 2026-03-01") })
        {
            var fault = Assert.Single(bench.Held(month));
            Assert.Equal(("read-below-previous", $"Connection c1, channel import, isn't known from {days} 00:00: meter "
                + $"A, register 1, reads {glitch.Split(' ')[0]} on 2026-02-01, below {before.Split(' ')[0]} on "
                + $"2026-01-01, and {after} on 2026-03-01: it can't have gone back and forth."),
                (fault.Code, fault.Message));
        }
        Assert.NotEmpty(bench.Lines("2026-03"));
    }

    // F38
    [Fact]
    public void A_glitch_that_stays_for_some_reads_is_none_either()
    {
        var bench = OfOne("2026-01-01 400", "2026-01-10 0", "2026-01-20 0", "2026-02-01 460", "2026-03-01 500");
        Assert.Contains("reads 0 on 2026-01-10, below 400 on 2026-01-01, and 460 on 2026-02-01", Assert.Single(
            bench.Held("2026-01-12..2026-01-14")).Message, StringComparison.Ordinal);
        Assert.Equal(["energy: 40 × 0.2 = 8.00"], bench.Lines("2026-02"));
    }

    [Fact]
    public void What_is_measured_below_an_estimate_is_gone_on_from()
    {
        var bench = OfOne("2026-01-01 400", "2026-02-01 520 E", "2026-03-01 480", "2026-04-01 530");
        Assert.Equal("read-below-previous", Assert.Single(bench.Held("2026-02")).Code);
        Assert.Equal(["energy: 50 × 0.2 = 10.00"], bench.Lines("2026-03"));
    }

    [Fact]
    public void Days_after_the_last_read_hold()
    {
        var fault = Assert.Single(OfOne("2026-01-01 400", "2026-01-20 420").Held("2026-01"));
        Assert.Equal(("missing-reads", "Connection c1, channel import, isn't known from 2026-01-20 00:00 to "
            + "2026-02-01 00:00: meter A, register 1, has no read after 2026-01-20."), (fault.Code, fault.Message));
        Assert.Equal("Import a later read, or let busbar estimate make one: a register isn't carried on beyond its "
            + "last read.", fault.Hint);
    }

    [Fact]
    public void A_day_that_rests_on_an_estimate_is_one()
    {
        var bench = OfOne("2026-01-01 100", "2026-01-03 120 E", "2026-01-05 140", "2026-01-07 160");
        Assert.Equal([true, true, true, true, false, false], bench.Rated("2026-01-01..2026-01-07")[0].Legs[0].Places()
            .Select(place => place.IsEstimated));
    }

    [Fact]
    public void Each_register_fills_its_own_band() => Assert.Equal(
        ["energy.night: 62 × 0.1 = 6.20", "energy.day: 310 × 0.3 = 93.00"],
        Bench.Of(TwoRates, DayNight, connections: TwoRegisters).Register("A", "D", "2026-01-01 0", "2026-02-01 310")
            .Register("A", "N", "2026-01-01 99999", "2026-02-01 61").Lines("2026-01"));

    [Fact]
    public void Without_a_calendar_the_registers_of_a_channel_are_summed() => Assert.Equal(
        ["energy: 372 × 0.2 = 74.40"],
        Bench.Of(Flat, DayNight, connections: TwoRegisters).Register("A", "D", "2026-01-01 0", "2026-02-01 310")
            .Register("A", "N", "2026-01-01 0", "2026-02-01 62").Lines("2026-01"));

    [Fact]
    public void Finer_readings_count_in_the_band_in_which_they_start() => Assert.Equal(
        ["energy.night: 434 × 0.1 = 43.40", "energy.day: 527 × 0.3 = 158.10"],
        Bench.Of(TwoRates, DayNight, connections: "- { connection: c1, channels: { import: kWh } }")
            .Reads("import", at => at.Hour < 7 ? 1 : 0.5m).Lines("2026-01"));

    [Fact]
    public void A_cell_has_the_real_hours_of_its_band()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Hours, quantity: hours, price: "by(day-night, day = 1 GBP/hour, night = 2 GBP/hour)",
              lines: band }]
            """, DayNight, connections: TwoRegisters);
        Assert.Equal(
            ["hours.night: 20 × 2 = 40.00", "hours.day: 51 × 1 = 51.00"], bench.Lines("2026-03-28..2026-03-31"));
    }

    private const string Week = """
        calendars: { week: { bands: { day: "mon-fri 07:00-23:00", night: "mon-fri 23:00-07:00", off: rest } } }
        """;

    private static Bench OfWeek() => Bench.Of("""
        product: p
        from: 2020-01-01
        interval: day
        channels: { import: kWh }
        charges:
          - { name: Energy, quantity: import, price: "by(week, day = 3 GBP/kWh, night = 2 GBP/kWh, off = 1 GBP/kWh)" }
        """, Week, connections: """
        - connection: c1
          interval: day
          channels: { import: kWh }
          meters:
            - meter: A
              from: 2020-01-01
              registers:
                - { register: D, channel: import, digits: 5, calendar: week, band: day }
                - { register: N, channel: import, digits: 5, calendar: week, band: night }
                - { register: O, channel: import, digits: 5, calendar: week, band: off }
        """);

    [Fact]
    public void A_band_advances_on_its_own_days_alone()
    {
        var bench = OfWeek().Register("A", "D", "2026-01-01 0", "2026-02-01 220")
            .Register("A", "N", "2026-01-01 0", "2026-02-01 27").Register("A", "O", "2026-01-01 0", "2026-02-01 130");
        // 22 weekdays of 10; Saturdays have the end of Friday's night, and Mondays begin with the weekend's.
        Assert.Equal(["energy: 377 × … = 844.00"], bench.Lines("2026-01"));
        Assert.Equal(["10", "10", "1"], Quantities("2026-01-05..2026-01-06"));
        Assert.Equal(["1", "10"], Quantities("2026-01-10..2026-01-11"));

        IEnumerable<string> Quantities(string days) =>
            bench.Rated(days)[0].Legs[0].Places().Select(place => place.Quantity.ToString()!);
    }

    [Fact]
    public void What_a_register_counted_on_a_day_without_its_band_holds() => Assert.Equal(
        "Connection c1, channel import, has 1 kWh in band day on 2026-01-03, when calendar week hasn't that band.",
        Assert.Single(OfWeek().Register("A", "D", "2026-01-03 0", "2026-01-04 1")
            .Register("A", "N", "2026-01-03 0", "2026-01-04 0").Register("A", "O", "2026-01-03 0", "2026-01-04 9")
            .Held("2026-01-03..2026-01-04")).Message);

    private const string Exchange = """
        - connection: c1
          interval: day
          channels: { import: kWh }
          meters:
            - meter: A
              from: 2020-01-01
              to: 2026-01-15
              registers: [{ register: "1", channel: import, digits: 5, multiplier: 10 }]
            - meter: B
              from: 2026-01-15
              registers: [{ register: "1", channel: import, digits: 6, decimals: 1 }]
        """;

    // F36
    [Fact]
    public void A_meter_is_exchanged_with_its_closing_and_opening_reads() => Assert.Equal(
        ["energy: 303.5 × 0.2 = 60.70"],
        Bench.Of(Flat, connections: Exchange).Register("A", "1", "2026-01-01 100", "2026-01-15 114")
            .Register("B", "1", "2026-01-15 0.5", "2026-02-01 164").Lines("2026-01"));

    [Fact]
    public void Two_meters_alike_are_two() => Assert.Equal(
        ["energy: 177 × 0.2 = 35.40"],
        Bench.Of(Flat, connections: Exchange.Replace(", multiplier: 10", "", StringComparison.Ordinal)
                .Replace("digits: 6, decimals: 1", "digits: 5", StringComparison.Ordinal))
            .Register("A", "1", "2026-01-01 100", "2026-01-15 114")
            .Register("B", "1", "2026-01-15 2", "2026-02-01 165").Lines("2026-01"));

    [Fact]
    public void Without_its_opening_read_a_meter_holds() => Assert.Equal(
        "Connection c1, channel import, isn't known from 2026-01-15 00:00 to 2026-01-16 00:00: meter B, register 1, "
        + "has no opening read on 2026-01-15.",
        Assert.Single(Bench.Of(Flat, connections: Exchange).Register("A", "1", "2026-01-01 100", "2026-01-15 114")
            .Register("B", "1", "2026-01-16 0.5", "2026-02-01 164").Held("2026-01")).Message);

    [Fact]
    public void Without_its_closing_read_a_meter_holds() => Assert.Equal(
        "Connection c1, channel import, isn't known from 2026-01-14 00:00 to 2026-01-15 00:00: meter A, register 1, "
        + "has no closing read on 2026-01-15.",
        Assert.Single(Bench.Of(Flat, connections: Exchange)
            .Register("A", "1", "2026-01-01 100", "2026-01-14 114", "2026-01-16 116")
            .Register("B", "1", "2026-01-15 0.5", "2026-02-01 164").Held("2026-01")).Message);

    [Fact]
    public void Days_without_a_meter_hold() => Assert.Equal(
        "Connection c1, channel import, isn't known from 2026-01-15 00:00 to 2026-01-17 00:00: no meter counts it.",
        Assert.Single(Bench.Of(Flat, connections: Exchange.Replace("from: 2026-01-15", "from: 2026-01-17",
                StringComparison.Ordinal)).Register("A", "1", "2026-01-01 100", "2026-01-15 114")
            .Register("B", "1", "2026-01-17 0.5", "2026-02-01 164").Held("2026-01")).Message);

    [Fact]
    public void More_than_the_limit_lets_through_is_no_turn_of_the_dial()
    {
        // 60,000 and then 50 would be 40,050 kWh, and 30 kW let through 22,320 in January.
        var limited = OneRegister.Replace("interval: day", "interval: day\n  limit: 30 kW", StringComparison.Ordinal);
        Bench Reads(string connections, string last) => Bench.Of(Flat, connections: connections)
            .Register("A", "1", "2026-01-01 60000", last);
        Assert.Equal(["energy: 40050 × 0.2 = 8010.00"], Reads(OneRegister, "2026-02-01 50").Lines("2026-01"));
        Assert.Contains("went on by 40050 kWh from 2026-01-01 to 2026-02-01, and a limit of 30 kW allows 22320",
            Assert.Single(Reads(limited, "2026-02-01 50").Held("2026-01")).Message, StringComparison.Ordinal);
        Assert.Equal(["energy: 22320 × 0.2 = 4464.00"], Reads(limited, "2026-02-01 82320").Lines("2026-01"));
    }
}
