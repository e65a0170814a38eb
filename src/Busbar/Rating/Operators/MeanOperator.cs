using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>mean</c>: the sum of a window's values over their number, exact.</summary>
internal static class MeanOperator
{
    public static Column Apply(MeanFormula formula, Evaluation evaluation)
    {
        var (column, frame) = (evaluation.Of(formula.Of), evaluation.Frame);
        var counts = new Exact[frame.CountOf(formula.Window)];
        foreach (var window in frame.PlacesIn(column.Step, formula.Window)) counts[window] += Exact.One;
        var sums = column.Summed(formula.Window, frame);
        // A day that a zone left out has no values, and nothing is their mean.
        return sums with
        {
            Values = [.. sums.Values.Zip(counts, (sum, count) => count.IsZero ? Exact.Zero : sum / count)],
        };
    }
}
