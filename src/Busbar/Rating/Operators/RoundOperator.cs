using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>round</c>: each value to a multiple of the step; or of a window the sum, by its last value that isn't
/// zero.</summary>
internal static class RoundOperator
{
    public static Column Apply(RoundFormula formula, Evaluation evaluation)
    {
        var column = evaluation.Of(formula.Of);
        return formula.Window is { } window ? Summed(column, window, formula, evaluation)
            : column.Each(value => Rounded(value, evaluation.Of(formula.Multiple).Values[0], formula.Rule));
    }

    private static Column Summed(Column column, Step window, RoundFormula formula, Evaluation evaluation)
    {
        var frame = evaluation.Frame;
        var (sums, multiples) = (column.Summed(window, frame).Values, evaluation.Of(formula.Multiple, window).Values);
        var (windows, values) = (frame.PlacesIn(column.Step, window), (Exact[])column.Values.Clone());
        var isDone = new bool[sums.Length];
        for (var i = values.Length - 1; i >= 0; i--)
        {
            if (values[i].IsZero || isDone[windows[i]]) continue;
            values[i] += Rounded(sums[windows[i]], multiples[windows[i]], formula.Rule) - sums[windows[i]];
            isDone[windows[i]] = true;
        }
        return column with { Values = values };
    }

    private static Exact Rounded(Exact value, Exact multiple, Rounding rule) =>
        multiple.Sign <= 0 ? value : (value / multiple).Round(0, rule) * multiple;
}
