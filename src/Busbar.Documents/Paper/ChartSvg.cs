using System.Globalization;
using System.Text;

namespace Busbar.Documents.Paper;

/// <summary>
/// A chart as SVG that stands alone or in a page: no scripts, no styles, no names that another one could have, besides
/// the two by which it is described.
/// </summary>
public static class ChartSvg
{
    private const double Width = 720;
    private const double LetterSize = 13;
    private const double NarrowWidth = 320;
    private const double NarrowLetterSize = 12.5;

    /// <param name="id">Of the elements that describe it, where several stand in one page.</param>
    public static string Write(Chart chart, Look look, string id = "chart") =>
        Write(chart, look, id, Width, LetterSize, "");

    /// <summary>The same chart for a telephone, where a page shows the one or the other.</summary>
    public static string Narrow(Chart chart, Look look, string id) =>
        Write(chart, look, id, NarrowWidth, NarrowLetterSize, " class=\"narrow\"");

    private static string Write(Chart chart, Look look, string id, double width, double letterSize, string kind)
    {
        var drawing = ChartDrawing.Of(chart, look, width, letterSize, new());
        var svg = new StringBuilder();
        svg.Add($"<svg xmlns=\"http://www.w3.org/2000/svg\"{kind} viewBox=\"0 0 {width:0} {drawing.Height:0.##}\"");
        svg.Add($" role=\"img\" aria-labelledby=\"{Escaped(id)}-title {Escaped(id)}-desc\"");
        svg.Add($" font-size=\"{letterSize:0.##}\"");
        svg.Add($" font-family=\"system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif\">\n");
        svg.Add($"<title id=\"{Escaped(id)}-title\">{Escaped(chart.Title)}</title>\n");
        svg.Add($"<desc id=\"{Escaped(id)}-desc\">{Escaped(chart.Description)}</desc>\n");
        foreach (var shape in drawing.Shapes) Write(svg, shape);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Write(StringBuilder svg, Shape shape)
    {
        switch (shape)
        {
            case Shape.Box box:
                svg.Add($"<rect x=\"{box.X:0.##}\" y=\"{box.Y:0.##}\" width=\"{box.Width:0.##}\"");
                svg.Add($" height=\"{box.Height:0.##}\" fill=\"{box.Fill.Hex}\"");
                svg.Append(box.Says is null ? "/>\n" : $"><title>{Escaped(box.Says)}</title></rect>\n");
                break;
            case Shape.Line line:
                svg.Append("<polyline points=\"");
                foreach (var spot in line.Spots) svg.Add($"{spot.X:0.##},{spot.Y:0.##} ");
                svg.Add($"\" fill=\"none\" stroke=\"{line.Colour.Hex}\" stroke-width=\"{line.Thickness:0.##}\"");
                if (line.Dash > 0) svg.Add($" stroke-dasharray=\"{line.Dash:0.##}\"");
                svg.Append("/>\n");
                break;
            case Shape.Area area:
                svg.Append("<polygon points=\"");
                foreach (var spot in area.Spots) svg.Add($"{spot.X:0.##},{spot.Y:0.##} ");
                svg.Add($"\" fill=\"{area.Fill.Hex}\"");
                svg.Append(area.Says is null ? "/>\n" : $"><title>{Escaped(area.Says)}</title></polygon>\n");
                break;
            case Shape.Label label:
                var anchor = label.Anchor switch { Anchor.Middle => "middle", Anchor.End => "end", _ => "start" };
                svg.Add($"<text x=\"{label.X:0.##}\" y=\"{label.Y:0.##}\" text-anchor=\"{anchor}\"");
                svg.Add($" fill=\"{label.Colour.Hex}\">{Escaped(label.Text.Text)}</text>\n");
                break;
            default:
                throw new InvalidOperationException($"A chart has no {shape.GetType().Name}.");
        }
    }

    private static string Escaped(string text) => TextTable.Clean(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static void Add(this StringBuilder svg, FormattableString text) =>
        svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
