using Busbar.Books;
using Busbar.Contracts;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>Finds for which days the invoices of a book say something else than before.</summary>
internal static class ChangedCosts
{
    private const string Channel = "costs";

    /// <summary>The days of each invoice that is new, otherwise or gone, by the connection that it is for.</summary>
    /// <param name="before">The things as they were stored.</param>
    /// <param name="now">The things as they are applied.</param>
    public static IEnumerable<ChangedSpan> Between(
        IReadOnlyList<Item> before, IReadOnlyList<BookItem> now, Book book)
    {
        var old = before.Where(item => item.Kind == BookItem.OfInvoice)
            .ToDictionary(item => item.Id, item => item.Body, StringComparer.Ordinal);
        var differing = new List<MapNode>();
        foreach (var item in now.Where(item => item.Kind == BookItem.OfInvoice))
        {
            var isKnown = old.Remove(item.Id, out var body);
            if (isKnown && body == NodeText.Write(item.Kept)) continue;
            differing.Add(item.Node);
            if (isKnown) differing.Add((MapNode)NodeText.Read(body!, default));
        }
        return differing.Concat(old.Values.Select(body => (MapNode)NodeText.Read(body, default)))
            .SelectMany(InvoiceRows.Spans)
            .Where(span => book.Connections.ContainsKey(span.Connection))
            .Select(span => (span.Connection, Time: span.Days.InstantsIn(book.Connections[span.Connection].Zone)))
            .Select(span => new ChangedSpan(span.Connection, Channel, span.Time.Start, span.Time.End));
    }
}
