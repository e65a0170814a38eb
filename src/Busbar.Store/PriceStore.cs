using Busbar.Metering;
using NodaTime;

namespace Busbar.Store;

/// <summary>A price of a market series for the interval that starts at an instant.</summary>
/// <param name="Nanos">A count of 10^-9 of the unit in which the book has the series.</param>
/// <param name="Line">The line of its file, for messages.</param>
public readonly record struct PricePoint(Instant Start, long Nanos, int Line);

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
    public static ReadingCounts Apply(
        Change change, string name, string file, int intervalMinutes, DateTimeZone zone,
        IEnumerable<PricePoint> points) => change.Guard(() =>
    {
        var (series, homes) = (new SeriesTable(change.Connection), new Dictionary<BlockKey, MonthOfPrices>());
        var faults = new List<Fault>();
        foreach (var point in points)
            if (Grid.Place(point.Start, intervalMinutes, zone) is var (grid, slot))
            {
                var key = new BlockKey(series.IdOf(new(SeriesName.Price, "", name, grid)), grid.MonthOf(slot));
                if (!homes.TryGetValue(key, out var month)) homes[key] = month = new(grid.CountOf(key.Month));
                if (month.Set((int)(slot - grid.FirstSlotOf(key.Month)), point) is { } other)
                    faults.Add(new("conflicting-values",
                        $"Lines {Texts.Say(other)} and {Texts.Say(point.Line)} give {name} different prices for "
                        + $"{ClockText.Of(point.Start, zone)}.",
                        new(file, point.Line), name));
            }
            else faults.Add(new("off-grid",
                $"{name} has intervals of {Texts.Say(intervalMinutes)} minutes, and none starts at "
                + $"{ClockText.Of(point.Start, zone)} "
                + $"by the clock of {zone.Id}.", new(file, point.Line), name));
        if (faults.Count > 0) throw new RefusedException(faults);
        return Replace(change, name, homes);
    });

    /// <summary>One market series as known in a snapshot.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Series Load(Snapshot snapshot, PricesWanted wanted) => Load(snapshot, [wanted])[0];

    /// <summary>Several market series, in the order in which they are wanted.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<Series> Load(Snapshot snapshot, IReadOnlyList<PricesWanted> wanted) =>
        snapshot.Guard(() =>
        SeriesReader.Read(snapshot, SeriesName.Price, [.. wanted.Select(one => ("", one.Name,
            Series.Empty(one.Name, one.IntervalMinutes, one.Zone, Series.PriceScale, one.From, one.To)))]));

    private static ReadingCounts Replace(Change change, string name, Dictionary<BlockKey, MonthOfPrices> given)
    {
        var (counts, changed) = (default(ReadingCounts), new List<(BlockKey, Block, Block)>());
        var existing = SeriesReader.AllBlocks(change.Connection, SeriesName.Price, "", name);
        var keys = existing.Keys.Concat(given.Keys).Distinct();
        foreach (var key in keys.OrderBy(key => key.Series).ThenBy(key => key.Month))
        {
            var (grid, block) = existing.TryGetValue(key, out var found) ? found : (default, null);
            var month = given.GetValueOrDefault(key) ?? new MonthOfPrices(grid.CountOf(key.Month));
            var merged = BlockMerge.Replace(block, month.Counts, month.Qualities, change.Receipt);
            counts += merged.Counts;
            if (merged.Replaced is not null) changed.Add((key, merged.Block!, merged.Replaced));
        }
        if (changed.Count > 0) change.Take();
        BlockTable.Save(change.Connection, change.Receipt, changed);
        return counts;
    }

    private sealed class MonthOfPrices(int slotCount)
    {
        private readonly int[] _lines = new int[slotCount];

        public long[] Counts { get; } = new long[slotCount];

        public Quality[] Qualities { get; } = new Quality[slotCount];

        /// <summary>Sets a price; the line of another that the interval has already, or null.</summary>
        public int? Set(int slot, PricePoint point)
        {
            if (Qualities[slot].Kind != QualityKind.Missing) return Counts[slot] == point.Nanos ? null : _lines[slot];
            (Counts[slot], Qualities[slot], _lines[slot]) = (point.Nanos, Quality.Actual, point.Line);
            return null;
        }
    }
}
