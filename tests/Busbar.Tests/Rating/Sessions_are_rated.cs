namespace Busbar.Tests.Rating;

/// <summary>Charging sessions in formulas: piece by piece, by the session, and by the clock beside meters.</summary>
public class Sessions_are_rated
{
    private const string Night = """
        calendars: { tariff: { bands: { night: "00:00-06:00", day: rest } } }
        """;

    private static Bench Of(string charge, string book = "") =>
        Bench.Of($"charges: [{{ name: Charging, {charge} }}]", book);

    [Fact]
    public void A_session_with_readings_at_its_ends_is_split_by_time_where_the_price_changes()
    {
        // 5-domain WE8.15: 22:30 to 00:30, 6 kWh; the price changes at midnight.
        var bench = Of("lines: band, quantity: sessions.energy, price: \"by(tariff, night = 0.10 GBP/kWh, "
            + "day = 0.40 GBP/kWh)\"", Night).Session("s", "2026-06-10T22:30", "120min 6kWh");
        Assert.Equal(["charging.night: 1.5 × 0.1 = 0.15", "charging.day: 4.5 × 0.4 = 1.80"], bench.Lines("2026-06"));
    }

    [Fact]
    public void All_of_a_session_is_billed_where_it_ends()
    {
        var bench = Of("quantity: sessions.energy, price: 0.20 GBP/kWh")
            .Session("s", "2026-06-30T23:00", "120min 10kWh");
        Assert.Equal(["charging: 0 × … = 0.00"], bench.Lines("2026-06"));
        Assert.Equal(["charging: 10 × 0.2 = 2.00"], bench.Lines("2026-07"));
    }

    [Fact]
    public void A_session_that_ends_at_midnight_is_of_the_day_before()
    {
        var bench = Of("quantity: sessions.energy, price: 0.20 GBP/kWh")
            .Session("s", "2026-06-30T23:00", "60min 10kWh");
        Assert.Equal(["charging: 10 × 0.2 = 2.00"], bench.Lines("2026-06"));
    }

    [Fact]
    public void A_session_over_the_hour_that_comes_twice_has_its_real_time()
    {
        // 00:30 BST to 02:30 GMT are three hours.
        var bench = Of("quantity: sessions.charging-time, price: 2 GBP/h")
            .Session("s", "2026-10-25T00:30", "180min 21kWh");
        Assert.Equal(["charging: 3 × 2 = 6.00"], bench.Lines("2026-10"));
    }

    [Theory]
    [InlineData("1 Wh", "0.03")]
    [InlineData("25 Wh", "0.03")]
    [InlineData("500 Wh", "0.13")]
    public void A_session_is_billed_in_steps(string step, string amount)
    {
        // 5-domain WE8.10: 115.2 Wh at 0.25 come to 0.029, 0.031 and 0.125 before they are rounded.
        var bench = Of($"quantity: \"round(sessions.energy, {step}, up, per = session)\", price: 0.25 GBP/kWh")
            .Session("s", "2026-06-10T12:00", "10min 0.1152kWh");
        Assert.EndsWith($"= {amount}", Assert.Single(bench.Lines("2026-06")), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_are_of_each_session_by_itself_and_of_all_its_pieces_together()
    {
        // 5-domain WE8.14: 4.3 and 1.1 kWh by steps of 500 Wh are 5.5 kWh.
        var bench = Of("lines: band, quantity: \"round(sessions.energy, 500 Wh, up, per = session)\", "
            + "price: \"by(tariff, night = 0.20 GBP/kWh, day = 0.22 GBP/kWh)\"", Night)
            .Session("s", "2026-06-10T22:00", "120min 4.3kWh", "60min 1.1kWh")
            .Session("t", "2026-06-12T12:00", "60min 0.1kWh");
        Assert.Equal(["charging.night: 1.2 × 0.2 = 0.24", "charging.day: 4.8 × 0.22 = 1.06"], bench.Lines("2026-06"));
    }

    [Fact]
    public void A_price_may_ask_for_the_power()
    {
        // 5-domain WE8.11: 1 kWh at 6 kW, 40 at 48 kW, 0.5 at 4 kW are 20.30.
        var bench = Of("quantity: sessions.energy, price: \"when(sessions.power < 16 kW, 0.20 GBP/kWh, "
            + "when(sessions.power < 32 kW, 0.35 GBP/kWh, 0.50 GBP/kWh))\"")
            .Session("s", "2026-06-10T12:00", "10min 1kWh", "50min 40kWh", "7.5min 0.5kWh");
        Assert.Equal(["charging: 41.5 × … = 20.30"], bench.Lines("2026-06"));
    }

    [Fact]
    public void A_reported_power_counts_before_the_mean()
    {
        var bench = Of("quantity: sessions.energy, price: \"when(sessions.power < 16 kW, 0.20 GBP/kWh, "
            + "0.50 GBP/kWh)\"").Session("s", "2026-06-10T12:00", "60min 10kWh 22kW");
        Assert.Equal(["charging: 10 × 0.5 = 5.00"], bench.Lines("2026-06"));
    }

    [Fact]
    public void A_current_that_is_not_reported_holds_the_bill()
    {
        var bench = Of("quantity: sessions.energy, price: \"when(sessions.current < 32 A, 0.20 GBP/kWh, "
            + "0.50 GBP/kWh)\"").Session("s", "2026-06-10T12:00", "60min 10kWh 16A");
        Assert.Equal(["charging: 10 × 0.2 = 2.00"], bench.Lines("2026-06"));
        bench.Session("t", "2026-06-11T12:00", "60min 10kWh");
        var fault = Assert.Single(bench.Held("2026-06"));
        Assert.Equal("Session t doesn't report the current of all of its periods, and Charge charging of agreement a "
            + "asks for it.\n  Price it by sessions.power, which can be told from the energy.", fault.ToString());
    }

    [Fact]
    public void What_was_taken_so_far_cuts_a_piece_exactly_there()
    {
        // The first kWh is free; 7 kWh in 70 minutes come to 1 kWh after ten of them.
        var bench = Of("quantity: sessions.energy, price: \"when(sessions.energy-so-far < 1 kWh, 0, 0.20 GBP/kWh)\"")
            .Session("s", "2026-06-10T12:00", "70min 7kWh").Session("t", "2026-06-11T12:00", "20min 0.9kWh");
        Assert.Equal(["charging: 7.9 × … = 1.20"], bench.Lines("2026-06"));
        Assert.Equal(["2026-06-10T11:00:00Z 1", "2026-06-10T11:10:00Z 6", "2026-06-11T11:00:00Z 0.9"],
            bench.Rated("2026-06")[0].Legs[0].Places().Select(place => $"{place.Start} {place.Quantity}"));
    }

    [Fact]
    public void The_time_so_far_cuts_as_well()
    {
        // OCPI, first hour of parking free, then 2 an hour, from the fourth 3: 2.75 hours after none.
        var bench = Of("quantity: sessions.idle-time, price: \"when(sessions.time-so-far < 60 min, 0, "
            + "when(sessions.time-so-far < 240 min, 2 GBP/h, 3 GBP/h))\"")
            .Session("s", "2026-06-10T12:00", "300min idle");
        Assert.Equal(["charging: 5 × … = 9.00"], bench.Lines("2026-06"));
    }

    [Fact]
    public void Blocks_may_be_of_each_session()
    {
        var bench = Of("quantity: sessions.energy, price: \"tiers(per = session, 0 kWh = 0.50 GBP/kWh, "
            + "10 kWh = 0.30 GBP/kWh)\"")
            .Session("s", "2026-06-10T12:00", "60min 8kWh", "60min 8kWh")
            .Session("t", "2026-06-11T12:00", "60min 8kWh");
        // 10 × 0.50 + 6 × 0.30, and 8 × 0.50.
        Assert.Equal(["charging: 24 × … = 10.80"], bench.Lines("2026-06"));
    }

    [Fact]
    public void A_least_and_a_greatest_price_are_of_each_session()
    {
        var bench = Of("amount: \"clamp(sum(sessions.energy * 0.25 GBP/kWh, per = session), "
            + "0.50 GBP * sessions.ends, 10 GBP * sessions.ends)\"")
            .Session("s", "2026-06-10T12:00", "10min 1kWh")
            .Session("t", "2026-06-11T12:00", "60min 30kWh", "60min 20kWh")
            .Session("u", "2026-06-12T12:00", "60min 20kWh");
        Assert.Equal(["charging: 15.50"], bench.Lines("2026-06"));
    }

    [Fact]
    public void Fees_are_for_starting_and_for_ending()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Start, quantity: sessions.starts, price: 0.50 GBP }
              - { name: Sessions, quantity: sessions.ends, price: 0.10 GBP }
              - { name: Unused, quantity: sessions.expired, price: 4 GBP }
              - { name: Reserved, quantity: sessions.reserved-time, price: 2 GBP/h }
            """)
            .Session("s", "2026-06-10T12:00", "60min 8kWh", "60min idle")
            .Session("t", "2026-06-11T12:00", "60min reserved");
        Assert.Equal(["start: 2 × 0.5 = 1.00", "sessions: 2 × 0.1 = 0.20", "unused: 1 × 4 = 4.00",
            "reserved: 1 × 2 = 2.00"], bench.Lines("2026-06"));
    }

    [Fact]
    public void A_step_may_be_that_of_the_last_price()
    {
        // 5-domain WE8.9's second: 16:35 and 35 minutes; before 17:00 by 30 minutes, after by 15: 45 in all.
        var bench = Of("lines: band, quantity: \"round(sessions.charging-time, "
            + "last(by(evening, before = 30, after = 15), per = session) * 1 min, up, per = session)\", "
            + "price: \"by(evening, before = 1.20 GBP/h, after = 2.40 GBP/h)\"",
            """
            calendars: { evening: { bands: { after: "17:00-24:00", before: rest } } }
            """).Session("s", "2026-06-10T16:35", "35min 5kWh");
        Assert.Equal(["charging.after: 0.333333333 × 2.4 = 0.80", "charging.before: 0.416666667 × 1.2 = 0.50"],
            bench.Lines("2026-06"));
    }

    [Fact]
    public void Beside_a_meter_sessions_are_summed_by_the_clock()
    {
        // The vehicle's part of a house: what it took, up to what came in; the rest is the house's.
        var bench = Bench.Of("""
            quantities:
              ev: min(sessions.energy, import)
            charges:
              - { name: Vehicle, quantity: ev, price: 0.10 GBP/kWh }
              - { name: House, quantity: import - ev, price: 0.30 GBP/kWh }
            """)
            .Reads("import", at => at.Date.Day == 10 && at.Hour is 12 or 13 ? 2 : 0)
            .Session("s", "2026-06-10T12:15", "60min 6kWh");
        // 1.5, 3 and 1.5 kWh by the half-hour, of 2, 2 and 2.
        Assert.Equal(["vehicle: 5 × 0.1 = 0.50", "house: 3 × 0.3 = 0.90"], bench.Lines("2026-06"));
    }

    [Fact]
    public void What_the_operator_asks_for_can_be_passed_through()
    {
        var bench = Of("amount: sessions.cost").Session("c1", "s", "2026-06-10T12:00", ["60min 8kWh"], 4.37m);
        Assert.Equal(["charging: 4.37"], bench.Lines("2026-06"));
        bench.Session("t", "2026-06-11T12:00", "60min 8kWh");
        Assert.Equal("Session t has no cost in GBP.", Assert.Single(bench.Held("2026-06")).Message);
    }

    [Fact]
    public void Sessions_that_overlap_on_a_charger_hold_the_bill()
    {
        var bench = Of("quantity: sessions.energy, price: 0.20 GBP/kWh")
            .Session("s", "2026-06-10T12:00", "60min 8kWh").Session("t", "2026-06-10T12:30", "60min 8kWh");
        Assert.Equal("The sessions s and t overlap on the charger charger of c1, where only one vehicle can charge at "
            + "a time.\n  Have the operator credit the one that is wrong.",
            Assert.Single(bench.Held("2026-06")).ToString());
    }

    [Fact]
    public void A_session_of_a_card_and_of_a_charger_counts_once()
    {
        var bench = Bench.Of("charges: [{ name: Charging, quantity: sessions.energy, price: 0.20 GBP/kWh }]",
            connections: """
                - { connection: c1, channels: { import: kWh, export: kWh } }
                - { connection: c2, channels: { import: kWh, export: kWh } }
                """,
            agreements: "- { agreement: a, account: acc, product: p, connections: [c1, c2], from: 2020-01-01 }")
            .Session("c1", "s", "2026-06-10T12:00", ["60min 8kWh"])
            .Session("c2", "s", "2026-06-10T12:00", ["60min 8kWh"]);
        Assert.Equal(["charging: 8 × 0.2 = 1.60"], bench.Lines("2026-06"));
    }

    [Fact]
    public void What_a_vehicle_gives_back_is_paid()
    {
        var bench = Of("quantity: sessions.export, price: 0.24 GBP/kWh, to: customer")
            .Session("s", "2026-06-10T17:00", "60min -4kWh", "120min 14kWh");
        Assert.Equal(["charging: 4 × 0.24 = -0.96"], bench.Lines("2026-06"));
    }

    [Theory]
    [InlineData("quantity: \"sum(import, per = session)\", price: 1 GBP/kWh", "no-session")]
    [InlineData("quantity: \"min(import, sum(sessions.energy, per = session))\", price: 1 GBP/kWh", "by-the-clock")]
    [InlineData("quantity: \"min(import, sessions.energy)\", price: \"when(sessions.power < 3 kW, 0, 1 GBP/kWh)\"",
        "by-the-clock")]
    [InlineData("quantity: sessions.energi, price: 1 GBP/kWh", "unknown-name")]
    [InlineData("quantity: sessions.energy, price: \"when(sessions.energy-so-far < sum(sessions.energy, "
        + "per = session), 0, 1 GBP/kWh)\"", "wrong-dimension")]
    public void Uses_that_can_not_be_rated_are_refused(string charge, string code) =>
        Assert.Equal(code, Assert.Single(
            Bench.Faults($"charges: [{{ name: Charging, {charge} }}]")).Code);
}
