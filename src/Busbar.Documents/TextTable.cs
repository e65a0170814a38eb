using System.Globalization;
using System.Text;

namespace Busbar.Documents;

/// <summary>A column of a table of text.</summary>
/// <param name="IsRight">Whether its cells end at one edge: numbers.</param>
/// <param name="Wraps">Whether it takes the room that the others leave, and long cells go on below.</param>
internal sealed record TextColumn(string Heading, bool IsRight = false, bool Wraps = false);

/// <summary>Text in aligned columns, without blanks at the ends of lines.</summary>
/// <param name="width">How wide it is; wider only where the columns that don't wrap need it.</param>
/// <param name="indent">How many blanks stand before each line.</param>
/// <param name="fills">Whether the column that wraps takes all the room, however short its cells.</param>
internal sealed class TextTable(int width, int indent, bool fills, params TextColumn[] columns)
{
    private const string Gap = "  ";
    private const int LeastWrapped = 20;

    private readonly List<string[]> _rows = [];

    /// <summary>A row; a cell may hold several lines, and a row with one cell spans the table.</summary>
    public void Row(params string[] cells) => _rows.Add([.. cells.Select(Clean)]);

    /// <summary>A line across the table.</summary>
    public void Rule() => _rows.Add([]);

    /// <inheritdoc/>
    public override string ToString()
    {
        var hasHeading = columns.Any(column => column.Heading.Length > 0);
        var rows = hasHeading ? _rows.Prepend([.. columns.Select(column => column.Heading)]).ToList() : _rows;
        var widths = Widths(rows);
        var whole = widths.Where(one => one > 0).Sum() + (widths.Count(one => one > 0) - 1) * Gap.Length;
        var text = new StringBuilder();
        foreach (var row in rows)
            foreach (var line in row.Length == 0 ? [new string('-', whole)]
                : row.Length == 1 ? Wrap(row[0], whole) : Lines(row, widths))
                text.Append((new string(' ', indent) + line).TrimEnd()).Append('\n');
        return text.ToString();
    }

    /// <summary>A text in lines of at most a width; lines keep their own indentation.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var piece in text.Split('\n'))
        {
            var (own, line) = (piece[..^piece.TrimStart(' ').Length], "");
            foreach (var word in piece.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var rest = word;
                if (line.Length > 0 && WidthOf(own + line + " " + rest) > width)
                {
                    lines.Add(own + line);
                    line = "";
                }
                // A word wider than the column is cut.
                while (line.Length == 0 && WidthOf(own + rest) > width && WidthOf(rest) > 1)
                {
                    var cut = new StringInfo(rest);
                    var fits = Math.Max(1, width - own.Length);
                    if (fits >= cut.LengthInTextElements) break;
                    lines.Add(own + cut.SubstringByTextElements(0, fits));
                    rest = cut.SubstringByTextElements(fits);
                }
                line = line.Length == 0 ? rest : $"{line} {rest}";
            }
            lines.Add(own + line);
        }
        return lines;
    }

    /// <summary>How many places a text takes: a letter and its accents take one.</summary>
    public static int WidthOf(string text) => new StringInfo(text).LengthInTextElements;

    /// <summary>A text that ends at an edge.</summary>
    public static string Right(string text, int width) => new string(' ', Math.Max(0, width - WidthOf(text))) + text;

    /// <summary>A text and blanks up to an edge.</summary>
    public static string Left(string text, int width) => text + new string(' ', Math.Max(0, width - WidthOf(text)));

    /// <summary>What would move the cursor or turn the direction of writing becomes a blank.</summary>
    public static string Clean(string text) => string.Concat(text.Select(c => c == '\n' || !(char.IsControl(c)
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')) ? c : ' '));

    private int[] Widths(List<string[]> rows)
    {
        var widths = new int[columns.Length];
        // A column in which nothing stands has no width and isn't there, whatever its heading.
        for (var i = 0; i < widths.Length; i++)
            if (_rows.Exists(row => row.Length > 1 && row[i].Length > 0))
                widths[i] = rows.Where(row => row.Length > 1).Max(row => row[i].Split('\n').Max(WidthOf));
        var wrapped = Array.FindIndex(columns, column => column.Wraps);
        if (wrapped < 0) return widths;
        var others = widths.Where((one, i) => one > 0 && i != wrapped).Sum(one => one + Gap.Length);
        var room = Math.Max(LeastWrapped, width - indent - others);
        widths[wrapped] = fills ? room : Math.Min(widths[wrapped], room);
        return widths;
    }

    private IEnumerable<string> Lines(string[] row, int[] widths)
    {
        var shown = Enumerable.Range(0, row.Length).Where(i => widths[i] > 0).ToList();
        // A long text goes on over the empty cells beside it, where there are any.
        var wrapped = shown.FindIndex(i => columns[i].Wraps);
        var room = wrapped < 0 ? 0 : widths[shown[wrapped]];
        while (wrapped >= 0 && wrapped + 1 < shown.Count && row[shown[wrapped + 1]].Length == 0)
        {
            room += Gap.Length + widths[shown[wrapped + 1]];
            shown.RemoveAt(wrapped + 1);
        }
        var cells = shown.ConvertAll(i => (Column: columns[i], Width: columns[i].Wraps ? room : widths[i],
            Lines: columns[i].Wraps ? Wrap(row[i], room) : row[i].Split('\n')));
        for (var line = 0; line < cells.Max(cell => cell.Lines.Count); line++)
            yield return string.Join(Gap, cells.Select(cell => line >= cell.Lines.Count ? new string(' ', cell.Width)
                : cell.Column.IsRight ? Right(cell.Lines[line], cell.Width) : Left(cell.Lines[line], cell.Width)));
    }
}
