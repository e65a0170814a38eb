namespace Busbar.Formats.Text;

/// <summary>Keeps one string for each name that comes up again and again in a file.</summary>
internal sealed class Names
{
    // A file of ever new names must not fill the memory with them.
    private const int Most = 100_000;
    private const int LongestName = 100;

    private readonly HashSet<string> _known;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private string _last = "";

    public Names()
    {
        _known = new(StringComparer.Ordinal);
        _lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The string of a name; on failure what is wrong with it, as the end of a sentence.</summary>
    public string? Of(ReadOnlySpan<char> text, out string problem)
    {
        problem = "";
        if (text.SequenceEqual(_last) && text.Length > 0) return _last;
        if (_lookup.TryGetValue(text, out var known)) return _last = known;
        problem = text.IsEmpty ? "is empty"
            : text.Length > LongestName ? $"is longer than {LongestName} characters"
            : text.Trim().Length < text.Length ? "has blanks around it"
            : text.IndexOfAnyInRange('\0', '\u001F') >= 0 || text.IndexOfAny("\u007F\uFEFF\u200B") >= 0
                ? "has a character in it that can't be seen"
            : "";
        if (problem.Length > 0) return null;
        if (_known.Count >= Most) _known.Clear();
        _known.Add(_last = text.ToString());
        return _last;
    }

    /// <summary>The sentence that says what is wrong with a name.</summary>
    public static string Say(string what, ReadOnlySpan<char> text, string problem) =>
        text.IsEmpty ? $"The {what} is empty." : $"The {what} {Show(text)} {problem}.";

    /// <summary>Text of a file as a message shows it: short, and without what a terminal would obey.</summary>
    /// <param name="most">How many characters of it are shown.</param>
    public static string Show(ReadOnlySpan<char> text, int most = 40)
    {
        var shown = string.Concat(
            text[..Math.Min(text.Length, most)].ToArray().Select(c => char.IsControl(c) ? '?' : c));
        return text.IsEmpty ? "(nothing)" : text.Length > most ? shown + "…" : shown;
    }
}
