using System.Globalization;
using NodaTime;

namespace Busbar.Time;

/// <summary>
/// A day as the people of a zone live it: from its first instant to the first of the next, usually 24 hours, 23 or 25
/// where the clocks change.
/// </summary>
/// <remarks>
/// A date that a zone left out altogether (Samoa, 2011-12-30) starts and ends with the next and has no length.
/// </remarks>
public static class LocalDay
{
    /// <summary>
    /// The instant at which a local day starts: midnight, the first of two, or where the clocks skip it, the first
    /// instant after.
    /// </summary>
    public static Instant StartOf(LocalDate date, DateTimeZone zone) => StartOf(date, zone, LocalTime.Midnight);

    /// <summary>The same of days that start at another local time, as gas days do.</summary>
    public static Instant StartOf(LocalDate date, DateTimeZone zone, LocalTime start)
    {
        var mapped = zone.MapLocal(date.At(start));
        return mapped.Count == 0 ? mapped.LateInterval.Start : mapped.First().ToInstant();
    }

    /// <summary>How long a local day really lasts.</summary>
    public static Duration Length(LocalDate date, DateTimeZone zone) =>
        StartOf(date.PlusDays(1), zone) - StartOf(date, zone);

    /// <summary>How many intervals of a length a local day has: of 30 minutes 48, or 46 or 50.</summary>
    /// <exception cref="ArgumentException">The length isn't above zero or doesn't divide that day.</exception>
    public static int IntervalsIn(LocalDate date, DateTimeZone zone, int minutes)
    {
        var ticks = Length(date, zone).BclCompatibleTicks;
        var step = minutes * NodaConstants.TicksPerMinute;
        return step > 0 && ticks % step == 0
            ? (int)(ticks / step)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{minutes} minutes don't divide {date:uuuu-MM-dd} in {zone.Id}."));
    }
}
