namespace Busbar.Quantities;

/// <summary>Splits a whole into parts that add up to it, by largest remainder (Hamilton), ties to the
/// earliest.</summary>
public static class Apportion
{
    /// <summary>
    /// The parts of <paramref name="whole"/> in the ratio of <paramref name="weights"/>: each is its exact part rounded
    /// down or up, and their sum is the whole.
    /// </summary>
    /// <exception cref="ArgumentException">A weight is negative, or all are zero and the whole is not.</exception>
    public static long[] ByWeight(long whole, IReadOnlyList<Exact> weights)
    {
        if (weights.Any(weight => weight.Sign < 0)) throw new ArgumentException("A weight is below zero.");
        var total = weights.Aggregate(Exact.Zero, (sum, weight) => sum + weight);
        if (total.IsZero)
            return whole == 0 ? new long[weights.Count] : throw new ArgumentException("All weights are zero.");
        return ToTargets(whole, [.. weights.Select(weight => whole * weight / total)]);
    }

    /// <summary>
    /// Whole numbers near <paramref name="targets"/> (each rounded down or up) that add up to <paramref name="whole"/>.
    /// The targets' own sum may differ from the whole by less than their number: the whole's rounding
    /// is theirs to carry.
    /// </summary>
    public static long[] ToTargets(long whole, IReadOnlyList<Exact> targets)
    {
        var floors = targets.Select(target => (Exact)Floor(target)).ToArray();
        var parts = floors.Select(floor => floor.ToScaled(0)).ToArray();
        var missing = whole - parts.Sum();
        var order = Enumerable.Range(0, parts.Length)
            .OrderByDescending(i => targets[i] - floors[i]).ThenBy(i => i).ToArray();
        if (missing < 0) Array.Reverse(order);
        for (var i = 0; missing != 0; i = (i + 1) % order.Length)
        {
            parts[order[i]] += Math.Sign(missing);
            missing -= Math.Sign(missing);
        }
        return parts;
    }

    /// <summary>Targets that come to more by a difference: each has of it what its size is of all sizes. Where the
    /// difference is no more than their sum, none changes its sign.</summary>
    public static IReadOnlyList<Exact> Spread(Exact difference, IReadOnlyList<Exact> targets)
    {
        static Exact Size(Exact target) => target.Sign < 0 ? -target : target;
        var all = targets.Aggregate(Exact.Zero, (sum, target) => sum + Size(target));
        return difference.IsZero || all.IsZero ? targets
            : [.. targets.Select(target => target + difference * Size(target) / all)];
    }

    private static long Floor(Exact value)
    {
        var down = value.Round(0, Rounding.Down);
        return (down > value ? down - Exact.One : down).ToScaled(0);
    }
}
