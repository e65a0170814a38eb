using NodaTime;

namespace Busbar.Time;

/// <summary>One rule of a band: on some days of some part of the year, from one minute to another.</summary>
/// <param name="Order">The rule's number in the calendar as written.</param>
/// <param name="Season">Whether the rule holds, by the day of a leap year; null for all the year.</param>
/// <param name="Start">The first minute, counted from midnight.</param>
/// <param name="End">The minute after the last; more than 1440 when the window passes midnight.</param>
internal sealed record BandRule(
    int Band, int Order, bool[]? Season, DayChoice Days, int Start, int End, Place Place)
{
    public const int MinutesPerDay = 1440;
    public const int DaysPerYear = 366;

    // Any leap year.
    private const int LeapYear = 2024;

    public bool PassesMidnight => End > MinutesPerDay;

    /// <summary>The number of a day of the year, 29 February always counted; null when no year has it.</summary>
    public static int? DayOfYear(int month, int day) =>
        day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(LeapYear, month)
            ? new LocalDate(LeapYear, month, day).DayOfYear - 1 : null;

    /// <summary>Month and day of a number that <see cref="DayOfYear"/> gave.</summary>
    public static (int Month, int Day) DateOf(int dayOfYear)
    {
        var date = new LocalDate(LeapYear, 1, 1).PlusDays(dayOfYear);
        return (date.Month, date.Day);
    }
}

/// <summary>
/// Which days a rule is for. A special day belongs to the rules that name its set and to no other.
/// </summary>
/// <param name="Weekdays">Days of the week, Monday in the lowest bit.</param>
/// <param name="Holidays">Whether a holiday is in it whatever its day of the week; null where holidays are as any
/// other day.</param>
/// <param name="Special">The set of special days, counted from 1; 0 for days that are not special.</param>
internal readonly record struct DayChoice(int Weekdays, bool? Holidays = null, int Special = 0)
{
    public static readonly DayChoice Daily = new(Range(1, 7));

    /// <summary>The days of the week from one to another, over Sunday where the other comes before it.</summary>
    public static int Range(int from, int to)
    {
        var days = 1 << (to - 1);
        for (var day = from; day != to; day = day % 7 + 1) days |= 1 << (day - 1);
        return days;
    }

    public bool Has(IsoDayOfWeek weekday, bool isHoliday, int[] special) =>
        Special > 0 ? special.Contains(Special)
        : special.Length == 0
            && (isHoliday && Holidays is { } wanted ? wanted : (Weekdays >> ((int)weekday - 1) & 1) == 1);
}
