namespace Busbar.Documents.Paper;

/// <summary>
/// A cell whose number stands at its decimal sign: what comes before it ends there, the decimals begin there, and what
/// follows the number begins at an edge of its own.
/// </summary>
internal readonly record struct DecimalCell(string Whole, string Decimals, string After)
{
    /// <summary>The parts of a cell; of one without a number, all is before.</summary>
    public static DecimalCell Of(string text, char sign)
    {
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0) return new(text, "", "");
        var end = start;
        var point = -1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || IsWithin(text, end)))
        {
            if (text[end] == sign && point < 0) point = end;
            end++;
        }
        if (point < 0) point = end;
        return new(text[..point], text[point..end], text[end..].TrimStart(' ', '\u00A0', '\u202F'));
    }

    /// <summary>Whether a sign groups digits or begins decimals: there are digits on both its sides.</summary>
    private static bool IsWithin(string text, int at) =>
        text[at] is '.' or ',' or '\'' or '’' or '\u00A0' or '\u202F' or ' ' && at + 1 < text.Length
        && char.IsAsciiDigit(text[at + 1]) && (text[at] is not ' ' || HasThreeDigits(text, at + 1));

    private static bool HasThreeDigits(string text, int at) => at + 3 <= text.Length
        && text.AsSpan(at, 3).IndexOfAnyExceptInRange('0', '9') < 0
        && (at + 3 == text.Length || !char.IsAsciiDigit(text[at + 3]));
}
