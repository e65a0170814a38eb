using Busbar.Metering;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>Finds the issued bills that an import concerns.</summary>
internal static class Concerned
{
    /// <summary>
    /// The numbers of the bills that were made from readings which the import has changed: what was known of a series
    /// then hashes otherwise now.
    /// </summary>
    public static IReadOnlyList<string> By(
        Database database, ImportReport report, IReadOnlyDictionary<string, Connection> connections)
    {
        var suspects = report.Changed.GroupBy(span => span.Connection).SelectMany(spans => BillStore.BilledOver(
                database, [spans.Key], spans.Min(span => span.From), spans.Max(span => span.To))
            .Where(input => spans.Any(span => span.Channel == input.Input.Channel
                && span.From < input.Input.To && input.Input.From < span.To))).ToList();
        if (suspects.Count == 0) return [];
        using var snapshot = database.Snapshot();
        var now = ReadStore.Load(snapshot, [.. suspects.Select(suspect => new ReadsWanted(
            connections[suspect.Input.Connection], suspect.Input.Channel, suspect.Input.From, suspect.Input.To))]);
        return [.. suspects.Zip(now).Where(pair => !pair.First.Input.Hash.SequenceEqual(pair.Second.Hash()))
            .Select(pair => pair.First.Number).Distinct().Order(StringComparer.Ordinal)];
    }
}
