using Busbar.Time;
using NodaTime;

namespace Busbar.Metering;

/// <summary>
/// The slots in which readings of one length are kept, numbered without a gap from 1970 on, for any zone and any change
/// of its clocks.
/// </summary>
/// <remarks>
/// <para>Readings of less than a day: the day of 1970-01-01 in UTC is cut into slots of the interval, slot 0 first, and
/// so is every day. A reading belongs to the slot in which it starts. Where the zone's hours don't begin with UTC's
/// (India, hourly), every reading starts by the same <see cref="PhaseSeconds"/> after its slot's edge; the grid says
/// so.</para>
/// <para>Daily readings: slots are local dates, so that a day of 23 or 25 hours is one slot as any other.</para>
/// </remarks>
/// <param name="IntervalMinutes">The length of a reading; it divides the day.</param>
/// <param name="PhaseSeconds">How long after its slot's edge a reading starts; 0 for daily readings.</param>
public readonly record struct Grid(int IntervalMinutes, int PhaseSeconds = 0)
{
    private const int MinutesPerDay = 1440;
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    /// <summary>Whether a slot is a local date.</summary>
    public bool IsDaily => IntervalMinutes == MinutesPerDay;

    /// <summary>How many slots a day of the grid has.</summary>
    public int SlotsPerDay => MinutesPerDay / IntervalMinutes;

    private int IntervalSeconds => IntervalMinutes * 60;

    /// <summary>
    /// The grid and slot of a reading that starts at an instant, or null when it is off the grid: it starts neither at
    /// a local midnight nor a whole number of intervals after one on the local clock.
    /// </summary>
    public static (Grid Grid, long Slot)? Place(Instant start, int intervalMinutes, DateTimeZone zone)
    {
        var local = start.InZone(zone);
        if (intervalMinutes == MinutesPerDay)
            return LocalDay.StartOf(local.Date, zone) == start ? (new(MinutesPerDay), DayOf(local.Date)) : null;
        if (local.TickOfDay % (intervalMinutes * NodaConstants.TicksPerMinute) != 0) return null;
        var seconds = start.ToUnixTimeSeconds();
        var slot = FloorDivide(seconds, intervalMinutes * 60);
        return (new(intervalMinutes, (int)(seconds - slot * intervalMinutes * 60)), slot);
    }

    /// <summary>
    /// The slots whose readings start within a span of instants: from the first to the last, excluded.
    /// </summary>
    /// <remarks>
    /// The span's ends are starts of readings; an end inside a reading counts that reading where it starts.
    /// </remarks>
    public static (long First, long End) SlotsOf(Instant from, Instant to, int intervalMinutes, DateTimeZone zone) =>
        (FirstSlotFrom(from, intervalMinutes, zone), FirstSlotFrom(to, intervalMinutes, zone));

    private static long FirstSlotFrom(Instant instant, int intervalMinutes, DateTimeZone zone)
    {
        if (intervalMinutes == MinutesPerDay)
        {
            var date = instant.InZone(zone).Date;
            return DayOf(date) + (LocalDay.StartOf(date, zone) < instant ? 1 : 0);
        }
        var step = intervalMinutes * 60;
        var slot = FloorDivide(instant.ToUnixTimeSeconds(), step);
        return StartOf(slot, intervalMinutes, zone) < instant ? slot + 1 : slot;
    }

    /// <summary>The instant at which the reading of a slot starts.</summary>
    public static Instant StartOf(long slot, int intervalMinutes, DateTimeZone zone)
    {
        if (intervalMinutes == MinutesPerDay) return LocalDay.StartOf(DateOf(slot), zone);
        var step = intervalMinutes * 60;
        var edge = slot * step;
        var phase = FloorRest(-zone.GetUtcOffset(Instant.FromUnixTimeSeconds(edge)).Seconds, step);
        return Instant.FromUnixTimeSeconds(edge + phase);
    }

    /// <summary>The local date that a slot of daily readings is.</summary>
    public static LocalDate DateOf(long slot) => Epoch.PlusDays((int)slot);

    /// <summary>The month in whose block a slot is kept.</summary>
    public YearMonth MonthOf(long slot) => Epoch.PlusDays((int)FloorDivide(slot, SlotsPerDay)).ToYearMonth();

    /// <summary>The first slot of a month.</summary>
    public long FirstSlotOf(YearMonth month) => (long)DayOf(month.OnDayOfMonth(1)) * SlotsPerDay;

    /// <summary>How many slots a month has.</summary>
    public int CountOf(YearMonth month) =>
        month.Calendar.GetDaysInMonth(month.Year, month.Month) * SlotsPerDay;

    private static int DayOf(LocalDate date) => Period.DaysBetween(Epoch, date);

    private static long FloorDivide(long value, long divisor) => (value - FloorRest(value, divisor)) / divisor;

    private static long FloorRest(long value, long divisor) =>
        value % divisor is var rest && rest < 0 ? rest + divisor : rest;
}
