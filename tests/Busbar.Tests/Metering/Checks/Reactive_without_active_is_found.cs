using Busbar.Metering;
using Busbar.Metering.Checks;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Metering.Checks;

public class Reactive_without_active_is_found
{
    private static readonly WithoutCheck WithoutImport = new("import", Dimension.Reactive);

    private static Series Hours(Func<ZonedDateTime, decimal?> value) =>
        Checked.Series("2026-03-28..2026-03-31", 60, value);

    [Fact]
    public void A_day_with_something_and_nothing_beside_is_suspicious()
    {
        Assert.Equal([(null, "import")], WithoutImport.Beside);
        Assert.Equal(
            ["2026-03-29 00:00..2026-03-30 00:00 has 11.5 kVArh on 2026-03-29, and channel import has nothing at all"],
            WithoutImport.Finds(Hours(_ => 0.5m), Hours(at => at.Day == 29 ? 0 : 1)));
    }

    [Fact]
    public void A_day_with_a_hole_on_either_side_is_not()
    {
        Assert.Empty(WithoutImport.Finds(Hours(at => at.Hour == 5 ? null : 1), Hours(_ => 0)));
        Assert.Empty(WithoutImport.Finds(Hours(_ => 1), Hours(at => at.Hour == 5 ? null : 0)));
    }

    [Fact]
    public void Nothing_without_nothing_is_not() => Assert.Empty(WithoutImport.Finds(Hours(_ => 0), Hours(_ => 0)));
}
