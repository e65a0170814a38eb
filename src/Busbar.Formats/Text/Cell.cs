namespace Busbar.Formats.Text;

/// <summary>
/// A text as a cell of CSV. Spreadsheets run a cell that begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a
/// return as a formula, so such a text is written behind an apostrophe, and read without it.
/// </summary>
internal static class Cell
{
    private const char Guard = '\'';

    /// <summary>The cell of a text: guarded, and in quotes where RFC 4180 wants them.</summary>
    public static string Of(string text)
    {
        if (IsRun(text)) text = Guard + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The text of a cell that was guarded or wasn't.</summary>
    public static ReadOnlySpan<char> Text(ReadOnlySpan<char> cell) =>
        cell is [Guard, ..] && IsRun(cell[1..]) ? cell[1..] : cell;

    // A text that has apostrophes of its own before the sign gets one more, so that it comes back as it was.
    private static bool IsRun(ReadOnlySpan<char> text) =>
        text.TrimStart(Guard) is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
