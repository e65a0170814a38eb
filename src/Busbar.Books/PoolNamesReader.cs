using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>Reads what a product uses of pools: <c>pool: { consumption: kWh }</c>, or by the names under which its
/// agreements bind several, <c>pools: { roof: { solar: kWh } }</c>.</summary>
internal static class PoolNamesReader
{
    public static PoolNames.Outside? Read(MapReader product, BookRules rules)
    {
        var pools = new Dictionary<string, IReadOnlyDictionary<string, SettledName>>(StringComparer.Ordinal);
        if (product.Has("pool")) pools[""] = Names(product, product.Entries("pool"), rules);
        foreach (var entry in product.Entries("pools"))
            if (entry.Value is MapNode map) pools[entry.Key] = Names(product, map.Entries, rules);
            else
                product.Fault("wrong-kind", entry.Value.Place, $"pool {entry.Key} of {product.Thing} is "
                    + $"{entry.Value.What}; expected a map of names with their units.");
        return pools.Count == 0 ? null : new(pools);
    }

    private static Dictionary<string, SettledName> Names(
        MapReader product, IEnumerable<MapEntry> entries, BookRules rules)
    {
        var names = new Dictionary<string, SettledName>(StringComparer.Ordinal);
        foreach (var entry in entries)
            if (!Vocabulary.IsName(entry.Key))
                product.Fault("bad-name", entry.KeyPlace, $"Nothing of a pool is called {entry.Key}.",
                    "Write words in lower case joined by hyphens: grid-energy.");
            else if (Name(product, entry, rules) is { } name) names[entry.Key] = name;
        return names;
    }

    /// <summary><c>kWh</c>, <c>GBP</c>, <c>{ in: kWh, at: nbp }</c>, <c>{ in: kWh, per: month }</c>.</summary>
    private static SettledName? Name(MapReader product, MapEntry entry, BookRules rules)
    {
        var what = $"{entry.Key} of a pool";
        TextNode? unit, at = null, per = null;
        if (entry.Value is MapNode)
        {
            if (product.Section(entry.Value, $"{what} of {product.Thing}") is not { } section) return null;
            (unit, at, per) = (section.Written("in", required: true), section.Written("at"), section.Written("per"));
        }
        else unit = product.ToText(entry.Value, what);
        if (unit is null || Values.UnitOf(product, unit, what, rules.Units) is not { } found) return null;
        var isMoney = found.Dimension == Dimension.Money(rules.Currency);
        if (!isMoney && !found.Dimension.IsMetered)
        {
            product.Fault("wrong-unit", unit.Place, $"{what} is {unit.What}; pools settle energy and money.");
            return null;
        }
        Step? window = isMoney ? Step.Period : null;
        if (per is not null)
        {
            if (!Step.Windows.TryGetValue(per.Value, out var step) || step == Step.Interval
                || step == Step.ContractYear)
            {
                product.Fault("unknown-window", per.Place, $"{what} is {per.What}; expected day, month, "
                    + $"quarter, year or "
                    + "period.", "Leave per out where it is known by the interval.");
                return null;
            }
            window = step;
        }
        if (at is not null && at.Value != "meter" && !rules.Boundaries.ContainsKey(at.Value))
            product.Fault("unknown-boundary", at.Place, $"The book has no boundary {at.Value}.",
                Nearest.Hint(at.Value, ["meter", .. rules.Boundaries.Keys]));
        return new(window, Shape.Of(found.Dimension, window is null ? Step.Interval : Step.Day) with
        {
            Boundary = at is null or { Value: "meter" } ? null : at.Value,
        });
    }
}
