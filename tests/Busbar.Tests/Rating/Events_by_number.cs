using Busbar.Quantities;
using Busbar.Tests.Formats;
using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>The worked examples of demand response by their numbers: an event on Thursday, 15 January 2026, 17:00 to
/// 19:00, of a site that usually uses 500 and 520 kWh in its hours.</summary>
public sealed class Events_by_number
{
    private const string Book = """
        programmes: { dfs: { price: GBP/MWh } }
        series: { spot: { unit: GBP/MWh, interval: 60min, file: s.csv } }
        baselines:
          ten-of-ten: { mean-of: 10, within: 45 days, skip: events,
            adjust: { by: ratio, from: 4 hours, until: 1 hour, limit: 20 % } }
        """;

    private const string Head = """
        product: p
        from: 2020-01-01
        interval: 60min
        channels: { import: kWh }
        quantities:
          reduced: baseline(import, ten-of-ten) - import

        """;

    private static Bench Site(string charges, decimal before, decimal at17, decimal at18) => Bench.Of(
        $"{Head}charges:\n{charges}", Book,
        connections: "- { connection: c1, interval: 60min, channels: { import: kWh } }",
        events: "- { event: e-1, programme: dfs, from: 2026-01-15 17:00, to: 2026-01-15 19:00, price: 150 }")
        .Prices("spot", _ => 420).Reads("import", at => (at.Date == new LocalDate(2026, 1, 15), at.Hour) switch
        {
            (true, 17) => at17, (true, 18) => at18, (true, 13 or 14 or 15) => before, (_, 13 or 14 or 15) => 480,
            (_, 17) => 500, (_, 18) => 520, _ => 300,
        });

    private const string Price = "dfs.price + 50 % * spot";

    [Fact]
    public void WE4_4_a_ratio_of_1_15_and_floors_per_interval_and_per_event() => Assert.Equal(
        ["by-interval: 175 × 0.36 = -63.00", "by-event: 153 × 0.36 = -55.08"], Site($$"""
              - name: By interval
                quantity: positive(during(reduced, dfs))
                price: {{Price}}
                to: customer
              - { name: By event, quantity: "positive(sum(reduced, per = dfs))", price: "{{Price}}", to: customer }
            """, 552, 400, 620).Lines("2026-01").Select(line => line.Replace("…", "0.36", StringComparison.Ordinal)));

    [Fact]
    public void WE4_5_a_ratio_beyond_its_limit_is_the_limit()
    {
        var baseline = Assert.Single(Site("  - { name: R, quantity: \"during(reduced, dfs)\", price: 1 GBP/MWh }",
            700, 0, 0).Rated("2026-01")[0].Legs[0].Baselines);
        Assert.Equal("600 624", string.Join(' ', baseline.Intervals.Select(one => one.Baseline)));
        Assert.Equal(("1.2", true), (baseline.Ratio.ToString(), baseline.IsBound));
    }

    // A household of 2022/23 that used 1 kWh less at 3 GBP per kWh.
    [Fact]
    public void WE4_6_a_kilowatt_hour_less_is_paid_3_pounds() => Assert.Equal(["saved: 1 × 3 = -3.00"], Bench.Of("""
        charges:
          - name: Saved
            quantity: during(positive(baseline(import, usual) - import), dfs)
            price: 3000 GBP/MWh
            to: customer
        """, "programmes: { dfs: {} }\nbaselines: { usual: { mean-of: 10, days: weekdays, within: 30 days } }",
        events: "- { event: e-1, programme: dfs, from: 2023-01-23 17:00, to: 2023-01-23 18:00 }")
        .Reads("import", at => at.Date == new LocalDate(2023, 1, 23) ? 0.2m : 0.7m).Lines("2023-01"));

    // D8: a shop that used 60 % of what it would have from 17:00 to 19:00 on 19 July 2022, at 0.10 and half of the
    // market's price per kWh.
    [Fact]
    public void D8_an_afternoon_of_july_against_ten_weekdays()
    {
        string[] Column(string file, int column) =>
            [.. File.ReadLines(Oracles.PathOf(file)).Skip(1).Select(line => line.Split(',')[column])];
        var load = Column("ssc-utilityrate/profiles/load_382b17364373.csv", 0);
        var spot = Column("prices/cz-ote-1h/2022.csv", 3);
        var start = Instant.FromUtc(2021, 12, 31, 23, 0);
        decimal Value(string[] values, ZonedDateTime at)
        {
            Assert.True(Digits.TryParse(values[(int)(at.ToInstant() - start).TotalHours], 9, out var count, out _));
            return count / 1_000_000_000m;
        }
        var event8 = new LocalDate(2022, 7, 19);
        var bench = Bench.Of("""
            product: p
            from: 2022-01-01
            interval: 60min
            channels: { import: kWh }
            charges:
              - name: Reward
                quantity: during(baseline(import, ten) - import, call)
                price: call.price + 50 % * spot
                to: customer
            """, """
            programmes: { call: { price: EUR/kWh } }
            series: { spot: { unit: EUR/MWh, interval: 60min, file: s.csv } }
            baselines: { ten: { mean-of: 10, days: weekdays, within: 30 days } }
            """, "Europe/Prague", currency: "EUR",
            connections: "- { connection: c1, interval: 60min, channels: { import: kWh } }",
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2022-01-01 }",
            events: "- { event: e, programme: call, from: 2022-07-19 17:00, to: 2022-07-19 19:00, price: 0.1 }")
            .Prices("spot", at => Value(spot, at))
            .Reads("import", at => decimal.Round(Value(load, at)
                * (at.Date == event8 && (at.Hour is 17 or 18) ? 0.6m : 1), 6));
        Assert.EndsWith("-29.07", Assert.Single(bench.Lines("2022-07")), StringComparison.Ordinal);
    }
}
