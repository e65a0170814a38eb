namespace Busbar.Documents.Paper;

/// <summary>A table as strips: its head, which is drawn again on each page, and a strip for each row.</summary>
internal sealed class TableLayout(
    Part.Table table, SheetWords words, PageStyle style, Shaper shaper, Colour colour)
{
    private const double Padding = 3.2;

    // A row of more lines is cut between them, since no page might hold it.
    private const int MostLines = 30;

    public IEnumerable<Strip> Strips(double width)
    {
        var (columns, size) = new TableColumns(table, style, shaper).Place(width);
        var letters = new Lettering(size, size * 1.36);
        var head = Head(columns, letters, width);
        // A page that begins with a title goes on with the table, one that begins below it with what has that title.
        var whole = Again(head, table.Caption, width);
        var again = whole;
        if (head.Height > 0) yield return head with { Before = 6, KeepsNext = table.Rows.Count > 0 };
        for (var i = 0; i < table.Rows.Count; i++)
        {
            if (table.Rows[i].Kind == RowKind.Group) again = Again(head, table.Rows[i].Cells[0], width);
            var keepsNext = i + 1 < table.Rows.Count && BelongTogether(table.Rows[i].Kind, table.Rows[i + 1].Kind);
            foreach (var strip in Row(table.Rows[i], columns, letters, width, isFirst: i == 0))
                yield return strip with
                {
                    Again = table.Rows[i].Kind == RowKind.Group ? whole : again, KeepsNext = keepsNext,
                };
        }
    }

    /// <summary>Whether two rows below each other stand on one page.</summary>
    private static bool BelongTogether(RowKind one, RowKind next) =>
        one == RowKind.Group || next is RowKind.Detail or RowKind.Sum or RowKind.Total;

    private Strip Head(IReadOnlyList<PlacedColumn> columns, Lettering cells, double width)
    {
        if (table.Columns.All(column => column.Name.Length == 0)) return new(0, []);
        var letters = new Lettering(Math.Min(PageStyle.Small.Size, cells.Size), PageStyle.Small.Leading);
        var names = columns.Select((column, i) => new TextLines(shaper, letters.Size)
            .Break([new(table.Columns[i].Name, IsStrong: true)], column.Width + 0.01)).ToList();
        var count = names.Max(lines => lines.Count);
        var height = count * letters.Leading + 5;
        var shapes = new List<Shape>();
        foreach (var (index, lines) in names.Index())
            foreach (var (at, line) in lines.Index())
                shapes.AddRange(Line(line, letters, columns[index], columns[index].Width, Colour.Muted,
                    (count - lines.Count + at) * letters.Leading));
        shapes.Add(new Shape.Line(0, height - 1, width, height - 1, Colour.Muted, 0.7));
        return new(height, shapes);
    }

    /// <summary>The head of a page on which the table goes on, and of what.</summary>
    private Strip Again(Strip head, string title, double width)
    {
        var letters = PageStyle.Small;
        var lines = new TextLines(shaper, letters.Size).Break([new($"{title} ({words.Continued})")], width);
        var shapes = lines.SelectMany((line, i) => Line(line, letters,
            new(Alignment.Start, 0, width, null, 0), width, Colour.Muted, i * letters.Leading));
        return Strip.Joined([new(lines.Count * letters.Leading + 5, [.. shapes]), head]);
    }

    private IEnumerable<Strip> Row(
        TableRow row, IReadOnlyList<PlacedColumn> columns, Lettering usual, double width, bool isFirst)
    {
        var isStrong = row.Kind is RowKind.Group or RowKind.Sum or RowKind.Total;
        var letters = row.Kind == RowKind.Detail ? new(usual.Size * 0.89, usual.Leading * 0.89) : usual;
        var ink = row.Kind == RowKind.Detail ? Colour.Muted : Colour.Ink;
        var cells = Cells(row, columns, letters, isStrong, ink).ToList();
        var count = cells.Select(cell => cell.Count).DefaultIfEmpty(1).Max();
        // A detail stands close to the row that it belongs to, a group apart from the one before.
        var above = row.Kind switch
        {
            RowKind.Detail => 0,
            RowKind.Group => isFirst ? Padding + 1 : Padding + 7,
            RowKind.Total => Padding + 2,
            _ => Padding,
        };
        for (var from = 0; from < count; from += MostLines)
        {
            var (lines, top) = (Math.Min(MostLines, count - from), from == 0 ? above : 0);
            var height = top + lines * letters.Leading + (from + lines == count ? Padding : 0);
            var shapes = new List<Shape>();
            if (from == 0) shapes.AddRange(Rules(row.Kind, isFirst, width));
            foreach (var cell in cells)
                foreach (var (at, line) in cell.Skip(from).Take(lines).Index())
                    shapes.AddRange(line.Select(shape => shape.Moved(0, top + at * letters.Leading)));
            yield return new(height, shapes);
        }
    }

    private IEnumerable<Shape> Rules(RowKind kind, bool isFirst, double width)
    {
        if (kind == RowKind.Total) yield return new Shape.Line(0, 0.6, width, 0.6, colour, 1.2);
        else if (kind == RowKind.Sum) yield return new Shape.Line(0, 0.35, width, 0.35, Colour.Past, 0.7);
        else if (kind == RowKind.Usual && !isFirst)
            yield return new Shape.Line(0, 0.25, width, 0.25, Colour.Faint, 0.5);
    }

    /// <summary>The lines of each cell, as shapes below the top of the row.</summary>
    private IEnumerable<IReadOnlyList<IEnumerable<Shape>>> Cells(
        TableRow row, IReadOnlyList<PlacedColumn> columns, Lettering letters, bool isStrong, Colour ink)
    {
        for (var i = 0; i < columns.Count && i < row.Cells.Count; i++)
        {
            var (text, column) = (row.Cells[i], columns[i]);
            if (text.Length == 0) continue;
            if (column.Point is { } point)
            {
                yield return [Number(DecimalCell.Of(text, style.DecimalSign), column, point, letters, isStrong, ink)];
                continue;
            }
            var last = columns[i + TableColumns.SpanOf(table, row, i) - 1];
            var width = last.Left + last.Width - column.Left;
            yield return [.. new TextLines(shaper, letters.Size).Break([new(text, isStrong)], width + 0.01)
                .Select(line => Line(line, letters, column, width, ink, 0))];
        }
    }

    private IEnumerable<Shape> Number(
        DecimalCell cell, PlacedColumn column, double point, Lettering letters, bool isStrong, Colour ink)
    {
        var y = letters.BaseLine;
        // A cell of words alone, such as "included", ends where the numbers end.
        if (cell.Whole.AsSpan().IndexOfAnyInRange('0', '9') < 0 && cell.Decimals.Length == 0)
        {
            yield return Label(column.Left + column.Width, cell.Whole, Anchor.End);
            yield break;
        }
        yield return Label(column.Left + point, cell.Whole, Anchor.End);
        if (cell.Decimals.Length > 0) yield return Label(column.Left + point, cell.Decimals, Anchor.Start);
        if (cell.After.Length > 0) yield return Label(column.Left + column.After, cell.After, Anchor.Start);

        Shape.Label Label(double x, string text, Anchor anchor) =>
            new(x, y, shaper.Shape(text, isStrong), letters.Size, ink, anchor);
    }

    private static IEnumerable<Shape> Line(
        TextLine line, Lettering letters, PlacedColumn column, double width, Colour ink, double y)
    {
        var x = column.Left + (column.Alignment == Alignment.Start ? 0 : width - line.Width * letters.Size);
        foreach (var piece in line.Pieces)
        {
            yield return new Shape.Label(x, y + letters.BaseLine, piece, letters.Size, ink);
            x += piece.Width * letters.Size;
        }
    }
}
