using Busbar.Contracts;
using Busbar.Contracts.Language;

namespace Busbar.Books;

/// <summary>Finds what is made of itself by way of a parent's charges: a pool shares what its parent pays, and the
/// parent pays what the pool shares.</summary>
internal static class PoolCircles
{
    public static void Check(
        IReadOnlyDictionary<string, Pool> pools, IEnumerable<Agreement> agreements, List<Fault> faults)
    {
        CheckMeters(pools, faults);
        var byConnection = agreements.SelectMany(agreement => agreement.Connections, (agreement, connection) =>
            (connection.Id, agreement)).ToLookup(pair => pair.Id, pair => pair.agreement);
        var done = new HashSet<(string, string)>();
        foreach (var pool in pools.Values.OrderBy(pool => pool.Id, StringComparer.Ordinal))
            foreach (var name in pool.Shares.Keys.Order(StringComparer.Ordinal))
                Follow(new(pool, name), [], byConnection, done, faults);
    }

    /// <summary>No parent stands behind its own meter, by way of others either.</summary>
    private static void CheckMeters(IReadOnlyDictionary<string, Pool> pools, List<Fault> faults)
    {
        var behind = pools.Values.Where(pool => pool.Parent is not null)
            .SelectMany(pool => pool.Members, (pool, member) => (Member: member.Connection.Id, Parent: pool.Parent!.Id))
            .ToLookup(one => one.Member, one => one.Parent);
        foreach (var pool in pools.Values.Where(pool => pool.Parent is not null)
            .OrderBy(pool => pool.Id, StringComparer.Ordinal))
        {
            var (parent, above, open) = (pool.Parent!.Id, new HashSet<string>(), new Stack<string>([pool.Parent.Id]));
            while (open.TryPop(out var next))
                foreach (var one in behind[next].Where(above.Add)) open.Push(one);
            if (above.Contains(parent))
                faults.Add(new("circle", $"The parent of pool {pool.Id}, connection {parent}, stands behind its own "
                    + "meter" + (behind[parent].Contains(parent) ? ": it is a member of the pool." : $", by way of "
                    + $"{string.Join(" and ", above.Where(id => id != parent).Order(StringComparer.Ordinal))}."),
                    pool.Place, pool.Id, "Name as parent the connection through which all members are supplied, and "
                    + "no member."));
        }
    }

    /// <summary>A share, and by which charge of the parent the share before rests on it.</summary>
    private sealed record Step(Pool Pool, string Share, string? By = null)
    {
        public (string, string) Key => (Pool.Id, Share);
    }

    private static void Follow(
        Step step, List<Step> path, ILookup<string, Agreement> agreements, HashSet<(string, string)> done,
        List<Fault> faults)
    {
        if (path.FindIndex(one => one.Key == step.Key) is >= 0 and var begin)
        {
            var (first, round) = (path[begin], path.Skip(begin + 1).Append(step));
            faults.Add(new("circle", $"Share {first.Share} of pool {first.Pool.Id} is made of itself: "
                + string.Join("; ", round.Select(one => $"it rests on {one.By}, which rests on share {one.Share} of "
                    + $"pool {one.Pool.Id}")) + ".", first.Pool.Place, first.Pool.Id,
                "Put the parent's charge into a group that isn't shared, or let it rest on something else."));
            return;
        }
        if (!done.Add(step.Key)) return;
        path.Add(step);
        foreach (var next in RestsOn(step, agreements)) Follow(next, path, agreements, done, faults);
        path.RemoveAt(path.Count - 1);
    }

    private static IEnumerable<Step> RestsOn(Step step, ILookup<string, Agreement> agreements)
    {
        if (step.Pool.Parent is not { } parent) return [];
        var groups = step.Pool.Shares[step.Share].Formula.All().OfType<ParentCostFormula>()
            .SelectMany(cost => cost.Groups).ToList();
        return [.. agreements[parent.Id].SelectMany(agreement => ChargesIn(groups, agreement)
            .SelectMany(charge => charge.Rate.Formulas.SelectMany(written => written.Formula.All())
                .OfType<SettledFormula>()
                .Where(settled => agreement.Pools[settled.Pool].Shares.ContainsKey(settled.Name))
                .Select(settled => new Step(agreement.Pools[settled.Pool], settled.Name,
                    $"charge {charge.Id} of agreement {agreement.Id}"))))];
    }

    /// <summary>The charges of some groups, and of those that their own formulas ask for.</summary>
    private static List<Charge> ChargesIn(List<string> groups, Agreement agreement)
    {
        var (all, known) = (agreement.Product.Versions.Values.SelectMany(version => version.Value.Charges).ToList(),
            groups.ToHashSet());
        while (true)
        {
            var charges = all.Where(charge => known.Contains(charge.Group)).ToList();
            var before = known.Count;
            known.UnionWith(charges.SelectMany(charge => charge.Rate.Formulas)
                .SelectMany(written => written.Formula.All()).OfType<CostFormula>().SelectMany(cost => cost.Groups));
            if (known.Count == before) return charges;
        }
    }
}
