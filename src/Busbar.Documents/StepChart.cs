using System.Text;
using Busbar.Quantities;
using static Busbar.Documents.LoadChart;

namespace Busbar.Documents;

/// <summary>A day or an interval of a chart, in kWh.</summary>
/// <param name="Line">How high the line is: a position.</param>
/// <param name="Bar">How high the bar is; null where it isn't known.</param>
public readonly record struct StepBar(string Time, Exact Line, Exact? Bar);

/// <summary>A step line over bars in SVG: a position over the demand.</summary>
public static class StepChart
{
    private const int Width = 960;
    private const int Height = 420;
    private const int Left = 76;
    private const int Right = 28;
    private const int Top = 84;
    private const int PlotHeight = 260;
    // A letter of a mark at its size, and what stands between two marks.
    private const int LetterWidth = 8;
    private const int MarkGap = 12;

    private const string Styles =
        "text{font-family:system-ui,'Segoe UI','DejaVu Sans',sans-serif;fill:#1a202c}"
        + ".h{font-size:20px;font-weight:600}.a{font-size:12px;fill:#4a5568}.g{stroke:#e2e8f0}.z{stroke:#4a5568}"
        + ".d{fill:#90cdf4;shape-rendering:crispEdges}.l{fill:none;stroke:#c05621;stroke-width:2}";

    /// <summary>The chart.</summary>
    /// <param name="title">Whose it is.</param>
    /// <param name="line">What the line is: <c>position</c>.</param>
    /// <param name="bar">What the bars are: <c>demand</c>.</param>
    /// <param name="bars">At least one.</param>
    public static string Write(string title, string line, string bar, IReadOnlyList<StepBar> bars)
    {
        var scale = ChartScale.Over(bars.Min(one => Exact.Min(one.Line, one.Bar ?? Exact.Zero)),
            bars.Max(one => Exact.Max(one.Line, one.Bar ?? Exact.Zero)));
        var slot = Exact.Ratio(Width - Left - Right, bars.Count);
        string X(int index) => Number(Left + slot * index);
        string Y(Exact value) => Number(Top + scale.FromTop(value) * PlotHeight);

        var svg = new StringBuilder();
        void Line(string text) => svg.Append(text).Append('\n');
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" "
            + $"viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"title desc\">");
        Line($"<title id=\"title\">{Escaped(title)}</title>");
        Line($"<desc id=\"desc\">{Escaped(Said(line, bar, bars))}</desc>");
        Line($"<style>{Styles}</style>");
        Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        Line($"<text class=\"h\" x=\"{Left}\" y=\"38\">{Escaped(title)}</text>");
        Line($"<text class=\"a\" x=\"{Left}\" y=\"62\">Line: {Escaped(line)}. Bars: {Escaped(bar)}. kWh</text>");
        foreach (var mark in scale.Marks)
        {
            Line($"<line class=\"{(mark.IsZero ? "z" : "g")}\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(mark)}\" "
                + $"y2=\"{Y(mark)}\"/>");
            Line($"<text class=\"a\" x=\"{Left - 8}\" y=\"{Y(mark)}\" dy=\"4\" text-anchor=\"end\">{scale.Text(mark)}"
                + "</text>");
        }
        var most = Math.Max(1, (Width - Left - Right) / (bars.Max(one => one.Time.Length) * LetterWidth + MarkGap));
        var every = (bars.Count + most - 1) / most;
        foreach (var (index, one) in bars.Index())
        {
            if (one.Bar is { IsZero: false } high)
            {
                var (top, foot) = (Exact.Max(high, Exact.Zero), Exact.Min(high, Exact.Zero));
                var height = (scale.FromTop(foot) - scale.FromTop(top)) * PlotHeight;
                Line($"<rect class=\"d\" x=\"{X(index)}\" y=\"{Y(top)}\" width=\"{Number(slot)}\" "
                    + $"height=\"{Number(height)}\"><title>{Escaped($"{one.Time}: {high.ToString(3)} kWh")}</title>"
                    + "</rect>");
            }
            if (index % every == 0)
                Line($"<text class=\"a\" x=\"{X(index)}\" y=\"{Top + PlotHeight + 20}\">{Escaped(one.Time)}</text>");
        }
        Line($"<path class=\"l\" d=\"M{string.Join(" L", bars.Select((one, index) =>
            $"{X(index)},{Y(one.Line)} {X(index + 1)},{Y(one.Line)}"))}\"/>");
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The chart in a sentence, for who doesn't see it.</summary>
    private static string Said(string line, string bar, IReadOnlyList<StepBar> bars)
    {
        var all = bars.Aggregate(Exact.Zero, (sum, one) => sum + one.Line);
        return $"A {line} of {all.ToString(3)} kWh" + (bars.Any(one => one.Bar is null)
            ? $", beside a {bar} that isn't known." : $", beside a {bar} of {bars.Aggregate(Exact.Zero,
                (sum, one) => sum + one.Bar!.Value).ToString(3)} kWh.");
    }
}
