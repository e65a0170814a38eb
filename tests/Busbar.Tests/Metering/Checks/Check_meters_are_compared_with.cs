using Busbar.Metering;
using Busbar.Metering.Checks;
using Busbar.Quantities;

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
}
