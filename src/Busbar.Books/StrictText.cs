using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Busbar.Books;

/// <summary>The bytes of a file as text: UTF-8, maybe with a byte order mark, and no signs that nobody sees.</summary>
internal static class StrictText
{
    /// <summary>Controls other than tab and line end, line ends of other systems, and marks of byte order.</summary>
    private static readonly SearchValues<char> Unseen = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0xA0).Select(code => (char)code)
            .Where(sign => char.IsControl(sign) && sign is not ('\t' or '\n' or '\r')),
        '\u2028', '\u2029', '\uFEFF', '\uFFFE', '\uFFFF',
    ]);

    /// <summary>The text without its byte order mark.</summary>
    /// <exception cref="RefusedException">It is too large or isn't text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, int mostBytes, FileFaults faults)
    {
        if (bytes.Length > mostBytes)
            throw faults.Fatal("file-too-large", new(faults.File),
                $"The file is larger than {mostBytes >> 20} MiB, the most that is read of one.",
                "Split it into several files.");
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw faults.Fatal("not-utf8", new(faults.File, 1), "The file is UTF-16; expected UTF-8.",
                "Save it as UTF-8.");
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
        if (!Utf8.IsValid(bytes))
        {
            var valid = new char[bytes.Length];
            Utf8.ToUtf16(bytes, valid, out var read, out var written, replaceInvalidSequences: false);
            throw faults.Fatal("not-utf8", Lines.PlaceAt(faults.File, new(valid, 0, written), written),
                $"The byte {bytes[read]:X2} is not part of a character in UTF-8.", "Save the file as UTF-8.");
        }
        var text = Encoding.UTF8.GetString(bytes);
        var unseen = text.AsSpan().IndexOfAny(Unseen);
        return unseen < 0 ? text : throw faults.Fatal("not-text",
            Lines.PlaceAt(faults.File, text, unseen), $"{Named(text[unseen])}; this is not plain text.",
            text[unseen] == '\0' ? "Save the file as UTF-8." : "Delete the character.");
    }

    /// <summary>What a text has that no one could see, as the beginning of a sentence, or null.</summary>
    public static string? UnseenIn(string text) =>
        text.AsSpan().IndexOfAny(Unseen) is >= 0 and var at ? Named(text[at]) : null;

    private static string Named(char sign) => $"The character U+{(int)sign:X4} stands here";
}
