using Busbar.Ledger;

namespace Busbar.Store;

/// <summary>Posts what happened before and isn't in the ledger yet.</summary>
public static class LateEntries
{
    /// <summary>Posts entries in one transaction, each with the number of the entry that it takes back.</summary>
    /// <param name="make">Makes them from what the ledger says then; nobody else posts meanwhile.</param>
    /// <returns>The numbers of the entries.</returns>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was posted.</exception>
    public static IReadOnlyList<long> Post(
        Database database, Func<LedgerView, IReadOnlyList<(Entry Entry, long? Reverses)>> make) =>
        database.Write(WriterOf.Bills, connection =>
        {
            var entries = make(new(connection));
            return LedgerWriter.Post(connection, [.. entries.Select(one => one.Entry)],
                [.. entries.Select(one => one.Reverses)]);
        });
}
