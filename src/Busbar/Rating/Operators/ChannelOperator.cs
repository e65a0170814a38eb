using System.Globalization;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary>
/// A channel: what the connections measured in each interval, summed over them. Readings finer than the product's
/// interval are summed into it. An interval without a reading holds the result.
/// </summary>
internal static class ChannelOperator
{
    public static Column Apply(ChannelFormula formula, Evaluation evaluation)
    {
        var frame = evaluation.Frame;
        var values = new Exact[frame.CountOf(Step.Interval)];
        bool[]? estimated = null;
        foreach (var connection in evaluation.Connections)
        {
            var series = evaluation.Inputs.Channels[(connection.Id, formula.Channel.Name)]
                .Between(frame.StartOf(0), frame.End);
            var (first, end) = Grid.SlotsOf(frame.StartOf(0), frame.End, series.IntervalMinutes, series.Zone);
            if (series.FirstSlot != first || series.Length != end - first)
                throw new InvalidOperationException($"{series.Name} isn't there over all of {frame.Span}.");
            if (!IsKnown(series, evaluation)) Hold(formula, connection, series, evaluation);
            else if (frame.Cells is { } cells)
                new ChannelByBand(formula, connection, evaluation, cells).Add(series, values, ref estimated);
            else Add(series, frame, values, ref estimated);
        }
        return new(Step.Interval, values, estimated);
    }

    private static void Add(Series series, Frame frame, Exact[] values, ref bool[]? estimated)
    {
        // Readings as long as the frame's intervals have the frame's own places.
        var isAligned = series.IntervalMinutes == frame.IntervalMinutes;
        var interval = 0;
        for (var slot = 0; slot < series.Length; slot++)
        {
            if (isAligned) interval = slot;
            else
                while (frame.StartOf(interval + 1) <= series.StartOf(slot)) interval++;
            values[interval] += series.ValueOf(slot);
            if (series.Qualities[slot].IsEstimated) (estimated ??= new bool[values.Length])[interval] = true;
        }
    }

    /// <summary>Whether a series has all that is needed: on days that are spared nothing is.</summary>
    private static bool IsKnown(Series series, Evaluation evaluation) => series.IsComplete
        || (evaluation.Spared is not null && Enumerable.Range(0, series.Length).All(slot =>
            series.Qualities[slot].Kind != QualityKind.Missing || IsSpared(slot, series, evaluation)));

    private static bool IsSpared(int slot, Series series, Evaluation evaluation) =>
        IsSpared(new(series.StartOf(slot), series.StartOf(slot + 1)), evaluation);

    private static bool IsSpared(Interval span, Evaluation evaluation) =>
        evaluation.Spared?.Holds(span, evaluation.Frame.Zone) ?? false;

    private static void Hold(ChannelFormula formula, Connection connection, Series series, Evaluation evaluation)
    {
        var subject = $"Connection {connection.Id}, channel {formula.Channel.Name}";
        foreach (var same in series.Gaps.Where(gap => !IsSpared(gap.Span, evaluation))
            .GroupBy(gap => (gap.Code, gap.Reason, gap.Hint)))
        {
            var fault = new Fault(same.Key.Code, $"{subject}, isn't known from "
                + $"{Holes.Say([.. same.Select(gap => gap.Span)], connection.Zone)}: {same.Key.Reason}.",
                connection.Place, connection.Id, same.Key.Hint);
            if (same.First().IsWrong) evaluation.Findings.Hold(fault);
            else evaluation.Findings.Miss(fault);
        }
        // A hole beside what is suspicious is there whatever is decided.
        var missing = series.Unexplained().Where(slot => !IsSpared(slot, series, evaluation)).ToList();
        if (missing.Count == 0) return;
        var needed = Enumerable.Range(0, series.Length).Count(slot => !IsSpared(slot, series, evaluation));
        evaluation.Findings.Miss(new("missing-readings", string.Create(CultureInfo.InvariantCulture,
            $"{subject}, has no reading in {missing.Count} of {needed} intervals: "
            + $"{Holes.Say(series.SpansOf(missing), connection.Zone)}."), connection.Place, connection.Id,
            "Import the missing readings, or let busbar estimate fill them, and run it again."));
    }
}
