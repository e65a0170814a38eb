using Busbar.Metering;
using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Metering;

public class Series_are_laid_out_by_slots
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    [Fact]
    public void Every_slot_is_found_from_its_start() =>
        Gen.Select(Gen.Int[-200_000, 2_000_000], Gen.Int[0, 5], Gen.Int[0, 4]).Sample((at, interval, zone) =>
        {
            var minutes = Connection.Intervals[interval];
            var where = DateTimeZoneProviders.Tzdb[
                new[] { "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC" }[zone]];
            var slot = (long)at * 30 / minutes;
            var start = Grid.StartOf(slot, minutes, where);
            // Lord Howe's half-hour of summer time doesn't fit the hours of a day with a change.
            if (Grid.Place(start, minutes, where) is not var (grid, found)) return minutes == 60 && zone == 2;
            var (first, count) = (grid.FirstSlotOf(grid.MonthOf(found)), grid.CountOf(grid.MonthOf(found)));
            return found == slot && first <= slot && slot < first + count;
        });

    [Fact]
    public void A_day_of_autumn_has_fifty_half_hours()
    {
        var (from, to) = (LocalDay.StartOf(new(2025, 10, 26), London), LocalDay.StartOf(new(2025, 10, 27), London));
        var series = Series.Empty("house import", 30, London, Series.ReadingScale, from, to);
        Assert.Equal(50, series.Length);
        Assert.Equal(from, series.StartOf(0));
        Assert.Equal(to, series.StartOf(50));
    }

    [Fact]
    public void Daily_readings_are_kept_by_local_date()
    {
        var (from, to) = (LocalDay.StartOf(new(2025, 10, 1), London), LocalDay.StartOf(new(2025, 11, 1), London));
        var series = Series.Empty("house import", 1440, London, Series.ReadingScale, from, to);
        Assert.Equal(31, series.Length);
        Assert.Equal(new LocalDate(2025, 10, 27), series.StartOf(26).InZone(London).Date);
        Assert.Equal(new LocalTime(0, 0), series.StartOf(26).InZone(London).TimeOfDay);
    }

    [Fact]
    public void What_is_missing_is_named_by_spans()
    {
        var start = Instant.FromUtc(2025, 1, 1, 0, 0);
        var series = Filled(start, (0, 5), (1, 6), (4, 7));
        Assert.False(series.IsComplete);
        Assert.Equal([new(At(2), At(4)), new Interval(At(5), At(6))], series.Missing());
        Assert.Equal([6, 0], series.Between(At(1), At(3)).Counts);

        Instant At(int slot) => start + Duration.FromMinutes(30 * slot);
    }

    [Fact]
    public void The_hash_is_of_what_is_said_and_not_of_who_said_it()
    {
        var start = Instant.FromUtc(2025, 1, 1, 0, 0);
        var series = Filled(start, (0, 5), (1, 6));
        Assert.Equal(series.Hash(), (series with { Receipts = [9, 9, 9, 9, 9, 9] }).Hash());
        Assert.NotEqual(series.Hash(), Filled(start, (0, 5), (1, 7)).Hash());
        Assert.NotEqual(series.Hash(), Filled(start, (0, 5), (2, 6)).Hash());
        Assert.NotEqual(series.Hash(), Filled(start + Duration.FromMinutes(30), (0, 5), (1, 6)).Hash());
        // Issued bills keep it, so it may never become another.
        Assert.Equal("86cf90718be9bb32dab0754151b0f2bd71d3405d",
            Convert.ToHexStringLower(series.Hash())[..40]);
    }

    private static Series Filled(Instant start, params (int Slot, long Value)[] values)
    {
        var end = start + Duration.FromHours(3);
        var series = Series.Empty("house import", 30, London, Series.ReadingScale, start, end);
        var grid = new Grid(30);
        var month = grid.MonthOf(series.FirstSlot);
        var (counts, provenances) = (new long[grid.CountOf(month)], new Provenance[grid.CountOf(month)]);
        foreach (var (slot, value) in values)
        {
            var place = (int)(series.FirstSlot + slot - grid.FirstSlotOf(month));
            (counts[place], provenances[place]) = (value, new(Quality.Actual, 0, 1));
        }
        series.Take(Block.Of(counts, provenances)!, grid.FirstSlotOf(month), grid.CountOf(month));
        return series;
    }
}
