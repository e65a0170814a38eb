using System.Data.Common;
using Dapper;

namespace Busbar.Store;

/// <summary>
/// A thing of a book as it was written, opaque to the store: a product's version, an agreement, a connection.
/// </summary>
/// <param name="Kind">What it is: <c>product</c>, <c>agreement</c>.</param>
/// <param name="Id">Unique within its kind.</param>
/// <param name="Body">All that it says; equal bodies are the same version.</param>
/// <param name="Place">Where it was written last, for messages; it makes no version.</param>
public sealed record Item(string Kind, string Id, string Body, string? Place = null);

/// <summary>What an apply did.</summary>
public readonly record struct ItemCounts(long New, long Changed, long Removed, long Unchanged)
{
    /// <summary>Whether anything is different now.</summary>
    public bool Any => New + Changed + Removed > 0;
}

/// <summary>
/// The contract as immutable versions: each is known from its receipt on, and none is ever overwritten.
/// </summary>
public static class ItemStore
{
    private sealed class Row
    {
        public required string Kind { get; init; }

        public required string Id { get; init; }

        public long Receipt { get; init; }

        public string? Body { get; init; }

        public string? Place { get; init; }
    }

    /// <summary>
    /// Makes the book say exactly <paramref name="all"/>: what differs becomes a new version, what isn't there is
    /// removed.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ItemCounts Apply(Change change, IReadOnlyCollection<Item> all) => change.Guard(() =>
    {
        var known = Latest(change, change.Receipt).ToDictionary(row => (row.Kind, row.Id));
        var (counts, written, moved) = (default(ItemCounts), new List<Row>(), new List<Item>());
        foreach (var item in all)
        {
            var isKnown = known.Remove((item.Kind, item.Id), out var before) && before!.Body is not null;
            if (isKnown && before!.Body == item.Body)
            {
                counts = counts with { Unchanged = counts.Unchanged + 1 };
                if (before.Place != item.Place) moved.Add(item);
                continue;
            }
            counts = isKnown ? counts with { Changed = counts.Changed + 1 } : counts with { New = counts.New + 1 };
            written.Add(new()
            {
                Kind = item.Kind, Id = item.Id, Receipt = change.Receipt, Body = item.Body, Place = item.Place,
            });
        }
        foreach (var gone in known.Values.Where(row => row.Body is not null))
        {
            counts = counts with { Removed = counts.Removed + 1 };
            written.Add(new() { Kind = gone.Kind, Id = gone.Id, Receipt = change.Receipt });
        }
        if (written.Count > 0) change.Take();
        change.Connection.ExecuteEach(
            "INSERT INTO items (kind, id, receipt, body, place) VALUES (@Kind, @Id, @Receipt, @Body, @Place)", written);
        change.Connection.ExecuteEach(
            """
            UPDATE items SET place = @Place WHERE kind = @Kind AND id = @Id
            AND receipt = (SELECT max(receipt) FROM items WHERE kind = @Kind AND id = @Id)
            """, moved);
        return counts;
    });

    /// <summary>All items as known in the snapshot, by kind and id.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<Item> Load(Snapshot snapshot) => snapshot.Guard(() =>
        Latest(snapshot.Connection, snapshot.Receipt).Where(row => row.Body is not null)
            .Select(row => new Item(row.Kind, row.Id, row.Body!, row.Place)).ToList());

    /// <summary>The receipt by which the book became as it is in the snapshot; 0 before the first.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static long ChangedAt(Snapshot snapshot) => snapshot.Guard(() => snapshot.Connection.ExecuteScalar<long>(
        "SELECT coalesce(max(receipt), 0) FROM items WHERE receipt <= @receipt", new { receipt = snapshot.Receipt }));

    /// <summary>What a thing ever said up to a snapshot, in the order in which it became known; not that it was
    /// removed.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<string> Versions(Snapshot snapshot, string kind, string id) => snapshot.Guard(() =>
        snapshot.Connection.Query<string>(
            """
            SELECT body FROM items WHERE kind = @kind AND id = @id AND receipt <= @receipt AND body IS NOT NULL
            ORDER BY receipt
            """, new { kind, id, receipt = snapshot.Receipt }).ToList());

    private static IEnumerable<Row> Latest(Change change, long receipt) => Latest(change.Connection, receipt);

    private static IEnumerable<Row> Latest(DbConnection connection, long receipt) => connection.Query<Row>(
        """
        SELECT kind AS Kind, id AS Id, receipt AS Receipt, body AS Body, place AS Place FROM items AS item
        WHERE receipt = (SELECT max(receipt) FROM items WHERE kind = item.kind AND id = item.id AND receipt <= @receipt)
        """, new { receipt })
        .OrderBy(row => row.Kind, StringComparer.Ordinal).ThenBy(row => row.Id, StringComparer.Ordinal);
}
