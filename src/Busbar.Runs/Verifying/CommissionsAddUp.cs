using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Store;

namespace Busbar.Runs.Verifying;

/// <summary>What is earned and due of commissions is what the ledger has, and each invoice of a broker is what its
/// rows come to.</summary>
internal static class CommissionsAddUp
{
    public static readonly Invariant Invariant = new(
        "control", "What brokers have earned and are due is in the ledger, and on their invoices what was due.", Check);

    private static Audit Check(Verified verified, CancellationToken cancel)
    {
        var rows = CommissionStore.Rows(verified.Snapshot);
        var balances = LedgerStore.Balances(verified.Snapshot).GroupBy(one => one.Role)
            .ToDictionary(same => same.Key, same => same.Sum(one => one.Amount));
        var (earned, due) = (Sum(rows, CommissionKind.Earned), Sum(rows, CommissionKind.Due));
        var invoices = verified.Bills.ToDictionary(bill => bill.Number, bill => bill.Net, StringComparer.Ordinal);
        return new(rows.Count, "row",
        [
            .. new[]
            {
                (LedgerRole.Commissions, earned), (LedgerRole.ContractCosts, due - earned),
                (LedgerRole.CommissionsDue, -rows.Where(row => row is { Kind: CommissionKind.Due, Invoice: null })
                    .Sum(row => row.Amount)),
            }.Where(one => balances.GetValueOrDefault(one.Item1) != one.Item2).Select(one =>
                new Breach($"ledger {ChartOfAccounts.WordOf(one.Item1)}", $"It has "
                    + $"{balances.GetValueOrDefault(one.Item1)} "
                    + $"minor units, and the rows of commissions come to {one.Item2}.")),
            .. rows.Where(row => row.Invoice is not null).GroupBy(row => row.Invoice!)
                .Where(same => !invoices.TryGetValue(same.Key, out var net) || -net != same.Sum(row => row.Amount))
                .Select(same => new Breach($"invoice {same.Key}",
                    $"Its rows come to {same.Sum(row => row.Amount)} minor units, and it doesn't.")),
        ]);
    }

    private static long Sum(IEnumerable<CommissionRow> rows, CommissionKind kind) =>
        rows.Where(row => row.Kind == kind).Sum(row => row.Amount);
}
