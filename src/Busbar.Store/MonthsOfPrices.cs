using Busbar.Metering;
using NodaTime;

namespace Busbar.Store;

/// <summary>The prices of a file, each in its slot: what the file says, or why it can't be taken.</summary>
internal sealed class MonthsOfPrices
{
    private readonly Dictionary<(Grid Grid, YearMonth Month), MonthOfPrices> _months = [];
    private readonly List<Fault> _faults = [];

    /// <param name="name">The series, for messages.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="zone">The zone by whose clock the intervals start.</param>
    public MonthsOfPrices(
        string name, string file, int intervalMinutes, DateTimeZone zone, IEnumerable<PricePoint> points)
    {
        foreach (var point in points)
            if (Grid.Place(point.Start, intervalMinutes, zone) is var (grid, slot))
            {
                var key = (grid, grid.MonthOf(slot));
                if (!_months.TryGetValue(key, out var month))
                    _months[key] = month = new(grid.CountOf(key.Item2));
                if (month.Set((int)(slot - grid.FirstSlotOf(key.Item2)), point) is { } other)
                    _faults.Add(new("conflicting-values",
                        $"Lines {Texts.Say(other)} and {Texts.Say(point.Line)} give {name} different prices for "
                        + $"{ClockText.Of(point.Start, zone)}.",
                        new(file, point.Line), name));
            }
            else
                _faults.Add(new("off-grid",
                    $"{name} has intervals of {Texts.Say(intervalMinutes)} minutes, and none starts at "
                    + $"{ClockText.Of(point.Start, zone)} by the clock of {zone.Id}.", new(file, point.Line), name));
    }

    /// <summary>What is wrong, in the order of the points.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>The months that have a price.</summary>
    public IReadOnlyDictionary<(Grid Grid, YearMonth Month), MonthOfPrices> Months => _months;
}

/// <summary>The prices of a month on one grid.</summary>
internal sealed class MonthOfPrices(int slotCount)
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
