namespace Busbar.Books;

/// <summary>An entry of a map as the parser gave it, not yet known to be one.</summary>
internal readonly record struct FlowEntry(string Key, Place KeyPlace, bool KeyIsPlain, Node Value);

/// <summary>
/// Between <c>{ }</c> or <c>[ ]</c> a comma ends a text, so a formula without quotes falls apart:
/// <c>{ price: by(day-night, day = 1 p/kWh) }</c> has a key <c>day = 1 p/kWh)</c>. Here such pieces are found, said to
/// be a formula, and put together again, so that they cause no second fault.
/// </summary>
internal static class LooseFormula
{
    /// <summary>No formula has more commas; so many entries are looked through for its end.</summary>
    private const int MostPieces = 200;

    /// <summary>The entries with each formula whole.</summary>
    public static List<FlowEntry> Mend(List<FlowEntry> entries, FileFaults faults)
    {
        var mended = new List<FlowEntry>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.KeyIsPlain && entry.Value is EmptyNode && Keys.Stuck(entry.Key) is { Key: 0 } stuck)
            {
                mended.Add(MissingBlank(entry, stuck.Value, faults));
                continue;
            }
            var isAlone = entry.Value is EmptyNode;
            var (text, place) = isAlone ? (entry.Key, entry.KeyPlace) : (PlainText(entry.Value), entry.Value.Place);
            var looksLikeOne = text is not null
                && (isAlone ? entry.KeyIsPlain && text.AsSpan().ContainsAny('=', '(', ')') : Depth(text) > 0);
            if (!looksLikeOne) { mended.Add(entry); continue; }
            var pieces = Pieces(text!, entries, i + 1);
            i += pieces.Count - 1;
            if (pieces.Count == 1 && !isAlone) { mended.Add(entry); continue; }
            var formula = NeedsQuotes(pieces, place, faults);
            if (!isAlone) mended.Add(entry with { Value = formula });
        }
        return mended;
    }

    /// <summary>The items with each formula whole.</summary>
    public static List<Node> Mend(List<Node> items, FileFaults faults)
    {
        var mended = new List<Node>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (PlainText(items[i]) is not { } text || Depth(text) <= 0 || i + 1 == items.Count)
            {
                mended.Add(items[i]);
                continue;
            }
            var (place, pieces, depth) = (items[i].Place, new List<string> { text }, Depth(text));
            while (depth > 0 && i + 1 < items.Count && PlainText(items[i + 1]) is { } next)
            {
                pieces.Add(next);
                depth += Depth(next);
                i++;
            }
            mended.Add(pieces.Count == 1 ? items[i] : NeedsQuotes(pieces, place, faults));
        }
        return mended;
    }

    /// <summary>
    /// A formula's first piece and those that follow until its parentheses close; where they never do, the keys alone.
    /// </summary>
    private static List<string> Pieces(string first, List<FlowEntry> entries, int next)
    {
        var pieces = new List<string> { first };
        var (depth, alone, isAlone) = (Depth(first), 1, true);
        var end = Math.Min(entries.Count, next + MostPieces);
        for (var i = next; depth > 0 && i < end && entries[i].KeyIsPlain; i++)
        {
            if (entries[i].Value is not EmptyNode && PlainText(entries[i].Value) is null) break;
            var piece = PlainText(entries[i].Value) is { } value ? $"{entries[i].Key}: {value}" : entries[i].Key;
            isAlone &= entries[i].Value is EmptyNode;
            pieces.Add(piece);
            depth += Depth(piece);
            if (isAlone) alone = pieces.Count;
        }
        return depth > 0 ? pieces[..alone] : pieces;
    }

    private static TextNode NeedsQuotes(List<string> pieces, Place place, FileFaults faults)
    {
        var formula = string.Join(", ", pieces);
        faults.Add("formula-needs-quotes", place,
            $"Inside {{ }} and [ ] a comma ends a value, so the formula {TextNode.Shortened(formula)} falls apart; "
            + "expected it in quotes.", $"Write \"{TextNode.Shortened(formula)}\".");
        return new(place, formula);
    }

    /// <summary><c>{b:1}</c> is a key <c>b:1</c> without a value, which nobody means.</summary>
    private static FlowEntry MissingBlank(FlowEntry entry, int valueAt, FileFaults faults)
    {
        var (key, value, place) = (entry.Key[..(valueAt - 1)], entry.Key[valueAt..], entry.KeyPlace.Right(valueAt));
        faults.Add("missing-blank", place,
            $"After the colon of {key} a blank is missing.", $"Write {key}: {TextNode.Shortened(value)}");
        return entry with { Key = key, Value = new TextNode(place, value) };
    }

    private static string? PlainText(Node node) =>
        node is TextNode { Written: null or { Style: WrittenStyle.Plain } } text ? text.Value : null;

    /// <summary>How many parentheses stay open.</summary>
    private static int Depth(string text) => text.AsSpan().Count('(') - text.AsSpan().Count(')');
}
