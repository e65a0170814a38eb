using Busbar.Time;
using CsCheck;
using NodaTime;
using NodaTime.Text;
using Calendar = Busbar.Time.Calendar;

namespace Busbar.Tests.Time;

public class A_day_is_cut_into_bands
{
    private static readonly Calendar DayNight = CalendarText.Good("day: daily 07:00-23:00\nnight: rest");

    [Theory]
    [InlineData("2026-06-01", "night 7, day 16, night 1")]
    [InlineData("2026-03-29", "night 6, day 16, night 1")]
    [InlineData("2026-10-25", "night 8, day 16, night 1")]
    public void By_the_real_hours_of_its_clock(string day, string stretches) =>
        Assert.Equal(stretches, Say(DayNight, day, "Europe/London"));

    [Fact]
    public void By_the_clock_of_the_calendar_where_it_has_its_own()
    {
        var faults = new List<Fault>();
        var utc = Calendar.Parse("utc", DateTimeZone.Utc, null, CalendarText.NoSpecialDays,
            CalendarText.Bands("day: daily 07:00-23:00\nnight: rest"), faults)!;
        Assert.Equal("night 8, day 16", Say(utc, "2026-06-01", "Europe/London"));
        Assert.Equal("day 9, night 8, day 7", Say(utc, "2026-06-01", "Australia/Brisbane"));
    }

    [Fact]
    public void A_band_that_the_clocks_skip_does_not_hold()
    {
        var calendar = CalendarText.Good("early: daily 01:00-02:00\nrest: rest");
        Assert.False(calendar.HoldsOn(new(2026, 3, 29), 0, DateTimeZoneProviders.Tzdb["Europe/London"]));
        Assert.True(calendar.HoldsOn(new(2026, 3, 30), 0, DateTimeZoneProviders.Tzdb["Europe/London"]));
        Assert.Equal("rest 1, early 2, rest 22", Say(calendar, "2026-10-25", "Europe/London"));
    }

    [Fact]
    public void Its_stretches_are_all_of_it_and_each_instant_is_in_the_band_that_holds_then() =>
        Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 3]).Sample((days, place) =>
        {
            string[] zones = ["Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"];
            var (day, zone) = (new LocalDate(2010, 1, 1).PlusDays(days), DateTimeZoneProviders.Tzdb[zones[place]]);
            var stretches = DayNight.StretchesOf(day, zone);
            return stretches.Aggregate(
                    LocalDay.StartOf(day, zone), (end, next) => next.Start == end ? next.End : default)
                    == LocalDay.StartOf(day.PlusDays(1), zone)
                && stretches.All(one => new[] { one.Start, one.End - Duration.FromMinutes(1) }.All(at =>
                    DayNight.BandAt(at.InZone(zone).LocalDateTime) == one.Band));
        });

    private static string Say(Calendar calendar, string day, string zone) => string.Join(", ", calendar
        .StretchesOf(LocalDatePattern.Iso.Parse(day).Value, DateTimeZoneProviders.Tzdb[zone]).Select(one =>
            $"{calendar.Bands[one.Band]} {(one.End - one.Start).BclCompatibleTicks / NodaConstants.TicksPerHour}"));
}
