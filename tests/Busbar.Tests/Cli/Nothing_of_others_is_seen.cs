using System.Text.Json;
using Busbar.Ledger;
using Busbar.Store;
using Busbar.Tests.Documents;

namespace Busbar.Tests.Cli;

/// <summary>Statements of a tree of accounts, and what can't be inferred from what a viewer sees.</summary>
public sealed class Nothing_of_others_is_seen : IDisposable
{
    private readonly Busbars _busbar = new();

    public Nothing_of_others_is_seen()
    {
        var book = _busbar.CopyOfBook("book", Path.Combine(Tidy.House.Root, "tests/cases/who-sees-what/book"));
        Assert.Equal(0, _busbar.Run("bill", book, "--period", "2026-01", "--issued", "2026-02-02").Code);
        Assert.Equal(0, _busbar.Run("bill", "--period", "2026-02", "--issued", "2026-03-02").Code);
    }

    public void Dispose() => _busbar.Dispose();

    // F81
    [Fact]
    public void Who_asks_for_a_bill_of_another_is_told_that_there_is_none()
    {
        foreach (var viewer in new[] { "sam", "tess", "pat", "bo", "lars", "yves" })
            Assert.Equal("There is no bill NW-2026-00005.\n", Run($"show NW-2026-00005 --as {viewer}").Messages);
        Assert.Equal("There is no account ripon.\n  busbar account lists them.\n",
            Run("statement ripon --period 2026-03 --as yves").Messages);
    }

    // F82
    [Fact]
    public void A_site_manager_gets_no_bill_and_the_lines_of_the_own_connection()
    {
        foreach (var format in new[] { "text", "json", "html" })
            Assert.Equal("There is no bill NW-2026-00004.\n",
                Run($"show NW-2026-00004 --as sam --format {format}").Messages);
        var lines = Run("show NW-2026-00004 --as sam --format csv").Lines;
        Assert.Equal(3, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Equal("oven-l", line.Split(',')[5]));
    }

    [Theory]
    [InlineData("sam", "show NW-2026-00004", "show NW-2099-00004")]
    [InlineData("sam", "show NW-2026-00005 --format csv", "show NW-2099-00005 --format csv")]
    [InlineData("tess", "show NW-2026-00003 --format json", "show NW-2099-00003 --format json")]
    [InlineData("pat", "show NW-2026-00006 --format html", "show NW-2099-00006 --format html")]
    [InlineData("bo", "show NW-2026-00001 --json", "show NW-2099-00001 --json")]
    [InlineData("lars", "show NW-2026-00001", "show NW-2099-00001")]
    [InlineData("yves", "account ripon", "account xxxxx")]
    [InlineData("pat", "account leeds --json", "account xxxxx --json")]
    [InlineData("sam", "statement leeds --period 2026-03", "statement xxxxx --period 2026-03")]
    [InlineData("yves", "statement bakers --period 2026-03 --format csv",
        "statement xxxxxx --period 2026-03 --format csv")]
    [InlineData("yves", "show --account leeds", "show --account xxxxx")]
    [InlineData("sam", "explain NW-2026-00004", "explain NW-2099-00004")]
    [InlineData("tess", "explain NW-2026-00003 --json", "explain NW-2099-00003 --json")]
    [InlineData("sam", "reads oven-y --period 2026-01", "reads oven-x --period 2026-01")]
    [InlineData("tess", "reads oven-y --period 2026-01", "reads oven-x --period 2026-01")]
    [InlineData("pat", "reads oven-y --period 2026-02 --json", "reads oven-x --period 2026-02 --json")]
    [InlineData("bo", "reads oven-r --period 2026-02", "reads oven-x --period 2026-02")]
    [InlineData("sam", "sessions oven-y --period 2026-01", "sessions oven-x --period 2026-01")]
    [InlineData("sam", "export oven-y --period 2026-01 --out x.csv", "export oven-x --period 2026-01 --out x.csv")]
    [InlineData("ann", "pool anything --period 2026-01", "pool nothing1 --period 2026-01")]
    [InlineData("ann", "commission statement anyone --period 2026", "commission statement nobody --period 2026")]
    public void What_is_anothers_is_as_what_is_not_there(string viewer, string others, string nothing)
    {
        var (there, absent) = (Run($"{others} --as {viewer}"), Run($"{nothing} --as {viewer}"));
        var (own, made) = others.Split(' ').Zip(nothing.Split(' ')).First(pair => pair.First != pair.Second);
        Assert.Equal(absent.Code, there.Code);
        Assert.Equal(absent.Messages.Replace(made, own, StringComparison.Ordinal), there.Messages);
        Assert.Equal(absent.Results.Replace(made, own, StringComparison.Ordinal), there.Results);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("csv")]
    public void A_payer_of_a_part_cannot_take_it_from_the_whole(string format)
    {
        var statement = Run($"statement bakers --period 2026-03 --as pat --format {format}");
        Assert.Equal(0, statement.Code);
        // York's bill is 105.00: 14.00 and 91.00, for 364 kWh; York itself pays 42.00.
        Assert.DoesNotMatch(@"\b(105|14\.00.*york|91|42|364|0\.4|0\.6)(\.0|\b)",
            string.Join('\n', statement.Results.Split('\n').Where(line => line.Contains("york",
                StringComparison.Ordinal) || line.Contains("NW-2026-00006", StringComparison.Ordinal))));
        Assert.DoesNotContain("105.00", statement.Results, StringComparison.Ordinal);
        Assert.DoesNotContain("142.75", statement.Results, StringComparison.Ordinal);
        Assert.DoesNotContain("545.75", statement.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_payers_parts_of_a_bill_are_one_sum_that_comes_to_what_it_pays()
    {
        var lines = Run("statement bakers --period 2026-03 --as pat --format csv").Lines.Skip(1)
            .Select(line => line.Split(',')).Where(cells => cells[3] == "york").ToList();
        // 8.40 of a standing charge of 14.00, which everybody knows, would tell that 54.60 are of 364 kWh.
        var only = Assert.Single(lines);
        Assert.Equal(("63.00", "63.00"), (only[15], only[19]));
        Assert.All(only[4..9], Assert.Empty);
    }

    [Fact]
    public void What_a_viewer_sees_is_part_of_what_is_there()
    {
        var all = Run("show NW-2026-00004 --format csv").Lines;
        Assert.Equal(all, Run("show NW-2026-00004 --format csv --as sam").Lines);
        var seen = Run("show --as bo --json").Results;
        Assert.DoesNotContain("total", seen, StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(seen).RootElement.GetProperty("bills").GetArrayLength());
        Assert.Contains("There is no viewer nobody.", Run("account --as nobody").Messages, StringComparison.Ordinal);
        Assert.Contains("unknown-viewer", Run("account --as nobody --json").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_no_account_is_told_so()
    {
        Assert.Equal("There are no accounts.\n", Run("account --as bo").Results);
        Assert.Equal("There is no account at the top to state: name one that busbar account lists.\n",
            Run("statement --all --period 2026-03 --as bo").Messages);
    }

    // A verb that shows something of a book, and takes no viewer, is for who runs it.
    [Fact]
    public void Every_verb_has_a_rule()
    {
        string[] shown = ["account", "statement", "show", "explain", "reads", "sessions", "export", "pool"];
        string[] shownOfBrokers = ["feed", "statement", "supply", "check", "forecast"];
        string[] ofTheOperator =
        [
            "demo", "init", "check", "apply", "import", "quarantine", "estimate", "bill", "rebill", "diff", "position",
            "event", "simulate", "quote", "compare", "costs", "pay", "collect", "commission", "ledger", "accrue",
            "verify",
        ];
        var verbs = Run("nothing").Messages.Split("There are ")[1].Split('.')[0].Split(", ");
        Assert.Equal(verbs.Order(), shown.Concat(ofTheOperator).Order());
        Assert.All(shown, verb => Assert.Contains("--as", Run($"{verb} --help").Results, StringComparison.Ordinal));
        Assert.All(shownOfBrokers, verb => Assert.Contains("--as", Run($"commission {verb} --help").Results,
            StringComparison.Ordinal));
        Assert.All(ofTheOperator, verb => Assert.Equal(2, Run($"{verb} --as sam").Code));
    }

    [Fact]
    public void Readings_are_shown_of_own_connections_and_days()
    {
        Assert.Equal(0, Run("reads oven-l --period 2026-01 --as sam").Code);
        // Tess moved in on 1 February.
        var seen = Run("reads oven-y --period 2026-01-20..2026-02-05 --as tess --format csv");
        Assert.Equal(0, seen.Code);
        Assert.DoesNotContain("2026-01-", seen.Results, StringComparison.Ordinal);
        Assert.Contains("2026-02-01", seen.Results, StringComparison.Ordinal);
        var file = _busbar.PathOf("own.csv");
        Assert.Equal(0, Run($"export oven-l --period 2026-01 --out {file} --as sam").Code);
        Assert.Equal(32, File.ReadAllLines(file).Length);
        Assert.Equal("Whoever looks with --as names the connections.\n",
            Run($"export --period 2026-01 --out {file} --as sam").Messages.Split("  ")[0]);
        Assert.Equal(0, Run("explain NW-2026-00001 --as ann").Code);
    }

    [Fact]
    public void A_statement_closes_with_what_the_ledger_says_and_what_is_open()
    {
        using var database = Database.Open(_busbar.Where, TimeProvider.System);
        var (_, february) = Busbar.Runs.Stating.Of(database, "bakers", Busbar.Time.Days.Parse("2026-02")!.Value);
        var (_, march) = Busbar.Runs.Stating.Of(database, "bakers", Busbar.Time.Days.Parse("2026-03")!.Value);
        using var snapshot = database.Snapshot();
        foreach (var (before, after) in february.Sections.Zip(march.Sections))
        {
            Assert.Equal(before.Closing, after.Opening);
            Assert.Equal(after.Closing.MinorUnits, after.Open.Sum(item => item.Amount.MinorUnits));
            Assert.Equal(after.Closing.MinorUnits,
                LedgerStore.OpenItems(snapshot, after.Account.Id).Sum(item => item.Amount));
        }
        Assert.Equal(54575, march.Sums.Closing.MinorUnits);
    }

    [Fact]
    public void A_bill_that_was_taken_back_stands_with_its_credit_note()
    {
        var prices = _busbar.PathOf("book/products/flat.yaml");
        File.WriteAllText(prices, File.ReadAllText(prices).Replace("25 p", "20 p", StringComparison.Ordinal));
        Assert.Equal(0, _busbar.Run("apply", _busbar.PathOf("book")).Code);
        Assert.Equal(0, _busbar.Run("rebill", "NW-2026-00006", "--issued", "2026-03-05").Code);
        using var database = Database.Open(_busbar.Where, TimeProvider.System);
        var (_, statement) = Busbar.Runs.Stating.Of(database, "york", Busbar.Time.Days.Parse("2026-03")!.Value);
        var section = statement.Sections[0];
        Assert.Equal([EntryKind.Bill, EntryKind.Bill, EntryKind.CreditNote],
            section.Lines.Select(line => line.Kind).Order());
        Assert.Equal((-4200, 4200 + 3472), ((int)section.Sums.Credits.MinorUnits, (int)section.Sums.Bills.MinorUnits));
        Assert.Equal(3, section.PaidByOthers.Count);
    }

    [Fact]
    public void A_statement_is_a_file_in_each_format_with_the_same_sums()
    {
        var folder = _busbar.PathOf("out");
        Assert.Equal(0, _busbar.Run("statement", "bakers", "--period", "2026-03", "--format", "text,json,html,pdf,csv",
            "--out", folder).Code);
        var name = Path.Combine(folder, "statement-bakers-2026-03-01-2026-03-31");
        var pdf = PdfText.Of(File.ReadAllBytes(name + ".pdf"));
        foreach (var text in new[] { pdf, File.ReadAllText(name + ".txt"), File.ReadAllText(name + ".html") })
            foreach (var said in new[] { "Opening balance", "286.75", "545.75", "142.75", "Paid by others", "4711" })
                Assert.Contains(said, text, StringComparison.Ordinal);
        var json = JsonDocument.Parse(File.ReadAllText(name + ".json")).RootElement;
        Assert.Equal("545.75", json.GetProperty("closing").GetString());
        Assert.Equal(9, File.ReadAllLines(name + ".csv").Length);
    }

    [Fact]
    public void Names_in_csv_run_in_no_spreadsheet()
    {
        var parties = _busbar.PathOf("book/parties.yaml");
        File.WriteAllText(parties, File.ReadAllText(parties).Replace("Bakers of York Ltd", "\"=1+1, York\"",
            StringComparison.Ordinal));
        Assert.Equal(0, _busbar.Run("apply", _busbar.PathOf("book")).Code);
        Assert.Contains("york,bakers,\"'=1+1, York\",", Run("account york --format csv").Results,
            StringComparison.Ordinal);
        Assert.Equal(["'=a", "''=a", "a=", "\"'\r\"", ""], new[] { "=a", "'=a", "a=", "\r", null }
            .Select(Busbar.Documents.LineAnnex.Cell));
    }

    [Fact]
    public void A_statement_speaks_the_language_of_its_account()
    {
        var accounts = _busbar.PathOf("book/accounts.yaml");
        File.WriteAllText(accounts, File.ReadAllText(accounts).Replace("account: york",
            "account: york\n  language: de-DE", StringComparison.Ordinal));
        Assert.Equal(0, _busbar.Run("apply", _busbar.PathOf("book")).Code);
        var text = Run("statement york --period 2026-03").Results;
        Assert.Contains("Kontoauszug york, 1. bis 31. März 2026", text, StringComparison.Ordinal);
        Assert.Contains("Endsaldo", text, StringComparison.Ordinal);
        Assert.Contains("142,75", text, StringComparison.Ordinal);
    }

    private Printed Run(string line) => _busbar.RunLine(line);
}
