using Busbar.Contracts.Language;
using Busbar.Rating.Operators;

namespace Busbar.Rating;

/// <summary>When the peaks of a leg's windows were. Those of days and intervals aren't kept: they would fill a bill.
/// </summary>
internal static class Peaks
{
    public static IReadOnlyList<RatedPeak> Of(Leg leg, Evaluation evaluation) =>
    [
        .. from peak in leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<PeakFormula>()
            .DistinctBy(peak => peak.Text)
           where peak.Window > Step.Day
           let shares = evaluation.Frame.SharesOf(leg.Days, peak.Window)
           from block in PeakOperator.Chosen(peak, evaluation)
           where !shares[block.Window].IsZero
           select new RatedPeak(peak.Text, block.Start, block.Power, peak.Power),
    ];
}
