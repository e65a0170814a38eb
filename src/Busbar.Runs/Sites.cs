using Busbar.Books;
using Busbar.Contracts;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>Finds where an offer may be tried: connections that are supplied together, each as long as it has the same
/// agreements, and those that nobody supplies.</summary>
internal static class Sites
{
    /// <summary>The sites of an offer on some days, by their connections.</summary>
    /// <param name="offer">It takes the place of agreements of its own product, and of those that have a channel in
    /// common with it.</param>
    public static IReadOnlyList<Site> Of(Book book, Offer offer, Days period)
    {
        var channels = offer.Versions.SelectMany(version => version.Channels.Keys).ToHashSet(StringComparer.Ordinal);
        var replaced = book.Agreements.Values.Where(one => !one.SupplyIn(period).IsEmpty
            && (one.Product.Id == offer.Product.Id || one.Product.Versions.Values
                .Any(version => version.Value.Channels.Keys.Any(channels.Contains))))
            .OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        var groups = GroupsOf(replaced, period);
        var supplied = replaced.SelectMany(one => one.Connections).Select(one => one.Id).ToHashSet();
        return [.. groups.Select(group => Of(group, period))
            .Concat(book.Connections.Values.Where(connection => !supplied.Contains(connection.Id))
                .Select(connection => new Site([connection], period, [], EndsBefore: false)))
            .OrderBy(site => site.Connections[0].Id, StringComparer.Ordinal).ThenBy(site => site.Days.From)];
    }

    /// <summary>Agreements that have a connection and a day in common, together.</summary>
    private static IEnumerable<List<Agreement>> GroupsOf(List<Agreement> agreements, Days period)
    {
        // Each belongs to the first of its group, by way of others before it.
        var (above, byConnection) = (Enumerable.Range(0, agreements.Count).ToArray(),
            new Dictionary<string, List<int>>());
        for (var i = 0; i < agreements.Count; i++)
            foreach (var connection in agreements[i].Connections)
            {
                if (!byConnection.TryGetValue(connection.Id, out var others)) byConnection[connection.Id] = others = [];
                foreach (var other in others.Where(one =>
                    !agreements[one].SupplyIn(agreements[i].SupplyIn(period)).IsEmpty))
                {
                    var (a, b) = (First(i), First(other));
                    above[Math.Max(a, b)] = Math.Min(a, b);
                }
                others.Add(i);
            }
        return Enumerable.Range(0, agreements.Count).GroupBy(First, i => agreements[i]).Select(group => group.ToList());

        int First(int i) => above[i] == i ? i : First(above[i]);
    }

    private static Site Of(List<Agreement> agreements, Days period) => new(
        [.. agreements.SelectMany(one => one.Connections).DistinctBy(connection => connection.Id)
            .OrderBy(connection => connection.Id, StringComparer.Ordinal)],
        Billing.BillPlan.Hull(agreements.Select(one => one.SupplyIn(period))), agreements,
        agreements.TrueForAll(one => one.To is { } to && to <= period.To));
}
