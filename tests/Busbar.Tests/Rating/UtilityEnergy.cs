using System.Globalization;

namespace Busbar.Tests.Rating;

/// <summary>The energy charges of a utility's tariff: periods of use, blocks, and what a surplus is worth.</summary>
internal sealed class UtilityEnergy
{
    private const string Unit = $"{UtilityProduct.Currency}/kWh";
    private const string Times = "times";

    // The hours of weekdays by which a surplus finds its period in the next month: midnight, six, noon and six.
    private static readonly int[] RolloverHours = [0, 5, 11, 17];

    private readonly UtilityRate _rate;
    private readonly UtilityProduct _product;
    private readonly IReadOnlyList<string> _periods;
    private readonly List<int> _blocks;

    public UtilityEnergy(UtilityRate rate, UtilityProduct product)
    {
        (_rate, _product) = (rate, product);
        _periods = product.Calendar(Times, (month, isWeekend, hour) => $"p{Period(month, isWeekend, hour)}");
        var rows = Rows(Period(0, false, 0));
        // A tier by hours of use that is followed by tiers in kWh is only their bound.
        _blocks = [.. Enumerable.Range(0, rows.Count)
            .Where(i => !(IsOfHours(rows[i]) && i + 1 < rows.Count && !IsOfHours(rows[i + 1])))];
        for (var block = 1; block < _blocks.Count; block++)
            product.Quantity(Edge(block), UpperEdge(_blocks[block - 1]));
    }

    /// <summary>All that is drawn and given is netted over the month, and what is left in a period passes on.</summary>
    public void WriteRolledOver(string clear, decimal yearEndPrice)
    {
        var chains = Chains();
        foreach (var chain in chains.Select(chain => chain.Name))
        {
            var net = _product.Quantity($"net-{chain}", $"sum({Within("chains", chain, chains.Count)}, per = month)");
            _product.Quantity($"used-{chain}", $"carry({net}, clear = {clear})");
        }
        var used = _product.Quantity("used", string.Join(" + ", chains.Select(chain => $"used-{chain.Name}")));
        foreach (var (name, periods) in chains)
            _product.Charge($"Energy {name}", "energy", $"used-{name}", Tiers(used, "evenly",
                block => _product.ByMonth([.. periods.Select(period => Price(period, block, 4))])));
        if (yearEndPrice > 0)
            _product.Charge("True-up", "true-up", $"carried(sum(import - export, per = month), clear = {clear})",
                $"{UtilityProduct.Say(yearEndPrice)} {Unit}", isCredit: true);
    }

    /// <summary>Each period is netted over the month: used at one price, given at another.</summary>
    public void WriteNettedByMonth()
    {
        foreach (var period in _periods)
        {
            _product.Quantity($"net-{period}", $"sum({Within(Times, period, _periods.Count)}, per = month)");
            _product.Quantity($"used-{period}", $"positive(net-{period})");
            _product.Quantity($"given-{period}", $"positive(-net-{period})");
        }
        foreach (var (kind, column) in new[] { ("used", 4), ("given", 5) })
        {
            var all = _product.Quantity(kind, string.Join(" + ", _periods.Select(period => $"{kind}-{period}")));
            foreach (var period in _periods)
                _product.Charge($"Energy {kind} {period}", column == 4 ? "energy" : "export", $"{kind}-{period}",
                    Tiers(all, "evenly", block => Price(Number(period), block, column)), isCredit: column == 5);
        }
    }

    /// <summary>What is drawn and what is given in each interval, at prices of their own, block by block as it comes.
    /// </summary>
    public void WriteByInterval(IReadOnlyList<string> drawn, string given)
    {
        foreach (var channel in drawn)
            _product.Charge($"Energy {channel}", "energy", channel,
                Tiers(channel, "in-order", block => ByPeriod(block, 4)));
        _product.Charge($"Energy {given}", "export", given, Tiers(given, "in-order", block => ByPeriod(block, 5)),
            isCredit: true);
    }

    /// <summary>
    /// The balances that pass from month to month: the surplus of a period goes to the period that has its hour in the
    /// next month. Each chain has its period of every month; where it has none, that of another month.
    /// </summary>
    /// <remarks>
    /// Where two surpluses would meet in one period, that of the same number goes on and the other ends: no tariff here
    /// takes anything from a balance after such a meeting.
    /// </remarks>
    private List<(string Name, List<int> Periods)> Chains()
    {
        var chains = new List<int?[]>();
        for (var month = 0; month < UtilityRate.Months; month++)
            foreach (var period in PeriodsIn(month))
            {
                var sources = month == 0 ? [] : chains.Where(one => one[month - 1] is { } before
                    && NextPeriod(month - 1, before) == period).ToList();
                var chain = sources.Find(one => one[month - 1] == period) ?? sources.FirstOrDefault();
                if (chain is null) chains.Add(chain = new int?[UtilityRate.Months]);
                chain[month] = period;
            }
        _product.Calendar("chains", (month, isWeekend, hour) =>
            $"c{chains.FindIndex(chain => chain[month] == Period(month, isWeekend, hour)) + 1}");
        return [.. chains.Index().Select(chain => ($"c{chain.Index + 1}",
            chain.Item.Select(period => period ?? chain.Item.First(one => one is not null)!.Value).ToList()))];
    }

    private int? NextPeriod(int month, int period)
    {
        var slot = Array.FindIndex(RolloverHours, hour => Period(month, false, hour) == period);
        return slot < 0 ? null : Period(month + 1, false, RolloverHours[slot]);
    }

    private IEnumerable<int> PeriodsIn(int month) => Enumerable.Range(0, 48)
        .Select(i => Period(month, i >= 24, i % 24)).Distinct().Order();

    private int Period(int month, bool isWeekend, int hour) => _rate.Period("ec", month, isWeekend, hour);

    private static int Number(string period) => int.Parse(period.AsSpan(1), CultureInfo.InvariantCulture);

    private static string Within(string calendar, string band, int bands) =>
        bands == 1 ? "import - export" : $"during(import - export, {calendar}.{band})";

    private string ByPeriod(int block, int column)
    {
        string PriceOf(string period) => Price(Number(period), block, column);
        return _periods.Select(PriceOf).Distinct().Count() == 1 ? PriceOf(_periods[0])
            : $"by({Times}, {string.Join(", ", _periods.Select(period => $"{period} = {PriceOf(period)}"))})";
    }

    private string Tiers(string of, string fill, Func<int, string> price) => _blocks.Count == 1 ? price(0)
        : $"tiers(per = month, of = {of}, fill = {fill}, {string.Join(", ", Enumerable.Range(0, _blocks.Count)
            .Select(block => $"{(block == 0 ? "0 kWh" : Edge(block))} = {price(block)}"))})";

    private string Price(int period, int block, int column) =>
        $"{UtilityProduct.Say(Rows(period)[_blocks[block]][column]!.Value)} {Unit}";

    private static string Edge(int block) => $"edge-{block}";

    /// <summary>Where a tier ends, by the month: in kWh, in kWh for each day, or in hours of the billed demand.
    /// </summary>
    private string UpperEdge(int tier)
    {
        var months = Enumerable.Range(0, UtilityRate.Months).Select(month => Rows(PeriodsIn(month).First())).ToList();
        string Of(int row, string unit, string times) => _product.ByMonth([.. months.Select(rows =>
            $"{UtilityProduct.Say(rows[row][2]!.Value)} {unit}")]) + $" * {times}";
        string Hours(int row) => Of(row, "hours/month", $"sum(months, per = month) * {UtilityDemand.Billed}");
        var first = months[0];
        if (first[tier][3] == 1) return Hours(tier);
        if (first[tier][3] == 2) return Of(tier, "kWh/day", "sum(days, per = month)");
        if (first[tier][3] != 0) throw new NotSupportedException($"Tiers in the unit {first[tier][3]}.");
        string Energy() => Of(tier, "kWh/month", "sum(months, per = month)");
        var bound = first.FindLastIndex(tier, IsOfHours);
        return bound < 0 ? Energy() : first[tier][2] is null ? Hours(bound) : $"min({Energy()}, {Hours(bound)})";
    }

    private static bool IsOfHours(decimal?[] row) => row[3] == 1;

    private List<decimal?[]> Rows(int period) =>
        [.. _rate.Table("ur_ec_tou_mat").Where(row => row[0] == period).OrderBy(row => row[1])];
}
