using NodaTime;

namespace Busbar.Time;

/// <summary>The laws by which the built-in holidays fall, and the years in which they were set aside.</summary>
internal static class HolidayRules
{
    public const int FirstEnglishYear = 1995;
    public const int FirstGermanYear = 1991;

    /// <summary>
    /// The bank holidays of England and Wales (Banking and Financial Dealings Act 1971 and the proclamations under it).
    /// Where a substitute day is given for a holiday at the weekend, the substitute is in the set and the day itself
    /// isn't, as the published lists have it.
    /// </summary>
    public static LocalDate[] England(int year)
    {
        var easter = EasterSunday(year);
        // Christmas and Boxing Day are the first two days from the 25th that are no weekend; a Sunday's Christmas comes
        // after the Boxing Day on Monday, which makes the same two days.
        var christmas = NextWorkday(new(year, 12, 25));
        return
        [
            NextWorkday(new(year, 1, 1)), easter.PlusDays(-2), easter.PlusDays(1),
            EarlyMay(year), Spring(year), LastMonday(year, 8),
            christmas, NextWorkday(christmas.PlusDays(1)), .. EnglishExtras(year),
        ];
    }

    /// <summary>The statutory holidays that all German states have.</summary>
    public static LocalDate[] Germany(int year)
    {
        var easter = EasterSunday(year);
        return
        [
            new(year, 1, 1), easter.PlusDays(-2), easter.PlusDays(1), new(year, 5, 1), easter.PlusDays(39),
            easter.PlusDays(50), new(year, 10, 3), new(year, 12, 25), new(year, 12, 26), .. GermanExtras(year),
        ];
    }

    /// <summary>Easter Sunday of the Gregorian calendar: the Sunday after the full moon of spring.</summary>
    public static LocalDate EasterSunday(int year)
    {
        // The moon's age by the year's place in the cycle of 19, corrected for the leap days that centuries drop
        // (a quarter of them don't) and for the moon's own drift of 8 days in 25 centuries.
        var century = year / 100;
        var droppedDays = century - century / 4;
        var moonDrift = (8 * century + 13) / 25;
        var golden = year % 19;
        var toFullMoon = (19 * golden + droppedDays - moonDrift + 15) % 30;
        // Full moons fall on 29 different days, and those of one cycle on different ones.
        if (toFullMoon == 29 || (toFullMoon == 28 && golden > 10)) toFullMoon--;
        return new LocalDate(year, 3, 21).PlusDays(toFullMoon).Next(IsoDayOfWeek.Sunday);
    }

    private static LocalDate EarlyMay(int year) => year switch
    {
        1995 => new(1995, 5, 8), // fifty years after the war in Europe
        2020 => new(2020, 5, 8), // seventy-five
        _ => new LocalDate(year, 4, 30).Next(IsoDayOfWeek.Monday),
    };

    private static LocalDate Spring(int year) => year switch
    {
        2002 => new(2002, 6, 4), // moved to the Golden Jubilee
        2012 => new(2012, 6, 4), // the Diamond Jubilee
        2022 => new(2022, 6, 2), // the Platinum Jubilee
        _ => LastMonday(year, 5),
    };

    private static LocalDate[] EnglishExtras(int year) => year switch
    {
        1999 => [new(1999, 12, 31)], // the eve of 2000
        2002 => [new(2002, 6, 3)], // Golden Jubilee
        2011 => [new(2011, 4, 29)], // royal wedding
        2012 => [new(2012, 6, 5)], // Diamond Jubilee
        2022 => [new(2022, 6, 3), new(2022, 9, 19)], // Platinum Jubilee; state funeral
        2023 => [new(2023, 5, 8)], // coronation
        _ => [],
    };

    private static LocalDate[] GermanExtras(int year) => year switch
    {
        // The day of repentance, eleven days before Advent, paid for the nursing insurance and is Saxony's alone since.
        <= 1994 => [new LocalDate(year, 11, 23).Previous(IsoDayOfWeek.Wednesday)],
        2017 => [new(2017, 10, 31)], // five hundred years of the Reformation
        _ => [],
    };

    private static LocalDate LastMonday(int year, int month) =>
        new LocalDate(year, month, 1).PlusMonths(1).Previous(IsoDayOfWeek.Monday);

    private static LocalDate NextWorkday(LocalDate date) =>
        date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? date.Next(IsoDayOfWeek.Monday) : date;
}
