using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>One figure for each window of a value: a closed list of cases.</summary>
/// <param name="Of">Of what; never coarser than the window.</param>
public abstract record WindowFormula(Formula Of, Step Window, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];

    /// <inheritdoc/>
    public override Step? WholeWindow => Window;
}

/// <summary>The sum over each window.</summary>
public sealed record SumFormula(Formula Of, Step Window) : WindowFormula(Of, Window, Of.Shape with { Step = Window });

/// <summary>The mean of the values of each window, exact. It holds, also where they add up.</summary>
public sealed record MeanFormula(Formula Of, Step Window)
    : WindowFormula(Of, Window, Of.Shape with { Step = Window, AddsUp = false });

/// <summary>How many places of each window a condition is true in.</summary>
/// <remarks>It adds up: what two windows count is what both of them count together, and so it can be billed.</remarks>
public sealed record CountFormula(Formula Of, Step Window)
    : WindowFormula(Of, Window, new(Dimension.None, Window, AddsUp: true));

/// <summary>The greatest power of each window. It holds.</summary>
/// <param name="Text">The canonical text, for its explanation.</param>
/// <param name="Of">A power, or what is counted by the interval and becomes one over its real hours.</param>
/// <param name="Power">The dimension of the power.</param>
/// <param name="Blocks">How the values are taken together and chosen from.</param>
/// <param name="When">Whose greatest values say when; null: its own.</param>
public sealed record PeakFormula(
    string Text, Formula Of, Step Window, Dimension Power, PeakBlocks Blocks, Formula? When)
    : WindowFormula(Of, Window, new(Power, Window, AddsUp: false))
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => When is null ? [Of] : [Of, When];
}

/// <summary>The greatest of the peaks of the windows before each: what a ratchet remembers. It holds.</summary>
/// <param name="Peak">The peak of each window.</param>
/// <param name="Past">How many windows before.</param>
/// <param name="History">The peaks of windows before supply began, by their first days; null: there are none.</param>
public sealed record PastPeakFormula(PeakFormula Peak, int Past, TermFormula? History)
    : WindowFormula(Peak, Peak.Window, Peak.Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => History is null ? [Peak] : [Peak, History];

    /// <inheritdoc/>
    public override bool RemembersWindows => true;

    /// <inheritdoc/>
    public override bool IsOfAgreement => true;
}

/// <summary>Which averages a peak is chosen from, and how many of them are chosen.</summary>
/// <param name="Step">The step of the values that are looked at.</param>
/// <param name="OverMinutes">The length of the blocks that are averaged, from local midnight; null: each value by
/// itself.</param>
/// <param name="Top">Of how many the mean is taken: the greatest.</param>
/// <param name="AreApart">Whether each is of another day.</param>
public sealed record PeakBlocks(Step Step, int? OverMinutes, int Top, bool AreApart);
