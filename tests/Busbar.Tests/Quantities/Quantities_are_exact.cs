using Busbar.Quantities;

namespace Busbar.Tests.Quantities;

public class Quantities_are_exact
{
    [Theory]
    [InlineData("half-away", "0.125", "0.13")]
    [InlineData("half-away", "-0.125", "-0.13")]
    [InlineData("half-even", "0.125", "0.12")]
    [InlineData("half-even", "0.135", "0.14")]
    [InlineData("down", "0.129", "0.12")]
    [InlineData("down", "-0.129", "-0.12")]
    [InlineData("up", "0.121", "0.13")]
    public void A_rounding_rule_does_what_its_name_says(string rule, string value, string rounded)
    {
        Assert.True(Exact.TryParse(value, out var exact, out _));
        Assert.Equal(rounded, exact.Round(2, Rounding.Named(rule)!).ToString());
    }

    [Theory]
    [InlineData("45.5", "48.2", "+5.93 %")]
    [InlineData("8", "6", "-25.00 %")]
    [InlineData("-8", "-10", "-25.00 %")]
    [InlineData("3", "3", "0.00 %")]
    [InlineData("100000", "99999.9", "0.00 %")]
    [InlineData("0", "3", null)]
    public void A_growth_is_a_part_of_what_was_with_the_sign_of_the_difference(
        string before, string after, string? said)
    {
        Assert.True(Exact.TryParse(before, out var was, out _) & Exact.TryParse(after, out var becomes, out _));
        Assert.Equal(said, Growth.Of(was, becomes) is { } growth ? Growth.Percent(growth) : null);
    }

    [Theory]
    [InlineData("1,5", "has a comma; write decimals with a point and no thousands separator")]
    [InlineData("1e400", "has an exponent; write the number out")]
    [InlineData("NaN", "is not a number")]
    [InlineData("", "is empty")]
    [InlineData("1 000", "has a blank in it")]
    [InlineData("1\u2009000", "has a blank in it")]
    [InlineData("１２", "has digits of another script; write 0 to 9")]
    [InlineData("1.", "is not a number")]
    [InlineData(".5", "is not a number")]
    [InlineData("--1", "is not a number")]
    [InlineData("+1", "is not a number")]
    [InlineData("1.0000001", "has more than 6 decimals")]
    [InlineData("9999999999999.5", "is too large")]
    [InlineData("99999999999999999999", "is too large")]
    public void A_number_that_is_none_is_refused_and_says_why(string text, string expected)
    {
        Assert.False(Digits.TryParse(text, 6, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("0.482", 482_000)]
    [InlineData("-3", -3_000_000)]
    [InlineData("1.1000000000", 1_100_000)]
    [InlineData("006342.8", 6_342_800_000)]
    public void A_number_is_read_to_the_last_digit(string text, long micros)
    {
        Assert.True(Digits.TryParse(text, 6, out var scaled, out _));
        Assert.Equal(micros, scaled);
    }

    [Theory]
    [InlineData("144.47", 2, "144.47")]
    [InlineData("13108", 2, "13108.00")]
    [InlineData("-0.004", 2, "0.00")]
    [InlineData("-0.005", 2, "-0.01")]
    [InlineData("7.5", 0, "8")]
    [InlineData("0.1", 9, "0.100000000")]
    public void A_number_is_shown_with_so_many_decimals(string text, int decimals, string shown)
    {
        Assert.True(Exact.TryParse(text, out var value, out _));
        Assert.Equal(shown, value.ToString(decimals));
        Assert.Equal(shown, (value * Exact.Ratio(1, 3) * 3).ToString(decimals));
    }

    [Theory]
    [InlineData("p/kVA/day", "GBP/kVA/day", "0.01")]
    [InlineData("GBP/MWh", "GBP/kWh", "0.001")]
    [InlineData("MW", "kW", "1000")]
    [InlineData("kWh/year", "kWh/month", "1/12")]
    [InlineData("%", "1", "0.01")]
    public void A_unit_has_a_dimension_and_a_factor(string text, string canonical, string factor)
    {
        var unit = Unit.Parse(text, Currency.Of("GBP"), [], out _)!;
        Assert.Equal(canonical, unit.Dimension.ToString());
        Assert.Equal(factor, unit.Factor.ToString());
    }

    [Fact]
    public void Money_of_two_currencies_does_not_add() => Assert.Throws<InvalidOperationException>(() =>
        Money.Zero(Currency.Of("GBP")!.Value) + Money.Zero(Currency.Of("EUR")!.Value));

    [Fact]
    public void The_rounding_of_a_whole_is_carried_by_its_parts_in_order() =>
        Assert.Equal([34L, 33, 33], Apportion.ByWeight(100, [1, 1, 1]));
}
