using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>Bars along time: what was measured is filled, estimates are hatched, and what isn't known is a grey ground.
/// The period before stands beside as thinner grey bars; where places are too narrow for two, it is a line.</summary>
internal static class BarsDrawing
{
    public static Drawing Of(Chart.Bars bars, ChartPlot plot, Colour colour)
    {
        // The period before may be longer, and then has days beside which none of this one stands.
        var count = Math.Max(1, Math.Max(bars.Now.Values.Count, bars.Before?.Values.Count ?? 0));
        var scale = ChartScale.Over(bars.Now.Values.Concat(bars.Before?.Values ?? []));
        plot.Bottom = plot.Top + plot.Size * 15 * plot.Tightness;
        plot.ValueAxis(scale, bars.Unit);
        var slot = plot.Across / count;
        var hasRoom = slot >= plot.Size * 0.9;
        var gap = slot < plot.Size * 0.5 ? 0 : slot * 0.14;
        var isBeside = bars.Before is not null && hasRoom;
        var thin = isBeside ? (slot - 2 * gap) * 0.34 : 0;
        for (var i = 0; i < count; i++)
        {
            var left = plot.Left + i * slot;
            var now = new Shape.Box(left + gap + thin, 0, slot - 2 * gap - thin, 0, colour);
            if (isBeside && At(bars.Before!, i) is { } before)
                plot.Add(Bar(plot, scale, new(left + gap, 0, thin, 0, Colour.Past), before,
                    Says(bars.Before!.Name, before, i)));
            if (i >= bars.Now.Values.Count) continue;
            if (At(bars.Now, i) is not { } value)
                plot.Hatch(new(left, plot.Top, slot, plot.Bottom - plot.Top, Colour.White), Ground, Colour.Past, false);
            else if (!bars.Now.Estimated.Contains(i)) plot.Add(Bar(plot, scale, now, value, Says(null, value, i)));
            else
                Estimate(plot, Bar(plot, scale, now, value, $"{Says(null, value, i)}, {plot.Words.Estimated}"), colour);
        }
        if (bars.Before is { } past && !isBeside) Past(plot, scale, past, slot);
        var nought = plot.Y(scale, Exact.Zero);
        plot.Add(new Shape.Line(plot.Left, nought, plot.Right, nought, Colour.Past, plot.Size * 0.08));
        plot.Names(bars.Labels, plot.Bottom + plot.Size * 1.5, i => plot.Left + (i + 0.5) * slot);
        return plot.Drawn(plot.Legend(plot.Bottom + plot.Size * 3.4, Signs(bars, plot, colour, isBeside)));

        string Says(string? name, Exact value, int i)
        {
            string?[] place = [name, i < bars.Labels.Count ? bars.Labels[i] : null];
            return $"{string.Join(", ", place.OfType<string>())}: {plot.Said(value)} {bars.Unit}";
        }
    }

    private static readonly Colour Ground = new(246, 247, 249);

    private static Exact? At(ChartSeries series, int i) => i < series.Values.Count ? series.Values[i] : null;

    private static Shape.Box Bar(ChartPlot plot, ChartScale scale, Shape.Box box, Exact value, string says)
    {
        var (from, to) = (plot.Y(scale, Exact.Max(value, Exact.Zero)), plot.Y(scale, Exact.Min(value, Exact.Zero)));
        return box with { Y = from, Height = to - from, Says = says };
    }

    private static void Estimate(ChartPlot plot, Shape.Box bar, Colour colour)
    {
        plot.Hatch(bar, Colour.White, colour, rises: true);
        var line = Math.Min(plot.Size * 0.09, bar.Width / 4);
        if (bar.Height > line)
            plot.Add(Shape.Edges(new(bar.X + line / 2, bar.Y + line / 2, bar.Width - line, bar.Height - line, colour),
                colour, line));
    }

    /// <summary>The period before as a line of steps, broken where it isn't known.</summary>
    private static void Past(ChartPlot plot, ChartScale scale, ChartSeries past, double slot)
    {
        var spots = new List<Spot>();
        for (var i = 0; i <= past.Values.Count; i++)
        {
            if (At(past, i) is { } value)
            {
                var (left, y) = (plot.Left + i * slot, plot.Y(scale, value));
                spots.AddRange([new(left, y), new(left + slot, y)]);
                continue;
            }
            if (spots.Count > 0) plot.Add(new Shape.Line(spots, Colour.Ink, plot.Size * 0.1));
            spots = [];
        }
    }

    private static List<(string, Action<Shape.Box>)> Signs(
        Chart.Bars bars, ChartPlot plot, Colour colour, bool isBeside)
    {
        List<(string, Action<Shape.Box>)> signs = [(bars.Now.Name, box => plot.Add(box with { Fill = colour }))];
        if (bars.Before is { } before)
            signs.Add((before.Name, box => plot.Add(isBeside ? box with { Fill = Colour.Past }
                : new Shape.Line(box.X, box.Y + box.Height / 2, box.X + box.Width, box.Y + box.Height / 2, Colour.Ink,
                    plot.Size * 0.1))));
        if (bars.Now.Estimated.Count > 0)
            signs.Add((plot.Words.Estimated, box => Estimate(plot, box, colour)));
        if (bars.Now.Values.Any(value => value is null))
            signs.Add((plot.Words.Unknown, box => plot.Hatch(box, Ground, Colour.Past, rises: false)));
        return signs;
    }
}
