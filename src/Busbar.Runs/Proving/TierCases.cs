using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs.Proving;

/// <summary>The cases of block prices: just below each edge, at it, which is the lower block's, and just above.
/// </summary>
internal static class TierCases
{
    /// <summary>The cases of all blocks that the version's charges have.</summary>
    public static IEnumerable<BoundaryCase> Of(CaseCustomer customer, Days ordinary) =>
        from charge in customer.Version.Charges
        from written in charge.Rate.Formulas
        from tiers in written.Formula.All().OfType<TiersFormula>()
        from tier in tiers.Tiers.Skip(1)
        from one in new TierCase(customer, charge, tiers, customer.WindowFrom(ordinary.From, tiers.Window)).Of(tier)
        select one;
}

/// <summary>The cases of one window's blocks.</summary>
internal sealed class TierCase(CaseCustomer customer, Charge charge, TiersFormula tiers, Days window)
{
    private readonly Charge _counting = CountingOf(charge, tiers);

    /// <summary>The three cases of the edge at which a block begins; one that says why there are none.</summary>
    public IEnumerable<BoundaryCase> Of(Tier tier)
    {
        var unit = tiers.Counted.Shape.Dimension.ToString();
        if (EdgeOf(tier) is not { Sign: > 0 } edge)
            return [BoundaryCase.Unrated($"Tiers of {charge.Name}, the edge of the block {tier.Name}",
                "The edge is no fixed figure: give an example of it.")];
        var step = edge > 2 ? Exact.One : edge / 10;
        return [Case(edge - step, "just below"), Case(edge, "at"), Case(edge + step, "just above")];

        BoundaryCase Case(Exact count, string where)
        {
            var name = $"Tiers of {charge.Name}, {where} {LineWords.Quantity(edge, unit)}";
            return LoadFor(count) is { } load
                ? customer.Case(name, customer.Agreement(window.From, null), window, load,
                    line => line.Charge == charge.Id)
                : BoundaryCase.Unrated(name, $"No constant load comes to {LineWords.Quantity(count, unit)} exactly: "
                    + "give an example of it.");
        }
    }

    private Exact? EdgeOf(Tier tier) => tier.Edge switch
    {
        ConstantFormula constant => constant.Value,
        TermFormula term => customer.Terms[term.Term.Name],
        _ => null,
    };

    /// <summary>
    /// Constant power, in the intervals that count alone, of which exactly so much is counted; null where there is none
    /// such. What is counted grows with the load in most formulas, and it is rated whether it did.
    /// </summary>
    private Action<ChannelNeed, Series>? LoadFor(Exact count)
    {
        var places = CountedWith(customer.Constant(_ => 1)).ToList();
        var counting = places.Where(place => place.Quantity is { IsZero: false })
            .Take(tiers.Window == Step.Interval ? 1 : int.MaxValue).ToList();
        var counted = Sum(counting);
        if (counted.Sign <= 0) return null;
        var starts = counting.Select(place => place.Start).ToHashSet();
        Instant[] all = [.. places.Select(place => place.Start).Distinct().Order()];
        bool Counts(Instant at) => Array.BinarySearch(all, at) is var found
            && starts.Contains(all[Math.Max(0, found < 0 ? ~found - 1 : found)]);
        Action<ChannelNeed, Series> load = (need, series) => Fill(need, series, Counts, count / counted);
        return Sum(CountedWith(load)) == count ? load : null;
    }

    private void Fill(ChannelNeed need, Series series, Func<Instant, bool> counts, Exact times)
    {
        int[] all = [.. Enumerable.Range(0, series.Length)];
        int[] slots = [.. all.Where(slot => counts(series.StartOf(slot)))];
        var hours = slots.Aggregate(Exact.Zero, (sum, slot) => sum + series.HoursOf(slot));
        Metering.Spread.Over(series, all, Exact.Zero);
        Metering.Spread.Over(series, slots, (customer.PowerOf(need.Channel) * hours * times)
            .Round(Series.ReadingScale, Rounding.HalfAway));
    }

    /// <summary>What is counted, place by place, as the rater counts it.</summary>
    private IEnumerable<RatedPlace> CountedWith(Action<ChannelNeed, Series> load) =>
        customer.Bill(customer.Agreement(window.From, null, [_counting]), window, load) is BillOutcome.Made made
            ? made.Charges.SelectMany(rated => rated.Legs).SelectMany(leg => leg.Places()) : [];

    private static Exact Sum(IEnumerable<RatedPlace> places) =>
        places.Aggregate(Exact.Zero, (sum, place) => sum + (place.Quantity ?? Exact.Zero));

    /// <summary>A charge whose quantity is what the blocks count.</summary>
    private static Charge CountingOf(Charge charge, TiersFormula tiers) => new("counted", "Counted", charge.Group,
        new Rate.Priced(new("", "", tiers.Counted),
            new("", "", new ConstantFormula(Exact.One, Dimension.None))), Direction.ToSeller, charge.Each,
        LinesBy: null, HasLineByTier: false, TaxClass.Outside, IsGross: false, Missing.Hold,
        IsPassThrough: false, charge.Place);
}
