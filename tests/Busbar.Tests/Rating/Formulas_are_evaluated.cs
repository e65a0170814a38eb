using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>The operators, interval by interval.</summary>
public class Formulas_are_evaluated
{
    /// <summary>A kWh in each half-hour before noon and three in each after it: 24 + 72 on a day.</summary>
    private static decimal? Halves(ZonedDateTime at) => at.TimeOfDay < LocalTime.Noon ? 1 : 3;

    [Theory]
    [InlineData("import", "96")]
    [InlineData("-import", "-96")]
    [InlineData("import + import", "192")]
    [InlineData("import - 2 * import", "-96")]
    [InlineData("import * 150 %", "144")]
    [InlineData("import / 4", "24")]
    [InlineData("import / 3", "31.999999992")] // a third is rounded to nine decimals in each half-hour
    [InlineData("min(import, 1 kW * hours)", "24")]
    [InlineData("min(import, 6 kW * hours, 5 kW * hours)", "84")]
    [InlineData("max(import, 4 kW * hours)", "120")]
    [InlineData("positive(import - 4 kW * hours)", "24")]
    [InlineData("positive(0 - import)", "0")]
    [InlineData("during(import, day-night.night)", "24")]
    [InlineData("sum(during(import, day-night.day)) - sum(during(import, day-night.night))", "48")]
    [InlineData("by(day-night, day = import, night = 0)", "72")]
    [InlineData("by(day-night, day = import, night = 2 * import)", "120")]
    [InlineData("import * by(day-night, day = 1, night = 2)", "120")]
    [InlineData("sum(import, per = day) - import", "0")]
    [InlineData("import * (import / (import + import))", "48")]
    [InlineData("import * (import / (import - import) else 3)", "288")]
    [InlineData("import * (import / export else 0)", "0")]
    public void A_quantity_of_a_day_comes_to(string quantity, string total)
    {
        var bench = Bench.Of(
            $"charges: [{{ name: Energy, quantity: \"{quantity}\", price: 1 GBP/kWh }}]",
            "calendars: { day-night: { bands: { day: \"daily 07:30-22:30\", night: rest } } }")
            .Reads("import", Halves);
        var line = Assert.Single(bench.Bill("2026-01-05..2026-01-06").Lines);
        Assert.Equal(total, line.Quantity.ToString());
    }

    [Fact]
    public void A_division_by_zero_holds_the_bill_and_says_so_once()
    {
        var bench = Bench.Of("""
            charges:
              - { name: A, quantity: import * (import / export), price: 1 GBP/kWh }
              - { name: B, quantity: import, price: 1 GBP/kWh }
            """).Reads("import", _ => 1);
        var fault = Assert.Single(bench.Held("2026-01"));
        Assert.Equal(
            ("division-by-zero", "Charge a of agreement a divides by zero.",
                "Say in the formula what holds then: x / y else z."),
            (fault.Code, fault.Message, fault.Hint));
    }

    [Fact]
    public void A_quotient_is_rounded_to_nine_decimals_half_away_on_either_side()
    {
        // 1 / 2,000,000,000 is 0.0000000005, a tie.
        var bench = Bench.Of("""
            charges:
              - { name: Up, amount: 1 GBP/day * days / 2000000000 * 1000000000 }
              - { name: Down, amount: -1 GBP/day * days / 2000000000 * 1000000000 }
              - { name: Below, amount: 1 GBP/day * days / 2000000001 * 1000000000 }
            """);
        Assert.Equal(["up: 1.00", "down: -1.00", "below: 0.00"], bench.Lines("2026-01-05..2026-01-06"));
    }

    [Fact]
    public void Finer_readings_are_summed_into_the_intervals_of_the_product()
    {
        var bench = Bench.Of("charges: [{ name: Energy, quantity: import, price: \"by(late, a = 1 GBP/kWh, "
            + "b = 2 GBP/kWh)\", lines: band }]",
            "calendars: { late: { bands: { a: \"daily 23:30-24:00\", b: rest } } }",
            connections: "- { connection: c1, interval: 5min, channels: { import: kWh, export: kWh } }")
            .Reads("import", at => at.TimeOfDay >= new LocalTime(23, 30) ? 0.1m : 0.01m);
        Assert.Equal(
            ["energy.a: 0.6 × 1 = 0.60", "energy.b: 2.82 × 2 = 5.64"], bench.Lines("2026-01-05..2026-01-06"));
        Assert.Equal(
            ["energy.a: 0.6 × 1 = 0.60", "energy.b: 2.94 × 2 = 5.88"], bench.Lines("2026-10-25..2026-10-26"));
    }

    [Fact]
    public void A_product_by_the_day_sums_the_day_however_long()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: day
            channels: { import: kWh }
            charges:
              - { name: Energy, quantity: import, price: "by(week, work = 1 GBP/kWh, free = 2 GBP/kWh)", lines: band }
              - { name: Hours, quantity: hours, price: 1 GBP/hour }
            """, "calendars: { week: { bands: { work: mon-fri, free: rest } } }",
            connections: "- { connection: c1, channels: { import: kWh } }").Reads("import", _ => 1);
        Assert.Equal(
            ["energy.work: 48 × 1 = 48.00", "energy.free: 98 × 2 = 196.00", "hours: 73 × 1 = 73.00"],
            bench.Lines("2026-10-23..2026-10-26"));
    }

    [Fact]
    public void Several_connections_are_summed_before_anything_is_done_with_them()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Net, quantity: "positive(import - export)", price: 1 GBP/kWh }
              - { name: Standing, quantity: days, price: 1 GBP/day }
            """,
            connections: """
            - { connection: c1, channels: { import: kWh, export: kWh } }
            - { connection: c2, interval: 15min, channels: { import: kWh, export: kWh } }
            """, agreements: "- { agreement: a, account: acc, product: p, connections: [c1, c2], from: 2020-01-01 }")
            .Reads("import", _ => 1).Reads("export", _ => 0.25m, "c2");
        Assert.Equal(["net: 24 × 1 = 24.00", "standing: 1 × 1 = 1.00"], bench.Lines("2026-01-05..2026-01-06"));
    }

    [Fact]
    public void Each_connection_has_a_line_with_its_own_and_its_own_days()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Net, quantity: "positive(import - export)", price: 1 GBP/kWh, each: connection }
              - { name: Standing, quantity: days, price: 1 GBP/day, each: connection }
            """,
            connections: """
            - { connection: c1, channels: { import: kWh, export: kWh } }
            - { connection: c2, channels: { import: kWh, export: kWh }, zone: Europe/Berlin }
            """, agreements: "- { agreement: a, account: acc, product: p, connections: [c1, c2], from: 2020-01-01 }")
            .Reads("import", _ => 1).Reads("export", _ => 0.5m, "c2");
        Assert.Equal(
            [
                "net.c1: 48 × 1 = 48.00", "net.c2: 0 × 1 = 0.00", "standing.c1: 1 × 1 = 1.00",
                "standing.c2: 1 × 1 = 1.00",
            ], bench.Lines("2026-01-05..2026-01-06"));
    }

    [Fact]
    public void What_the_seller_pays_is_below_zero_and_a_price_below_zero_turns_it_round()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Feed-in, quantity: export, price: 5 p/kWh, to: customer }
              - { name: Negative, quantity: export, price: -5 p/kWh, to: customer }
              - { name: Nothing, quantity: export, price: 0, to: customer }
              - { name: Back, quantity: import, price: -1 p/kWh }
            """).Reads("export", _ => 1).Reads("import", _ => 1);
        Assert.Equal(
            [
                "feed-in: 48 × 0.05 = -2.40", "negative: 48 × -0.05 = 2.40", "nothing: 48 × 0 = 0.00",
                "back: 48 × -0.01 = -0.48",
            ], bench.Lines("2026-01-05..2026-01-06"));
    }

    [Fact]
    public void What_positive_cut_off_is_counted_by_leg_and_connection()
    {
        var bench = Bench.Of("""
            terms: { rate: { in: GBP/kWh, default: 1 } }
            quantities:
              net: positive(import - export)
              twice: 2 * positive(import - export)
            charges:
              - { name: Named, quantity: net + twice, price: rate, each: connection }
              - { name: Bare, quantity: "positive(export - import)", price: rate, each: connection }
            """,
            connections: """
            - { connection: c1, channels: { import: kWh, export: kWh } }
            - { connection: c2, channels: { import: kWh, export: kWh } }
            """, agreements: """
            - agreement: a
              account: acc
              product: p
              connections: [c1, c2]
              from: 2020-01-01
              terms: { rate: { 2026-01-06: 2 } }
            """)
            // c1 exports more in two half-hours of the first day and three of the second, c2 never.
            .Reads("import", _ => 1).Reads("import", _ => 1, "c2")
            .Reads("export", at => at.Hour == 12 || (at.Day == 6 && at is { Hour: 13, Minute: 0 }) ? 2 : 0);
        var legs = bench.Rated("2026-01-05..2026-01-07").SelectMany(charge => charge.Legs.Select(leg =>
            $"{charge.Task.ChargeId} {charge.Task.Connection!.Id} {leg.CutOff} "
            + string.Join(' ', leg.Named.Where(name => name.Text is not null).Select(name => name.CutOff))));
        Assert.Equal(
            [
                "named c1 0 2 2", "named c1 0 3 3", "named c2 0 0 0", "named c2 0 0 0",
                "bare c1 46 ", "bare c1 45 ", "bare c2 48 ", "bare c2 48 ",
            ], legs);
    }
}
