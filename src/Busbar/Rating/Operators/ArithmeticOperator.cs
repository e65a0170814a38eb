using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary>Sums, differences and products are exact; a quotient is rounded to 10⁻⁹, half away from zero.</summary>
internal static class ArithmeticOperator
{
    private const int QuotientDecimals = 9;

    public static Column Apply(ArithmeticFormula formula, Evaluation evaluation)
    {
        var step = formula.Shape.Step;
        var (left, right) = (evaluation.Of(formula.Left, step), evaluation.Of(formula.Right, step));
        return formula.Operator switch
        {
            Operator.Plus => Column.Zip(left, right, (a, b) => a + b),
            Operator.Minus => Column.Zip(left, right, (a, b) => a - b),
            Operator.Times => Column.Zip(left, right, (a, b) => a * b),
            _ => Divide(formula, left, right, evaluation),
        };
    }

    private static Column Divide(ArithmeticFormula formula, Column left, Column right, Evaluation evaluation)
    {
        var otherwise = formula.Otherwise is { } instead ? evaluation.Of(instead, formula.Shape.Step) : null;
        var values = new Exact[left.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!right.Values[i].IsZero)
                values[i] = (left.Values[i] / right.Values[i]).Round(QuotientDecimals, Rounding.HalfAway);
            else if (otherwise is not null) values[i] = otherwise.Values[i];
            else
                evaluation.Findings.Hold(new("division-by-zero", $"{evaluation.Subject} divides by zero.",
                    Hint: "Say in the formula what holds then: x / y else z."));
        }
        var estimated = Column.Either(left.Estimated, right.Estimated);
        return new(left.Step, values, otherwise is null ? estimated : Column.Either(estimated, otherwise.Estimated));
    }
}
