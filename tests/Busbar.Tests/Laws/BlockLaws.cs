using System.Globalization;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Laws of block prices, escalated prices and balances, whatever the readings, the edges and the bills.
/// </summary>
public class BlockLaws
{
    private const int Hours = 720;

    /// <summary>The hours of June in watt-hours, the second and third edge in kWh, and a day of June to cut at.
    /// </summary>
    private static readonly Gen<(int[] Load, int[] Edges, int Cut)> AnyMonth = Gen.Select(
        Gen.Int[0, 3000].Array[Hours], Gen.Int[1, 900].Array[2], Gen.Int[2, 29],
        (load, steps, cut) => (load, new[] { steps[0], steps[0] + steps[1] }, cut));

    private static readonly Exact[] Prices = [0.10m, 0.17m, 0.05m];

    private static string Tiers(int[] edges, string options) => string.Create(CultureInfo.InvariantCulture,
        $"tiers(per = month{options}, 0 kWh = 10 p/kWh, {edges[0]} kWh = 17 p/kWh, {edges[1]} kWh = 5 p/kWh)");

    private static Bench Month(int[] load, string price, int minutes = 60, string charge = "") => Bench.Of($$"""
        product: p
        from: 2020-01-01
        interval: {{minutes}}min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: "{{price}}"{{charge}} }]
        """, zone: "Etc/UTC",
        connections: $"- {{ connection: c1, interval: {minutes}min, channels: {{ import: kWh }} }}")
        .Reads("import", at => load[(at.Day - 1) * 24 + at.Hour] / 1000m * minutes / 60);

    private static Exact Cost(Bench bench, string period) => bench.Rated(period)[0].Exact;

    /// <summary>The definition: the length of each block that the month covers times its price.</summary>
    private static Exact Naive(Exact total, int[] edges)
    {
        Exact[] starts = [0, edges[0], edges[1]];
        return Enumerable.Range(0, 3).Aggregate(Exact.Zero, (sum, block) =>
        {
            var end = block < 2 ? Exact.Min(total, starts[block + 1]) : total;
            return end > starts[block] ? sum + (end - starts[block]) * Prices[block] : sum;
        });
    }

    private static Exact Total(int[] load) => Exact.Ratio(load.Sum(), 1000);

    [Fact]
    public void A_month_costs_what_its_blocks_cost_in_order_and_evenly() => AnyMonth.Sample((load, edges, _) =>
    {
        var expected = Naive(Total(load), edges);
        Assert.Equal(expected, Cost(Month(load, Tiers(edges, "")), "2021-06"));
        Assert.Equal(expected, Cost(Month(load, Tiers(edges, ", fill = evenly")), "2021-06"));
    }, iter: 30);

    [Fact]
    public void It_does_not_matter_how_intervals_are_cut() => AnyMonth.Sample((load, edges, _) =>
        Assert.Equal(Cost(Month(load, Tiers(edges, "")), "2021-06"),
            Cost(Month(load, Tiers(edges, ""), minutes: 15), "2021-06")), iter: 10);

    [Fact]
    public void Two_bills_cost_what_one_costs() => AnyMonth.Sample((load, edges, cut) =>
    {
        var bench = Month(load, Tiers(edges, ""));
        var day = new LocalDate(2021, 6, cut).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(Cost(bench, "2021-06"),
            Cost(bench, $"2021-06-01..{day}") + Cost(bench, $"{day}..2021-07-01"));
    }, iter: 30);

    [Fact]
    public void A_leg_that_changes_nothing_changes_nothing_and_one_that_does_cuts_no_cost() =>
        AnyMonth.Sample((load, edges, cut) =>
        {
            var price = Tiers(edges, "");
            Bench With(string terms) => Bench.Of($$"""
                product: p
                from: 2020-01-01
                interval: 60min
                channels: { import: kWh }
                terms: { spare: { in: GBP, default: 0 } }
                charges:
                  - { name: Energy, quantity: import, price: "{{price}}" }
                  - { name: Spare, quantity: import, price: "{{price}} + 0 * spare / (1 kWh)" }
                """, zone: "Etc/UTC",
                connections: "- { connection: c1, interval: 60min, channels: { import: kWh } }",
                agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01, "
                    + $"terms: {{ spare: {terms} }} }}")
                .Reads("import", at => load[(at.Day - 1) * 24 + at.Hour] / 1000m);
            var whole = With("1").Rated("2021-06");
            var same = With($"{{ 2020-01-01: 1, 2021-06-{cut:00}: 1.00 }}").Rated("2021-06");
            var other = With($"{{ 2020-01-01: 1, 2021-06-{cut:00}: 2 }}").Rated("2021-06");
            Assert.Single(same[1].Legs);
            Assert.Equal(2, other[1].Legs.Count);
            Assert.All(new[] { whole, same, other }, charges => Assert.Equal(charges[0].Exact, charges[1].Exact));
        }, iter: 20);

    [Theory]
    [InlineData("import", "tiers(per = month, fill = evenly, 0 kWh = 10 p/kWh, 400 kWh = 20 p/kWh)")]
    [InlineData("import", "tiers(per = month, whole = true, 0 kWh = 10 p/kWh, 400 kWh = 20 p/kWh)")]
    [InlineData("import", "packages(10 kWh, 15 GBP, per = month)")]
    [InlineData("carry(sum(import - 1 kW * hours, per = month))", "10 p/kWh")]
    [InlineData("whole(sum(import, per = month), 100 kWh)", "1 GBP")]
    [InlineData("sum(import, per = month)", "10 p/kWh")]
    [InlineData("peak(import, per = month) * days", "1 GBP/kW/day")]
    [InlineData("max(peak(import, per = month), peak(import, per = month, past = 2 months)) * days", "1 GBP/kW/day")]
    [InlineData("import", "mean(import / hours, per = month) / 1 kW * 10 p/kWh")]
    [InlineData("count(unbroken(import > 1 kW * hours, 2 hours))", "1 GBP")]
    [InlineData("round(import, 1 kWh, per = month)", "10 p/kWh")]
    public void A_leg_that_changes_nothing_changes_nothing_whatever_the_formula(string quantity, string price) =>
        Gen.Select(Gen.Int[0, 3000].Array[Hours], Gen.Int[2, 29]).Sample((load, cut) =>
        {
            Bench Of(string terms) => Bench.Of($$"""
                product: p
                from: 2020-01-01
                interval: 60min
                channels: { import: kWh }
                terms: { idle: { in: "1", default: 1 } }
                charges: [{ name: Energy, quantity: "idle * ({{quantity}})", price: "{{price}}" }]
                """, zone: "Etc/UTC",
                connections: "- { connection: c1, interval: 60min, channels: { import: kWh } }", agreements: $$"""
                - agreement: a
                  account: acc
                  product: p
                  connections: c1
                  from: 2020-01-01
                  terms: { idle: {{terms}} }
                """).Reads("import", at => load[((at.Day - 1) * 24 + at.Hour) % Hours] / 1000m);
            Assert.Equal(Of("1").Lines("2021-06"), Of($"{{ 2020-01-01: 1, 2021-06-{cut:00}: 1 }}").Lines("2021-06"));
        }, iter: 5);

    [Fact]
    public void A_ratchet_never_bills_less_than_the_months_own_peak() => Gen.Select(
        Gen.Int[0, 500].Array[12], Gen.Int[1, 11], Gen.Int[1, 100]).Sample((peaks, past, percent) =>
    {
        var bench = Bench.Of($$"""
            charges:
              - name: Demand
                quantity: "max(peak(import, per = month), {{percent}} %
                  * peak(import, per = month, past = {{past}} months)) * months"
                price: 1 GBP/kW/month
            """, zone: "Etc/UTC",
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-01-01 }")
            .Reads("import", at => at.Day == 3 && at.TimeOfDay == default ? peaks[at.Month - 1] / 2m : 0);
        for (var month = 1; month <= 12; month++)
        {
            var looked = peaks[Math.Max(0, month - 1 - past)..(month - 1)].Prepend(0).Max();
            var billed = bench.Bill($"2021-{month:00}").Lines[0].Quantity!.Value;
            Assert.Equal(Exact.Max(peaks[month - 1], Exact.Ratio(looked * percent, 100)), billed);
            Assert.True(billed >= peaks[month - 1]);
        }
    }, iter: 6);

    [Fact]
    public void The_cost_is_continuous_at_the_edges() => Gen.Select(Gen.Int[1, 900], Gen.Int[1, 900]).Sample(
        (first, width) =>
        {
            int[] edges = [first, first + width];
            foreach (var edge in edges)
            {
                Exact At(int wattHours) =>
                    Cost(Month([wattHours, .. new int[Hours - 1]], Tiers(edges, "")), "2021-06");
                var (below, at, above) = (At(edge * 1000 - 1), At(edge * 1000), At(edge * 1000 + 1));
                Assert.All(new[] { at - below, above - at },
                    step => Assert.True(step >= 0 && step <= Prices.Max() / 1000));
            }
        }, iter: 20);

    [Fact]
    public void A_line_per_tier_adds_up_to_the_charge() => AnyMonth.Sample((load, edges, _) =>
    {
        var charge = Month(load, Tiers(edges, ""), charge: ", lines: tier").Rated("2021-06")[0];
        Assert.Equal(charge.Exact, charge.Parts.Aggregate(Exact.Zero, (sum, part) => sum + part.Exact));
        Assert.Equal(Total(load), charge.Parts.Aggregate(Exact.Zero, (sum, part) => sum + part.Quantity!.Value));
        Assert.Equal(charge.Amount.MinorUnits, charge.Parts.Sum(part => part.Amount.MinorUnits));
        Assert.All(charge.Parts, part => Assert.Equal(part.Exact, part.Quantity!.Value * part.Price!.Value));
    }, iter: 20);

    [Fact]
    public void Escalators_compose() => Gen.Select(Gen.Int[900, 1200].Array[6], Gen.Int[1, 5]).Sample((levels, split) =>
    {
        // What the first steps make of a price, the steps after them go on from.
        Bench Stepped(string price, int from) => Bench.Of($$"""
            charges: [{ name: Energy, quantity: import, 
                price: "escalate({{price}}, cpi, base = {{2020 + from}}-01, from = {{2021 + from}}-01)" }]
            """, """series: { cpi: { unit: "1", interval: month, file: prices/cpi.csv } }""")
            .Reads("import", at => at.Day == 1 && at.TimeOfDay == default ? 1 : 0)
            .Prices("cpi", at => levels[Math.Clamp(at.Year - 2020, 0, 5)]);
        Exact Price(Bench bench, int year) => bench.Bill($"{year}-03").Lines[0].Price!.Value;
        var middle = Price(Stepped("1 GBP/kWh", 0), 2020 + split);
        Assert.Equal(Price(Stepped("1 GBP/kWh", 0), 2025),
            split == 5 ? middle : Price(Stepped($"{middle} GBP/kWh", split), 2025));
    }, iter: 20);

    [Fact]
    public void What_is_carried_is_neither_lost_nor_made() => Gen.Int[-500, 500].Array[12].Sample(net =>
    {
        var bench = Bench.Of("""
            quantities: { net: "sum(import - export, per = month)" }
            charges:
              - { name: Net, quantity: "carry(net, clear = june)", price: 1 GBP/kWh }
              - { name: Left, quantity: "carried(net, clear = june)", price: 1 GBP/kWh, to: customer }
            """, agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-01-01, "
                + "to: 2022-01-01 }")
            .Reads("import", at => at.Day == 2 && at.TimeOfDay == default ? Math.Max(0, net[at.Month - 1]) : 0)
            .Reads("export", at => at.Day == 2 && at.TimeOfDay == default ? Math.Max(0, -net[at.Month - 1]) : 0);
        var billed = Enumerable.Range(1, 12).SelectMany(month => bench.Rated($"2021-{month:00}")).ToList();
        Assert.Equal(net.Sum(), billed.Aggregate(Exact.Zero, (sum, charge) => sum + charge.Exact));
    }, iter: 20);

    [Fact]
    public void Whole_units_of_all_windows_are_the_whole_part_of_their_sum() =>
        Gen.Select(Gen.Int[0, 3_000_000].Array[12], Gen.Int[0, 999_999], Gen.Int[1, 12]).Sample((sums, before, cut) =>
        {
            var bench = Bench.Of("""
                terms: { opening: { in: kWh, default: 0 } }
                charges: [{ name: W, price: 1 GBP,
                    quantity: "whole(sum(export, per = month), 1 MWh, history = opening)" }]
                """, agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-01-01, "
                    + $"terms: {{ opening: 0.{before:000000} MWh }} }}")
                .Reads("export", at => at.Day == 2 && at.TimeOfDay == default ? sums[at.Month - 1] / 1000m : 0);
            var billed = Enumerable.Range(1, 12).SelectMany(month => bench.Rated($"2021-{month:00}")).ToList();
            Assert.All(billed.Index(), month => Assert.Equal(
                (sums.Take(month.Index + 1).Sum() + before) / 1_000_000,
                billed.Take(month.Index + 1).Aggregate(Exact.Zero, (sum, charge) => sum + charge.Exact)));
            // Bills of other spans have the same.
            var quarter = bench.Rated($"2021-{cut:00}-01..2022-01-01");
            Assert.Equal(billed.Skip(cut - 1).Aggregate(Exact.Zero, (sum, charge) => sum + charge.Exact),
                quarter.Aggregate(Exact.Zero, (sum, charge) => sum + charge.Exact));
        }, iter: 20);
}
