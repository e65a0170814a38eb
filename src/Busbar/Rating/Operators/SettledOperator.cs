using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary>What a pool has settled, summed over the connections that it is rated from: nothing on days on which they
/// are no members.</summary>
internal static class SettledOperator
{
    public static Column Apply(SettledFormula formula, Evaluation evaluation)
    {
        var (frame, pool) = (evaluation.Frame, evaluation.Agreement.Pools[formula.Pool]);
        var step = formula.Shape.Step;
        var (values, estimated) = (new Exact[frame.CountOf(step)], (bool[]?)null);
        foreach (var part in SettledPart.Of(formula, pool, evaluation.Connections))
        {
            if (!evaluation.Inputs.Channels.TryGetValue((part.Kept.Id, part.Channel), out var known)) continue;
            var series = known.Between(frame.StartOf(0), frame.End);
            Hold(part, series, evaluation);
            for (var (slot, place) = (0, 0); slot < series.Length; slot++)
            {
                var start = series.StartOf(slot);
                while (place + 1 < values.Length && frame.StartOf(place + 1, step) <= start) place++;
                values[place] += series.ValueOf(slot);
                if (series.Qualities[slot].IsEstimated) (estimated ??= new bool[values.Length])[place] = true;
            }
        }
        return new(step, values, estimated);
    }

    private static void Hold(SettledPart part, Series series, Evaluation evaluation)
    {
        foreach (var same in series.Gaps.GroupBy(gap => (gap.Code, gap.Reason, gap.Hint, gap.IsWrong)))
        {
            // A reason that names the pool already, such as one of another pool on its way here, stands by itself.
            var message = same.Key.Reason.StartsWith($"Pool {part.Pool.Id} isn't settled", StringComparison.Ordinal)
                ? same.Key.Reason : $"Pool {part.Pool.Id} isn't settled from "
                    + $"{Holes.Say([.. same.Select(gap => gap.Span)], part.Pool.Zone)}: {same.Key.Reason}";
            var fault = new Fault(same.Key.Code, message, part.Pool.Place, part.Pool.Id, same.Key.Hint);
            if (same.Key.IsWrong) evaluation.Findings.Hold(fault);
            else evaluation.Findings.Miss(fault);
        }
    }
}
