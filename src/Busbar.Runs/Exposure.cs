using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>What puts at risk that waits for a decision.</summary>
/// <param name="Bills">The issued bills that would come out otherwise if the values that wait are right.</param>
/// <param name="Unbilled">What isn't billed yet and is held meanwhile, or would come out otherwise.</param>
public sealed record Exposure(IReadOnlyList<ConcernedBill> Bills, IReadOnlyList<UnbilledRisk> Unbilled)
{
    /// <summary>Nothing is.</summary>
    public static readonly Exposure None = new([], []);
}

/// <summary>An account and billing period that isn't billed yet, and what waits over it.</summary>
/// <param name="Connections">Of which something waits, by their ids.</param>
public sealed record UnbilledRisk(string Account, Days Period, IReadOnlyList<string> Connections)
{
    /// <summary>Whether no bill can be made until it is decided; if not, the bill is made with what was known before.
    /// </summary>
    public bool IsHeld { get; init; }

    /// <summary>What the bill would be more if what waits is right; null where it is held, or can't be made yet.
    /// </summary>
    public Money? Difference { get; init; }

    /// <summary>What the bill that is held comes to if what waits is right; null where it isn't held, or can't be made
    /// then either.</summary>
    public Money? Total { get; init; }

    /// <summary>How much more each channel would have, where no money can be told yet.</summary>
    public IReadOnlyList<ExposedAmount> Amounts { get; init; } = [];
}

/// <summary>How much more a channel would have if the values that wait are right.</summary>
public sealed record ExposedAmount(string Connection, string Channel, Exact Amount, Dimension Dimension);
