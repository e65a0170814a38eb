using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Rating;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>Says what must have been measured for what is needed.</summary>
internal static class MeasuredNeeds
{
    /// <summary>What is measured of what is needed: of what a pool settles the readings that it is settled from, on the
    /// same days.</summary>
    public static List<ChannelNeed> Of(Book book, List<ChannelNeed> needs)
    {
        var (measured, known) = (needs.FindAll(need => need.Settled is null), new HashSet<string>());
        while (needs.FindAll(need => need.Settled is not null) is { Count: > 0 } settled)
        {
            needs = [.. settled.GroupBy(need => need.Settled!.Pool.Id).Where(same => known.Add(same.Key)).SelectMany(
                same => NeedsOf(book, same.First().Settled!.Pool, BillPlan.Hull(same.Select(need => need.Span))))];
            measured.AddRange(needs.Where(need => need.Settled is null));
        }
        return measured;
    }

    /// <summary>Each channel once, over all days on which it is needed.</summary>
    public static IEnumerable<ChannelNeed> Once(IEnumerable<ChannelNeed> needs) =>
        needs.GroupBy(need => (need.Connection.Id, need.Channel))
            .Select(same => same.First() with { Span = BillPlan.Hull(same.Select(need => need.Span)) })
            .OrderBy(need => need.Connection.Id, StringComparer.Ordinal)
            .ThenBy(need => need.Channel, StringComparer.Ordinal);

    /// <summary>Inputs with what was estimated where nothing is known.</summary>
    public static Inputs With(
        Inputs inputs, IReadOnlyDictionary<(string Connection, string Channel), EstimatedChannel> made) => inputs with
    {
        Channels = inputs.Channels.ToDictionary(pair => pair.Key,
            pair => made.TryGetValue(pair.Key, out var channel) ? channel.Into(pair.Value) : pair.Value),
    };

    private static IEnumerable<ChannelNeed> NeedsOf(Book book, Pool pool, Days days) => new PoolPlan(
            pool, days, [.. pool.Measured, .. pool.Shares.Keys], [.. KnownCosts.BilledBy(pool, book)]).Channels()
        .Select(need => need with { Span = need.Span.Intersect(days) }).Where(need => !need.Span.IsEmpty);
}
