using System.Text.Json;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>Wrong commands, wrong input, and what the program says and ends with.</summary>
public class The_door_says_what_is_wrong
{
    [Theory]
    [InlineData("bil", "There is no verb bil. Did you mean bill?")]
    [InlineData("invoice",
        "There is no verb invoice. There are demo, init, check, apply, import, quarantine, estimate, bill, "
        + "rebill, show, explain, diff, pool, position, event, reads, sessions, export, simulate, quote, compare, "
        + "costs, account, statement, pay, collect, commission, ledger, accrue, verify.")]
    [InlineData("accrue --on Jan", "--on Jan is no day, such as 2026-02-01.")]
    [InlineData("ledger balanse", "busbar ledger has no balanse. Did you mean balance?")]
    [InlineData("ledger balance --on 2026-13-01", "--on 2026-13-01 is no day, such as 2026-02-01.")]
    [InlineData("ledger journal --period Jan", "--period Jan is no month 2026-01, no year 2026, and not")]
    [InlineData("ledger aged --format pdf", "There is no format pdf. There are text, csv, json.")]
    [InlineData("ledger aged --format csv --json", "--format writes something else than --json: leave one of "
        + "them out.")]
    [InlineData("ledger margin --period 2026 --by site", "--by site is none of product, account, group, period.")]
    [InlineData("pay match R-000001", "Option '--to' is required.\nTry busbar pay match --help.")]
    [InlineData("quarantine acept row-1 --note x", "busbar quarantine has no acept. Did you mean accept?")]
    [InlineData("quarantine row-1", "busbar quarantine has no row-1. It has accept, correct, estimate, reject.")]
    [InlineData("bill", "Option '--period' is required.")]
    [InlineData("check", "Required argument 'BOOK' missing for command: 'check'.")]
    [InlineData("", "There is no verb of no letters.")]
    [InlineData("check --jsn", "There is no option --jsn. Did you mean --json?")]
    [InlineData("bill --period 2026-01 --fromat=json", "There is no option --fromat. Did you mean --format?")]
    [InlineData("bill --period Jan", "--period Jan is no month 2026-01, no year 2026, and not 2026-01-01..2026-04-01.")]
    [InlineData("bill --period 2026-01 --format pdf", "A PDF is a file: name the folder that it comes into")]
    [InlineData("bill --period 2026-01 --format doc",
        "--format doc is none of json, text, csv, html, pdf, ubl, or several")]
    [InlineData("bill --period 2026-01 --format text --json", "--format says how bills are written to the output, and "
        + "--json writes all of it: leave one of the two out, or write the bills into a folder with --out.")]
    [InlineData("bill --period 2026-01 --issued 2026-02-30", "--issued 2026-02-30 is no day, such as 2026-02-01.")]
    public void A_command_that_is_none(string command, string said)
    {
        using var busbar = new Busbars();
        var run = busbar.Run(command.Split(' '));
        Assert.Equal((2, ""), (run.Code, run.Results));
        Assert.StartsWith(said, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_all_shows_the_help_and_is_wrong()
    {
        var (results, messages) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, Busbar.Cli.Program.Run([], new(results, messages, TimeProvider.System, false, default)));
        Assert.Contains("explain <BILL> <LINE>", messages.ToString(), StringComparison.Ordinal);
        Assert.Empty(results.ToString());
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_is_not_there(string engine)
    {
        using var busbar = new Busbars(engine);
        Assert.Equal("The store has no book yet.\n  Apply one first: busbar apply BOOK.\n",
            Refused(busbar, "bill", "--period", "2026-01"));
        busbar.Run("apply", Busbars.HouseholdSolar);
        Assert.Equal("There is no account wattel.\n  Did you mean wattle?\n",
            Refused(busbar, "bill", "--period", "2011-07", "--account", "wattel"));
        Assert.Equal("There is no bill SL-1.\n  None was issued yet.\n", Refused(busbar, "show", "SL-1"));
        Assert.Equal("/nowhere: There is no folder /nowhere.\n", Refused(busbar, "check", "/nowhere"));
        Assert.EndsWith("refused; nothing of it was taken.\n", Refused(busbar, "import", "/nowhere.csv"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_cannot_be_reached_is_exit_code_4()
    {
        var (results, messages) = (new StringWriter(), new StringWriter());
        var code = Busbar.Cli.Program.Run(["show", "--db", "postgres://x:secret@127.0.0.1:1/z"],
            new(results, messages, TimeProvider.System, false, default));
        Assert.Equal(4, code);
        Assert.StartsWith("The server of the database 127.0.0.1:1/z doesn't answer", messages.ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("secret", messages.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_asked_to_stop_stops_and_goes_on_later()
    {
        using var busbar = new Busbars();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var run = busbar.RunUntil(stopped.Token, "bill", Busbars.HouseholdSolar, "--period", "2011");
        Assert.Equal(5, run.Code);
        Assert.EndsWith("Interrupted. Nothing is lost or doubled: run the same command again.\n", run.Messages,
            StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011").Code);
    }

    [Fact]
    public void Faults_are_data_when_asked_for_as_json()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        var product = Path.Combine(book, "products/solar-home.yaml");
        var wrong = File.ReadAllText(product).Replace("24.20 c/kWh", "24.20 c/day", StringComparison.Ordinal);
        File.WriteAllText(product, wrong);
        var run = busbar.Run("check", book, "--json");
        Assert.Equal((1, ""), (run.Code, run.Messages));
        var fault = JsonDocument.Parse(run.Results).RootElement.GetProperty("faults")[0];
        Assert.Equal("wrong-dimension", fault.GetProperty("code").GetString());
        Assert.Equal("products/solar-home.yaml", fault.GetProperty("file").GetString());
        Assert.Equal(21, fault.GetProperty("line").GetInt32());
        Assert.True(fault.GetProperty("column").GetInt32() > 1);
    }

    [Theory]
    [InlineData("check BOOK")]
    [InlineData("apply BOOK")]
    [InlineData("import BOOK/reads")]
    [InlineData("bill BOOK --period 2011-10")]
    [InlineData("bill BOOK --period 2011-10 --draft")]
    [InlineData("diff solar-home")]
    [InlineData("show")]
    [InlineData("show SL-2026-00001")]
    [InlineData("explain SL-2026-00001")]
    [InlineData("explain SL-2026-00001 electricity.day.1 --intervals")]
    public void Every_verb_speaks_json(string command)
    {
        using var busbar = new Busbars();
        busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-10");
        command = command.Replace("BOOK", Busbars.HouseholdSolar, StringComparison.Ordinal);
        var run = busbar.Run([.. command.Split(' '), "--json"]);
        Assert.Equal(0, run.Code);
        using var _ = JsonDocument.Parse(run.Results);
    }

    [Fact]
    public void On_a_terminal_progress_is_drawn_and_the_results_are_the_same()
    {
        using var busbar = new Busbars();
        string[] command = ["bill", Busbars.HouseholdSolar, "--period", "2011", "--draft"];
        var plain = busbar.Run(command);
        using var drawn = new Busbars();
        var (results, messages) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var door = new Busbar.Cli.Door(results, messages, TimeProvider.System, true, default);
        Assert.Equal(0, Busbar.Cli.Program.Run([.. command, "--db", drawn.Where], door));
        Assert.Equal(plain.Results, results.ToString());
        Assert.EndsWith("6 bills drafted, 0 held, 0 billed before.\n", messages.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_issued_that_cannot_be_written()
    {
        using var busbar = new Busbars();
        busbar.Write("taken", "a file");
        var refused = busbar.Run(
            "bill", Busbars.HouseholdSolar, "--period", "2011-07", "--out", busbar.PathOf("taken"));
        Assert.Equal((1, ""), (refused.Code, refused.Results));
        Assert.Contains("Bills can't be written into this folder", refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reading_that_came_too_early_comes_in_when_its_time_has_come()
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Busbars.HouseholdSolar);
        var early = busbar.Write("early.csv", "connection,channel,start,value,unit,quality\n"
            + "ausgrid-12,consumption,2026-11-01T23:00+11:00,0.5,kWh,A\n");
        Assert.Contains("1 row rejected (future)", busbar.Run("import", early).Results, StringComparison.Ordinal);
        Assert.Contains("1  future: Connection ausgrid-12", busbar.Run("show").Results, StringComparison.Ordinal);
        busbar.Now += Duration.FromDays(1);
        var again = busbar.Run("import", early);
        Assert.Equal((0, "early.csv: already imported; of the rows that waited, 1 row came in.\n"),
            (again.Code, again.Results.Replace(busbar.Folder + "/", "", StringComparison.Ordinal)));
        Assert.DoesNotContain("future", busbar.Run("show").Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agreements.yaml", "connections: [ausgrid-12]", "connections: []", "names no connection.")]
    [InlineData("book.yaml", "currency: AUD", "currency: AUS", "expected a code of ISO 4217.")]
    [InlineData("book.yaml", "language: en-AU", "language: klingon", "there are texts in English and German.")]
    public void A_book_that_would_bill_nobody_or_in_no_language(string file, string from, string to, string said)
    {
        using var busbar = new Busbars();
        var path = Path.Combine(busbar.CopyOfBook(), file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(said, Refused(busbar, "check", busbar.PathOf("book")), StringComparison.Ordinal);
    }

    private static string Refused(Busbars busbar, params string[] args)
    {
        var run = busbar.Run(args);
        Assert.Equal((1, ""), (run.Code, run.Results));
        return run.Messages;
    }
}
