using System.Globalization;
using Busbar.Formats.Text;

namespace Busbar.Formats;

/// <summary>
/// The header of a CSV file: which column holds what. Capitals and the order of columns don't matter.
/// </summary>
internal sealed class Header
{
    private static readonly string[] WideOnly = ["date", "offset"];

    private readonly List<string> _names = [];
    private readonly List<int> _columns = [];

    public Header(ReadOnlySpan<char> line, Fields fields)
    {
        // Spreadsheets end lines with commas for columns that hold nothing.
        var count = fields.Count;
        while (count > 0 && fields.Of(line, count - 1).IsWhiteSpace()) count--;
        for (var i = 0; i < count; i++)
        {
            _names.Add(fields.Of(line, i).Trim().ToString().ToLowerInvariant());
            _columns.Add(fields.Column(i));
        }
        HasSemicolons = line.Count(';') > line.Count(',');
    }

    /// <summary>The number of columns.</summary>
    public int Count => _names.Count;

    /// <summary>Whether it looks as if columns were separated by semicolons.</summary>
    public bool HasSemicolons { get; }

    /// <summary>Whether this is a header of readings at all.</summary>
    public bool IsOfReadings => _names.Contains("connection")
        || (_names.Contains("channel") && _names.Contains("unit")) || IsOfRegisters;

    /// <summary>Whether a row is what a register showed.</summary>
    public bool IsOfRegisters =>
        _names.Contains("register") || (_names.Contains("meter") && _names.Contains("reading"));

    /// <summary>Whether a row is a day.</summary>
    public bool IsWide => _names.Exists(name => WideOnly.Contains(name)) || _names.Count(IsInterval) > 2;

    /// <summary>The columns of intervals, in the order of the file.</summary>
    public IReadOnlyList<(int Index, string Name)> Intervals =>
        [.. _names.Index().Where(column => IsInterval(column.Item))];

    /// <summary>The index of a column, -1 when there is none.</summary>
    public int Index(string name) => _names.IndexOf(name);

    /// <summary>Refuses what is missing, there twice, or unknown.</summary>
    public void Check(int line, Problems problems, string[] required, string[] optional, bool allowsIntervals)
    {
        foreach (var name in required.Where(name => !_names.Contains(name)))
            problems.Add("missing-column", line, 0, $"The column {name} is missing.",
                Nearest.To(name, _names.Except(required).Except(optional)) is { } near
                    ? $"Is it the one called {near}?" : null);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, name) in _names.Index())
        {
            if (!seen.Add(name))
                problems.Add("double-column", line, _columns[index],
                    $"There are two columns called {Names.Show(name)}.");
            else if (!required.Contains(name) && !optional.Contains(name) && !(allowsIntervals && IsInterval(name)))
                problems.Add("unknown-column", line, _columns[index], $"The column {Names.Show(name)} isn't known.",
                    Nearest.Hint(name, required.Concat(optional))
                        ?? $"Known are {string.Join(", ", required.Concat(optional))}.");
        }
    }

    /// <summary>The number of an interval's column, from 1; null when it isn't numbered.</summary>
    public static int? Number(string name) =>
        name.Length is > 0 and < 5 && name.All(char.IsAsciiDigit) && name[0] != '0'
            ? int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <summary>The minute of the day at which an interval's column begins; null when it isn't a time.</summary>
    public static int? Minute(string name) =>
        name is [>= '0' and <= '2' and var h1, >= '0' and <= '9' and var h2, ':',
            >= '0' and <= '5' and var m1, >= '0' and <= '9' and var m2]
                ? ((h1 - '0') * 10 + (h2 - '0')) * 60 + (m1 - '0') * 10 + (m2 - '0') : null;

    private static bool IsInterval(string name) => Number(name) is not null || Minute(name) is not null;
}
