using Busbar.Contracts.Language;

namespace Busbar.Rating.Operators;

/// <summary><c>round</c>: each value to a multiple of the step.</summary>
internal static class RoundOperator
{
    public static Column Apply(RoundFormula formula, Evaluation evaluation) => evaluation.Of(formula.Of)
        .Each(value => (value / formula.Multiple).Round(0, formula.Rule) * formula.Multiple);
}
