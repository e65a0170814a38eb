using Busbar.Metering.Checks;
using Busbar.Quantities;

namespace Busbar.Tests.Metering.Checks;

public class Error_codes_are_found
{
    private static CodeCheck Code(params Exact[] values) => new(values, Dimension.Energy);

    [Fact]
    public void A_value_that_means_an_error_is_suspicious() => Assert.Equal(
        ["2026-01-02 00:00..2026-01-03 00:00 has 9999.9 kWh at 2026-01-02 00:00 UTC+00, which its meters send for an "
            + "error",
         "2026-01-03 00:00..2026-01-05 00:00 has 777 kWh in 2 readings from 2026-01-03 00:00 UTC+00 to 2026-01-05 "
            + "00:00 UTC+00, which its meters send for an error"],
        Code(777, 9999.9m).Finds(Checked.Daily(1, 9999.9m, 777, 777, 9999.8m)));

    [Fact]
    public void A_missing_value_is_no_zero() => Assert.Single(Code(0).Finds(Checked.Daily(1, 1, null, 0, null)));

    [Fact]
    public void A_code_with_more_decimals_than_readings_have_is_in_none() =>
        Assert.Empty(Code(0.0000001m).Finds(Checked.Daily(3, 0)));

    [Fact]
    public void Steps_of_registers_are_compared_in_the_unit() =>
        Assert.Single(Code(28.3m, 28.4m).Finds(Checked.Daily(1, 10, 11) with { Factor = 2.83m }));
}
