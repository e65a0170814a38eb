using System.Xml;
using System.Xml.Linq;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Formats.Invoices;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Tests.Cli;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using Dapper;

namespace Busbar.Tests.Ledger;

/// <summary>Where a book rounds what is to be paid, everything that has a total has the rounded one.</summary>
public class Bills_come_to_round_sums
{
    private static readonly XNamespace Basics =
        "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_bill_taken_back_takes_back_its_rounding(string engine)
    {
        using var busbar = Billed(engine);
        Reprice(busbar);
        var rebilled = busbar.Run("rebill", "SW-2026-0001", "--issued", "2026-02-03");
        Assert.True(rebilled.Code == 0, rebilled.Messages);
        Assert.Matches(@"\n  Rounding +-0\.02 +-0\.01 +0\.01\n  Total +13\.80 +14\.40 +0\.60\n", rebilled.Results);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        var bills = BillStore.List(database).ToDictionary(bill => bill.Number);
        Assert.Equal((1278, 104, -2, 1380), Sums(bills["SW-2026-0001"]));
        Assert.Equal((-1278, -104, 2, -1380), Sums(bills["SC-2026-0001"]));
        // 31 × 0.43 is 13.33, with 1.08 of tax 14.41.
        Assert.Equal((1333, 108, -1, 1440), Sums(bills["SW-2026-0005"]));
        Assert.Equal((-1085, -88, -2, -1175), Sums(bills["SW-2026-0003"]));
        Assert.Equal((1550, 0, 50, 1600), Sums(bills["HA-2026-0001"]));
        Assert.Equal((-3827, -310, 0, -4137), Sums(bills["SS-2026-0001"]));
        var entries = LedgerStore.Entries(snapshot).Where(one => one.Entry.Kind is EntryKind.Bill
            or EntryKind.CreditNote).ToDictionary(one => one.Entry.Reference, one => one.Entry.Postings);
        Assert.All(entries["SW-2026-0001"].Concat(entries["SC-2026-0001"]).GroupBy(posting => posting.To.Code), same =>
            Assert.Equal(0, same.Sum(posting => posting.Amount.MinorUnits)));
        Assert.Equal(2, Assert.Single(entries["SW-2026-0001"], posting => posting.To.Role == LedgerRole.Rounding)
            .Amount.MinorUnits);
        Assert.DoesNotContain(entries["HA-2026-0001"], posting => posting.To.Role == LedgerRole.Rounding);
        Assert.DoesNotContain(entries["SS-2026-0001"], posting => posting.To.Role == LedgerRole.Rounding);
        var verified = busbar.Run("verify");
        Assert.True(verified.Code == 0, verified.Results);
    }

    [Fact]
    public void What_is_rounded_to_nothing_is_posted_as_what_is_nothing()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook(from: Case);
        var parties = Path.Combine(book, "parties.yaml");
        // 15.50 in the house's own name, and what the utility bills.
        foreach (var (file, step) in new[] { (parties, "round-payable: 1"), (Path.Combine(book, "book.yaml"),
            "round-payable: 0.05") })
        {
            Assert.Contains(step, File.ReadAllText(file), StringComparison.Ordinal);
            File.WriteAllText(file, File.ReadAllText(file).Replace(step, "round-payable: 100",
                StringComparison.Ordinal));
        }
        var billed = busbar.Run("bill", book, "--period", "2026-01", "--issued", "2026-02-02");
        Assert.True(billed.Code == 0, billed.Messages);
        Assert.Contains(billed.Lines, line => line.StartsWith("HA-2026-0001", StringComparison.Ordinal)
            && line.EndsWith(" 0.00 CHF", StringComparison.Ordinal));
        var verified = busbar.Run("verify");
        Assert.True(verified.Code == 0, verified.Results);
        Assert.StartsWith("0 ", busbar.Run("ledger", "post-bills").Messages + busbar.Run("ledger", "post-bills")
            .Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_and_all_its_documents_come_to_the_rounded_sum()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook(from: Case);
        var folder = busbar.PathOf("out");
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2026-01", "--issued", "2026-02-02", "--format",
            "json,text,html,pdf", "--out", folder).Code);
        var page = File.ReadAllText(Path.Combine(folder, "SW-2026-0001.html"));
        Assert.Contains(">Rounding<", page, StringComparison.Ordinal);
        Assert.Contains("with the tax of CHF 1.04 and a rounding of \u2212CHF 0.02 that is CHF 13.80.",
            page.Replace('\u00a0', ' '), StringComparison.Ordinal);
        var bill = BillDocument.FromJson(File.ReadAllText(Path.Combine(folder, "SW-2026-0001.json")));
        Assert.Equal(("12.78", "1.04", "-0.02", "13.80"), (bill.Net, bill.Tax, bill.Rounding, bill.Total));
        // What the seller buys by an invoice that it makes itself isn't rounded.
        var own = BillDocument.FromJson(File.ReadAllText(Path.Combine(folder, "SS-2026-0001.json")));
        Assert.Equal((null, "-41.37"), (own.Rounding, own.Total));
    }

    [Fact]
    public void A_quote_and_an_example_are_bills_and_rounded()
    {
        using var busbar = Billed();
        var quote = busbar.Run("quote", "down", "--load", "3100kWh/year", "--period", "2026-01-01..2026-03-01");
        Assert.True(quote.Code == 0, quote.Messages);
        // February's 11.54 and 0.93 are 12.47.
        Assert.Matches(@"  net +24\.32\n  tax +1\.97\n  rounding +-0\.04\n  total +26\.25\n", quote.Results);
        Assert.Matches(@"  rounding +-0\.02\n  total +13\.80\n", quote.Results);
        var product = busbar.PathOf("book/products/down.yaml");
        File.AppendAllText(product, "examples:\n  - { name: January, period: { from: 2026-01-01, to: 2026-02-01 }, "
            + "reads: { import: 0 kWh }, bill: { tax: 1.04, total: 13.82 } }\n");
        Assert.Contains("total of example January is 13.80 CHF, 0.02 CHF less than the 13.82 CHF expected: 12.78 net "
            + "and 1.04 tax, rounded by -0.02.", busbar.Run("check", busbar.PathOf("book")).Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Electronic_invoices_and_credit_notes_say_the_rounding_and_are_valid()
    {
        using var busbar = Billed();
        Reprice(busbar);
        Assert.Equal(0, busbar.Run("rebill", "SW-2026-0001", "--issued", "2026-02-03").Code);
        var folder = Directory.CreateDirectory(busbar.PathOf("out")).FullName;
        foreach (var (number, rounding, payable) in new (string, string?, string)[]
            {
                ("SW-2026-0001", "-0.02", "13.80"), ("SC-2026-0001", "-0.02", "13.80"),
                ("SW-2026-0002", "0.01", "13.85"), ("SW-2026-0003", "-0.02", "-11.75"),
                ("HA-2026-0001", "0.50", "16.00"), ("SS-2026-0001", null, "41.37"),
            })
        {
            Assert.Equal(0, busbar.Run("show", number, "--format", "ubl", "--out", folder).Code);
            var file = Path.Combine(folder, $"{number}.xml");
            using var xml = XmlReader.Create(file);
            var document = XDocument.Load(xml);
            Assert.Equal((rounding, payable), (document.Descendants(Basics + "PayableRoundingAmount").SingleOrDefault()
                ?.Value, document.Descendants(Basics + "PayableAmount").Single().Value));
            using var bytes = File.OpenRead(file);
            var read = UblReader.Read(bytes, number);
            Assert.Empty(InvoiceArithmetic.Check(read.Invoice, read.Place));
        }
        Assert.Empty(Saxon.Broken(folder));
    }

    [Fact]
    public void An_own_bill_is_the_same_beside_itself_and_one_rounded_otherwise_is_said()
    {
        using var busbar = Billed();
        foreach (var number in new[] { "SW-2026-0001", "SW-2026-0003", "SW-2026-0004", "HA-2026-0001" })
        {
            Assert.Equal(0, busbar.Run("show", number, "--format", "ubl", "--out", busbar.Folder).Code);
            var same = busbar.Run("compare", busbar.PathOf($"{number}.xml"), "--format", "csv");
            Assert.True(same.Code == 0, same.Messages);
            Assert.DoesNotContain("ounding", same.Results, StringComparison.Ordinal);
        }
        var rules = busbar.PathOf("book/book.yaml");
        File.WriteAllText(rules,
            File.ReadAllText(rules).Replace(", round-payable: 0.05", "", StringComparison.Ordinal));
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        var other = busbar.Run("compare", busbar.PathOf("SW-2026-0001.xml"), "--format", "csv");
        Assert.Equal(0, other.Code);
        Assert.Contains("Payable rounding,rounding,,,,,-0.02,0.00,0.02,", other.Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rounding = rounding + 1", "rounding")]
    [InlineData("body = replace(body, '\"rounding\": \"-0.02\"', '\"rounding\": \"-0.01\"')", "rounded")]
    public void A_rounding_that_is_not_what_was_issued_is_named(string change, string named)
    {
        using var busbar = Billed();
        using (var database = Database.Open(busbar.Where, TimeProvider.System))
        using (var connection = database.Connect())
        {
            connection.Execute("DROP TRIGGER bills_stay");
            Assert.Equal(1, connection.Execute($"UPDATE bills SET {change} WHERE number = 'SW-2026-0001'"));
        }
        var verified = busbar.Run("verify");
        Assert.Equal(1, verified.Code);
        Assert.Contains("bill SW-2026-0001", verified.Results, StringComparison.Ordinal);
        Assert.Contains(named, verified.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_posted_rounding_that_is_not_the_bills_is_named()
    {
        using var busbar = Billed();
        using (var database = Database.Open(busbar.Where, TimeProvider.System))
        using (var connection = database.Connect())
        {
            foreach (var trigger in connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'trigger' "
                + "AND tbl_name = 'postings'").ToList())
                connection.Execute($"DROP TRIGGER {trigger}");
            Assert.Equal(2, connection.Execute("UPDATE postings SET role = 'fees' WHERE entry IN (1, 2) "
                + "AND role = 'rounding'"));
        }
        var verified = busbar.Run("verify");
        Assert.Equal(1, verified.Code);
        Assert.Contains("bill SW-2026-0001: It is rounded by -2 minor units, and its entry by 0.", verified.Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_annex_of_a_statement_adds_up_to_what_its_payer_pays()
    {
        using var busbar = Billed();
        var annexes = new[] { "ada", "head" }.Select(account =>
            busbar.Run("statement", account, "--period", "2026-02", "--format", "csv")).ToList();
        var rows = annexes.SelectMany(annex => annex.Lines.Skip(1)).Select(line => line.Split(',')).ToList();
        var sums = rows.GroupBy(row => (Account: row[0], Bill: row[2])).ToDictionary(same => same.Key, same =>
            same.Aggregate(Exact.Zero, (sum, row) => sum + Parsed(row[^1])));
        Assert.Equal(("13.8", "26.37", "17.58"), (sums[("ada", "SW-2026-0001")].ToString(),
            sums[("head", "SW-2026-0004")].ToString(), sums[("shop", "SW-2026-0004")].ToString()));

        static Exact Parsed(string text) => Exact.TryParse(text, out var number, out _) ? number
            : throw new InvalidOperationException(text);
    }

    private static string Case => Path.Combine(Tidy.House.Root, "tests/cases/bills-come-to-round-sums/book");

    private static Busbars Billed(string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine);
        var run = busbar.Run("bill", busbar.CopyOfBook(from: Case), "--period", "2026-01", "--issued", "2026-02-02");
        Assert.True(run.Code == 0, run.Messages);
        return busbar;
    }

    private static void Reprice(Busbars busbar)
    {
        var product = busbar.PathOf("book/products/down.yaml");
        File.WriteAllText(product, File.ReadAllText(product).Replace("0.4123", "0.43", StringComparison.Ordinal));
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
    }

    private static (long Net, long Tax, long Rounding, long Total) Sums(BillHead bill) =>
        (bill.Net, bill.Tax, bill.Rounding, bill.Total);
}
