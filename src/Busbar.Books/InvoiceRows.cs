using Busbar.Time;

namespace Busbar.Books;

/// <summary>Puts the rows of <c>costs.csv</c> together by their documents: an invoice is one thing of a book, with a
/// line for each of its rows.</summary>
public static class InvoiceRows
{
    /// <summary>The rows of an invoice in its map.</summary>
    public const string Lines = "lines";

    private const string Document = "document";
    private const int LongestDocument = 100;

    /// <summary>The invoices, in the order of their first rows. A row without a document is a fault.</summary>
    public static IEnumerable<BookItem> Documents(IReadOnlyList<MapNode> rows, List<Fault> faults)
    {
        var known = new Dictionary<string, List<MapNode>>(StringComparer.Ordinal);
        var order = new List<TextNode>();
        foreach (var row in rows)
        {
            var (reader, before) = (new MapReader(row, faults, "this row of costs"), faults.Count);
            if (reader.Written(Document, required: true) is not { } text || faults.Count > before) continue;
            if (text.Value.Length is 0 or > LongestDocument || text.Value.Any(char.IsControl))
            {
                reader.Fault("bad-document", text.Place, $"document is {text.What}; expected the number of an invoice, "
                    + $"of at most {LongestDocument} characters.");
                continue;
            }
            if (!known.TryGetValue(text.Value, out var own))
            {
                known[text.Value] = own = [];
                order.Add(text);
            }
            own.Add(row with { Entries = [.. row.Entries.Where(entry => entry.Key != Document)] });
        }
        return order.Select(text => new BookItem(BookItem.OfInvoice, text.Value, new(known[text.Value][0].Place,
        [
            new(BookItem.OfInvoice, text.Place, text),
            new(Lines, text.Place, new ListNode(known[text.Value][0].Place, [.. known[text.Value]])),
        ])));
    }

    /// <summary>The connections of an invoice with the days that it is for, as they were checked before.</summary>
    public static IEnumerable<(string Connection, Days Days)> Spans(MapNode invoice) =>
        from row in ((ListNode)invoice[Lines]!).Items.Cast<MapNode>()
        let first = Dates.Parse(Text(row, "from"), out _)
        let end = Dates.Parse(Text(row, "to"), out _)
        where first is not null && end is not null
        select (Text(row, BookItem.OfConnection), new Days(first.Value, end.Value));

    private static string Text(MapNode row, string key) => row[key] is TextNode text ? text.Value : "";
}
