using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Commissions;

/// <summary>Divides what is paid among a scheme's broker and those who have a part of it.</summary>
public static class Splitting
{
    /// <summary>Each account's part: parts of the whole first, then in the order of the scheme parts of what those
    /// before leave, by largest remainder, so that they are the amount to the minor unit.</summary>
    public static IReadOnlyList<(Account To, Money Amount)> Of(Money amount, Scheme scheme)
    {
        var (parts, left) = (new List<(Account To, Exact Share)>(), Exact.One);
        foreach (var split in scheme.Splits.OrderBy(one => one.IsOfRest))
        {
            parts.Add((split.To, split.IsOfRest ? left * split.Share : split.Share));
            left -= parts[^1].Share;
        }
        parts.Add((scheme.To, left));
        // A clawback mirrors a payment.
        var (sign, size) = (amount.MinorUnits < 0 ? -1 : 1, Math.Abs(amount.MinorUnits));
        return [.. parts.Zip(Apportion.ToTargets(size, [.. parts.Select(part => size * part.Share)]),
                (part, units) => (part.To, Amount: new Money(sign * units, amount.Currency)))
            .GroupBy(one => one.To.Id)
            .Select(same => (same.First().To, Money.Sum(same.Select(one => one.Amount), amount.Currency)))];
    }
}
