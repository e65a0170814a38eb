using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>Which formulas may be combined, and what that gives: the rules of dimensions and steps.</summary>
internal static class Combining
{
    /// <summary>
    /// Formulas that must be of one kind: to add, to compare, to choose between. Their dimension is one; what adds up
    /// meets at the coarsest step, what holds at the finest. A nought without unit is of any kind.
    /// </summary>
    /// <param name="verb">For messages: what is done with them.</param>
    /// <returns>The formulas, noughts with their dimension, and the shape they have together; null after a fault.
    /// </returns>
    public static (IReadOnlyList<Formula> Parts, Shape Shape)? Alike(
        string verb, IReadOnlyList<(Syntax Syntax, Formula Formula)> parts, FormulaChecker checker, TextSpan at)
    {
        var given = parts.Where(part => !IsPlainZero(part.Formula)).ToList();
        if (given.Count == 0) return ([.. parts.Select(part => part.Formula)], parts[0].Formula.Shape);
        var first = given[0];
        foreach (var other in given.Skip(1))
            if (other.Formula.Shape.Dimension != first.Formula.Shape.Dimension)
            {
                checker.Fail(other.Syntax.At, "wrong-dimension", $"{Say(first)} and {Say(other)}: {Refusal(verb)}.",
                    PowerHint(first, other) ?? PowerHint(other, first) ?? UnitHint(first, other)
                        ?? UnitHint(other, first));
                return null;
            }
        if (TwoBoundaries(verb, given, checker)) return null;
        if (Meeting(verb, given, checker) is not { } shape) return null;
        shape = shape with { Boundary = given.Select(part => part.Formula.Shape.Boundary).FirstOrDefault(IsThere) };
        return ([.. parts.Select(part => IsPlainZero(part.Formula)
            ? new ConstantFormula(Exact.Zero, shape.Dimension) : part.Formula)], shape);
    }

    /// <summary>Whether what is measured is at two boundaries, which is a fault; numbers are at none.</summary>
    private static bool TwoBoundaries(
        string verb, IReadOnlyList<(Syntax Syntax, Formula Formula)> given, FormulaChecker checker)
    {
        var measured = given.Where(part => part.Formula.IsMeasured && part.Formula.Shape.Step != Step.Forever
            && (part.Formula.Shape.Boundary is not null || part.Formula.Shape.Dimension.IsMetered)).ToList();
        if (measured.Count == 0) return false;
        var first = measured[0];
        var other = measured.Find(part => part.Formula.Shape.Boundary != first.Formula.Shape.Boundary);
        if (other.Formula is null) return false;
        var to = first.Formula.Shape.Boundary ?? other.Formula.Shape.Boundary;
        checker.Fail(other.Syntax.At, "two-boundaries", $"{Where(first)} and {Where(other)}: {Refusal(verb)}.",
            $"Move one of them: at({to}, …).");
        return true;
    }

    private static bool IsThere(string? boundary) => boundary is not null;

    private static string Where((Syntax Syntax, Formula Formula) part) =>
        $"{FormulaChecker.Short(part.Syntax)} is {part.Formula.Shape}"
        + (part.Formula.Shape.Boundary is null ? " at the meter" : "");

    /// <summary>
    /// The shape of the first at the step where all of them meet: what adds up at the coarsest, what holds at the
    /// finest. Null after a fault.
    /// </summary>
    /// <param name="given">At least one; no noughts without a unit.</param>
    public static Shape? Meeting(
        string verb, IReadOnlyList<(Syntax Syntax, Formula Formula)> given, FormulaChecker checker)
    {
        var (first, kind) = (given[0], given[0].Formula.Shape);
        var steps = given.Select(part => part.Formula.Shape.Step).ToList();
        if (given.FirstOrDefault(part => part.Formula.Shape.AddsUp != kind.AddsUp) is { Formula: not null } odd)
        {
            checker.Fail(odd.Syntax.At, "wrong-dimension",
                $"{Say(first)} and {Say(odd)}, but only one of them adds up over time: {Refusal(verb)}.");
            return null;
        }
        if (kind.AddsUp && steps.Max() == Step.Forever && steps.Min() != Step.Forever)
        {
            var constant = given.First(part => part.Formula.Shape.Step == Step.Forever);
            checker.Fail(constant.Syntax.At, "never-spread",
                $"{FormulaChecker.Short(constant.Syntax)} has no period, so it can't be compared with or added to what "
                + $"is counted per {steps.Min().Word}.",
                SpreadHint(constant.Formula.Shape.Dimension, constant.Syntax));
            return null;
        }
        if (!kind.AddsUp) return kind with { Step = steps.Aggregate(Step.Within) };
        var coarsest = steps.Max();
        var crossing = given.FirstOrDefault(part => !part.Formula.Shape.Step.NestsIn(coarsest));
        if (crossing.Formula is null) return kind with { Step = coarsest };
        Crossing(crossing, given.First(part => part.Formula.Shape.Step == coarsest), crossing.Syntax.At, checker);
        return null;
    }

    /// <summary>The shape of a product or quotient; null after a fault. What is still energy stays where it was.
    /// </summary>
    public static Shape? Product(BinarySyntax product, Formula left, Formula right, FormulaChecker checker) =>
        Scaled(product, left, right, checker) is not { } shape ? null
        : shape.Dimension.IsMetered || (shape.Dimension * Dimension.Hour).IsMetered
            ? shape with { Boundary = left.Shape.Boundary ?? right.Shape.Boundary } : shape;

    private static Shape? Scaled(BinarySyntax product, Formula left, Formula right, FormulaChecker checker)
    {
        var (a, b) = (left.Shape, right.Shape);
        var dimension = product.Operator == Operator.Times ? a.Dimension * b.Dimension : a.Dimension / b.Dimension;
        // A constant scales what it meets; it is neither spread nor summed.
        if (a.Step == Step.Forever || b.Step == Step.Forever)
        {
            var (constant, other) = a.Step == Step.Forever ? (a, b) : (b, a);
            if (other.Step == Step.Forever) return Shape.Of(dimension, Step.Forever);
            var dividesByWhatAdds = product.Operator == Operator.Over && (constant.AddsUp || a.Step == Step.Forever);
            return new(dimension, other.Step, other.AddsUp && !dividesByWhatAdds);
        }
        if (a.AddsUp && b.AddsUp)
        {
            if (a.Step.NestsIn(b.Step) || b.Step.NestsIn(a.Step))
                return new(dimension, Step.Max(a.Step, b.Step), AddsUp: product.Operator == Operator.Times);
            Crossing((product.Left, left), (product.Right, right), product.At, checker);
            return null;
        }
        if (!a.AddsUp && !b.AddsUp) return new(dimension, Step.Within(a.Step, b.Step), AddsUp: false);
        var (adding, holding) = a.AddsUp
            ? ((product.Left, a), (product.Right, b)) : ((product.Right, b), (product.Left, a));
        if (adding.Item2.Step.NestsIn(holding.Item2.Step))
            return new(dimension, adding.Item2.Step, AddsUp: a.AddsUp || product.Operator == Operator.Times);
        checker.Fail(product.At, "changes-within",
            $"{FormulaChecker.Short(holding.Item1)} changes by the {holding.Item2.Step.Word}, within the "
            + $"{adding.Item2.Step.Word} that {FormulaChecker.Short(adding.Item1)} is summed over.",
            "Multiply before summing: sum(x * y).");
        return null;
    }

    /// <summary>Adds the fault that two sums are of windows neither of which lies within the other.</summary>
    private static void Crossing(
        (Syntax Syntax, Formula Formula) one, (Syntax Syntax, Formula Formula) other, TextSpan at,
        FormulaChecker checker) => checker.Fail(at, "windows-cross",
        $"{FormulaChecker.Short(one.Syntax)} is counted per {one.Formula.Shape.Step.Word} and "
        + $"{FormulaChecker.Short(other.Syntax)} per {other.Formula.Shape.Step.Word}, and one doesn't lie within the "
        + "other.", "Give both one window.");

    /// <summary>Whether a formula is a nought without a unit, which is of any dimension.</summary>
    public static bool IsPlainZero(Formula formula) =>
        formula is ConstantFormula { Value.IsZero: true } zero && zero.Dimension == Dimension.None;

    /// <summary>The value of a formula that is made of numbers alone; null of any other.</summary>
    public static Exact? ConstantOf(Formula formula) => formula switch
    {
        ConstantFormula constant => constant.Value,
        ArithmeticFormula { Operator: Operator.Times } product =>
            ConstantOf(product.Left) is { } left && ConstantOf(product.Right) is { } right ? left * right : null,
        _ => null,
    };

    /// <summary>Where one is the power of the other: what time makes of it.</summary>
    private static string? PowerHint((Syntax Syntax, Formula Formula) energy, (Syntax Syntax, Formula Formula) power) =>
        power.Formula.Shape.Dimension * Dimension.Hour == energy.Formula.Shape.Dimension
            ? $"A power times hours is energy: {FormulaChecker.Short(power.Syntax)} * hours." : null;

    /// <summary>A plain number beside what has a unit: <c>0.95 kWh/kVAh</c> is a power factor.</summary>
    private static string? UnitHint((Syntax Syntax, Formula Formula) plain, (Syntax Syntax, Formula Formula) other) =>
        plain.Syntax is NumberSyntax { Unit: null } ? $"Give the number its unit: {FormulaChecker.Short(plain.Syntax)} "
            + $"{other.Formula.Shape.Dimension}." : null;

    /// <summary>How a fixed amount gets a period.</summary>
    public static string SpreadHint(Dimension dimension, Syntax constant) => dimension == Dimension.Energy
        ? "Give it one: 300 kWh/month * months, or 2 kW * hours."
        : $"Give it one: {FormulaChecker.Short(constant)}/month * months.";

    /// <summary>A part and what it gives, for messages.</summary>
    public static string Say((Syntax Syntax, Formula Formula) part) =>
        $"{FormulaChecker.Short(part.Syntax)} is {part.Formula.Shape}";

    private static string Refusal(string verb) => verb switch
    {
        "+" => "they can't be added", "-" => "they can't be subtracted from each other",
        "<" or "<=" or ">" or ">=" or "is" => "they can't be compared",
        _ => $"{verb} needs values of one kind",
    };
}
