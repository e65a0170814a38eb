namespace Busbar.Quantities;

/// <summary>How a whole is dealt out among those who have a claim on it, in whole units.</summary>
/// <param name="Claim">What the keys are parts of; null: their sum.</param>
/// <param name="Limits">What no part exceeds; null: there are none.</param>
/// <param name="IsAgain">Whether what a limit cuts off goes to those under theirs.</param>
/// <param name="Order">The lower, the earlier one is served; null: all at once.</param>
public sealed record Deal(
    Exact? Claim = null, IReadOnlyList<long>? Limits = null, bool IsAgain = false, IReadOnlyList<Exact>? Order = null)
{
    /// <summary>
    /// The parts in the ratio of the keys, by largest remainder, ties to the earliest; none exceeds its limit. With
    /// what nobody gets they add up to the whole.
    /// </summary>
    /// <param name="whole">Below zero only where there are no limits.</param>
    /// <param name="keys">None below zero, their sum not above the claim.</param>
    public (long[] Parts, long Residual) Out(long whole, IReadOnlyList<Exact> keys)
    {
        if (Order is null) return Once(whole, keys, Claim, [.. Enumerable.Range(0, keys.Count)], IsAgain);
        var (parts, left) = (new long[keys.Count], whole);
        foreach (var rank in Enumerable.Range(0, keys.Count).GroupBy(i => Order[i]).OrderBy(same => same.Key))
        {
            // Who is served later gets what the earlier ones leave, so these get all that they may have.
            var (own, rest) = Once(left, keys, null, [.. rank], isAgain: true);
            foreach (var i in rank) parts[i] = own[i];
            left = rest;
        }
        return (parts, left);
    }

    private (long[] Parts, long Residual) Once(
        long whole, IReadOnlyList<Exact> keys, Exact? claim, int[] among, bool isAgain)
    {
        var (parts, sum) = (new long[keys.Count], Sum(keys, among));
        var all = claim ?? sum;
        if (all.IsZero || sum.IsZero) return (parts, whole);
        // What no key claims is a part like the others, and the last of them.
        var targets = among.Select(i => whole * keys[i] / all).Append(whole * (all - sum) / all).ToList();
        var dealt = Mirrored(whole, targets);
        foreach (var (place, i) in among.Index()) parts[i] = dealt[place];
        var residual = dealt[^1];
        if (Limits is null) return (parts, residual);
        for (var cut = CutOff(parts, among); cut > 0;)
        {
            int[] open = isAgain ? [.. among.Where(i => parts[i] < Limits[i] && keys[i].Sign > 0)] : [];
            if (open.Length == 0) return (parts, residual + cut);
            var weights = Sum(keys, open);
            var more = Apportion.ToTargets(cut, [.. open.Select(i => cut * keys[i] / weights)]);
            foreach (var (place, i) in open.Index()) parts[i] += more[place];
            cut = CutOff(parts, open);
        }
        return (parts, residual);
    }

    /// <summary>A credit is dealt out as a debit is.</summary>
    private static long[] Mirrored(long whole, List<Exact> targets) => whole >= 0
        ? Apportion.ToTargets(whole, targets)
        : Array.ConvertAll(Apportion.ToTargets(-whole, targets.ConvertAll(target => -target)), part => -part);

    private long CutOff(long[] parts, int[] among)
    {
        var cut = 0L;
        foreach (var i in among)
            if (parts[i] > Limits![i])
            {
                cut += parts[i] - Limits[i];
                parts[i] = Limits[i];
            }
        return cut;
    }

    private static Exact Sum(IReadOnlyList<Exact> keys, int[] among) =>
        among.Aggregate(Exact.Zero, (sum, i) => sum + keys[i]);
}
