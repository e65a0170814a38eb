using System.Globalization;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Ledger;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Accounting;

/// <summary>The entries of some days, a row for each of their postings.</summary>
public static class Journal
{
    private static readonly ListingColumn[] Columns =
    [
        new("entry", true), new("posted"), new("kind"), new("reference"), new("code"), new("name"),
        new("debit", true), new("credit", true), new("currency") { IsInText = false }, new("account"),
        new("document") { IsInText = false }, new("due") { IsInText = false }, new("product") { IsInText = false },
        new("detail"), new("from") { IsInText = false }, new("to") { IsInText = false },
        new("reverses", true) { IsInText = false }, new("text") { IsInText = false },
    ];

    /// <summary>The entries that were posted on some days, in their order.</summary>
    /// <param name="account">Only those that change the balance of this account, each whole.</param>
    /// <exception cref="RefusedException">There is no book, or no such account.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Listing Of(Database database, Days days, string? account)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var entries = LedgerStore.Entries(snapshot, days.From, days.To, account);
        if (account is not null) Amounts.RefuseUnknown(book, account, entries.Count > 0);
        return new($"Journal of {days}" + (account is null ? "" : $", account {account}"), "postings", Columns,
            [.. from posted in entries
                from posting in posted.Entry.Postings
                select Row(posted, posting, book.Chart)])
        {
            Facts = [("currency", book.Currency.Code)],
        };
    }

    /// <summary>Entries that would be posted, or just were, without their numbers.</summary>
    /// <param name="facts">What else is said of them where the form is JSON.</param>
    public static Listing OfEntries(
        string title, IEnumerable<Entry> entries, Book book, params IReadOnlyList<(string, string)> facts) =>
        new(title, "postings", [.. Columns.Skip(1)], [.. from entry in entries
            from posting in entry.Postings
            select Row(new(0, entry, null), posting, book.Chart)[1..]])
        {
            Facts = [.. facts, ("currency", book.Currency.Code)],
        };

    private static string[] Row(PostedEntry posted, Posting posting, ChartOfAccounts chart)
    {
        var (entry, amount) = (posted.Entry, posting.Amount);
        return
        [
            posted.Number.ToString(CultureInfo.InvariantCulture), Text(entry.PostedOn),
            EntryKinds.WordOf(entry.Kind), entry.Reference, posting.To.Code, chart.NameOf(posting.To.Code),
            amount.MinorUnits > 0 ? amount.ToString() : "", amount.MinorUnits < 0 ? (-amount).ToString() : "",
            amount.Currency.Code, posting.Account ?? "", posting.Document ?? "", Text(posting.Due),
            posting.Product ?? "", posting.Detail ?? "", Text(entry.Days?.From), Text(entry.Days?.To),
            posted.Reverses?.ToString(CultureInfo.InvariantCulture) ?? "", entry.Text,
        ];
    }

    private static string Text(LocalDate? day) => day is { } own ? LocalDatePattern.Iso.Format(own) : "";
}
