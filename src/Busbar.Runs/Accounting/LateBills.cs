using Busbar.Ledger;
using Busbar.Store;

namespace Busbar.Runs.Accounting;

/// <summary>What came of posting bills that are older than the ledger.</summary>
/// <param name="Posted">How many bills and credit notes were posted.</param>
/// <param name="Faults">Those that couldn't be, and why.</param>
public sealed record LatePosting(int Posted, IReadOnlyList<Fault> Faults);

/// <summary>Posts bills and credit notes that were issued before there was a ledger: each is made again from what was
/// known when it was issued, and posted on its day of issue, to the accounts of the book of today.</summary>
public static class LateBills
{
    private const int BillsAtOnce = 200;

    /// <summary>Posts those that have no entry. Run again, it goes on.</summary>
    /// <exception cref="RefusedException">There is no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; what was posted is kept.</exception>
    public static LatePosting Post(Database database, CancellationToken cancel = default)
    {
        HashSet<string> posted;
        Contracts.Book book;
        using (var snapshot = database.Snapshot())
        {
            book = StoredBook.Load(snapshot);
            posted = LedgerAudit.Documents(snapshot).Select(same => same.Key).ToHashSet();
        }
        var late = BillStore.List(database)
            .Where(bill => !posted.Contains(bill.Number) && !bill.IsOfNothing)
            .OrderBy(bill => bill.IssuedOn).ThenBy(bill => bill.Number, StringComparer.Ordinal)
            .ToLookup(bill => bill.Credits is null);
        var (count, faults) = (0, new List<Fault>());
        foreach (var chunk in late[true].Chunk(BillsAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            var entries = chunk.Select(bill => EntryOf(database, book, bill, faults)).OfType<Entry>().ToList();
            count += LedgerStore.Post(database,
                ledger => [.. entries.Where(entry => ledger.Find(entry.Kind, entry.Reference) is null)]).Count;
        }
        count += LateEntries.Post(database, ledger =>
            [.. from credit in late[false]
                where ledger.Find(EntryKind.CreditNote, credit.Number) is null
                let bill = ledger.Find(EntryKind.Bill, credit.Credits!)
                where bill is not null
                select (bill.Entry.Reversed(credit.IssuedOn, EntryKind.CreditNote, credit.Number),
                    (long?)bill.Number)]).Count;
        return new(count, faults);
    }

    private static Entry? EntryOf(Database database, Contracts.Book book, BillHead head, List<Fault> faults)
    {
        try
        {
            var (bill, then) = Explaining.BillOf(database, Explaining.Find(database, head.Number));
            return BillEntry.Of(bill, then with { Chart = book.Chart }, head.Number, head.IssuedOn) is
                { Postings.Count: > 0 } entry ? entry : null;
        }
        catch (RefusedException refused)
        {
            faults.AddRange(refused.Faults);
            return null;
        }
    }
}
