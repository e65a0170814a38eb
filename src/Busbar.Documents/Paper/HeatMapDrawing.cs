using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>
/// A field of cells in one hue from light to dark, in steps that its legend shows; what isn't known is hatched.
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
        var height = Math.Min(plot.Size * 36 * plot.Tightness / Math.Max(1, rows), plot.Size * 1.5);
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
            Row(map.Cells[row], plot, new(left, y, width / columns, height + seam, colour), least, most);
        }
        plot.Bottom = plot.Top + rows * height;
        var hasHoles = map.Cells.Any(row => row.Any(cell => cell is null));
        return plot.Drawn(Scale(map, plot, colour, left, least, most, hasHoles));
    }

    /// <summary>The cells of a row; those that look alike are one, without seams.</summary>
    private static void Row(IReadOnlyList<Exact?> cells, ChartPlot plot, Shape.Box first, Exact least, Exact most)
    {
        for (var (from, to) = (0, 0); from < cells.Count; from = to)
        {
            var step = StepOf(cells[from], least, most);
            while (to < cells.Count && StepOf(cells[to], least, most) == step) to++;
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

    private static double Scale(
        Chart.HeatMap map, ChartPlot plot, Colour colour, double left, Exact least, Exact most, bool hasHoles)
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
        if (!hasHoles) return y + size * 0.5;
        x += plot.WidthOf(high) + size * 2;
        if (x + size * 1.9 + plot.WidthOf(plot.Words.Unknown) > plot.Right) (x, y) = (left, y + size * 1.6);
        var hole = new Shape.Box(x, y - size * 0.8, size * 1.4, size * 0.9, colour);
        plot.Hatch(hole, Colour.White, Colour.Past, rises: false);
        plot.Add(Shape.Edges(hole, Colour.Past, size * 0.06));
        plot.Label(x + size * 1.9, y, plot.Words.Unknown);
        return y + size * 0.5;
    }
}
