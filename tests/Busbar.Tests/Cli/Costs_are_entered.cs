using Busbar.Formats.Invoices;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>Suppliers' electronic invoices become rows of a book's costs.csv.</summary>
public sealed class Costs_are_entered : IDisposable
{
    private const string Parent = "1012345678940";
    private readonly Busbars _busbar = new();
    private readonly string _book;

    public Costs_are_entered() =>
        _book = _busbar.CopyOfBook(from: Path.Combine(Tidy.House.Root, "books/private-network"));

    private string Costs => Path.Combine(_book, "costs.csv");

    public void Dispose() => _busbar.Dispose();

    [Fact]
    public void Invoices_written_again_are_the_rows_that_were_typed()
    {
        var typed = File.ReadAllLines(Costs);
        File.WriteAllLines(Costs, typed.Where(row => !row.Contains("TE-20591", StringComparison.Ordinal)));
        var file = Invoice("TE-20591", ("Energy day", "2518.21"), ("Energy night", "846.96"), ("Capacity", "111.10"),
            ("Standing charge", "105.40"));
        var run = _busbar.Run("costs", _book, file, "--group", "standing charge=fixed");
        Assert.True(run.Code == 0, run.Messages);
        Assert.Contains("TE-20591: 4 rows, 3581.67 net.", run.Messages, StringComparison.Ordinal);
        Assert.Equal(typed.Order(StringComparer.Ordinal), File.ReadAllLines(Costs).Order(StringComparer.Ordinal));
        // The new rows are as good as those that were there.
        Assert.Equal(0, _busbar.Run("check", _book).Code);
        Refused("Invoice TE-20591 is in costs.csv already.", "costs", _book, file, "--group", "standing charge=fixed");
    }

    [Fact]
    public void A_credit_note_and_an_allowance_on_the_whole_are_rows_below_zero()
    {
        var credit = Invoice("TE-20592", "381", [new(false, 10, "Fixed", "S", 20)], ("Capacity", "111.10"));
        var run = _busbar.Run("costs", _book, credit, "--draft");
        Assert.True(run.Code == 0, run.Messages);
        Assert.EndsWith($"\"{Parent}\",capacity,2026-03-01,2026-04-01,-111.10,GBP,TE-20592,2026-04-04,-101.10\n"
            + $"\"{Parent}\",fixed,2026-03-01,2026-04-01,10.00,GBP,TE-20592,2026-04-04,\n", run.Results,
            StringComparison.Ordinal);
        Assert.DoesNotContain("TE-20592", File.ReadAllText(Costs), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_said_and_nothing_is_written()
    {
        var file = Invoice("TE-20592", ("Energy day", "2518.21"), ("Standing charge", "105.40"));
        Refused("Line 2 of invoice TE-20592, Standing charge, has no group.", "costs", _book, file);
        Refused("--group \"Standing charge=", "costs", _book, file);
        Refused("The book has no group fixt", "costs", _book, file, "--group", "Standing charge=fixt");
        Refused("No line that needs a group is called Meter rent.", "costs", _book, file, "--group",
            "Standing charge=fixed", "--group", "Meter rent=fixed");
        Refused("--group Standing charge is no NAME=GROUP", "costs", _book, file, "--group", "Standing charge");
        Refused("There is no file none.xml.", "costs", _book, "none.xml");
        File.WriteAllText(file, File.ReadAllText(file).Replace(">2518.21<", ">2518.22<", StringComparison.Ordinal));
        Refused("the lines (BR-CO-10) come to", "costs", _book, file, "--group", "Standing charge=fixed");
        Refused("The XML isn't well-formed", "costs", _book, Costs);
        file = Invoice("TE-20593", ("Energy day", "2518.21"));
        File.WriteAllText(file, File.ReadAllText(file).Replace(Parent, "9912345678941", StringComparison.Ordinal));
        Refused("Line 1 of invoice TE-20593 is of metering point 9912345678941, which the book hasn't.", "costs",
            _book, file);
    }

    [Fact]
    public void An_invoice_is_posted_in_the_ledger_as_its_rows_would_be()
    {
        var parties = Path.Combine(_book, "parties.yaml");
        File.AppendAllText(parties, "\n- { party: trent, name: Trent Energy Ltd, vat: GB123456789 }\n");
        Assert.Equal(0, _busbar.Run("apply", _book).Code);
        var file = Invoice("TE-20591", ("Capacity", "111.10"), ("Standing charge", "105.40"));
        var run = _busbar.Run("ledger", "cost", file, "--group", "standing charge=fixed");
        Assert.True(run.Code == 0, run.Messages);
        Assert.Equal("TE-20591.xml: 1 entry posted, 0 posted before.\n", run.Results);
        // The same as rows of CSV: nothing is new.
        var rows = _busbar.Write("rows.csv", """
            supplier,document,date,from,to,group,net,tax-rate,amount
            trent,TE-20591,2026-04-04,2026-03-01,2026-04-01,capacity,111.10,20,133.32
            trent,TE-20591,2026-04-04,2026-03-01,2026-04-01,fixed,105.40,20,126.48
            """);
        Assert.Equal("rows.csv: 0 entries posted, 1 posted before.\n", _busbar.Run("ledger", "cost", rows).Results);
        Assert.Equal("TE-20592.xml: 1 entry posted, 0 posted before.\n", _busbar.Run("ledger", "cost", Invoice(
            "TE-20592", "381", [], ("Capacity", "11.10")), "--supplier", "trent").Results);
        var balance = _busbar.Run("ledger", "balance").Results;
        // 216.50 less 11.10, and a fifth of tax.
        Assert.Contains("-246.48", balance, StringComparison.Ordinal);
        Assert.Contains("41.08", balance, StringComparison.Ordinal);
        Assert.Equal(0, _busbar.Run("verify").Code);
    }

    [Fact]
    public void What_was_paid_before_is_not_owed_again_and_what_is_rounded_is_a_cost()
    {
        File.AppendAllText(Path.Combine(_book, "parties.yaml"),
            "\n- { party: trent, name: Trent Energy, vat: GB123456789 }\n");
        Assert.Equal(0, _busbar.Run("apply", _book).Code);
        // 111.10 with a fifth of tax are 133.32: 100.00 of them are paid, and 33.00 are asked for.
        var file = Invoice("TE-20594", ("Capacity", "111.10"));
        File.WriteAllText(file, File.ReadAllText(file).Replace("<cbc:PayableAmount currencyID=\"GBP\">133.32<",
            "<cbc:PrepaidAmount currencyID=\"GBP\">100.00</cbc:PrepaidAmount><cbc:PayableRoundingAmount "
            + "currencyID=\"GBP\">-0.32</cbc:PayableRoundingAmount><cbc:PayableAmount currencyID=\"GBP\">33.00<",
            StringComparison.Ordinal));
        var run = _busbar.Run("ledger", "cost", file);
        Assert.True(run.Code == 0, run.Messages);
        Assert.Contains("100.00 of invoice TE-20594 was paid before, and isn't owed for it", run.Messages,
            StringComparison.Ordinal);
        Assert.Equal([("5000", "111.10", ""), ("1300", "22.22", ""), ("5000", "-0.32", ""), ("2000", "-100.00", ""),
            ("2000", "-33.00", "TE-20594")], Postings());
        // One that was paid in full owes nothing, and is an entry all the same.
        var paid = Invoice("TE-20595", ("Capacity", "10.00"));
        File.WriteAllText(paid, File.ReadAllText(paid).Replace("<cbc:PayableAmount currencyID=\"GBP\">12.00<",
            "<cbc:PrepaidAmount currencyID=\"GBP\">12.00</cbc:PrepaidAmount><cbc:PayableAmount "
            + "currencyID=\"GBP\">0.00<", StringComparison.Ordinal));
        Assert.Equal(0, _busbar.Run("ledger", "cost", paid).Code);
        Assert.Equal([("5000", "10.00", ""), ("1300", "2.00", ""), ("2000", "-12.00", "")], Postings().Skip(5));
        // The payment is posted, before or after: what is left is what is asked for.
        Assert.Equal(0, _busbar.Run("ledger", "post", _busbar.Write("paid.csv", """
            date,reference,code,debit,credit,detail
            2026-03-10,P-1,2000,112.00,,trent
            2026-03-10,P-1,1000,,112.00,
            """)).Code);
        Assert.Contains("2000,Trade payables,112.00,145.00,-33.00",
            _busbar.Run("ledger", "balance", "--format", "csv").Results, StringComparison.Ordinal);
        Assert.Equal("TE-20594.xml: 0 entries posted, 1 posted before.\n", _busbar.Run("ledger", "cost", file).Results);
        Assert.Equal(0, _busbar.Run("verify").Code);
    }

    private IReadOnlyList<(string Code, string Amount, string Document)> Postings()
    {
        var rows = _busbar.Run("ledger", "journal", "--period", "2026", "--format", "csv").Results.Split('\n',
            StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(',')).ToList();
        string Of(string[] row, string name) => row[Array.IndexOf(rows[0], name)];
        return [.. rows.Skip(1).Select(row => (Of(row, "code"), Of(row, "debit") is { Length: > 0 } debit ? debit
            : $"-{Of(row, "credit")}", Of(row, "document")))];
    }

    [Fact]
    public void An_invoice_that_cannot_be_posted_is_said_and_nothing_is()
    {
        Assert.Equal(0, _busbar.Run("apply", _book).Code);
        var file = Invoice("TE-20591", ("Capacity", "111.10"), ("Standing charge", "105.40"));
        Refused("Invoice TE-20591 is of Trent Energy, GB123456789, which is no party of the book.", "ledger", "cost",
            file, "--group", "standing charge=fixed");
        Refused("The book has no party trend, which --supplier names.", "ledger", "cost", file, "--supplier", "trend");
        Refused("Line 2 of invoice TE-20591, Standing charge, has no group.", "ledger", "cost", file);
        Refused("The book has no group fixt, which --group says of Standing charge.", "ledger", "cost", file,
            "--group", "standing charge=fixt");
        Refused("--group standing is no NAME=GROUP", "ledger", "cost", file, "--group", "standing");
        Refused("the rows of CSV say both", "ledger", "cost", Costs, "--supplier", "trent");
        File.WriteAllText(file, File.ReadAllText(file).Replace(">105.40<", ">105.50<", StringComparison.Ordinal));
        Refused("the lines (BR-CO-10) come to", "ledger", "cost", file, "--group", "standing charge=fixed");
        Assert.Contains("0 entries", _busbar.Run("verify").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tax_that_is_off_and_passes_is_said()
    {
        const string said = "Invoice TE-30591, TaxSubtotal S 20: 20 % of 111.10 comes to 22.22, and it says 23.21: "
            + "0.99 too much.";
        var file = Invoice("TE-30591", ("Capacity", "111.10"));
        Assert.DoesNotContain("TaxSubtotal", _busbar.Run("costs", _book, file, "--draft").Messages,
            StringComparison.Ordinal);
        File.WriteAllText(file, File.ReadAllText(file).Replace(">22.22<", ">23.21<", StringComparison.Ordinal)
            .Replace(">133.32<", ">134.31<", StringComparison.Ordinal));
        foreach (var command in (string[][])[["costs", _book, file, "--draft"], ["compare", file]])
        {
            if (command[0] == "compare") Assert.Equal(0, _busbar.Run("apply", _book).Code);
            var run = _busbar.Run(command);
            Assert.Contains(said, run.Messages, StringComparison.Ordinal);
            Assert.Contains("let less than 1.00 pass (BR-CO-17)", run.Messages, StringComparison.Ordinal);
        }
        Assert.Contains("0.99 too much", _busbar.Run("compare", file, "--json").Results, StringComparison.Ordinal);
        // One of the currency is too much by any rule.
        File.WriteAllText(file, File.ReadAllText(file).Replace(">23.21<", ">23.22<", StringComparison.Ordinal)
            .Replace(">134.31<", ">134.32<", StringComparison.Ordinal));
        Refused("20 % of 111.10 comes to 22.22, and it says 23.22.", "costs", _book, file);
    }

    private void Refused(string said, params string[] command)
    {
        var before = File.ReadAllText(Costs);
        var run = _busbar.Run(command);
        Assert.NotEqual(0, run.Code);
        Assert.Contains(said, run.Messages, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Costs));
    }

    private string Invoice(string number, params (string Name, string Amount)[] lines) =>
        Invoice(number, "380", [], lines);

    private string Invoice(
        string number, string code, IReadOnlyList<EAllowance> allowances, params (string Name, string Amount)[] lines)
    {
        var own = lines.Select((line, index) =>
        {
            Assert.True(Exact.TryParse(line.Amount, out var amount, out _));
            return new ELine($"{index + 1}", line.Name, 1, "C62", amount, amount, 1, "S", 20);
        }).ToList();
        var net = own.Aggregate(Exact.Zero, (sum, line) => sum + line.Amount)
            - allowances.Aggregate(Exact.Zero, (sum, one) => sum + one.Amount);
        ETax[] taxes = [new("S", 20, net, (net / 5).Round(2, Rounding.HalfAway), null)];
        var day = new LocalDate(2026, 4, 4);
        var invoice = new EInvoice(number, day, code, "GBP", day.PlusDays(30),
            new(new(2026, 3, 1), new(2026, 4, 1)), new("Trent Energy", ["Derby"], "GB", "GB123456789"),
            new("Yard", ["Derby"], "GB", null), own, taxes, ETotals.Of(own, allowances, taxes, 0, 0))
        {
            Allowances = allowances, Object = Parent,
        };
        var path = _busbar.PathOf(number + ".xml");
        using var file = File.Create(path);
        UblFile.Write(invoice, file);
        return path;
    }
}
