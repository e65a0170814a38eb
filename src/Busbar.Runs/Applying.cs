using Busbar.Books;
using Busbar.Metering;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>What applying a book did.</summary>
/// <param name="Receipt">Null when nothing changed.</param>
/// <param name="Released">The rows that had waited for a connection of it.</param>
/// <param name="Concerned">The issued bills that rest on prices, readings, invoices, pools or events which are others
/// now.</param>
public sealed record Applied(
    long? Receipt, ItemCounts Items, ReadingCounts Prices, ReleaseReport Released,
    IReadOnlyList<ConcernedBill> Concerned)
{
    /// <summary>Whether an invoice of another seller says something else than before.</summary>
    public bool HasOtherInvoices { get; init; }

    /// <summary>Whether a pool that bills rest on has other members, or shares otherwise, than before.</summary>
    public bool HasOtherPools { get; init; }

    /// <summary>Whether an event on which pools or bills rest is another than before.</summary>
    public bool HasOtherEvents { get; init; }
}

/// <summary>Takes a book into a store.</summary>
public static class Applying
{
    /// <summary>
    /// Makes the store say what the book says: what differs becomes new versions, all in one receipt; a book that was
    /// applied already changes nothing.
    /// </summary>
    /// <exception cref="RefusedException">An agreement that is billed would be gone; nothing was changed.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was changed.</exception>
    public static Applied Apply(Database database, CheckedBook book)
    {
        var before = RefuseRemoval(database, book);
        using var change = database.Begin("apply", Path.GetFileName(Path.TrimEndingDirectorySeparator(book.Folder)));
        var items = ItemStore.Apply(change, StoredBook.ItemsOf(book));
        var (prices, changed) = (default(ReadingCounts), new List<ChangedSpan>());
        foreach (var (name, points) in book.Prices.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var series = book.Book.Series[name];
            var applied = PriceStore.Apply(
                change, name, series.File, series.IntervalMinutes, series.Zone, points);
            prices += applied.Counts;
            changed.AddRange(applied.Changed);
        }
        var released = ReadStore.Release(change, book.Book.Connections);
        var receipt = change.Commit();
        var invoiced = ChangedCosts.Between(before, book.Items, book.Book).ToList();
        changed.AddRange([
            .. released.Changed, .. invoiced,
            .. ChangedSources.Between(database, before, book.Items, book.Book),
        ]);
        var altered = receipt is null ? [] : AlteredPools.Between(database, before, book.Items, book.Book);
        var events = ChangedEvents.Between(database, before, book.Items, book.Book);
        return new(receipt, items, prices, released, Concerned.By(database, changed, book.Book, altered, events))
        {
            HasOtherInvoices = invoiced.Count > 0, HasOtherPools = altered.Count > 0, HasOtherEvents = events.IsAny,
        };
    }

    /// <summary>What was billed is known by its agreement: under another id it would be billed again.</summary>
    /// <returns>The things that were known before.</returns>
    private static IReadOnlyList<Item> RefuseRemoval(Database database, CheckedBook book)
    {
        using var snapshot = database.Snapshot();
        var all = ItemStore.Load(snapshot);
        var gone = all.Where(item => item.Kind == BookItem.OfAgreement
            && !book.Book.Agreements.ContainsKey(item.Id)).ToDictionary(item => item.Id);
        if (gone.Count == 0) return all;
        var billed = BillStore.BilledWithin(database, gone.Keys, new(1, 1, 1), new(9999, 1, 1))
            .GroupBy(charge => charge.Agreement).OrderBy(charges => charges.Key, StringComparer.Ordinal)
            .Select(charges => new Fault("billed-agreement",
                $"Agreement {charges.Key} is billed on {charges.First().Number}, and the book has it no more.",
                StoredBook.PlaceOf(gone[charges.Key].Place), charges.Key,
                "Keep it under its id, and end it with to: when supply has ended.")).ToList();
        return billed.Count > 0 ? throw new RefusedException(billed) : all;
    }
}
