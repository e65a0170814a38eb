using Busbar.Contracts;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>The book as it was known at receipts, each version read once, a few of them held.</summary>
internal sealed class KnownBooks(Database database)
{
    private const int MostBooks = 4;

    private readonly Dictionary<long, long> _versions = [];
    private readonly Dictionary<long, Book> _books = [];

    /// <summary>The book as it was known at a receipt.</summary>
    /// <exception cref="RefusedException">None was applied then, or this program can't read it any more.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Book At(long receipt)
    {
        if (_versions.TryGetValue(receipt, out var version) && _books.TryGetValue(version, out var known)) return known;
        using var snapshot = database.Snapshot(receipt);
        // Most receipts are of readings, and leave the book as it is.
        _versions[receipt] = version = ItemStore.ChangedAt(snapshot);
        if (_books.TryGetValue(version, out known)) return known;
        if (_books.Count >= MostBooks) _books.Clear();
        return _books[version] = StoredBook.Load(snapshot);
    }

    /// <summary>The book as it was known when a bill was made; for a credit note, the bill that it takes back.
    /// </summary>
    /// <inheritdoc cref="At" path="/exception"/>
    public Book Of(BillHead head) =>
        At(head.Credits is { } credited ? BillStore.Heads(database, [credited])[0].Receipt : head.Receipt);
}
