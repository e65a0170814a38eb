using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>Prices (or other values) of a market: one per interval, from a file of the book.</summary>
/// <param name="Unit">The unit in which the file has them.</param>
/// <param name="IntervalMinutes">5 to 60, or 1440 for daily ones.</param>
/// <param name="Zone">The zone by whose clock its intervals start, and in which times without offset are read.</param>
/// <param name="File">The file, relative to the book's folder.</param>
/// <param name="Window">Month, quarter or year where one value holds for all of that; its interval is then a day, and
/// the value stands on the first. Null of any other.</param>
/// <param name="Column">The column that has its values, where the file has several.</param>
/// <param name="Decimals">How many decimals its values are meant to have, where the file shows more.</param>
public sealed record MarketSeries(
    string Name, Unit Unit, int IntervalMinutes, DateTimeZone Zone, string File, Place Place, Step? Window = null,
    string? Column = null, int? Decimals = null)
{
    /// <summary>How often its values change.</summary>
    public Step Step => Window ?? (IntervalMinutes == MinutesPerDay ? Step.Day : Step.Interval);

    private const int MinutesPerDay = 1440;
}
