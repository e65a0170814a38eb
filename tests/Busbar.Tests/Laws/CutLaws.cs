using System.Globalization;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Tests.Rating;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>
/// Windows belong to the calendar and not to the bill: what a month comes to doesn't depend on the day on which two
/// bills cut it.
/// </summary>
public class CutLaws
{
    private const int Hours = 720;

    /// <summary>The hours of June in watt-hours, many of them nought or equal, and a day of June to cut at.</summary>
    private static readonly Gen<(int[] Load, int Cut)> AnyMonth = Gen.Select(
        Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[1, 4].Select(whole => whole * 500)), (2, Gen.Int[1, 3000]))
            .Array[Hours], Gen.Int[2, 30]);

    private static Bench June(int[] load, string quantity, string price) => Bench.Of($$"""
        product: p
        from: 2020-01-01
        interval: 60min
        channels: { import: kWh }
        charges:
          - { name: Energy, quantity: "{{quantity}}", price: "{{price}}" }
          - { name: Standing, quantity: days, price: 1 GBP/day }
        """, zone: "Etc/UTC", connections: "- { connection: c1, interval: 60min, channels: { import: kWh } }",
        agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-06-01, to: 2021-07-01 }")
        .Reads("import", at => load[(at.Day - 1) * 24 + at.Hour] / 1000m);

    private static string Day(int day) =>
        new LocalDate(2021, 6, 1).PlusDays(day - 1).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static string[] Bills(int cut) => [$"{Day(1)}..{Day(cut)}", $"{Day(cut)}..{Day(31)}"];

    private static RatedCharge? Energy(Bench bench, string period) =>
        bench.Rated(period).SingleOrDefault(charge => charge.Task.ChargeId == "energy");

    private static Exact Quantity(RatedCharge? charge) => charge is null ? Exact.Zero
        : charge.Parts.Aggregate(Exact.Zero, (sum, part) => sum + part.Quantity!.Value);

    [Theory]
    [InlineData("import", "packages(10 kWh, 15 GBP, per = month)")]
    [InlineData("import", "packages(10 kWh, 15 GBP, per = month, of = positive(import - 1 kW * hours))")]
    [InlineData("import", "tiers(per = month, 0 kWh = (10 p/kWh, 2 GBP), 300 kWh = (20 p/kWh, 3 GBP))")]
    [InlineData("import", "tiers(per = day, 0 kWh = 10 p/kWh, 9 kWh = 20 p/kWh)")]
    [InlineData("import", "packages(4 kWh, 1 GBP, per = day)")]
    [InlineData("carry(sum(import - 1 kW * hours, per = day))", "10 p/kWh")]
    [InlineData("whole(sum(import, per = day), 100 kWh)", "1 GBP")]
    [InlineData("peak(import, per = day) * days", "1 GBP/kW/day")]
    [InlineData("count(unbroken(import is 0, 3 hours))", "1 GBP")]
    [InlineData("count(unbroken(import < 1 kW * hours, 30 hours))", "1 GBP")]
    [InlineData("count(unbroken(sum(import, per = day) > 18 kWh/day * days, 48 hours))", "1 GBP")]
    public void What_goes_interval_by_interval_counts_on_and_each_bill_has_its_own(string quantity, string price) =>
        AnyMonth.Sample((load, cut) =>
        {
            var bench = June(load, quantity, price);
            var (whole, parts) = (Energy(bench, "2021-06")!, Bills(cut).Select(bill => Energy(bench, bill)!).ToList());
            Assert.Equal(whole.Exact, parts[0].Exact + parts[1].Exact);
            Assert.Equal(Quantity(whole), Quantity(parts[0]) + Quantity(parts[1]));
        }, iter: 20);

    [Theory]
    [InlineData("peak(import, per = month) * days", "1 GBP/kW/day")]
    [InlineData("peak(import, per = month, over = 120min, top = 3, apart = day) * days", "1 GBP/kW/day")]
    [InlineData("max(peak(import, per = month), peak(import, per = month, past = 2 months)) * days", "1 GBP/kW/day")]
    [InlineData("carry(sum(import - 1 kW * hours, per = month))", "10 p/kWh")]
    [InlineData("whole(sum(import, per = month), 100 kWh)", "1 GBP")]
    [InlineData("sum(import, per = month)", "10 p/kWh")]
    [InlineData("import", "tiers(per = month, fill = evenly, 0 kWh = 10 p/kWh, 300 kWh = 20 p/kWh)")]
    [InlineData("import", "tiers(per = month, whole = true, 0 kWh = 10 p/kWh, 300 kWh = 20 p/kWh)")]
    [InlineData("round(import, 1 kWh, per = month)", "10 p/kWh")]
    public void What_needs_the_whole_month_falls_whole_on_the_bill_in_which_it_ends(string quantity, string price) =>
        AnyMonth.Sample((load, cut) =>
        {
            var bench = June(load, quantity, price);
            var (whole, parts) = (Energy(bench, "2021-06")!, Bills(cut).Select(bill => Energy(bench, bill)).ToList());
            Assert.Null(parts[0]);
            Assert.Equal((whole.Exact, whole.Amount, Quantity(whole)),
                (parts[1]!.Exact, parts[1]!.Amount, Quantity(parts[1])));
        }, iter: 10);

    /// <summary>A figure of a billing period is of the days of its bill, and a run goes on from one bill to the next as
    /// far as each bill's own figure lets it.</summary>
    [Fact]
    public void A_run_crosses_two_bills_by_the_figure_of_each() =>
        Gen.Select(AnyMonth, Gen.Int[100, 950], Gen.Int[2, 30], Gen.Int[0, 40], Gen.Int[0, 40]).Sample(
        (month, least, hours, before, after) =>
        {
            var (load, cut) = month;
            // A run around the cut, so that one that crosses it is no rare thing.
            var first = 24 * (cut - 1);
            for (var hour = Math.Max(0, first - before); hour < Math.Min(Hours, first + after); hour++) load[hour] = 0;
            var bench = June(load, "count(unbroken(import < 1 kW * hours and sum(import) > "
                + $"0.{least} kW * hours, {hours} hours))", "1 GBP");
            bool[] isUsed = [load[..first].Sum() > least * first, load[first..].Sum() > least * (Hours - first)];
            bool IsTrue(int hour) =>
                hour is >= 0 and < Hours && load[hour] < 1000 && isUsed[hour < first ? 0 : 1];
            int Run(int hour, int step) => IsTrue(hour) ? 1 + Run(hour + step, step) : 0;
            var counts = Enumerable.Range(0, Hours).Select(hour => IsTrue(hour)
                && Run(hour, 1) + Run(hour, -1) - 1 >= hours ? 1 : 0).ToList();
            Assert.Equal([counts[..first].Sum(), counts[first..].Sum()],
                Bills(cut).Select(bill => Quantity(Energy(bench, bill))));
        }, iter: 60);
}
