using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>The course of a day as lines over the bands of its prices. A band has its name above it, or a letter that
/// the legend explains where there is no room.</summary>
internal static class DayCourseDrawing
{
    // Lines are told apart by their dashes, too, not by their colour alone.
    private static readonly (Colour? Colour, double Dash)[] Styles =
        [(null, 0), (Colour.Ink, 0.6), (Colour.Muted, 0.25), (Colour.Amber, 1)];

    // As light as a line needs to be seen on it, and different enough to be told from its neighbour with its edge.
    private static readonly double[] Tints = [0.94, 0.82, 0.88, 0.76];

    public static Drawing Of(Chart.DayCourse course, ChartPlot plot, Colour colour)
    {
        var count = Math.Max(1, course.Labels.Count);
        var scale = ChartScale.Over(course.Lines.SelectMany(line => line.Values));
        var hasBands = course.Bands.Count > 0;
        plot.Top = plot.Size * (hasBands ? 3.6 : 1.9);
        plot.Bottom = plot.Top + plot.Size * 13 * plot.Tightness;
        // Where the plot begins depends on its marks, so the bands come after the axis and its lines are drawn again.
        plot.ValueAxis(scale, course.Unit);
        var slot = plot.Across / count;
        var keys = new ChartBands(course.Bands).Draw(plot, colour, Tints, slot);
        foreach (var mark in scale.Marks)
            plot.Add(new Shape.Line(plot.Left, plot.Y(scale, mark), plot.Right, plot.Y(scale, mark),
                mark.IsZero ? Colour.Past : Colour.White, plot.Size * 0.06));
        var signs = new List<(string, Action<Shape.Box>)>();
        foreach (var (index, line) in course.Lines.Index())
        {
            var (own, dash) = Styles[index % Styles.Length];
            Draw(plot, scale, line.Values, slot, own ?? colour, dash * plot.Size);
            signs.Add((line.Name, box => plot.Add(new Shape.Line(box.X, box.Y + box.Height / 2, box.X + box.Width,
                box.Y + box.Height / 2, own ?? colour, plot.Size * 0.16, dash * plot.Size))));
        }
        plot.Names(course.Labels, plot.Bottom + plot.Size * 1.5, i => plot.Left + i * slot);
        signs.AddRange(keys);
        return plot.Drawn(plot.Legend(plot.Bottom + plot.Size * 3.4, signs));
    }

    /// <summary>A line of steps: each value holds for its interval.</summary>
    private static void Draw(
        ChartPlot plot, ChartScale scale, IReadOnlyList<Exact?> values, double slot, Colour colour, double dash)
    {
        var spots = new List<Spot>();
        for (var i = 0; i <= values.Count; i++)
        {
            if (i < values.Count && values[i] is { } value)
            {
                var (left, y) = (plot.Left + i * slot, plot.Y(scale, value));
                spots.AddRange([new(left, y), new(left + slot, y)]);
                continue;
            }
            if (spots.Count > 0) plot.Add(new Shape.Line(spots, colour, plot.Size * 0.16, dash));
            spots = [];
        }
    }
}

/// <summary>The bands above and behind a course.</summary>
internal sealed class ChartBands(IReadOnlyList<ChartBand> bands)
{
    private readonly List<string> _names = [.. bands.Select(band => band.Name).Distinct()];

    /// <returns>What the legend says of bands whose names have no room.</returns>
    public List<(string, Action<Shape.Box>)> Draw(ChartPlot plot, Colour colour, double[] tints, double slot)
    {
        var size = plot.Size;
        bool Fits(ChartBand band) => plot.WidthOf(band.Name) + size <= (band.To - band.From) * slot;
        // A band that comes back for a short while has its letter there, though its name stands elsewhere.
        var lettered = _names.Where(name => bands.Any(band => band.Name == name && !Fits(band))).ToList();
        Colour Tint(string name) => colour.With(Colour.White, tints[_names.IndexOf(name) % tints.Length]);
        foreach (var band in bands)
        {
            var (left, width) = (plot.Left + band.From * slot, (band.To - band.From) * slot);
            var top = plot.Top - size * 1.7;
            plot.Add(new Shape.Box(left, top, width, plot.Bottom - top, Tint(band.Name)));
            if (band.From > 0)
                plot.Add(new Shape.Line(left, top, left, plot.Bottom, Colour.Past, size * 0.06, size * 0.3));
            var says = Fits(band) ? band.Name : Letter(lettered, band.Name);
            if (plot.WidthOf(says) <= width)
                plot.Label(left + width / 2, plot.Top - size * 0.5, says, Anchor.Middle, Colour.Ink);
        }
        return [.. lettered.Select(name => (name, new Action<Shape.Box>(box =>
        {
            plot.Add(box with { Fill = Tint(name) });
            plot.Label(box.X + box.Width / 2, box.Y + size * 0.8, Letter(lettered, name), Anchor.Middle, Colour.Ink);
        })))];
    }

    private static string Letter(List<string> lettered, string name) =>
        ((char)('A' + lettered.IndexOf(name) % 26)).ToString();
}
