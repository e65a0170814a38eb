using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>Divides a bill among those who pay it: to the minor unit, so that the parts are the whole.</summary>
public static class PayerParts
{
    /// <summary>
    /// What each account pays of a bill, the billed account first and the others in the order of the rules. Who has
    /// rules of its own passes its part on: what falls on an account whose bills its parent pays, the parent pays.
    /// </summary>
    public static IReadOnlyList<(string Account, Money Amount)> Of(Bill bill, Book book)
    {
        var (day, byGroup) = (bill.Period.From, new Dictionary<string, IReadOnlyList<(string Payer, Exact Part)>>());
        if (bill.Account.Payers is null) return [(bill.Account.Id, bill.Total)];
        var taxes = bill.Taxes.GroupBy(tax => tax.Rate).ToDictionary(same => same.Key, same => Ratio([.. same]));
        var (payers, targets) = (new List<string> { bill.Account.Id }, new List<Exact> { Exact.Zero });
        foreach (var line in bill.Lines)
        {
            var amount = line.Amount.MinorUnits
                * (Exact.One + (line.TaxRate is { } rate ? taxes.GetValueOrDefault(rate) : Exact.Zero));
            if (!byGroup.TryGetValue(line.Group, out var parts))
                byGroup[line.Group] = parts = Parts(book, bill.Account, line.Group, day);
            foreach (var (payer, part) in parts)
            {
                if (payers.IndexOf(payer) is var place && place < 0)
                {
                    place = payers.Count;
                    payers.Add(payer);
                    targets.Add(Exact.Zero);
                }
                targets[place] += part * amount;
            }
        }
        // A bill in the customer's favour is divided as its mirror is.
        var sign = bill.Total.MinorUnits < 0 ? -1 : 1;
        var shares = Apportion.ToTargets(sign * bill.Total.MinorUnits, [.. targets.Select(target => sign * target)]);
        return [.. payers.Zip(shares, (payer, share) => (payer, new Money(sign * share, bill.Currency)))
            .Where(part => part.Item2.MinorUnits != 0 || payers.Count == 1)];
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
