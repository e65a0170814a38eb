using System.Text;
using System.Text.Json;

namespace Busbar.Books.Ocpi;

/// <summary>Reads a JSON text (RFC 8259) as nodes, each with its place: numbers and truths as texts, as they stand.
/// </summary>
internal static class JsonNodes
{
    /// <summary>The largest file that is read.</summary>
    public const int MostBytes = 4 << 20;

    /// <summary>The one value of a file; null after faults.</summary>
    public static Node? Read(ReadOnlySpan<byte> bytes, string file, List<Fault> faults)
    {
        var own = new FileFaults(file, faults);
        try
        {
            return new JsonTree(Encoding.UTF8.GetBytes(StrictText.Decode(bytes, MostBytes, own)), own).Read();
        }
        catch (RefusedException)
        {
            return null;
        }
        finally
        {
            own.HandOver();
        }
    }
}

/// <summary>One reading of a file.</summary>
internal sealed class JsonTree(byte[] bytes, FileFaults faults)
{
    private int _line = 1;
    private int _lineStart;
    private int _counted;

    public Node Read()
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = YamlReader.MostDepth });
        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            throw faults.Fatal("empty-file", new(faults.File), "The file is empty; expected JSON.");
        Next(ref reader);
        var node = Whole(ref reader);
        Next(ref reader);
        return node;
    }

    private void Next(ref Utf8JsonReader reader)
    {
        try
        {
            reader.Read();
        }
        catch (JsonException wrong)
        {
            var said = wrong.Message.Split(" LineNumber:")[0];
            throw faults.Fatal("bad-json", new(faults.File, (int)(wrong.LineNumber ?? 0) + 1,
                (int)(wrong.BytePositionInLine ?? 0) + 1), "This is no JSON: "
                + new string([.. said.Where(sign => !char.IsControl(sign))]),
                "Was the file cut off, or edited by hand?");
        }
    }

    private Node Whole(ref Utf8JsonReader reader)
    {
        var place = PlaceOf(reader);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<Node>();
                for (Next(ref reader); reader.TokenType != JsonTokenType.EndArray; Next(ref reader))
                    items.Add(Whole(ref reader));
                return new ListNode(place, items);
            case JsonTokenType.StartObject:
                var (entries, names) = (new List<MapEntry>(), new HashSet<string>(StringComparer.Ordinal));
                for (Next(ref reader); reader.TokenType != JsonTokenType.EndObject; Next(ref reader))
                {
                    var (name, at) = (Text(ref reader), PlaceOf(reader));
                    Next(ref reader);
                    var value = Whole(ref reader);
                    if (names.Add(name)) entries.Add(new(name, at, value));
                    else
                        faults.Add("duplicate-key", at, $"The key {TextNode.Shortened(name)} stands twice in one map; "
                            + "expected it once.");
                }
                return new MapNode(place, entries);
            case JsonTokenType.Null:
                return new EmptyNode(place);
            default:
                return new TextNode(place, Text(ref reader));
        }
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString()!
                : Encoding.UTF8.GetString(reader.ValueSpan);
        }
        catch (InvalidOperationException)
        {
            throw faults.Fatal("bad-json", PlaceOf(reader),
                "The text that begins here has a half of a character in it.");
        }
    }

    private Place PlaceOf(in Utf8JsonReader reader)
    {
        var at = (int)reader.TokenStartIndex;
        for (; _counted < at; _counted++)
            if (bytes[_counted] == '\n') (_line, _lineStart) = (_line + 1, _counted + 1);
        return new(faults.File, _line, Encoding.UTF8.GetCharCount(bytes, _lineStart, at - _lineStart) + 1);
    }
}
