using Busbar.Quantities;
using Busbar.Tests.Rating;

namespace Busbar.Tests.Books;

public class Estimates_are_declared
{
    private const string Flat = """
        product: p
        from: 2020-01-01
        interval: 30min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.20 GBP/kWh }]
        """;

    private const string Have = "estimates of import of the book have the text ";

    private const string Usual = "- { connection: c1, channels: { import: kWh, export: kWh } }";

    private const string Profiles = """

        series:
          domestic: { unit: "1", interval: day, file: prices/domestic.csv }
          price: { unit: GBP/kWh, interval: day, file: prices/price.csv }
          monthly: { unit: "1", interval: month, file: prices/monthly.csv }
        """;

    private static string[] Orders(string book, string connections = Usual) =>
        [.. Bench.Of(Flat, book, connections: connections).Book.Connections["c1"].Estimates
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{one.Key}: {string.Join(", ", one.Value)}")];

    private static string Fault(string book, string connections = Usual)
    {
        var fault = Assert.Single(Bench.Faults(Flat, book, connections: connections));
        return $"{fault.Place} {fault.Code}: {fault.Message} {fault.Hint}".TrimEnd();
    }

    [Fact]
    public void Each_channel_has_its_order() => Assert.Equal(
        [
            "export: zero",
            "import: linear 3, like-day, average 4, prior-year, prior-year 6, agreed 12 kWh/day, daily-average, "
            + "daily-average domestic, profile domestic",
        ],
        Orders("estimates:\n  import: [linear 3, like-day, average 4, prior-year, prior-year 6, agreed 12 kWh/day, "
            + "daily-average, daily-average domestic, profile domestic]\n  default: zero" + Profiles));

    [Fact]
    public void Without_a_word_nothing_is_estimated() => Assert.Empty(Orders(""));

    [Fact]
    public void A_connection_has_its_own_before_the_books() => Assert.Equal(
        ["export: like-day", "import: linear 2, zero"],
        Orders("estimates: { import: [like-day], default: [like-day] }",
            "- { connection: c1, channels: { import: kWh, export: kWh }, estimates: { import: \"linear 2, zero\" } }"));

    [Theory]
    [InlineData("estimates: { import: [likeday] }",
        "book.yaml:4:23 unknown-method: " + Have + "likeday, which is no method of estimating. Did you mean "
        + "like-day?")]
    [InlineData("estimates: { import: \"zero, like-day 3\" }",
        "book.yaml:4:29 unknown-method: " + Have + "like-day 3; like-day stands by itself. Known are linear 3, "
        + "like-day, average 4, prior-year, agreed 12 kWh/day, zero, and for registers daily-average, profile NAME.")]
    [InlineData("estimates: { import: [linear 0] }",
        "book.yaml:4:23 bad-number: " + Have + "linear 0; expected a whole number from 1 to 288 after the method.")]
    [InlineData("estimates: { import: [average] }",
        "book.yaml:4:23 bad-number: " + Have + "average; expected a whole number from 2 to 16 after the method.")]
    [InlineData("estimates: { import: [prior-year 9] }",
        "book.yaml:4:23 bad-number: " + Have + "prior-year 9; expected a whole number from 1 to 8 after the method.")]
    [InlineData("estimates: { import: [agreed 12 kWh] }",
        "book.yaml:4:23 wrong-unit: " + Have + "agreed 12 kWh; expected an amount per day. Write agreed 12 kWh/day.")]
    [InlineData("estimates: { import: [agreed -1 kWh/day] }",
        "book.yaml:4:23 bad-number: " + Have + "agreed -1 kWh/day; it must not be below zero.")]
    [InlineData("estimates: { import: [agreed 12 m3/day] }",
        "book.yaml:4:23 wrong-unit: agreed 12 m3/day isn't for channel import of connection c1, which is in kWh. Give "
        + "the channel an order of its own: estimates: { import: […] }.")]
    [InlineData("estimates: { import: [profile domestik] }" + Profiles,
        "book.yaml:4:23 unknown-series: " + Have + "profile domestik, and the book has no series of that name. Did "
        + "you mean domestic?")]
    [InlineData("estimates: { import: [profile price] }" + Profiles,
        "book.yaml:4:23 bad-profile: " + Have + "profile price, and the series price is in GBP/kWh and no plain "
        + "number. A profile is a series without unit by the interval or the day: each value is its part of a year.")]
    [InlineData("estimates: { import: [daily-average monthly] }" + Profiles,
        "book.yaml:4:23 bad-profile: " + Have + "daily-average monthly, and the series monthly has a value per "
        + "month or more. A profile is a series without unit by the interval or the day: each value is its part of "
        + "a year.")]
    [InlineData("estimates: { imprt: [like-day] }",
        "book.yaml:4:14 unknown-channel: No connection has a channel imprt, which estimates of the book name. Did you "
        + "mean import?")]
    [InlineData("estimates: { import: [] }",
        "book.yaml:4:22 missing-method: estimates of import of the book are an empty list; expected methods in the "
        + "order in which they are tried. Write [linear 3, like-day].")]
    public void What_is_wrong_is_said_where_it_is(string book, string expected) => Assert.Equal(expected, Fault(book));

    [Fact]
    public void A_connection_estimates_channels_that_it_has() => Assert.Equal(
        "connections.yaml:1:68 unknown-channel: connection c1 has no channel volume, which its estimates name. It has "
        + "import.",
        Fault("", "- { connection: c1, channels: { import: kWh }, estimates: {        volume: zero } }"));

    [Fact]
    public void A_yearly_consumption_is_of_a_channel()
    {
        Exact Of(string eac, string channels = "import: kWh") => Bench.Of(Flat, connections:
            $"- {{ connection: c1, channels: {{ {channels} }}, eac: {eac} }}")
            .Book.Connections["c1"].YearlyConsumption["import"];
        Assert.Equal((Exact)3100, Of("3.1 MWh"));
        Assert.Equal((Exact)3100, Of("{ import: 3100 }", "import: kWh, export: kWh"));
    }

    [Theory]
    [InlineData("3100 m3", "wrong-unit",
        "eac of import of connection c1 is the text 3100 m3; expected a number in kWh.")]
    [InlineData("-1", "bad-number", "eac of import of connection c1 must not be below zero.")]
    [InlineData("{ volume: 1 m3 }", "unknown-channel", "connection c1 has no channel volume, which its eac names.")]
    public void A_wrong_yearly_consumption_is_refused(string eac, string code, string message)
    {
        var fault = Assert.Single(Bench.Faults(Flat,
            connections: $"- {{ connection: c1, channels: {{ import: kWh }}, eac: {eac} }}"));
        Assert.Equal((code, message), (fault.Code, fault.Message));
    }
}
