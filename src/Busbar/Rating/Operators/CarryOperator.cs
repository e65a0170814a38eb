using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary>
/// <c>carry</c>, <c>carried</c>: from window to window, what is below zero passes on to those after it, with what was
/// earned in its own, until the balance is cleared at the end of a month, or where supply ends.
/// </summary>
internal static class CarryOperator
{
    public static Column Apply(CarryFormula formula, Evaluation evaluation) => Run(formula, evaluation).Values;

    /// <summary>What was left over before each window.</summary>
    public static Exact[] Before(CarryFormula formula, Evaluation evaluation) => Run(formula, evaluation).Before;

    private static (Column Values, Exact[] Before) Run(CarryFormula formula, Evaluation evaluation)
    {
        var (column, frame, agreement) = (evaluation.Of(formula.Of), evaluation.Frame, evaluation.Agreement);
        var (values, balances) = (new Exact[column.Values.Length], new Exact[column.Values.Length]);
        var earned = formula.Earned is { } credit ? evaluation.Of(credit, column.Step) : null;
        var estimated = Column.Either(column.Estimated, earned?.Estimated) is null ? null : new bool[values.Length];
        var balance = frame.Span.From == agreement.From
            ? evaluation.Before(formula.History, agreement.From) : Exact.Zero;
        var isEstimated = false;
        for (var i = 0; i < values.Length; i++)
        {
            var (due, end) = (column.Values[i] - balance, frame.DaysOf(i, column.Step).To);
            var left = (due.Sign < 0 ? -due : Exact.Zero) + (earned?.Values[i] ?? Exact.Zero);
            var isCleared = end == agreement.To || Balances.Clears(formula, frame, i);
            balances[i] = balance;
            values[i] = formula.IsLeft ? isCleared ? left : Exact.Zero : Exact.Max(due, Exact.Zero);
            balance = isCleared ? Exact.Zero : left;
            if (estimated is null) continue;
            var isEarnedByEstimate = earned?.Estimated?[i] ?? false;
            estimated[i] = isEstimated |= (column.Estimated?[i] ?? false) | (formula.IsLeft & isEarnedByEstimate);
            isEstimated = !isCleared && (isEstimated | isEarnedByEstimate);
        }
        return (new(column.Step, values, estimated), balances);
    }
}
