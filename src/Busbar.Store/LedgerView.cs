using System.Data.Common;
using Busbar.Contracts;
using Busbar.Ledger;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>What the ledger says, in a snapshot or while somebody posts.</summary>
public sealed class LedgerView
{
    internal LedgerView(DbConnection connection) => Connection = connection;

    internal DbConnection Connection { get; }

    /// <summary>The entry of a kind and reference; null where there is none.</summary>
    public PostedEntry? Find(EntryKind kind, string reference) => LedgerStore.Find(Connection, kind, reference);

    /// <summary>The accruals at the end of a day, with what takes them back on the next, in their order.</summary>
    public IReadOnlyList<PostedEntry> AccrualsOf(LocalDate day) =>
        [.. LedgerStore.Entries(Connection,
            "posted_on IN (@day, @next) AND kind IN ('accrual', 'accrual-reversal')",
            new { day = day.ToText(), next = day.PlusDays(1).ToText() })
        .Where(posted => posted.Entry.Reference.StartsWith(day.ToText(), StringComparison.Ordinal))];

    /// <summary>What each ledger account comes to before a day, by code.</summary>
    public IReadOnlyList<LedgerBalance> Balances(LocalDate? before = null) =>
        [.. Connection.Query<(string Role, string Code, long Debits, long Credits)>(
            """
            SELECT p.role, p.code, CAST(sum(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END) AS BIGINT),
              CAST(sum(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END) AS BIGINT)
            FROM postings p JOIN entries e ON e.id = p.entry WHERE e.posted_on < @before
            GROUP BY p.role, p.code ORDER BY p.code, p.role
            """, new { before = before?.ToText() ?? "~" })
        .Select(row => new LedgerBalance(ChartOfAccounts.RoleOf(row.Role)!.Value, row.Code, row.Debits, row.Credits))];

    /// <summary>What is open of the accounts of a book, by account, day and document.</summary>
    /// <param name="account">Only of this one; null: of all.</param>
    /// <param name="before">What was posted before this day.</param>
    public IReadOnlyList<OpenItem> OpenItems(string? account = null, LocalDate? before = null) =>
        [.. Connection.Query<(
            string Role, string Account, string? Document, string? Due, string PostedOn, long Amount)>(
            """
            SELECT p.role, p.account, p.document, min(p.due), min(e.posted_on), CAST(sum(p.amount) AS BIGINT)
            FROM postings p JOIN entries e ON e.id = p.entry
            WHERE p.account IS NOT NULL AND p.role IN ('receivables', 'payables', 'customer-credit')
              AND (@account = '' OR p.account = @account) AND e.posted_on < @before
            GROUP BY p.role, p.account, p.document HAVING sum(p.amount) <> 0
            ORDER BY p.account, min(e.posted_on), p.document, p.role
            """, new { account = account ?? "", before = before?.ToText() ?? "~" })
        .Select(row => new OpenItem(ChartOfAccounts.RoleOf(row.Role)!.Value, row.Account, row.Document ?? "",
            row.Due is { } due ? Texts.ToDate(due) : null, Texts.ToDate(row.PostedOn), row.Amount))];
}
