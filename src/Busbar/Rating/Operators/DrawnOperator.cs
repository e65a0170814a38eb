using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime.Text;

namespace Busbar.Rating.Operators;

/// <summary><c>drawn</c>: interval by interval what goes into a store, and after it what comes out, since supply began
/// or the pool did.</summary>
internal static class DrawnOperator
{
    public static Column Apply(DrawnFormula formula, Evaluation evaluation)
    {
        var (discharged, from, charged) = (evaluation.Of(formula.Of, Step.Interval),
            evaluation.Of(formula.From, Step.Interval), evaluation.Of(formula.Store, Step.Interval));
        var values = new Exact[discharged.Values.Length];
        var resting = Column.Either(Column.Either(discharged.Estimated, from.Estimated), charged.Estimated);
        var (estimated, isEstimated) = (resting is null ? null : new bool[values.Length], false);
        var lots = new StoredLots(formula.Order, formula.IsMoney);
        for (var i = 0; i < values.Length; i++)
        {
            var (into, own, drawn) = (charged.Values[i], from.Values[i], discharged.Values[i]);
            if (!CanBe(formula, into, own, drawn, i, evaluation)) break;
            lots.Charge(into * formula.Efficiency, formula.IsMoney ? own : own * formula.Efficiency);
            values[i] = lots.Draw(drawn);
            if (estimated is null) continue;
            // What was estimated once is in all that comes out until nothing is left of it.
            estimated[i] = isEstimated |= resting![i];
            isEstimated &= !lots.IsEmpty;
        }
        return new(Step.Interval, values, estimated);
    }

    private static bool CanBe(
        DrawnFormula formula, Exact charged, Exact from, Exact discharged, int interval, Evaluation evaluation)
    {
        var (isBelow, isMore) = (charged.Sign < 0 || from.Sign < 0 || discharged.Sign < 0,
            !formula.IsMoney && from > charged);
        var isFree = formula.IsMoney && charged.IsZero && !from.IsZero;
        if (!isBelow && !isMore && !isFree) return true;
        var when = InstantPattern.General.Format(evaluation.Frame.StartOf(interval));
        var energy = formula.Of.Shape.Dimension;
        evaluation.Findings.Hold(new("not-in-store", $"{evaluation.Subject}: {formula.Text} can't be followed at "
            + $"{when}: " + (isBelow ? $"{charged} {energy} are charged, {from} {formula.Shape.Dimension} of them "
                + $"asked for and {discharged} {energy} discharged, and none can be below zero."
            : isMore ? $"of {charged} {energy} that are charged it asks for {from} {energy}."
            : $"nothing is charged, and {from} {formula.Shape.Dimension} are paid for it."),
            Hint: "Correct the readings, or write what is charged so that it can't be: "
                + "min(charging, positive(generation - load))."));
        return false;
    }
}
