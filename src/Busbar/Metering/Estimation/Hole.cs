namespace Busbar.Metering.Estimation;

/// <summary>Intervals in a row that nobody has measured.</summary>
/// <remarks>Estimates among them don't divide it, so that it is the same hole when some of it was filled before.
/// </remarks>
/// <param name="First">The slot of the first of them in the history.</param>
/// <param name="End">The slot after the last.</param>
/// <param name="Slots">Those that are asked for and have no value yet, in order.</param>
public sealed record Hole(int First, int End, IReadOnlyList<int> Slots)
{
    /// <summary>How many there are, with a value or without.</summary>
    public int Length => End - First;
}

/// <summary>Values that one method made from one basis.</summary>
/// <param name="Values">Each slot with its count, in order.</param>
/// <param name="Basis">What they were made from: <c>as on 2026-01-05</c>.</param>
public sealed record Filled(EstimationMethod Method, IReadOnlyList<(int Slot, long Count)> Values, string Basis);

/// <summary>What a method made of a hole.</summary>
/// <param name="Reason">Why it filled nothing, or not all of it: the end of a sentence.</param>
public sealed record Filling(IReadOnlyList<Filled> Made, string? Reason)
{
    /// <summary>Nothing, and why.</summary>
    public static Filling No(string reason) => new([], reason);
}
