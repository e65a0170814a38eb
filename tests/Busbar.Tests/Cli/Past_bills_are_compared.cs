using Busbar.Tests.Laws;

namespace Busbar.Tests.Cli;

/// <summary>Past bills of another system beside what Busbar makes of the same days.</summary>
public sealed class Past_bills_are_compared : IDisposable
{
    private const string Head = "bill,account,from,to,name,quantity,unit,price,amount,tax\n";
    private const string July = "SL1,wattle,2011-07-01,2011-08-01,";
    private readonly Busbars _busbar = new();

    public void Dispose() => _busbar.Dispose();

    public static TheoryData<string, string, int> Books =>
    [
        .. OfferLaws.Books.Select(row => (row.Data.Item1, row.Data.Item2 == "2018" ? "2018-07"
            : row.Data.Item1 == "household-solar" ? "2011-07" : row.Data.Item2, 1)),
        // With credits, self-billed documents and sites of several parties: some of its many files.
        ("retailer", "2026-01", 10),
    ];

    [Theory, MemberData(nameof(Books))]
    public void Own_bills_as_electronic_invoices_are_the_same(string book, string period, int every)
    {
        var folder = _busbar.PathOf("out");
        Assert.Equal(0, _busbar.Run("bill", Path.Combine(Tidy.House.Root, "books", book), "--period", period,
            "--format", "ubl", "--out", folder).Code);
        string[] files = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)
            .Where((_, at) => at % every == 0)];
        Assert.NotEmpty(files);
        var run = _busbar.Run(["compare", .. files, "--format", "csv"]);
        Assert.True(run.Code == 0, run.Messages + run.Results);
        Assert.True(run.Lines.Length > files.Length, run.Results);
        Assert.All(run.Lines.Skip(1), row => Assert.Contains(",same,", row, StringComparison.Ordinal));
    }

    [Fact]
    public void An_invoice_is_of_the_account_of_its_customer_in_the_name_of_its_seller()
    {
        var folder = _busbar.PathOf("out");
        Assert.Equal(0, _busbar.Run("bill", Path.Combine(Tidy.House.Root, "books/ppa"), "--period", "2026-01",
            "--format", "ubl", "--out", folder).Code);
        var text = File.ReadAllText(Path.Combine(folder, "NW-2026-00001.xml"));
        Printed Compare(string find, string replace)
        {
            Assert.Contains(find, text, StringComparison.Ordinal);
            text = text.Replace(find, replace, StringComparison.Ordinal);
            return _busbar.Run("compare", _busbar.Write("other.xml", text));
        }
        // Its lines name no metering point: the customer has one account.
        Assert.Equal(0, Compare("<cbc:BuyerReference>tees-foundry", "<cbc:BuyerReference>4711").Code);
        Assert.Equal(0, Compare("tees-foundry", "K-12").Code);
        // Nobody's: of what it is, each line has to say.
        var unknown = Compare("Tees Foundry Ltd", "Nobody Ltd");
        Assert.NotEqual(0, unknown.Code);
        Assert.Contains("Line certificates of invoice NW-2026-00001 is of no metering point.", unknown.Messages,
            StringComparison.Ordinal);
        Assert.Contains("or the invoice a customer who has one account", unknown.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Daily supply,31,day,0.7865,24.38,", "same")]
    [InlineData("daily-supply,,,,24.38,", "same")]
    [InlineData("Daily supply,31,day,0.7865,24.39,", "rounding")]
    [InlineData("Daily supply,31,day,0.7865,24.48,", "amount")]
    [InlineData("Daily supply,30,day,0.7865,23.60,", "days")]
    // A bill is split where a price or a meter changes.
    [InlineData("Daily supply,15,day,0.7865,11.80,\n" + July + "daily supply,16,day,0.7865,12.58,", "same")]
    [InlineData("Daily supply,31,day,0.80,24.80,", "price")]
    [InlineData("Electricity: night,0.188544,MWh,121,22.82,", "same")]
    [InlineData("Electricity: night,200,kWh,0.121,24.20,", "read")]
    [InlineData("Electricity: night,200,kWh,0.13,26.00,", "read-and-price")]
    [InlineData("Metering service,,,,7.00,", "missing-line")]
    public void A_difference_has_its_class(string row, string kind)
    {
        Assert.Equal(0, Apply().Code);
        var run = _busbar.Run("compare", _busbar.Write("past.csv", Head + July + row + "\n"), "--format", "csv");
        Assert.Equal(kind, run.Lines[1].Split(',')[3]);
        // The other charges are on the account's bill, and not on the past one.
        Assert.Contains(run.Lines.Skip(2), line => line.Contains(",extra-line,", StringComparison.Ordinal));
        Assert.Equal(3, run.Code);
    }

    [Fact]
    public void A_whole_bill_is_summed_by_class_and_its_tax_compared()
    {
        Assert.Equal(0, Apply().Code);
        string Rows(string tax) => Head + July + "Daily supply,31,day,0.7865,24.38," + tax + "\n"
            + July + "Electricity,,,,109.55,10.95\n" + July + "Solar feed-in,35.592,kWh,,-2.85,0\n";
        var same = _busbar.Run("compare", _busbar.Write("past.csv", Rows("2.44")));
        Assert.True(same.Code == 0, same.Results);
        Assert.Contains("3 in all  same", same.Results, StringComparison.Ordinal);
        var other = _busbar.Run("compare", _busbar.Write("past.csv", Rows("2.94")));
        Assert.Equal(3, other.Code);
        Assert.Matches(@"SL1 +Tax +tax +13\.89 +13\.39 +-0\.50", other.Results);
        Assert.Equal(0, _busbar.Run("compare", _busbar.PathOf("past.csv"), "--tolerance", "0.50").Code);
    }

    [Fact]
    public void A_bill_that_can_not_be_made_says_why()
    {
        Assert.Equal(0, Apply().Code);
        var run = _busbar.Run("compare", _busbar.Write("past.csv",
            Head + "SL9,wattle,2031-07-01,2031-08-01,Daily supply,,,,24.38,\n"
            + "SL0,wattle,2001-07-01,2001-08-01,Daily supply,,,,24.38,\n"));
        Assert.Equal(3, run.Code);
        Assert.Equal(2, run.Lines.Count(line => line.Contains("  not-made  ", StringComparison.Ordinal)
            && !line.Contains("in all", StringComparison.Ordinal)));
        Assert.Contains("No agreement of the book is for it in 2001-07-01 to 2001-07-31.", run.Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_said_and_nothing_is_compared()
    {
        Assert.Equal(0, Apply().Code);
        var run = _busbar.Run("compare", _busbar.Write("past.csv", Head
            + "SL1,watle,2011-07-01,2011-08-01,Daily supply,,,,24.38,\n"
            + "SL1,wattle,2011-08-01,2011-07-01,Daily supply,31,dayz,,24.38,\n"
            + "SL1,,2011-07-01,2011-08-01,Daily supply,,,,24.38,\n"
            + "SL1,wattle,2011-07-01,2011-08-01,Daily supply,,,,x,\n"));
        Assert.NotEqual(0, run.Code);
        Assert.Empty(run.Results);
        foreach (var said in new[]
            {
                "past.csv:2", "The book has no account watle", "Did you mean wattle?",
                "end where they begin, or before", "dayz is not a unit", "Neither account nor connection is said",
                "amount of this row is the text x; expected a number such as 12.34.",
            })
            Assert.Contains(said, run.Messages, StringComparison.Ordinal);
        Assert.Contains("There is no file", _busbar.Run("compare", "none.csv").Messages, StringComparison.Ordinal);
        Assert.Contains("--tolerance x is no amount", _busbar.Run("compare", "none.csv", "--tolerance", "x").Messages,
            StringComparison.Ordinal);
    }

    private Printed Apply() => _busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-07");
}
