using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>last</c>: of each window the last value that isn't zero.</summary>
internal static class LastOperator
{
    public static Column Apply(LastFormula formula, Evaluation evaluation)
    {
        var (column, frame) = (evaluation.Of(formula.Of), evaluation.Frame);
        var places = frame.PlacesIn(column.Step, formula.Window);
        var values = new Exact[frame.CountOf(formula.Window)];
        var estimated = column.Estimated is null ? null : new bool[values.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (column.Values[i].IsZero) continue;
            values[places[i]] = column.Values[i];
            if (estimated is not null) estimated[places[i]] = column.Estimated![i];
        }
        return new(formula.Window, values, estimated);
    }
}
