using Busbar.Quantities;

namespace Busbar.Metering;

/// <summary>Deals an amount out to slots of a series.</summary>
public static class Spread
{
    /// <summary>
    /// Adds an amount to the slots by how long each really lasts, exactly: by largest remainder, ties to the earliest.
    /// Those that had no value have one then.
    /// </summary>
    /// <param name="amount">In the canonical unit, to the series' scale.</param>
    /// <exception cref="ArgumentException">There is no slot, and the amount isn't nothing.</exception>
    public static void Over(Series series, IReadOnlyList<int> slots, Exact amount)
    {
        var parts = Apportion.ByWeight(amount.ToScaled(series.Scale), [.. slots.Select(series.HoursOf)]);
        foreach (var (slot, part) in slots.Zip(parts))
            series.Set(slot, Exact.FromScaled(series.Counts[slot], series.Scale) + Exact.FromScaled(part, series.Scale),
                Quality.Actual);
    }
}
