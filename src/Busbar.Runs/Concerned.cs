using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>Finds the issued bills that a change of readings or prices concerns.</summary>
internal static class Concerned
{
    /// <summary>
    /// The numbers of the bills that were made from what has changed: what was known of a series then hashes otherwise
    /// now.
    /// </summary>
    public static IReadOnlyList<string> By(
        Database database, IReadOnlyList<ChangedSpan> changed, IReadOnlyDictionary<string, Connection> connections,
        IReadOnlyDictionary<string, MarketSeries> series)
    {
        var suspects = changed.GroupBy(span => span.Connection).SelectMany(spans => BillStore.BilledOver(
                database, [spans.Key], spans.Min(span => span.From), spans.Max(span => span.To))
            .Where(input => spans.Any(span => span.Channel == input.Input.Channel
                && span.From < input.Input.To && input.Input.From < span.To))).ToList();
        if (suspects.Count == 0) return [];
        var (measured, priced) = (suspects.Where(one => one.Input.Connection.Length > 0).ToList(),
            suspects.Where(one => one.Input.Connection.Length == 0).ToList());
        using var snapshot = database.Snapshot();
        var readings = ReadStore.Load(snapshot, [.. measured.Select(suspect => new ReadsWanted(
            connections[suspect.Input.Connection], suspect.Input.Channel, suspect.Input.From, suspect.Input.To))]);
        var prices = PriceStore.Load(snapshot, [.. from suspect in priced
            let one = series[suspect.Input.Channel]
            select new PricesWanted(
                one.Name, one.IntervalMinutes, one.Zone, suspect.Input.From, suspect.Input.To)]);
        return [.. measured.Zip(readings).Concat(priced.Zip(prices))
            .Where(pair => !pair.First.Input.Hash.SequenceEqual(pair.Second.Hash()))
            .Select(pair => pair.First.Number).Distinct().Order(StringComparer.Ordinal)];
    }
}
