using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads entries that are written by hand: CSV with a row for each posting. The rows of a reference are one
/// entry, and add up to zero.</summary>
public static class JournalReader
{
    private sealed record Row(MapReader Reader, string Reference, LocalDate Date, string Text, Posting Posting);

    /// <summary>The entries, in the order of their first rows; every fault has its row.</summary>
    /// <param name="today">No entry is of a later day.</param>
    /// <param name="documents">The documents that accounts have, by account.</param>
    public static IReadOnlyList<Entry> Read(ReadOnlySpan<byte> bytes, string file, Book book, LocalDate today,
        ILookup<string, string> documents, List<Fault> faults)
    {
        var codes = PostingRow.ByCode(book.Chart);
        var rows = PostingRow.Of(bytes, file, "this row", faults)
            .Select(reader => (Reader: reader, Row: ReadRow(reader, book, today, codes))).ToList();
        // A row with a fault of its own would only make its entry one more.
        var torn = rows.Where(one => one.Row is null).Select(one => (one.Reader.Map["reference"] as TextNode)?.Value)
            .ToHashSet();
        // A file may bring documents itself: what was owed before there was a ledger.
        var brought = rows.Select(one => one.Row?.Posting).OfType<Posting>().Where(posting => !Settles(posting))
            .Select(posting => (posting.To.Role, posting.Account, posting.Document)).ToHashSet();
        foreach (var row in rows.Select(one => one.Row).OfType<Row>().Where(row => Settles(row.Posting)
            && row.Reader.Has("document")
            && !brought.Contains((row.Posting.To.Role, row.Posting.Account, row.Posting.Document))))
            RefuseUnknown(row, [.. documents[row.Posting.Account!]]);
        var entries = new List<Entry>();
        foreach (var same in rows.Select(one => one.Row).OfType<Row>().Where(row => !torn.Contains(row.Reference))
            .GroupBy(row => row.Reference))
        {
            var (first, before) = (same.First(), faults.Count);
            foreach (var row in same.Where(row => row.Date != first.Date))
                row.Reader.Fault("two-dates", row.Reader.Place, $"Reference {same.Key} has another date in a row "
                    + "before this one.", "Each entry has one date: give another entry a reference of its own.");
            var entry = new Entry(first.Date, EntryKind.Manual, same.Key, first.Text,
                [.. same.Select(row => row.Posting)]);
            if (entry.Sum.MinorUnits != 0)
                first.Reader.Fault("unbalanced-entry", first.Reader.Place, $"Reference {same.Key} doesn't balance: its "
                    + $"debits are {entry.Sum} {book.Currency} more than its credits.",
                    "What is debited is credited elsewhere: add the row that is missing.");
            if (faults.Count == before) entries.Add(entry);
        }
        return entries;
    }

    /// <summary>Whether a posting lessens what is open of a document, instead of opening one.</summary>
    private static bool Settles(Posting posting) => posting.Account is not null && posting.To.Role switch
    {
        LedgerRole.Receivables => posting.Amount.MinorUnits < 0,
        LedgerRole.Payables => posting.Amount.MinorUnits > 0,
        _ => false,
    };

    private static void RefuseUnknown(Row row, IReadOnlyCollection<string> documents)
    {
        var (account, document) = (row.Posting.Account!, row.Posting.Document!);
        if (documents.Contains(document)) return;
        row.Reader.Fault("unknown-document", row.Reader.Map["document"]!.Place,
            $"Account {account} has no document {document} that this row could settle.",
            Nearest.Hint(document, documents) ?? $"See what is open: busbar account {account}. Without a document it "
                + "is credit of the account.");
    }

    private static Row? ReadRow(
        MapReader row, Book book, LocalDate today, IReadOnlyDictionary<string, LedgerAccount> codes)
    {
        var (reference, date) = (PostingRow.Reference(row, "reference"), PostingRow.Day(row, "date", today));
        var code = PostingRow.Known(row, "code", "unknown-ledger-account", [.. codes.Keys], required: true);
        var amount = AmountOf(row, book.Currency);
        var account = PostingRow.Known(row, "account", "unknown-account", [.. book.Accounts.Keys]);
        var (document, due) = (row.OptionalText("document"), row.OptionalDate("due"));
        var product = PostingRow.Known(row, "product", "unknown-product", [.. book.Products.Keys]);
        var (detail, text) = (row.OptionalText("detail"), row.OptionalText("text") ?? "");
        row.Done();
        if (code is null || reference is null || date is not { } day || amount is not { } money) return null;
        var to = codes[code];
        if (!Fits(row, to, account, detail)) return null;
        return new(row, reference, day, text, new(to, money)
        {
            Account = account, Document = document ?? (account is null ? null : reference), Product = product,
            Detail = detail, Due = due ?? (to.Role == LedgerRole.Receivables && account is not null
                ? book.DueOn(book.Accounts[account], day) : null),
        });
    }

    /// <summary>Balances of customers are somebody's, and others nobody's.</summary>
    private static bool Fits(MapReader row, LedgerAccount to, string? account, string? detail)
    {
        if (account is null
            && (to.Role is LedgerRole.Receivables or LedgerRole.CustomerCredit
                || (to.Role == LedgerRole.Payables && detail is null)))
        {
            row.Fault("account-needed", row.Place, $"{to.Code} {to.Name} is open by account, and the row has none.",
                to.Role == LedgerRole.Payables ? "Fill in the column account, or name the party in detail."
                    : "Fill in the column account.");
            return false;
        }
        if (account is null || to.Role is LedgerRole.Receivables or LedgerRole.CustomerCredit or LedgerRole.Payables)
            return true;
        row.Fault("account-without-balance", row.Map["account"]!.Place, $"{to.Code} {to.Name} isn't open by account: "
            + $"the row can't be of {account}.",
            "Leave the cell empty; only receivables, payables and customer credit are somebody's.");
        return false;
    }

    private static Money? AmountOf(MapReader row, Currency currency)
    {
        if (row.Has("debit") == row.Has("credit"))
        {
            row.Value("debit");
            row.Value("credit");
            row.Fault("two-sides", row.Place, row.Has("debit")
                ? "The row has a debit and a credit; expected one of both."
                : "The row has no debit and no credit; expected one of both.");
            return null;
        }
        var (debit, credit) = (AmountReader.Read(row, "debit", currency, required: false),
            AmountReader.Read(row, "credit", currency, required: false));
        return debit ?? -credit;
    }
}
