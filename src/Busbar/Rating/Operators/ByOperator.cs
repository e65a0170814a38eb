using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>by</c>: in each interval the value of the band in which it starts.</summary>
internal static class ByOperator
{
    public static Column Apply(ByFormula formula, Evaluation evaluation)
    {
        var bands = Bands.Of(formula.Calendar, evaluation);
        var columns = formula.Bands.Select(band => evaluation.Of(band, Step.Interval)).ToArray();
        var values = new Exact[bands.Length];
        for (var i = 0; i < values.Length; i++) values[i] = columns[bands[i]].Values[i];
        if (Array.TrueForAll(columns, column => column.Estimated is null)) return new(Step.Interval, values);
        return new(Step.Interval, values, [.. bands.Select((band, i) => columns[band].Estimated?[i] ?? false)]);
    }
}
