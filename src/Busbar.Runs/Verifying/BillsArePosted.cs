using Busbar.Contracts;
using Busbar.Store;

namespace Busbar.Runs.Verifying;

/// <summary>Each bill and credit note is an entry of the same total, net, tax and rounding.</summary>
internal static class BillsArePosted
{
    public static readonly Invariant Invariant = new(
        "I1", "Each bill and credit note is an entry of the same total, net and tax.", Check);

    private static Audit Check(Verified verified, CancellationToken cancel)
    {
        var posted = LedgerAudit.Documents(verified.Snapshot);
        var known = verified.Bills.Select(bill => bill.Number).ToHashSet();
        return new(verified.Bills.Count, "bill",
        [
            .. verified.Bills.Select(bill => Trouble(bill, [.. posted[bill.Number]]) is { } trouble
                ? new Breach($"bill {bill.Number}", trouble) : null).OfType<Breach>(),
            .. posted.Select(same => same.Key).Where(number => !known.Contains(number))
                .Order(StringComparer.Ordinal).Select(number => new Breach($"bill {number}",
                    "It has an entry, and isn't there.")),
        ]);
    }

    private static string? Trouble(BillHead bill, IReadOnlyList<(LedgerRole Role, long Amount)> posted)
    {
        if (posted.Count == 0)
            return bill.IsOfNothing ? null
                : "It has no entry in the ledger; busbar ledger post-bills posts bills that are older than it.";
        var (owed, tax, net) = (Sum(posted, LedgerRole.Receivables, LedgerRole.Payables),
            -Sum(posted, LedgerRole.Tax, LedgerRole.InputTax),
            -Sum(posted, LedgerRole.Revenue, LedgerRole.CostOfSales, LedgerRole.Levies, LedgerRole.PassThrough,
                LedgerRole.CommissionsDue));
        var rounding = -Sum(posted, LedgerRole.Rounding);
        if (bill.Issuer.Length > 0)
            return owed == bill.Total && -Sum(posted, LedgerRole.Others) == bill.Total ? null
                : $"It comes to {bill.Total} minor units, and its entry to {owed}.";
        if ((owed, tax, net) != (bill.Total, bill.Tax, bill.Net))
            return $"Net, tax and total are {bill.Net}, {bill.Tax} and {bill.Total} minor units, and of its entry "
                + $"{net}, {tax} and {owed}.";
        return rounding == bill.Rounding ? null
            : $"It is rounded by {bill.Rounding} minor units, and its entry by {rounding}.";
    }

    private static long Sum(IReadOnlyList<(LedgerRole Role, long Amount)> posted, params LedgerRole[] roles) =>
        posted.Where(one => roles.Contains(one.Role)).Sum(one => one.Amount);
}
