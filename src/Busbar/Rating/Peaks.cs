using Busbar.Contracts.Language;
using Busbar.Rating.Operators;
using Busbar.Time;

namespace Busbar.Rating;

/// <summary>When the peaks of a leg's windows were. Those of days and intervals aren't kept: they would fill a bill.
/// </summary>
internal static class Peaks
{
    public static IReadOnlyList<RatedPeak> Of(Leg leg, Evaluation evaluation)
    {
        var formulas = leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All()).ToList();
        var past = formulas.OfType<PastPeakFormula>().ToList();
        return
        [
            .. from peak in formulas.OfType<PeakFormula>().DistinctBy(peak => peak.Text)
               where peak.Window > Step.Day && past.TrueForAll(one => !ReferenceEquals(one.Peak, peak))
               from block in PeakOperator.Chosen(peak, evaluation)
               where IsOf(leg, peak.Window, block.Window, evaluation)
               select new RatedPeak(peak.Text, block.Start, block.Power, peak.Power),
            .. from peak in past.DistinctBy(peak => peak.Peak.Text)
               where peak.Window > Step.Day
               from window in Enumerable.Range(0, evaluation.Frame.CountOf(peak.Window))
               where IsOf(leg, peak.Window, window, evaluation)
               let chosen = PastPeakOperator.Chosen(peak, window, evaluation)
               from block in PeakOperator.Chosen(peak.Peak, evaluation)
               where block.Window == chosen
               select new RatedPeak(peak.Peak.Text, block.Start, block.Power, peak.Peak.Power),
            .. from peak in past.DistinctBy(peak => peak.Peak.Text)
               from window in Enumerable.Range(0, evaluation.Frame.CountOf(peak.Window))
               where IsOf(leg, peak.Window, window, evaluation)
               let earlier = PastPeakOperator.ChosenEarlier(peak, window, evaluation)
               where earlier is not null
               select new RatedPeak(peak.Peak.Text, LocalDay.StartOf(earlier.Value.Days.From, evaluation.Frame.Zone),
                   earlier.Value.Power, peak.Peak.Power, peak.History!.Term.Name),
        ];
    }

    private static bool IsOf(Leg leg, Step step, int window, Evaluation evaluation) =>
        !evaluation.Frame.SharesOf(leg.Days, step)[window].IsZero;
}
