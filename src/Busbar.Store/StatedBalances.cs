using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>The balances between which the lines of a statement of a bank lie, in minor units.</summary>
/// <param name="Bank">The account at the bank.</param>
/// <param name="Reference">What the bank calls the statement.</param>
public sealed record StatedBalances(
    string Bank, string Reference, LocalDate OpenedOn, LocalDate ClosedOn, long Opening, long Closing, string File)
{
    /// <summary>Those of the statements that came in, by account and day.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<StatedBalances> All(LedgerView ledger) =>
        [.. ledger.Connection.Query<(string Bank, string Reference, string Opened, string Closed, long Opening,
            long Closing, string File)>(
            """
            SELECT bank, reference, opened_on, closed_on, opening, closing, file FROM bank_statements
            ORDER BY bank, closed_on, opened_on, reference
            """).Select(row => new StatedBalances(row.Bank, row.Reference, Texts.ToDate(row.Opened),
                Texts.ToDate(row.Closed), row.Opening, row.Closing, row.File))];

    /// <summary>What was posted of the lines of an account at a bank, by day.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<(LocalDate Day, long Amount)> Posted(LedgerView ledger, string bank) =>
        [.. ledger.Connection.Query<(string Day, long Amount)>(
            """
            SELECT e.posted_on, CAST(sum(p.amount) AS BIGINT)
            FROM postings p JOIN entries e ON e.id = p.entry JOIN bank_lines b ON b.id = p.document
            WHERE p.role = 'bank' AND b.bank = @bank GROUP BY e.posted_on ORDER BY e.posted_on
            """, new { bank }).Select(row => (Texts.ToDate(row.Day), row.Amount))];
}
