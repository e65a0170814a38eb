using Busbar.Formats.Invoices;
using Busbar.Quantities;
using Busbar.Tests.Cli;

namespace Busbar.Tests.Formats;

/// <summary>What electronic invoices have of the bills and the book that they are made of.</summary>
public class Bills_become_electronic_invoices
{
    [Fact]
    public void A_line_whose_price_is_not_its_amount_keeps_its_quantity_and_unit()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("bill", Path.Combine(Tidy.House.Root, "books/multi-party"), "--period",
            "2026-05-01..2026-07-01", "--format", "ubl", "--out", busbar.PathOf("out")).Code);
        var lines = Directory.GetFiles(busbar.PathOf("out"))
            .SelectMany(file => Read(File.ReadAllBytes(file)).Invoice.Lines).ToList();
        // The price of all of the quantity is the amount; any other price comes to it when it is rounded.
        var whole = lines.Where(line => line.PriceBase != Exact.One).ToList();
        Assert.NotEmpty(whole);
        Assert.All(whole, line => Assert.Equal((Size(line.Quantity), Size(line.Amount)),
            (line.PriceBase, line.Price)));
        Assert.Contains(whole, line => line.Unit == "KWH");
        Assert.All(lines, line => Assert.Equal(line.Amount, Round(line.Quantity * line.Price / line.PriceBase)));
    }

    [Theory]
    [InlineData("", "S")]
    // Who isn't registered for the tax has no number, and none on its invoice.
    [InlineData(", tax: outside", "O")]
    [InlineData(", tax: reverse-charge", "AE")]
    public void Invoices_of_brokers_are_valid(string tax, string category)
    {
        using var brokers = new Busbars();
        var (folder, book) = (brokers.PathOf("out"), brokers.CopyOfBook(
            from: Path.Combine(Tidy.House.Root, "books/brokers")));
        void Change(string name, string from, string to) => File.WriteAllText(Path.Combine(book, name),
            File.ReadAllText(Path.Combine(book, name)).Replace(from, to, StringComparison.Ordinal));
        if (category == "O") Change("parties.yaml", ", vat: GB999000111", "");
        Change("accounts.yaml", "party: acme, self-billed: true", "party: acme, self-billed: true" + tax);
        foreach (var command in new[]
            {
                $"bill {book} --period 2026-01 --issued 2026-02-03",
                "commission settle --on 2026-02-03", "commission invoice --issued 2026-02-04",
                $"show NBS-2026-00001 --format ubl --out {folder}",
            })
            Assert.Equal(0, brokers.Run(command.Split(' ')).Code);
        var invoice = Read(File.ReadAllBytes(Path.Combine(folder, "NBS-2026-00001.xml"))).Invoice;
        Assert.Equal(("389", "Acme Energy Brokers Ltd", "Northwind Energy", category),
            (invoice.TypeCode, invoice.Seller.Name, invoice.Buyer.Name, invoice.Taxes.Single().Category));
        Assert.Empty(Saxon.Broken(folder));
        Assert.Equal(category == "S", brokers.Run("show", "NBS-2026-00001").Results.Contains("The tax on it is yours",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Things_that_only_the_book_counts_are_pieces_and_products_of_units_one_piece()
    {
        using var busbar = new Busbars();
        var folder = Directory.CreateDirectory(busbar.PathOf("out")).FullName;
        foreach (var (book, period) in new[] { ("ppa", "2026-01"), ("half-hourly-business", "2026-01") })
        {
            using var own = new Busbars();
            Assert.Equal(0, own.Run("bill", Path.Combine(Tidy.House.Root, "books", book), "--period", period,
                "--format", "ubl", "--out", Path.Combine(folder, book)).Code);
        }
        var pieces = Directory.GetFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => Read(File.ReadAllBytes(file)).Invoice.Lines).Where(line => line.Unit == "C62").ToList();
        var certificates = pieces.First(line => line.Name == "Certificates");
        Assert.Equal(("354", "6.5", "2301", "1"), (certificates.Quantity.ToString(), certificates.Price.ToString(),
            certificates.Amount.ToString(), certificates.PriceBase.ToString()));
        Assert.StartsWith("354 certificate; Metering points: ", certificates.Note, StringComparison.Ordinal);
        var capacity = pieces.First(line => line.Note?.Contains("day·kVA", StringComparison.Ordinal) == true);
        Assert.Equal(("1", capacity.Amount), (capacity.Quantity.ToString(), capacity.Price));
    }

    [Theory]
    [InlineData("tax-number: \"51 824 753 556\"", "has no number under which it accounts for tax")]
    [InlineData("country: AU", "It isn't said in which country Southern Light Energy is")]
    public void What_a_document_can_not_be_without_may_be_said_after_the_bill_was_made(string line, string message)
    {
        using var busbar = new Busbars();
        var (folder, book) = (busbar.PathOf("out"), busbar.CopyOfBook());
        var path = Path.Combine(book, "book.yaml");
        var whole = File.ReadAllText(path);
        Assert.Contains(line, whole, StringComparison.Ordinal);
        File.WriteAllText(path, whole.Replace($"  {line}\n", "", StringComparison.Ordinal)
            .Replace("language: en-AU", "language: en", StringComparison.Ordinal));
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01").Code);
        string[] show = ["show", "SL-2011-00001", "--format", "ubl", "--out", folder];
        var refused = busbar.Run(show);
        Assert.NotEqual(0, refused.Code);
        Assert.Contains(message, refused.Messages, StringComparison.Ordinal);
        Assert.Contains("apply the book, and show the", refused.Messages, StringComparison.Ordinal);
        // Billed again it is the same, and so stands.
        File.WriteAllText(path, whole.Replace("1 Wharf Road", "2 Wharf Road", StringComparison.Ordinal));
        Assert.Equal(0, busbar.Run("apply", book).Code);
        var shown = busbar.Run(show);
        Assert.True(shown.Code == 0, shown.Messages);
        var invoice = Read(File.ReadAllBytes(Path.Combine(folder, "SL-2011-00001.xml"))).Invoice;
        Assert.Equal(("AU", "51 824 753 556", "1 Wharf Road"),
            (invoice.Seller.Country, invoice.Seller.TaxNumber, invoice.Seller.Address[0]));
        Assert.Empty(Saxon.Broken(folder));
    }

    private static ReadInvoice Read(byte[] bytes) => UblReader.Read(new MemoryStream(bytes), "invoice.xml");

    private static Exact Size(Exact number) => number.Sign < 0 ? -number : number;

    private static Exact Round(Exact amount) => amount.Round(2, Rounding.HalfAway);
}
