using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary>
/// <c>tiers</c>: in each place the price of the block that it is counted in, or the mix of those that it is dealt out
/// to, unrounded.
/// </summary>
internal static class TiersOperator
{
    public static Column Apply(TiersFormula formula, Evaluation evaluation)
    {
        var (mixes, estimated) = Mixes(formula, evaluation);
        var (frame, step) = (evaluation.Frame, formula.Shape.Step);
        var places = frame.PlacesIn(step, formula.SplitStep);
        var prices = formula.Tiers.Select(tier => evaluation.Of(tier.Price, step)).ToArray();
        var values = new Exact[places.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var mix = mixes[places[i]];
            if (mix.Shares is not { } shares) values[i] = prices[mix.First].Values[i];
            else
                for (var block = 0; block < shares.Length; block++)
                    values[i] += shares[block] * prices[mix.First + block].Values[i];
        }
        return new(step, values, estimated is null ? null : [.. places.Select(place => estimated[place])]);
    }

    /// <summary>How each place of the step at which the count is split is dealt out, and whether that is estimated.
    /// </summary>
    public static (BlockMix[] Mixes, bool[]? Estimated) Mixes(TiersFormula formula, Evaluation evaluation)
    {
        var (frame, step) = (evaluation.Frame, formula.SplitStep);
        var counted = evaluation.Of(formula.Counted, step);
        var windows = frame.PlacesIn(step, formula.Window);
        var edges = TierEdges.Of(formula, evaluation);
        var mixes = new BlockMix[counted.Values.Length];
        var estimated = counted.Estimated is null ? null : new bool[mixes.Length];
        var (count, isEstimated) = (Exact.Zero, false);
        for (var i = 0; i < mixes.Length; i++)
        {
            if (i == 0 || windows[i] != windows[i - 1]) (count, isEstimated) = (Exact.Zero, false);
            mixes[i] = formula.Fill == Fill.Whole ? new(BlockSplit.Reached(counted.Values[i], edges[windows[i]]), null)
                : BlockSplit.Split(count, counted.Values[i], edges[windows[i]]);
            count += counted.Values[i];
            if (estimated is not null) estimated[i] = isEstimated |= counted.Estimated![i];
        }
        return (mixes, estimated);
    }

    /// <summary>
    /// The amounts for having reached blocks, by block and place of a step: in order where a block is first reached;
    /// else on each day of the window its part. They scale with the days of supply.
    /// </summary>
    /// <param name="step">The charge's own, no coarser than that of the price.</param>
    public static Exact[][] Flats(TiersFormula formula, Step step, Evaluation evaluation)
    {
        var (mixes, _) = Mixes(formula, evaluation);
        var frame = evaluation.Frame;
        var windows = frame.PlacesIn(formula.SplitStep, formula.Window);
        var firsts = FirstPlaces(frame, step, formula.SplitStep);
        var flats = formula.Tiers.Select(_ => new Exact[frame.CountOf(step)]).ToArray();
        var reached = -1;
        for (var i = 0; i < mixes.Length; i++)
        {
            if (i == 0 || windows[i] != windows[i - 1]) reached = -1;
            var last = mixes[i].First + (mixes[i].Shares?.Length ?? 1) - 1;
            for (var block = formula.Fill == Fill.Whole ? last : reached + 1; block <= last; block++)
            {
                if (formula.Tiers[block].Flat is not { } flat) continue;
                var supplied = Supplied.In(formula.Window, windows[i], evaluation);
                var amount = evaluation.Of(flat).Values[0] * supplied.Share;
                if (formula.Fill == Fill.InOrder) flats[block][firsts[i]] += amount;
                else Spread(amount, windows[i], formula.Window, step, flats[block], frame);
            }
            reached = Math.Max(reached, last);
        }
        return flats;
    }

    /// <summary>An amount on the first place of each day of a window, or on its only one.</summary>
    private static void Spread(Exact amount, int window, Step windows, Step step, Exact[] flats, Frame frame)
    {
        var places = frame.PlacesIn(step, windows).Index().Where(place => place.Item == window)
            .Select(place => place.Index);
        var firsts = step > Step.Day ? [.. places] : places.DistinctBy(place => frame.FirstDayOf(place, step)).ToList();
        foreach (var place in firsts) flats[place] += amount / firsts.Count;
    }

    /// <summary>For each place of a coarser step the first of a finer one in it.</summary>
    internal static int[] FirstPlaces(Frame frame, Step fine, Step coarse)
    {
        var firsts = new int[frame.CountOf(coarse)];
        var places = frame.PlacesIn(fine, coarse);
        for (var i = places.Length - 1; i >= 0; i--) firsts[places[i]] = i;
        return firsts;
    }
}
