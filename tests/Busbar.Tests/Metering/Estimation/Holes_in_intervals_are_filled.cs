using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Metering.Estimation;

public class Holes_in_intervals_are_filled
{
    private static readonly LikeDayMethod LikeDay = new();

    /// <summary>A gap from 07:00 to 08:00 on Monday 12 January 2026, and 3, 5, 7 and 9 kWh a week before.</summary>
    private static Measurements QuarterHours() => new("2026-01-01..2026-01-20", 15, at =>
        at.Date == new LocalDate(2026, 1, 12) && at.Hour == 7 ? null
        : at.Date == new LocalDate(2026, 1, 5) && at.Hour == 7 ? 3 + 2 * at.Minute / 15 : 1);

    private static Func<ZonedDateTime, decimal?> Except(LocalDate day, Func<ZonedDateTime, decimal?> value) =>
        at => at.Date == day ? null : value(at);

    [Fact]
    public void WE10_1_a_gap_is_filled_from_the_week_before_and_flagged()
    {
        var made = Assert.Single(QuarterHours().Estimate(LikeDay).Filled);
        Assert.Equal([3_000_000, 5_000_000, 7_000_000, 9_000_000], made.Values.Select(value => value.Count));
        Assert.Equal(("E62", "as on 2026-01-05", "like day"),
            (made.Method.Quality.ToString(), made.Basis, EstimationMethod.Meaning(made.Method.Number)));
        Assert.True(made.Method.Quality.IsEstimated);
    }

    [Fact]
    public void What_is_suspicious_is_no_basis()
    {
        Measurements Tuesdays() => new("2026-01-01..2026-02-11", 1440, at => at.Date == new LocalDate(2026, 2, 3) ? null
            : at.Date == new LocalDate(2026, 1, 27) ? 900 : 10);
        Assert.Equal([900], Tuesdays().Values(LikeDay));
        Assert.Equal([10], Tuesdays().Suspect(new(2026, 1, 27)).Values(LikeDay));
        Assert.Equal(["average 2: the mean of 2026-02-10, 2026-01-20"],
            Tuesdays().Suspect(new(2026, 1, 27)).Bases(new AverageMethod(2)));
        Assert.Equal(["linear 1: the hole is longer than 1 interval"],
            Tuesdays().Suspect(new(2026, 2, 2)).Reasons(new LinearMethod(1)));
    }

    [Fact]
    public void A_line_loses_nothing()
    {
        var hole = new Measurements("2026-01-01..2026-01-02", 30, at =>
            at.TimeOfDay >= new LocalTime(10, 0) && at.TimeOfDay < new LocalTime(11, 0) ? null
            : at.Hour < 10 ? 1 : 2);
        Assert.Equal([1.333333m, 1.666667m], hole.Values(new LinearMethod(2)));
        Assert.Equal(
            ["linear 2: on the line from 1 at 2026-01-01 09:30 to 2 at 2026-01-01 11:00"],
            hole.Bases(new LinearMethod(2)));
    }

    [Fact]
    public void A_line_needs_a_short_hole_between_measured_readings()
    {
        Measurements Hole(int from, int to) => new("2026-01-01..2026-01-02", 60,
            at => at.Hour >= from && at.Hour < to ? null : 1);
        Assert.Equal(["linear 3: the hole is longer than 3 intervals"], Hole(3, 7).Reasons(new LinearMethod(3)));
        Assert.Equal(
            ["linear 3: no reading is measured just before the hole"], Hole(0, 2).Reasons(new LinearMethod(3)));
        Assert.Equal(
            ["linear 3: no reading is measured just after the hole"], Hole(22, 24).Reasons(new LinearMethod(3)));
    }

    [Fact]
    public void Estimates_in_a_hole_do_not_divide_it()
    {
        // Three of four hours were estimated before; the fourth is on the line over all of them.
        var hole = new Measurements("2026-01-01..2026-01-02", 60, at => at.Hour is >= 5 and < 9 ? null : at.Hour)
            .Mark(new(2026, 1, 1, 5, 0), new(2026, 1, 1, 8, 0), QualityKind.Estimated);
        Assert.Equal([8m], hole.Values(new LinearMethod(4)));
        Assert.Equal(["linear 3: the hole is longer than 3 intervals"], hole.Reasons(new LinearMethod(3)));
    }

    [Fact]
    public void The_nearest_week_that_is_measured_counts_and_of_two_the_earlier()
    {
        var day = new LocalDate(2026, 1, 14);
        var weeks = new Measurements("2026-01-01..2026-02-01", 1440, Except(day, at => at.Day));
        Assert.Equal([7m], weeks.Values(LikeDay));
        weeks.Mark(new(2026, 1, 7, 0, 0), new(2026, 1, 8, 0, 0), QualityKind.Substituted);
        Assert.Equal([21m], weeks.Values(LikeDay));
        weeks.Mark(new(2026, 1, 21, 0, 0), new(2026, 1, 22, 0, 0), QualityKind.Estimated);
        Assert.Equal([28m], weeks.Values(LikeDay));
        weeks.Mark(new(2026, 1, 28, 0, 0), new(2026, 1, 29, 0, 0), QualityKind.Estimated);
        Assert.Equal(
            ["like-day: no like day within 8 weeks is measured in all of these intervals (2026-01-14)"],
            weeks.Reasons(LikeDay));
    }

    [Fact]
    public void A_holiday_is_like_a_holiday_and_else_like_a_Sunday()
    {
        Measurements Days(LocalDate day) => new Measurements(
            "2026-03-01..2026-06-01", 1440, Except(day, at => at.Date.DayOfYear)).With(Holidays.Named("england")!);
        LocalDate easterMonday = new(2026, 4, 6), mayDay = new(2026, 5, 4), goodFriday = new(2026, 4, 3);
        Assert.Equal([(decimal)mayDay.DayOfYear], Days(easterMonday).Values(LikeDay));
        Assert.Equal([(decimal)new LocalDate(2026, 4, 5).DayOfYear], Days(goodFriday).Values(LikeDay));
        // The Monday after Easter Monday isn't like it, but like the one before.
        Assert.Equal([(decimal)new LocalDate(2026, 4, 20).DayOfYear], Days(new(2026, 4, 13)).Values(LikeDay));
    }

    [Fact]
    public void Holidays_that_nobody_knows_make_no_like_day() => Assert.Equal(
        ["like-day: the holidays own don't cover 2026 (2026-01-14)"],
        new Measurements("2026-01-01..2026-02-01", 1440, Except(new(2026, 1, 14), _ => 1))
            .With(Holidays.Of("own", [new(2025, 12, 25)])).Reasons(LikeDay));

    [Fact]
    public void An_hour_that_comes_twice_takes_the_same_twice()
    {
        // Sunday 25 October 2026 has fifty half-hours.
        var autumn = new Measurements("2026-10-10..2026-10-27", 30,
            Except(new(2026, 10, 25), at => at.Hour + at.Minute / 100m)).Values(LikeDay);
        Assert.Equal(50, autumn.Length);
        Assert.Equal([0m, 0.3m, 1m, 1.3m, 1m, 1.3m, 2m, 2.3m], autumn[..8]);
    }

    [Fact]
    public void An_hour_that_is_skipped_is_left_out()
    {
        // Sunday 29 March 2026 has forty-six.
        var spring = new Measurements("2026-03-15..2026-03-31", 30,
            Except(new(2026, 3, 29), at => at.Hour + at.Minute / 100m)).Values(LikeDay);
        Assert.Equal(46, spring.Length);
        Assert.Equal([0m, 0.3m, 2m, 2.3m], spring[..4]);
    }

    [Fact]
    public void A_day_that_lacks_the_hour_is_no_like_day_of_it() => Assert.Equal(
        // 29 March has no half-hour from 01:30; the Sunday before has.
        ["like-day: as on 2026-03-15"],
        new Measurements("2026-03-15..2026-04-10", 30, at => at.Date == new LocalDate(2026, 4, 5) && at.Hour == 1 ? null
            : at.Date == new LocalDate(2026, 3, 22) ? null : 1).Estimate(LikeDay).Filled
            .Where(made => made.Values.Count == 2).Select(made => $"{made.Method.Phrase}: {made.Basis}"));

    [Fact]
    public void The_mean_of_like_days_is_taken_interval_by_interval()
    {
        var day = new LocalDate(2026, 1, 21);
        var weeks = new Measurements("2026-01-01..2026-02-10", 60, Except(day, at =>
            at.Date == new LocalDate(2026, 1, 14) && at.Hour == 5 ? null : at.Day));
        weeks.Mark(new(2026, 1, 14, 5, 0), new(2026, 1, 14, 6, 0), QualityKind.Estimated);
        var values = weeks.Values(new AverageMethod(3));
        // 14, 28 and 7 are the nearest; at five the fourteenth is no measurement, and 4 February stands in.
        Assert.Equal((16.333333m, 13m, 16.333333m), (values[4], values[5], values[6]));
        Assert.Contains("average 3: the mean of 2026-01-28, 2026-01-07, 2026-02-04", weeks.Bases(new AverageMethod(3)));
        Assert.Equal(
            ["average 5: 4 of 5 like days within 8 weeks are measured (2026-01-21)"],
            weeks.Reasons(new AverageMethod(5)));
    }

    [Fact]
    public void The_year_before_counts_times_the_trend()
    {
        // Ten a day and twenty on Wednesdays, a fifth more in 2026.
        decimal Of(ZonedDateTime at) =>
            (at.DayOfWeek == IsoDayOfWeek.Wednesday ? 20 : 10) * (at.Year == 2026 ? 1.2m : 1);
        var years = new Measurements("2025-01-01..2026-06-01", 1440,
            at => at.Date >= new LocalDate(2026, 5, 6) && at.Date < new LocalDate(2026, 5, 8) ? null : Of(at));
        Assert.Equal([24m, 12m], years.Values(new PriorYearMethod(4)));
        Assert.Equal("prior-year: as on 2025-05-07, times 1.200000, the trend of the 4 weeks before 2026-05-06",
            years.Bases(new PriorYearMethod(4))[0]);
    }

    [Fact]
    public void A_trend_needs_both_years_and_reason()
    {
        var day = new LocalDate(2026, 5, 6);
        Assert.Equal(
            ["prior-year 1: 0 of 7 intervals of the weeks before 2026-05-06 are measured in both years"],
            new Measurements("2026-01-01..2026-06-01", 1440, Except(day, _ => 1)).Reasons(new PriorYearMethod(1)));
        Assert.Equal(
            ["prior-year 1: the weeks before 2026-05-06 have 70.7, and those of the year before 7: that is no trend"],
            new Measurements("2025-01-01..2026-06-01", 1440, Except(day, at => at.Year == 2026 ? 10.1m : 1))
                .Reasons(new PriorYearMethod(1)));
    }

    [Fact]
    public void An_agreed_amount_is_that_of_each_day_whatever_its_length()
    {
        foreach (var day in new LocalDate[] { new(2026, 3, 29), new(2026, 6, 1), new(2026, 10, 25) })
        {
            var values = new Measurements("2026-01-01..2027-01-01", 30, Except(day, _ => 1))
                .Values(new AgreedMethod(10, Dimension.Energy, "agreed 10 kWh/day"));
            Assert.Equal(10m, values.Sum());
            Assert.True(values.Max() - values.Min() <= 0.000001m);
        }
        // A part of a day has its part.
        Assert.Equal([0.5m, 0.5m], new Measurements("2026-06-01..2026-06-02", 60, at => at.Hour is 8 or 9 ? null : 1)
            .Values(new AgreedMethod(12, Dimension.Energy, "agreed 12 kWh/day")));
    }

    [Fact]
    public void Zero_is_only_where_the_book_says_so()
    {
        var hole = new Measurements("2026-01-01..2026-01-02", 60, at => at.Hour < 2 ? null : 1);
        Assert.Equal([0m, 0m], hole.Values(new ZeroMethod()));
        Assert.Empty(hole.Estimate().Filled);
        Assert.Equal(["no method is declared: name some under estimates: in the book"], hole.Reasons());
    }

    [Fact]
    public void The_next_method_takes_what_is_left()
    {
        // The first of two days has a like day, the second none.
        var hole = new Measurements("2026-01-01..2026-01-15", 1440,
            at => at.Day is 8 or 9 or 2 ? null : at.Day);
        Assert.Equal(["zero: nothing", "like-day: as on 2026-01-01"], hole.Bases(LikeDay, new ZeroMethod()));
        var open = hole.Estimate(LikeDay).Open;
        Assert.Equal([new LocalDate(2026, 1, 2), new(2026, 1, 9)],
            open.Select(one => one.Span.Start.InZone(hole.Series.Zone).Date));
    }

    [Fact]
    public void Registers_have_methods_of_their_own() => Assert.Equal(
        ["daily-average: it is for reads of registers", "profile domestic: it is for reads of registers"],
        new Measurements("2026-01-01..2026-01-02", 60, at => at.Hour < 2 ? null : 1)
            .Reasons(new DailyAverageMethod(null), new ProfileMethod("domestic")));
}
