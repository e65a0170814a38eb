using System.Data.Common;
using Busbar.Contracts;
using Busbar.Ledger;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>What the ledger says, in a snapshot or while somebody posts.</summary>
public class LedgerView
{
    internal LedgerView(DbConnection connection) => Connection = connection;

    internal DbConnection Connection { get; }

    /// <summary>The entry of a kind and reference; null where there is none.</summary>
    public PostedEntry? Find(EntryKind kind, string reference) => LedgerStore.Find(Connection, kind, reference);

    /// <summary>The entries of a kind with a text, as they were posted; those that were taken back are left out.
    /// </summary>
    public IReadOnlyList<PostedEntry> Standing(EntryKind kind, string text) => LedgerStore.Entries(Connection,
        $"kind = @kind AND text = @text AND {Stands}", new { kind = EntryKinds.WordOf(kind), text });

    /// <summary>Likewise, also those that were taken back.</summary>
    public IReadOnlyList<PostedEntry> EverPosted(EntryKind kind, string text) => LedgerStore.Entries(Connection,
        "kind = @kind AND text = @text AND reverses IS NULL", new { kind = EntryKinds.WordOf(kind), text });

    /// <summary>The allocations in which a receipt is, on whichever side, that weren't taken back.</summary>
    public IReadOnlyList<PostedEntry> StandingAllocations(string receipt) => LedgerStore.Entries(Connection,
        "kind = 'allocation' AND EXISTS (SELECT 1 FROM postings p WHERE p.entry = entries.id AND p.document = @receipt "
            + $"AND p.role = 'customer-credit') AND {Stands}", new { receipt });

    private const string Stands =
        "reverses IS NULL AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = entries.id)";

    /// <summary>Whether an entry was taken back.</summary>
    public bool IsReversed(long number) =>
        Connection.ExecuteScalar<long>("SELECT count(*) FROM entries WHERE reverses = @number", new { number }) > 0;

    /// <summary>The receipts of which nobody knows whose they are, below zero, and the refunds that weren't paid yet.
    /// </summary>
    public IReadOnlyList<(string Document, long Amount, LocalDate PostedOn)> OpenSuspense() =>
        [.. Connection.Query<(string Document, long Amount, string On)>(
            """
            SELECT p.document, CAST(sum(p.amount) AS BIGINT), min(e.posted_on)
            FROM postings p JOIN entries e ON e.id = p.entry WHERE p.role = 'suspense'
            GROUP BY p.document HAVING sum(p.amount) <> 0 ORDER BY min(e.posted_on), p.document
            """).Select(row => (row.Document, row.Amount, Texts.ToDate(row.On)))];

    /// <summary>The entries of a kind, with whether they were taken back.</summary>
    public IReadOnlyList<(PostedEntry Posted, bool IsReversed)> All(EntryKind kind)
    {
        var reversed = ReversedReferences(kind);
        return [.. LedgerStore.Entries(Connection, "kind = @kind AND reverses IS NULL",
            new { kind = EntryKinds.WordOf(kind) }).Select(one => (one, reversed.Contains(one.Entry.Reference)))];
    }

    /// <summary>The lines by which a refund was paid, in their order, with whether they were taken back.</summary>
    public IReadOnlyList<(PostedEntry Posted, bool IsReversed)> PaymentsOf(string refund) =>
        [.. LedgerStore.Entries(Connection, "kind = 'receipt' AND EXISTS (SELECT 1 FROM postings p "
            + "WHERE p.entry = entries.id AND p.role = 'suspense' AND p.document = @refund)", new { refund })
        .Select(one => (one, IsReversed(one.Number)))];

    /// <summary>The last day on which a document of a ledger account was posted to; null where it never was.</summary>
    public LocalDate? ChangedOn(LedgerRole role, string document) => Connection.ExecuteScalar<string?>(
        """
        SELECT max(e.posted_on) FROM postings p JOIN entries e ON e.id = p.entry
        WHERE p.role = @role AND p.document = @document
        """, new { role = ChartOfAccounts.WordOf(role), document }) is { } day ? Texts.ToDate(day) : null;

    /// <summary>The references of the entries of a kind that were taken back.</summary>
    public IReadOnlySet<string> ReversedReferences(EntryKind kind) => Connection.Query<string>(
        "SELECT e.reference FROM entries e JOIN entries r ON r.reverses = e.id WHERE e.kind = @kind",
        new { kind = EntryKinds.WordOf(kind) }).ToHashSet(StringComparer.Ordinal);

    /// <summary>The lines of bank statements that took receipts back, with the accounts that had them; empty where
    /// nobody had.</summary>
    public IReadOnlyList<(string Line, string Account)> Returns() => [.. Connection.Query<(string, string)>(
        """
        SELECT DISTINCT e.reference, coalesce(p.account, '') FROM entries e JOIN postings p ON p.entry = e.id
        WHERE e.kind = 'return' ORDER BY 1, 2
        """)];

    /// <summary>The receipts that accounts have, whatever is left of them; of none that was returned.</summary>
    public IReadOnlyList<(string Document, string Account)> CreditOwners() => [.. Connection.Query<(string, string)>(
        """
        SELECT p.document, p.account FROM postings p JOIN entries e ON e.id = p.entry
        WHERE p.role = 'customer-credit' AND e.kind IN ('receipt', 'match', 'return')
        GROUP BY p.document, p.account HAVING sum(p.amount) <> 0 ORDER BY p.document, p.account
        """)];

    /// <summary>The lines of bank statements by which an account paid, with what it has of each, less what was returned
    /// or wasn't its own.</summary>
    public IReadOnlyList<(string Line, LocalDate BookedOn, string Text, long Amount)> PaidBy(string account) =>
        [.. Connection.Query<(string Line, string On, string Text, long Amount)>(
            """
            SELECT b.id, b.booked_on, b.text, CAST(-sum(p.amount) AS BIGINT)
            FROM postings p JOIN entries e ON e.id = p.entry JOIN bank_lines b ON b.id = p.document
            WHERE p.role = 'customer-credit' AND p.account = @account AND e.kind IN ('receipt', 'match', 'return')
            GROUP BY b.id, b.booked_on, b.text HAVING sum(p.amount) <> 0 ORDER BY b.id
            """, new { account }).Select(row => (row.Line, Texts.ToDate(row.On), row.Text, row.Amount))];

    /// <summary>The documents that an account had to pay before a day.</summary>
    public IReadOnlyList<string> DocumentsBefore(string account, LocalDate day) => [.. Connection.Query<string>(
        """
        SELECT p.document FROM postings p JOIN entries e ON e.id = p.entry
        WHERE p.role = 'receivables' AND p.account = @account AND p.document IS NOT NULL
        GROUP BY p.document HAVING min(e.posted_on) < @day ORDER BY p.document
        """, new { account, day = day.ToText() })];

    /// <summary>What receipts are set against, by receipt and document.</summary>
    /// <param name="on">At the end of this day; null: now.</param>
    public IReadOnlyList<(string Receipt, string Document, long Amount)> Allocated(LocalDate? on = null) =>
        [.. Connection.Query<(string, string, long)>(
            """
            SELECT e.text, p.document, CAST(-sum(p.amount) AS BIGINT) FROM entries e JOIN postings p ON p.entry = e.id
            WHERE e.kind IN ('allocation', 'release') AND p.document <> e.text AND e.posted_on <= @last
            GROUP BY e.text, p.document HAVING sum(p.amount) <> 0 ORDER BY e.text, p.document
            """, new { last = on?.ToText() ?? "~" })];

    /// <summary>Every document that was ever open, with the accounts that pay it or are paid by it.</summary>
    public IReadOnlyList<(string Document, string Account)> Documents() => [.. Connection.Query<(string, string)>(
        """
        SELECT DISTINCT document, account FROM postings
        WHERE role IN ('receivables', 'payables') AND document IS NOT NULL AND account IS NOT NULL
        ORDER BY document, account
        """)];

    /// <summary>The bank accounts from which accounts were paid.</summary>
    public IReadOnlyList<(string Iban, string Account)> Ibans() => [.. Connection.Query<(string, string)>(
        """
        SELECT DISTINCT b.iban, p.account FROM bank_lines b JOIN postings p ON p.document = b.id
        WHERE b.iban <> '' AND p.role = 'customer-credit' ORDER BY b.iban, p.account
        """)];

    /// <summary>The accounts that have credit, or documents in their favour.</summary>
    public IReadOnlyList<string> AccountsInCredit() => [.. Connection.Query<string>(
        """
        SELECT DISTINCT account FROM (
          SELECT account FROM postings
          WHERE account IS NOT NULL AND role IN ('receivables', 'payables', 'customer-credit')
          GROUP BY account, role, document HAVING sum(amount) < 0 OR (role = 'customer-credit' AND sum(amount) <> 0)
        ) AS credits ORDER BY account
        """)];
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

    /// <summary>What is open of the accounts of a book, by account, day, document and group.
    /// </summary>
    /// <param name="account">Only of this one; null: of all.</param>
    /// <param name="before">What was posted before this day.</param>
    public IReadOnlyList<OpenItem> OpenItems(string? account = null, LocalDate? before = null) =>
        [.. Connection.Query<(
            string Role, string Account, string? Document, string? Detail, string? Due, string First, string Last,
            long Amount)>(
            """
            SELECT p.role, p.account, p.document, p.detail, min(p.due), min(e.posted_on), max(e.posted_on),
              CAST(sum(p.amount) AS BIGINT)
            FROM postings p JOIN entries e ON e.id = p.entry
            WHERE p.account IS NOT NULL AND p.role IN ('receivables', 'payables', 'customer-credit')
              AND (@account = '' OR p.account = @account) AND e.posted_on < @before
            GROUP BY p.role, p.account, p.document, p.detail HAVING sum(p.amount) <> 0
            ORDER BY p.account, min(e.posted_on), p.document, p.detail, p.role
            """, new { account = account ?? "", before = before?.ToText() ?? "~" })
        .Select(row => new OpenItem(ChartOfAccounts.RoleOf(row.Role)!.Value, row.Account, row.Document ?? "",
            row.Detail, row.Due is { } due ? Texts.ToDate(due) : null, Texts.ToDate(row.First), Texts.ToDate(row.Last),
            row.Amount))];
}
