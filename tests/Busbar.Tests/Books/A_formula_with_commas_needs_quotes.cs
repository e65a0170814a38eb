using Busbar.Books;

namespace Busbar.Tests.Books;

/// <summary>Between { } and [ ] a comma ends a value; who forgets the quotes of a formula is told so, once.</summary>
public class A_formula_with_commas_needs_quotes
{
    [Theory]
    [InlineData("{ price: by(day-night, day = 1 p/kWh, night = 2 p/kWh), group: energy }", "1:13",
        "by(day-night, day = 1 p/kWh, night = 2 p/kWh)", "{'price':'$','group':'energy'}")]
    [InlineData("{ price: min(a,b) }", "1:13", "min(a, b)", "{'price':'$'}")]
    [InlineData("{ price: tiers(per = month, 0 kWh = (12 p/kWh, 3 GBP), 9 kWh = b), x: 1 }", "1:13",
        "tiers(per = month, 0 kWh = (12 p/kWh, 3 GBP), 9 kWh = b)", "{'price':'$','x':'1'}")]
    [InlineData("{ price: by(calendar, day: 1 p/kWh, night: 2 p/kWh), x: 1 }", "1:13",
        "by(calendar, day: 1 p/kWh, night: 2 p/kWh)", "{'price':'$','x':'1'}")]
    [InlineData("{ price: min(a, b }", "1:13", "min(a, b", "{'price':'$'}")]
    [InlineData("{ x: 1, day = 3 }", "1:12", "day = 3", "{'x':'1'}")]
    [InlineData("{ min(a, b), x: 1 }", "1:6", "min(a, b)", "{'x':'1'}")]
    [InlineData("[a, min(b, c), d]", "1:8", "min(b, c)", "['a','$','d']")]
    public void It_is_said_at_the_formula_and_the_formula_is_put_together(
        string flow, string place, string formula, string mended)
    {
        var faults = new List<Fault>();
        var map = Assert.IsType<MapNode>(
            YamlReader.Read(System.Text.Encoding.UTF8.GetBytes($"a: {flow}\n"), "f.yaml", faults)[0]);
        var fault = Assert.Single(faults);
        Assert.Equal(("formula-needs-quotes", $"f.yaml:{place}"), (fault.Code, fault.Place.ToString()));
        Assert.Equal($"Inside {{ }} and [ ] a comma ends a value, so the formula {formula} falls apart; "
            + "expected it in quotes.", fault.Message);
        Assert.Equal($"Write \"{formula}\".", fault.Hint);
        Assert.Equal(mended.Replace("$", formula, StringComparison.Ordinal).Replace('\'', '"'),
            NodeText.Write(map["a"]!));
    }

    [Theory]
    [InlineData("{ price: \"min(a, b)\", x: 1 }")]
    [InlineData("{ price: 2 * (a + b), x: 1 }")]
    [InlineData("{ name: Smile (a, x: 1 }")]
    [InlineData("{ a, b }")]
    [InlineData("[\"f(a\", \"b)\"]")]
    [InlineData("[first (a), b]")]
    [InlineData("[f(a]")]
    public void What_is_none_is_left_alone(string flow) => Assert.Empty(TestBook.FaultsOf($"a: {flow}\n"));

    [Fact]
    public void Outside_of_brackets_it_needs_none() =>
        Assert.Equal("{\"price\":\"by(x, day = 1, night = 2)\"}",
            NodeText.Write(TestBook.Map("price: by(x, day = 1, night = 2)\n")));
}
