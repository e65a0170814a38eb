using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>whole</c>: in each window the units that are complete at its end and weren't at its beginning. What is
/// less than a unit passes on, until it is cleared at the end of a month.</summary>
internal static class WholeOperator
{
    public static Column Apply(WholeFormula formula, Evaluation evaluation) => Run(formula, evaluation).Values;

    /// <summary>What was less than a unit before each window.</summary>
    public static Exact[] Before(WholeFormula formula, Evaluation evaluation) => Run(formula, evaluation).Before;

    private static (Column Values, Exact[] Before) Run(WholeFormula formula, Evaluation evaluation)
    {
        var (column, frame) = (evaluation.Of(formula.Of), evaluation.Frame);
        var (values, rests) = (new Exact[column.Values.Length], new Exact[column.Values.Length]);
        var estimated = column.Estimated is null ? null : new bool[values.Length];
        var rest = frame.Span.From == evaluation.Agreement.From
            ? evaluation.Before(formula.History, evaluation.Agreement.From) : Exact.Zero;
        var isEstimated = false;
        for (var i = 0; i < values.Length; i++)
        {
            var sum = rest + column.Values[i];
            rests[i] = rest;
            values[i] = (sum / formula.Size).Round(0, Rounding.Down);
            var isCleared = Balances.Clears(formula, frame, i);
            rest = isCleared ? Exact.Zero : sum - values[i] * formula.Size;
            if (estimated is null) continue;
            estimated[i] = isEstimated |= column.Estimated![i];
            isEstimated &= !isCleared;
        }
        return (new(column.Step, values, estimated), rests);
    }
}
