using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>min</c> and <c>max</c>, value by value.</summary>
internal static class ExtremeOperator
{
    public static Column Apply(ExtremeFormula formula, Evaluation evaluation) => formula.Of
        .Select(part => evaluation.Of(part, formula.Shape.Step))
        .Aggregate((a, b) => Column.Zip(a, b, formula.IsGreatest ? Exact.Max : Exact.Min));
}
