using System.Text;
using Busbar.Formats.Containers;

namespace Busbar.Formats.Text;

/// <summary>The bytes of a text as UTF-8 without byte order mark, whatever encoding it came in.</summary>
internal static class Utf8Bytes
{
    /// <summary>
    /// A byte order mark tells what the text is in; without one it is taken for what is declared, or else for UTF-8.
    /// Invalid UTF-16 throws a <see cref="DecoderFallbackException"/> where it is read.
    /// </summary>
    /// <param name="declared">What the text itself says it is in; null where it doesn't, or says UTF-8.</param>
    public static Stream Of(Stream stream, Encoding? declared = null)
    {
        var beginning = PrefixedStream.Take(stream, 3);
        var whole = new PrefixedStream(beginning, stream);
        return beginning switch
        {
            [0xEF, 0xBB, 0xBF] => stream,
            [0xFF, 0xFE, ..] => OfUtf16(whole, isBigEndian: false),
            [0xFE, 0xFF, ..] => OfUtf16(whole, isBigEndian: true),
            _ => declared is null ? whole : Transcoded(whole, declared),
        };
    }

    private static Stream OfUtf16(Stream stream, bool isBigEndian)
    {
        PrefixedStream.Take(stream, 2);
        return Transcoded(stream, new UnicodeEncoding(isBigEndian, byteOrderMark: false, throwOnInvalidBytes: true));
    }

    private static Stream Transcoded(Stream stream, Encoding encoding) =>
        Encoding.CreateTranscodingStream(stream, encoding, new UTF8Encoding(false));
}
