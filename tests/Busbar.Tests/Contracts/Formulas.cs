using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Tests.Contracts;

/// <summary>Formulas of real contracts, and how the tests read one.</summary>
public static class Formulas
{
    public static readonly UnitWords Units = UnitWords.Of(Currency.Of("GBP"), ["mile", "device", "charge-point"]);

    public static readonly string[] Real =
    [
        "min(ev, import)",
        "import - ev-grid",
        "ev-grid",
        "days",
        "28.4 p/kWh",
        "5.10 p/kVA/day",
        "0",
        "20 %",
        "by(smart-window, inside = 7.5 p/kWh, outside = 28.4 p/kWh)",
        "min(pool.generation, pool.consumption)",
        "share(matched, by = consumption)",
        "share(x, by = key, of = 100 %, up-to = limit, again = true, order = priority)",
        "share(x, by = key else 1)",
        "ppa.wind + roof.solar",
        "hypot(3 kWh, 4 kVArh)",
        "at(nbp, import)",
        "hypot(import, max(reactive-import, reactive-export))",
        "by(red-amber-green, red = 8.123 p/kWh, amber = 0.912 p/kWh, green = 0.145 p/kWh)",
        "positive(round(peak(kva, per = month), 0.01 kVA) - capacity) * days",
        "positive(max(reactive-import, reactive-export) - 0.328684 kVArh/kWh * import)",
        "positive(12 GBP/month * months - cost(energy, fixed, per = month))",
        "eac * years",
        "tiers(per = contract-year, 0 GWh = 0.05 p/kWh, 10 GWh = 0.08 p/kWh)",
        "70 % * expected",
        "earned - paid",
        "consumption - wind",
        "strike + 3.00 GBP/MWh",
        "day-ahead + 2.10 GBP/MWh",
        "95 % * day-ahead",
        "clamp(97 % * day-ahead, 30 GBP/MWh, 120 GBP/MWh)",
        "60 % * strike + 40 % * day-ahead",
        "when(reference < 0, 0, strike - reference)",
        "at(nbp, generation)",
        "positive(demand - trades.volume)",
        "positive(trades.volume - demand)",
        "during(positive(baseline(import, ten-of-ten) - import), dfs)",
        "day-ahead - 1.50 GBP/MWh",
        "50 % * dfs.price",
        "share(pool.generation, by = consumption, up-to = consumption)",
        "during(discharging, vpp)",
        "share(sum(pool.charging * day-ahead), by = sum(delivered) else sum(charging))",
        "tiers(of = ev-grid, per = day, 0 kWh = 7.5 p/kWh, 60 kWh = 28.4 p/kWh)",
        "tariff(driver-home.energy)",
        "share(parent.cost(energy), by = sum(consumption))",
        "share(parent.cost(capacity), by = peak(consumption, when = parent.import))",
        "sum(pool.third-party) <= sum(parent.import)",
        "x / y else z",
        "clamp(x, floor, cap)",
        "round(x, step, up, per = session)",
        "unbroken(power < 5 kW and not charging, 6 hours)",
        "during(x, calendar.band)",
        "sum(import, per = seasons)",
        "peak(x, per = month, over = 30min, top = 3, apart = day, when = y, past = 11 months)",
        "pool.residual(wind)",
        "tiers(per = month, 0 kWh = a, 300 kWh = b, of = x, fill = in-order, whole = false)",
        "tiers(of = during(ev-grid, smart-window.inside), 0 kWh = a, 10 kWh = b)",
        "tiers(0 kWh = 10 p/kWh, 300 kWh = (12 p/kWh, 3 GBP))",
        "tiers(0 kWh = a, 200 hours * peak(import) = b)",
        "packages(100 kWh, 25 GBP)",
        "escalate(price, cpi, base = 2025-01, from = 2026-04, every = year, floor = 0 %, cap = 5 %, round)",
        "escalate(strike, cpi, base = 2025-01, from = 2026-04-01, every = year)",
        "carry(x, clear = march)",
        "carried(x)",
        "drawn(discharging, from = pv-charged, store = charging, order = mixed, first-in)",
        "sessions.starts * 0.50 GBP",
        "when(sessions.energy-so-far > 20 kWh, 1.2, 1) * price",
        "5 p/m³ * gas + 0.30 GBP/charge-point",
        "when(season is winter or band is red and not dfs, a, -b)",
        "standing", "house", "nbp", "bsuos", "strike", "uplift", "grid", "solar", "charging-cost", "trades.cost",
        "scheme.import", "18 p/kWh", "24 p/kWh", "27 p/kWh", "12 p/day", "9.20 p/kVA/day", "0.312 p/kVArh", "30 %",
        "generation - output", "consumption - solar", "share(matched, by = generation)", "70 % * vpp.price",
        "clamp(x, 0 kWh, sessions.energy)", "dfs.instructed", "sum(consumption)", "peak(consumption)", "weight", "1",
        "import\n  - ev-grid\n  - positive(\n      export)",
    ];

    public static Syntax Parsed(string text)
    {
        List<Fault> faults = [];
        var syntax = FormulaParser.Parse(text, default, Units, faults);
        Assert.Empty(faults);
        return Assert.IsType<Syntax>(syntax, exactMatch: false);
    }
}
