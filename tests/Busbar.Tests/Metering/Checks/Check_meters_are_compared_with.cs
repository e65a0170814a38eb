using Busbar.Metering;
using Busbar.Metering.Checks;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Metering.Checks;

public class Check_meters_are_compared_with
{
    private static AgainstCheck Against(decimal percent) => new("check-1", percent, Dimension.Energy, default);

    private static Series Days(decimal inJanuary, decimal inFebruary, string days = "2026-01-01..2026-03-01") =>
        Checked.Series(days, 1440, at => at.Month == 1 ? inJanuary : inFebruary);

    [Fact]
    public void A_month_that_differs_too_much_is_suspicious()
    {
        Assert.Equal([("check-1", null)], Against(2).Beside);
        Assert.Equal(
            ["2026-02-01 00:00..2026-03-01 00:00 has 1400 kWh from 2026-02-01 00:00 UTC+00 to 2026-03-01 00:00 UTC+00, "
                + "and connection check-1 has 1260 kWh: they differ by 10 % of the greater, and 2.5 % are allowed"],
            Against(2.5m).Finds(Days(100, 50), Days(98, 45)));
    }

    [Fact]
    public void What_is_allowed_may_be_reached_on_either_side()
    {
        Assert.Empty(Against(10).Finds(Days(100, 50), Days(90, 45)));
        Assert.Empty(Against(10).Finds(Days(90, 45), Days(100, 50)));
        Assert.Equal(2, Against(9.99m).Finds(Days(90, 45), Days(100, 50)).Length);
    }

    [Fact]
    public void Months_are_local_and_cut_by_the_span() => Assert.Equal(
        ["2026-03-20 00:00..2026-04-01 00:00", "2026-04-01 00:00..2026-04-03 00:00"],
        Against(1).Finds(
                Checked.Series("2026-03-20..2026-04-03", 30, _ => 1),
                Checked.Series("2026-03-20..2026-04-03", 1440, _ => 40))
            .Select(one => one[..34]));

    [Fact]
    public void A_month_with_a_hole_on_either_side_is_passed_over()
    {
        var hole = Checked.Series("2026-01-01..2026-03-01", 1440, at => at is { Month: 1, Day: 9 } ? null : 50);
        Assert.Equal(["2026-02-01 00:00..2026-03-01 00:00"],
            Against(1).Finds(hole, Days(100, 100)).Select(one => one[..34]));
        Assert.Equal(["2026-02-01 00:00..2026-03-01 00:00"],
            Against(1).Finds(Days(100, 100), hole).Select(one => one[..34]));
        Assert.Empty(Against(1).Finds(Days(100, 100), Days(1, 1, "2026-01-05..2026-02-25")));
    }

    private static Series Registers(string days, params (LocalDateTime From, LocalDateTime To, long Kwh)[] advances)
    {
        var series = Checked.Series(days, 1440, _ => 1);
        return series with
        {
            Advances = [.. advances.Select(one => new ReadAdvance(new(one.From.InZoneStrictly(series.Zone).ToInstant(),
                one.To.InZoneStrictly(series.Zone).ToInstant()), one.Kwh, IsEstimated: one.Kwh == 99))],
        };
    }

    [Fact]
    public void A_register_is_compared_from_read_to_read()
    {
        // Ten an hour; the reads cut an hour at either end: 5 + 23 hours + 2.5 = 237.5.
        var hours = Checked.Series("2026-01-01..2026-01-04", 60, _ => 10);
        Series Beside(long kwh) => Registers("2026-01-01..2026-01-04",
            (new(2026, 1, 1, 10, 30), new(2026, 1, 2, 10, 15), kwh));
        var check = new AgainstChannelCheck("total", 1, Dimension.Energy);
        Assert.Equal((null, "total"), Assert.Single(check.Beside));
        Assert.Empty(check.Finds(hours, Beside(237)));
        Assert.Equal(["2026-01-01 10:30..2026-01-02 10:15 has 237.5 kWh from 2026-01-01 10:30 UTC+00 to 2026-01-02 "
            + "10:15 UTC+00, and channel total has 240 kWh: they differ by 1.04 % of the greater, and 1 % are allowed"],
            check.Finds(hours, Beside(240)));
        Assert.Equal("2026-01-01 10:30..2026-01-02 10:15 has 240 kWh",
            Assert.Single(check.Finds(Beside(240), hours))[..46]);
        // An estimated read is no evidence.
        Assert.Empty(check.Finds(hours, Beside(99)));
    }

    [Fact]
    public void A_span_is_found_once_where_it_ends()
    {
        var hours = Checked.Series("2026-01-01..2026-01-04", 60, at => at is { Day: 3, Hour: 5 } ? null : 10);
        var beside = Registers("2026-01-01..2026-01-04", (new(2026, 1, 1, 0, 0), new(2026, 1, 2, 12, 0), 100),
            (new(2026, 1, 2, 12, 0), new(2026, 1, 3, 12, 0), 100), (new(2026, 1, 3, 12, 0), new(2026, 1, 4, 12, 0), 1));
        var check = new AgainstChannelCheck("total", 1, Dimension.Energy);
        Assert.StartsWith("2026-01-02 00:00..2026-01-02 12:00 has 360 kWh from 2026-01-01 00:00",
            Assert.Single(check.FindsFrom(new(2026, 1, 2), hours, beside)), StringComparison.Ordinal);
        Assert.Empty(check.FindsFrom(new(2026, 1, 3), hours, beside));
    }

    [Fact]
    public void Channels_of_one_kind_are_compared_by_months() => Assert.Single(
        new AgainstChannelCheck("total", 2.5m, Dimension.Energy).Finds(Days(100, 50), Days(98, 45)));
}
