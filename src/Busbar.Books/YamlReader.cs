using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Busbar.Books;

/// <summary>
/// Reads YAML strictly: maps, lists and texts, in documents split by <c>---</c>. No anchors, no tags, no key twice, and
/// no text is taken for anything else.
/// </summary>
public static class YamlReader
{
    /// <summary>The largest file that is read.</summary>
    public const int MostBytes = 16 << 20;

    /// <summary>How deep maps and lists may stand in each other.</summary>
    public const int MostDepth = 32;

    /// <summary>
    /// The documents of a file, given by its path in the book. What is wrong is added to <paramref name="faults"/>; the
    /// documents before broken YAML are returned.
    /// </summary>
    public static IReadOnlyList<Node> Read(ReadOnlySpan<byte> bytes, string file, List<Fault> faults)
    {
        var documents = new List<Node>();
        var own = new FileFaults(file, faults);
        try
        {
            var source = StrictText.Decode(bytes, MostBytes, own);
            YamlTrouble.RefuseLines(source, own);
            new YamlTree(source, own).Read(documents);
        }
        catch (RefusedException)
        {
            // What was found is handed over; the other files are read.
        }
        own.HandOver();
        return documents;
    }
}

/// <summary>One reading of a file: the events of the parser become nodes.</summary>
internal sealed class YamlTree(string source, FileFaults faults)
{
    private readonly Parser _parser = new(new Scanner(new StringReader(source)));
    private readonly Stack<(char Sign, Place Place)> _open = [];
    private ParsingEvent? _last;

    public void Read(List<Node> documents)
    {
        while (Next() is { } next)
        {
            if (next is not DocumentStart start) continue;
            var document = ReadNode(Next()!, 0);
            documents.Add(document is EmptyNode ? new EmptyNode(PlaceOf(start.Start)) : document);
        }
    }

    private ParsingEvent? Next()
    {
        try
        {
            return _parser.MoveNext() ? _last = _parser.Current : null;
        }
        // Where brackets stay open the scanner may trip over its own state and say so with the last of these.
        catch (Exception trouble) when (trouble is YamlException or InvalidOperationException or ArgumentException)
        {
            var mark = (trouble as YamlException)?.Start;
            throw YamlTrouble.Of(trouble.Message, mark, source, _last, _open, faults);
        }
    }

    private Node ReadNode(ParsingEvent start, int depth)
    {
        var place = PlaceOf(start.Start);
        if (depth > YamlReader.MostDepth)
            throw faults.Fatal("too-deep", place,
                $"Maps and lists stand in each other more than {YamlReader.MostDepth} deep.");
        if (start is AnchorAlias alias)
        {
            faults.Add("yaml-alias", place,
                $"*{TextNode.Shortened(alias.Value.Value)} refers to an anchor; a book has none.",
                "Write the value out. If it is a text that begins with *, put it in quotes: \"…\".");
            return new EmptyNode(place);
        }
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
            faults.Add("yaml-anchor", place,
                $"&{TextNode.Shortened(anchored.Anchor.Value)} is an anchor; a book has none.",
                "Write the value out at each place. If it is a text that begins with &, put it in quotes: \"…\".");
        if (start is NodeEvent { Tag.IsEmpty: false } tagged)
            faults.Add("yaml-tag", place, $"{TextNode.Shortened(tagged.Tag.Value)} is a tag; a book has none.",
                "Leave the tag out. If it is a text that begins with !, put it in quotes: \"…\".");
        return start switch
        {
            Scalar scalar => ReadText(scalar),
            MappingStart map => ReadMap(map, depth),
            SequenceStart list => ReadList(list, depth),
            // A key with neither a value nor a colon makes the parser end the map where its value should be.
            _ => throw YamlTrouble.Of("did not find expected node content", start.Start, source, _last, _open, faults),
        };
    }

    private Node ReadText(Scalar scalar)
    {
        var place = PlaceOf(scalar.Start);
        if (scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" }) return new EmptyNode(place);
        if (StrictText.UnseenIn(scalar.Value) is { } unseen)
            faults.Add("not-text", place, $"{unseen}; a text has only what can be seen.", "Leave the escape out.");
        WrittenStyle? style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => WrittenStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => WrittenStyle.DoubleQuoted,
            ScalarStyle.Literal or ScalarStyle.Folded => WrittenStyle.Block,
            _ => scalar.Start.Line == scalar.End.Line ? null : WrittenStyle.Plain,
        };
        return new TextNode(place, scalar.Value)
        {
            Written = style is { } given ? new(source, (int)scalar.Start.Index, given) : null,
        };
    }

    private MapNode ReadMap(MappingStart start, int depth)
    {
        var isFlow = start.Style == MappingStyle.Flow;
        if (isFlow) _open.Push(('{', PlaceOf(start.Start)));
        var entries = new List<FlowEntry>();
        while (Next() is { } key and not MappingEnd)
        {
            var keyNode = ReadNode(key, depth + 1);
            var value = ReadNode(Next()!, depth + 1);
            // The parser places what isn't there before the next thing that is.
            if (value is EmptyNode && value.Place.Line != (int)key.End.Line)
                value = new EmptyNode(PlaceOf(key.End).Right(1));
            if (key is Scalar { Value.Length: > 0 } text)
                entries.Add(new(text.Value, keyNode.Place, text.Style == ScalarStyle.Plain, value));
            else if (key is not AnchorAlias)
                faults.Add("odd-key", keyNode.Place, $"Found {keyNode.What} as a key; expected a text.",
                    keyNode is MapNode or ListNode ? "Is a text that begins with { or [ without its quotes?" : null);
        }
        if (isFlow)
        {
            _open.Pop();
            entries = LooseFormula.Mend(entries, faults);
        }
        return new(PlaceOf(start.Start), Distinct(entries));
    }

    private MapEntry[] Distinct(List<FlowEntry> entries)
    {
        var known = new Dictionary<string, Place>(entries.Count, StringComparer.Ordinal);
        var kept = new List<MapEntry>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.Key == "<<" && entry.KeyIsPlain)
                faults.Add("yaml-merge", entry.KeyPlace, "<< merges another map; a book has no such thing.",
                    "Write the keys out.");
            else if (known.TryAdd(entry.Key, entry.KeyPlace))
                kept.Add(new(entry.Key, entry.KeyPlace, entry.Value));
            else
                faults.Add("duplicate-key", entry.KeyPlace, $"The key {TextNode.Shortened(entry.Key)} is there "
                    + $"already, in line {known[entry.Key].Line}; expected every key once.");
        }
        return [.. kept];
    }

    private ListNode ReadList(SequenceStart start, int depth)
    {
        var isFlow = start.Style == SequenceStyle.Flow;
        if (isFlow) _open.Push(('[', PlaceOf(start.Start)));
        var items = new List<Node>();
        while (Next() is { } item and not SequenceEnd) items.Add(ReadNode(item, depth + 1));
        if (isFlow)
        {
            _open.Pop();
            items = LooseFormula.Mend(items, faults);
        }
        return new(PlaceOf(start.Start), items.ToArray());
    }

    private Place PlaceOf(Mark mark) => new(faults.File, (int)mark.Line, (int)mark.Column);
}
