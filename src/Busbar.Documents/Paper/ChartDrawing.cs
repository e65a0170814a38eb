namespace Busbar.Documents.Paper;

/// <summary>A chart as shapes, the same for every output.</summary>
internal static class ChartDrawing
{
    /// <param name="size">Of its letters.</param>
    /// <param name="tightness">How much of its usual height it has; a first page may need the rest.</param>
    public static Drawing Of(Chart chart, Look look, double width, double size, Shaper shaper, double tightness = 1)
    {
        var plot = new ChartPlot(width, size, shaper, chart.Words) { Tightness = tightness };
        var colour = Colour.Parse(look.Colour).OnWhite(Colour.LeastOfText);
        return chart switch
        {
            Chart.Bars bars => BarsDrawing.Of(bars, plot, colour),
            Chart.HeatMap map => HeatMapDrawing.Of(map, plot, colour),
            Chart.DayCourse course => DayCourseDrawing.Of(course, plot, colour),
            Chart.Stacks stacks => StacksDrawing.Of(stacks, plot, colour),
            Chart.Flows flows => FlowsDrawing.Of(flows, plot, colour),
            _ => throw new InvalidOperationException($"{chart.GetType().Name} is drawn nowhere."),
        };
    }
}
