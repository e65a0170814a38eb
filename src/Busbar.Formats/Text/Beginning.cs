using System.Text;
using Busbar.Formats.Containers;

namespace Busbar.Formats.Text;

/// <summary>The first characters of a text, which tell formats that don't come in lines.</summary>
internal sealed class Beginning
{
    private const int Length = 256;

    private readonly string _text;

    private Beginning(string text) => _text = text;

    /// <summary>Whether it begins with a tag or a declaration of XML.</summary>
    public bool IsXml => _text.StartsWith('<');

    /// <summary>Whether it begins as an object or a list of JSON does.</summary>
    public bool IsJson => _text is ['{' or '[', ..];

    /// <summary>Whether it begins as an interchange of EDIFACT does, with its service string or its header.</summary>
    public bool IsEdifact => _text.Length > 3 && !char.IsAsciiLetterOrDigit(_text[3])
        && (_text.StartsWith("UNA", StringComparison.Ordinal) || _text.StartsWith("UNB", StringComparison.Ordinal));

    /// <summary>The set of characters that an interchange names, such as UNOC; empty where it names none.</summary>
    public string Charset
    {
        get
        {
            var header = _text.StartsWith("UNA", StringComparison.Ordinal)
                ? _text.IndexOf("UNB", Math.Min(9, _text.Length), StringComparison.Ordinal) : 0;
            return header >= 0 && _text.Length >= header + 8 ? _text.Substring(header + 4, 4) : "";
        }
    }

    /// <summary>Takes the beginning of a stream, which then gives it again.</summary>
    public static Beginning Take(ref Stream stream)
    {
        var bytes = PrefixedStream.Take(stream, Length);
        stream = new PrefixedStream(bytes, stream);
        var encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        return new(encoding.GetString(bytes).TrimStart('\uFEFF', ' ', '\t', '\r', '\n'));
    }
}
