using Busbar.Books;
using Busbar.Metering;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Connections that a book gives other charging sessions than before: by another card, say.</summary>
internal static class ChangedSources
{
    /// <summary>All of each one's sessions, whenever they were.</summary>
    /// <param name="before">The things that were known.</param>
    /// <param name="items">Those that are applied.</param>
    public static IEnumerable<ChangedSpan> Between(IReadOnlyList<Item> before, IReadOnlyList<BookItem> items)
    {
        var known = before.Where(item => item.Kind == BookItem.OfConnection).ToDictionary(item => item.Id);
        return from item in items
            where item.Kind == BookItem.OfConnection && known.TryGetValue(item.Id, out var old)
                && SourceIn(item.Node) != SourceIn((MapNode)NodeText.Read(old!.Body, default))
            select new ChangedSpan(item.Id, SessionStore.Name, Instant.FromUtc(1, 1, 1, 0, 0),
                Instant.FromUtc(9998, 1, 1, 0, 0));
    }

    private static SessionSource SourceIn(MapNode connection) => connection["sessions"] is MapNode source
        ? new((source["charger"] as TextNode)?.Value, (source["card"] as TextNode)?.Value) : new(null, null);
}
