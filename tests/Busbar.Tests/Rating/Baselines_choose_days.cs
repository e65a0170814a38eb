using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>Which days a baseline is the mean of, and what it does with them.</summary>
public sealed class Baselines_choose_days
{
    private const string Event = "from: 2026-01-15 17:00, to: 2026-01-15 18:00";

    /// <summary>A site that uses as much in each hour as the number of its day, by hours, in UTC.</summary>
    private static Bench Site(
        string method, string events = Event, string book = "", Func<ZonedDateTime, decimal?>? reads = null,
        string zone = "Etc/UTC", string from = "2025-12-01")
    {
        var written = events.Split('|').Select((one, i) => $"- {{ event: e-{i}, programme: dfs, {one} }}");
        return Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 60min
            channels: { import: kWh }
            charges: [{ name: R, quantity: "during(baseline(import, m) - import, dfs)", price: 0 }]
            """, $"programmes: {{ dfs: {{}}, other: {{}} }}\nbaselines: {{ m: {{ {method} }} }}\n{book}", zone,
            connections: "- { connection: c1, interval: 60min, channels: { import: kWh } }",
            agreements: $"- {{ agreement: a, account: acc, product: p, connections: c1, from: {from} }}",
            events: string.Join('\n', written)).Reads("import", reads ?? (at => at.Day));
    }

    private static string Days(Bench bench, string period = "2026-01") => string.Join(' ',
        bench.Rated(period)[0].Legs[0].Baselines[^1].Days.Select(day => $"{day:MM-dd}"));

    private static string Values(Bench bench, string period = "2026-01") => string.Join(' ',
        bench.Rated(period)[0].Legs[0].Baselines[^1].Intervals.Select(one => one.Baseline));

    // 15 January 2026 is a Thursday, and 1 January a holiday.
    [Theory]
    [InlineData("mean-of: 3, within: 30 days", "01-14 01-13 01-12")]
    [InlineData("mean-of: 5, within: 30 days", "01-14 01-13 01-12 01-09 01-08")]
    [InlineData("mean-of: 5, within: 30 days, days: any", "01-14 01-13 01-12 01-11 01-10")]
    [InlineData("mean-of: 10, within: 30 days, days: weekdays",
        "01-14 01-13 01-12 01-09 01-08 01-07 01-06 01-05 01-02 01-01")]
    [InlineData("mean-of: 10, within: 30 days, holidays: england",
        "01-14 01-13 01-12 01-09 01-08 01-07 01-06 01-05 01-02 12-31")]
    [InlineData("mean-of: 10, within: 30 days, days: any, holidays: england, skip: holidays",
        "01-14 01-13 01-12 01-11 01-10 01-09 01-08 01-07 01-06 01-05")]
    [InlineData("mean-of: 2, within: 30 days, skip: day-before-event", "01-13 01-12")]
    [InlineData("mean-of: 2, out-of: 4, choose: highest, within: 30 days", "01-14 01-13")]
    [InlineData("mean-of: 2, out-of: 4, choose: middle, within: 30 days", "01-13 01-12")]
    public void They_are_those_of_the_method(string method, string days) => Assert.Equal(days, Days(Site(method)));

    // NYISO: the five highest of the last ten weekdays, without the day before.
    [Fact]
    public void Five_of_ten_weekdays_with_the_highest_use() => Assert.Equal("01-13 01-09 01-07 01-06 01-02", Days(Site(
        "mean-of: 5, out-of: 10, choose: highest, days: weekdays, within: 30 days, holidays: england, "
            + "skip: [events, holidays, day-before-event]",
        reads: at => at.Day is 13 or 9 or 7 or 6 or 2 ? 20 : 10)));

    // Mid 8 of 10: the highest and the lowest are left out.
    [Fact]
    public void Eight_of_ten_in_the_middle() => Assert.Equal(
        "01-14 01-13 01-12 01-09 01-08 01-07 01-06 01-05", Days(Site(
        "mean-of: 8, out-of: 10, choose: middle, within: 30 days, holidays: england",
        reads: at => at.Date == new LocalDate(2025, 12, 31) ? 50 : at.Day == 2 ? 1 : 10)));

    [Fact]
    public void Of_days_with_equal_use_the_later_count_as_higher() => Assert.Equal("01-14 01-13", Days(Site(
        "mean-of: 2, out-of: 5, choose: highest, within: 30 days", reads: _ => 7)));

    [Fact]
    public void Days_with_events_of_any_programme_are_left_out() => Assert.Equal("01-14 01-12", Days(Site(
        "mean-of: 2, within: 30 days, skip: events",
        "from: 2026-01-13 10:00, to: 2026-01-13 11:00|" + Event)));

    [Fact]
    public void A_weekend_is_like_a_weekend() => Assert.Equal("01-11 01-10 01-04", Days(Site(
        "mean-of: 3, within: 30 days", "from: 2026-01-17 17:00, to: 2026-01-17 18:00")));

    // At the event's hour 10 is a day's mean, on the 12th 4; the greatest value is 40.
    [Fact]
    public void A_day_with_hardly_any_use_is_left_out() => Assert.Equal("01-14 01-13 01-09", Days(Site(
        "mean-of: 3, within: 30 days, low-use: 25 %", reads: at => at.Hour != 17 ? 40 : at.Day == 12 ? 4 : 10)));

    [Fact]
    public void Too_few_days_hold_the_bill_and_say_which_there_are()
    {
        var bench = Site("mean-of: 5, within: 30 days", from: "2026-01-12");
        var fault = Assert.Single(bench.Held("2026-01"));
        Assert.Equal(("too-few-days", "events.yaml:1:3", "Charge r of agreement a: for event e-0 at 2026-01-15 17:00 "
            + "UTC+00 baseline(import, m) needs 5 days, and of the 30 days before it only 3 (2026-01-14, 2026-01-13, "
            + "2026-01-12) can be used.", "Supply began on 2026-01-12. Give the baseline m more days to look at, with "
            + "within, or let it do with fewer: too-few: fewer."),
            (fault.Code, fault.Place.ToString(), fault.Message, fault.Hint));
        Assert.Equal("01-14 01-13 01-12",
            Days(Site("mean-of: 5, within: 30 days, too-few: fewer", from: "2026-01-12")));
        Assert.Equal("too-few-days", Assert.Single(
            Site("mean-of: 5, within: 30 days, too-few: fewer", from: "2026-01-15").Held("2026-01")).Code);
    }

    [Fact]
    public void Days_before_the_bill_are_read_and_no_more_of_them_without_an_event()
    {
        var bench = Site("mean-of: 3, within: 20 days", "from: 2026-01-02 17:00, to: 2026-01-02 18:00");
        LocalDate First(string period) => Assert.Single(bench.Plan(period)!.Channels()).Span.From;
        Assert.Equal(new(2025, 12, 13), First("2026-01"));
        Assert.Equal(new(2026, 2, 1), First("2026-02"));
    }

    [Fact]
    public void The_difference_of_the_hours_before_moves_it_and_its_limit_is_a_part_of_them()
    {
        decimal? Reads(ZonedDateTime at) =>
            at.Date == new LocalDate(2026, 1, 15) && at.Hour is >= 13 and < 16 ? 130 : 100;
        const string Adjust = "mean-of: 3, within: 30 days, adjust: { by: difference, from: 4 hours, until: 1 hour";
        Assert.Equal("130", Values(Site(Adjust + " }", reads: Reads)));
        Assert.Equal("120", Values(Site(Adjust + ", limit: 20 % }", reads: Reads)));
        Assert.Equal("130", Values(Site(Adjust.Replace("difference", "ratio", StringComparison.Ordinal) + " }",
            reads: Reads)));
    }

    [Fact]
    public void A_ratio_to_nothing_holds_the_bill()
    {
        var fault = Assert.Single(Site("mean-of: 3, within: 30 days, adjust: { by: ratio, from: 2 hours }",
            reads: at => at.Hour < 17 ? 0 : 5).Held("2026-01"));
        Assert.Equal(("no-ratio", "Charge r of agreement a: for event e-0 baseline(import, m) can't be adjusted by a "
            + "ratio: on the days before, 0 kWh were used at the times that it is compared at."),
            (fault.Code, fault.Message));
    }

    // What isn't known is no nought that a ratio could be of.
    [Theory]
    [InlineData("2026-01-14")]
    [InlineData("2026-01-15")]
    public void A_day_without_readings_is_all_that_is_said(string missing)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(missing).Value;
        var fault = Assert.Single(Site("mean-of: 3, within: 30 days, adjust: { by: ratio, from: 2 hours }",
            reads: at => at.Date == day ? null : 5).Held("2026-01"));
        Assert.Equal("missing-readings", fault.Code);
        Assert.Contains($"{missing} 00:00 to ", fault.Message, StringComparison.Ordinal);
    }

    // 13 to 15 December lie behind the days that are chosen, and 10 and 11 January are a weekend.
    [Theory]
    [InlineData("mean-of: 3, within: 30 days", "2025-12-16")]
    [InlineData("mean-of: 3, within: 30 days, adjust: { by: ratio, from: 4 hours }", "2025-12-16")]
    [InlineData("mean-of: 2, out-of: 5, choose: highest, within: 30 days", "2025-12-31")]
    [InlineData("mean-of: 3, within: 30 days, days: weekdays", "2026-01-10")]
    [InlineData("mean-of: 3, within: 30 days, skip: events", "2026-01-13")]
    [InlineData("mean-of: 3, within: 30 days, holidays: england", "2026-01-01")]
    public void A_hole_on_a_day_that_is_not_needed_holds_nothing(string method, string missing)
    {
        const string Events = "from: 2026-01-13 10:00, to: 2026-01-13 11:00|" + Event;
        Func<ZonedDateTime, decimal?> reads = at => 10 + at.Day;
        var (day, period) = (NodaTime.Text.LocalDatePattern.Iso.Parse(missing).Value, "2026-01-14..2026-02-01");
        Assert.Equal(Values(Site(method, Events, reads: reads), period),
            Values(Site(method, Events, reads: at => at.Date == day ? null : reads(at)), period));
    }

    [Theory]
    [InlineData("mean-of: 3, within: 30 days", "2026-01-12")]
    [InlineData("mean-of: 2, out-of: 5, choose: highest, within: 30 days", "2026-01-08")]
    [InlineData("mean-of: 3, within: 30 days, low-use: 10 %", "2025-12-16")]
    [InlineData("mean-of: 1, within: 30 days, adjust: { by: difference, from: 18 hours }", "2026-01-13")]
    public void A_hole_on_a_day_that_could_be_chosen_holds(string method, string missing)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(missing).Value;
        var fault = Assert.Single(Site(method, reads: at => at.Date == day ? null : at.Day)
            .Held("2026-01-14..2026-02-01"));
        Assert.Equal("missing-readings", fault.Code);
        Assert.Contains(" in 24 of", fault.Message, StringComparison.Ordinal);
    }

    // Of a hole that is needed and one that isn't, only the first is said.
    [Fact]
    public void Only_holes_that_are_needed_are_said() => Assert.EndsWith(
        "intervals: 2026-01-13 00:00 to 2026-01-14 00:00.", Assert.Single(Site("mean-of: 3, within: 30 days",
            reads: at => at.Date == new LocalDate(2025, 12, 16) || at.Date == new LocalDate(2026, 1, 13) ? null : 5)
            .Held("2026-01-14..2026-02-01")).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_an_event_after_all_readings_nothing_else_is_said() => Assert.Equal("missing-readings",
        Assert.Single(Site("mean-of: 3, within: 5 days, adjust: { by: ratio, from: 2 hours }",
            "from: 2026-03-26 17:00, to: 2026-03-26 18:00",
            reads: at => at.Date >= new LocalDate(2026, 3, 1) ? null : 5).Held("2026-03")).Code);

    // 29 March 2026 has no 01:30 in London; the days before have.
    [Fact]
    public void An_event_over_midnight_and_a_day_of_23_hours_has_the_local_times_of_other_days() => Assert.Equal(
        "23 24 0 2 3", Values(Site("mean-of: 1, within: 9 days, days: any",
            "from: 2026-03-28 22:00, to: 2026-03-29 04:00", reads: at => at.Hour + (at.Hour >= 22 ? 1 : 0),
            zone: "Europe/London", from: "2026-03-01"), "2026-03"));

    [Fact]
    public void Events_that_touch_are_one_for_a_baseline()
    {
        var baseline = Assert.Single(Site("mean-of: 1, within: 9 days, adjust: { by: ratio, from: 1 hour }",
            "from: 2026-01-15 17:00, to: 2026-01-15 18:00|from: 2026-01-15 18:00, to: 2026-01-15 19:00",
            reads: at => at is { Day: 15, Hour: 16 } ? 20 : 10).Rated("2026-01")[0].Legs[0].Baselines);
        Assert.Equal("20 20", string.Join(' ', baseline.Intervals.Select(one => one.Baseline)));
        Assert.Equal("e-0 and e-1", baseline.Time.Name);
    }
}
