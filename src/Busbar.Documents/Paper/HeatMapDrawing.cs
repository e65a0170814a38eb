using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>
/// A field of cells in one hue from light to dark, in steps that its legend shows; what isn't known is hatched, and
/// where there is nothing to know, since the clocks skip it, the field has a hole with an edge.
/// </summary>
internal static class HeatMapDrawing
{
    private const int Steps = 9;

    // Cells reach below the next ones, so that no seam shines through between them.
    private const double Seam = 0.04;

    public static Drawing Of(Chart.HeatMap map, ChartPlot plot, Colour colour)
    {
        var (rows, columns) = (map.Rows.Count, Math.Max(1, map.Columns.Count));
        var names = map.Rows.Select(row => plot.Fitted(row, plot.Width * 0.4)).ToList();
        var left = names.Select(name => plot.WidthOf(name)).DefaultIfEmpty().Max() + plot.Size * 0.7;
        var width = plot.Right - left;
        // Few rows aren't stretched over the page, and those of a year still fit on it.
        var height = Math.Min(plot.Size * 29 * plot.Tightness / Math.Max(1, rows), plot.Size * 1.5);
        var known = map.Cells.SelectMany(row => row).OfType<Exact>().ToList();
        var (least, most) = (known.Aggregate(Exact.Zero, Exact.Min), known.Aggregate(Exact.Zero, Exact.Max));
        plot.Names(map.Columns, plot.Size, i => left + (i + 0.5) * width / columns);
        plot.Top = plot.Size * 1.6;
        var apart = Math.Max(1, (int)Math.Ceiling(plot.Size * 1.25 / height));
        for (var row = 0; row < rows; row++)
        {
            var y = plot.Top + row * height;
            if (row % apart == 0)
                plot.Label(left - plot.Size * 0.5, y + height / 2 + plot.Size * 0.35, names[row], Anchor.End);
            var seam = row + 1 < rows ? plot.Size * Seam : 0;
            Row(map.Cells[row], plot, new(left, y, width / columns, height + seam, colour), least, most,
                map.Absent.Where(cell => cell.Row == row).Select(cell => cell.Column).ToHashSet());
        }
        foreach (var hole in Holes(map.Absent))
            Hole(plot, new(left + hole.From * width / columns, plot.Top + hole.Row * height,
                (hole.To - hole.From) * width / columns, height, Colour.White));
        plot.Bottom = plot.Top + rows * height;
        return plot.Drawn(Signs(map, plot, Scale(map, plot, colour, left, least, most), left));
    }

    /// <summary>Cells beside each other that there never were, as one.</summary>
    private static IEnumerable<(int Row, int From, int To)> Holes(IReadOnlySet<(int Row, int Column)> absent) =>
        from cell in absent.Order()
        where !absent.Contains((cell.Row, cell.Column - 1))
        let to = Enumerable.Range(cell.Column, absent.Count + 1).First(column => !absent.Contains((cell.Row, column)))
        select (cell.Row, cell.Column, to);

    private static void Hole(ChartPlot plot, Shape.Box box)
    {
        var line = plot.Size * 0.06;
        plot.Add(box);
        plot.Add(Shape.Edges(new(box.X + line / 2, box.Y + line / 2, box.Width - line, box.Height - line, box.Fill),
            Colour.Past, line));
    }

    /// <summary>The cells of a row; those that look alike are one, without seams.</summary>
    private static void Row(
        IReadOnlyList<Exact?> cells, ChartPlot plot, Shape.Box first, Exact least, Exact most, HashSet<int> absent)
    {
        for (var (from, to) = (0, 0); from < cells.Count; from = to)
        {
            if (absent.Contains(from))
            {
                to++;
                continue;
            }
            var step = StepOf(cells[from], least, most);
            while (to < cells.Count && !absent.Contains(to) && StepOf(cells[to], least, most) == step) to++;
            var seam = to < cells.Count ? plot.Size * Seam : 0;
            var box = first with { X = first.X + from * first.Width, Width = first.Width * (to - from) + seam };
            if (step is { } known) plot.Add(box with { Fill = Shade(first.Fill, known) });
            else plot.Hatch(box, Colour.White, Colour.Past, rises: false);
        }
    }

    private static int? StepOf(Exact? cell, Exact least, Exact most) => cell is not { } value ? null
        : least == most ? 0
        : (int)Exact.Min((value - least) * Steps / (most - least), Steps - 1).Round(0, Rounding.Down).ToScaled(0);

    /// <summary>From a tint to nearly black: the lightness alone tells them apart.</summary>
    private static Colour Shade(Colour colour, int step) => step * 2 <= Steps - 1
        ? colour.With(Colour.White, 0.9 * (1 - step * 2.0 / (Steps - 1)))
        : colour.With(Colour.Ink, 0.75 * (step * 2.0 / (Steps - 1) - 1));

    /// <summary>The steps with their least and their most; where the last of them ends.</summary>
    private static Spot Scale(
        Chart.HeatMap map, ChartPlot plot, Colour colour, double left, Exact least, Exact most)
    {
        var (y, size) = (plot.Bottom + plot.Size * 1.8, plot.Size);
        var low = plot.Said(least.Round(3, Rounding.HalfAway));
        var high = $"{plot.Said(most.Round(3, Rounding.HalfAway))} {map.Unit}";
        // It begins below the cells, or further left where it needs the room.
        left = Math.Clamp(plot.Right - plot.WidthOf(low) - plot.WidthOf(high) - size * (1.2 + Steps * 1.4), 0, left);
        plot.Label(left, y, low);
        var x = left + plot.WidthOf(low) + size * 0.6;
        for (var step = 0; step < Steps; step++)
            plot.Add(new Shape.Box(x + step * size * 1.4, y - size * 0.8, size * 1.4, size * 0.9, Shade(colour, step)));
        plot.Add(Shape.Edges(new(x, y - size * 0.8, size * 1.4 * Steps, size * 0.9, colour), Colour.Past, size * 0.06));
        x += Steps * size * 1.4 + size * 0.6;
        plot.Label(x, y, high);
        return new(x + plot.WidthOf(high), y);
    }

    /// <summary>Beside the scale, or below it, what cells without a value mean; where all of it ends.</summary>
    private static double Signs(Chart.HeatMap map, ChartPlot plot, Spot end, double left)
    {
        var (x, y, size) = (end.X, end.Y, plot.Size);
        var signs = new List<(string Name, Action<Shape.Box> Sign)>();
        if (map.Cells.Index().Any(row => row.Item.Index().Any(cell =>
            cell.Item is null && !map.Absent.Contains((row.Index, cell.Index)))))
            signs.Add((plot.Words.Unknown, box =>
            {
                plot.Hatch(box, Colour.White, Colour.Past, rises: false);
                plot.Add(Shape.Edges(box, Colour.Past, size * 0.06));
            }));
        if (map.Absent.Count > 0) signs.Add((plot.Words.Absent, box => Hole(plot, box)));
        foreach (var (name, sign) in signs)
        {
            x += size * 2;
            var said = plot.Fitted(name, plot.Width - size * 1.9);
            var needs = size * 1.9 + plot.WidthOf(said);
            if (x + needs > plot.Right) (x, y) = (Math.Clamp(plot.Right - needs, 0, left), y + size * 1.6);
            sign(new(x, y - size * 0.8, size * 1.4, size * 0.9, Colour.White));
            plot.Label(x + size * 1.9, y, said);
            x += needs;
        }
        return y + size * 0.5;
    }
}
