using System.Text;
using System.Xml;
using System.Xml.Linq;
using Busbar.Formats.Invoices;
using Busbar.Quantities;
using Busbar.Tests.Cli;
using Busbar.Tests.Laws;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>Electronic invoices: every document of every sample book is valid by the official rules, and those of
/// others are written again from their facts, read, and worked out.</summary>
public class Electronic_invoices_are_written
{
    private static readonly LocalDate Day = new(2026, 3, 5);

    private static readonly EParty Seller = new("El-Handlar'n Sverige AB", ["Box 1111", "20123 Malmö"], "SE",
        "SE556677889901") { LegalId = "5566778899" };

    private static readonly EParty Buyer = new("Köpman AB", ["Box 167", "12345 Norrköping"], "SE", "SE987654321001");

    [Fact]
    public void Every_document_of_every_sample_book_is_valid()
    {
        using var busbar = new Busbars();
        var all = Directory.CreateDirectory(busbar.PathOf("all")).FullName;
        foreach (var (book, period) in OfferLaws.Books.Select(row => row.Data).Append(("retailer", "2026-01")))
        {
            using var own = new Busbars();
            var folder = busbar.PathOf(book);
            var run = own.Run("bill", Path.Combine(Tidy.House.Root, "books", book), "--period", period, "--format",
                "ubl", "--out", folder);
            Assert.True(run.Code == 0, $"{book}: {run.Messages}");
            Assert.NotEmpty(Directory.GetFiles(folder));
            foreach (var file in Directory.GetFiles(folder))
                File.Copy(file, Path.Combine(all, $"{book}-{Path.GetFileName(file)}"));
        }
        Assert.Empty(Saxon.Broken(all));
        // What is written is read again, and comes to what it says; between electronic addresses it is Peppol's.
        var peppol = Directory.CreateDirectory(busbar.PathOf("peppol")).FullName;
        foreach (var file in Directory.GetFiles(all))
        {
            Assert.Empty(Checked(File.ReadAllBytes(file)));
            var invoice = Read(File.ReadAllBytes(file)).Invoice;
            // What has a unit of the recommendation is counted in it, and each line says of which point it is.
            Assert.All(invoice.Lines, line => Assert.DoesNotMatch(
                @"^-?[\d.]+ (kWh|kVArh|kVAh|kW|kVA|kVAr|A|m3|hour|day|month)(;|$)", line.Note ?? ""));
            Assert.All(invoice.Lines, line => Assert.True(line.Object is not null || line.Note?.Contains(
                "Metering points: ", StringComparison.Ordinal) == true, $"{file}: {line.Name}"));
            if (!invoice.IsSelfBilled)
                File.WriteAllBytes(Path.Combine(peppol, Path.GetFileName(file)), OfPeppol(invoice));
        }
        Assert.Empty(Saxon.BrokenOfPeppol(peppol));
    }

    [Fact]
    public void Rules_without_a_stylesheet_find_what_the_official_one_finds()
    {
        using var busbar = new Busbars();
        var folder = Directory.CreateDirectory(busbar.PathOf("damaged")).FullName;
        var data = Path.Combine(Tidy.House.Root, "tests/data/en16931");
        var random = new Random(16931);
        foreach (var file in Directory.GetFiles(data, "*.?ml").Order(StringComparer.Ordinal))
            for (var i = 0; i < 12; i++)
            {
                using var reader = XmlReader.Create(file);
                var document = XDocument.Load(reader);
                var elements = document.Root!.Descendants().ToList();
                for (var damages = 0; damages < 3; damages++)
                {
                    var one = elements[random.Next(elements.Count)];
                    if (one.Parent is null) continue;
                    // What is no date or number stops the official one.
                    if (one.HasElements || one.Name.LocalName.Contains("Date", StringComparison.Ordinal)
                        || random.Next(2) == 0) one.Remove();
                    else one.Value += "1";
                }
                document.Save(Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(file)}-{i}.xml"));
            }
        string[] Sorted(IReadOnlyList<string> broken) => [.. broken.Order(StringComparer.Ordinal)];
        var official = Sorted(Saxon.Broken(folder));
        Assert.True(official.Length > 100);
        Assert.Equal(official, Sorted(Saxon.BrokenOf(folder,
            Oracles.PathOf("en16931/EN16931-UBL-validation-preprocessed.sch"))));
    }

    [Fact]
    public void Credit_notes_and_replacements_are_valid()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var (folder, book) = (busbar.PathOf("out"), busbar.CopyOfBook());
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01").Code);
        var product = Directory.GetFiles(Path.Combine(book, "products"), "*.yaml")[0];
        File.WriteAllText(product, File.ReadAllText(product).Replace("default: ", "default: 1",
            StringComparison.Ordinal));
        Assert.Equal(0, busbar.Run("apply", book).Code);
        var rebilled = busbar.Run("rebill", "SL-2011-00001", "--issued", "2011-09-02", "--format", "ubl", "--out",
            folder);
        Assert.True(rebilled.Code == 0, rebilled.Messages);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        var read = Directory.GetFiles(folder).Select(file => Read(File.ReadAllBytes(file)).Invoice).ToList();
        Assert.Equal(["380", "381"], read.Select(one => one.TypeCode).Order());
        Assert.All(read, one => Assert.Equal("SL-2011-00001", one.Preceding));
        Assert.All(read, one => Assert.True(one.Totals.Payable.Sign > 0));

        Assert.Empty(Saxon.Broken(folder));
    }

    [Fact]
    public void Peppol_is_for_who_has_an_electronic_address_and_readings_are_attached()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        File.WriteAllText(Path.Combine(book, "book.yaml"), File.ReadAllText(Path.Combine(book, "book.yaml"))
            .Replace("\nseller:\n", "\nseller:\n  electronic-address: { scheme: \"0151\", id: \"51824753556\" }\n",
                StringComparison.Ordinal).Replace("\nbills:\n", "\nbills:\n  attach-readings: true\n",
                    StringComparison.Ordinal)
            .Replace("\nbills: {", "\nbills: { attach-readings: true,", StringComparison.Ordinal));
        var parties = Path.Combine(book, "parties.yaml");
        File.WriteAllText(parties, File.ReadAllText(parties).Replace("  name:",
            "  electronic-address: { scheme: \"0151\", id: \"53004085616\" }\n  name:", StringComparison.Ordinal));
        var folder = busbar.PathOf("out");
        var run = busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01", "--format", "ubl",
            "--out", folder);
        Assert.True(run.Code == 0, run.Messages);
        var text = File.ReadAllText(Path.Combine(folder, "SL-2011-00001.xml"));
        Assert.Contains("urn:fdc:peppol.eu:2017:poacc:billing:3.0", text, StringComparison.Ordinal);
        Assert.Contains("<cbc:EndpointID schemeID=\"0151\">53004085616</cbc:EndpointID>", text,
            StringComparison.Ordinal);
        Assert.Contains("mimeCode=\"text/csv\" filename=\"SL-2011-00001-readings.csv\"", text,
            StringComparison.Ordinal);
        Assert.Empty(Saxon.Broken(folder));
        Assert.Empty(Saxon.BrokenOfPeppol(folder));
    }

    public static TheoryData<string, string, string?> Addresses => new()
    {
        { "0088", "7300010000001", null }, { "0088", "7312345500001", "a GLN: 13 digits" },
        { "0088", "731 x", "a GLN: 13 digits" },
        { "0192", "991825827", null }, { "0192", "991825828", "a Norwegian organisation number" },
        { "0192", "000000000", "a Norwegian organisation number" },
        { "0184", "DK12345678", null }, { "0184", "1234567", "a Danish CVR number" },
        { "0208", "0202239951", null }, { "0208", "0202239952", "a Belgian enterprise number" },
        { "0007", "5567212047", null }, { "0007", "5567212048", "a Swedish organisation number" },
        { "0151", "53004085616", null }, { "0151", "53004085617", "an Australian business number" },
        { "9930", "DE123456789", null }, { "88", "7300010000001", "Write \"0088\"." },
        { "GLN", "7300010000001", "a code of EAS" },
    };

    [Fact]
    public void An_electronic_address_is_taken_where_the_rules_of_peppol_take_it()
    {
        using var busbar = new Busbars();
        var folder = Directory.CreateDirectory(busbar.PathOf("addresses")).FullName;
        var rows = Addresses.Select(row => row.Data).ToList();
        foreach (var (index, (scheme, id, _)) in rows.Index())
            File.WriteAllBytes(Path.Combine(folder, $"a{index:00}.xml"), OfPeppol(
                Of("1", "EUR", [new("1", "Power", 1, "KWH", 1, 1, 1, "S", 25)], [], 0, 0) with
                {
                    BuyerReference = "1",
                }, (scheme, id)));
        Assert.Equal(rows.Index().Where(row => row.Item.Item3 is not null).Select(row => $"a{row.Index:00}.xml"),
            Saxon.BrokenOfPeppol(folder).Select(broken => broken.Split(':')[0]).Distinct());
    }

    [Theory, MemberData(nameof(Addresses))]
    public void An_electronic_address_is_checked_when_the_book_is_read(string scheme, string id, string? message)
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        var path = Path.Combine(book, "book.yaml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\nseller:\n", $"\nseller:\n  electronic-address: "
            + $"{{ scheme: \"{scheme}\", id: \"{id}\" }}\n", StringComparison.Ordinal));
        var run = busbar.Run("apply", book);
        if (message is null) Assert.True(run.Code == 0, run.Messages);
        else
        {
            Assert.NotEqual(0, run.Code);
            Assert.Contains(message, run.Messages, StringComparison.Ordinal);
            Assert.Contains("book.yaml:3", run.Messages, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_supply_of_power_with_an_exempt_reminder_is_rounded_to_be_paid()
    {
        ELine[] lines =
        [
            new("1", "El-förbrukning", 1701, "KWH", Round(1701 * Number("0.3492")), Number("0.3492"), 1, "S", 25)
            {
                Period = new(new(2018, 2, 1), new(2018, 3, 1)), Object = "731234567890123456",
            },
            new("2", "Påminnelseavgift", 1, "EA", 50, 50, 1, "E", 0),
        ];
        var invoice = Of("8220278", "SEK", lines, [], 0, Number("-0.49"));
        Assert.Equal(["593.99", "148.5", "643.99", "792.49", "792"], new[]
        {
            lines[0].Amount, invoice.Totals.Tax, invoice.Totals.Net, invoice.Totals.Total, invoice.Totals.Payable,
        }.Select(one => one.ToString()));
        IsValid(invoice, "BIS_Billing_30-Elhandel.xml");
        var untaxed = InvoiceArithmetic.Check(invoice with { Taxes = [invoice.Taxes[0]] }, _ => new("invoice.xml"));
        Assert.Equal("Invoice 8220278 has amounts of tax category E 0 %, and no TaxSubtotal of it (BR-CO-18).",
            Assert.Single(untaxed).Message);
    }

    [Fact]
    public void Two_rates_with_allowances_and_what_was_paid_before()
    {
        ELine[] lines =
        [
            new("1", "Printing paper", 1000, "EA", 1000, 1, 1, "S", 25)
            {
                Allowances = [new(false, 100, "Loyal customer", null, null), new(true, 100, "Packaging", null, null)],
            },
            new("2", "Parker Pen", 100, "EA", 500, 5, 1, "S", 25),
            new("3", "American Cookies", 500, "EA", 2500, 5, 1, "S", 12),
        ];
        var invoice = Of("TOSL110", "DKK", lines,
            [new(false, 150, "Loyal customer", "S", 25), new(true, 150, "Packaging", "S", 25)], Number("2337.50"), 0);
        Assert.Equal(("4675", "2337.5"), (invoice.Totals.Total.ToString(), invoice.Totals.Payable.ToString()));
        IsValid(invoice, "ubl-tc434-example5.xml");
    }

    [Fact]
    public void Prices_per_several_units_with_allowances_of_lines_and_document()
    {
        ELine Line(string id, Exact amount, Exact price, Exact per, string category, Exact rate, bool hasAllowances) =>
            new(id, "item name", 10, "C62", amount, price, per, category, rate)
            {
                Allowances = hasAllowances
                    ? [new(true, 1, "Cleaning", null, null), new(false, 101, "Discount", null, null)] : [],
            };
        var invoice = Of("Snippet1", "EUR",
        [
            Line("1", 4000, 410, 1, "S", 25, true), Line("2", 1000, 200, 2, "E", 0, false),
            Line("3", 900, 100, 1, "S", 25, true),
        ], [new(true, 200, "Cleaning", "S", 25), new(false, 200, "Discount", "S", 25)], 1000, 0);
        Assert.Equal(("5900", "1225", "6125"), (invoice.Totals.Net.ToString(), invoice.Totals.Tax.ToString(),
            invoice.Totals.Payable.ToString()));
        IsValid(invoice, Oracles.PathOf("peppol/Allowance-example.xml"));
    }

    [Theory]
    [InlineData("BIS_Billing_30-Elhandel.xml", 2, "792")]
    [InlineData("ubl-tc434-example5.xml", 3, "2337.5")]
    // Six at 18.33 are billed as -109.98: the sample has no sign at its quantity.
    [InlineData("ubl-tc434-example1.xml", 20, "250.33", "line 20: 6 times 18.33 per 1 comes to 109.98, and it says "
        + "-109.98.")]
    [InlineData("ubl-tc434-creditnote1.xml", 1, "100.11")]
    [InlineData("BIS3_Invoice_positive.XML", 1, "782179.43")]
    [InlineData("sample-discount-price.xml", 1, "15.15")]
    public void Those_of_others_are_read_and_worked_out(string name, int lines, string payable, string? wrong = null)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Tidy.House.Root, "tests/data/en16931", name));
        if (wrong is null) Assert.Empty(Checked(bytes));
        else Assert.EndsWith(wrong, Assert.Single(Checked(bytes)).Message, StringComparison.Ordinal);
        var invoice = Read(bytes).Invoice;
        Assert.Equal((lines, payable), (invoice.Lines.Count, invoice.Totals.Payable.ToString()));
    }

    [Theory]
    [InlineData("593.99</cbc:LineExtensionAmount>\n\t\t<cac", "593.00</cbc:LineExtensionAmount>\n\t\t<cac", null,
        "Invoice 8220278, line 1: 1701 times 0.3492 per 1 comes to 593.99, and it says 593.00.")]
    [InlineData(">643.99</cbc:TaxExclusiveAmount>", ">644.99</cbc:TaxExclusiveAmount>", null,
        "Invoice 8220278, TaxExclusiveAmount: lines less allowances and with charges (BR-CO-13) come to 643.99, and "
        + "it says 644.99.")]
    [InlineData(">792.49</cbc:TaxInclusiveAmount>", ">792.50</cbc:TaxInclusiveAmount>", null,
        "Invoice 8220278, TaxInclusiveAmount: net and tax (BR-CO-15) come to 792.49, and it says 792.50.")]
    [InlineData(">792</cbc:PayableAmount>", ">793</cbc:PayableAmount>", null,
        "Invoice 8220278, PayableAmount: the total, less what was paid, and what is rounded (BR-CO-16) come to 792.00, "
        + "and it says 793.00.")]
    [InlineData(">0.3492</cbc:PriceAmount>", ">0.3492</cbc:PriceAmount><cbc:BaseQuantity>0</cbc:BaseQuantity>",
        "bad-base",
        "Invoice 8220278, line 1: its price is of 0 units; expected more than none.")]
    [InlineData(">1701<", ">17O1<", "bad-number", "InvoicedQuantity is 17O1; expected a number such as 12.34.")]
    [InlineData("<cbc:IssueDate>2018-03-05", "<cbc:IssueDate>5.3.2018", "bad-date",
        "IssueDate is 5.3.2018; expected a day such as 2026-04-01.")]
    [InlineData("<cbc:ID>8220278</cbc:ID>", "", "missing-element", "Invoice has no ID.")]
    [InlineData("</Invoice>", "", "broken-xml", "The XML isn't well-formed")]
    [InlineData("<Invoice ", "<!DOCTYPE x><Invoice ", "has-dtd", "The XML has a document type definition (DTD), "
        + "which isn't read.")]
    public void What_does_not_add_up_or_is_not_there_is_said_with_its_line(
        string find, string replace, string? code, string message)
    {
        var text = File.ReadAllText(Path.Combine(Tidy.House.Root, "tests/data/en16931/BIS_Billing_30-Elhandel.xml"));
        Assert.Contains(find.Split('\n')[0], text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Replace(find, replace,
            StringComparison.Ordinal)
            .Replace(find.Split('\n')[0], replace.Split('\n')[0], StringComparison.Ordinal));
        IReadOnlyList<Fault> faults;
        try
        {
            faults = Checked(changed);
        }
        catch (RefusedException refused)
        {
            faults = refused.Faults;
        }
        var fault = faults.First(one => one.Message.StartsWith(message, StringComparison.Ordinal));
        Assert.True(code is null || fault.Code == code, fault.Code);
        Assert.True(fault.Place.Line > 0, fault.ToString());
    }

    [Theory]
    [InlineData("380", "billing")]
    [InlineData("381", "billing")]
    [InlineData("389", "selfbilling")]
    [InlineData("261", "selfbilling")]
    public void Who_makes_a_document_of_peppol_is_in_its_process(string code, string process)
    {
        var invoice = Of("1", "EUR", [new("1", "Power", 1, "KWH", 1, 1, 1, "S", 25)], [], 0, 0);
        var text = Encoding.UTF8.GetString(OfPeppol(invoice with { TypeCode = code }));
        Assert.Contains($">urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:{process}:3.0<", text,
            StringComparison.Ordinal);
        Assert.Contains($">urn:fdc:peppol.eu:2017:poacc:{process}:01:1.0<", text, StringComparison.Ordinal);
    }

    private static byte[] OfPeppol(EInvoice invoice, (string Scheme, string Id)? seller = null)
    {
        using var to = new MemoryStream();
        UblFile.Write(invoice with
        {
            Seller = invoice.Seller with { Endpoint = seller ?? ("0088", "7300010000001") },
            Buyer = invoice.Buyer with { Endpoint = ("0088", "7300010000018") },
        }, to);
        return to.ToArray();
    }

    private static EInvoice Of(string number, string currency, IReadOnlyList<ELine> lines,
        IReadOnlyList<EAllowance> allowances, Exact prepaid, Exact rounding)
    {
        var taxes = lines.Select(line => (line.Category, line.TaxPercent, line.Amount))
            .Concat(allowances.Select(one => (Category: one.Category!, one.TaxPercent,
                Amount: one.IsCharge ? one.Amount : -one.Amount)))
            .GroupBy(one => (one.Category, one.TaxPercent)).Select(same =>
            {
                var taxable = same.Aggregate(Exact.Zero, (sum, one) => sum + one.Amount);
                return new ETax(same.Key.Category, same.Key.TaxPercent, taxable,
                    Round(taxable * same.Key.TaxPercent!.Value / 100), same.Key.Category == "E" ? "Exempt" : null);
            }).ToList();
        return new(number, Day, "380", currency, Day.PlusDays(30), null, Seller, Buyer, lines, taxes,
            ETotals.Of(lines, allowances, taxes, prepaid, rounding)) { Allowances = allowances };
    }

    /// <summary>It is valid, is read as it was, and comes to what the original says.</summary>
    private static void IsValid(EInvoice invoice, string original)
    {
        using var bytes = new MemoryStream();
        UblFile.Write(invoice, bytes);
        var again = Read(bytes.ToArray()).Invoice;
        Assert.Equal(invoice.Totals, again.Totals);
        Assert.Equal(invoice.Taxes.Select(tax => tax with { Reason = null }),
            again.Taxes.Select(tax => tax with { Reason = null }));
        Assert.Empty(Checked(bytes.ToArray()));
        Assert.Equal(Read(File.ReadAllBytes(Path.Combine(Tidy.House.Root, "tests/data/en16931", original)))
            .Invoice.Totals,
            again.Totals);
        var folder = Directory.CreateTempSubdirectory("busbar-ubl-").FullName;
        File.WriteAllBytes(Path.Combine(folder, "a.xml"), bytes.ToArray());
        Assert.Empty(Saxon.Broken(folder));
        Directory.Delete(folder, recursive: true);
    }

    private static ReadInvoice Read(byte[] bytes) => UblReader.Read(new MemoryStream(bytes), "invoice.xml");

    private static IReadOnlyList<Fault> Checked(byte[] bytes)
    {
        var read = Read(bytes);
        return InvoiceArithmetic.Check(read.Invoice, read.Place);
    }

    private static Exact Number(string text) => Exact.TryParse(text, out var number, out _) ? number
        : throw new ArgumentException(text);

    private static Exact Round(Exact amount) => amount.Round(2, Rounding.HalfAway);
}
