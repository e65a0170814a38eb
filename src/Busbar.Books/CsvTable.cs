namespace Busbar.Books;

/// <summary>
/// Reads a long list from CSV (RFC 4180: UTF-8, commas, a header) as the maps that it would be in YAML. A column
/// <c>terms.standing</c> is the key <c>standing</c> of the map <c>terms</c>; an empty cell is absent; blanks around a
/// cell without quotes don't count.
/// </summary>
public static class CsvTable
{
    /// <summary>The largest file that is read.</summary>
    public const int MostBytes = 256 << 20;

    /// <summary>The most parts of a column's name.</summary>
    private const int MostParts = 8;

    /// <summary>A key: of a column, or of the map that several columns make.</summary>
    private sealed class Column(string key, Place place)
    {
        public string Key { get; } = key;

        public Place Place { get; } = place;

        /// <summary>Its cell's index; −1 when it has columns of its own.</summary>
        public int Cell { get; set; } = -1;

        public List<Column> Columns { get; } = [];
    }

    /// <summary>The rows of a file, given by its path in the book; a key's place is its column's.</summary>
    public static IReadOnlyList<MapNode> Read(ReadOnlySpan<byte> bytes, string file, List<Fault> faults)
    {
        var rows = new List<MapNode>();
        var own = new FileFaults(file, faults);
        try
        {
            var cells = new CsvCells(StrictText.Decode(bytes, MostBytes, own), own);
            var row = new List<Cell>();
            if (!cells.Next(row))
                throw own.Fatal("no-header", new(file), "The file has no header; expected the names of its columns.");
            var (columns, width) = (Header(row, own), row.Count);
            while (cells.Next(row))
            {
                var place = new Place(file, row[0].Line, 1);
                if (row.Count == width) rows.Add(new(place, Entries(columns, row, file)));
                else if (row is not [{ Text: "", IsQuoted: false }])
                    own.Add("wrong-width", place, row.Count == 1
                        ? $"The row has 1 cell; the header has {width}."
                        : $"The row has {row.Count} cells; the header has {width}.",
                        row.Count > width ? "A cell with a comma in it stands in quotes." : null);
            }
        }
        catch (RefusedException)
        {
            // What was found is handed over; the other files are read.
        }
        own.HandOver();
        return rows;
    }

    private static List<Column> Header(List<Cell> names, FileFaults faults)
    {
        var (root, isGood) = (new Column("", default), true);
        for (var i = 0; i < names.Count; i++)
        {
            var place = names[i].Place(faults.File);
            if (Problem(root, names[i].Text, place, i) is not var (problem, hint)) continue;
            faults.Add("bad-column", place, problem, hint);
            isGood = false;
        }
        // The rows under a wrong header would only repeat what is wrong with it.
        return isGood ? root.Columns : throw new RefusedException([]);
    }

    private static (string Problem, string? Hint)? Problem(Column root, string name, Place place, int cell)
    {
        if (name.Length == 0)
            return ($"Column {cell + 1} has no name; expected one in every column.", "Is there a comma too many?");
        if (!IsName(name))
            return ($"{TextNode.Shortened(name)} is no name of a column; expected words in lower case, joined by "
                + "hyphens, with points between a map and its keys.",
                name.Contains(';', StringComparison.Ordinal) || name.Contains('\t', StringComparison.Ordinal)
                    ? "Cells are split by commas."
                    : IsName(name.ToLowerInvariant()) ? $"Write {name.ToLowerInvariant()}." : null);
        var at = root;
        foreach (var part in name.Split('.'))
        {
            if (at.Cell >= 0) return Both(at, name);
            var next = at.Columns.Find(column => column.Key == part);
            if (next is null) at.Columns.Add(next = new(part, place));
            at = next;
        }
        if (at.Columns.Count > 0) return Both(at, name);
        if (at.Cell >= 0)
            return ($"The column {name} is there already, at column {at.Place.Column}; expected it once.", null);
        at.Cell = cell;
        return null;
    }

    private static (string, string?) Both(Column at, string name) =>
        ($"{at.Key} is a column and, with {name}, also a map of columns; expected one of both.", null);

    private static MapEntry[] Entries(List<Column> columns, List<Cell> row, string file)
    {
        var entries = new MapEntry[columns.Count];
        var count = 0;
        foreach (var column in columns)
        {
            Node? value = null;
            if (column.Cell >= 0) value = row[column.Cell].ToNode(file);
            else if (Entries(column.Columns, row, file) is { Length: > 0 } below)
                value = new MapNode(below[0].Value.Place, below);
            if (value is not null) entries[count++] = new(column.Key, column.Place, value);
        }
        return count == entries.Length ? entries : entries[..count];
    }

    private static bool IsName(string name) =>
        name.Split('.') is { Length: <= MostParts } parts && parts.All(part => Keys.AreWords(part));
}
