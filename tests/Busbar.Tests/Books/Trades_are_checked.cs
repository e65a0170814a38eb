using Busbar.Tests.Rating;

namespace Busbar.Tests.Books;

/// <summary>What is wrong with a trade, or with how a product uses trades, is said with its place and the way out.
/// </summary>
public sealed class Trades_are_checked
{
    private const string Good = "- { trade: t, agreement: a, shape: baseload, from: 2026-01-01, to: 2026-02-01, "
        + "side: buy, volume: 1 MW, price: 72 GBP/MWh, traded: 2025-09-16, at: nbp }";

    private const string Book = """
        boundaries: { nbp: [loss], gsp: [other-loss] }
        calendars:
          own: { zone: connection, bands: { day: daily 07:00-19:00, night: rest } }
          market: { bands: { day: daily 07:00-19:00, night: rest } }
        """;

    private const string Connections =
        "- { connection: c1, channels: { import: kWh, export: kWh }, losses: { loss: 1.05, other-loss: 1.02 } }";

    private const string Product = "trades: nbp\ncharges: [{ name: Clips, amount: trades.cost, lines: clip }, "
        + "{ name: Residual, quantity: \"at(nbp, import) - trades.volume\", price: 0.1 GBP/kWh }]";

    [Theory]
    [InlineData(", price: 72 GBP/MWh", "", "missing-key", "trade t has no price, so its cost isn't known.")]
    [InlineData("shape: baseload", "shape: basload", "unknown-shape",
        "trade t has the shape basload, which there isn't.", "Did you mean baseload?")]
    [InlineData("shape: baseload", "shape: market.dya", "unknown-band",
        "Calendar market has no band dya, which trade t names.", "Did you mean day?")]
    [InlineData("shape: baseload", "shape: marked.day", "unknown-calendar",
        "There is no calendar marked, which trade t names.", "Did you mean market?")]
    [InlineData("shape: baseload", "shape: own.day", "no-zone",
        "Calendar own has the clock of each connection, and trade t is delivered by that of a market.")]
    [InlineData("agreement: a", "agreement: b", "unknown-agreement",
        "There is no agreement b, which trade t names.", "Did you mean a?")]
    [InlineData("to: 2026-02-01", "to: 2025-12-01", "bad-date", "trade t ends on the day it begins, or before.")]
    [InlineData("1 MW", "1 MWh", "wrong-unit", "volume of trade t is the text 1 MWh; expected a number in MW.")]
    [InlineData("72 GBP/MWh", "72 EUR/MWh", "wrong-unit",
        "price of trade t is the text 72 EUR/MWh; expected a number in GBP/MWh.")]
    [InlineData("1 MW", "-1 MW", "bad-number", "volume of trade t is the text -1 MW; expected a power above zero.",
        "What is sold has side: sell.")]
    [InlineData("side: buy", "side: by", "bad-choice", "side of trade t is the text by; expected buy or sell.",
        "Did you mean buy?")]
    [InlineData("side: buy, ", "", "missing-key", "side is missing in trade t.", "Write buy or sell.")]
    [InlineData("traded: 2025-09-16, ", "", "missing-key", "traded is missing in trade t.")]
    [InlineData("at: nbp", "at: npb", "unknown-boundary", "The book has no boundary npb, which trade t names.",
        "Did you mean nbp?")]
    [InlineData("at: nbp", "at: gsp", "two-boundaries",
        "trade t is delivered at gsp, and product p@2020-01-01 uses trades at nbp.",
        "Say where the product uses them: trades: gsp.")]
    [InlineData("from: 2026-01-01", "from: 2019-01-01", "out-of-supply",
        "trade t is delivered 2019-01-01 to 2026-01-31, and agreement a has no supply at some of that time: it would "
        + "be on no bill.")]
    [InlineData("shape: baseload, from: 2026-01-01", "shape: efa-1, from: 2020-01-01", "out-of-supply",
        "trade t is delivered 2020-01-01 to 2026-01-31, and agreement a has no supply at some of that time: it would "
        + "be on no bill.", "Begin and end the delivery with the supply; blocks of a day may begin on the evening "
        + "before.")]
    [InlineData("at: nbp", "zone: gmt", "unknown-key", "zone is no key of trade t.")]
    public void A_trade(string written, string instead, string code, string message, string? hint = null)
    {
        var fault = Assert.Single(Bench.Faults(Product, Book, connections: Connections,
            trades: Good.Replace(written, instead, StringComparison.Ordinal)));
        Assert.Equal((code, message, "trades.yaml", 1),
            (fault.Code, fault.Message, fault.Place.File, fault.Place.Line));
        if (hint is not null) Assert.Equal(hint, fault.Hint);
    }

    [Fact]
    public void Two_trades_of_one_id()
    {
        var fault = Assert.Single(Bench.Faults(Product, Book, connections: Connections, trades: $"{Good}\n{Good}"));
        Assert.Equal(("duplicate-id", "There are two of trade t: the other is at trades.yaml:1:3."),
            (fault.Code, fault.Message));
    }

    [Fact]
    public void A_trade_that_would_be_on_no_bill()
    {
        var fault = Assert.Single(Bench.Faults("charges: [{ name: E, quantity: import, price: 0.1 GBP/kWh }]", Book,
            connections: Connections, trades: Good));
        Assert.Equal("unused-trade", fault.Code);
        Assert.Equal("Add a charge to the product: amount: trades.cost, lines: clip.", fault.Hint);
    }

    [Theory]
    [InlineData("", "quantity: trades.volume, price: 1 GBP/kWh", "no-boundary",
        "The book has several boundaries, and the product doesn't say at which of them it uses trades.")]
    [InlineData("trades: nbp", "quantity: import - trades.volume, price: 1 GBP/kWh", "two-boundaries",
        "import is kWh per interval at the meter and trades.volume is kWh per interval at nbp: they can't be "
        + "subtracted from each other.")]
    [InlineData("trades: nbp", "quantity: \"at(meter, trades.volume)\", price: 1 GBP/kWh", "two-boundaries",
        "trades.volume has trades in it, which are delivered for all connections together, and losses are each "
        + "connection's own.")]
    [InlineData("trades: nbp", "quantity: trades.volum, price: 1 GBP/kWh", "unknown-name",
        "Trades have no volum.")]
    [InlineData("trades: npb", "quantity: import, price: 1 GBP/kWh", "unknown-boundary",
        "The book has no boundary npb, which product p names.")]
    [InlineData("trades: nbp", "amount: trades.cost, each: connection", "not-each",
        "The charge E is rated for each connection, and trades are made for all connections of an agreement together: "
        + "they would be counted for each.")]
    [InlineData("trades: nbp", "quantity: import, price: 1 GBP/kWh, lines: clip", "no-clip",
        "The charge E is to have a line per clip, and is no figure of trades alone.")]
    [InlineData("trades: nbp", "amount: trades.cost + trades.paid, lines: clip", "no-clip",
        "The charge E is to have a line per clip, and is no figure of trades alone.")]
    public void A_product(string at, string charge, string code, string message)
    {
        var fault = Assert.Single(Bench.Faults($"{at}\ncharges: [{{ name: E, {charge} }}]", Book,
            connections: Connections));
        Assert.Equal((code, message), (fault.Code, fault.Message));
    }
}
