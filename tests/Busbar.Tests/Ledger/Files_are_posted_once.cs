using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Store;
using Busbar.Tests.Cli;
using Busbar.Tests.Store;

namespace Busbar.Tests.Ledger;

/// <summary>What is written by hand, and what networks bill, comes into the ledger whole, once, or not at all.
/// </summary>
public class Files_are_posted_once
{
    private const string Journal = "date,reference,code,debit,credit,account,document,product,detail,text\n";
    private const string Costs = "supplier,document,date,from,to,group,product,net,tax-rate,amount\n";

    private static readonly string Business = Path.Combine(Tidy.House.Root, "books/half-hourly-business");

    private const string Opening = Journal
        + "2026-01-01,OB-1,1100,120.00,,tyne-castings,OLD-7,,,=Opening balance\n"
        + "2026-01-01,OB-1,4000,,100.00,,,half-hourly,energy,\n"
        + "2026-01-01,OB-1,2200,,20.00,,,,0.2,\n"
        + "2026-01-02,OB-2,1000,50,,,,,,\n"
        + "2026-01-02,OB-2,2150,,50,,,,,\n";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_journal_is_posted_once(string engine)
    {
        using var busbar = new Busbars(engine);
        busbar.Run("apply", Business);
        var file = busbar.Write("opening.csv", Opening);
        Assert.Equal("opening.csv: 2 entries posted, 0 posted before.\n", busbar.Run("ledger", "post", file).Results);
        Assert.Equal("opening.csv: 0 entries posted, 2 posted before.\n", busbar.Run("ledger", "post", file).Results);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        var open = Assert.Single(LedgerStore.OpenItems(snapshot));
        Assert.Equal((LedgerRole.Receivables, "tyne-castings", "OLD-7", 12000L),
            (open.Role, open.Account, open.Document, open.Amount));
        Assert.Equal(new(2026, 1, 15), open.Due);
        Assert.All(LedgerStore.Entries(snapshot), posted => Assert.Equal(EntryKind.Manual, posted.Entry.Kind));
        Assert.Contains(",'=Opening balance\n", busbar.Run("ledger", "journal", "--period", "2026-01", "--format",
            "csv").Results, StringComparison.Ordinal);
        busbar.Write("opening.csv", Opening.Replace(",50", ",51", StringComparison.Ordinal));
        Assert.EndsWith("OB-2 is entry 2 already, and says something else there.\n  What is posted stays: correct it "
            + "by an entry with a reference of its own.\n", Refused(busbar, "post", file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-01,A,1100,1,,,,,,\n2026-01-01,A,4000,,1,,,,,",
        ":2:1: 1100 Trade receivables is open by account, and the row has none.\n  Fill in the column account.")]
    [InlineData("2026-01-01,A,2000,,1,,,,,\n2026-01-01,A,4000,1,,,,,,", "or name the party in detail.")]
    [InlineData("2026-01-01,A,1000,1,,tyne-castings,,,,\n2026-01-01,A,4000,,1,,,,,",
        ":2:22: 1000 Bank isn't open by account: the row can't be of tyne-castings.")]
    [InlineData("2026-01-01,A,1000,2,,,,,,\n2026-01-01,A,4000,,1,,,,,",
        ":2:1: Reference A doesn't balance: its debits are 1.00 GBP more than its credits.")]
    [InlineData("2026-01-01,A,1000,1,,,,,,\n2026-01-02,A,4000,,1,,,,,",
        ":3:1: Reference A has another date in a row before this one.")]
    [InlineData("2026-01-01,A,1000,1,1,,,,,", ":2:1: The row has a debit and a credit; expected one of both.")]
    [InlineData("2026-01-01,A,1000,,,,,,,", ":2:1: The row has no debit and no credit; expected one of both.")]
    [InlineData("2026-01-01,A,1001,1,,,,,,", "The book has no code 1001, which this row names.")]
    [InlineData("2026-01-01,A,1000,0.001,,,,,,", "debit of this row is")]
    [InlineData("2026-01-01,A,1100,1,,tyne-casting,,,,", "The book has no account tyne-casting, which this row names.\n"
        + "  Did you mean tyne-castings?")]
    [InlineData("2026-01-01,A,1000,1,,,,half,,", "The book has no product half, which this row names.")]
    [InlineData("2026-01-01,A,1100,,5000,tyne-castings,NOSUCH,,,\n2026-01-01,A,6000,5000,,,,,,",
        ":2:39: Account tyne-castings has no document NOSUCH that this row could settle.\n  See what is open: busbar "
            + "account tyne-castings. Without a document it is credit of the account.")]
    [InlineData("2026-01-01,A,2000,5,,tyne-castings,NOSUCH,,,\n2026-01-01,A,1000,,5,,,,,",
        "Account tyne-castings has no document NOSUCH")]
    [InlineData("2026-11-02,A,1000,1,,,,,,\n2026-11-02,A,4000,,1,,,,,", ":2:1: date of this row is 2026-11-02, and "
        + "today is 2026-11-01.\n  Correct it, or post the file when the day has come.")]
    [InlineData("1026-01-01,A,1000,1,,,,,,\n1026-01-01,A,4000,,1,,,,,", "is 1026-01-01, before 2000-01-01.")]
    [InlineData("2026-01-32,A,1000,1,,,,,,", "expected a date such as 2026-04-01.")]
    [InlineData("", "The file has no rows below its header.")]
    public void A_journal_with_a_fault_posts_nothing(string rows, string said)
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Business);
        Assert.Contains(said, Refused(busbar, "post", busbar.Write("wrong.csv", Journal + rows)),
            StringComparison.Ordinal);
        Assert.Single(busbar.Run("ledger", "journal", "--period", "2026", "--format", "csv").Lines);
    }

    [Fact]
    public void What_settles_a_document_names_one_of_the_account()
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Business);
        const string Settled = "2026-01-03,C-1,1100,,20.00,tyne-castings,OLD-7,,,\n2026-01-03,C-1,6000,20,,,,,,\n";
        // What a row of the same file brings is there.
        Assert.Equal("both.csv: 3 entries posted, 0 posted before.\n",
            busbar.Run("ledger", "post", busbar.Write("both.csv", Opening + Settled)).Results);
        Assert.EndsWith("has no document OLD-8 that this row could settle.\n  Did you mean OLD-7?\n", Refused(busbar,
            "post", busbar.Write("wrong.csv", Journal + Settled.Replace("OLD-7", "OLD-8", StringComparison.Ordinal)
                .Replace("C-1", "C-2", StringComparison.Ordinal))), StringComparison.Ordinal);
        // Without one it is credit.
        Assert.Contains("1 entry posted", busbar.Run("ledger", "post", busbar.Write("credit.csv", Journal
            + Settled.Replace("OLD-7", "", StringComparison.Ordinal).Replace("C-1", "C-3", StringComparison.Ordinal)))
            .Results, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Fact]
    public void What_a_network_bills_clears_what_was_passed_through()
    {
        using var busbar = new Busbars();
        busbar.Run("bill", Business, "--period", "2026-01", "--issued", "2026-02-02");
        var passed = busbar.Run("ledger", "clearing", "--period", "2026-01", "--format", "csv").Lines
            .Single(line => line.StartsWith("distribution,", StringComparison.Ordinal)).Split(',');
        Assert.Equal(("2026-01", "0.00"), (passed[1], passed[3]));
        var file = busbar.Write("network.csv", Costs
            + $"tyne-castings,INV-1,2026-02-05,2026-01-01,2026-02-01,distribution,,{passed[2]},0,{passed[2]}\n"
            + "tyne-castings,INV-1,2026-02-05,2026-01-01,2026-02-01,energy,half-hourly,100.00,20,120.00\n");
        Assert.Equal("network.csv: 1 entry posted, 0 posted before.\n", busbar.Run("ledger", "cost", file).Results);
        Assert.Equal("""{"posted":0,"unchanged":1,"entries":[]}""",
            string.Concat(busbar.Run("ledger", "cost", file, "--json").Results.Where(letter => letter > ' ')));
        Assert.Contains($"distribution,2026-01,{passed[2]},{passed[2]},0.00\n",
            busbar.Run("ledger", "clearing", "--period", "2026-01", "--format", "csv").Results,
            StringComparison.Ordinal);
        Assert.Contains(",100.00,", busbar.Run("ledger", "margin", "--period", "2026-02", "--format", "csv").Results,
            StringComparison.Ordinal);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        var cost = LedgerStore.Entries(snapshot).Single(posted => posted.Entry.Kind == EntryKind.Cost).Entry;
        Assert.Equal([LedgerRole.PassThrough, LedgerRole.CostOfSales, LedgerRole.InputTax, LedgerRole.Payables],
            cost.Postings.Select(posting => posting.To.Role));
        Assert.Equal(("tyne-castings", "INV-1", 0L),
            (cost.Postings[3].Detail, cost.Postings[3].Document, cost.Sum.MinorUnits));
    }

    [Theory]
    [InlineData("tyne-casting,I,2026-02-05,2026-01-01,2026-02-01,energy,,100,20,120",
        "The book has no supplier tyne-casting")]
    [InlineData("tyne-castings,I,2026-02-05,2026-01-01,2026-02-01,energie,,100,20,120",
        "The book has no group energie")]
    [InlineData("tyne-castings,I,2026-02-05,2026-02-01,2026-02-01,energy,,100,20,120",
        "ends on the day it begins, or before.")]
    [InlineData("tyne-castings,I,2026-02-05,2026-01-01,2026-02-01,energy,,100,20,130",
        "100.00 and 20 % tax don't come to 130.00.\n  amount is net with its tax; tax-rate is a percentage, "
        + "such as 20.")]
    [InlineData("tyne-castings,I,2026-02-05,2026-01-01,2026-02-01,energy,,100,VAT,120",
        "expected a percentage such as 20.")]
    [InlineData("tyne-castings,I,2026-02-05,2026-01-01,2026-02-01,energy,,1,0,1\n"
        + "tyne-castings,I,2026-02-06,2026-01-01,2026-02-01,energy,,1,0,1", ":3:1: Invoice I has another date")]
    [InlineData("tyne-castings,I,2026-11-02,2026-01-01,2026-02-01,energy,,1,0,1",
        "date of this row is 2026-11-02, and today is 2026-11-01.")]
    [InlineData("tyne-castings,,2026-02-05,2026-01-01,2026-02-01,energy,,1,0,1", "document is missing in this row.")]
    public void An_invoice_with_a_fault_posts_nothing(string rows, string said)
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Business);
        Assert.Contains(said, Refused(busbar, "cost", busbar.Write("wrong.csv", Costs + rows)),
            StringComparison.Ordinal);
        Assert.Single(busbar.Run("ledger", "journal", "--period", "2026", "--format", "csv").Lines);
    }

    [Fact]
    public void A_file_that_cannot_be_read_posts_nothing()
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Business);
        Assert.StartsWith("/nowhere.csv: The file doesn't exist.", Refused(busbar, "post", "/nowhere.csv"),
            StringComparison.Ordinal);
    }

    private static string Refused(Busbars busbar, string verb, string file)
    {
        var run = busbar.Run("ledger", verb, file);
        Assert.Equal((1, ""), (run.Code, run.Results));
        return run.Messages;
    }
}
