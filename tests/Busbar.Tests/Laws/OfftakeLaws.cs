using Busbar.Quantities;
using Busbar.Tests.Rating;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>What holds of power purchase whatever is generated and whatever the market's prices are.</summary>
public class OfftakeLaws
{
    private const int Hours = 30 * 24;

    private static readonly Gen<(int[] Output, int[] Prices)> Any = Gen.Select(
        Gen.OneOf(Gen.Int[0, 5_000_000], Gen.Const(0)).Array[Hours], Gen.Int[-50_000, 300_000].Array[Hours]);

    private static Exact Sum(string charges, int[] output, int[] prices) => Bench.Of($$"""
        product: p
        from: 2020-01-01
        interval: 60min
        channels: { export: kWh }
        charges:
        {{charges}}
        """, "series: { spot: { unit: GBP/MWh, interval: 60min, file: s.csv } }", zone: "Etc/UTC",
        connections: "- { connection: c1, interval: 60min, channels: { export: kWh } }")
        .Reads("export", at => output[(at.Day - 1) * 24 + at.Hour] / 1000m)
        .Prices("spot", at => at.Month == 6 ? prices[(at.Day - 1) * 24 + at.Hour] / 1000m : 0)
        .Rated("2021-06").Aggregate(Exact.Zero, (sum, charge) => sum + charge.Exact);

    private static string Charge(string name, string price) =>
        $"  - {{ name: {name}, quantity: export, price: \"{price}\", to: customer }}\n";

    [Fact]
    public void A_contract_for_differences_and_the_market_together_are_the_strike() => Any.Sample(
        (output, prices) => Assert.Equal(Sum(Charge("Strike", "75 GBP/MWh"), output, prices),
            Sum(Charge("Market", "spot") + Charge("Difference", "75 GBP/MWh - spot"), output, prices)), iter: 20);

    [Fact]
    public void One_way_pays_no_less_than_two_ways_and_a_collar_lies_between_its_floor_and_its_cap() => Any.Sample(
        (output, prices) =>
        {
            Exact Paid(string price) => -Sum(Charge("P", price), output, prices);
            Assert.True(Paid("positive(75 GBP/MWh - spot)") >= Paid("75 GBP/MWh - spot"));
            var collar = Paid("clamp(spot, 30 GBP/MWh, 120 GBP/MWh)");
            Assert.True(collar >= Paid("30 GBP/MWh") && collar <= Paid("120 GBP/MWh"));
            Assert.Equal(Paid("0.6 * 75 GBP/MWh + 0.4 * spot"), Paid("75 GBP/MWh") * 0.6m + Paid("spot") * 0.4m);
        }, iter: 20);

    [Fact]
    public void A_baseload_with_what_is_over_and_under_at_the_market_is_the_output_at_the_market_and_the_difference() =>
        Any.Sample((output, prices) =>
        {
            var settled = Sum("""
                  - { name: Base, quantity: 1 MW * hours, price: 70 GBP/MWh, to: customer }
                  - { name: Rest, quantity: export - 1 MW * hours, price: spot, to: customer }
                """, output, prices);
            Assert.Equal(settled, Sum(Charge("Market", "spot") + """
                  - { name: Difference, quantity: 1 MW * hours, price: 70 GBP/MWh - spot, to: customer }
                """, output, prices));
        }, iter: 20);
}
