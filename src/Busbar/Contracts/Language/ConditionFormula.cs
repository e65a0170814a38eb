using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>Whether one value is less than another, equal to it and so on, where they meet.</summary>
/// <param name="Operator">One of &lt; &lt;= &gt; &gt;= is.</param>
/// <param name="Meeting">The step at which they are compared.</param>
public sealed record ComparisonFormula(Operator Operator, Formula Left, Formula Right, Step Meeting)
    : Formula(Shape.Condition(Meeting))
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Left, Right];
}

/// <summary>Whether both or one of two conditions are true, at the finer of their steps.</summary>
/// <param name="IsBoth"><c>and</c>, or <c>or</c>.</param>
public sealed record LogicFormula(bool IsBoth, Formula Left, Formula Right)
    : Formula(Shape.Condition(Step.Within(Left.Shape.Step, Right.Shape.Step)))
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Left, Right];
}

/// <summary>Whether a condition isn't true.</summary>
public sealed record NotFormula(Formula Of) : Formula(Of.Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];
}

/// <summary>Whether an interval lies in a run of true ones that is long enough.</summary>
/// <param name="Hours">The least length of a run, in real hours.</param>
public sealed record UnbrokenFormula(Formula Condition, Exact Hours) : Formula(Shape.Condition(Step.Interval))
{
    private const int HoursOfShortestDay = 23;

    /// <summary>The longest run that may be asked for: what lies around a bill is looked at.</summary>
    public const int MostHours = 31 * 24;

    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Condition];

    /// <inheritdoc/>
    public override bool RemembersWindows => true;

    /// <summary>How many days before and after an interval tell whether its run is long enough, however short the
    /// clocks make them.</summary>
    public int DaysAround => (int)(Hours / HoursOfShortestDay).Round(0, Rounding.Up).ToScaled(0);
}

/// <summary>One value where a condition is true, and another where it isn't.</summary>
/// <param name="Shape">What they give; where it adds up the condition is never finer.</param>
public sealed record WhenFormula(Formula Condition, Formula Then, Formula Otherwise, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Condition, Then, Otherwise];
}
