using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>A picture of figures, as figures: each output draws it, and all of them from the same shapes.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Description">What is seen in it, in a sentence, for those who can't.</param>
/// <param name="Unit">Of its values: <c>kWh</c>.</param>
public abstract record Chart(string Title, string Description, string Unit)
{
    /// <summary>What its drawing says by itself.</summary>
    public required ChartWords Words { get; init; }

    /// <summary>Bars along time: the use of each day, beside that of the period before.</summary>
    /// <param name="Labels">Of each place, in short; those that don't fit aren't written.</param>
    /// <param name="Now">A value for each place; null: not known.</param>
    /// <param name="Before">The values to compare with; null where there are none.</param>
    public sealed record Bars(
        string Title, string Description, string Unit, IReadOnlyList<string> Labels, ChartSeries Now,
        ChartSeries? Before) : Chart(Title, Description, Unit);

    /// <summary>A field of cells, the darker the more: days below each other, hours beside each other.</summary>
    /// <param name="Cells">Row by row; null: not known.</param>
    /// <param name="Absent">The places that there never were: an hour that the clocks skip.</param>
    public sealed record HeatMap(
        string Title, string Description, string Unit, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns,
        IReadOnlyList<IReadOnlyList<Exact?>> Cells, IReadOnlySet<(int Row, int Column)> Absent)
        : Chart(Title, Description, Unit);

    /// <summary>The course of a typical day as lines, above the bands of its prices.</summary>
    /// <param name="Labels">Of each interval's start.</param>
    /// <param name="Bands">Which price holds when; empty where it is one.</param>
    public sealed record DayCourse(
        string Title, string Description, string Unit, IReadOnlyList<string> Labels,
        IReadOnlyList<ChartSeries> Lines, IReadOnlyList<ChartBand> Bands) : Chart(Title, Description, Unit);

    /// <summary>Bars along time whose parts stand on each other, some above the line of nought and some below it.
    /// </summary>
    /// <param name="Labels">Of each place, in short; those that don't fit aren't written.</param>
    /// <param name="Above">None below nought; the first is filled, those on it are hatched.</param>
    /// <param name="Below">What hangs below the line, none below nought; null: nothing.</param>
    public sealed record Stacks(
        string Title, string Description, string Unit, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Above,
        ChartSeries? Below) : Chart(Title, Description, Unit);

    /// <summary>What flows from places on the left to places on the right, through one in the middle or beside it, as
    /// bands as broad as it is much.</summary>
    /// <param name="Places">From the top down in each column.</param>
    /// <param name="Streams">None below nought, each to a column further right.</param>
    public sealed record Flows(
        string Title, string Description, string Unit, IReadOnlyList<FlowPlace> Places,
        IReadOnlyList<FlowBand> Streams) : Chart(Title, Description, Unit);
}

/// <summary>A place where something flows from or to.</summary>
/// <param name="Column">0 on the left, 1 in the middle, where one place may be, and 2 on the right.</param>
/// <param name="IsOutside">Whether it isn't what the chart is about.</param>
public sealed record FlowPlace(string Name, int Column, bool IsOutside = false);

/// <summary>What flows from one place to another.</summary>
/// <param name="From">The index of a place.</param>
/// <param name="To">That of another.</param>
public sealed record FlowBand(int From, int To, Exact Amount);

/// <summary>The few words that a drawing adds to what it shows.</summary>
/// <param name="Estimated">What a legend calls an estimate.</param>
/// <param name="Unknown">What a legend calls a place without a value.</param>
/// <param name="Absent">What it calls one that there never was.</param>
/// <param name="DecimalSign">Of the marks of its axes: <c>.</c> or <c>,</c>.</param>
/// <param name="Thousands">What stands between their thousands.</param>
public sealed record ChartWords(string Estimated, string Unknown, string Absent, char DecimalSign, string Thousands);

/// <summary>Values of a chart with their name.</summary>
/// <param name="Estimated">Which of them are estimates; empty where none is.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<Exact?> Values, IReadOnlySet<int> Estimated);

/// <summary>A stretch of a chart's width with a name.</summary>
/// <param name="From">The first place in it.</param>
/// <param name="To">The first place after it.</param>
public sealed record ChartBand(string Name, int From, int To);
