using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>&lt; &lt;= &gt; &gt;= is</c>: exact, where both sides meet.</summary>
internal static class ComparisonOperator
{
    public static Column Apply(ComparisonFormula formula, Evaluation evaluation)
    {
        var (left, right) =
            (evaluation.Of(formula.Left, formula.Meeting), evaluation.Of(formula.Right, formula.Meeting));
        return Column.Zip(left, right, (a, b) => Is(formula.Operator, a.CompareTo(b)) ? Exact.One : Exact.Zero);
    }

    private static bool Is(Operator comparison, int order) => comparison switch
    {
        Operator.Less => order < 0,
        Operator.AtMost => order <= 0,
        Operator.More => order > 0,
        Operator.AtLeast => order >= 0,
        Operator.Is => order == 0,
        _ => throw new ArgumentException($"{comparison} compares nothing."),
    };
}
