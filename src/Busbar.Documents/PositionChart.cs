using System.Text;
using Busbar.Quantities;
using static Busbar.Documents.LoadChart;

namespace Busbar.Documents;

/// <summary>A day or an interval of a position's chart, in kWh.</summary>
/// <param name="Demand">Null where it isn't known.</param>
public readonly record struct PositionBar(string Time, Exact Position, Exact? Demand);

/// <summary>A position in SVG: a step line over the bars of the demand.</summary>
public static class PositionChart
{
    private const int Width = 960;
    private const int Height = 420;
    private const int Left = 76;
    private const int Right = 28;
    private const int Top = 84;
    private const int PlotHeight = 260;
    private const int MostMarks = 16;

    private const string Styles =
        "text{font-family:system-ui,'Segoe UI','DejaVu Sans',sans-serif;fill:#1a202c}"
        + ".h{font-size:20px;font-weight:600}.a{font-size:12px;fill:#4a5568}.g{stroke:#e2e8f0}.z{stroke:#4a5568}"
        + ".d{fill:#90cdf4;shape-rendering:crispEdges}.l{fill:none;stroke:#c05621;stroke-width:2}";

    /// <summary>The chart.</summary>
    /// <param name="title">Whose position it is.</param>
    /// <param name="bars">At least one.</param>
    public static string Write(string title, IReadOnlyList<PositionBar> bars)
    {
        var scale = ChartScale.Over(bars.Min(bar => Exact.Min(bar.Position, bar.Demand ?? Exact.Zero)),
            bars.Max(bar => Exact.Max(bar.Position, bar.Demand ?? Exact.Zero)));
        var slot = Exact.Ratio(Width - Left - Right, bars.Count);
        string X(int index) => Number(Left + slot * index);
        string Y(Exact value) => Number(Top + scale.FromTop(value) * PlotHeight);

        var svg = new StringBuilder();
        void Line(string text) => svg.Append(text).Append('\n');
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" "
            + $"viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"title desc\">");
        Line($"<title id=\"title\">{Escaped(title)}</title>");
        Line($"<desc id=\"desc\">{Escaped(Said(bars))}</desc>");
        Line($"<style>{Styles}</style>");
        Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        Line($"<text class=\"h\" x=\"{Left}\" y=\"38\">{Escaped(title)}</text>");
        Line($"<text class=\"a\" x=\"{Left}\" y=\"62\">Line: position. Bars: demand. kWh</text>");
        foreach (var mark in scale.Marks)
        {
            Line($"<line class=\"{(mark.IsZero ? "z" : "g")}\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(mark)}\" "
                + $"y2=\"{Y(mark)}\"/>");
            Line($"<text class=\"a\" x=\"{Left - 8}\" y=\"{Y(mark)}\" dy=\"4\" text-anchor=\"end\">{scale.Text(mark)}"
                + "</text>");
        }
        foreach (var (index, bar) in bars.Index())
        {
            if (bar.Demand is { IsZero: false } demand)
            {
                var (high, low) = (Exact.Max(demand, Exact.Zero), Exact.Min(demand, Exact.Zero));
                var height = (scale.FromTop(low) - scale.FromTop(high)) * PlotHeight;
                Line($"<rect class=\"d\" x=\"{X(index)}\" y=\"{Y(high)}\" width=\"{Number(slot)}\" "
                    + $"height=\"{Number(height)}\"><title>{Escaped($"{bar.Time}: {demand.ToString(3)} kWh")}</title>"
                    + "</rect>");
            }
            if (index % ((bars.Count + MostMarks - 1) / MostMarks) == 0)
                Line($"<text class=\"a\" x=\"{X(index)}\" y=\"{Top + PlotHeight + 20}\">{Escaped(bar.Time)}</text>");
        }
        Line($"<path class=\"l\" d=\"M{string.Join(" L", bars.Select((bar, index) =>
            $"{X(index)},{Y(bar.Position)} {X(index + 1)},{Y(bar.Position)}"))}\"/>");
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The chart in a sentence, for who doesn't see it.</summary>
    private static string Said(IReadOnlyList<PositionBar> bars)
    {
        var position = bars.Aggregate(Exact.Zero, (sum, bar) => sum + bar.Position);
        return $"A position of {position.ToString(3)} kWh" + (bars.Any(bar => bar.Demand is null)
            ? ", beside a demand that isn't known." : $", beside a demand of {bars.Aggregate(Exact.Zero,
                (sum, bar) => sum + bar.Demand!.Value).ToString(3)} kWh.");
    }
}
