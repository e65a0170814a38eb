using Busbar.Contracts;
using Busbar.Contracts.Language;

namespace Busbar.Books;

/// <summary>Finds names under which a single member brings something that nobody uses, where the others' is nearly the
/// same: it would count as if the member brought nothing.</summary>
internal static class PoolRoles
{
    public static void Check(IEnumerable<Pool> pools, IEnumerable<Agreement> agreements, List<Fault> faults)
    {
        var billed = agreements.SelectMany(agreement => agreement.Product.Versions.Values
                .SelectMany(version => version.Value.Rated).SelectMany(charge => charge.Rate.Formulas)
                .SelectMany(written => written.Formula.All()).OfType<SettledFormula>()
                .Where(settled => agreement.Pools.ContainsKey(settled.Pool))
                .Select(settled => (agreement.Pools[settled.Pool].Id, settled.Name)))
            .ToHashSet();
        foreach (var pool in pools.OrderBy(pool => pool.Id, StringComparer.Ordinal))
        {
            var used = pool.Quantities.Values.Concat(pool.Shares.Values).Concat(pool.Musts.Select(must => must.Be))
                .SelectMany(written => written.Formula.All()).OfType<BroughtFormula>().Select(brought => brought.Name)
                .ToHashSet();
            var roles = pool.Members.SelectMany(member => member.Brings.Keys, (member, role) => (member, role))
                .ToLookup(one => one.role, one => one.member);
            foreach (var role in roles.Where(role => !used.Contains(role.Key) && !billed.Contains((pool.Id, role.Key))
                && role.Select(member => member.Connection.Id).Distinct().Count() == 1))
                if (Nearest.Hint(role.Key, roles.Select(one => one.Key).Where(other => other != role.Key)) is { } hint)
                    faults.Add(new("unused-role", $"Member {role.First().Connection.Id} of pool {pool.Id} brings "
                        + $"{role.Key}, which no other member brings and no formula uses.", role.First().Place,
                        pool.Id, hint));
        }
    }
}
