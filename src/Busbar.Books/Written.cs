using System.Globalization;

namespace Busbar.Books;

/// <summary>The ways of writing a text in a file.</summary>
internal enum WrittenStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Block,
    Cell,
}

/// <summary>How a text stands in its file: quoted, folded or as a block, beginning at an index of the source.</summary>
/// <remarks>
/// A place inside is found by walking text and source side by side. Blanks and line ends may be any in number on either
/// side; everything else is there one for one, or as an escape. So the place of a blank is a good guess, and the place
/// of anything else is exact.
/// </remarks>
internal sealed record Written(string Source, int Start, WrittenStyle Style)
{
    /// <summary>The place of a character of the value, which begins at <paramref name="start"/>.</summary>
    public Place At(Place start, string value, int offset)
    {
        offset = Math.Clamp(offset, 0, value.Length);
        var (at, blanks) = (First(), 0);
        for (var seen = 0; seen < offset;)
        {
            if (IsBlank(value[seen])) { seen++; blanks++; continue; }
            at = SkipBlanks(at);
            blanks = 0;
            var (length, makes, _) = Sign(at);
            at += length;
            seen += makes;
        }
        if (offset < value.Length && !IsBlank(value[offset])) at = SkipBlanks(at);
        else for (; blanks > 0 && at < Source.Length && Source[at] is ' ' or '\t'; blanks--) at++;
        return Lines.PlaceAt(start, Source, Start, Math.Min(at, Source.Length));
    }

    private int First()
    {
        if (Style == WrittenStyle.Plain) return Start;
        if (Style != WrittenStyle.Block) return Start + 1;
        var end = Source.AsSpan(Start).IndexOfAny('\r', '\n');
        return end < 0 ? Source.Length : Start + end;
    }

    private int SkipBlanks(int at)
    {
        while (at < Source.Length && Sign(at) is (var length, _, true)) at += length;
        return at;
    }

    /// <summary>How many characters of the source stand for how many of the text; whether blank.</summary>
    private (int Length, int Makes, bool IsBlank) Sign(int at)
    {
        if (at >= Source.Length) return (1, 1, false);
        var (sign, next) = (Source[at], at + 1 < Source.Length ? Source[at + 1] : '\0');
        return (Style, sign) switch
        {
            (WrittenStyle.SingleQuoted, '\'') when next == '\'' => (2, 1, false),
            (WrittenStyle.Cell, '"') when next == '"' => (2, 1, false),
            (WrittenStyle.DoubleQuoted, '\\') => next switch
            {
                'x' => Coded(at, 2),
                'u' => Coded(at, 4),
                'U' => Coded(at, 8),
                'n' or 'r' or 't' => (2, 1, true),
                _ => (2, 1, IsBlank(next)),
            },
            _ => (1, 1, IsBlank(sign)),
        };
    }

    private (int Length, int Makes, bool IsBlank) Coded(int at, int digits) =>
        at + 2 + digits <= Source.Length && int.TryParse(Source.AsSpan(at + 2, digits),
            NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (2 + digits, code > char.MaxValue ? 2 : 1, code <= char.MaxValue && IsBlank((char)code))
            : (2, 1, false);

    private static bool IsBlank(char sign) => sign is ' ' or '\t' or '\n' or '\r';
}

/// <summary>Counts lines, which end with LF, CRLF or CR, and columns, which are UTF-16 units.</summary>
internal static class Lines
{
    /// <summary>The place of an index of the text, given that of an earlier one.</summary>
    public static Place PlaceAt(Place start, string text, int from, int index)
    {
        var (line, column) = (start.Line, start.Column);
        for (var i = from; i < index; i++)
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                (line, column) = (line + 1, 1);
            else
                column++;
        return start with { Line = line, Column = column };
    }

    /// <summary>The place of an index of a whole file's text.</summary>
    public static Place PlaceAt(string file, string text, int index) =>
        PlaceAt(new(file, 1, 1), text, 0, Math.Clamp(index, 0, text.Length));
}
