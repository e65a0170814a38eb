using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Rating;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Loads the series that bills are made from, for many at a time.</summary>
internal static class Loading
{
    /// <summary>The inputs of some plans, as known in a snapshot, without what is suspicious.</summary>
    public static Inputs Load(Snapshot snapshot, Book book, IReadOnlyList<BillPlan> plans)
    {
        var channels = plans.SelectMany(plan => plan.Channels())
            .GroupBy(need => (need.Connection.Id, need.Channel))
            .Select(same => same.First() with { Span = BillPlan.Hull(same.Select(need => need.Span)) }).ToList();
        var wanted = channels.ConvertAll(Wanted);
        var readings = new Suspecting(snapshot, book).Masked(wanted, ReadStore.Load(snapshot, wanted));
        var markets = plans.SelectMany(plan => plan.Markets()).GroupBy(need => need.Series.Name)
            .Select(Prices).ToList();
        var prices = PriceStore.Load(snapshot, markets);
        return new(
            channels.Zip(readings).ToDictionary(
                pair => (pair.First.Connection.Id, pair.First.Channel), pair => pair.Second),
            markets.Zip(prices).ToDictionary(pair => pair.First.Name, pair => pair.Second));
    }

    private static ReadsWanted Wanted(ChannelNeed need)
    {
        var span = need.Span.InstantsIn(need.Connection.Zone);
        return new(need.Connection, need.Channel, span.Start, span.End);
    }

    /// <summary>A day more at either end: a value holds beyond the midnight of another zone.</summary>
    private static PricesWanted Prices(IEnumerable<MarketNeed> same)
    {
        var (series, spans) = (same.First().Series, same.Select(need => need.Span.InstantsIn(need.Zone)).ToList());
        return new(series.Name, series.IntervalMinutes, series.Zone,
            spans.Min(span => span.Start) - Duration.FromDays(1), spans.Max(span => span.End) + Duration.FromDays(1));
    }
}
