using Busbar.Metering;
using Busbar.Metering.Checks;
using Busbar.Quantities;

namespace Busbar.Tests.Metering.Checks;

public class A_wrong_unit_is_found
{
    private static readonly ThousandfoldCheck Thousandfold = new(ThousandfoldCheck.UsualDays, Dimension.Energy);

    // F39
    [Fact]
    public void Watt_hours_are_no_kilowatt_hours() => Assert.Equal(
        ["2026-01-11 00:00..2026-01-12 00:00 has 11000 kWh on 2026-01-11, 1100 times the median of the 10 complete "
            + "days before, 10 kWh: the unit is wrong, as when Wh are taken for kWh"],
        Thousandfold.Finds(Checked.Usual(10, 10, 11_000, 10)));

    [Fact]
    public void Nor_are_megawatt_hours() => Assert.Equal(
        ["2026-01-11 00:00..2026-01-12 00:00 has 0.0125 kWh on 2026-01-11, 1/800 of the median of the 10 complete days "
            + "before, 10 kWh: the unit is wrong, as when MWh are taken for kWh"],
        Thousandfold.Finds(Checked.Usual(10, 10, 0.0125m, 10)));

    [Fact]
    public void A_volume_has_no_names_for_them() => Assert.Equal(
        ["2026-01-11 00:00..2026-01-12 00:00 has 10000 m3 on 2026-01-11, 1000 times the median of the 10 complete days "
            + "before, 10 m3: the unit is wrong, as when thousandths of m3 are taken for m3"],
        new ThousandfoldCheck(28, Dimension.Volume).Finds(Checked.Usual(10, 10, 10_000)));

    [Theory]
    [InlineData(2_999_000_000, 0)]
    [InlineData(3_000_000_000, 1)]
    [InlineData(30_000_000_000, 1)]
    [InlineData(30_000_000_001, 0)]
    [InlineData(33_334, 0)]
    [InlineData(33_333, 1)]
    [InlineData(3_334, 1)]
    [InlineData(3_333, 0)]
    [InlineData(0, 0)]
    public void About_a_thousand_is_from_300_to_3000(long micros, int found) =>
        Assert.Equal(found, Thousandfold.Finds(Checked.Usual(10, 10, micros / 1_000_000m)).Length);

    [Fact]
    public void The_median_of_an_even_number_is_between_the_two() => Assert.Contains(
        "1000 times the median of the 8 complete days before, 3.5 kWh",
        Assert.Single(Thousandfold.Finds(Checked.Daily(1, 2, 3, 3, 4, 5, 6, 800, 3500))), StringComparison.Ordinal);

    [Fact]
    public void Seven_days_are_needed_and_whole_ones()
    {
        Assert.Empty(Thousandfold.Finds(Checked.Usual(6, 10, 10_000)));
        Assert.Single(Thousandfold.Finds(Checked.Usual(7, 10, 10_000)));
        static Series Hours(int day) => Checked.Series("2026-01-01..2026-01-09", 60,
            at => at.Day == day && at.Hour == 5 ? null : at.Day == 8 ? 1000 : 1);
        Assert.Single(Thousandfold.Finds(Hours(31)));
        // A hole in a day before, or in the day itself.
        Assert.Empty(Thousandfold.Finds(Hours(3)));
        Assert.Empty(Thousandfold.Finds(Hours(8)));
    }

    [Fact]
    public void The_days_that_are_looked_at_are_those_before() =>
        Assert.Empty(new ThousandfoldCheck(7, Dimension.Energy).FindsFrom(
            new(2026, 1, 19), Checked.Usual(10, 10, 1, 1, 1, 1, 9_000, 9_000, 9_000, 9_000, 10_000)));
}
