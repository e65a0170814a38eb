using Busbar.Contracts;
using Busbar.Time;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>What was earned or paid for a product, account, group and month together.</summary>
/// <param name="Account">The billed one; empty where there is none, as of the others.</param>
/// <param name="Month">In which it counts: <c>2026-01</c>.</param>
public sealed record EarnedSum(
    LedgerRole Role, string Product, string Account, string Group, string Month, long Amount);

/// <summary>What customers were billed of others' costs, and what these billed, of a group in a month of supply.
/// </summary>
/// <param name="Passed">What customers were billed, net.</param>
/// <param name="Billed">What the others billed, net.</param>
public sealed record ClearedSum(string Group, YearMonth Month, long Passed, long Billed);

/// <summary>Sums over the postings of the ledger.</summary>
public static class LedgerSums
{
    /// <summary>Revenue and its costs, added up.</summary>
    /// <param name="isBySupply">Whether an entry counts where the days begin that it is about, and accruals, which are
    /// of the same supply as bills to come, don't; else it counts on the day it is posted.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<EarnedSum> Earned(Snapshot snapshot, Days days, bool isBySupply) =>
        snapshot.Guard(() =>
        {
            var day = isBySupply ? OfSupply : "e.posted_on";
            return (IReadOnlyList<EarnedSum>)[.. snapshot.Connection.Query<(
                string Role, string Product, string Account, string Group, string Month, long Amount)>(
                $"""
                SELECT p.role, coalesce(p.product, ''), coalesce(e.account, ''), coalesce(p.detail, ''),
                  substr({day}, 1, 7), CAST(sum(p.amount) AS BIGINT)
                FROM postings p JOIN entries e ON e.id = p.entry
                WHERE p.role IN ('revenue', 'cost-of-sales') AND {day} >= @from AND {day} < @to
                  {(isBySupply ? NoAccruals : "")}
                GROUP BY p.role, coalesce(p.product, ''), coalesce(e.account, ''), coalesce(p.detail, ''),
                  substr({day}, 1, 7)
                ORDER BY 2, 3, 4, 5, 1
                """, new { from = days.From.ToText(), to = days.To.ToText() })
            .Select(row => new EarnedSum(
                ChartOfAccounts.RoleOf(row.Role)!.Value, row.Product, row.Account, row.Group, row.Month, row.Amount))];
        });

    /// <summary>What went through the clearing accounts for supply that begins within some days, by group and month.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<ClearedSum> Cleared(Snapshot snapshot, Days days) => snapshot.Guard(() =>
        (IReadOnlyList<ClearedSum>)[.. snapshot.Connection.Query<(
            string Group, string Month, long Passed, long Billed)>(
            $"""
            SELECT coalesce(p.detail, ''), substr({OfSupply}, 1, 7),
              CAST(sum(CASE WHEN e.kind = 'cost' THEN 0 ELSE -p.amount END) AS BIGINT),
              CAST(sum(CASE WHEN e.kind = 'cost' THEN p.amount ELSE 0 END) AS BIGINT)
            FROM postings p JOIN entries e ON e.id = p.entry
            WHERE p.role = 'pass-through' AND {OfSupply} >= @from AND {OfSupply} < @to {NoAccruals}
            GROUP BY coalesce(p.detail, ''), substr({OfSupply}, 1, 7) ORDER BY 1, 2
            """, new { from = days.From.ToText(), to = days.To.ToText() })
        .Select(row => new ClearedSum(
            row.Group, Texts.ToDate(row.Month + "-01").ToYearMonth(), row.Passed, row.Billed))]);

    private const string OfSupply = "coalesce(e.from_day, e.posted_on)";
    private const string NoAccruals = "AND e.kind NOT IN ('accrual', 'accrual-reversal')";
}
