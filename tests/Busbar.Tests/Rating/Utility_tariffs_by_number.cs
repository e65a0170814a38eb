using System.Globalization;
using Busbar.Quantities;

namespace Busbar.Tests.Rating;

/// <summary>
/// Twenty-eight tariffs of the United States, without and with solar: every month's charges as ssc's utilityrate5 has
/// them, to half a cent, from a tariff that is converted and not written by hand.
/// </summary>
public sealed class Utility_tariffs_by_number
{
    private const decimal HalfCent = 0.005m;

    // In the order in which ssc tells them apart, each with the groups of the book that make it.
    private static readonly (string Figure, string[] Groups)[] Figures =
    [
        ("charge_{0}_ec", [.. UtilityTariff.EnergyGroups]), ("charge_{0}_dc_fixed", ["demand"]),
        ("charge_{0}_dc_tou", ["demand-by-time"]), ("charge_{0}_fixed", ["fixed"]),
        ("charge_{0}_minimum", ["minimum"]),
    ];

    [Theory]
    [InlineData("G02_commercial_two_season_tou_demand", 136189.8879, 136189.8879)]
    [InlineData("G03_residential_inclining_block", 884.6325, 884.6325)]
    [InlineData("G05_residential_daily_baseline_tou_nm", 1891.3063, 1891.3063)]
    [InlineData("G07_commercial_ratchet75_11m", 82268.9201, 82268.9201)]
    [InlineData("G10_prosumer_net_billing", 1618.4670, 577.1527)]
    [InlineData("G12_prosumer_buy_all_sell_all", 1618.4670, 1063.7746)]
    [InlineData("Test_Commercial_Demand_Charges.1", 104614.4872, 92538.1203)]
    [InlineData("Test_Commercial_kWh_per_kW_charges.1", 205109.4893, 203026.2661)]
    [InlineData("Test_Commercial_kWh_per_kW_charges.2", 205109.4893, 203026.2661)]
    [InlineData("Test_Residential_TOU_Rates.1", 771.7760, -11.9115)]
    [InlineData("Test_Residential_TOU_Rates_annual_minimum.1", 771.7760, 100.0000)]
    [InlineData("Test_Residential_TOU_Rates_buyall_sellall.1", 771.7760, -156.9580)]
    [InlineData("Test_Residential_TOU_Rates_net_billing.1", 771.7760, 441.4021)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_carryover.1", 771.7760, -150.0228)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_carryover_annual_min.1", 771.7760, -81.7736)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_carryover_inflow_outflow_apply_no_expire.1", 771.7760,
        -150.0228)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_carryover_inflow_outflow_expire_no_apply.1", 771.7760,
        -150.0228)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_carryover_jan_reset.1", 771.7760, 19.1153)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_subhourly_gen_and_load.1", 771.7760, 441.4021)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_subhourly_gen_and_load_w_sell_rates.1", 771.7760, -156.9580)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_w_sell_rates.1", 771.7760, -150.0228)]
    [InlineData("Test_Residential_TOU_Rates_net_billing_w_tiers.1", 1471.9749, -1595.3236)]
    [InlineData("Test_Residential_TOU_Rates_net_metering_credits.1", 771.7760, 0.0000)]
    [InlineData("Test_Residential_TOU_Rates_no_credit.1", 771.7760, 64.0389)]
    [InlineData("Test_Residential_TOU_Rates_subhourly_gen.1", 771.7760, -27.9429)]
    [InlineData("Test_Residential_TOU_Rates_subhourly_gen_and_load.1", 771.7760, -27.9429)]
    [InlineData("Test_Residential_TOU_Rates_w_tiers.1", 1839.6944, 286.2010)]
    [InlineData("Test_Residential_net_metering_credits_in_may.1", 771.7760, 36.6524)]
    public void Every_month_of_a_tariff(string name, double without, double with)
    {
        var rate = UtilityRate.Of(name);
        var tariff = new UtilityTariff(rate);
        Compare(rate, tariff.Bench(withSystem: false), "wo_sys", without);
        Compare(rate, tariff.Bench(withSystem: true), "w_sys", with);
    }

    private static void Compare(UtilityRate rate, Bench bench, string system, double expectedYear)
    {
        var (wrong, year) = (new List<string>(), Exact.Zero);
        for (var month = 0; month < UtilityRate.Months; month++)
        {
            var bill = Exact.Zero;
            var groups = new Dictionary<string, Exact>(StringComparer.Ordinal);
            foreach (var charge in bench.Rated($"2018-{month + 1:00}"))
            {
                var group = charge.Legs[0].Leg.Charge.Group;
                groups[group] = groups.GetValueOrDefault(group) + charge.Exact;
                bill += charge.Exact;
            }
            year += bill;
            foreach (var (figure, own) in Figures.Append(("utility_bill_{0}", [.. groups.Keys])))
            {
                var key = figure.Replace("{0}", system, StringComparison.Ordinal);
                var sum = own.Aggregate(Exact.Zero, (all, group) => all + groups.GetValueOrDefault(group));
                if (Differs(sum, rate.Expected(key, month)))
                    wrong.Add(string.Create(CultureInfo.InvariantCulture,
                        $"{month + 1} {key}: {sum.ToString(6)}, ssc {rate.Expected(key, month)}"));
            }
        }
        if (Differs(year, (decimal)expectedYear))
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"year: {year.ToString(6)}, ssc {expectedYear}"));
        if (wrong.Count > 0) Assert.Fail(string.Join('\n', wrong));
    }

    private static bool Differs(Exact sum, decimal expected) =>
        sum - (Exact)expected is var off && (off > HalfCent || off < -HalfCent);
}
