using Busbar.Metering.Checks;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Metering.Checks;

public class Zeros_are_found
{
    private static ZerosCheck Days(int days) => new(Period.FromDays(days), Dimension.Energy);

    private static ZerosCheck Hours(int hours) => new(Period.FromHours(hours), Dimension.Energy);

    [Fact]
    public void So_many_days_of_zeros_are_too_long()
    {
        Assert.Equal(
            ["2026-01-03 00:00..2026-01-06 00:00 has 0 kWh in 3 readings in a row, from 2026-01-03 00:00 UTC+00 to "
                + "2026-01-06 00:00 UTC+00: 3 days or more"],
            Days(3).Finds(Checked.Daily(1, 1, 0, 0, 0, 1)));
        Assert.Empty(Days(4).Finds(Checked.Daily(1, 1, 0, 0, 0, 1)));
    }

    [Fact]
    public void A_missing_value_breaks_the_run() =>
        Assert.Empty(Days(3).Finds(Checked.Daily(1, 0, 0, null, 0, 0, 1)));

    [Fact]
    public void A_run_that_begins_before_is_told_whole_and_found_from_there_on() => Assert.Equal(
        ["2026-01-05 00:00..2026-01-06 00:00 has 0 kWh in 3 readings in a row, from 2026-01-03 00:00 UTC+00 to "
            + "2026-01-06 00:00 UTC+00: 3 days or more"],
        Days(3).FindsFrom(new(2026, 1, 5), Checked.Daily(1, 1, 0, 0, 0, 1)));

    [Fact]
    public void A_run_that_ends_before_is_none() =>
        Assert.Empty(Days(3).FindsFrom(new(2026, 1, 6), Checked.Daily(1, 1, 0, 0, 0, 1)));

    [Fact]
    public void A_run_from_the_first_that_is_known_may_be_longer() => Assert.Equal(
        ["2026-01-01 00:00..2026-01-03 00:00 has 0 kWh in 2 readings in a row, from 2026-01-01 00:00 UTC+00 or before "
            + "to 2026-01-03 00:00 UTC+00: 1 day or more"],
        Days(1).Finds(Checked.Daily(0, 0, 1)));

    [Fact]
    public void Hours_are_real_ones()
    {
        // Half-hours of zeros from 00:00 until 03:00 on the clock, on the day of 25 hours and on that of 23.
        static string[] Night(LocalDate day, int hours) => Hours(hours).Finds(Checked.Series("2026-01-01..2026-12-01",
            30, at => at.Date == day && at.Hour < 3 ? 0 : 1));
        Assert.Equal(
            ["2026-10-25 00:00..2026-10-25 03:00 has 0 kWh in 8 readings in a row, from 2026-10-25 00:00 UTC+01 to "
                + "2026-10-25 03:00 UTC+00: 4 hours or more"],
            Night(new(2026, 10, 25), 4));
        Assert.Empty(Night(new(2026, 3, 29), 3));
        Assert.Single(Night(new(2026, 3, 29), 2));
    }

    [Fact]
    public void Days_are_local_ones() => Assert.Equal(
        ["2026-03-29 00:00..2026-03-30 00:00 has 0 kWh in 46 readings in a row, from 2026-03-29 00:00 UTC+00 to "
            + "2026-03-30 00:00 UTC+01: 1 day or more"],
        Days(1).Finds(Checked.Series("2026-03-28..2026-04-01", 30, at => at.Day == 29 ? 0 : 1)));

    [Fact]
    public void It_looks_back_as_far_as_the_run_is_long()
    {
        Assert.Equal(7, Days(7).DaysBefore);
        Assert.Equal(2, Hours(24).DaysBefore);
        Assert.Equal(1, Hours(23).DaysBefore);
    }
}
