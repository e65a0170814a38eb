using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>Which formulas may be compared, and what conditions make together.</summary>
internal static class Conditions
{
    /// <summary>Values of one kind, compared where they meet. A number by itself may be compared with what is
    /// counted.</summary>
    public static Formula? Comparison(BinarySyntax comparison, FormulaChecker checker)
    {
        var (first, second) = (checker.Of(comparison.Left), checker.Of(comparison.Right));
        if (first is null || second is null) return null;
        if ((Counted(first, second) ?? Held(first, second)) is { } step)
            return new ComparisonFormula(comparison.Operator, first, second, step);
        return Combining.Alike(comparison.Operator.Symbol(), [(comparison.Left, first), (comparison.Right, second)],
            checker, comparison.At) is { } alike
            ? new ComparisonFormula(comparison.Operator, alike.Parts[0], alike.Parts[1], alike.Shape.Step) : null;
    }

    /// <summary><c>and</c>, <c>or</c>: of conditions.</summary>
    public static Formula? Logic(BinarySyntax logic, FormulaChecker checker) =>
        (checker.Condition(logic.Left), checker.Condition(logic.Right)) is ({ } left, { } right)
            ? new LogicFormula(logic.Operator == Operator.And, left, right) : null;

    /// <summary>The step at which what holds is compared with a fixed number, which by itself would add up: what was
    /// taken so far, with 10 kWh.</summary>
    private static Step? Held(Formula first, Formula second)
    {
        var (a, b) = (first.Shape, second.Shape);
        if (a.Dimension != b.Dimension || a.AddsUp == b.AddsUp) return null;
        var (fixedNumber, held) = a.AddsUp ? (a, b) : (b, a);
        return fixedNumber.Step == Step.Forever ? held.Step : null;
    }

    /// <summary>The step at which a number that adds up, such as a count, is compared with one that never changes: more
    /// than 3 of them says all that is to be said.</summary>
    private static Step? Counted(Formula first, Formula second)
    {
        var (a, b) = (first.Shape, second.Shape);
        if (a.Dimension != Dimension.None || b.Dimension != Dimension.None || a.AddsUp == b.AddsUp) return null;
        var (counted, number) = a.AddsUp ? (a, b) : (b, a);
        return number.Step == Step.Forever ? counted.Step : null;
    }
}
