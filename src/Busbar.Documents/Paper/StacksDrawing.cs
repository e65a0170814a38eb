using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>Bars whose parts stand on each other: the first is filled, the next are hatched, and what hangs below the
/// line is grey.</summary>
internal static class StacksDrawing
{
    public static Drawing Of(Chart.Stacks stacks, ChartPlot plot, Colour colour)
    {
        var count = Math.Max(1, stacks.Labels.Count);
        var tops = Enumerable.Range(0, count).Select(i => stacks.Above.Aggregate(
            Exact.Zero, (sum, series) => sum + Of(series, i))).ToList();
        var depths = stacks.Below is { } below ? below.Values.Select(value => -(value ?? Exact.Zero)) : [];
        var scale = ChartScale.Over(depths.Append(Exact.Zero).Aggregate(Exact.Min),
            tops.Append(Exact.Zero).Aggregate(Exact.Max));
        plot.Bottom = plot.Top + plot.Size * 15 * plot.Tightness;
        plot.ValueAxis(scale, stacks.Unit);
        var slot = plot.Across / count;
        var gap = slot < plot.Size * 0.5 ? 0 : slot * 0.14;
        for (var i = 0; i < count; i++)
        {
            var foot = Exact.Zero;
            foreach (var (index, series) in stacks.Above.Index())
            {
                var head = foot + Of(series, i);
                if (head != foot) Part(series, index, i, plot.Y(scale, head), plot.Y(scale, foot));
                foot = head;
            }
            if (stacks.Below is { } deep && !Of(deep, i).IsZero)
                Part(deep, -1, i, plot.Y(scale, Exact.Zero), plot.Y(scale, -Of(deep, i)));
        }
        var nought = plot.Y(scale, Exact.Zero);
        plot.Add(new Shape.Line(plot.Left, nought, plot.Right, nought, Colour.Past, plot.Size * 0.08));
        plot.Names(stacks.Labels, plot.Bottom + plot.Size * 1.5, i => plot.Left + (i + 0.5) * slot);
        return plot.Drawn(plot.Legend(plot.Bottom + plot.Size * 3.4,
            [.. stacks.Above.Index().Select(one => (one.Item.Name, Sign(one.Index))),
                .. stacks.Below is { } under ? [(under.Name, Sign(-1))] : Array.Empty<(string, Action<Shape.Box>)>()]));

        void Part(ChartSeries series, int index, int i, double top, double bottom) => Fill(new(
            plot.Left + i * slot + gap, top, slot - 2 * gap, bottom - top, colour,
            $"{series.Name}, {stacks.Labels[i]}: {plot.Said(Of(series, i))} {stacks.Unit}"), index);

        Action<Shape.Box> Sign(int index) => box => Fill(box with { Fill = colour }, index);

        void Fill(Shape.Box box, int index)
        {
            if (index > 0) plot.Hatch(box, Colour.White, colour, rises: index % 2 == 1);
            else plot.Add(index == 0 ? box : box with { Fill = Colour.Past });
        }
    }

    private static Exact Of(ChartSeries series, int i) =>
        (i < series.Values.Count ? series.Values[i] : null) ?? Exact.Zero;
}
