using System.Globalization;
using Busbar.Contracts;
using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>Banks write that there is no reference, give one to several lines, or count each day from one: each line
/// comes in all the same, and once.</summary>
public class Banks_repeat_their_references
{
    private const string Bank = "GB33BUKB20201555555555";

    private static readonly LocalDate Day = new(2011, 9, 9);

    public static TheoryData<string, string> References()
    {
        var all = new TheoryData<string, string>();
        foreach (var reference in new[] { "NONREF", "", "not provided", "0000", "-", "1" })
            all.Add(TestStore.Sqlite, reference);
        foreach (var engine in TestStore.Engines) all.Add(engine.Data, "NONREF");
        return all;
    }

    [Theory, MemberData(nameof(References))]
    public void Statements_of_lines_with_the_same_reference_come_in_whole(string engine, string reference)
    {
        using var busbar = Billed(engine);
        WrittenEntry[] first = [Line(reference, 10_00), Line(reference, 20_00), Line(reference, 10_00)];
        WrittenEntry[] second = [.. first.Select(line => line with { On = Day.PlusDays(1) }), Line(reference, 30_00)];
        Assert.Equal("3 new, 0 unchanged", Import(busbar, Statement(first)));
        Assert.Equal("4 new, 0 unchanged", Import(busbar, Statement(second)));
        Assert.Equal("0 new, 3 unchanged", Import(busbar, Statement(first)));
        Assert.Equal("0 new, 4 unchanged", Import(busbar, Statement(second)));
        Assert.Equal(110_00, InSuspense(busbar));
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Theory, MemberData(nameof(References))]
    public void Notifications_of_a_day_are_different_payments_and_those_of_its_statement(
        string engine, string reference)
    {
        using var busbar = Billed(engine);
        // Lines of one reference, day and amount are told apart by who paid, where the bank says that it has none.
        var (ann, bob) = (Line(reference, 50_00) with { Name = "Ann" },
            Line(reference, reference == "1" ? 51_00 : 50_00) with { Name = "Bob" });
        foreach (var one in new[] { ann, bob })
            Assert.Equal("1 new, 0 unchanged", Import(busbar, Notification(one)));
        Assert.Equal("0 new, 1 unchanged", Import(busbar, Notification(bob)));
        Assert.Equal("1 new, 2 unchanged", Import(busbar, Statement(ann, bob, Line(reference, 7_00))));
        Assert.Equal(ann.Amount + bob.Amount + 7_00, InSuspense(busbar));
    }

    [Theory, MemberData(nameof(References))]
    public void Rows_with_the_same_id_come_in_whole(string engine, string id)
    {
        using var busbar = Billed(engine);
        string[] rows = id == "1" ? [$"2011-09-09,10.00,{id}"]
            : [$"2011-09-09,10.00,{id}", $"2011-09-09,20.00,{id}", $"2011-09-09,10.00,{id}"];
        var next = rows.Select(row => row.Replace("09-09", "09-10", StringComparison.Ordinal));
        Assert.Equal($"{rows.Length} new, 0 unchanged", Import(busbar, Csv(rows)));
        Assert.Equal($"{rows.Length} new, 0 unchanged", Import(busbar, Csv(next)));
        Assert.Equal($"0 new, {rows.Length} unchanged", Import(busbar, Csv(rows)));
        Assert.Equal(rows.Length == 1 ? 20_00 : 80_00, InSuspense(busbar));
    }

    [Fact]
    public void Ids_that_a_bank_counts_by_the_day_come_in_one_file()
    {
        using var busbar = Billed();
        var csv = Csv(["2011-09-09,10.00,1", "2011-09-09,20.00,2", "2011-09-10,10.00,1", "2011-09-10,40.00,2"]);
        Assert.Equal("4 new, 0 unchanged", Import(busbar, csv));
        Assert.Equal("0 new, 4 unchanged", Import(busbar, csv));
    }

    [Theory]
    [InlineData("NONREF")]
    [InlineData("NOTPROVIDED")]
    public void No_reference_is_nobodys(string none)
    {
        using var busbar = Billed();
        Assert.Equal("1 new, 0 unchanged", Import(busbar, Statement(Line("E-1", 15_00) with { EndToEnd = none })));
        Assert.Equal("1 new, 0 unchanged", Import(busbar, Statement(Line("E-2", -15_00) with { EndToEnd = none })));
        // What goes out isn't what came in by whoever had no reference either.
        Assert.Equal(0, InSuspense(busbar));
        Assert.Equal(2, busbar.Run("pay", "list", "--suspense", "--format", "csv").Lines.Length - 1);
    }

    [Fact]
    public void A_reference_of_the_line_counts_where_the_account_has_none()
    {
        using var busbar = Billed();
        var text = Statement(Line("NONREF", 10_00) with { Name = "Ann" }).Replace("<AcctSvcrRef>",
            "<NtryRef>E-7</NtryRef><AcctSvcrRef>", StringComparison.Ordinal);
        Assert.Equal("1 new, 0 unchanged", Import(busbar, text));
        // It is known by that, whatever else it says.
        Assert.Equal("0 new, 1 unchanged", Import(busbar, text.Replace("Ann", "A. Lee", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_was_kept_by_the_reference_alone_does_not_come_in_again()
    {
        using var busbar = Billed();
        using (var database = Database.Open(busbar.Where, TimeProvider.System))
            Assert.True(LedgerStore.Change(database, change => change.Add(new BankRecord(change.Next("R"), Bank, "N1",
                Day, 10_00, "AUD", "", "", "transfer", "", "", "before.xml"))));
        Assert.Equal("1 new, 1 unchanged", Import(busbar, Statement(Line("N1", 10_00), Line("N1", 20_00))));
    }

    private static WrittenEntry Line(string reference, long amount) => new(reference, Day, amount, "", "", "transfer");

    private static string Statement(params WrittenEntry[] lines) => BankFiles.Statement(Bank, "AUD", 0, lines);

    private static string Notification(WrittenEntry line)
    {
        var text = Statement(line).Replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", StringComparison.Ordinal)
            .Replace("Stmt>", "Ntfctn>", StringComparison.Ordinal)
            .Replace("camt.053.001.08", "camt.054.001.08", StringComparison.Ordinal);
        return text;
    }

    private static string Csv(IEnumerable<string> rows) => "date,amount,id\n" + string.Join('\n', rows) + "\n";

    private static string Import(Busbars busbar, string text)
    {
        var run = busbar.Run("pay", "import", busbar.Write(text[0] == '<' ? "bank.xml" : "bank.csv", text), "--json");
        Assert.True(run.Code is 0 or 3, run.Messages);
        using var report = System.Text.Json.JsonDocument.Parse(run.Results);
        var root = report.RootElement.ValueKind == System.Text.Json.JsonValueKind.Array ? report.RootElement[0]
            : report.RootElement;
        return string.Create(CultureInfo.InvariantCulture, $"{root.GetProperty("lines").GetArrayLength()} new, "
            + $"{root.GetProperty("unchanged").GetInt32()} unchanged");
    }

    private static long InSuspense(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return -LedgerStore.Balances(snapshot).Where(one => one.Role == LedgerRole.Suspense).Sum(one => one.Amount);
    }

    private static Busbars Billed(string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine);
        Assert.Equal(0, busbar.Run("apply", Busbars.HouseholdSolar).Code);
        return busbar;
    }
}
