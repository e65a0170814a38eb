namespace Busbar.Formats.Text;

/// <summary>
/// The fields of one line, split at commas or what a file has instead, with quotes as in RFC 4180. A field can't go on
/// into the next line: nothing in meter data does, and a forgotten quote would swallow the rest of the file.
/// </summary>
internal sealed class Fields
{
    private (int Start, int Length, int Column)[] _fields = new (int, int, int)[64];

    /// <summary>The number of fields.</summary>
    public int Count { get; private set; }

    /// <summary>The column at which a field begins, from 1.</summary>
    public int Column(int index) => index >= 0 && index < Count ? _fields[index].Column : 0;

    /// <summary>A field of the line that was split, empty where there is none (an index of -1, too).</summary>
    public ReadOnlySpan<char> Of(ReadOnlySpan<char> line, int index) =>
        index >= 0 && index < Count ? line.Slice(_fields[index].Start, _fields[index].Length) : [];

    /// <summary>Splits a line, taking quotes out in its place; says what is wrong with them, or null.</summary>
    public string? Split(Span<char> line, char separator = ',')
    {
        Count = 0;
        var at = 0;
        while (true)
        {
            var rest = line[at..];
            if (rest.Length > 0 && rest[0] == '"')
            {
                if (Quoted(rest[1..], out var length, out var next) is { } problem) return problem;
                Add(at + 1, length, at + 1);
                at += 1 + next;
                if (at == line.Length) return null;
                if (line[at] != separator)
                    return $"After the closing quote of column {at} a {(separator == ',' ? "comma" : "semicolon")} "
                        + "must follow.";
                at++;
                continue;
            }
            var comma = rest.IndexOf(separator);
            var end = comma < 0 ? rest.Length : comma;
            if (rest[..end].Contains('"'))
                return $"The field at column {at + 1} has a quote inside; put the whole field in quotes.";
            Add(at, end, at + 1);
            if (comma < 0) return null;
            at += comma + 1;
        }
    }

    /// <summary>Splits a line at a sign; quotes are signs like others.</summary>
    public void SplitAt(ReadOnlySpan<char> line, char separator)
    {
        Count = 0;
        for (var at = 0; ;)
        {
            var length = line[at..].IndexOf(separator);
            Add(at, length < 0 ? line.Length - at : length, at + 1);
            if (length < 0) return;
            at += length + 1;
        }
    }

    private static string? Quoted(Span<char> rest, out int length, out int next)
    {
        (length, next) = (0, 0);
        while (next < rest.Length)
        {
            var c = rest[next++];
            if (c == '"')
            {
                if (next == rest.Length || rest[next] != '"') return null;
                next++;
            }
            rest[length++] = c;
        }
        return "A quote that is opened isn't closed on the same line.";
    }

    private void Add(int start, int length, int column)
    {
        if (Count == _fields.Length) Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = (start, length, column);
    }
}
