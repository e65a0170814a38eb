using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>The worked examples of virtual power plants by their numbers, as far as one agreement goes: what a battery
/// performs in a season, and what limits its pay.</summary>
public sealed class Batteries_by_number
{
    private const string Book = """
        programmes: { vpp: { price: USD/kWh } }
        calendars: { seasons: { bands: { summer: jun-sep, winter: rest } } }
        groups: [energy]
        """;

    private const string Connections =
        "- { connection: c1, interval: 60min, channels: { discharging: kWh, import: kWh } }";

    private const string Head = """
        product: p
        from: 2020-01-01
        interval: 60min
        channels: { discharging: kWh }
        quantities:
          delivered: during(discharging, vpp)
          performance: sum(delivered, per = seasons) / sum(during(hours, vpp), per = seasons) else 0

        """;

    private const string Performance = """
        charges:
          - name: Performance
            quantity: performance * count(performance > 0, per = seasons)
            price: mean(by(seasons, summer = 225 USD/kW, winter = 50 USD/kW), per = seasons)
            to: customer
        """;

    /// <summary>A battery with events from 17:00 on, on days of 2026, and what it gives in each of their hours.
    /// </summary>
    private static Bench Battery(
        string charges, params IReadOnlyList<(int Month, int Day, int Hours, decimal Kilowatts)> events) => Bench.Of(
        Head + charges, Book, "America/New_York", connections: Connections, currency: "USD",
        events: string.Join('\n', events.Select(one =>
        {
            var day = $"2026-{one.Month:00}-{one.Day:00}";
            return $"- {{ event: e{day}, programme: vpp, price: 3, from: {day} 17:00, to: {day} {17 + one.Hours}:00 }}";
        }))).Reads("discharging", at => events.Where(one =>
                at.Date == new LocalDate(2026, one.Month, one.Day) && at.Hour >= 17 && at.Hour < 17 + one.Hours)
            .Sum(one => one.Kilowatts) + (at.Hour == 12 ? 7 : 0));

    // The third event is missed, and counts nothing over its two hours: 1200 kW over 10 of 12 hours.
    [Fact]
    public void WE7_1_an_average_of_1000_kW_over_all_hours_of_a_summer() => Assert.Equal(
        ["performance: 1000 × 200 = -200000.00"], Battery(Performance.Replace("225", "200", StringComparison.Ordinal),
            (6, 20, 3, 1100), (7, 4, 3, 1300), (7, 20, 2, 0), (8, 3, 2, 1200), (9, 9, 2, 1200)).Lines("2026-09"));

    [Fact]
    public void WE7_2_a_home_battery_of_5_kW_in_summer_and_in_winter()
    {
        var bench = Battery(Performance, (7, 4, 3, 5), (8, 3, 2, 5), (1, 12, 2, 4), (2, 12, 1, 7));
        Assert.Equal(["performance: 5 × 225 = -1125.00"], bench.Lines("2026-09"));
        Assert.Equal(["performance: 5 × 50 = -250.00"], bench.Lines("2026-05"));
    }

    [Theory]
    [InlineData(180, 225, "performance: 180 × 225 = -40500.00")]
    [InlineData(270, 275, "performance: 270 × 275 = -74250.00")]
    public void WE7_3_a_part_of_300_kW(int kilowatts, int rate, string line) => Assert.Equal([line], Battery(
        Performance.Replace("225", $"{rate}", StringComparison.Ordinal), (6, 1, 2, kilowatts), (9, 30, 3, kilowatts))
        .Lines("2026-09"));

    // Who is excused from an event isn't called by it, and its hours don't count.
    [Fact]
    public void An_event_that_excuses_a_battery_counts_no_hours()
    {
        var events = "- { event: e-1, programme: vpp, price: 3, from: 2026-07-04 17:00, to: 2026-07-04 19:00 }\n"
            + "- { event: e-2, programme: vpp, price: 3, from: 2026-07-09 17:00, to: 2026-07-09 19:00 }";
        string Line(string written) => Bench.Of(Head + Performance, Book, "America/New_York", connections: Connections,
            currency: "USD", events: written).Reads("discharging", at => at.Date == new LocalDate(2026, 7, 4) ? 4 : 0)
            .Lines("2026-09").Single();
        Assert.Equal("performance: 2 × 225 = -450.00", Line(events));
        Assert.Equal("performance: 4 × 225 = -900.00", Line(events.Replace("2026-07-09 19:00",
            "2026-07-09 19:00, agreements: a, excused: c1", StringComparison.Ordinal)));
    }

    private static readonly (int, int, int, decimal)[] Four = [(6, 20, 2, 5), (7, 4, 3, 4), (8, 3, 2, 3), (9, 9, 4, 2)];

    // 10, 12, 6 and 8 kWh at 3 dollars.
    [Theory]
    [InlineData("quantity: delivered, price: \"tiers(per = seasons, 0 kWh = 3 USD/kWh, 25 kWh = 0 USD/kWh)\"",
        "-30.00 -36.00 -9.00 0.00")]
    [InlineData("amount: \"min(sum(delivered * vpp.price, per = seasons), 70 USD * count(sum(vpp.ends, "
        + "per = seasons) > 0, per = seasons))\"",
        "-70.00")]
    [InlineData("quantity: delivered * vpp.price, price: \"tiers(per = seasons, 0 USD = 1, 70 USD = 0)\"",
        "-30.00 -36.00 -4.00 0.00")]
    [InlineData("quantity: \"sum(delivered, per = vpp)\", price: \"tiers(per = seasons, of = vpp.ends, 0 = 3 USD/kWh, "
        + "2 = 0 USD/kWh)\"", "-30.00 -36.00 0.00 0.00")]
    [InlineData("quantity: \"min(sum(delivered, per = vpp), 9 kWh * vpp.ends)\", price: vpp.price",
        "-27.00 -27.00 -18.00 -24.00")]
    [InlineData("quantity: \"sum(delivered, per = vpp) * (min(sum(during(hours, vpp), per = vpp), 3 hours * vpp.ends) "
        + "/ sum(during(hours, vpp), per = vpp) else 0)\", price: vpp.price", "-30.00 -36.00 -18.00 -18.00")]
    public void A_season_is_limited_in_energy_money_and_events_and_an_event_in_energy_and_hours(
        string charge, string amounts)
    {
        var bench = Battery($"charges: [{{ name: Pay, {charge}, to: customer }}]", Four);
        var paid = Enumerable.Range(6, 4).Select(month => bench.Plan($"2026-{month:00}") is null ? null
            : bench.Bill($"2026-{month:00}")).ToList();
        Assert.Equal(amounts, string.Join(' ', paid.SelectMany(bill => bill?.Lines ?? [])
            .Select(line => line.Amount.ToString())));
    }

    [Theory]
    [InlineData("sum(vpp.ends, per = seasons) <= 4", null)]
    [InlineData("sum(vpp.ends, per = seasons) <= 3", "Too much: sum(vpp.ends, per = seasons) <= 3 is false")]
    [InlineData("sum(during(hours, vpp), per = vpp) <= 4 hours * vpp.ends", null)]
    [InlineData("sum(during(hours, vpp), per = vpp) <= 3 hours * vpp.ends",
        "Too much: sum(during(hours, vpp), per = vpp) <= 3 hours * vpp.ends is false")]
    public void What_is_agreed_of_events_can_be_what_must_be(string must, string? message)
    {
        var bench = Battery("charges: [{ name: Pay, quantity: delivered, price: vpp.price, to: customer }]\n"
            + $"must: [{{ be: \"{must}\", else: Too much }}]", Four);
        if (message is null) Assert.NotEmpty(bench.Lines("2026-09"));
        else Assert.Contains(message, Assert.Single(bench.Held("2026-09")).Message, StringComparison.Ordinal);
    }

    // Availability by the day, and throughput by what was delivered.
    [Fact]
    public void Availability_and_throughput() => Assert.Equal(
        ["availability: 30 × 0.12 = -3.60", "throughput: 8 × 0.55 = -4.40"], Battery("""
            charges:
              - { name: Availability, quantity: days, price: 12 c/day, to: customer }
              - { name: Throughput, quantity: delivered, price: 55 c/kWh, to: customer }
            """, (9, 9, 4, 2)).Lines("2026-09"));

    // A battery saves so many GBP a month against a bill of 25 p/kWh without it: its owner keeps 70 %, the operator
    // gets 30 % by the month, and by the year at least 50 and at most 200 GBP.
    [Theory]
    [InlineData(new[] { 10, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "3.00 0.00 9.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 "
        + "0.00 0.00", "38.00")]
    [InlineData(new[] { 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100 }, "30.00 30.00 30.00 30.00 30.00 "
        + "30.00 30.00 30.00 30.00 30.00 30.00 30.00", "-160.00")]
    [InlineData(new[] { 100, -50, 100, 100, 0, 0, 0, 0, 0, 0, 0, 0 }, "30.00 0.00 30.00 30.00 0.00 0.00 0.00 0.00 0.00 "
        + "0.00 0.00 0.00", "-15.00")]
    public void A_saving_is_shared_by_the_month_and_trued_up_by_the_year(int[] saved, string months, string trueUp)
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 60min
            channels: { load: kWh, import: kWh }
            quantities:
              saved: load * tariff(home.energy) - import * tariff(home.energy)
              by-month: 30 % * positive(sum(saved, per = month))
              by-year: >-
                clamp(30 % * positive(sum(saved, per = year)), 50 GBP/year * sum(years, per = year),
                200 GBP/year * sum(years, per = year))
            charges:
              - { name: Share of the saving, amount: by-month }
              - { name: True-up, amount: "by-year - sum(by-month, per = year)" }
            ---
            product: home
            from: 2020-01-01
            interval: 60min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 25 p/kWh }]
            """, connections: "- { connection: c1, interval: 60min, channels: { load: kWh, import: kWh } }",
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2026-01-01 }")
            .Reads("load", at => at is { Day: 9, Hour: 12 } ? 400 : 0)
            .Reads("import", at => at is { Day: 9, Hour: 12 } ? 400 - saved[at.Month - 1] * 4 : 0);
        var bills = Enumerable.Range(1, 12).Select(month => bench.Bill($"2026-{month:00}")).ToList();
        Assert.Equal(months, string.Join(' ', bills.Select(bill => bill.Lines[0].Amount)));
        Assert.Equal(trueUp, bills[^1].Lines[1].Amount.ToString());
        Assert.All(bills.SkipLast(1), bill => Assert.Single(bill.Lines));
    }
}
