using System.Globalization;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Rating.Operators;

/// <summary><c>escalate</c>: step by step the price times what the index did, within floor and cap, rounded once per
/// step.</summary>
internal static class EscalateOperator
{
    private const int PriceDecimals = 9;

    public static Column Apply(EscalateFormula formula, Evaluation evaluation)
    {
        var (frame, step) = (evaluation.Frame, formula.Shape.Step);
        var prices = new List<Exact> { evaluation.Of(formula.Price).Values[0] };
        var values = new Exact[frame.CountOf(step)];
        for (var i = 0; i < values.Length; i++)
        {
            var steps = formula.StepsOn(frame.FirstDayOf(i, step));
            while (prices.Count <= steps) prices.Add(Next(prices[^1], prices.Count, formula, evaluation));
            values[i] = prices[steps];
        }
        return new(step, values);
    }

    private static Exact Next(Exact price, int step, EscalateFormula formula, Evaluation evaluation)
    {
        if (LevelAfter(step - 1, formula, evaluation) is not { Sign: > 0 } before
            || LevelAfter(step, formula, evaluation) is not { } now) return price;
        var change = now / before - Exact.One;
        if (formula.Floor is { } floor) change = Exact.Max(change, evaluation.Of(floor).Values[0]);
        if (formula.Cap is { } cap) change = Exact.Min(change, evaluation.Of(cap).Values[0]);
        var stepped = price * (Exact.One + change);
        return formula.Multiple is { } multiple ? (stepped / multiple).Round(0, Rounding.HalfAway) * multiple
            : stepped.Round(PriceDecimals, Rounding.HalfAway);
    }

    /// <summary>The index's level; null where it isn't known or nothing can be compared with it, which holds the
    /// result.</summary>
    private static Exact? LevelAfter(int step, EscalateFormula formula, Evaluation evaluation)
    {
        var (index, month) = (formula.Index, formula.LevelAfter(step));
        var series = evaluation.Inputs.Markets[index.Name];
        var first = new Windows(default).Of(month.OnDayOfMonth(1), index.Step).From;
        var slot = Grid.SlotsOf(LocalDay.StartOf(first, series.Zone), LocalDay.StartOf(first.PlusDays(1), series.Zone),
            series.IntervalMinutes, series.Zone).First - series.FirstSlot;
        if (slot >= 0 && slot < series.Length && series.Qualities[slot].Kind != QualityKind.Missing
            && Exact.FromScaled(series.Counts[slot], series.Scale) is { Sign: > 0 } level) return level;
        evaluation.Findings.Miss(new("missing-price", string.Create(CultureInfo.InvariantCulture,
            $"The index {index.Name} has no value above zero for {month.Year:0000}-{month.Month:00}, which a price "
            + $"of {evaluation.Subject} steps with."), index.Place, index.Name,
            $"Complete {index.File} and apply the book again."));
        return null;
    }
}
