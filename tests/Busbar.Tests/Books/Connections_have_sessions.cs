using Busbar.Books;
using Busbar.Metering;
using Busbar.Tests.Rating;

namespace Busbar.Tests.Books;

public class Connections_have_sessions
{
    private const string Flat = """
        product: p
        from: 2020-01-01
        interval: 30min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.20 GBP/kWh }]
        """;

    private const string Metered = "- { connection: c1, channels: { import: kWh } }\n";

    [Theory]
    [InlineData("{ charger: BE*BEC*E041503003 }", "BE*BEC*E041503003", null)]
    [InlineData("{ charger: BE*BEC*E041503003/1 }", "BE*BEC*E041503003/1", null)]
    [InlineData("{ card: DE8ACC12E46L89 }", null, "DE8ACC12E46L89")]
    [InlineData("{ charger: BE*BEC*E1, card: \"012345678\" }", "BE*BEC*E1", "012345678")]
    public void A_charger_or_a_card_or_both_say_which(string sessions, string? charger, string? card)
    {
        var book = Bench.Of(Flat, "", connections: Metered + $"- {{ connection: car, sessions: {sessions} }}").Book;
        Assert.Equal(new SessionSource(charger, card), book.Connections["car"].Sessions);
        Assert.Empty(book.Connections["car"].Channels);
        Assert.Null(book.Connections["c1"].Sessions);
    }

    [Fact]
    public void What_is_charged_may_be_metered_too() => Assert.Equal("import", Assert.Single(Bench.Of(Flat, "",
        connections: "- { connection: c1, channels: { import: kWh }, sessions: { charger: BE*BEC*E1 } }")
            .Book.Connections["c1"].Channels).Key);

    [Fact]
    public void Two_connections_may_name_the_same_card() => Assert.Equal(2, Bench.Of(Flat, "",
        connections: Metered + "- { connection: car, sessions: { card: A1 } }\n"
            + "- { connection: van, sessions: { card: A1 } }")
            .Book.Connections.Values.Count(one => one.Sessions is { Card: "A1" }));

    [Fact]
    public void A_table_has_them_as_columns()
    {
        var list = TestBook.Rows("connection,sessions.charger,sessions.card\ncar,,A1\nsite,BE*BEC*E1,\n");
        Assert.Equal(["A1", null], list.Select(row => (((MapNode)row["sessions"]!)["card"] as TextNode)?.Value));
    }

    [Theory]
    [InlineData("{ }", "missing-key: sessions of connection car names neither a charger nor a card, so none are its "
        + "own. Write sessions: { charger: BE*BEC*E041503003 }, or card: with the number or the contract of a charge "
        + "card.")]
    [InlineData("{ charger: BE BEC }", "bad-id: charger of sessions of connection car is the text BE BEC; expected up "
        + "to 90 characters without blanks. ")]
    [InlineData("{ card: \"*-\" }", "bad-id: card of sessions of connection car is the text *-; expected up to 90 "
        + "characters without blanks. ")]
    [InlineData("{ cart: A1, card: A1 }", "unknown-key: cart is no key of sessions of connection car. Did you "
        + "mean card?")]
    [InlineData("A1", "wrong-kind: sessions of connection car is the text A1; expected a map. ")]
    public void What_says_nothing_is_refused(string sessions, string fault) => Assert.Equal([fault], Bench.Faults(
        Flat, "", connections: Metered + $"- {{ connection: car, sessions: {sessions} }}")
            .Select(one => $"{one.Code}: {one.Message} {one.Hint}"));

    [Fact]
    public void Without_them_there_must_be_channels() => Assert.Equal(
        "channels is missing in connection car.",
        Assert.Single(Bench.Faults(Flat, "", connections: Metered + "- { connection: car }")).Message);

    [Theory]
    [InlineData("be*bec*e041503003", null, true)]
    [InlineData("BEBECE041503003/1", null, true)]
    [InlineData("BE*BEC*E041503003/2", null, false)]
    [InlineData("BE*BEC*E04150300", null, false)]
    [InlineData(null, "DE-8AC-C12E46L89", true)]
    [InlineData(null, "012345678", true)]
    [InlineData("BE*BEC*E041503003", "012345678", true)]
    [InlineData("BE*BEC*E041503003", "012345679", false)]
    [InlineData("BE*BEC*E041503004", "012345678", false)]
    public void A_name_is_compared_without_what_parts_it(string? charger, string? card, bool isOne) => Assert.Equal(
        isOne, new ChargeRecord(1, "BE*BEC", "1", null, "BE*BEC*E041503003", "1", "012345678", "DE8ACC12E46L89",
            new("BE*BEC 1", "", "", [], null, null)).IsOf(new(charger, card)));
}
