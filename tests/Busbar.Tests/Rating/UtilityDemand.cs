namespace Busbar.Tests.Rating;

/// <summary>The demand of a utility's tariff: what is billed as such, and its charges, flat and by time of use.
/// </summary>
internal sealed class UtilityDemand(UtilityRate rate, UtilityProduct product)
{
    private const string Unit = $"{UtilityProduct.Currency}/kW/month";

    /// <summary>The name of the month's billed demand.</summary>
    public const string Billed = "demand";

    /// <summary>The terms of the agreement: the peaks of the months before its first.</summary>
    public string Terms { get; private set; } = "";

    private bool IsRatcheted => rate.Whole("ur_enable_billing_demand") == 1;

    public void Write()
    {
        product.Quantity(Billed, IsRatcheted ? Ratchet() : "peak(import, per = month)");
        if (rate.Whole("ur_dc_enable") == 0) return;
        if (rate.Whole("ur_metering_option") == 4 || rate.Whole("tou_demand_single_peak") == 1)
            throw new NotSupportedException("Demand of two meters, or of one peak for all periods.");
        Flat();
        TimeOfUse();
    }

    private void Flat()
    {
        var months = Enumerable.Range(0, UtilityRate.Months)
            .Select(month => Rows("ur_dc_flat_mat", month)).ToList();
        if (months.All(rows => rows.All(row => row[3] == 0))) return;
        var prices = Enumerable.Range(0, months[0].Count).Select(tier => (
            Edge: tier == 0 ? "0 kW" : product.ByMonth([.. months.Select(rows => $"{Say(rows[tier - 1][2])} kW")]),
            Price: product.ByMonth([.. months.Select(rows => $"{Say(rows[tier][3])} {Unit}")])));
        product.Charge("Demand", "demand", $"{Billed} * months", Tiers(Billed, [.. prices]));
    }

    private void TimeOfUse()
    {
        var periods = rate.Table("ur_dc_tou_mat").Select(row => (int)row[0]!.Value).Distinct().ToList();
        var bands = Bands();
        foreach (var period in periods)
        {
            var rows = Rows("ur_dc_tou_mat", period);
            if (rows.All(row => row[3] == 0) || !bands.Contains($"p{period}")) continue;
            if (IsRatcheted) throw new NotSupportedException("A ratchet of demand by time of use.");
            var peak = product.Quantity($"peak-{period}", $"peak({Within(period, bands)}, per = month)");
            product.Charge($"Demand of period {period}", "demand-by-time", $"{peak} * months", Tiers(peak,
                [.. rows.Index().Select(row => (row.Index == 0 ? "0 kW" : $"{Say(rows[row.Index - 1][2])} kW",
                    $"{Say(row.Item[3])} {Unit}"))]));
        }
    }

    /// <summary>
    /// The greatest of the month's own peak, where the month counts it, of the weighted peaks of the month and of those
    /// before it, and of the least that is billed.
    /// </summary>
    private string Ratchet()
    {
        var (bands, months) = (Bands(), rate.Table("ur_billing_demand_lookback_percentages"));
        var counted = rate.Table("ur_dc_billing_demand_periods").Where(row => row[1] == 1)
            .Select(row => (int)row[0]!.Value).Where(period => bands.Contains($"p{period}")).ToList();
        var drawn = counted.Count == bands.Count ? "import"
            : string.Join(" + ", counted.Select(period => Within(period, bands)));
        var weighted = product.Quantity("weighted",
            $"({drawn}) * {product.InEachMonth([.. months.Select(row => $"{Say(row[0])} %")])}");
        var own = product.ByMonth([.. months.Select(row => row[1] == 1 ? "100 %" : "0 %")]);
        var history = History([.. months.Select(row => row[0]!.Value)]);
        var past = $"past = {rate.Whole("ur_billing_demand_lookback_period")} months{history}";
        return $"max({own} * peak({drawn}, per = month), peak({weighted}, per = month), "
            + $"peak({weighted}, per = month, {past}), {Say(rate.Number("ur_billing_demand_minimum"))} kW)";
    }

    /// <summary>The weighted peaks of the year before, as a term with a value for each month.</summary>
    private string History(decimal[] percentages)
    {
        var peaks = rate.List("ur_yearzero_usage_peaks");
        if (peaks.All(peak => peak == 0)) return "";
        product.Term("year-before", "kW");
        Terms = $", terms: {{ year-before: {{ {string.Join(", ", peaks.Index().Select(peak =>
            $"2017-{peak.Index + 1:00}-01: {Say(peak.Item * percentages[peak.Index] / 100)} kW"))} }} }}";
        return ", history = year-before";
    }

    private IReadOnlyList<string> Bands() =>
        product.Calendar("demand-times", (month, isWeekend, hour) => $"p{rate.Period("dc", month, isWeekend, hour)}");

    private static string Within(int period, IReadOnlyList<string> bands) =>
        bands.Count == 1 ? "import" : $"during(import, demand-times.p{period})";

    private List<decimal?[]> Rows(string table, int key) =>
        [.. rate.Table(table).Where(row => row[0] == key).OrderBy(row => row[1])];

    private static string Tiers(string of, List<(string Edge, string Price)> tiers) => tiers.Count == 1
        ? tiers[0].Price : $"tiers(per = month, of = {of}, {string.Join(", ", tiers.Select(tier =>
            tier.Edge.Contains('(') ? $"({tier.Edge}) = {tier.Price}" : $"{tier.Edge} = {tier.Price}"))})";

    private static string Say(decimal? number) => UtilityProduct.Say(number!.Value);
}
