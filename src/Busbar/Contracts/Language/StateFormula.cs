using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>A balance of one value per window, which passes on until it is cleared.</summary>
/// <param name="Of">One value per window that adds up.</param>
/// <param name="ClearAfterMonth">The month at whose end it is cleared; null: only where supply ends.</param>
/// <param name="History">What it was when supply began; null: nothing.</param>
/// <param name="Text">The canonical text, for its explanation.</param>
public abstract record BalanceFormula(
    Formula Of, int? ClearAfterMonth, TermFormula? History, string Text, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [.. new[] { Of, History }.OfType<Formula>()];

    /// <inheritdoc/>
    public override Step? WholeWindow => Of.Shape.Step;

    /// <inheritdoc/>
    public override bool RemembersWindows => true;

    /// <inheritdoc/>
    public override bool IsOfAgreement => true;
}

/// <summary>What of a discharge came from a part of what a store was charged with, since supply began, in a pool since
/// its first member joined; or what that had cost (<c>drawn</c>).</summary>
/// <param name="Of">What is discharged, per interval.</param>
/// <param name="From">Energy, a part of what it is charged with; or money, what was paid for it.</param>
/// <param name="Store">All that it is charged with.</param>
/// <param name="Efficiency">What comes out again of what goes in, above zero and at most 1.</param>
/// <param name="Text">The canonical text, for its explanation.</param>
public sealed record DrawnFormula(
    Formula Of, Formula From, Formula Store, Exact Efficiency, DrawnOrder Order, string Text) : Formula(From.Shape)
{
    /// <summary>Whether it asks for what was paid, and not for energy.</summary>
    public bool IsMoney => !Shape.Dimension.IsMetered;

    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of, From, Store];

    /// <inheritdoc/>
    public override bool RemembersWindows => true;

    /// <inheritdoc/>
    public override bool IsOfAgreement => true;
}

/// <summary>In which order what is in a store comes out again.</summary>
public enum DrawnOrder
{
    /// <summary>All of it in one ratio.</summary>
    Mixed,

    /// <summary>What went in first comes out first.</summary>
    FirstIn,

    /// <summary>What is asked for comes out before the rest.</summary>
    FromFirst,

    /// <summary>What is asked for comes out after the rest.</summary>
    FromLast,
}

/// <summary>
/// Net metering: what of each window is left to pay after what was left over before (<c>carry</c>), or what is still
/// left over where the balance is cleared (<c>carried</c>).
/// </summary>
/// <param name="Of">Below zero it is left over.</param>
/// <param name="Earned">What is added to the balance for the windows after its own; null: nothing.</param>
/// <param name="IsLeft">Whether it is what is left where the balance is cleared.</param>
public sealed record CarryFormula(
    Formula Of, Formula? Earned, int? ClearAfterMonth, TermFormula? History, bool IsLeft, string Text)
    : BalanceFormula(Of, ClearAfterMonth, History, Text, Of.Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => Earned is null ? base.Parts : [.. base.Parts, Earned];
}

/// <summary>Whole units: how many of a size are complete by the end of each window and weren't before it; what is less
/// than one passes on.</summary>
/// <param name="Size">Of one unit, above zero.</param>
/// <param name="Shape">A number that adds up, of units where the size is per unit.</param>
public sealed record WholeFormula(
    Formula Of, Exact Size, int? ClearAfterMonth, TermFormula? History, string Text, Shape Shape)
    : BalanceFormula(Of, ClearAfterMonth, History, Text, Shape);

/// <summary>The net money of the agreement's (or connection's) charges in some groups, as they are rounded on a bill.
/// </summary>
/// <param name="Groups">Other ones than that of the charge that asks.</param>
/// <param name="Text">The canonical text, for its explanation.</param>
public sealed record CostFormula(IReadOnlyList<string> Groups, Step Window, string Text, Shape Shape)
    : Formula(Shape)
{
    /// <inheritdoc/>
    public override Step? WholeWindow => Window;

    /// <inheritdoc/>
    public override bool IsOfAgreement => true;
}

/// <summary>1 on the agreement's first day, or on its last, and 0 on all others.</summary>
public sealed record OnceFormula(bool IsStart) : Formula(new Shape(Dimension.None, Step.Day, AddsUp: true))
{
    /// <inheritdoc/>
    public override bool IsOfAgreement => true;
}
