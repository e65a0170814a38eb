using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>What a pool has under one name over some days: what each member brings or gets, and the proof that it
/// closes.</summary>
/// <param name="Members">By connection; also who is no member any more, where it was one for the settlement.</param>
/// <param name="Sum">Of all members.</param>
/// <param name="Residual">What no member got; null for what members bring.</param>
/// <param name="Whole">What was shared; null likewise.</param>
/// <param name="Series">Of each part, for those who look at the intervals.</param>
public sealed record PoolName(
    string Name, Dimension Dimension, bool IsByInterval, IReadOnlyList<(string Connection, Exact Amount)> Members,
    Exact Sum, Exact? Residual, Exact? Whole, bool IsEstimated, IReadOnlyDictionary<string, Series> Series)
{
    /// <summary>How many intervals or windows there are, and in how many what members got and what is left aren't the
    /// whole.</summary>
    public (int All, int Open) Proof { get; init; }

    /// <summary>The days, or the windows, of which it is what was settled.</summary>
    public IReadOnlyList<Days> Settled { get; init; } = [];

    /// <summary>The days, or the windows, of which it is what would be settled now.</summary>
    public IReadOnlyList<Days> Open { get; init; } = [];
}

/// <summary>Who was a member of a pool for a settlement and isn't one there now, or the other way round.</summary>
/// <param name="WasMember">Whether it was one, and isn't now.</param>
/// <param name="Days">Of the settlement.</param>
/// <param name="Names">What was settled with it, or without it.</param>
public sealed record OtherMember(
    string Connection, bool WasMember, IReadOnlyList<Days> Days, IReadOnlyList<string> Names);

/// <summary>The balance of a pool over some days.</summary>
/// <param name="Faults">Why something can't be settled; then it is left out.</param>
/// <param name="Otherwise">What is settled and would come out otherwise now: it rests on readings that are others by
/// now, or on other members.</param>
public sealed record PoolBalance(
    Pool Pool, Days Days, IReadOnlyList<PoolName> Names, IReadOnlyList<Fault> Faults,
    IReadOnlyList<ResettledName> Otherwise)
{
    /// <summary>Whether all of it is settled, and nothing as it would be settled now.</summary>
    public bool IsStored => Faults.Count == 0 && Names.All(name => name.Open.Count == 0);

    /// <summary>Where something isn't as it must be, in the order of time.</summary>
    public IReadOnlyList<BrokenMust> Broken { get; init; } = [];

    /// <summary>Those with whom, or without whom, it was settled, and who aren't or are members now.</summary>
    public IReadOnlyList<OtherMember> OtherMembers { get; init; } = [];

    /// <summary>The issued bills that rest on something else than would be settled now.</summary>
    public IReadOnlyList<ConcernedBill> Concerned { get; init; } = [];

    /// <summary>What its operator has of it; null where nothing was billed or invoiced, where it has no parent, or
    /// where something of it can't be settled, so that bills are still to come.</summary>
    public PoolMargin? Margin { get; init; }
}
