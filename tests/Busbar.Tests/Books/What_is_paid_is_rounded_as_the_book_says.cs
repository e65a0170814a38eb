using Busbar.Books;
using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Tests.Books;

/// <summary>To which round sums a book's bills come, and what of it is refused.</summary>
public class What_is_paid_is_rounded_as_the_book_says
{
    private const string Rules = """
        seller: { name: Stadtwerk }
        currency: CHF
        zone: Europe/Zurich
        """;

    [Theory]
    [InlineData("0.05", 5)]
    [InlineData("0.05 CHF", 5)]
    [InlineData("1", 100)]
    public void A_step_is_an_amount_of_the_currency(string written, long minorUnits)
    {
        var book = Read($"bills: {{ round-payable: {written} }}", [])!;
        Assert.Equal(new Money(minorUnits, Currency.Of("CHF")!.Value), book.RoundPayable);
        Assert.Equal("6100", book.Chart.Of(LedgerRole.Rounding).Code);
    }

    [Fact]
    public void Who_bills_in_its_own_name_has_a_step_of_its_own()
    {
        var book = Read("bills: { round-payable: 0.05 }", [],
            "[{ party: house, name: Haus, bills: { numbers: \"H-{0}\", credits: \"HC-{0}\", round-payable: 1 CHF } }, "
            + "{ party: roof, name: Dach, bills: { numbers: \"R-{0}\", credits: \"RC-{0}\" } }]")!;
        Assert.Equal(100, book.Parties["house"].Issuer!.RoundPayable!.Value.MinorUnits);
        Assert.Null(book.Parties["roof"].Issuer!.RoundPayable);
    }

    [Fact]
    public void A_book_that_says_nothing_rounds_nothing_and_has_no_account_for_it()
    {
        var book = Read("", [])!;
        Assert.Null(book.RoundPayable);
        Assert.DoesNotContain(LedgerRole.Rounding, book.Chart.ByRole.Keys);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.05", "-0.05")]
    [InlineData("0.005", "0.005")]
    [InlineData("10001", "10001")]
    [InlineData("99999999999999999999999", "99999999999999999999999")]
    [InlineData("0.05 EUR", "0.05 EUR")]
    [InlineData("\"0,05\"", "0,05")]
    [InlineData("cash", "cash")]
    public void A_step_that_is_none_is_refused_with_the_way_out(string written, string said)
    {
        var faults = new List<Fault>();
        Assert.Null(Read($"bills: {{ round-payable: {written} }}", faults));
        var fault = Assert.Single(faults);
        Assert.Equal(("bad-amount", $"round-payable of bills of the book is the text {said}; expected an amount from "
            + "0.01 to 10000 CHF, with at most 2 decimals: bills come to multiples of it."), (fault.Code,
            fault.Message));
        Assert.Equal("Write round-payable: 0.05 CHF, or leave it out, and nothing is rounded.", fault.Hint);
        Assert.Equal("book.yaml", fault.Place.File);
    }

    [Fact]
    public void A_currency_without_decimals_has_steps_without_them()
    {
        var faults = new List<Fault>();
        var yen = Rules.Replace("CHF", "JPY", StringComparison.Ordinal);
        Assert.Null(Read("bills: { round-payable: 0.5 }", faults, rules: yen));
        Assert.EndsWith("expected an amount from 1 to 10000 JPY, without decimals: bills come to multiples of it.",
            Assert.Single(faults).Message, StringComparison.Ordinal);
        Assert.Equal(10, Read("bills: { round-payable: 10 }", [], rules: yen)!.RoundPayable!.Value.MinorUnits);
    }

    [Fact]
    public void A_chart_whose_code_for_rounding_is_taken_says_the_way_out()
    {
        const string Taken = "ledger: { accounts: { revenue: 6100 Sales } }";
        var faults = new List<Fault>();
        Assert.Null(Read("bills: { round-payable: 0.05 }\n" + Taken, faults));
        var fault = Assert.Single(faults);
        Assert.Equal(("shared-ledger-account", "The ledger has account 6100 for revenue and for rounding."),
            (fault.Code, fault.Message));
        Assert.Contains("rounding: 6190 Rounding differences", fault.Hint, StringComparison.Ordinal);
        // Where nothing is rounded the code is free, and another one may be named.
        Assert.NotNull(Read(Taken, []));
        Assert.Equal("6190", Read("bills: { round-payable: 0.05 }\n" + Taken.Replace("Sales", "Sales, rounding: "
            + "6190 Rounding", StringComparison.Ordinal), [])!.Chart.Of(LedgerRole.Rounding).Code);
    }

    private static Book? Read(
        string bills, List<Fault> faults, string parties = "[]", string rules = Rules)
    {
        using var folder = new TestBook().With("book.yaml", rules + "\n" + bills).With("parties.yaml", parties);
        var source = folder.Read();
        faults.AddRange(source.Faults);
        return BookReader.Read(BookItem.Of(source, faults), faults);
    }
}
