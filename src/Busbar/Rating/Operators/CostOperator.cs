using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>cost</c>: in each window the net money of the charges in other groups.</summary>
internal static class CostOperator
{
    public static Column Apply(CostFormula formula, Evaluation evaluation)
    {
        var frame = evaluation.Frame;
        var values = new Exact[frame.CountOf(formula.Window)];
        var estimated = new bool[values.Length];
        for (var i = 0; i < values.Length; i++)
            (values[i], estimated[i]) = evaluation.Cost(formula, frame.DaysOf(i, formula.Window));
        return new(formula.Window, values, Array.Exists(estimated, one => one) ? estimated : null);
    }
}
