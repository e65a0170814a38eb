using System.Globalization;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Rating.Operators;

/// <summary>
/// Where blocks begin in a window. An edge that was agreed for all of it scales with the days of supply over the days
/// of the window, and one that changes within it is its mean by days.
/// </summary>
internal static class TierEdges
{
    /// <summary>The edges of each window of the frame; one that isn't above the one before holds the result.</summary>
    public static Exact[][] Of(TiersFormula tiers, Evaluation evaluation)
    {
        var windows = new Exact[evaluation.Frame.CountOf(tiers.Window)][];
        for (var place = 0; place < windows.Length; place++)
        {
            var window = Supplied.In(tiers.Window, place, evaluation);
            windows[place] = [.. Enumerable.Range(0, tiers.Tiers.Count)
                .Select(block => Edge(block, tiers, window, place, evaluation))];
            for (var i = 1; i < windows[place].Length; i++)
                if (windows[place][i] < windows[place][i - 1])
                    evaluation.Findings.Hold(new("edges-out-of-order", string.Create(
                        CultureInfo.InvariantCulture, $"{evaluation.Subject} has tiers whose edges aren't in order "
                        + $"from {window.Days}: the block {tiers.Tiers[i].Name} would begin below the one before it."),
                        Hint: "Mend the terms or the formulas that the edges are made of."));
        }
        return windows;
    }

    private static Exact Edge(int block, TiersFormula tiers, Supplied window, int place, Evaluation evaluation)
    {
        var sum = Exact.Zero;
        foreach (var (days, edge) in evaluation.EdgeDays(tiers, block, window.Days))
        {
            var isOfDays = edge.Shape.AddsUp && edge.Shape.Step < Step.Forever;
            var here = evaluation.On(edge, days.From);
            if (isOfDays && edge.Shape.Step < tiers.Window) sum += SumOver(edge, days, window.Days, here);
            else
            {
                var part = Exact.Ratio(days.Count, window.Days.Count);
                var share = isOfDays || !tiers.Counted.Shape.AddsUp ? part : part * window.Share;
                sum += here.Of(edge, tiers.Window).Values[place] * share;
            }
        }
        return sum;
    }

    /// <summary>What time makes of the edge on some days of the window, also of those after the bill.</summary>
    private static Exact SumOver(Formula edge, Days days, Days window, Evaluation evaluation)
    {
        var whole = evaluation.Over(window);
        var column = whole.Of(edge);
        return column.Values.Zip(whole.Frame.SharesOf(days, column.Step), (value, share) => value * share)
            .Aggregate(Exact.Zero, (a, b) => a + b);
    }
}

/// <summary>The days of supply in a window, and what part of it they are.</summary>
internal readonly record struct Supplied(Days Days, Exact Share)
{
    public static Supplied In(Step step, int place, Evaluation evaluation)
    {
        var (frame, agreement) = (evaluation.Frame, evaluation.Agreement);
        var first = frame.FirstDayOf(place, step);
        var window = step.Kind is StepKind.Period or StepKind.Cycle
            ? agreement.Account.Cycle.PeriodOf(first) : frame.Windows.Of(first, step);
        var days = agreement.SupplyIn(window);
        return new(days, Exact.Ratio(days.Count, window.Count));
    }
}
