using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>
/// A tariff of the utility rate database as a book in the language: its periods become calendars, its tiers
/// <c>tiers(…)</c>, its metering options <c>carry</c>, two prices, or two meters.
/// </summary>
internal sealed class UtilityTariff
{
    private static readonly string[] Sold = ["energy", "export", "kept"];

    private static readonly string[] Unknown =
        ["ur_en_ts_sell_rate", "ur_en_ts_buy_rate", "ur_sell_eq_buy", "ur_nm_credit_rollover"];

    private readonly UtilityRate _rate;
    private readonly UtilityProduct _product;
    private readonly UtilityDemand _demand;
    private readonly string _clear;

    public UtilityTariff(UtilityRate rate)
    {
        (_rate, _product) = (rate, new(rate.IntervalMinutes));
        _demand = new(rate, _product);
        _clear = UtilityProduct.Month(rate.Whole("ur_nm_credit_month", otherwise: 11));
        if (Unknown.FirstOrDefault(key => rate.Whole(key) != 0) is { } unknown)
            throw new NotSupportedException($"The parameter {unknown}.");
        foreach (var channel in IsTwoMeters ? new[] { "consumption", "auxiliary", "generation" } : ["import", "export"])
            _product.Channel(channel);
        if (!IsTwoMeters) _demand.Write();
        Energy();
        if (rate.Number("ur_monthly_fixed_charge") is > 0 and var charge)
            _product.Charge("Fixed", "fixed", "months", $"{Money(charge)}/month");
        Minimum();
    }

    /// <summary>The groups of what is bought and sold, with what is kept for later.</summary>
    public static IReadOnlyList<string> EnergyGroups => Sold;

    private bool IsTwoMeters => _rate.Whole("ur_metering_option") == 4;

    /// <summary>A bench with the tariff and its readings of 2018, the year that begins on a Monday.</summary>
    public Bench Bench(bool withSystem)
    {
        var bench = Rating.Bench.Of(_product.Text, _product.Book, "Etc/GMT+7", currency: UtilityProduct.Currency,
            connections: $"- {{ connection: c1, interval: {_rate.IntervalMinutes}min, channels: {{ "
                + $"{string.Join(", ", _product.Channels.Select(channel => channel + ": kWh"))} }} }}",
            agreements: "- { agreement: a, account: acc, product: utility, connections: c1, from: 2018-01-01"
                + $"{_demand.Terms} }}");
        decimal Generation(ZonedDateTime at) => withSystem ? _rate.Generation(at) : 0;
        decimal Net(ZonedDateTime at) => withSystem ? _rate.Net(at) : _rate.Load(at);
        return IsTwoMeters
            ? bench.Reads("consumption", at => _rate.Load(at)).Reads("auxiliary", at => Math.Max(0, -Generation(at)))
                .Reads("generation", at => Math.Max(0, Generation(at)))
            : bench.Reads("import", at => Math.Max(0, Net(at))).Reads("export", at => Math.Max(0, -Net(at)));
    }

    private void Energy()
    {
        var energy = new UtilityEnergy(_rate, _product);
        switch (_rate.Whole("ur_metering_option"))
        {
            case 0:
                energy.WriteRolledOver(_clear, _rate.Number("ur_nm_yearend_sell_rate"));
                break;
            case 1:
                energy.WriteNettedByMonth();
                Keep("cost(energy, export, per = month)");
                break;
            case 2:
                energy.WriteByInterval(["import"], "export");
                break;
            case 3:
                energy.WriteByInterval(["import"], "export");
                Keep(_rate.Whole("ur_nb_apply_credit_current_month") == 1 ? "cost(energy, export, per = month)"
                    : "cost(energy, per = month), earned = -cost(export, per = month)");
                break;
            default:
                energy.WriteByInterval(["consumption", "auxiliary"], "generation");
                break;
        }
    }

    /// <summary>What a month's surplus is worth is kept for the months after it, and paid where the year is cleared.
    /// </summary>
    private void Keep(string balance)
    {
        _product.Amount("Kept for later", "kept",
            $"carry({balance}, clear = {_clear}) - cost(energy, export, per = month)");
        if (_rate.Whole("ur_nb_credit_expire") == 0)
            _product.Amount("True-up", "true-up", $"carried({balance}, clear = {_clear})", isCredit: true);
    }

    /// <summary>The least that a month costs, and the least of a year over its months, apart from the true-up.
    /// </summary>
    private void Minimum()
    {
        var groups = string.Join(", ", _product.Groups.Where(group => group != "true-up"));
        var bill = $"positive(cost({groups}, per = month))";
        if (_rate.Number("ur_monthly_min_charge") is > 0 and var month)
            _product.Amount("Least of the month", "minimum",
                $"positive({Money(month)}/month * sum(months, per = month) - {bill})");
        if (_rate.Number("ur_annual_min_charge") is > 0 and var year)
            _product.Amount("Least of the year", "minimum",
                $"positive({Money(year)}/year * sum(years, per = year) - sum({bill}, per = year))");
    }

    private static string Money(decimal amount) => $"{UtilityProduct.Say(amount)} {UtilityProduct.Currency}";
}
