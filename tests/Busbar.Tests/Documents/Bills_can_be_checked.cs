using Busbar.Documents;
using Busbar.Documents.Paper;

namespace Busbar.Tests.Documents;

/// <summary>How to check a bill: what is said is so for the lines that this bill shows.</summary>
public class Bills_can_be_checked
{
    private static readonly ComparedLine Power = new("Power", "148.471 kWh", "0.25 GBP/kWh", "37.12");
    private static readonly ComparedLine Fee = new("Fee", null, null, "12.00");

    private static readonly ComparedLine Taxed =
        new("Grid power", "148.471 kWh", "0.274 GBP/kWh", "38.74") { Tax = "0.05", Gross = "40.68" };

    [Fact]
    public void A_quantity_times_its_price_is_worked_out() => Assert.Equal(
        [
            "How to check this bill",
            "An amount with a quantity is its quantity times its price, rounded once, to the nearest, a half away from "
                + "zero.",
            "For example Power: 148.471\u00a0kWh at 25.00\u00a0p/kWh is 37.11775\u00a0GBP, on this bill £37.12.",
        ], Bill(Power).Check().Take(3));

    [Fact]
    public void A_price_with_tax_is_worked_out_with_and_without_it() => Assert.Equal(
        [
            "Where the price includes tax, quantity times price is the amount with tax, rounded once, to the nearest, "
                + "a half away from zero; what stands here is that amount without its tax.",
            "For example Grid power: 148.471\u00a0kWh at 27.40\u00a0p/kWh is 40.681054\u00a0GBP, rounded £40.68; "
                + "on this bill, without its tax of 5%, £38.74.",
            "The lines add up to £38.74; with the tax of £1.94 that is £40.68.",
        ], Bill(Taxed).Check().Skip(1).Take(3));

    [Theory]
    [InlineData(false, "is \u22121.87904\u00a0GBP, on this bill \u2212£1.88. It is below zero because it is credited "
        + "to you.")]
    [InlineData(true, "is \u22121.87904\u00a0GBP, on this invoice \u2212£1.88. It is below zero because it is taken "
        + "off what you are paid.")]
    public void An_amount_below_zero_says_why_it_is(bool isSelfBilled, string said)
    {
        var line = new ComparedLine("Feed-in", "23.488 kWh", "0.08 GBP/kWh", isSelfBilled ? "1.88" : "-1.88");
        var bill = Bill(line) with { IsSelfBilled = isSelfBilled };
        Assert.EndsWith(said, bill.Check()[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", "Each amount comes from a formula of your contract, not from a quantity and a price. It is "
        + "rounded once, to the nearest, a half away from zero.")]
    [InlineData("de-DE", "Jeder Betrag kommt aus einer Formel Ihres Vertrags, nicht aus einer Menge und einem Preis. "
        + "Er ist einmal kaufmännisch gerundet.")]
    public void A_bill_without_quantities_speaks_of_none(string language, string said)
    {
        var check = (Bill(Fee) with { Language = language }).Check();
        Assert.Equal(said, check[1]);
        Assert.Equal(4, check.Count);
    }

    [Fact]
    public void Both_kinds_are_told_apart() => Assert.EndsWith(
        "An amount without a quantity comes from a formula of your contract, rounded the same way.",
        Bill(Power, Fee).Check()[1], StringComparison.Ordinal);

    [Fact]
    public void A_price_that_varies_is_no_one_price() => Assert.EndsWith(
        " Where the price varies, each part of the quantity has its own price.",
        Bill(Power with { Price = null }).Check()[1], StringComparison.Ordinal);

    [Fact]
    public void An_example_is_a_line_that_stands_on_the_bill()
    {
        var bill = Bill(Power, new("Standing charge", "30 day", "0.50 GBP/day", "15.00")) with
        {
            Bundles = [new PrintedBundle("Electricity", ["line-0"], "37.12")],
        };
        var check = bill.Check();
        Assert.EndsWith(" What stands in one line, Electricity, is the sum of the charges in it, each rounded by "
            + "itself.", check[1], StringComparison.Ordinal);
        Assert.StartsWith("For example Standing charge: 30\u00a0days", check[2], StringComparison.Ordinal);
        Assert.DoesNotContain(check, line => line.Contains("Power", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bill_that_is_all_in_bundles_has_no_example()
    {
        var bill = Bill(Power) with { Bundles = [new PrintedBundle("Electricity", ["line-0"], "37.12")] };
        Assert.Equal(4, bill.Check().Count);
        Assert.Equal("What stands in one line, Electricity, is the sum of the charges in it, each rounded by itself.",
            bill.Check()[1]);
    }

    [Fact]
    public void A_share_of_a_rounded_amount_is_no_example()
    {
        // The lines of a charge share its amount, so that one of them can be a penny beside its own sum.
        var (day, night) = (Power with { Name = "Power: day", Band = "day", Amount = "37.13" },
            new ComparedLine("Power: night", "20 kWh", "0.10 GBP/kWh", "2.00") { Band = "night" });
        var check = Bill(day, night).Check();
        Assert.EndsWith(" Where a charge has several lines, they share its rounded amount.", check[1],
            StringComparison.Ordinal);
        Assert.StartsWith("For example Power: night: ", check[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_of_a_tax_is_no_example() =>
        // All of a rate is rounded together, so that one of its lines can be a penny beside its own.
        Assert.Equal(4, Bill(Taxed with { Amount = "38.75" }).Check().Count);

    [Theory]
    [InlineData("en-GB", null, false, "How to check this bill")]
    [InlineData("en-GB", null, true, "How to check this invoice")]
    [InlineData("en-GB", "A-1", false, "How to check this credit note")]
    [InlineData("de-DE", null, false, "So prüfen Sie diese Rechnung")]
    [InlineData("de-DE", null, true, "So prüfen Sie diese Gutschrift")]
    [InlineData("de-DE", "A-1", false, "So prüfen Sie diese Gutschrift")]
    [InlineData("de-DE", "A-1", true, "So prüfen Sie dieses Storno")]
    public void A_document_is_called_what_it_is(string language, string? credits, bool isSelfBilled, string title) =>
        Assert.Equal(title, (Bill(Power) with
            { Language = language, Credits = credits, IsSelfBilled = isSelfBilled }).Check()[0]);

    [Theory]
    [InlineData("half-away", "Ein Betrag mit einer Menge ist Menge mal Preis, einmal kaufmännisch gerundet.")]
    [InlineData("half-even", "Ein Betrag mit einer Menge ist Menge mal Preis, einmal mit Hälften zur geraden Ziffer "
        + "gerundet.")]
    [InlineData("down", "Ein Betrag mit einer Menge ist Menge mal Preis, einmal zur Null hin gerundet.")]
    [InlineData("up", "Ein Betrag mit einer Menge ist Menge mal Preis, einmal von der Null weg gerundet.")]
    public void Rounding_is_told_in_the_German_of_customers(string rule, string said) => Assert.Equal(said,
        (Bill(Power with { Rounding = rule }) with { Language = "de-DE" }).Check()[1]);

    private static ComparedBill Bill(params ComparedLine[] lines) => new("A-2", "2026-05-01", "2026-06-01", lines);
}
