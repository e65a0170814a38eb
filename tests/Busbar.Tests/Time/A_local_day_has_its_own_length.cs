using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Time;

public class A_local_day_has_its_own_length
{
    private static readonly DateTimeZone[] Zones =
        [.. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])];

    [Theory]
    [InlineData("Europe/London", 2025, 3, 30, 23)]
    [InlineData("Europe/London", 2025, 6, 1, 24)]
    [InlineData("Europe/London", 2025, 10, 26, 25)]
    [InlineData("Europe/London", 2026, 3, 29, 23)]
    [InlineData("Europe/London", 2026, 10, 25, 25)]
    [InlineData("Europe/Copenhagen", 2026, 3, 29, 23)]
    [InlineData("Europe/Copenhagen", 2026, 10, 25, 25)]
    [InlineData("Australia/Sydney", 2026, 4, 5, 25)]
    [InlineData("Australia/Sydney", 2026, 10, 4, 23)]
    [InlineData("Australia/Brisbane", 2026, 4, 5, 24)]
    [InlineData("Australia/Brisbane", 2026, 10, 4, 24)]
    [InlineData("America/New_York", 2026, 3, 8, 23)]
    [InlineData("America/New_York", 2026, 11, 1, 25)]
    [InlineData("Pacific/Apia", 2011, 12, 30, 0)]
    public void It_has_its_hours_half_hours_and_quarters(string zone, int year, int month, int day, int hours)
    {
        var (date, there) = (new LocalDate(year, month, day), DateTimeZoneProviders.Tzdb[zone]);
        Assert.Equal(Duration.FromHours(hours), LocalDay.Length(date, there));
        Assert.Equal(hours, LocalDay.IntervalsIn(date, there, 60));
        Assert.Equal(2 * hours, LocalDay.IntervalsIn(date, there, 30));
        Assert.Equal(4 * hours, LocalDay.IntervalsIn(date, there, 15));
        Assert.Equal(12 * hours, LocalDay.IntervalsIn(date, there, 5));
    }

    [Fact]
    public void Half_an_hour_is_what_Lord_Howe_changes_by()
    {
        var there = DateTimeZoneProviders.Tzdb["Australia/Lord_Howe"];
        Assert.Equal(49, LocalDay.IntervalsIn(new(2026, 4, 5), there, 30));
        Assert.Equal(47, LocalDay.IntervalsIn(new(2026, 10, 4), there, 30));
        Assert.Throws<ArgumentException>(() => LocalDay.IntervalsIn(new(2026, 4, 5), there, 60));
        Assert.Throws<ArgumentException>(() => LocalDay.IntervalsIn(new(2026, 4, 5), there, 0));
    }

    [Fact]
    public void It_starts_at_the_first_of_two_midnights_or_after_a_skipped_one()
    {
        var havana = DateTimeZoneProviders.Tzdb["America/Havana"];
        Assert.Equal(Instant.FromUtc(2025, 11, 2, 4, 0), LocalDay.StartOf(new(2025, 11, 2), havana));
        var saoPaulo = DateTimeZoneProviders.Tzdb["America/Sao_Paulo"];
        Assert.Equal(new LocalTime(1, 0), LocalDay.StartOf(new(2018, 11, 4), saoPaulo).InZone(saoPaulo).TimeOfDay);
    }

    [Fact]
    public void In_every_zone_days_tile_time() =>
        Gen.Select(Gen.Int[0, Zones.Length - 1], Gen.Long[-2_500_000_000, 4_000_000_000]).Sample((at, seconds) =>
        {
            var (zone, instant) = (Zones[at], Instant.FromUnixTimeSeconds(seconds));
            var date = instant.InZone(zone).Date;
            // Where clocks go back over midnight, the date of before shows again after the next one has begun.
            var holding = new[] { date, date.PlusDays(1) }.Where(day =>
                LocalDay.StartOf(day, zone) <= instant && instant < LocalDay.StartOf(day.PlusDays(1), zone));
            Assert.Single(holding);
            Assert.True(LocalDay.Length(date, zone) >= Duration.Zero);
            Assert.Equal(new Interval(LocalDay.StartOf(date, zone), LocalDay.StartOf(date.PlusDays(1), zone)),
                new Days(date, date.PlusDays(1)).InstantsIn(zone));
        }, iter: 20_000);
}
