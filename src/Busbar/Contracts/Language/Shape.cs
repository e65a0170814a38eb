using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>
/// What a formula gives: a dimension, and a value per step. What adds up (energy, money, time, and a power times days)
/// is summed to a coarser step and never spread over a finer one; what holds (a price, a power, a factor) keeps its
/// value over the finer steps inside its own.
/// </summary>
/// <param name="IsCondition">Whether it is true or not, and no value: it holds, and can be neither added nor
/// multiplied.</param>
/// <param name="Boundary">Where energy was moved to; null: at the meter, or nowhere.</param>
public readonly record struct Shape(Dimension Dimension, Step Step, bool AddsUp, bool IsCondition = false,
    string? Boundary = null)
{
    /// <summary>The shape of what is true or not.</summary>
    public static Shape Condition(Step step) => new(Dimension.None, step, AddsUp: false, IsCondition: true);

    /// <summary>The shape of something measured or given: energy, money, time and counted things add up.</summary>
    public static Shape Of(Dimension dimension, Step step) => new(dimension, step, dimension.IsBase);

    /// <inheritdoc/>
    public override string ToString() =>
        (IsCondition ? "a condition" : Dimension == Dimension.None ? "a number" : Dimension.ToString())
        + (Step == Step.Forever ? "" : $" per {Step.Word}") + (Boundary is null ? "" : $" at {Boundary}");
}
