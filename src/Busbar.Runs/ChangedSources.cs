using Busbar.Books;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Connections that a book gives other charging sessions than before: by another card, say.</summary>
internal static class ChangedSources
{
    private static readonly Instant Early = Instant.FromUtc(1, 1, 1, 0, 0);
    private static readonly Instant Late = Instant.FromUtc(9998, 1, 1, 0, 0);

    /// <summary>The time of all sessions that each one has had or has now.</summary>
    /// <param name="before">The things that were known.</param>
    /// <param name="items">Those that are applied.</param>
    public static IEnumerable<ChangedSpan> Between(
        Database database, IReadOnlyList<Item> before, IReadOnlyList<BookItem> items, Book book)
    {
        var known = before.Where(item => item.Kind == BookItem.OfConnection).ToDictionary(item => item.Id);
        var changed = (from item in items
            where item.Kind == BookItem.OfConnection && known.ContainsKey(item.Id)
            let old = SourceIn((MapNode)NodeText.Read(known[item.Id].Body, default))
            let own = book.Connections[item.Id]
            where old != own.Sessions
            from source in new[] { old, own.Sessions }
            where source is not null
            select new SessionsWanted(own with { Sessions = source }, Early, Late)).ToList();
        if (changed.Count == 0) return [];
        using var snapshot = database.Snapshot();
        return [.. changed.Zip(SessionStore.Load(snapshot, changed)).Where(pair => pair.Second.Count > 0)
            .Select(pair => new ChangedSpan(pair.First.Connection.Id, SessionStore.Name,
                pair.Second.Min(session => session.Start), pair.Second.Max(session => session.End)))];
    }

    private static SessionSource? SourceIn(MapNode connection) => connection["sessions"] is MapNode source
        ? new((source["charger"] as TextNode)?.Value, (source["card"] as TextNode)?.Value) : null;
}
