using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>All that reports on money does so as text, JSON and CSV; the keys and columns are what others build on, so
/// that a change of them is meant.</summary>
public sealed class Reports_of_money_are_data : IDisposable
{
    private readonly Busbars _busbar = new();

    public Reports_of_money_are_data()
    {
        var book = _busbar.CopyOfBook("book", Path.Combine(Tidy.House.Root, "tests/cases/who-sees-what/book"));
        Assert.Equal(0, _busbar.Run("bill", book, "--period", "2026-01", "--issued", "2026-02-02").Code);
    }

    public void Dispose() => _busbar.Dispose();

    [Theory]
    [InlineData("account", "on accounts", "account,parent,party,cost_centre,balance,overdue,connections,paid_by")]
    [InlineData("statement york --period 2026-02",
        "account party currency period opening bills credits payments adjustments closing accounts",
        "account,cost_centre,bill,billed_account,agreement,connection,line,name,group,from,to,quantity,unit,price,"
        + "price_unit,net,tax_rate,estimated,share,amount")]
    [InlineData("pay list", "receipts", "receipt,date,amount,status,accounts,left,documents,name,text,perhaps")]
    [InlineData("collect --draft --on 2026-04-01", "batch debits instalments reminders waiting",
        "kind,id,account,document,due,amount,stage,cost")]
    [InlineData("collect review", "budgets", "account,instalment,billed,days,a-year,balance,suggested,verdict")]
    [InlineData("ledger balance", "on currency accounts sum", "code,name,debits,credits,balance")]
    [InlineData("ledger journal --period 2026-02", "currency postings",
        "entry,posted,kind,reference,code,name,debit,credit,currency,account,document,due,product,detail,from,to,"
        + "reverses,text")]
    [InlineData("ledger aged", "on currency accounts sum",
        "account,not-due,due-0-30,due-31-60,due-61-90,due-over-90,credits,open,customer-credit")]
    [InlineData("ledger bank", "on currency statements",
        "bank,statement,from,to,opening,closing,ledger,difference,note")]
    [InlineData("ledger margin --period 2026-02", "days currency products sum",
        "product,revenue,cost-of-sales,margin,percent")]
    [InlineData("ledger clearing --period 2026-02", "currency groups sum",
        "group,month,passed-through,billed-by-others,difference")]
    [InlineData("accrue --on 2026-02-28", "on currency accounts sum",
        "account,from,to,accrued,before,difference,estimated")]
    [InlineData("verify --quick", "holds invariants", "id,sentence,status,count,of,name,breach")]
    public void As_JSON_and_as_CSV_they_have_these_keys(string command, string keys, string columns)
    {
        var csv = _busbar.RunLine($"{command} --format csv");
        Assert.True(csv.Code == 0, csv.Messages);
        Assert.Equal(columns, csv.Results.Split('\n')[0].TrimEnd('\r'));
        foreach (var json in new[] { "--json", "--format json" })
        {
            var run = _busbar.RunLine($"{command} {json}");
            Assert.True(run.Code == 0, run.Messages);
            Assert.Equal(keys.Split(' '),
                JsonDocument.Parse(run.Results).RootElement.EnumerateObject().Select(key => key.Name));
        }
        Assert.Equal(2, _busbar.RunLine($"{command} --format xml").Code);
        Assert.NotEqual(csv.Results, _busbar.RunLine(command).Results);
    }

    [Fact]
    public void What_is_verified_has_a_row_each_and_JSON_the_same()
    {
        var rows = _busbar.RunLine("verify --format csv").Lines.Skip(1).ToList();
        var invariants = JsonDocument.Parse(_busbar.RunLine("verify --json").Results).RootElement
            .GetProperty("invariants").EnumerateArray().ToList();
        Assert.Equal(invariants.Count, rows.Count);
        Assert.All(rows, row => Assert.Contains(",holds,", row, StringComparison.Ordinal));
    }
}
