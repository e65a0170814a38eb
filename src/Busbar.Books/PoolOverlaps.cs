using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>Finds energy of a connection that several pools deal out, or deal out to, and that is more than all of it
/// together.</summary>
internal static class PoolOverlaps
{
    private sealed record Part(Pool Pool, Member Member, Exact Factor);

    public static void Check(IEnumerable<Pool> pools, List<Fault> faults)
    {
        var parts = pools.OrderBy(pool => pool.Id, StringComparer.Ordinal).SelectMany(PartsOf)
            .ToLookup(one => (one.Member.Connection.Id, one.Channel),
                one => new Part(one.Pool, one.Member, one.Factor));
        foreach (var same in parts)
            foreach (var day in same.Select(part => part.Member.Days.From).Distinct().Order())
            {
                var there = same.Where(part => part.Member.Days.Contains(day)).ToList();
                var sum = there.Aggregate(Exact.Zero, (all, part) => all + part.Factor);
                if (there.Count < 2 || sum <= Exact.One) continue;
                faults.Add(new("dealt-out-twice", $"Channel {same.Key.Channel} of connection {same.Key.Id} is dealt "
                    + $"out by {string.Join(" and ", there.Select(part => $"pool {part.Pool.Id}"))} from "
                    + $"{LocalDatePattern.Iso.Format(day)} on, and together they have {sum * 100} % of it.",
                    there[^1].Member.Place, there[^1].Pool.Id, "Give each pool a part, all together at most 100 %: "
                    + $"60 % * {same.Key.Channel}; or let one membership end where the other begins."));
                break;
            }
    }

    /// <summary>What of each channel of its members a pool deals out per interval, or deals out to.</summary>
    private static IEnumerable<(Pool Pool, Member Member, string Channel, Exact Factor)> PartsOf(Pool pool)
    {
        var dealt = pool.Shares.Values.Select(share => (ShareFormula)share.Formula)
            .Where(share => !share.IsMoney && !share.IsLumped)
            .SelectMany(share => new[] { share.Of, share.UpTo }.OfType<Formula>()).SelectMany(part => part.All())
            .OfType<BroughtFormula>().Select(brought => brought.Name).ToHashSet();
        return from member in pool.Members
               from part in member.Brings.Where(role => dealt.Contains(role.Key))
                   .Select(role => PartOf(role.Value.Formula)).OfType<(string Channel, Exact Factor)>()
                   .GroupBy(part => part.Channel)
               select (pool, member, part.Key, part.Max(one => one.Factor));
    }

    /// <summary>Which part of a channel a formula is; null where it isn't simply one.</summary>
    private static (string Channel, Exact Factor)? PartOf(Formula formula) => formula switch
    {
        ChannelFormula channel => (channel.Channel.Name, Exact.One),
        AtFormula moved => PartOf(moved.Of),
        ArithmeticFormula { Operator: Operator.Times, Left: ConstantFormula factor } product
            when PartOf(product.Right) is var (channel, part) => (channel, part * factor.Value),
        ArithmeticFormula { Operator: Operator.Times, Right: ConstantFormula factor } product
            when PartOf(product.Left) is var (channel, part) => (channel, part * factor.Value),
        _ => null,
    };
}
