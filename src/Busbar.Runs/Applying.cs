using Busbar.Metering;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>What applying a book did.</summary>
/// <param name="Receipt">Null when nothing changed.</param>
/// <param name="Released">The rows that had waited for a connection of it.</param>
/// <param name="Concerned">The issued bills that rest on prices or readings which are others now.</param>
public sealed record Applied(
    long? Receipt, ItemCounts Items, ReadingCounts Prices, ReleaseReport Released, IReadOnlyList<string> Concerned);

/// <summary>Takes a book into a store.</summary>
public static class Applying
{
    /// <summary>
    /// Makes the store say what the book says: what differs becomes new versions, all in one receipt; a book that was
    /// applied already changes nothing.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was changed.</exception>
    public static Applied Apply(Database database, CheckedBook book)
    {
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
        return new(receipt, items, prices, released,
            Concerned.By(database, [.. changed, .. released.Changed], book.Book.Connections, book.Book.Series));
    }
}
