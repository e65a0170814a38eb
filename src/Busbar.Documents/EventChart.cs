using System.Text;
using Busbar.Quantities;
using static Busbar.Documents.LoadChart;

namespace Busbar.Documents;

/// <summary>An interval of an event's day, in kWh.</summary>
/// <param name="IsCalled">Whether it lies within the event.</param>
public readonly record struct EventBar(string Time, Exact Baseline, Exact Used, bool IsCalled);

/// <summary>What one delivered, or all together.</summary>
/// <param name="Window">From when to when they were called.</param>
/// <param name="Bars">At least one.</param>
public sealed record EventPanel(string Name, string Window, IReadOnlyList<EventBar> Bars)
{
    /// <summary>What would have been used within the event.</summary>
    public Exact Baseline { get; } = Sum(Bars, bar => bar.Baseline);

    /// <summary>What was used within it.</summary>
    public Exact Used { get; } = Sum(Bars, bar => bar.Used);

    private static Exact Sum(IEnumerable<EventBar> bars, Func<EventBar, Exact> of) =>
        bars.Where(bar => bar.IsCalled).Aggregate(Exact.Zero, (sum, bar) => sum + of(bar));
}

/// <summary>An event in SVG: a panel each with the baseline as a line over what was used, and between them, within the
/// event, what was delivered.</summary>
public static class EventChart
{
    private const int Width = 960;
    private const int Left = 76;
    private const int Right = 28;
    private const int Top = 64;
    private const int PanelHead = 48;
    private const int PlotHeight = 220;
    private const int PanelFoot = 40;
    private const int Foot = 40;
    private const int Decimals = 3;
    // A letter of a mark at its size, and what stands between two marks.
    private const int LetterWidth = 8;
    private const int MarkGap = 12;

    private const string Styles =
        "text{font-family:system-ui,'Segoe UI','DejaVu Sans',sans-serif;fill:#1a202c}"
        + ".h{font-size:20px;font-weight:600}.p{font-size:14px;font-weight:600}.a{font-size:12px;fill:#4a5568}"
        + ".g{stroke:#e2e8f0}.z{stroke:#4a5568}.w{fill:#e2e8f0}.k{stroke:#2d3748;stroke-dasharray:4 3}"
        + ".d,.y,.o{shape-rendering:crispEdges}.d{fill:#90cdf4}.y{fill:#68d391}.o{fill:#fc8181}"
        + ".l{fill:none;stroke:#c05621;stroke-width:2}";

    /// <summary>The chart.</summary>
    /// <param name="title">The event, its programme and its time.</param>
    /// <param name="panels">At least one; stacked in their order.</param>
    public static string Write(string title, IReadOnlyList<EventPanel> panels)
    {
        var height = Top + panels.Count * (PanelHead + PlotHeight + PanelFoot) + Foot;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" "
            + $"viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-labelledby=\"title desc\">");
        Line(svg, $"<title id=\"title\">{Escaped(title)}</title>");
        Line(svg, $"<desc id=\"desc\">{Escaped(string.Join(". ", panels.Select(Said)))}.</desc>");
        Line(svg, $"<style>{Styles}</style>");
        Line(svg, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>");
        Line(svg, $"<text class=\"h\" x=\"{Left}\" y=\"38\">{Escaped(title)}</text>");
        foreach (var (index, panel) in panels.Index())
            Panel(svg, panel, Top + index * (PanelHead + PlotHeight + PanelFoot));
        Legend(svg, panels, height - 18);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, EventPanel panel, int top)
    {
        var (plot, bars) = (top + PanelHead, panel.Bars);
        var scale = ChartScale.Over(bars.Min(bar => Exact.Min(bar.Baseline, bar.Used)),
            bars.Max(bar => Exact.Max(bar.Baseline, bar.Used)));
        var slot = Exact.Ratio(Width - Left - Right, bars.Count);
        string X(int index) => Number(Left + slot * index);
        string Y(Exact value) => Number(plot + scale.FromTop(value) * PlotHeight);
        Line(svg, $"<text class=\"p\" x=\"{Left}\" y=\"{top + 16}\">{Escaped(Said(panel))}</text>");
        Line(svg, $"<text class=\"a\" x=\"{Left - 8}\" y=\"{plot - 12}\" text-anchor=\"end\">kWh</text>");
        Window(svg, panel, plot, X, slot);
        foreach (var mark in scale.Marks)
        {
            Line(svg, $"<line class=\"{(mark.IsZero ? "z" : "g")}\" x1=\"{Left}\" x2=\"{Width - Right}\" "
                + $"y1=\"{Y(mark)}\" y2=\"{Y(mark)}\"/>");
            Line(svg, $"<text class=\"a\" x=\"{Left - 8}\" y=\"{Y(mark)}\" dy=\"4\" text-anchor=\"end\">"
                + $"{scale.Text(mark)}</text>");
        }
        foreach (var (index, bar) in bars.Index())
        {
            Bar("d", "used", Exact.Zero, bar.Used);
            if (bar.IsCalled && bar.Used < bar.Baseline) Bar("y", "delivered", bar.Used, bar.Baseline);
            if (bar.IsCalled && bar.Used > bar.Baseline) Bar("o", "more than the baseline", bar.Baseline, bar.Used);

            void Bar(string kind, string said, Exact from, Exact to)
            {
                if (from == to) return;
                var (high, low) = (scale.FromTop(Exact.Max(from, to)), scale.FromTop(Exact.Min(from, to)));
                Line(svg, $"<rect class=\"{kind}\" x=\"{X(index)}\" y=\"{Number(plot + high * PlotHeight)}\" "
                    + $"width=\"{Number(slot)}\" height=\"{Number((low - high) * PlotHeight)}\"><title>"
                    + Escaped($"{bar.Time}: {(to - from).ToString(Decimals)} kWh {said}") + "</title></rect>");
            }
        }
        var called = Called(panel);
        foreach (var edge in called.Count == 0 ? [] : (int[])[called[0], called[^1] + 1])
            Line(svg, $"<line class=\"k\" x1=\"{X(edge)}\" x2=\"{X(edge)}\" y1=\"{plot - 6}\" "
                + $"y2=\"{plot + PlotHeight}\"/>");
        Line(svg, $"<path class=\"l\" d=\"M{string.Join(" L", bars.Select((bar, index) =>
            $"{X(index)},{Y(bar.Baseline)} {X(index + 1)},{Y(bar.Baseline)}"))}\"/>");
        var most = Math.Max(1, (Width - Left - Right) / (bars.Max(bar => bar.Time.Length) * LetterWidth + MarkGap));
        var every = (bars.Count + most - 1) / most;
        for (var index = 0; index < bars.Count; index += every)
        {
            Line(svg, $"<line class=\"z\" x1=\"{X(index)}\" x2=\"{X(index)}\" y1=\"{plot + PlotHeight}\" "
                + $"y2=\"{plot + PlotHeight + 5}\"/>");
            Line(svg, $"<text class=\"a\" x=\"{X(index)}\" y=\"{plot + PlotHeight + 20}\" "
                + $"text-anchor=\"middle\">{Escaped(bars[index].Time)}</text>");
        }
    }

    /// <summary>The ground of the event, and when it was.</summary>
    private static void Window(StringBuilder svg, EventPanel panel, int plot, Func<int, string> x, Exact slot)
    {
        var called = Called(panel);
        if (called.Count == 0) return;
        var (from, to) = (called[0], called[^1] + 1);
        Line(svg, $"<rect class=\"w\" x=\"{x(from)}\" y=\"{plot}\" width=\"{Number(slot * (to - from))}\" "
            + $"height=\"{PlotHeight}\"/>");
        // Beside the edge that has more room.
        var isLate = from > panel.Bars.Count / 2;
        Line(svg, $"<text class=\"a\" x=\"{x(isLate ? to : from)}\" y=\"{plot - 12}\" "
            + $"text-anchor=\"{(isLate ? "end" : "start")}\">{Escaped(panel.Window)}</text>");
    }

    private static List<int> Called(EventPanel panel) =>
        [.. Enumerable.Range(0, panel.Bars.Count).Where(index => panel.Bars[index].IsCalled)];

    private static void Legend(StringBuilder svg, IReadOnlyList<EventPanel> panels, int y)
    {
        var x = Left;
        void Entry(string shape, string said, int width)
        {
            Line(svg, shape);
            Line(svg, $"<text class=\"a\" x=\"{x + 30}\" y=\"{y}\">{said}</text>");
            x += width;
        }
        string Box(string kind) => $"<rect class=\"{kind}\" x=\"{x}\" y=\"{y - 11}\" width=\"22\" height=\"13\"/>";

        Entry($"<line class=\"l\" x1=\"{x}\" x2=\"{x + 22}\" y1=\"{y - 4}\" y2=\"{y - 4}\"/>", "baseline", 110);
        Entry(Box("d"), "used", 90);
        Entry(Box("y"), "delivered", 115);
        if (panels.Any(panel => panel.Bars.Any(bar => bar.IsCalled && bar.Used > bar.Baseline)))
            Entry(Box("o"), "used beyond the baseline", 205);
        Entry(Box("w"), "event", 90);
    }

    /// <summary>A panel in a sentence, also for who doesn't see it.</summary>
    private static string Said(EventPanel panel) => $"{panel.Name}: baseline {panel.Baseline.ToString(Decimals)} kWh, "
        + $"used {panel.Used.ToString(Decimals)} kWh, delivered "
        + $"{(panel.Baseline - panel.Used).ToString(Decimals)} kWh";

    private static void Line(StringBuilder svg, string line) => svg.Append(line).Append('\n');
}
