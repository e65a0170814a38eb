using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>What a member of a pool brings under a name, at the pool's boundary: a channel or a formula of its own, or
/// a number such as a weight. Who doesn't say brings nothing.</summary>
public sealed record BroughtFormula(string Name, Shape Shape) : Formula(Shape);

/// <summary>The sum over a pool's members: <c>pool.consumption</c>.</summary>
/// <param name="Of">A value of each member.</param>
public sealed record PooledFormula(Formula Of) : Formula(Of.Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];
}

/// <summary>What the pool's parent measures: <c>parent.import</c>.</summary>
/// <param name="Of">A channel of the parent, at the pool's boundary.</param>
public sealed record ParentFormula(Formula Of) : Formula(Of.Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];
}

/// <summary>The net money of the parent's charges in some groups, as they are rounded on its bill.</summary>
/// <param name="Text">The canonical text, for its explanation.</param>
public sealed record ParentCostFormula(IReadOnlyList<string> Groups, string Text, Currency Currency)
    : Formula(Shape.Of(Dimension.Money(Currency), Step.Interval))
{
    /// <inheritdoc/>
    public override bool IsOfAgreement => true;
}

/// <summary>A member's part of what a pool shares: it conserves the whole.</summary>
/// <param name="Name">Under which the pool shares it.</param>
/// <param name="Of">The whole: a value of the pool.</param>
/// <param name="Key">What each member's part is in the ratio of.</param>
/// <param name="Otherwise">The key where all keys are zero; null: nothing is shared there.</param>
/// <param name="Claim">What the keys are parts of; null: their sum.</param>
/// <param name="UpTo">What no part exceeds; null: all may be had.</param>
/// <param name="IsAgain">Whether what a limit cut off goes to those under theirs.</param>
/// <param name="Order">The lower, the earlier a member is served; null: all at once.</param>
/// <param name="Window">In which the whole is shared: that of the whole or of the key, whichever is coarser.</param>
public sealed record ShareFormula(
    string Name, Formula Of, Formula Key, Formula? Otherwise, Formula? Claim, Formula? UpTo, bool IsAgain,
    Formula? Order, Step Window, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts =>
        [.. new[] { Of, Key, Otherwise, Claim, UpTo, Order }.OfType<Formula>()];

    /// <summary>Whether money is shared: then it is rounded once for each window of days, and a key per interval gives
    /// the weights.</summary>
    public bool IsMoney => !Shape.Dimension.IsMetered;

    /// <summary>Whether the parts are amounts of whole windows, which stand on the last day of each.</summary>
    public bool IsLumped => Shape.Step != Step.Interval;

    /// <summary>The window of days at whose end a lump is known.</summary>
    public Step LumpWindow => Window < Step.Month ? Window == Step.Day && !IsMoney ? Step.Day : Step.Period : Window;

    /// <summary>Whether it shares the parent's cost, over the periods of its bills.</summary>
    public bool IsOfParentCost => Of.All().Any(part => part is ParentCostFormula);

    /// <summary>The groups of the parent's charges that it shares.</summary>
    public IEnumerable<string> CostGroups =>
        Of.All().OfType<ParentCostFormula>().SelectMany(cost => cost.Groups).Distinct();

    /// <summary>Whether it deals out by a key of each interval, and so needs to know when the whole arises.</summary>
    public bool IsByIntervalKey =>
        Window == Step.Interval && Key.Shape is { AddsUp: true, Step.Kind: StepKind.Interval };
}

/// <summary>What no member got of a share: <c>pool.residual(wind)</c>.</summary>
public sealed record ResidualFormula(ShareFormula Share) : Formula(Share.Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Share];
}

/// <summary>Whose a settled value is.</summary>
public enum Settled
{
    /// <summary>Of the agreement's own connections.</summary>
    Own,

    /// <summary>The sum over all members of the pool.</summary>
    All,

    /// <summary>What no member got.</summary>
    Residual,

    /// <summary>What was shared.</summary>
    Whole,
}

/// <summary>In a product, what a pool has settled: <c>wind</c>, <c>pool.consumption</c>,
/// <c>pool.residual(wind)</c>.</summary>
/// <param name="Pool">Under which name an agreement binds the pool; empty for the one that it is in.</param>
/// <param name="Name">What a member brings or gets there.</param>
/// <param name="Per">The window of an amount that stands on its last day; null where there is one per interval.</param>
public sealed record SettledFormula(string Pool, string Name, Settled Whose, Step? Per, Shape Shape) : Formula(Shape)
{
    /// <summary>As formulas write it.</summary>
    public string Text => Whose switch
    {
        Settled.All => $"pool.{Name}", Settled.Residual => $"pool.residual({Name})",
        _ => Pool.Length == 0 ? Name : $"{Pool}.{Name}",
    };
}
