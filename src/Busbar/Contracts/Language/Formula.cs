using System.Runtime.CompilerServices;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>
/// A formula whose names are resolved and whose dimensions and steps agree: a closed list of cases, each with what it
/// needs to be rated.
/// </summary>
/// <remarks>Two formulas are the same only if they are one object; a formula is checked once and shared.</remarks>
public abstract record Formula(Shape Shape)
{
    // Found when first asked for. Many threads ask at once: a number of one word is read whole, or not yet there.
    private int _depth;
    private Traits _traits;

    [Flags]
    private enum Traits
    {
        Unknown = 0,
        Known = 1,
        HasTerms = 2,
        IsMeasured = 4,
        NeedsWhole = 8,
        IsOfAgreement = 16,
        HasWindows = 32,
    }

    /// <summary>The formulas that it is made of, in the order in which they are written.</summary>
    public virtual IReadOnlyList<Formula> Parts => [];

    /// <summary>How many formulas stand in each other, this with them.</summary>
    public int Depth => _depth > 0 ? _depth
        : _depth = 1 + Parts.Select(part => part.Depth).DefaultIfEmpty().Max();

    /// <summary>This and all that it is made of, each once, in the order in which they are written.</summary>
    /// <param name="isEntered">Which parts count, with all that they are made of; null: all do.</param>
    public IReadOnlyList<Formula> All(Func<Formula, bool>? isEntered = null)
    {
        var (all, seen) = (new List<Formula>(), new HashSet<Formula>(ReferenceEqualityComparer.Instance));
        var open = new Stack<Formula>([this]);
        while (open.TryPop(out var formula))
        {
            if (!seen.Add(formula)) continue;
            all.Add(formula);
            foreach (var part in formula.Parts.Reverse())
                if (isEntered?.Invoke(part) ?? true) open.Push(part);
        }
        return all;
    }

    /// <summary>Whether all who share the product and a calendar have the same values.</summary>
    public bool IsCommon =>
        (Found() & (Traits.HasTerms | Traits.IsMeasured | Traits.IsOfAgreement)) == Traits.Unknown;

    /// <summary>Whether something in it is measured.</summary>
    public bool IsMeasured => Found().HasFlag(Traits.IsMeasured);

    /// <summary>Whether it depends on what an agreement fills in.</summary>
    public bool HasTerms => Found().HasFlag(Traits.HasTerms);

    /// <summary>
    /// Whether it needs all of a window or a billing period, and not only the days that are asked for.
    /// </summary>
    public bool NeedsWhole => Found().HasFlag(Traits.NeedsWhole);

    /// <summary>Whether it has figures of windows longer than a day, counts in them, or remembers some.</summary>
    public bool HasWindows => Found().HasFlag(Traits.HasWindows);

    /// <inheritdoc/>
    public virtual bool Equals(Formula? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>The coarsest window of the calendar that it needs whole; null where it needs none.</summary>
    public Step? CalendarWindow => All().Select(part => part.WholeWindow)
        .Where(window => window is { IsCalendarWindow: true }).Max();

    /// <summary>The window that it needs whole by itself, without its parts; null where it needs none.</summary>
    public virtual Step? WholeWindow => null;

    /// <summary>The window that it is a figure of or counts in, by itself; null where there is none.</summary>
    public virtual Step? InWindow => WholeWindow;

    /// <summary>Whether it rests by itself on windows before its own, however short they are.</summary>
    public virtual bool RemembersWindows => false;

    /// <summary>Whether it depends by itself on the agreement's days, events or trades, on when supply or a pool began,
    /// or on other charges.</summary>
    public virtual bool IsOfAgreement => false;

    private Traits Found()
    {
        var traits = _traits;
        if (traits != Traits.Unknown) return traits;
        traits = Traits.Known;
        foreach (var part in All())
        {
            if (part.WholeWindow > Step.Day || part is UnbrokenFormula) traits |= Traits.NeedsWhole;
            if (part.IsOfAgreement) traits |= Traits.IsOfAgreement;
            if (part.InWindow > Step.Day || part.RemembersWindows) traits |= Traits.HasWindows;
            if (part is TermFormula or QualifyingFormula) traits |= Traits.HasTerms;
            if (part is ChannelFormula or BroughtFormula or ParentCostFormula or SettledFormula or TradesFormula
                or SessionFormula)
                traits |= Traits.IsMeasured;
        }
        return _traits = traits;
    }
}

/// <summary>A number with its unit, in the canonical unit.</summary>
public sealed record ConstantFormula(Exact Value, Dimension Dimension) : Formula(Shape.Of(Dimension, Step.Forever));

/// <summary>What a channel of the agreement's connections measures, summed over them.</summary>
public sealed record ChannelFormula(Channel Channel) : Formula(Shape.Of(Channel.Unit.Dimension, Step.Interval));

/// <summary>A number of the agreement. Where it changes within a period, the days before and after are rated each with
/// its own.</summary>
public sealed record TermFormula(Term Term) : Formula(Shape.Of(Term.Unit.Dimension, Step.Forever));

/// <summary>The share of the use that qualifies for the domestic class of a tax: <c>fuel.qualifying</c>. It is settled
/// from readings before anything is priced.</summary>
public sealed record QualifyingFormula(TaxClass Tax) : Formula(Shape.Of(Dimension.None, Step.Forever))
{
    /// <summary>The word for it, after the name of its class.</summary>
    public const string Word = "qualifying";

    /// <summary>As it is written.</summary>
    public string Name { get; } = $"{Tax.Name}.{Word}";
}

/// <summary>A market's values.</summary>
public sealed record MarketFormula(MarketSeries Series) : Formula(Shape.Of(Series.Unit.Dimension, Series.Step));

/// <summary>A quantity that the product names.</summary>
public sealed record QuantityFormula(string Name, WrittenFormula Meaning) : Formula(Meaning.Formula.Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Meaning.Formula];
}

/// <summary>The time that passes: <c>days</c>, <c>hours</c>, <c>months</c>, <c>years</c>.</summary>
/// <remarks>
/// Each local day of a month is that month's number of days of it: a whole month is exactly 1. A year is twelve months,
/// and months are the unit of both.
/// </remarks>
/// <param name="DayCount">How days make months and years.</param>
public sealed record ElapsedFormula(Dimension Unit, DayCount DayCount) : Formula(
    Shape.Of(Unit, Unit == Dimension.Hour ? Step.Interval : Step.Day));

/// <summary>Two formulas combined value by value. A quotient is rounded to 10⁻⁹, half away from zero.</summary>
/// <param name="Operator">One of + - * /.</param>
/// <param name="Otherwise">What a division by zero gives; null holds the bill.</param>
/// <param name="Shape">What they give; its step is the one at which they meet.</param>
public sealed record ArithmeticFormula(
    Operator Operator, Formula Left, Formula Right, Formula? Otherwise, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => Otherwise is null ? [Left, Right] : [Left, Right, Otherwise];
}

/// <summary>The least or the greatest of some values.</summary>
public sealed record ExtremeFormula(bool IsGreatest, IReadOnlyList<Formula> Of, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => Of;
}

/// <summary>A value, and nothing where it is below zero. How often it cut something off is counted.</summary>
public sealed record PositiveFormula(Formula Of) : Formula(Of.Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];
}

/// <summary>One formula for each band of a calendar.</summary>
/// <param name="Bands">In the order of the calendar's bands.</param>
public sealed record ByFormula(Time.Calendar Calendar, IReadOnlyList<Formula> Bands, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => Bands;
}

/// <summary>A value within a band of a calendar, and nothing outside.</summary>
public sealed record DuringFormula(Formula Of, Time.Calendar Calendar, int Band)
    : Formula(Of.Shape with { Step = Step.Interval })
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];
}

/// <summary>Each value to a multiple of a step, or each window's sum: the difference is added to the last of its values
/// that isn't zero.</summary>
/// <param name="Multiple">The step: a number above zero, or one value per window, of which zero doesn't round.</param>
/// <param name="Window">Null: each value by itself.</param>
public sealed record RoundFormula(Formula Of, Formula Multiple, Rounding Rule, Step? Window = null) : Formula(Of.Shape)
{
    /// <inheritdoc/>
    public override Step? WholeWindow => Window;

    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of, Multiple];
}

/// <summary>The square root of the sum of two squares, to 10⁻⁶, half away from zero: of active and reactive energy
/// the apparent energy.</summary>
/// <param name="Shape">What they give; its step is the one at which they meet.</param>
public sealed record HypotFormula(Formula Left, Formula Right, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Left, Right];
}
