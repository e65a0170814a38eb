using Busbar.Formats.Invoices;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>Electronic documents of the past are compared with all that is on them: charges of the whole document, what
/// takes a bill back, and their currency.</summary>
public sealed class Past_documents_are_compared_whole : IDisposable
{
    private const string First = "SL-2011-00001";

    private readonly Busbars _busbar = new();

    public void Dispose() => _busbar.Dispose();

    [Fact]
    public void A_bill_that_was_taken_back_and_made_again_comes_to_what_stands()
    {
        var book = Billed();
        var product = Directory.GetFiles(Path.Combine(book, "products"), "*.yaml")[0];
        File.WriteAllText(product, File.ReadAllText(product).Replace("default: ", "default: 1",
            StringComparison.Ordinal));
        Assert.Equal(0, _busbar.Run("apply", book).Code);
        Assert.Equal(0, _busbar.Run("rebill", First, "--issued", "2011-09-02", "--format", "ubl", "--out",
            _busbar.PathOf("out")).Code);
        var files = Directory.GetFiles(_busbar.PathOf("out")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(3, files.Length);
        var rows = _busbar.Run(["compare", .. files, "--all", "--format", "csv"]).Lines.Skip(1)
            .Select(row => row.Split(',')).Where(row => !row[0].EndsWith(" in all", StringComparison.Ordinal)).ToList();
        // What the credit note takes back is as far from what is made now as the bill was; the last one is the same.
        var byBill = rows.ToLookup(row => row[0]);
        var credit = byBill.Single(same => same.Key is not (First or "SL-2011-00002"));
        Assert.Equal(byBill[First].Select(row => (row[2], row[3], Number(row[10]))),
            credit.Select(row => (row[2], row[3], -Number(row[10]))));
        Assert.Contains(byBill[First], row => row[3] == "price");
        Assert.All(byBill["SL-2011-00002"], row => Assert.Equal("same", row[3]));
        Assert.Equal(Exact.Zero, rows.Aggregate(Exact.Zero, (sum, row) => sum + Number(row[10])));
    }

    [Theory]
    [InlineData(true, "-100.00")]
    [InlineData(false, "100.00")]
    public void A_charge_of_the_whole_document_is_missing(bool isCharge, string difference)
    {
        Billed();
        var invoice = UblReader.Read(File.OpenRead(_busbar.PathOf($"out/{First}.xml")), First).Invoice;
        EAllowance[] fee = [new(isCharge, 100, "Late fee", "Z", Exact.Zero)];
        ETax[] taxes = [.. invoice.Taxes, new("Z", Exact.Zero, isCharge ? 100 : -100, Exact.Zero, null)];
        using (var file = File.Create(_busbar.PathOf("fee.xml")))
            UblFile.Write(invoice with
            {
                Allowances = fee, Taxes = taxes,
                Totals = ETotals.Of(invoice.Lines, fee, taxes, Exact.Zero, Exact.Zero),
            }, file);
        var run = _busbar.RunLine("compare fee.xml --format csv");
        Assert.NotEqual(0, run.Code);
        var row = run.Lines.Single(line => line.Contains(",Late fee,", StringComparison.Ordinal)).Split(',');
        Assert.Equal(("missing-line", difference), (row[3], row[10]));
    }

    [Fact]
    public void One_of_another_currency_is_refused()
    {
        Billed();
        _busbar.Write("eur.xml", File.ReadAllText(_busbar.PathOf($"out/{First}.xml")).Replace("AUD", "EUR",
            StringComparison.Ordinal));
        var run = _busbar.RunLine("compare eur.xml");
        Assert.Equal((1, ""), (run.Code, run.Results));
        Assert.Contains($"Invoice {First} is in EUR; expected the book's, AUD.", run.Messages,
            StringComparison.Ordinal);
    }

    private string Billed()
    {
        var book = _busbar.CopyOfBook();
        Assert.Equal(0, _busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01", "--format", "ubl",
            "--out", _busbar.PathOf("out")).Code);
        return book;
    }

    private static Exact Number(string text) => Exact.TryParse(text, out var number, out _) ? number
        : throw new ArgumentException(text);
}
