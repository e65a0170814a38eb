using Busbar.Quantities;

namespace Busbar.Tests.Rating;

/// <summary>Every row of the published results of wholesale settlement, to six decimals.</summary>
public class Wholesale_results_come_out
{
    private const string Minimal = "given_minimal_standard_wholesale_scenario";
    private const string Areas = "given_calculation_covers_multiple_ga";

    private static string Amount(Exact? amount) => amount?.ToString(6) ?? "";

    private static Exact? SumOf(IEnumerable<WholesaleScenario.Cell> cells)
    {
        var known = cells.Where(cell => cell.Amount is not null).ToList();
        return known.Count == 0 ? null : known.Aggregate(Exact.Zero, (sum, cell) => sum + cell.Amount!.Value);
    }

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> found) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(Minimal, "hourly_tariff", 432)]
    [InlineData(Minimal, "daily_tariff", 18)]
    [InlineData(Minimal, "subscription", 10)]
    [InlineData(Minimal, "fee", 5)]
    [InlineData(Areas, "hourly_tariff", 96)]
    [InlineData(Areas, "daily_tariff", 4)]
    [InlineData(Areas, "subscription", 2)]
    [InlineData(Areas, "fee", 2)]
    public void Each_amount_is_as_published_and_open_where_the_price_is_missing(string name, string kind, int count)
    {
        var scenario = new WholesaleScenario(name);
        var rows = scenario.Rows($"then/wholesale_results/{kind}_per_co_es");
        Assert.Equal(count, rows.Count);
        AssertSame(
            rows.Select(row => $"{row["charge_code"]} {row["charge_owner_id"]} {row["is_tax"]} {row["grid_area_code"]} "
                + $"{row["energy_supplier_id"]} {row["metering_point_type"]} {row["settlement_method"]} "
                + $"{WholesaleScenario.At(row["time"])}: {row["quantity"]} {row["amount"]}"),
            scenario.Cells().Where(cell => cell.Kind == kind).Select(cell => $"{cell.Code} {cell.Owner} {cell.IsTax} "
                + $"{cell.Area} {cell.Supplier} {cell.Type} {cell.Settlement} {cell.Time}: "
                + $"{cell.Quantity.ToString(3)} {Amount(cell.Amount)}"));
    }

    [Theory]
    [InlineData(Minimal, "monthly_tariff_from_hourly", "hourly_tariff")]
    [InlineData(Minimal, "monthly_tariff_from_daily", "daily_tariff")]
    [InlineData(Minimal, "monthly_subscription", "subscription")]
    [InlineData(Minimal, "monthly_fee", "fee")]
    [InlineData(Areas, "monthly_tariff_from_hourly", "hourly_tariff")]
    [InlineData(Areas, "monthly_tariff_from_daily", "daily_tariff")]
    [InlineData(Areas, "monthly_subscription", "subscription")]
    [InlineData(Areas, "monthly_fee", "fee")]
    public void The_months_sum_of_each_charge_and_supplier_is_as_published(string name, string table, string kind)
    {
        var scenario = new WholesaleScenario(name);
        AssertSame(
            scenario.Rows($"then/wholesale_results/{table}_per_co_es").Select(row => $"{row["charge_code"]} "
                + $"{row["charge_owner_id"]} {row["is_tax"]} {row["grid_area_code"]} {row["energy_supplier_id"]}: "
                + row["amount"]),
            scenario.Cells().Where(cell => cell.Kind == kind)
                .GroupBy(cell => (cell.Code, cell.Owner, cell.IsTax, cell.Area, cell.Supplier))
                .Select(same => $"{same.Key.Code} {same.Key.Owner} {same.Key.IsTax} {same.Key.Area} "
                    + $"{same.Key.Supplier}: {Amount(SumOf(same))}"));
    }

    [Theory]
    [InlineData(Minimal, 5)]
    [InlineData(Areas, 4)]
    public void The_totals_of_each_owner_and_supplier_are_as_published(string name, int count)
    {
        var scenario = new WholesaleScenario(name);
        var rows = scenario.Rows("then/wholesale_results/total_monthly_amounts_per_co_es");
        Assert.Equal(count, rows.Count);
        // The grid company of an area, whose number ends with the area's, collects the taxes there.
        AssertSame(
            rows.Select(row => $"{row["grid_area_code"]} {row["energy_supplier_id"]} {row["charge_owner_id"]}: "
                + row["amount"]),
            scenario.Cells().GroupBy(cell => (cell.Area, cell.Supplier, Owner: cell.IsTax
                    ? cell.Area.PadLeft(cell.Owner.Length, '0') : cell.Owner))
                .Select(same => $"{same.Key.Area} {same.Key.Supplier} {same.Key.Owner}: {Amount(SumOf(same))}"));
    }

    [Theory]
    [InlineData(Minimal)]
    [InlineData(Areas)]
    public void The_totals_of_each_supplier_are_as_published(string name)
    {
        var scenario = new WholesaleScenario(name);
        AssertSame(
            scenario.Rows("then/wholesale_results/total_monthly_amounts_per_es").Select(row =>
                $"{row["grid_area_code"]} {row["energy_supplier_id"]}: {row["amount"]}"),
            scenario.Cells().GroupBy(cell => (cell.Area, cell.Supplier))
                .Select(same => $"{same.Key.Area} {same.Key.Supplier}: {Amount(SumOf(same))}"));
    }

    [Fact]
    public void A_suppliers_bill_of_a_day_has_what_is_known_and_says_what_is_open()
    {
        var scenario = new WholesaleScenario(Minimal);
        var bill = scenario.BillOf("3000000000000", scenario.Period.From);
        // 37.5 kWh at 10 DKK in one hour and at 0.001 DKK on the day, 3 subscriptions at 1 DKK; no other hour has a
        // price.
        Assert.Equal("378.04", bill.Total.ToString());
        Assert.Equal(2 * 23, bill.Open.Count);
        Assert.All(bill.Open, open => Assert.Contains("has no value", open.Reasons.Single(), StringComparison.Ordinal));
    }
}
