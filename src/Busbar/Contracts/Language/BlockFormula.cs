namespace Busbar.Contracts.Language;

/// <summary>
/// A price that depends on how much was counted before in its window: a closed list of cases. It may have amounts of
/// its own beside the price; then it is the whole price of a charge.
/// </summary>
/// <param name="Counted">What is counted: it adds up and is no coarser than the window, or holds for all of it.</param>
/// <param name="Window">Where the count begins anew.</param>
public abstract record BlockFormula(Formula Counted, Step Window, Shape Shape) : Formula(Shape)
{
    /// <summary>Whether it has amounts beside its price.</summary>
    public abstract bool HasFlats { get; }

    /// <inheritdoc/>
    public override Step? InWindow => Window;

    /// <inheritdoc/>
    public override bool IsOfAgreement => true;
}

/// <summary>How what is counted in a window is dealt out to the blocks.</summary>
public enum Fill
{
    /// <summary>Each interval as it comes.</summary>
    InOrder,

    /// <summary>Each interval has the mix of all the window.</summary>
    Evenly,

    /// <summary>All is in the block that the window reaches.</summary>
    Whole,
}

/// <summary>Block prices: a block goes from above its edge up to and with the next one.</summary>
/// <param name="Tiers">At least one; the first begins at nothing.</param>
public sealed record TiersFormula(
    Formula Counted, Step Window, Fill Fill, IReadOnlyList<Tier> Tiers, Shape Shape)
    : BlockFormula(Counted, Window, Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts =>
        [Counted, .. Tiers.SelectMany(tier => new[] { tier.Edge, tier.Price, tier.Flat }.OfType<Formula>())];

    /// <inheritdoc/>
    public override bool HasFlats => Tiers.Any(tier => tier.Flat is not null);

    /// <inheritdoc/>
    public override Step? WholeWindow => Fill == Fill.InOrder ? null : Window;

    /// <summary>Whether its edges are made of time, numbers and terms alone: then they are known of all days.</summary>
    public bool HasEdgesOfTime { get; } = Tiers.All(tier => IsOfTime(tier.Edge));

    /// <summary>Whether a formula is made of time, numbers and terms.</summary>
    internal static bool IsOfTime(Formula formula) => formula.All().All(part =>
        part is ConstantFormula or TermFormula or ElapsedFormula or ArithmeticFormula or QuantityFormula
            or ExtremeFormula);

    /// <summary>The step at which an interval is split between blocks.</summary>
    public Step SplitStep => Fill == Fill.InOrder ? Counted.Shape.Step : Window;
}

/// <summary>One block.</summary>
/// <param name="Name">As a line is called: <c>300 kWh to 600 kWh</c>.</param>
/// <param name="Edge">Where it begins; it never changes, adds up to the window's, or holds over all of it.</param>
/// <param name="Flat">An amount of money for having reached it; null: none.</param>
public sealed record Tier(string Name, Formula Edge, Formula Price, Formula? Flat);

/// <summary>A price for each whole package that is begun.</summary>
/// <param name="Size">Of what is counted; it never changes.</param>
/// <param name="Price">Money; it never changes.</param>
public sealed record PackagesFormula(
    Formula Counted, Step Window, Formula Size, Formula Price, Shape Shape) : BlockFormula(Counted, Window, Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Counted, Size, Price];

    /// <inheritdoc/>
    public override bool HasFlats => true;
}
