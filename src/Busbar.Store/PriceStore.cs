using Busbar.Metering;
using Busbar.Time;
using NodaTime;

namespace Busbar.Store;

/// <summary>A price of a market series for the interval that starts at an instant.</summary>
/// <param name="Nanos">A count of 10^-9 of the unit in which the book has the series.</param>
/// <param name="Line">The line of its file, for messages.</param>
public readonly record struct PricePoint(Instant Start, long Nanos, int Line);

/// <summary>What the file of a market series changed.</summary>
/// <param name="Changed">Where prices are others now, with an empty connection and the series as the channel.</param>
public readonly record struct AppliedPrices(ReadingCounts Counts, IReadOnlyList<ChangedSpan> Changed);

/// <summary>A market series that somebody wants over a period.</summary>
public sealed record PricesWanted(string Name, int IntervalMinutes, DateTimeZone Zone, Instant From, Instant To);

/// <summary>Market series: kept in the same blocks as readings, versioned and rebuilt like them.</summary>
public static class PriceStore
{
    /// <summary>
    /// Makes a market series say exactly what its file says; what the file no longer has is missing from now on.
    /// </summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="zone">The zone by whose clock its intervals start.</param>
    /// <exception cref="RefusedException">An interval is given twice with different prices, or starts off the
    /// grid.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static AppliedPrices Apply(
        Change change, string name, string file, int intervalMinutes, DateTimeZone zone,
        IEnumerable<PricePoint> points) => change.Guard(() =>
    {
        var given = new MonthsOfPrices(name, file, intervalMinutes, zone, points);
        if (given.Faults.Count > 0) throw new RefusedException(given.Faults);
        var series = new SeriesTable(change.Connection);
        return Replace(change, name, zone, given.Months.ToDictionary(
            pair => new BlockKey(series.IdOf(new(SeriesName.Price, "", name, pair.Key.Grid)), pair.Key.Month),
            pair => (pair.Key.Grid, pair.Value)));
    });

    /// <summary>What <see cref="Apply"/> would refuse.</summary>
    public static IReadOnlyList<Fault> Check(
        string name, string file, int intervalMinutes, DateTimeZone zone, IEnumerable<PricePoint> points) =>
        new MonthsOfPrices(name, file, intervalMinutes, zone, points).Faults;

    /// <summary>One market series as known in a snapshot.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Series Load(Snapshot snapshot, PricesWanted wanted) => Load(snapshot, [wanted])[0];

    /// <summary>Several market series, in the order in which they are wanted.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<Series> Load(Snapshot snapshot, IReadOnlyList<PricesWanted> wanted) =>
        snapshot.Guard(() =>
        SeriesReader.Read(snapshot, SeriesName.Price, [.. wanted.Select(one => ("", one.Name,
            Series.Empty(one.Name, one.IntervalMinutes, one.Zone, Series.PriceScale, one.From, one.To)))]));

    /// <summary>The values of some profiles over some dates of theirs, in their order.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<ProfileValues> Load(
        Snapshot snapshot, IReadOnlyList<(Profile Profile, Days Days)> wanted)
    {
        var series = Load(snapshot, [.. from one in wanted
            let span = one.Days.InstantsIn(one.Profile.Zone)
            select new PricesWanted(
                one.Profile.Name, one.Profile.IntervalMinutes, one.Profile.Zone, span.Start, span.End)]);
        return [.. wanted.Zip(series, (one, values) => new ProfileValues(one.Profile, values))];
    }

    private static AppliedPrices Replace(
        Change change, string name, DateTimeZone zone, Dictionary<BlockKey, (Grid Grid, MonthOfPrices Prices)> given)
    {
        var (counts, changed) = (default(ReadingCounts), new List<(BlockKey, Block, Block)>());
        var spans = new List<ChangedSpan>();
        var existing = SeriesReader.AllBlocks(change.Connection, SeriesName.Price, "", name);
        var keys = existing.Keys.Concat(given.Keys).Distinct();
        foreach (var key in keys.OrderBy(key => key.Series).ThenBy(key => key.Month))
        {
            var (grid, block) = existing.TryGetValue(key, out var found) ? found : (given[key].Grid, null);
            var month = given.TryGetValue(key, out var own) ? own.Prices : new MonthOfPrices(grid.CountOf(key.Month));
            var merged = BlockMerge.Replace(block, month.Counts, month.Qualities, change.Receipt);
            counts += merged.Counts;
            if (merged.Replaced is null) continue;
            changed.Add((key, merged.Block!, merged.Replaced));
            Instant At(int slot) => Grid.StartOf(grid.FirstSlotOf(key.Month) + slot, grid.IntervalMinutes, zone);
            spans.Add(new("", name, At(merged.Changed.First), At(merged.Changed.End)));
        }
        if (changed.Count > 0) change.Take();
        BlockTable.Save(change.Connection, change.Receipt, changed);
        return new(counts, spans);
    }
}
