using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary>
/// <c>peak</c>: in each window the greatest average power, or the mean of the greatest; with <c>when</c>, the power at
/// the times of another's greatest. Of equals the earliest is taken.
/// </summary>
internal static class PeakOperator
{
    public static Column Apply(PeakFormula formula, Evaluation evaluation)
    {
        var chosen = Chosen(formula, evaluation);
        var values = new Exact[evaluation.Frame.CountOf(formula.Window)];
        foreach (var window in chosen.GroupBy(block => block.Window))
            values[window.Key] = window.Aggregate(Exact.Zero, (sum, block) => sum + block.Power) / window.Count();
        return new(formula.Window, values, Estimated(formula, evaluation));
    }

    /// <summary>The blocks whose mean is the peak, window by window, the greatest first.</summary>
    public static IReadOnlyList<PowerBlock> Chosen(PeakFormula formula, Evaluation evaluation)
    {
        var own = Blocks(formula.Of, formula, evaluation);
        var ranks = formula.When is { } when ? Blocks(when, formula, evaluation) : own;
        return [.. own.Zip(ranks, (block, rank) => (Block: block, Rank: rank.Power))
            .GroupBy(one => one.Block.Window)
            .SelectMany(window =>
            {
                // The order is stable, so that of equals the earliest comes first.
                var ordered = window.OrderByDescending(one => one.Rank).Select(one => one.Block);
                return (formula.Blocks.AreApart ? ordered.DistinctBy(block => block.Day) : ordered)
                    .Take(formula.Blocks.Top);
            })];
    }

    /// <summary>The average power of each block, in the order of time. A block that takes no time is none: a zone may
    /// leave out a day.</summary>
    private static List<PowerBlock> Blocks(Formula of, PeakFormula peak, Evaluation evaluation)
    {
        var (frame, step) = (evaluation.Frame, peak.Blocks.Step);
        var column = evaluation.Of(of, step);
        var windows = frame.PlacesIn(step, peak.Window);
        // What lasts longer than a day is one block by itself: its length is that of nothing else.
        var hours = step <= Step.Day ? frame.HoursOf(step) : [.. column.Values.Select(_ => Exact.One)];
        var blocks = new List<PowerBlock>();
        var (key, work, length) = ((0, 0), Exact.Zero, Exact.Zero);
        for (var i = 0; i < column.Values.Length; i++)
        {
            if (hours[i].IsZero) continue;
            var start = frame.StartOf(i, step);
            var date = start.InZone(frame.Zone).Date;
            var next = peak.Blocks.OverMinutes is { } minutes
                ? (frame.PlacesIn(step, Step.Day)[i], BlockOf(start, date, minutes, frame.Zone)) : (i, 0);
            if (blocks.Count == 0 || next != key)
            {
                (key, work, length) = (next, Exact.Zero, Exact.Zero);
                blocks.Add(new(windows[i], start, date, Exact.Zero));
            }
            length += hours[i];
            work += of.Shape.AddsUp ? column.Values[i] : column.Values[i] * hours[i];
            blocks[^1] = blocks[^1] with { Power = work / length };
        }
        return blocks;
    }

    /// <summary>
    /// Which block of its day an instant lies in, by the time since midnight. What the change of the clocks leaves at
    /// a day's end is part of the last whole block: no average is over less than was agreed.
    /// </summary>
    private static int BlockOf(Instant start, LocalDate date, int minutes, DateTimeZone zone)
    {
        var (block, day) = (Duration.FromMinutes(minutes), LocalDay.Length(date, zone));
        var last = Math.Max(1, day.BclCompatibleTicks / block.BclCompatibleTicks) - 1;
        var since = start - LocalDay.StartOf(date, zone);
        return (int)Math.Min(last, since.BclCompatibleTicks / block.BclCompatibleTicks);
    }

    /// <summary>A peak rests on all values of its window: where one is estimated, another could be the greatest.
    /// </summary>
    private static bool[]? Estimated(PeakFormula formula, Evaluation evaluation) => formula.Parts
        .Select(part => evaluation.Of(part, formula.Blocks.Step).Summed(formula.Window, evaluation.Frame).Estimated)
        .Aggregate(Column.Either);
}

/// <summary>The average power of a block of intervals.</summary>
/// <param name="Window">The place of the window that it lies in.</param>
/// <param name="Day">On which it starts.</param>
internal readonly record struct PowerBlock(int Window, Instant Start, LocalDate Day, Exact Power);
