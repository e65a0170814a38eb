namespace Busbar.Documents.Paper;

/// <summary>A column of a printed table: its edges, and where the parts of its numbers stand.</summary>
/// <param name="Point">Where decimals begin, from the left edge; null where cells are broken into lines.</param>
/// <param name="After">Where what follows a number begins.</param>
internal sealed record PlacedColumn(Alignment Alignment, double Left, double Width, double? Point, double After);

/// <summary>How wide the columns of a table are: by what is in them, by their shares of what is left, and where there
/// isn't room for all, the words of the widest are broken.</summary>
internal sealed class TableColumns(Part.Table table, PageStyle style, Shaper shaper)
{
    public const double Gap = 14;

    private const double AfterGap = 0.3;

    // Smaller letters come before broken words.
    private static readonly double[] Sizes = [9, 8, 7.2];

    private sealed record Needs(double Least, double Usual, double Whole, double Decimals, double After);

    /// <summary>The columns over a width, and the size of the letters in them.</summary>
    public (IReadOnlyList<PlacedColumn> Columns, double Size) Place(double width)
    {
        var needs = table.Columns.Select((column, i) => Need(column, i)).ToList();
        var room = width - Gap * (table.Columns.Count - 1);
        var size = Sizes.FirstOrDefault(one => needs.Sum(need => need.Least) * one <= room, Sizes[^1]);
        var widths = Widths(needs, room, size);
        var columns = new List<PlacedColumn>();
        var left = 0.0;
        foreach (var (index, need) in needs.Index())
        {
            columns.Add(Placed(table.Columns[index].Alignment, need, left, widths[index], size));
            left += widths[index] + Gap;
        }
        return (columns, size);
    }

    /// <summary>How many columns a cell has the room of: those to its right in which nothing stands.</summary>
    public static int SpanOf(Part.Table table, TableRow row, int column)
    {
        var end = column + 1;
        if (table.Columns[column].Alignment != Alignment.Start) return 1;
        while (end < table.Columns.Count && end < row.Cells.Count && row.Cells[end].Length == 0) end++;
        return end - column;
    }

    private static PlacedColumn Placed(Alignment alignment, Needs need, double left, double width, double size)
    {
        var number = (need.Whole + need.Decimals) * size;
        var after = need.After * size;
        if (alignment != Alignment.Decimal || number + after > width + 0.01)
            return new(alignment == Alignment.Decimal ? Alignment.End : alignment, left, width, null, 0);
        // Numbers stand at the right edge of their column, so that they end below its name.
        return new(alignment, left, width, width - after - need.Decimals * size, width - after + AfterGap * size);
    }

    private Needs Need(TableColumn column, int index)
    {
        var lines = new TextLines(shaper, 1);
        double least = lines.WidestWord(column.Name, isStrong: true), usual = 0, whole = 0, decimals = 0, after = 0;
        foreach (var row in table.Rows)
        {
            var cell = index < row.Cells.Count ? row.Cells[index] : "";
            var isSpanning = SpanOf(table, row, index) > 1;
            if (cell.Length == 0 || (isSpanning && row.Kind is RowKind.Group or RowKind.Detail)) continue;
            var isStrong = row.Kind is RowKind.Sum or RowKind.Total or RowKind.Group;
            if (column.Alignment == Alignment.Decimal)
            {
                var parts = DecimalCell.Of(cell, style.DecimalSign);
                var hasNumber = parts.Decimals.Length + parts.After.Length > 0;
                whole = Math.Max(whole, WidthOf(parts.Whole, isStrong));
                decimals = Math.Max(decimals, WidthOf(parts.Decimals, isStrong));
                if (parts.After.Length > 0) after = Math.Max(after, WidthOf(parts.After, isStrong) + AfterGap);
            }
            else
            {
                least = Math.Max(least, lines.WidestWord(cell, isStrong));
                usual = Math.Max(usual, isSpanning ? 0 : cell.Split('\n').Max(line => WidthOf(line, isStrong)));
            }
        }
        least = Math.Max(least, whole + decimals + after);
        return new(Math.Min(least, MostOfAWord), Math.Max(Math.Max(least, usual), WidthOf(column.Name, true)), whole,
            decimals, after);
    }

    // A word that is longer than this is broken rather than given its room.
    private const double MostOfAWord = 24;

    private double[] Widths(List<Needs> needs, double room, double size)
    {
        var isShared = table.Columns.Select(column => column.Share is not null).ToList();
        var least = needs.Select(need => need.Least * size).ToList();
        var usual = needs.Select((need, i) => isShared[i] ? least[i] : need.Usual * size).ToArray();
        var (sum, slack) = (usual.Sum(), usual.Zip(least, (one, other) => one - other).Sum());
        if (sum > room)
        {
            if (sum - slack <= room)
                return [.. usual.Select((one, i) => one - (one - least[i]) * (sum - room) / slack)];
            // Not even the words fit: those of words give way, and numbers only where that isn't enough.
            var numbers = least.Select((one, i) => table.Columns[i].Alignment == Alignment.Decimal ? one : 0).ToList();
            var rest = room - numbers.Sum();
            var words = least.Sum() - numbers.Sum();
            return rest > room / 3 && words > 0
                ? [.. least.Select((one, i) => numbers[i] > 0 ? one : one * rest / words)]
                : [.. least.Select(one => one * room / least.Sum())];
        }
        var shares = table.Columns.Sum(column => column.Share ?? 0);
        if (shares > 0)
            return [.. usual.Select((one, i) => one + (room - sum) * (table.Columns[i].Share ?? 0) / shares)];
        // What nobody asked for goes to the first column of words, and else to all alike.
        var first = table.Columns.ToList().FindIndex(column => column.Alignment == Alignment.Start);
        var (spare, count) = (room - sum, usual.Length);
        return [.. usual.Select((one, i) => one + (first < 0 ? spare / count : i == first ? spare : 0))];
    }

    private double WidthOf(string text, bool isStrong) => text.Length == 0 ? 0 : shaper.Shape(text, isStrong).Width;
}
