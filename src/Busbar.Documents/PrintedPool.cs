using Busbar.Quantities;
using NodaTime;

namespace Busbar.Documents;

/// <summary>A pool over some days as a report shows it.</summary>
/// <param name="Flows">Null where nobody brings energy.</param>
/// <param name="Charges">What was billed to its members, and paid to them, by agreement and charge.</param>
/// <param name="Unbilled">The agreements of its members without a bill whose period begins in these days.</param>
/// <param name="Margin">What the operator of a network has of it; null of a pool without a parent.</param>
/// <param name="Market">What the seller trades for it in the market; null where no prices were named.</param>
public sealed record PrintedPool(
    string Id, Time.Days Days, IReadOnlyList<PrintedPoolName> Names, PrintedFlows? Flows,
    IReadOnlyList<PrintedPoolCharge> Charges, IReadOnlyList<string> Unbilled, string Currency, PrintedMarket? Market,
    PrintedMargin? Margin)
{
    /// <summary>Those with whom, or without whom, it was settled, and who aren't or are members now.</summary>
    public IReadOnlyList<PrintedOtherMember> OtherMembers { get; init; } = [];

    /// <summary>Whether something that its parent measures isn't known, so that there are no flows.</summary>
    public bool IsParentUnknown { get; init; }
}

/// <summary>Where the energy of a pool comes from and goes to, in kWh.</summary>
/// <param name="Gives">What each member gives.</param>
/// <param name="Takes">What each member takes, and what of it the pool covers.</param>
/// <param name="Days">The same of all members by the day.</param>
public sealed record PrintedFlows(
    IReadOnlyList<(string Member, Exact Amount)> Gives,
    IReadOnlyList<(string Member, Exact Amount, Exact Matched)> Takes, IReadOnlyList<PrintedPoolDay> Days)
{
    /// <summary>What comes in and goes out at the parent, behind whose meter the members are; null where they meet
    /// otherwise.</summary>
    public (Exact Import, Exact Export)? Behind { get; init; }

    /// <summary>What all members give.</summary>
    public Exact Given => Gives.Aggregate(Exact.Zero, (sum, one) => sum + one.Amount);

    /// <summary>What all members take.</summary>
    public Exact Taken => Takes.Aggregate(Exact.Zero, (sum, one) => sum + one.Amount);

    /// <summary>What of it the pool covers.</summary>
    public Exact Matched => Takes.Aggregate(Exact.Zero, (sum, one) => sum + one.Matched);
}

/// <summary>A day of a pool, in kWh.</summary>
public sealed record PrintedPoolDay(LocalDate Day, Exact Given, Exact Taken, Exact Matched);

/// <summary>A charge of an agreement as it was billed, over all its bills.</summary>
/// <param name="Members">The connections of the agreement.</param>
/// <param name="Unit">Of the quantity; null where the charge has none.</param>
/// <param name="Amount">Net of tax; below zero for what the seller pays.</param>
/// <param name="IsPassThrough">Whether a third party's cost is passed on, which is nobody's margin.</param>
public sealed record PrintedPoolCharge(
    string Agreement, string Members, string Name, string? Unit, Exact? Quantity, Exact Amount, bool IsPassThrough);

/// <summary>What is over, sold in a market interval by interval, and what is under, bought there.</summary>
/// <param name="Series">The series of prices.</param>
/// <param name="Sold">In kWh; so is what was bought.</param>
/// <param name="Received">For what was sold, exact; so is what was paid.</param>
public sealed record PrintedMarket(string Series, Exact Sold, Exact Received, Exact Bought, Exact Paid);
