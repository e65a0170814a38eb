using Busbar.Time;
using NodaTime;

namespace Busbar.Metering.Estimation;

/// <summary>Which days are like another, in the order in which they stand in for it.</summary>
/// <remarks>
/// A day is like the same day of the week where both are holidays or neither is: the nearest first, of two as near the
/// earlier. A holiday is like a Sunday after these. Where the holidays of a year aren't known, none of its days is like
/// any.
/// </remarks>
/// <param name="holidays">Those that the book's calendars have for the zone; none: no day is one.</param>
public sealed class LikeDays(IReadOnlyList<Holidays> holidays)
{
    /// <summary>How many weeks before and after a day are looked at.</summary>
    public const int MostWeeks = 8;

    /// <summary>How many days that are: the Sunday next to a holiday may be half a week further.</summary>
    public const int MostDays = 7 * (MostWeeks + 1);

    /// <summary>Whether a day is a holiday; null where that isn't known.</summary>
    public bool? IsHoliday(LocalDate day) =>
        holidays.Any(one => !one.Covers(day.Year)) ? null : holidays.Any(one => one.Contains(day));

    /// <summary>Why the days like one aren't known; null where they are.</summary>
    public string? Unknown(LocalDate day) => holidays.FirstOrDefault(one => !one.Covers(day.Year)) is { } missing
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"the holidays {missing.Name} don't cover {day.Year}") : null;

    /// <summary>The days like one that lie around another, that one itself included.</summary>
    public IEnumerable<LocalDate> Around(LocalDate centre, LocalDate like, int weeks)
    {
        if (IsHoliday(like) is not { } isHoliday) return [];
        var same = Near(Nearest(centre, like.DayOfWeek), weeks).Where(day => IsHoliday(day) == isHoliday);
        return !isHoliday ? same
            : same.Concat(Near(Nearest(centre, IsoDayOfWeek.Sunday), weeks).Where(day => IsHoliday(day) == false));
    }

    private static LocalDate Nearest(LocalDate day, IsoDayOfWeek weekday)
    {
        var (before, after) = (day.With(DateAdjusters.PreviousOrSame(weekday)),
            day.With(DateAdjusters.NextOrSame(weekday)));
        return Period.DaysBetween(before, day) <= Period.DaysBetween(day, after) ? before : after;
    }

    private static IEnumerable<LocalDate> Near(LocalDate centre, int weeks) => Enumerable.Range(1, weeks)
        .SelectMany(week => new[] { centre.PlusWeeks(-week), centre.PlusWeeks(week) }).Prepend(centre);
}
