using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>How often a value changes: from the interval, the finest, to for ever, the coarsest.</summary>
public enum Step
{
    /// <summary>At the product's interval.</summary>
    Interval,

    /// <summary>By the local day.</summary>
    Day,

    /// <summary>By the calendar month.</summary>
    Month,

    /// <summary>By the calendar quarter.</summary>
    Quarter,

    /// <summary>By the calendar year.</summary>
    Year,

    /// <summary>By the billing period.</summary>
    Period,

    /// <summary>Never: a constant.</summary>
    Forever,
}

/// <summary>
/// What a formula gives: a dimension, and a value per step. What adds up (energy, money, time, and a power times days)
/// is summed to a coarser step and never spread over a finer one; what holds (a price, a power, a factor) keeps its
/// value over the finer steps inside its own.
/// </summary>
/// <param name="IsCondition">Whether it is true or not, and no value: it holds, and can be neither added nor
/// multiplied.</param>
public readonly record struct Shape(Dimension Dimension, Step Step, bool AddsUp, bool IsCondition = false)
{
    /// <summary>The shape of what is true or not.</summary>
    public static Shape Condition(Step step) => new(Dimension.None, step, AddsUp: false, IsCondition: true);

    /// <summary>The shape of something measured or given: energy, money, time and counted things add up.</summary>
    public static Shape Of(Dimension dimension, Step step) => new(dimension, step, dimension.IsBase);

    /// <inheritdoc/>
    public override string ToString() =>
        (IsCondition ? "a condition" : Dimension == Dimension.None ? "a number" : Dimension.ToString())
        + (Step == Step.Forever ? "" : $" per {Step.Word()}");
}

/// <summary>The words for steps.</summary>
public static class Steps
{
    /// <summary>The windows that a formula can name, by their words.</summary>
    public static readonly IReadOnlyDictionary<string, Step> Windows = new Dictionary<string, Step>
    {
        ["interval"] = Step.Interval, ["day"] = Step.Day, ["month"] = Step.Month, ["quarter"] = Step.Quarter,
        ["year"] = Step.Year, ["period"] = Step.Period,
    };

    /// <summary>The word of a step in a formula or a message.</summary>
    public static string Word(this Step step) => step switch
    {
        Step.Interval => "interval", Step.Day => "day", Step.Month => "month", Step.Quarter => "quarter",
        Step.Year => "year", Step.Period => "billing period", _ => "ever",
    };

    /// <summary>Whether a step is a window of the calendar that may begin before a bill and end on it.</summary>
    public static bool IsCalendarWindow(this Step step) => step is Step.Month or Step.Quarter or Step.Year;
}
