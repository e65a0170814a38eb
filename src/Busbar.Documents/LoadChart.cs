using System.Text;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>
/// Readings as a chart in SVG: bars over time, a panel for each channel. What was measured is filled, what is estimated
/// is striped, and where values are missing the ground is dotted from the top, as far as they are missing.
/// </summary>
public static class LoadChart
{
    private const int Width = 960;
    private const int Left = 76;
    private const int Right = 28;
    private const int Top = 84;
    private const int PanelHead = 40;
    private const int PlotHeight = 220;
    private const int PanelFoot = 44;
    private const int Foot = 40;
    private const int LeastMissing = 6;

    private const string Styles =
        "text{font-family:system-ui,'Segoe UI','DejaVu Sans',sans-serif;fill:#1a202c}"
        + ".h{font-size:20px;font-weight:600}.s{font-size:13px;fill:#4a5568}.p{font-size:14px;font-weight:600}"
        + ".a{font-size:12px;fill:#4a5568}.g{stroke:#e2e8f0}.z{stroke:#4a5568}.m{fill:#2b6cb0}"
        + ".e{fill:url(#estimated);stroke:#2b6cb0;stroke-width:.75}.n{fill:url(#missing);shape-rendering:crispEdges}"
        + ".c{shape-rendering:crispEdges;stroke:none}";

    private const string Patterns =
        "<pattern id=\"estimated\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
        + "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
        + "<rect width=\"2.5\" height=\"6\" fill=\"#2b6cb0\"/></pattern>"
        + "<pattern id=\"missing\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
        + "<rect width=\"6\" height=\"6\" fill=\"#f4f5f7\"/><circle cx=\"3\" cy=\"3\" r=\"1\" fill=\"#a0aec0\"/>"
        + "</pattern>";

    /// <summary>The chart of one connection's channels.</summary>
    public static string Write(IReadOnlyList<LoadBars> panels)
    {
        var subject = panels[0].Subject;
        var height = Top + panels.Count * (PanelHead + PlotHeight + PanelFoot) + Foot;
        var svg = new StringBuilder();
        svg.Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" "
            + $"viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-labelledby=\"title desc\">");
        svg.Line($"<title id=\"title\">{Escaped($"Connection {subject.Connection.Id}, {Wording.Span(subject.Period)}")}"
            + "</title>");
        svg.Line($"<desc id=\"desc\">{Escaped(string.Join(' ', panels.Select(Said)))}</desc>");
        svg.Line($"<style>{Styles}</style>");
        svg.Line($"<defs>{Patterns}</defs>");
        svg.Line($"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>");
        svg.Line($"<text class=\"h\" x=\"{Left}\" y=\"38\">{Escaped($"Connection {subject.Connection.Id}")}</text>");
        svg.Line($"<text class=\"s\" x=\"{Left}\" y=\"60\">{Escaped($"{Wording.Span(subject.Period)}, time of "
            + $"{subject.Connection.Zone.Id}, as known at receipt {Wording.Whole(subject.Receipt)}")}</text>");
        foreach (var (index, panel) in panels.Index())
            Panel(svg, panel, Top + index * (PanelHead + PlotHeight + PanelFoot));
        Legend(svg, panels, height - 18);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, LoadBars panel, int top)
    {
        var (plot, unit) = (top + PanelHead, panel.Subject.Unit);
        var scale = ChartScale.Over(
            panel.All.Min(bar => Exact.Min(bar.Measured, bar.Total)),
            panel.All.Max(bar => Exact.Max(bar.Measured, bar.Total)));
        var total = panel.All.Aggregate(Exact.Zero, (sum, bar) => sum + bar.Total);
        svg.Line($"<text class=\"p\" x=\"{Left}\" y=\"{top + 16}\">"
            + $"{Escaped($"{panel.Subject.Channel.Name}: {total} {unit} in all")}</text>");
        svg.Line($"<text class=\"a\" x=\"{Width - Right}\" y=\"{top + 16}\" text-anchor=\"end\">"
            + $"{Escaped($"{unit} per {Single(panel.Per)}")}</text>");
        Missing(svg, panel, plot);
        foreach (var mark in scale.Marks)
        {
            var y = Number(plot + scale.FromTop(mark) * PlotHeight);
            svg.Line($"<line class=\"{(mark.IsZero ? "z" : "g")}\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" "
                + $"y2=\"{y}\"/>");
            svg.Line($"<text class=\"a\" x=\"{Left - 8}\" y=\"{y}\" dy=\"4\" text-anchor=\"end\">{scale.Text(mark)}"
                + "</text>");
        }
        foreach (var (index, bar) in panel.All.Index())
        {
            Bar(svg, panel, scale, plot, index, bar);
            if (bar.Mark is not { } said) continue;
            // A day's name stands below its bar, a time's or a month's below the line where it begins.
            var x = Number(panel.All.Count <= 62 && panel.Per == "a day" ? X(panel, index) + Slot(panel) / 2
                : X(panel, index));
            svg.Line($"<line class=\"z\" x1=\"{x}\" x2=\"{x}\" y1=\"{plot + PlotHeight}\" "
                + $"y2=\"{plot + PlotHeight + 5}\"/>");
            svg.Line($"<text class=\"a\" x=\"{x}\" y=\"{plot + PlotHeight + 20}\" text-anchor=\"middle\">"
                + $"{Escaped(said)}</text>");
        }
    }

    /// <summary>The ground where values are missing; where a stretch has none, in one piece.</summary>
    private static void Missing(StringBuilder svg, LoadBars panel, int plot)
    {
        for (var index = 0; index < panel.All.Count; index++)
        {
            var (bar, end) = (panel.All[index], index + 1);
            if (bar.Missing == 0) continue;
            while (bar.Count == 0 && end < panel.All.Count && panel.All[end].Count == 0) end++;
            var part = Exact.Max(LeastMissing, Exact.Ratio((long)bar.Missing * PlotHeight, bar.Slots));
            var said = end > index + 1 ? $"{bar.Time} to {panel.All[end - 1].Time}: no values"
                : bar.Count == 0 ? $"{bar.Time}: no value"
                : $"{bar.Time}: {Wording.Whole(bar.Missing)} of {Wording.Whole(bar.Slots)} missing";
            svg.Line($"<rect class=\"n\" x=\"{Number(X(panel, index))}\" y=\"{plot}\" "
                + $"width=\"{Number(Slot(panel) * (end - index))}\" height=\"{Number(part)}\"><title>{Escaped(said)}"
                + "</title></rect>");
            index = end - 1;
        }
    }

    private static void Bar(StringBuilder svg, LoadBars panel, ChartScale scale, int plot, int index, LoadBar bar)
    {
        if (bar.Count == 0) return;
        // Wide bars stand apart; narrow ones touch without a seam, and show a shape.
        var isNarrow = Slot(panel) < 6;
        var gap = isNarrow ? Exact.Zero : Slot(panel) / 5;
        var (x, width) = (Number(X(panel, index) + gap / 2), Number(Slot(panel) - gap));
        void Part(string kind, string said, Exact from, Exact to)
        {
            if (from == to) return;
            var (high, low) = (scale.FromTop(Exact.Max(from, to)), scale.FromTop(Exact.Min(from, to)));
            svg.Line($"<rect class=\"{kind}{(isNarrow ? " c" : "")}\" x=\"{x}\" "
                + $"y=\"{Number(plot + high * PlotHeight)}\" width=\"{width}\" "
                + $"height=\"{Number((low - high) * PlotHeight)}\">"
                + $"<title>{Escaped($"{bar.Time}: {to - from} {panel.Subject.Unit} {said}")}</title></rect>");
        }

        Part("m", "measured", Exact.Zero, bar.Measured);
        Part("e", "estimated or substituted", bar.Measured, bar.Total);
    }

    private static void Legend(StringBuilder svg, IReadOnlyList<LoadBars> panels, int y)
    {
        var x = Left;
        void Entry(string kind, string said, int width)
        {
            svg.Line($"<rect class=\"{kind}\" x=\"{x}\" y=\"{y - 11}\" width=\"22\" height=\"13\" "
                + "stroke=\"#a0aec0\"/>");
            svg.Line($"<text class=\"a\" x=\"{x + 30}\" y=\"{y}\">{said}</text>");
            x += width;
        }

        Entry("m", "measured", 120);
        if (panels.Any(panel => panel.Estimated > 0)) Entry("e", "estimated or substituted", 215);
        if (panels.Any(panel => panel.All.Any(bar => bar.Missing > 0))) Entry("n", "missing", 120);
    }

    /// <summary>The chart of a channel in a sentence, for who doesn't see it.</summary>
    private static string Said(LoadBars panel)
    {
        var total = panel.All.Aggregate(Exact.Zero, (sum, bar) => sum + bar.Total);
        var most = panel.All.Where(bar => bar.Count > 0).MaxBy(bar => bar.Total);
        var (slots, missing) = (panel.All.Sum(bar => (long)bar.Slots), panel.All.Sum(bar => (long)bar.Missing));
        return $"{panel.Subject.Channel.Name}: {total} {panel.Subject.Unit} in all"
            + (most is null ? "" : $", at most {most.Total} {panel.Subject.Unit} per {Single(panel.Per)}, {most.Time}")
            + $"; of {Wording.Whole(slots)} readings {Wording.Whole(missing)} are missing and "
            + $"{Wording.Whole(panel.Estimated)} estimated or substituted.";
    }

    private static string Single(string per) => per.StartsWith("a ", StringComparison.Ordinal) ? per[2..] : per;

    private static Exact Slot(LoadBars panel) => Exact.Ratio(Width - Left - Right, panel.All.Count);

    private static Exact X(LoadBars panel, int index) => Left + Slot(panel) * index;

    /// <summary>A coordinate as it is written.</summary>
    internal static string Number(Exact coordinate) => coordinate.Round(2, Rounding.HalfAway).ToString();

    /// <summary>A text as SVG has it.</summary>
    internal static string Escaped(string text) => TextTable.Clean(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static void Line(this StringBuilder svg, string line) => svg.Append(line).Append('\n');
}
