using System.Data.Common;
using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>An entry as it was posted.</summary>
/// <param name="Number">It counts from 1 without a gap.</param>
/// <param name="Reverses">The number of the entry that it takes back.</param>
public sealed record PostedEntry(long Number, Entry Entry, long? Reverses);

/// <summary>What the postings to a ledger account come to.</summary>
public sealed record LedgerBalance(LedgerRole Role, string Code, long Debits, long Credits)
{
    /// <summary>Above zero on the debit side.</summary>
    public long Amount => Debits - Credits;
}

/// <summary>The ledger, as it stands in a snapshot. What it says of open items and balances is what its postings come
/// to, and nothing else.</summary>
public static class LedgerStore
{
    /// <summary>Posts in one transaction, from what the ledger says then: nobody else posts or bills meanwhile.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was posted.</exception>
    public static T Change<T>(Database database, Func<LedgerChange, T> work) =>
        database.Write(WriterOf.Bills, connection => work(new(connection, database.Now())));

    /// <summary>Does it, or only what it would do, of which nothing is kept.</summary>
    /// <returns>What it comes to, and the entries that are posted, or would be.</returns>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static (T Result, IReadOnlyList<Entry> Entries) Change<T>(
        Database database, Func<LedgerChange, T> work, bool isDraft) =>
        database.Write(WriterOf.Bills, connection =>
        {
            var change = new LedgerChange(connection, database.Now());
            return (work(change), change.Posted);
        }, isKept: _ => !isDraft);

    /// <summary>Posts entries in one transaction, made from what the ledger says then.</summary>
    /// <returns>The numbers of the entries.</returns>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was posted.</exception>
    public static IReadOnlyList<long> Post(Database database, Func<LedgerView, IReadOnlyList<Entry>> make) =>
        Change(database, change => change.Post(make(change)));

    /// <summary>The entries of some days, in their order.</summary>
    /// <param name="account">Only those that change the balance of this account of the book.</param>
    public static IReadOnlyList<PostedEntry> Entries(
        Snapshot snapshot, LocalDate? from = null, LocalDate? to = null, string? account = null) =>
        snapshot.Guard(() => Entries(snapshot.Connection,
            "posted_on >= @from AND posted_on < @to AND (@account = '' OR EXISTS "
            + "(SELECT 1 FROM postings p WHERE p.entry = entries.id AND p.account = @account))",
            new { from = from?.ToText() ?? "", to = to?.ToText() ?? "~", account = account ?? "" }));

    /// <summary>What each ledger account comes to before a day, by code.</summary>
    public static IReadOnlyList<LedgerBalance> Balances(Snapshot snapshot, LocalDate? before = null) =>
        snapshot.Guard(() => new LedgerView(snapshot.Connection).Balances(before));

    /// <summary>What is open of the accounts of a book, by account, day, document and group.</summary>
    /// <param name="account">Only of this one.</param>
    /// <param name="before">What was posted before this day.</param>
    public static IReadOnlyList<OpenItem> OpenItems(
        Snapshot snapshot, string? account = null, LocalDate? before = null) =>
        snapshot.Guard(() => new LedgerView(snapshot.Connection).OpenItems(account, before));

    internal static PostedEntry? Find(DbConnection connection, EntryKind kind, string reference) =>
        Entries(connection, "kind = @kind AND reference = @reference",
            new { kind = EntryKinds.WordOf(kind), reference }).SingleOrDefault();

    internal static IReadOnlyList<PostedEntry> Entries(DbConnection connection, string where, object parameters) =>
        [.. Rows(connection, where, parameters).Select(one =>
            new PostedEntry(one.Entry.Id, Entry(one.Entry, one.Postings), one.Entry.Reverses))];

    /// <summary>Entries after one as their rows are, in order.</summary>
    internal static IReadOnlyList<(EntryRow Entry, IReadOnlyList<PostingRow> Postings)> Rows(
        DbConnection connection, long after, int count) => Rows(connection,
            "id IN (SELECT id FROM entries WHERE id > @after ORDER BY id LIMIT @count)", new { after, count });

    private static IReadOnlyList<(EntryRow Entry, IReadOnlyList<PostingRow> Postings)> Rows(
        DbConnection connection, string where, object parameters)
    {
        var entries = connection.Query<EntryRow>(
            $"""
            SELECT id AS Id, posted_on AS PostedOn, kind AS Kind, reference AS Reference, text AS Text,
              currency AS Currency, account AS Account, from_day AS FromDay, to_day AS ToDay, reverses AS Reverses,
              hash AS Hash
            FROM entries WHERE {where} ORDER BY id
            """, parameters).AsList();
        var postings = connection.Query<PostingRow>(
            $"""
            SELECT entry AS Entry, line AS Line, role AS Role, code AS Code, amount AS Amount, account AS Account,
              document AS Document, due AS Due, product AS Product, detail AS Detail
            FROM postings WHERE entry IN (SELECT id FROM entries WHERE {where}) ORDER BY entry, line
            """, parameters).ToLookup(posting => posting.Entry);
        return [.. entries.Select(entry => (entry, (IReadOnlyList<PostingRow>)[.. postings[entry.Id]]))];
    }

    private static Entry Entry(EntryRow row, IEnumerable<PostingRow> postings)
    {
        var currency = Currency.Of(row.Currency)!.Value;
        return new(Texts.ToDate(row.PostedOn), EntryKinds.KindOf(row.Kind), row.Reference, row.Text,
            [.. postings.Select(one => new Posting(Account(one), new(one.Amount, currency))
            {
                Account = one.Account, Document = one.Document, Due = one.Due is { } due ? Texts.ToDate(due) : null,
                Product = one.Product, Detail = one.Detail,
            })])
        {
            Account = row.Account,
            Days = row.FromDay is { } from ? new(Texts.ToDate(from), Texts.ToDate(row.ToDay!)) : null,
        };
    }

    // Names are the chart's of today; an entry keeps the code.
    private static LedgerAccount Account(PostingRow row) => new(ChartOfAccounts.RoleOf(row.Role)!.Value, row.Code, "");
}
