using System.Globalization;
using Busbar.Contracts.Language;
using NodaTime.Text;

namespace Busbar.Rating;

/// <summary>Looks where what must be isn't.</summary>
internal static class MustCheck
{
    private static readonly LocalDateTimePattern Clock = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu'-'MM'-'dd' 'HH':'mm");

    private readonly record struct Failed(Leg Leg, Column Column, Frame Frame, IReadOnlyList<int> Places, int All,
        string Figures);

    /// <summary>Notes for each condition of a task the first of the places where it is false, and how many there are.
    /// </summary>
    /// <param name="evaluationOf">What evaluates the formulas of a leg.</param>
    public static void Apply(ChargeTask task, Func<Leg, Evaluation> evaluationOf, Findings findings)
    {
        var legs = task.Legs.Select(leg => Find(leg, evaluationOf(leg))).ToList();
        // Where something is missing it isn't known what is false.
        if (findings.Faults.Count > 0) return;
        // A version that says it otherwise is a condition of its own.
        foreach (var same in legs.GroupBy(one => (one.Leg.Charge.Name, one.Leg.Charge.Rate.Formulas[0].Canonical)))
            if (same.Any(one => one.Places.Count > 0))
            {
                var first = same.First(one => one.Places.Count > 0);
                findings.Hold(
                    Fault(task, first, same.Sum(one => one.Places.Count), same.Sum(one => one.All)));
            }
    }

    private static Fault Fault(ChargeTask task, Failed first, int failed, int all)
    {
        var (must, step) = (first.Leg.Charge, first.Column.Step);
        var of = $"agreement {task.Agreement.Id}" + (task.Connection is { } only ? $", connection {only.Id}" : "");
        var when = step == Step.Forever ? $"on {first.Leg.Days}" : string.Create(CultureInfo.InvariantCulture,
            $"in {failed} of {all} {step.Word}{(all == 1 ? "" : "s")}, first {When(first)}");
        return new("must-be", $"{must.Name}: {must.Rate.Formulas[0].Text} is false for {of} {when}"
            + $"{first.Figures}.", must.Place,
            task.Agreement.Id, "Correct the readings, prices or terms that it looks at, or what the product says.");
    }

    private static Failed Find(Leg leg, Evaluation evaluation)
    {
        var column = evaluation.Of(leg.Charge.Rate.Formulas[0].Formula);
        var shares = evaluation.Frame.SharesOf(leg.Days, column.Step);
        var own = Enumerable.Range(0, shares.Length).Where(i => !shares[i].IsZero).ToList();
        var wrong = own.FindAll(i => column.Values[i].IsZero);
        return new(leg, column, evaluation.Frame, wrong, own.Count, wrong.Count == 0 ? ""
            : MustFigures.Of(leg.Charge.Rate.Formulas[0].Formula, evaluation, wrong[0]));
    }

    private static string When(Failed failed)
    {
        var (step, place, frame) = (failed.Column.Step, failed.Places[0], failed.Frame);
        if (frame.SessionOf(place, step) is { } session)
            return $"{session.Id} from {Clock.Format(session.Start.InZone(frame.Zone).LocalDateTime)}";
        return step == Step.Interval ? Clock.Format(frame.StartOf(place).InZone(frame.Zone).LocalDateTime)
            : frame.DaysOf(place, step).ToString();
    }
}
