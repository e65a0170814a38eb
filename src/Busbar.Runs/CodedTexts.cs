using System.Text;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Documents.Paper;

namespace Busbar.Runs;

/// <summary>
/// The texts of a book with characters that no font of a PDF has: there their codes stand in their place, as on the
/// bill of a customer whose name has one. That is no error, since HTML and text show them, and it must be known before.
/// </summary>
internal static class CodedTexts
{
    private const int MostNamed = 5;

    /// <summary>Each text once, where it stands first.</summary>
    public static IEnumerable<Fault> Of(IEnumerable<BookItem> items, Stationery stationery)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in items.Where(item => item.Kind is not (BookItem.OfPicture or BookItem.OfText))
            .SelectMany(item => Texts(item.Kept)))
            if (seen.Add(text.Value) && FontGaps.In(text.Value).ToList() is { Count: > 0 } gaps)
                yield return Of(text.At(gaps[0].Offset), $"T{text.What[1..]}",
                    gaps.Select(gap => gap.Rune));
        foreach (var text in stationery.Texts.Values)
            if (SellerWords.GapsOf(text).ToList() is { Count: > 0 } gaps)
                yield return Of(gaps[0].Place, "This text", gaps.Select(gap => gap.Rune));
    }

    /// <summary>All texts below a node, and the keys that are names.</summary>
    private static IEnumerable<TextNode> Texts(Node node) => node switch
    {
        TextNode text => [text],
        ListNode list => list.Items.SelectMany(Texts),
        MapNode map => map.Entries.SelectMany(entry =>
            Texts(entry.Value).Prepend(new(entry.KeyPlace, entry.Key))),
        _ => [],
    };

    private static Fault Of(Place place, string what, IEnumerable<Rune> runes)
    {
        var all = runes.Distinct().ToList();
        var named = string.Join(", ", all.Take(MostNamed).Select(rune => $"{rune} ({FontGaps.Name(rune)})"))
            + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
        return new("no-glyph", $"{what} has {named}, which the fonts of a PDF don't have: there "
            + $"{FontGaps.Code(all[0])} stands in its place.", place,
            Hint: "Write it otherwise, or give these customers the HTML.");
    }
}
