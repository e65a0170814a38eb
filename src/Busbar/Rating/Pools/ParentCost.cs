using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating;

/// <summary>What the parent's charges in some groups come to over the days of a rating, as they are rounded on its
/// bill, and what others ask for it.</summary>
/// <param name="ByInterval">The amounts by the interval: with what rounding changes on the last of them that isn't
/// zero.
/// </param>
/// <param name="IsCoarse">Whether some of it is of days or longer: it stands evenly on the first interval of each
/// day.</param>
internal sealed record ParentCost(Column ByInterval, bool IsCoarse)
{
    public static ParentCost Of(
        ParentCostFormula cost, PoolPlan plan, Rater rater, PoolRating pool)
    {
        var (frame, isCoarse) = (pool.Frame, false);
        var (values, estimated) = (new Exact[frame.CountOf(Step.Interval)], new bool[frame.CountOf(Step.Interval)]);
        foreach (var task in plan.CostTasks(cost))
        {
            var charge = rater.ForCost(task);
            var own = charge.Parts.Where(part => cost.Groups.Contains(part.Leg.Charge.Group)).ToList();
            if (own.Count == 0) continue;
            var net = own.Aggregate(Exact.Zero, (sum, part) => sum + part.Net);
            var (placed, last) = (Exact.Zero, values.Length - 1);
            foreach (var leg in charge.Legs.Where(leg => cost.Groups.Contains(leg.Leg.Charge.Group)))
                foreach (var (start, amount, isEstimated) in Amounts(leg))
                {
                    isCoarse |= leg.Amounts.Step != Step.Interval;
                    var i = PlaceOf(start, frame);
                    values[i] += amount;
                    placed += amount;
                    if (!amount.IsZero) last = i;
                    estimated[i] |= isEstimated;
                }
            values[last] += rater.Rounded(net).Amount - placed;
        }
        // An invoice says nothing of when in its days the cost arose.
        foreach (var line in plan.InvoicedIn(cost))
        {
            isCoarse = true;
            foreach (var date in line.Days.Intersect(plan.Days).Dates)
                values[PlaceOf(Time.LocalDay.StartOf(date, frame.Zone), frame)] += line.Amount.Amount / line.Days.Count;
        }
        return new(new Column(Step.Interval, values, Array.Exists(estimated, one => one) ? estimated : null),
            isCoarse);
    }

    /// <summary>The amounts of a leg without tax, by interval or by day.</summary>
    private static List<(NodaTime.Instant Start, Exact Amount, bool IsEstimated)> Amounts(RatedLeg rated)
    {
        var (leg, step, frame) = (rated.Leg, rated.Amounts.Step, rated.Frame);
        var amounts = new List<(NodaTime.Instant, Exact, bool)>();
        for (var i = 0; i < rated.Shares.Length; i++)
        {
            if (rated.Shares[i].IsZero) continue;
            var amount = rated.Amounts.Values[i] * rated.Shares[i];
            if (leg is { Charge.IsGross: true, TaxRate: { } rate }) amount /= Exact.One + rate;
            var isEstimated = rated.Amounts.Estimated?[i] ?? false;
            if (step == Step.Interval)
            {
                amounts.Add((frame.StartOf(i), amount, isEstimated));
                continue;
            }
            var days = frame.DaysOf(i, step).Intersect(leg.Days);
            foreach (var date in days.Dates)
                amounts.Add((Time.LocalDay.StartOf(date, frame.Zone), amount / days.Count, isEstimated));
        }
        return amounts;
    }

    private static int PlaceOf(NodaTime.Instant start, Frame frame)
    {
        var (low, high) = (0, frame.CountOf(Step.Interval) - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (frame.StartOf(middle) <= start) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
