using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Time;

public class A_calendar_gives_each_minute_a_band
{
    private static readonly Holidays England = Holidays.Named("england")!;

    [Theory]
    [InlineData("2026-01-05", "green, 07:30 amber, 16:00 red, 19:00 amber, 21:00 green")]
    [InlineData("2026-01-03", "green")]
    [InlineData("2026-01-04", "green")]
    [InlineData("2026-01-01", "green")]
    [InlineData("2026-05-04", "green")]
    [InlineData("2026-05-05", "green, 07:30 amber, 16:00 red, 19:00 amber, 21:00 green")]
    public void Red_amber_and_green_follow_the_working_week(string date, string bands) =>
        Assert.Equal(bands, CalendarText.Good(CalendarText.RedAmberGreen, England).On(Date(date)));

    [Fact]
    public void An_edge_is_the_start_of_the_band_that_begins()
    {
        var calendar = CalendarText.Good(CalendarText.RedAmberGreen, England);
        Assert.Equal(["red", "amber", "green"], calendar.Bands);
        Assert.Equal("amber", calendar.At("2026-01-05 15:59"));
        Assert.Equal("red", calendar.At("2026-01-05 16:00"));
        Assert.Equal("red", calendar.At("2026-01-05 18:59"));
        Assert.Equal("amber", calendar.At("2026-01-05 19:00"));
        Assert.Equal("green", calendar.At("2026-01-05 23:59"));
        Assert.Equal(30, calendar.ResolutionMinutes);
    }

    [Theory]
    [InlineData("a: 16:00-19:00\nb: rest", 60)]
    [InlineData("a: 16:00-19:15\nb: rest", 15)]
    [InlineData("a: 16:01-19:00\nb: rest", 1)]
    [InlineData("a: 23:30-07:00\nb: rest", 30)]
    [InlineData("a: weekends\nb: rest", 1440)]
    [InlineData("a: 00:00-12:00\nb: 12:00-24:00", 720)]
    public void The_resolution_meets_every_edge(string text, int minutes) =>
        Assert.Equal(minutes, CalendarText.Good(text).ResolutionMinutes);

    [Theory]
    [InlineData("2026-01-02", "night, 07:00 day, 23:00 night")] // Friday
    [InlineData("2026-01-03", "night, 07:00 quiet")] // Saturday: Friday's night ends in it
    [InlineData("2026-01-04", "quiet")]
    [InlineData("2026-01-05", "quiet, 07:00 day, 23:00 night")] // Monday: Sunday had no night
    public void A_window_past_midnight_belongs_to_the_day_on_which_it_starts(string date, string bands) =>
        Assert.Equal(bands, CalendarText.Good("""
            night: mon-fri 23:00-07:00
            day: mon-fri 07:00-23:00
            quiet: rest
            """).On(Date(date)));

    [Theory]
    [InlineData("23:00-00:00", "day, 23:00 night")]
    [InlineData("23:00-24:00", "day, 23:00 night")]
    [InlineData("00:00-24:00", "night")]
    [InlineData("12:00-11:59", "night, 11:59 day, 12:00 night")]
    [InlineData("23:00 – 00:00", "day, 23:00 night")]
    [InlineData("daily 23:00−24:00", "day, 23:00 night")]
    public void Midnight_is_an_end_by_both_its_names(string times, string bands) => Assert.Equal(
        bands,
        CalendarText.Good($"night: {times}\nday: rest").On(new(2026, 6, 10)));

    [Theory]
    [InlineData("nov-feb", "2026-11-01", "2026-02-28", "2028-02-29")]
    [InlineData("November - February", "2026-12-31", "2026-01-01", "2028-02-29")]
    [InlineData("15 oct - 15 mar", "2026-10-15", "2026-03-15", "2026-01-01")]
    [InlineData("1 apr - 30 sep", "2026-04-01", "2026-09-30", "2026-06-10")]
    [InlineData("1 apr – 30 sept", "2026-04-01", "2026-09-30", "2026-06-10")]
    [InlineData("jun", "2026-06-01", "2026-06-30", "2026-06-15")]
    [InlineData("25 dec", "2026-12-25", "2027-12-25", "2028-12-25")]
    [InlineData("1 feb - 29 feb", "2026-02-28", "2028-02-29", "2026-02-01")]
    public void A_season_may_pass_the_end_of_the_year(string season, params string[] dates)
    {
        var calendar = CalendarText.Good($"season: {season}\nother: rest");
        Assert.All(dates, date => Assert.Equal("season", calendar.On(Date(date))));
    }

    [Theory]
    [InlineData("nov-feb", "2026-10-31", "2026-03-01")]
    [InlineData("15 oct - 15 mar", "2026-10-14", "2026-03-16")]
    [InlineData("1 nov - 28 feb", "2028-02-29", "2026-03-01")]
    [InlineData("jun", "2026-05-31", "2026-07-01")]
    public void A_season_has_no_other_days(string season, params string[] dates)
    {
        var calendar = CalendarText.Good($"season: {season}\nother: rest");
        Assert.All(dates, date => Assert.Equal("other", calendar.On(Date(date))));
    }

    [Theory]
    [InlineData("weekdays", "nnyynn")]
    [InlineData("weekends", "yynnyy")]
    [InlineData("holidays", "yynnnn")]
    [InlineData("mon-fri", "yyyynn")]
    [InlineData("sat-sun", "nnnnyy")]
    [InlineData("friday-monday", "ynnnyy")]
    [InlineData("Tue", "nynnnn")]
    [InlineData("thurs-wed", "yyyyyy")]
    [InlineData("daily", "yyyyyy")]
    public void Days_of_the_week_are_literal_and_weekdays_work(string days, string had)
    {
        // Monday and Tuesday are holidays; then Wednesday, Thursday, Saturday, Sunday.
        var calendar = CalendarText.Good($"had: {days}\nother: rest",
            Holidays.Of("own", [new(2026, 6, 1), new(2026, 6, 2)]));
        Assert.Equal(had, string.Concat(new[] { 1, 2, 3, 4, 6, 7 }
            .Select(day => calendar.On(new(2026, 6, day)) == "had" ? 'y' : 'n')));
    }

    [Fact]
    public void Without_holidays_the_week_alone_counts()
    {
        var calendar = CalendarText.Good(CalendarText.RedAmberGreen);
        Assert.Equal("red", calendar.At("2026-01-01 16:00"));
        Assert.True(calendar.CoversYear(1800));
    }

    [Fact]
    public void A_year_whose_holidays_are_not_known_is_not_covered()
    {
        Assert.True(CalendarText.Good(CalendarText.RedAmberGreen, England).CoversYear(1995));
        Assert.False(CalendarText.Good(CalendarText.RedAmberGreen, England).CoversYear(1994));
        // No rule asks for holidays: nothing is missing.
        Assert.True(CalendarText.Good("night: mon-fri 00:00-07:00\nday: rest", England).CoversYear(1994));
    }

    [Theory]
    [InlineData("2026-07-14", "day, 14:00 critical, 20:00 day")] // special
    [InlineData("2026-07-15", "night, 07:00 day, 23:00 night")]
    public void A_special_day_belongs_to_the_rules_that_name_it_and_to_rest(string date, string bands) =>
        Assert.Equal(bands, CalendarText.Good("""
            critical: peak-days 14:00-20:00
            night: daily 00:00-07:00, 23:00-24:00
            day: rest
            """, special: CalendarText.Special("peak-days", new LocalDate(2026, 7, 14))).On(Date(date)));

    [Fact]
    public void The_evening_before_reaches_into_a_special_day()
    {
        var calendar = CalendarText.Good("""
            critical: peak-days 07:00-23:00
            night: 23:00-07:00, peak-days 23:00-07:00
            day: rest
            """, special: CalendarText.Special("peak-days", new LocalDate(2026, 7, 14)));
        Assert.Equal("night, 07:00 critical, 23:00 night", calendar.On(new(2026, 7, 14)));
        Assert.Equal("night, 07:00 day, 23:00 night", calendar.On(new(2026, 7, 15)));
    }

    [Fact]
    public void Special_days_that_no_rule_names_are_days_as_any()
    {
        var calendar = CalendarText.Good("night: 00:00-07:00\nday: rest",
            special: CalendarText.Special("peak-days", new LocalDate(2026, 7, 14)));
        Assert.Equal("night, 07:00 day", calendar.On(new(2026, 7, 14)));
    }

    [Fact]
    public void Rules_of_one_band_may_overlap()
    {
        var calendar = CalendarText.Good("a: mon-fri 08:00-12:00, daily 10:00-14:00\nb: rest");
        Assert.Equal("b, 08:00 a, 14:00 b", calendar.On(new(2026, 6, 10)));
    }

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
