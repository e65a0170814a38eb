using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Time;

public class A_wrong_calendar_is_refused
{
    private static readonly Holidays England = Holidays.Named("england")!;

    // The text is that of the band "peak" and begins in column 7; another band has the rest.
    [Theory]
    [InlineData("weekdayz 16:00-19:00", "unknown-word", 7, "Did you mean weekdays?")]
    [InlineData("mon-fry", "unknown-word", 11, "Did you mean fri?")]
    [InlineData("novemer-feb", "unknown-word", 7, "Did you mean november?")]
    [InlineData("1 aprl - 30 sep", "unknown-word", 9, "Did you mean apr?")]
    [InlineData("critical-dayz 16:00-19:00", "unknown-word", 7, "Did you mean critical-days?")]
    [InlineData("weekdays, mon 16.00-19.00", "unknown-word", 21, "Write a date as 1 apr and a time as 07:30.")]
    [InlineData("weekdays 1600-1900", "bad-rule", 16, null)]
    [InlineData("1600-1900", "bad-date", 7, "Write a date as 1 apr and a time as 07:30.")]
    [InlineData("30 feb - 1 jul", "bad-date", 7, null)]
    [InlineData("1 apr - 31 jun", "bad-date", 15, null)]
    [InlineData("1 apr - sep", "bad-date", 15, null)]
    [InlineData("1 apr -", "bad-date", 13, null)]
    [InlineData("0 apr", "bad-date", 7, null)]
    [InlineData("99999999999 apr", "bad-date", 7, null)]
    [InlineData("nov-", "bad-rule", 10, null)]
    [InlineData("nov-mon", "bad-rule", 11, null)]
    [InlineData("mon-weekends", "bad-rule", 11, null)]
    [InlineData("mon-16:00", "bad-rule", 11, null)]
    [InlineData("weekdays 7:30-16:00", "bad-time", 16, null)]
    [InlineData("weekdays 07:30-16:60", "bad-time", 22, null)]
    [InlineData("weekdays 07:30-24:01", "bad-time", 22, null)]
    [InlineData("weekdays 07:30:30-16:00", "bad-time", 16, null)]
    [InlineData("weekdays 24:00-07:00", "bad-time", 16, "Write 00:00.")]
    [InlineData("weekdays 07:00-07:00", "bad-time", 22, "A rule without times has the whole day.")]
    [InlineData("00:00-00:00", "bad-time", 13, "A rule without times has the whole day.")]
    [InlineData("weekdays 16:00", "bad-time", 16, null)]
    [InlineData("weekdays 16:00-", "bad-time", 16, null)]
    [InlineData("16:00-19:00 weekdays", "bad-rule", 19, null)]
    [InlineData("weekdays nov-feb", "bad-rule", 16, null)]
    [InlineData("weekdays 07:00-08:00 16:00-19:00", "bad-rule", 28, null)]
    [InlineData("mon tue", "bad-rule", 11, null)]
    [InlineData("- 16:00", "bad-rule", 7, null)]
    [InlineData("weekdays rest", "bad-rule", 16, null)]
    [InlineData("rest, weekdays", "bad-rule", 7, null)]
    [InlineData("weekdays,", "bad-rule", 15, null)]
    [InlineData("weekdays,, weekends", "bad-rule", 16, null)]
    [InlineData("", "bad-rule", 7, null)]
    [InlineData("rest", "two-rests", 7, null)]
    [InlineData("holidays", "no-holidays", 7, null)]
    public void Each_slip_has_its_place(string text, string code, int column, string? hint)
    {
        // A rest that stands in the first line, so that the fault is in the second.
        var faults = CalendarText.Bad($"other: rest\npeak: {text}",
            special: CalendarText.Special("critical-days", new LocalDate(2026, 7, 14)));
        var fault = Assert.Single(faults);
        Assert.Equal((code, 2, column), (fault.Code, fault.Place.Line, fault.Place.Column));
        if (hint is not null) Assert.Equal(hint, fault.Hint);
    }

    [Theory]
    [InlineData("Peak: weekdays\nother: rest", "bad-name", 1)]
    [InlineData("-peak: weekdays\nother: rest", "bad-name", 1)]
    [InlineData("peak hours: weekdays\nother: rest", "bad-name", 1)]
    [InlineData("peak: weekdays\npeak: weekends\nother: rest", "duplicate-band", 2)]
    public void Names_are_plain_and_different(string text, string code, int line)
    {
        var fault = Assert.Single(CalendarText.Bad(text));
        Assert.Equal((code, line), (fault.Code, fault.Place.Line));
    }

    [Theory]
    [InlineData("weekdays")]
    [InlineData("nov-feb")]
    [InlineData("25-december")]
    [InlineData("Peak")]
    [InlineData("rest")]
    public void Special_days_are_not_called_as_the_words_are(string name)
    {
        var fault = Assert.Single(CalendarText.Bad("peak: weekdays\nother: rest",
            special: CalendarText.Special(name)));
        Assert.Equal(("bad-name", new Place("book.yaml", 1, 1)), (fault.Code, fault.Place));
    }

    [Fact]
    public void All_slips_are_told_at_once() => Assert.Equal(
        ["unknown-word", "bad-time", "bad-date", "duplicate-band"],
        CalendarText.Bad("a: weekdayz, 25:00-26:00\nb: 31 feb\nb: rest").Select(fault => fault.Code));

    [Fact]
    public void A_calendar_has_bands()
    {
        var faults = new List<Fault>();
        Assert.Null(Calendar.Parse("empty", null, null, CalendarText.NoSpecialDays, [], faults, new("book.yaml", 7)));
        Assert.Equal("book.yaml:7", Assert.Single(faults).Place.ToString());
    }

    [Fact]
    public void An_overlap_names_both_bands_and_an_example()
    {
        var fault = Assert.Single(CalendarText.Bad("""
            red: weekdays 16:00-19:00
            amber: weekdays 07:30-16:00, weekdays 18:30-21:00
            green: rest
            """, England));
        Assert.Equal(
            ("bands-overlap", "The bands red and amber both have 18:30-19:00 on Monday 1 January.", 2, 30),
            (fault.Code, fault.Message, fault.Place.Line, fault.Place.Column));
    }

    [Fact]
    public void An_overlap_of_one_kind_of_day_is_found()
    {
        var fault = Assert.Single(CalendarText.Bad("a: holidays\nb: mon-fri 16:00-19:00\nc: rest", England));
        Assert.Equal("The bands a and b both have 16:00-19:00 on Monday 1 January, a holiday.", fault.Message);
        fault = Assert.Single(CalendarText.Bad("a: 29 feb\nb: feb sun\nc: rest"));
        Assert.Equal("The bands a and b both have 00:00-24:00 on Sunday 29 February.", fault.Message);
    }

    [Fact]
    public void An_overlap_after_midnight_says_whose_hours_they_are()
    {
        var fault = Assert.Single(CalendarText.Bad("night: mon-fri 23:00-07:00\nweekend: sat-sun\nday: rest"));
        Assert.Equal("The bands night and weekend both have 00:00-07:00 on Saturday 1 January.", fault.Message);
        Assert.StartsWith("A window that passes midnight", fault.Hint, StringComparison.Ordinal);
        fault = Assert.Single(CalendarText.Bad("a: holidays 22:00-02:00\nb: weekdays 00:00-01:00\nc: rest", England));
        Assert.Equal("The bands a and b both have 00:00-01:00 on Monday 1 January, after a holiday.", fault.Message);
    }

    [Fact]
    public void A_season_that_ends_at_midnight_leaves_its_last_night_to_the_next_day()
    {
        // February's last night reaches into March, in a leap year and in any other.
        var fault = Assert.Single(CalendarText.Bad("a: feb 22:00-02:00\nb: mar 00:00-01:00\nc: rest"));
        Assert.Equal("The bands a and b both have 00:00-01:00 on Monday 1 March.", fault.Message);
        fault = Assert.Single(CalendarText.Bad("a: 28 feb 22:00-02:00\nb: 1 mar 00:00-01:00\nc: rest"));
        Assert.Equal("The bands a and b both have 00:00-01:00 on Monday 1 March.", fault.Message);
    }

    [Fact]
    public void Special_days_overlap_where_a_date_is_in_two_sets()
    {
        var special = new Dictionary<string, IReadOnlySet<LocalDate>>
        {
            ["hot-days"] = new HashSet<LocalDate> { new(2026, 7, 14), new(2026, 7, 15) },
            ["red-days"] = new HashSet<LocalDate> { new(2026, 1, 14), new(2026, 7, 15) },
        };
        var fault = Assert.Single(CalendarText.Bad("a: hot-days\nb: red-days\nc: rest", special: special));
        Assert.Equal("bands-overlap", fault.Code);
        Assert.Contains("00:00-24:00 on Wednesday 15 July 2026, a day of", fault.Message, StringComparison.Ordinal);
        Assert.Equal("c, 10:00 a, 12:00 b, 14:00 c",
            CalendarText.Good("a: hot-days 10:00-12:00\nb: red-days 12:00-14:00\nc: rest", special: special)
                .On(new(2026, 7, 15)));
    }

    [Fact]
    public void Each_hole_is_told_once_with_an_example()
    {
        var faults = CalendarText.Bad("a: weekdays 07:00-23:00");
        Assert.Equal(
            [
                "No band has 00:00-07:00 on Monday 1 January.",
                "No band has 23:00-24:00 on Monday 1 January.",
                "No band has 00:00-24:00 on Saturday 1 January.",
            ],
            faults.Select(fault => fault.Message));
        Assert.All(faults, fault =>
            Assert.Equal(("no-band", 1, 4), (fault.Code, fault.Place.Line, fault.Place.Column)));
        Assert.All(faults, fault => Assert.Contains("rest", fault.Hint, StringComparison.Ordinal));
    }

    [Fact]
    public void Nights_of_the_working_week_leave_Monday_morning_open() => Assert.Equal(
        "No band has 00:00-07:00 on Monday 1 January.",
        Assert.Single(CalendarText.Bad(
            "a: weekdays 07:00-23:00\nb: weekdays 23:00-07:00\nc: weekends 07:00-24:00")).Message);

    [Fact]
    public void A_hole_on_holidays_or_in_a_season_is_found()
    {
        Assert.Equal("No band has 00:00-24:00 on Monday 1 January, a holiday.",
            Assert.Single(CalendarText.Bad("a: weekdays\nb: sat-sun", England)).Message);
        Assert.Equal("No band has 00:00-24:00 on Monday 29 February.",
            Assert.Single(CalendarText.Bad("a: 1 mar - 31 oct\nb: 1 nov - 28 feb")).Message);
        Assert.Equal("No band has 20:00-24:00 on Monday 1 January, a day of hot-days.",
            Assert.Single(CalendarText.Bad("a: daily\nb: hot-days 00:00-20:00",
                special: CalendarText.Special("hot-days"))).Message);
    }
}
