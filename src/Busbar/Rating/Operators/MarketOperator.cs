using System.Globalization;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary>
/// A market series: its value holds over the intervals that start within its own. One that is missing holds the result;
/// prices are never estimated.
/// </summary>
internal static class MarketOperator
{
    public static Column Apply(MarketFormula formula, Evaluation evaluation)
    {
        var (frame, step) = (evaluation.Frame, formula.Shape.Step);
        var series = evaluation.Inputs.Markets[formula.Series.Name];
        var values = new Exact[frame.CountOf(step)];
        var (missing, slot) = (new List<Interval>(), 0);
        for (var i = 0; i < values.Length; i++)
        {
            var window = step == Step.Interval ? default : frame.Windows.Of(frame.FirstDayOf(i, step), step);
            var start = step == Step.Interval ? frame.StartOf(i) : LocalDay.StartOf(window.From, series.Zone);
            while (slot < series.Length && series.StartOf(slot + 1) <= start) slot++;
            if (slot == series.Length || start < series.StartOf(slot))
                throw new InvalidOperationException($"{series.Name} isn't there over all of {frame.Span}.");
            if (series.Qualities[slot].Kind != QualityKind.Missing)
                values[i] = Exact.FromScaled(series.Counts[slot], series.Scale) * formula.Series.Unit.Factor;
            else
                missing.Add(step <= Step.Day ? new(series.StartOf(slot), series.StartOf(slot + 1))
                    : window.InstantsIn(series.Zone));
        }
        if (missing.Count > 0) Hold(formula, series, [.. missing.Distinct()], evaluation);
        return new(step, values);
    }

    private static void Hold(
        MarketFormula formula, Series series, IReadOnlyList<Interval> missing, Evaluation evaluation) =>
        evaluation.Findings.Miss(new("missing-price", string.Create(CultureInfo.InvariantCulture,
            $"The series {series.Name} has no value in {missing.Count} {formula.Shape.Step.Word}"
            + $"{(missing.Count == 1 ? "" : "s")}: "
            + $"{Holes.Say(missing, series.Zone)}."),
            formula.Series.Place, series.Name, $"Complete {formula.Series.File} and apply the book again."));
}
