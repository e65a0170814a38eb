using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>positive</c>: nothing where a value is below zero.</summary>
internal static class PositiveOperator
{
    public static Column Apply(PositiveFormula formula, Evaluation evaluation)
    {
        var column = evaluation.Of(formula.Of);
        return Array.Exists(column.Values, value => value.Sign < 0)
            ? column.Each(value => value.Sign < 0 ? Exact.Zero : value) : column;
    }
}
