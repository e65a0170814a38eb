namespace Busbar.Tests.Rating;

/// <summary>The worked examples of trades by their numbers, and what else is agreed of them.</summary>
public sealed class Trades_by_number
{
    private static readonly string January =
        Trade("baseload", "2026-01-01", "2026-02-01", id: "t-1", price: "72 GBP/MWh")
        + Trade("peak", "2026-01-01", "2026-02-01", "500 kW", id: "t-2", price: "9.6 p/kWh")
        + Trade("baseload", "2026-01-01", "2026-02-01", "0.2", "sell", "t-3", "65")
        + Trade("baseload", "2026-01-15", "2026-02-01", "0.3 MW", id: "t-4", price: "80");

    private static string Trade(
        string shape, string from, string to, string volume = "1 MW", string side = "buy", string id = "t",
        string price = "100") => $"- {{ trade: {id}, agreement: a, shape: {shape}, from: {from}, to: {to}, "
        + $"side: {side}, volume: {volume}, price: {price}, traded: 2025-01-01 }}\n";

    private static string[] Lines(string charges, string trades, string period = "2026-01", string book = "") =>
        [.. Bench.Of($"charges:\n{charges}", book, trades: trades).Lines(period)];

    private static string Volume(string trades, string period, string book = "") => Assert.Single(Bench
        .Of("charges: [{ name: V, quantity: trades.volume, price: 0 }]", book, trades: trades).Bill(period).Lines)
        .Quantity.ToString()!;

    [Fact]
    public void WE4_1_each_clip_has_its_volume_and_its_price_and_together_they_are_the_cash() => Assert.Equal(
        [
            "clips.t-1: 744000 × 0.072 = 53568.00", "clips.t-2: 132000 × 0.096 = 12672.00",
            "clips.t-3: -148800 × 0.065 = -9672.00", "clips.t-4: 122400 × 0.08 = 9792.00",
            "all: 66360.00",
        ], Lines("""
              - { name: Clips, amount: trades.cost, lines: clip }
              - { name: All, amount: trades.cost }
            """, January));

    [Fact]
    public void WE4_1_the_average_by_net_cash()
    {
        var line = Assert.Single(Bench.Of("charges: [{ name: Average, quantity: trades.volume, price: "
            + "sum(trades.cost) / sum(trades.volume) }]", trades: January).Bill("2026-01").Lines);
        Assert.Equal(("849600", "78.1073", "66360.00"),
            (line.Quantity.ToString(), (line.Price!.Value * 1000).ToString(4), line.Amount.ToString()));
    }

    [Fact]
    public void Bought_at_the_average_and_sold_with_a_result_is_the_same_money() => Assert.Equal(
        ["position: 849600 × 0.076153846 = 64700.31", "result: 1659.69"], Lines("""
              - { name: Position, quantity: trades.volume, price: sum(trades.paid) / sum(trades.bought) }
              - name: Result
                amount: sum(trades.sold) * (sum(trades.paid) / sum(trades.bought)) - sum(trades.received)
            """, January));

    [Theory]
    [InlineData("2026-10", "745000")]
    [InlineData("2026-03", "743000")]
    public void WE4_3_a_month_has_its_real_hours(string month, string volume)
    {
        var next = month == "2026-10" ? "2026-11-01" : "2026-04-01";
        Assert.Equal(volume, Volume(Trade("baseload", $"{month}-01", next), month));
    }

    // A Monday to the next, with the day on which the clocks go forward.
    [Theory]
    [InlineData("peak", 60)]
    [InlineData("off-peak", 107)]
    [InlineData("weekend", 47)]
    [InlineData("efa-1", 27)]
    [InlineData("efa-2", 28)]
    [InlineData("efa-6", 28)]
    public void A_shape_has_the_hours_of_its_clock(string shape, int hours)
    {
        var trades = Trade(shape, "2026-03-23", "2026-03-30", "1 kW");
        Assert.Equal($"{hours}", Volume(trades, "2026-03"));
    }

    [Fact]
    public void The_blocks_of_a_day_begin_on_the_evening_before() =>
        Assert.Equal("1 0", string.Join(' ', Volume(Trade("efa-1", "2026-02-01", "2026-02-02", "1 kW"), "2026-01"),
            Volume(Trade("efa-2", "2026-02-01", "2026-02-02", "1 kW"), "2026-01")));

    [Fact]
    public void A_band_of_a_calendar_is_a_shape() => Assert.Equal("252", Volume(
        Trade("eex.peak", "2026-01-01", "2026-02-01", "1 kW"), "2026-01",
        "calendars: { eex: { zone: Europe/Berlin, holidays: england, bands: { peak: \"weekdays 08:00-20:00\", "
            + "rest-of-it: rest } } }"));

    [Fact]
    public void Lines_of_clips_share_the_rounded_amount() => Assert.Equal(
        ["clips.a: 0.3 × 1.05 = 0.32", "clips.b: 0.3 × 1.05 = 0.31"], Lines(
            "  - { name: Clips, quantity: trades.bought, price: 1.05 GBP/kWh, lines: clip }",
            Trade("baseload", "2026-01-01", "2026-01-02", "12.5 W", id: "a")
                + Trade("baseload", "2026-01-01", "2026-01-02", "12.5 W", id: "b")
                + Trade("baseload", "2026-01-01", "2026-01-02", side: "sell", id: "c")));

    [Fact]
    public void A_month_without_a_clip_has_one_line_of_nought() => Assert.Equal(["clips: 0.00"],
        Lines("  - { name: Clips, amount: trades.cost, lines: clip }",
            Trade("baseload", "2026-02-01", "2026-03-01")));

    [Fact]
    public void What_is_paid_to_the_customer_turns_round() => Assert.Equal(["clips.t: 24 × 0.1 = -2.40"],
        Lines("  - { name: Clips, amount: trades.received, to: customer, lines: clip }",
            Trade("baseload", "2026-01-01", "2026-01-02", "1 kW", "sell")));

    [Fact]
    public void Two_bills_that_cut_a_month_have_their_own_days()
    {
        var bench = Bench.Of("charges: [{ name: Clips, amount: trades.cost, lines: clip }]", trades: January);
        var whole = bench.Bill("2026-01").Net;
        Assert.Equal(whole, bench.Bill("2026-01-01..2026-01-20").Net + bench.Bill("2026-01-20..2026-02-01").Net);
    }
}
