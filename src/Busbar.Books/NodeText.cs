using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Busbar.Books;

/// <summary>
/// A node as one line of text for the store, and back: compact JSON in which every value is a text, a map, a list or
/// null. Equal texts say the same; places, comments, quotes and indentation aren't in it.
/// </summary>
/// <remarks>Keys keep their order, because in some maps it means something, as that of a calendar's bands does. To
/// write the same keys in another order is therefore a new version.</remarks>
public static class NodeText
{
    private static readonly JsonWriterOptions Compact = new()
    {
        // The text is stored, not put into a page: é and & stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 2 * YamlReader.MostDepth,
    };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2 * YamlReader.MostDepth };

    /// <summary>The text of a node.</summary>
    public static string Write(Node node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Compact)) Write(node, json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The node of such a text. Everything has the line of <paramref name="place"/>.</summary>
    public static Node Read(string body, Place place)
    {
        using var document = JsonDocument.Parse(body, Strict);
        return Read(document.RootElement, place with { Column = 0 });
    }

    private static void Write(Node node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case TextNode text:
                json.WriteStringValue(text.Value);
                break;
            case MapNode map:
                json.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(entry.Value, json);
                }
                json.WriteEndObject();
                break;
            case ListNode list:
                json.WriteStartArray();
                foreach (var item in list.Items) Write(item, json);
                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static Node Read(JsonElement element, Place place) => element.ValueKind switch
    {
        JsonValueKind.String => new TextNode(place, element.GetString()!),
        JsonValueKind.Object => new MapNode(place,
            [.. element.EnumerateObject().Select(entry => new MapEntry(entry.Name, place, Read(entry.Value, place)))]),
        JsonValueKind.Array => new ListNode(place, [.. element.EnumerateArray().Select(item => Read(item, place))]),
        JsonValueKind.Null => new EmptyNode(place),
        var other => throw new InvalidDataException($"A stored node has a {other}, which was never written."),
    };
}
