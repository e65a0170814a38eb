using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Busbar.Formats.Text;

namespace Busbar.Formats.Ocpi;

/// <summary>
/// A JSON text (RFC 8259), decoded strictly and held as a whole, whose values are read one after another: what is in
/// memory beside the text is one of its objects.
/// </summary>
internal sealed class JsonText
{
    private const int MostDepth = 64;

    private readonly Problems _problems;
    private readonly byte[] _bytes;
    private readonly int _length;
    private JsonReaderState _state = new(new() { MaxDepth = MostDepth });
    private int _next;
    private int _line = 1;
    private int _counted;

    /// <param name="hash">Takes in what is read.</param>
    /// <exception cref="RefusedException">It is longer than the limit, or no text in UTF-8.</exception>
    public JsonText(Stream content, ContentHash hash, Problems problems, int mostBytes)
    {
        _problems = problems;
        (_bytes, _length) = ReadAll(content, problems, mostBytes);
        var afterReturn = false;
        hash.AddLines(_bytes.AsSpan(0, _length), ref afterReturn);
        if (!Utf8.IsValid(_bytes.AsSpan(0, _length)))
            throw problems.Fatal("not-text", 1, "The file isn't valid UTF-8.", "Save the file as UTF-8.");
    }

    /// <summary>The line of what is read next.</summary>
    public int Line => _line;

    /// <summary>What comes next, of a list or an object a beginning or an end; none at the end of the text.</summary>
    public Json Next()
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(_next, _length - _next), isFinalBlock: true, _state);
        var next = ReadToken(ref reader);
        Keep(ref reader);
        return next;
    }

    /// <summary>The whole value that begins with what was read last.</summary>
    public Json Whole(Json beginning)
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(_next, _length - _next), isFinalBlock: true, _state);
        var whole = Whole(ref reader, beginning);
        Keep(ref reader);
        return whole;
    }

    private Json Whole(ref Utf8JsonReader reader, Json beginning)
    {
        if (beginning.IsArray)
        {
            var items = new List<Json>();
            while (ReadToken(ref reader) is { Kind: not JsonTokenType.EndArray } item)
                items.Add(Whole(ref reader, item));
            return beginning with { Items = items };
        }
        if (!beginning.IsObject) return beginning;
        var (members, names) = (new List<(string, Json)>(), new HashSet<string>(StringComparer.Ordinal));
        while (ReadToken(ref reader) is { Kind: not JsonTokenType.EndObject } name)
        {
            var value = Whole(ref reader, ReadToken(ref reader));
            if (names.Add(name.Text)) members.Add((name.Text, value));
            else
                throw _problems.Fatal("duplicate-key", name.Line,
                    $"{Names.Show(name.Text)} stands twice in one object; expected it once.");
        }
        return beginning with { Members = members };
    }

    private Json ReadToken(ref Utf8JsonReader reader)
    {
        try
        {
            if (!reader.Read()) return new(JsonTokenType.None, _line, "");
        }
        catch (JsonException wrong)
        {
            throw _problems.Fatal("bad-json", LineAt(_next + (int)reader.BytesConsumed) + ExtraLines(reader, wrong),
                "This is no JSON: " + Plain(wrong), "Was the file cut off, or edited by hand?");
        }
        var line = LineAt(_next + (int)reader.TokenStartIndex);
        return new(reader.TokenType, line, reader.TokenType switch
        {
            JsonTokenType.String or JsonTokenType.PropertyName => Said(ref reader, line),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "",
        });
    }

    private string Said(ref Utf8JsonReader reader, int line)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw _problems.Fatal("bad-json", line, "The text that begins here has a half of a character in it: an "
                + "escape of UTF-16 without its other half.");
        }
    }

    private void Keep(ref Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _next += (int)reader.BytesConsumed;
    }

    /// <summary>Lines between what was taken and what is wrong: blanks may stand there.</summary>
    private int ExtraLines(in Utf8JsonReader reader, JsonException wrong)
    {
        var from = _next + (int)reader.BytesConsumed;
        var rest = _bytes.AsSpan(from, _length - from);
        var blank = rest.IndexOfAnyExcept(" \t\r\n"u8);
        return wrong.LineNumber is null ? 0 : rest[..(blank < 0 ? rest.Length : blank)].Count((byte)'\n');
    }

    /// <summary>What the parser says, without its own places.</summary>
    private static string Plain(JsonException wrong)
    {
        var message = wrong.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var said = new string([.. (end < 0 ? message : message[..end]).Where(sign => !char.IsControl(sign))]);
        return said.EndsWith('.') ? said : said + ".";
    }

    private int LineAt(int at)
    {
        if (at > _counted)
        {
            _line += _bytes.AsSpan(_counted, at - _counted).Count((byte)'\n');
            _counted = at;
        }
        return _line;
    }

    private static (byte[] Bytes, int Length) ReadAll(Stream content, Problems problems, int most)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            var text = Utf8Bytes.Of(content);
            while (text.Read(buffer) is var read and > 0)
            {
                all.Write(buffer, 0, read);
                if (all.Length > most)
                    throw problems.Fatal("too-long", 0, $"The file has more than {most} bytes; split it.");
            }
        }
        catch (DecoderFallbackException)
        {
            throw problems.Fatal("not-text", 1, "The text isn't what it says it is: a byte doesn't fit its encoding.");
        }
        return (all.GetBuffer(), (int)all.Length);
    }
}
