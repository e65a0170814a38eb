using System.Globalization;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>What holds of events whatever is used: where nothing is delivered nothing is paid, the sums of events are
/// the sum within events, and a baseline is the load outside of them.</summary>
public class EventLaws
{
    private const int Hours = 24 * 35;
    private static readonly LocalDate First = new(2021, 3, 1);

    /// <param name="Start">The hour of the event after the first ten days.</param>
    private sealed record AnyEvent(int Start, int Length, int Price);

    private static readonly Gen<AnyEvent[]> Any = Gen.Select(Gen.Int[0, 200], Gen.Int[1, 30], Gen.Int[0, 500],
        (start, length, price) => new AnyEvent(start, length, price)).Array[1, 4].Select(Apart);

    private static readonly Gen<int[]> Loads = Gen.Int[0, 3_000].Array[Hours];

    /// <summary>One after the other, each a while after the end of the one before.</summary>
    private static AnyEvent[] Apart(AnyEvent[] events)
    {
        var at = 0;
        return [.. events.Select(one =>
        {
            var moved = one with { Start = at + one.Start / events.Length };
            at = moved.Start + one.Length;
            return moved;
        })];
    }

    private static string Written(AnyEvent[] events) => string.Join('\n', events.Select((one, i) =>
    {
        string At(int hours) => First.PlusDays(10).AtMidnight().PlusHours(hours)
            .ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"- {{ event: e-{i}, programme: dfs, from: {At(one.Start)}Z, to: {At(one.Start + one.Length)}Z, "
            + $"price: {one.Price} }}";
    }));

    private static Bench Site(
        string charges, AnyEvent[] events, Func<int, decimal> load, string method = "days: any") =>
        Bench.Of($$"""
            product: p
            from: 2020-01-01
            interval: 60min
            channels: { import: kWh }
            quantities:
              less: baseline(import, m) - import
            charges:
            {{charges}}
            """, $"programmes: {{ dfs: {{}} }}\nbaselines: {{ m: {{ mean-of: 5, within: 10 days, {method} }} }}",
            connections: "- { connection: c1, interval: 60min, channels: { import: kWh } }",
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-03-01 }",
            events: Written(events))
        .Reads("import", at => load((int)(at.ToInstant() - First.AtMidnight().InUtc().ToInstant()).TotalHours));

    private static Exact Of(Bench bench, string charge, string period = "2021-03") =>
        bench.Rated(period).Single(one => one.Task.ChargeId == charge).Exact;

    [Fact]
    public void An_event_with_no_delivery_pays_nothing() => Gen.Select(Any, Gen.Int[0, 3_000].Array[24],
        Gen.Int[0, 2_000]).Sample((events, day, more) =>
        {
            // The load of each day is the same by the hour, and more of it within events.
            bool Is(int hour) => events.Any(one => hour - 240 >= one.Start && hour - 240 < one.Start + one.Length);
            var bench = Site("""
                  - { name: Interval, quantity: "during(positive(less), dfs)", price: dfs.price, to: customer }
                  - { name: Event, quantity: "positive(sum(less, per = dfs))", price: dfs.price, to: customer }
                """, events, hour => (day[0] + (Is(hour) ? more : 0)) / 1000m, "days: any, skip: []");
            Assert.Equal(Exact.Zero, Of(bench, "interval"));
            Assert.Equal(Exact.Zero, Of(bench, "event"));
        }, iter: 30);

    [Fact]
    public void The_sums_of_events_are_the_sum_within_them_and_floors_lie_in_their_order() =>
        Gen.Select(Any, Loads).Sample((events, loads) =>
        {
            var bench = Site("""
                  - { name: All, quantity: "during(less, dfs)", price: 1 GBP/kWh }
                  - { name: Event, quantity: "sum(less, per = dfs)", price: 1 GBP/kWh }
                  - { name: Paid, amount: "during(less * dfs.price, dfs)" }
                  - { name: Priced, quantity: "sum(less, per = dfs)", price: dfs.price }
                  - { name: Floor interval, quantity: "positive(during(less, dfs))", price: 1 GBP/kWh }
                  - { name: Floor event, quantity: "positive(sum(less, per = dfs))", price: 1 GBP/kWh }
                  - { name: Outside, quantity: "less - during(less, dfs)", price: 1 GBP/kWh }
                """, events, hour => loads[Math.Clamp(hour, 0, Hours - 1)] / 1000m);
            Assert.Equal(Of(bench, "all"), Of(bench, "event"));
            Assert.Equal(Of(bench, "paid"), Of(bench, "priced"));
            Assert.True(Of(bench, "floor-interval") >= Of(bench, "floor-event"));
            Assert.True(Of(bench, "floor-event") >= Of(bench, "event"));
            Assert.Equal(Exact.Zero, Of(bench, "outside"));
        }, iter: 30);

    [Fact]
    public void Two_bills_that_cut_a_month_pay_what_one_does() => Gen.Select(Any, Loads, Gen.Int[2, 30]).Sample(
        (events, loads, cut) =>
        {
            var bench = Site("""
                  - { name: All, quantity: "during(less, dfs)", price: 1 GBP/kWh }
                  - { name: Event, quantity: "positive(sum(less, per = dfs))", price: dfs.price }
                """, events, hour => loads[Math.Clamp(hour, 0, Hours - 1)] / 1000m);
            var day = string.Create(CultureInfo.InvariantCulture, $"2021-03-{cut:00}");
            foreach (var charge in new[] { "all", "event" })
                Assert.Equal(Of(bench, charge), Of(bench, charge, $"2021-03-01..{day}")
                    + Of(bench, charge, $"{day}..2021-04-01"));
        }, iter: 30);

    [Fact]
    public void A_ratio_within_its_limit_moves_a_baseline_by_no_more() => Gen.Select(Loads, Gen.Int[0, 100]).Sample(
        (loads, percent) =>
        {
            AnyEvent[] events = [new(100, 5, 1)];
            IReadOnlyList<Exact> Values(string method) => [.. Site(
                "  - { name: All, quantity: \"during(less, dfs)\", price: 1 GBP/kWh }", events,
                hour => (1 + loads[Math.Clamp(hour, 0, Hours - 1)]) / 1000m, method).Rated("2021-03")[0].Legs[0]
                .Baselines.Single().Intervals.Select(one => one.Baseline)];
            var (plain, adjusted) = (Values("days: any"),
                Values($"days: any, adjust: {{ from: 4 hours, until: 1 hour, limit: {percent} % }}"));
            var most = Exact.Ratio(percent, 100);
            foreach (var (one, other) in plain.Zip(adjusted))
                Assert.True(other >= one * (1 - most) - 0.000001m && other <= one * (1 + most) + 0.000001m);
        }, iter: 30);
}
