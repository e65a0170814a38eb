using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>What an account pays of a bill, in a group of charges.</summary>
public readonly record struct PayerPart(string Account, string Group, Money Amount);

/// <summary>Divides a bill among those who pay it, by groups of charges: to the minor unit, so that the parts are the
/// whole.</summary>
public static class PayerParts
{
    /// <summary>
    /// What each account pays of a bill with its tax, in the order of the lines and rules. Who has rules of its own
    /// passes its part on: what falls on an account whose bills its parent pays, the parent pays.
    /// </summary>
    public static IReadOnlyList<PayerPart> Of(Bill bill, Book book)
    {
        var byGroup = new Dictionary<string, IReadOnlyList<(string Payer, Exact Part)>>(StringComparer.Ordinal);
        var taxes = bill.Taxes.GroupBy(tax => tax.Rate).ToDictionary(same => same.Key, same => Ratio([.. same]));
        var (places, keys, targets) = (new Dictionary<(string, string), int>(),
            new List<(string Payer, string Group)>(),
            new List<Exact>());
        foreach (var line in bill.Lines)
        {
            var amount = line.Amount.MinorUnits
                * (Exact.One + (line.TaxRate is { } rate ? taxes.GetValueOrDefault(rate) : Exact.Zero));
            if (!byGroup.TryGetValue(line.Group, out var parts))
                byGroup[line.Group] = parts = Parts(book, bill.Account, line.Group, bill.Period.From);
            foreach (var (payer, part) in parts)
            {
                if (!places.TryGetValue((payer, line.Group), out var place))
                {
                    places[(payer, line.Group)] = place = keys.Count;
                    keys.Add((payer, line.Group));
                    targets.Add(Exact.Zero);
                }
                targets[place] += part * amount;
            }
        }
        var owed = Apportion.Spread(bill.Rounding.MinorUnits, OfOneSign(keys, targets));
        // A bill in the customer's favour is divided as its mirror is.
        var sign = bill.Total.MinorUnits < 0 ? -1 : 1;
        var shares = Apportion.ToTargets(sign * bill.Total.MinorUnits, [.. owed.Select(target => sign * target)]);
        return [.. keys.Zip(shares, (key, share) =>
            new PayerPart(key.Payer, key.Group, new(sign * share, bill.Currency)))];
    }

    /// <summary>What a payer owes, without what is in its favour: a group that is makes the others less, in their
    /// ratio.
    /// </summary>
    private static List<Exact> OfOneSign(List<(string Payer, string Group)> keys, List<Exact> targets)
    {
        var (sums, along) = (new Dictionary<string, Exact>(), new Dictionary<string, Exact>());
        foreach (var (key, target) in keys.Zip(targets))
            sums[key.Payer] = sums.GetValueOrDefault(key.Payer) + target;
        foreach (var (key, target) in keys.Zip(targets).Where(one => IsAlong(one.First, one.Second)))
            along[key.Payer] = along.GetValueOrDefault(key.Payer) + target;
        return [.. keys.Zip(targets, (key, target) =>
            IsAlong(key, target) ? target * sums[key.Payer] / along[key.Payer] : Exact.Zero)];

        bool IsAlong((string Payer, string Group) key, Exact target) => target.Sign != 0
            && target.Sign == sums[key.Payer].Sign;
    }

    /// <summary>Which part of the charges of a group on an account's bill another pays, or it itself does.</summary>
    /// <param name="day">The first day of the bill's period.</param>
    public static Exact ShareOf(Book book, Account billed, string payer, string group, LocalDate day) =>
        Parts(book, billed, group, day).Where(part => part.Payer == payer)
            .Aggregate(Exact.Zero, (sum, part) => sum + part.Part);

    /// <summary>Which part of a group of charges each account pays; the parts add up to one.</summary>
    internal static IReadOnlyList<(string Payer, Exact Part)> Parts(
        Book book, Account account, string group, LocalDate day)
    {
        if (account.Payers is not { } dated || !dated.TryAt(day, out var rules)) return [(account.Id, Exact.One)];
        var (parts, left) = (new List<(string, Exact)>(), Exact.One);
        foreach (var rule in rules.Where(rule => rule.IsOf(group)))
        {
            var part = left * (rule.Share ?? Exact.One);
            left -= part;
            if (rule.By == account.Id) parts.Add((account.Id, part));
            else
                parts.AddRange(Parts(book, book.Accounts[rule.By], group, day)
                    .Select(below => (below.Payer, part * below.Part)));
        }
        if (!left.IsZero) parts.Add((account.Id, left));
        return [.. parts.GroupBy(part => part.Item1)
            .Select(same => (same.Key, same.Aggregate(Exact.Zero, (sum, part) => sum + part.Item2)))];
    }

    private static Exact Ratio(IReadOnlyList<TaxLine> taxes)
    {
        var net = taxes.Sum(tax => tax.Net.MinorUnits);
        return net == 0 ? Exact.Zero : (Exact)taxes.Sum(tax => tax.Amount.MinorUnits) / net;
    }
}
