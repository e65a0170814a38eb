using Busbar.Quantities;
using NodaTime;

namespace Busbar.Rating;

/// <summary>How the baseline of an event came about.</summary>
/// <param name="Text">The baseline as written.</param>
/// <param name="Dimension">Of its values.</param>
/// <param name="Days">The days that it is the mean of, the latest first.</param>
/// <param name="Ratio">By what it was multiplied; null where it wasn't.</param>
/// <param name="Difference">The power by which it was moved; null where it wasn't.</param>
/// <param name="IsBound">Whether the limit decided that.</param>
/// <param name="Intervals">Those of the event, in order.</param>
public sealed record RatedBaseline(
    string Text, CalledTime Time, Dimension Dimension, IReadOnlyList<LocalDate> Days, Exact? Ratio, Exact? Difference,
    bool IsBound, IReadOnlyList<RatedBaselineInterval> Intervals)
{
    /// <summary>What would have been used.</summary>
    public Exact Baseline { get; } = Intervals.Aggregate(Exact.Zero, (sum, one) => sum + one.Baseline);

    /// <summary>What was used.</summary>
    public Exact Load { get; } = Intervals.Aggregate(Exact.Zero, (sum, one) => sum + one.Load);
}

/// <summary>An interval of an event.</summary>
/// <param name="Baseline">What would have been used in it.</param>
/// <param name="Load">What was used in it.</param>
public readonly record struct RatedBaselineInterval(Instant Start, Exact Baseline, Exact Load);
