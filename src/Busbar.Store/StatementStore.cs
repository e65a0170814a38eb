using Busbar.Contracts;
using Busbar.Statements;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>What the ledger says of accounts, for their statements.</summary>
public static class StatementStore
{
    private static readonly string Roles = string.Join(", ", Enum.GetValues<LedgerRole>()
        .Where(StatedDays.IsOfBalance).Select(role => $"'{ChartOfAccounts.WordOf(role)}'"));

    /// <summary>The balance of accounts before a day, in minor units; an account without an entry is left out.
    /// </summary>
    /// <param name="accounts">Only of these; null: of all.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyDictionary<string, long> Balances(
        Snapshot snapshot, LocalDate before, IReadOnlyCollection<string>? accounts = null) =>
        snapshot.Guard(() => Chunks(accounts).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { before = before.ToText() });
            return snapshot.Connection.Query<(string Account, long Amount)>(
                $"""
                SELECT p.account, CAST(sum(p.amount) AS BIGINT) FROM postings p JOIN entries e ON e.id = p.entry
                WHERE p.role IN ({Roles}) AND {Of(chunk, parameters)} AND e.posted_on < @before GROUP BY p.account
                """, parameters);
        }).ToDictionary(row => row.Account, row => row.Amount, StringComparer.Ordinal));

    /// <summary>The entries of some days that change the balance of accounts, or are of their bills, in their order.
    /// </summary>
    /// <param name="accounts">Only of these; null: of all.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<PostedEntry> Entries(
        Snapshot snapshot, Time.Days days, IReadOnlyCollection<string>? accounts = null) =>
        snapshot.Guard(() => Chunks(accounts).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { from = days.From.ToText(), to = days.To.ToText() });
            var own = chunk is null ? "" : $" OR entries.account IN {parameters.Any("b", chunk)}";
            return LedgerStore.Entries(snapshot.Connection,
                "posted_on >= @from AND posted_on < @to AND (EXISTS (SELECT 1 FROM postings p WHERE p.entry = "
                + $"entries.id AND p.role IN ({Roles}) AND {Of(chunk, parameters)}){own})", parameters);
        }).DistinctBy(posted => posted.Number).OrderBy(posted => posted.Number).ToList());

    /// <summary>The accounts that pay a bill, or a part of it, and that a credit note gives back to; none of what comes
    /// to nothing.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlySet<string> PayersOf(Snapshot snapshot, string number) =>
        snapshot.Guard(() => snapshot.Connection.Query<string>(
            $"""
            SELECT DISTINCT p.account FROM postings p JOIN entries e ON e.id = p.entry
            WHERE e.kind IN ('bill', 'credit-note') AND e.reference = @number AND p.account IS NOT NULL
              AND p.role IN ({Roles})
            """, new { number }).ToHashSet(StringComparer.Ordinal));

    private static IEnumerable<IReadOnlyList<string>?> Chunks(IReadOnlyCollection<string>? accounts) =>
        accounts is null ? new IReadOnlyList<string>?[] { null } : accounts.Chunk(Texts.Chunk);

    private static string Of(IReadOnlyList<string>? accounts, DynamicParameters parameters) =>
        accounts is null ? "p.account IS NOT NULL" : $"p.account IN {parameters.Any("a", accounts)}";
}
