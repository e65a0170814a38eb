using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Rating;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Loads the series that bills are made from, for many at a time.</summary>
internal static class Loading
{
    /// <summary>The inputs of some plans, as known in a snapshot, without what is suspicious. What pools haven't
    /// settled yet is as it would be settled now.</summary>
    /// <param name="settling">What settles pools that they rest on; null: what is stored counts.</param>
    public static Inputs Load(
        Snapshot snapshot, Book book, IReadOnlyList<BillPlan> plans, Settling? settling = null) => Load(snapshot, book,
        plans.SelectMany(plan => plan.Channels()), plans.SelectMany(plan => plan.Markets()),
        plans.SelectMany(plan => plan.Sessions()), settling ?? new(snapshot, book));

    /// <summary>The inputs of some needs.</summary>
    /// <param name="settling">What settles pools that they rest on.</param>
    public static Inputs Load(
        Snapshot snapshot, Book book, IEnumerable<ChannelNeed> needs, IEnumerable<MarketNeed> markets,
        IEnumerable<SessionNeed> sessions, Settling settling)
    {
        var channels = needs.GroupBy(need => (need.Connection.Id, need.Channel))
            .Select(same => same.First() with { Span = BillPlan.Hull(same.Select(need => need.Span)) })
            .ToLookup(need => need.Settled is null);
        var wanted = channels[true].Select(Wanted).ToList();
        var readings = new Suspecting(snapshot, book).Masked(wanted, ReadStore.Load(snapshot, wanted));
        var settled = channels[false].ToList();
        var prices = markets.GroupBy(need => need.Series.Name).Select(Prices).ToList();
        var charged = sessions.GroupBy(need => need.Connection.Id).Select(Wanted).ToList();
        return new(
            channels[true].Zip(readings).Concat(settled.Zip(settling.Load(settled))).ToDictionary(
                pair => (pair.First.Connection.Id, pair.First.Channel), pair => pair.Second),
            prices.Zip(PriceStore.Load(snapshot, prices)).ToDictionary(pair => pair.First.Name, pair => pair.Second))
        {
            Sessions = charged.Zip(SessionStore.Load(snapshot, charged)).ToDictionary(
                pair => pair.First.Connection.Id,
                pair => SessionsAround.Marked(snapshot, pair.First.Connection, pair.Second)),
        };
    }

    /// <summary>What a store is asked for.</summary>
    public static ReadsWanted Wanted(ChannelNeed need)
    {
        var span = need.Span.InstantsIn(need.Connection.Zone);
        return new(need.Connection, need.Channel, span.Start, span.End);
    }

    private static SessionsWanted Wanted(IEnumerable<SessionNeed> same)
    {
        var connection = same.First().Connection;
        var span = BillPlan.Hull(same.Select(need => need.Span)).InstantsIn(connection.Zone);
        return new(connection, span.Start, span.End);
    }

    /// <summary>A day more at either end: a value holds beyond the midnight of another zone.</summary>
    private static PricesWanted Prices(IEnumerable<MarketNeed> same)
    {
        var (series, spans) = (same.First().Series, same.Select(need => need.Span.InstantsIn(need.Zone)).ToList());
        return new(series.Name, series.IntervalMinutes, series.Zone,
            spans.Min(span => span.Start) - Duration.FromDays(1), spans.Max(span => span.End) + Duration.FromDays(1));
    }
}
