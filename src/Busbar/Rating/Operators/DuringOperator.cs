using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>during</c>: a value within a band, and nothing outside.</summary>
internal static class DuringOperator
{
    public static Column Apply(DuringFormula formula, Evaluation evaluation)
    {
        var bands = Bands.Of(formula.Calendar, evaluation);
        var column = evaluation.Of(formula.Of, Step.Interval);
        var values = new Exact[bands.Length];
        for (var i = 0; i < values.Length; i++) if (bands[i] == formula.Band) values[i] = column.Values[i];
        if (column.Estimated is not { } estimated) return new(Step.Interval, values);
        return new(Step.Interval, values, [.. bands.Select((band, i) => band == formula.Band && estimated[i])]);
    }
}
