using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>positive</c>: nothing where a value is below zero, and how often that was.</summary>
internal static class PositiveOperator
{
    public static Column Apply(PositiveFormula formula, Evaluation evaluation)
    {
        var column = evaluation.Of(formula.Of);
        var cut = column.Values.Count(value => value.Sign < 0);
        if (cut == 0) return column;
        evaluation.Findings.Cut(formula, cut);
        return column.Each(value => value.Sign < 0 ? Exact.Zero : value);
    }
}
