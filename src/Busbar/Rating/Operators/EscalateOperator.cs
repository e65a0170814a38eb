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
        var taken = Enumerable.Range(0, frame.CountOf(step))
            .Select(i => formula.StepsOn(frame.FirstDayOf(i, step))).ToList();
        Exact[] prices =
        [
            evaluation.Of(formula.Price).Values[0],
            .. StepsUntil(formula, taken[^1], evaluation).Select(one => one.Price),
        ];
        return new(step, [.. taken.Select(count => prices[count])]);
    }

    /// <summary>The first steps of a price.</summary>
    public static IReadOnlyList<PriceStep> StepsUntil(EscalateFormula formula, int count, Evaluation evaluation)
    {
        var (steps, price) = (new List<PriceStep>(), evaluation.Of(formula.Price).Values[0]);
        for (var step = 1; step <= count; step++)
        {
            steps.Add(Next(price, step, formula, evaluation));
            price = steps[^1].Price;
        }
        return steps;
    }

    private static PriceStep Next(Exact price, int step, EscalateFormula formula, Evaluation evaluation)
    {
        var day = formula.From.PlusMonths((step - 1) * formula.EveryMonths);
        PriceStep Step(Exact before, Exact now, Exact change, bool isBound, Exact stepped) =>
            new(formula.Index.Name, day, before, now, change, isBound, stepped, formula.Shape.Dimension);
        if (LevelAfter(step - 1, formula, evaluation) is not { Sign: > 0 } before
            || LevelAfter(step, formula, evaluation) is not { } now)
            return Step(Exact.Zero, Exact.Zero, Exact.Zero, false, price);
        var (change, free) = (now / before - Exact.One, now / before - Exact.One);
        if (formula.Floor is { } floor) change = Exact.Max(change, evaluation.Of(floor).Values[0]);
        if (formula.Cap is { } cap) change = Exact.Min(change, evaluation.Of(cap).Values[0]);
        var stepped = price * (Exact.One + change);
        return Step(before, now, change, change != free, formula.Multiple is { } multiple
            ? (stepped / multiple).Round(0, Rounding.HalfAway) * multiple
            : stepped.Round(PriceDecimals, Rounding.HalfAway));
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
