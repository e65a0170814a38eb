using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Commissions;

/// <summary>Divides what is paid among a scheme's broker and those who have a part of it.</summary>
public static class Splitting
{
    /// <summary>Each account's part, in the order of the scheme: parts of the whole first, then parts of what they
    /// leave, each by largest remainder, so that they are the amount to the minor unit.</summary>
    public static IReadOnlyList<(Account To, Money Amount)> Of(Money amount, Scheme scheme)
    {
        var (whole, rest) = (scheme.Splits.Where(one => !one.IsOfRest).ToList(),
            scheme.Splits.Where(one => one.IsOfRest).ToList());
        var first = Divided(amount, whole);
        var second = Divided(first[^1], rest);
        return [.. whole.Zip(first, (one, part) => (one.To, part)).Concat(rest.Zip(second, (one, part) => (one.To,
            part)))
            .Append((scheme.To, second[^1])).GroupBy(one => one.Item1.Id)
            .Select(same => (same.First().Item1, Money.Sum(same.Select(one => one.Item2), amount.Currency)))];
    }

    /// <summary>The parts, and last what they leave.</summary>
    private static List<Money> Divided(Money amount, IReadOnlyList<CommissionSplit> splits)
    {
        // A clawback mirrors a payment.
        var (sign, left) = (amount.MinorUnits < 0 ? -1 : 1,
            splits.Aggregate(Exact.One, (rest, one) => rest - one.Share));
        var size = sign * amount.MinorUnits;
        return [.. Apportion.ToTargets(size, [.. splits.Select(one => one.Share).Append(left).Select(share =>
            size * share)])
            .Select(part => new Money(sign * part, amount.Currency))];
    }
}
