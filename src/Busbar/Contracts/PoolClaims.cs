using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Contracts;

/// <summary>Finds keys that are below zero, or claim more than there is, on days of which that is known beforehand:
/// they are numbers, on the days of memberships.</summary>
internal static class PoolClaims
{
    /// <summary>Adds a fault for each share, on the first day of it.</summary>
    /// <param name="members">All, as they were checked.</param>
    public static void Check(
        PoolText pool, IReadOnlyList<Member> members, IEnumerable<(string Name, ShareFormula Share)> shares,
        ICollection<Fault> faults)
    {
        // What is claimed changes on these days alone.
        var edges = members.SelectMany(member => new[] { member.Days.From, member.Days.To })
            .Where(day => day < LocalDate.MaxIsoValue).Distinct().Order().ToList();
        foreach (var (name, share) in shares)
        {
            if (members.FirstOrDefault(member => NumberIn(share.Key, member) is { Sign: < 0 }) is { } negative)
            {
                faults.Add(new("negative-key", $"Share {name} of pool {pool.Id} has a key of "
                    + $"{NumberIn(share.Key, negative)} for member {negative.Connection.Id}; a key can't be below "
                    + "zero.",
                    pool.Shares[name].Place, pool.Id, "Give the member a number of zero or more."));
                continue;
            }
            if (share.Claim is null || NumberIn(share.Claim, null) is not { } whole) continue;
            // A longer window may hold days of too much and of too little; what stays is always too much.
            var known = share.Window <= Step.Day || share.Window == Step.Forever ? edges : edges.TakeLast(1);
            foreach (var day in known)
                if (ClaimOn(day, share, members) is { } claim && claim > whole)
                {
                    faults.Add(new("claimed-twice", $"The keys of share {name} of pool {pool.Id} come to {claim} "
                        + $"from {LocalDatePattern.Iso.Format(day)} on, and it divides by {whole}.",
                        pool.Shares[name].Place, pool.Id, "Give the members less, or leave of out: then the keys are "
                        + "relative."));
                    break;
                }
        }
    }

    private static Exact? ClaimOn(LocalDate day, ShareFormula share, IReadOnlyList<Member> members) => members
        .Where(member => member.Days.Contains(day)).Select(member => NumberIn(share.Key, member))
        .Aggregate((Exact?)Exact.Zero, (sum, key) => sum + key);

    /// <summary>What a formula always is; null where that depends on something.</summary>
    /// <param name="member">Whose numbers count; null: nobody's.</param>
    private static Exact? NumberIn(Formula formula, Member? member) => formula switch
    {
        ConstantFormula constant => constant.Value,
        QuantityFormula quantity => NumberIn(quantity.Meaning.Formula, member),
        BroughtFormula brought when member is not null => member.Brings.TryGetValue(brought.Name, out var own)
            ? NumberIn(own.Formula, null) : Exact.Zero,
        ArithmeticFormula { Operator: Operator.Plus } sum =>
            NumberIn(sum.Left, member) + NumberIn(sum.Right, member),
        ArithmeticFormula { Operator: Operator.Minus } difference =>
            NumberIn(difference.Left, member) - NumberIn(difference.Right, member),
        ArithmeticFormula { Operator: Operator.Times } product =>
            NumberIn(product.Left, member) * NumberIn(product.Right, member),
        _ => null,
    };
}
