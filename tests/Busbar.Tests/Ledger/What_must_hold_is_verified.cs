using System.Text.Json;
using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Runs;
using Busbar.Runs.Verifying;
using Busbar.Store;
using Busbar.Tests.Cli;
using Busbar.Tests.Formats;
using Busbar.Tests.Laws;
using Busbar.Tests.Store;
using Dapper;

namespace Busbar.Tests.Ledger;

/// <summary>What always holds does; and what was changed past the program is named, as F86 asks.</summary>
public class What_must_hold_is_verified
{
    [Theory, MemberData(nameof(OfferLaws.Books), MemberType = typeof(OfferLaws))]
    public void Every_sample_book_holds(string book, string period)
    {
        using var busbar = new Busbars();
        // Its supply begins in December, and a day of supply that isn't billed is named.
        if (book == "demand-response") period = "2025-12-01..2026-02-01";
        busbar.Run("bill", Path.Combine(Tidy.House.Root, "books", book), "--period", period);
        var run = busbar.Run("verify");
        Assert.True(run.Code == 0, run.Results);
        Assert.EndsWith("All of it holds.\n", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("not looked at", run.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_slow_can_be_left_out()
    {
        using var busbar = Billed();
        var run = busbar.Run("verify", "--quick");
        Assert.Equal(0, run.Code);
        Assert.Contains("and its lines to their intervals.\n  not looked at\n", run.Results, StringComparison.Ordinal);
    }

    /// <summary>F86: a row that is edited directly in the database is named.</summary>
    [Theory]
    [InlineData("I1", "entry 1, bill SL-2011-00001", "postings",
        "UPDATE postings SET amount = amount + 1 WHERE entry = 1 AND line = 0")]
    [InlineData("I1", "bill SL-2011-00001", "postings",
        "UPDATE postings SET amount = amount + 1 WHERE entry = 1 AND line = 0; UPDATE postings SET amount = "
            + "amount - 1 WHERE entry = 1 AND line = (SELECT min(line) FROM postings WHERE entry = 1 AND "
            + "role = 'revenue')")]
    [InlineData("I1", "bill SL-2011-00001", "bills", "DELETE FROM bills WHERE number = 'SL-2011-00001'")]
    [InlineData("I1", "bill SL-2011-00001", "entries",
        "DELETE FROM entries WHERE id = 1; DELETE FROM postings WHERE entry = 1")]
    [InlineData("I2", "bill SL-2011-00001", "bills",
        "UPDATE bills SET body = replace(body, '\"net\": \"', '\"net\": \"1') WHERE number = 'SL-2011-00001'")]
    [InlineData("I2", "bill SL-2011-00001", "bills",
        "UPDATE bills SET net = net + 1, total = total + 1 WHERE number = 'SL-2011-00001'")]
    [InlineData("I2", "bill SL-2011-00001", "bills", "UPDATE bills SET body = '' WHERE number = 'SL-2011-00001'")]
    [InlineData("I4", "charge ", "charges", "UPDATE charges SET to_day = '2011-08-05' WHERE from_day = '2011-07-01'")]
    [InlineData("I4", "charge ", "charges", "UPDATE charges SET bill = 'none' WHERE from_day = '2011-07-01'")]
    [InlineData("I5", "agreement wattle-home", "charges",
        "UPDATE charges SET live = 0 WHERE from_day = '2011-07-01'")]
    [InlineData("I5", "agreement wattle-home", "charges",
        "UPDATE charges SET from_day = '2001-07-01' WHERE from_day = '2011-07-01'")]
    [InlineData("I3, I6, I9", "bill SL-2011-00001", "bills",
        "UPDATE bills SET inputs_hash = X'00' WHERE number = 'SL-2011-00001'")]
    [InlineData("I3, I6, I9", "bill SL-2011-00001", "bills",
        "UPDATE bills SET body = replace(body, '\"quantity\": \"', '\"quantity\": \"1') WHERE number = "
            + "'SL-2011-00001'")]
    [InlineData("I7", "series SL-2011-#", "bills", "DELETE FROM bills WHERE number = 'SL-2011-00001'")]
    [InlineData("I7", "bill SL-2011-00002", "bills",
        "UPDATE bills SET issued_on = '2001-01-01' WHERE number = 'SL-2011-00002'")]
    [InlineData("I7", "bill X", "bills", "UPDATE bills SET number = 'X' WHERE number = 'SL-2011-00002'")]
    [InlineData("I10", "receipt ", "files", "UPDATE files SET rejected = rejected + 1")]
    [InlineData("I14", "entry 1, bill SL-2011-00001", "entries",
        "UPDATE entries SET posted_on = '2011-07-02' WHERE id = 1")]
    [InlineData("I14", "entry 1, bill SL-2011-00001", "postings",
        "UPDATE postings SET product = 'other' WHERE entry = 1")]
    [InlineData("I14", "entry 1", "entries", "DELETE FROM entries WHERE id = 1")]
    [InlineData("I14", "entry 2", "entries", "DELETE FROM entries WHERE id = 2")]
    [InlineData("I14", "ausgrid-12 consumption 201107", "blocks",
        "UPDATE blocks SET body = X'01' WHERE month = 201107")]
    [InlineData("control", "account 1100", "postings",
        "UPDATE postings SET account = NULL WHERE entry = 1 AND role = 'receivables'")]
    public void What_was_changed_past_the_program_is_named(string id, string name, string table, string sql)
    {
        using var busbar = Billed();
        using (var database = Database.Open(busbar.Where, TimeProvider.System))
        using (var connection = database.Connect())
        {
            connection.Execute("PRAGMA foreign_keys = OFF");
            foreach (var trigger in connection.Query<string>(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('postings', @table)",
                new { table }).ToList())
                connection.Execute($"DROP TRIGGER {trigger}");
            Assert.True(connection.Execute(sql) > 0);
        }
        var run = busbar.Run("verify", "--json");
        Assert.Equal(1, run.Code);
        var report = JsonDocument.Parse(run.Results).RootElement;
        Assert.False(report.GetProperty("holds").GetBoolean());
        Assert.Contains(report.GetProperty("invariants").EnumerateArray()
                .Where(one => one.GetProperty("id").GetString() == id)
                .SelectMany(one => one.GetProperty("breaches").EnumerateArray()),
            breach => breach.GetProperty("name").GetString()!.StartsWith(name, StringComparison.Ordinal));
        var told = busbar.Run("verify").Results;
        Assert.Contains(name, told, StringComparison.Ordinal);
        if (sql.StartsWith("UPDATE entries", StringComparison.Ordinal))
            Assert.Contains("entry 1, bill SL-2011-00001: It isn't what was posted: its hash is another, or one before "
                + "it is gone.", told, StringComparison.Ordinal);
        Assert.Equal(id == "I3, I6, I9" ? 0 : 1, busbar.Run("verify", "--quick").Code);
    }

    /// <summary>Who deletes a line has its file posted a second time.</summary>
    [Theory]
    [InlineData("receipt R-000001", "bank_lines", "DELETE FROM bank_lines WHERE id = 'R-000001'",
        "It is entry 3, and no line of a bank says so any more: its file would be posted again.")]
    [InlineData("receipt R-000001", "bank_lines", "UPDATE bank_lines SET amount = amount + 100000",
        "The bank says 105000 minor units, and its entry 5000.")]
    [InlineData("receipt R-000009", "bank_lines", "UPDATE bank_lines SET id = 'R-000009'", "No entry has it.")]
    [InlineData("direct debit DD-000001", "collections", "DELETE FROM collections",
        "It is missing; what was sent counts without a gap.")]
    public void What_a_bank_said_and_was_sent_is_held_against_the_ledger(
        string name, string table, string sql, string sentence)
    {
        using var busbar = Billed();
        var file = busbar.Write("bank.xml", BankFiles.Statement("GB33BUKB20201555555555", "AUD", 0,
            [new("N1", new(2011, 9, 9), 50_00, "A WATTLE", "", "wattle")]));
        Assert.Equal(0, busbar.Run("pay", "import", file).Code);
        using (var database = Database.Open(busbar.Where, TimeProvider.System))
        {
            LedgerStore.Change(database, change =>
            {
                change.Add(new SentDebit(change.Next("DD"), change.Next("PB"), "wattle", 1, new(2011, 9, 9), "M", [])
                {
                    Payment = "PB-000001-1",
                });
                return 0;
            });
            Assert.Equal(0, busbar.Run("verify", "--quick").Code);
            using var connection = database.Connect();
            foreach (var trigger in connection.Query<string>(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = @table", new { table }).ToList())
                connection.Execute($"DROP TRIGGER {trigger}");
            Assert.True(connection.Execute(sql) > 0);
        }
        var run = busbar.Run("verify", "--quick");
        Assert.Equal(1, run.Code);
        Assert.Contains($"  {name}: {sentence}\n", run.Results, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_a_bank_said_and_was_sent_refuses_to_be_changed_or_deleted(string engine)
    {
        using var store = new TestStore(engine);
        LedgerStore.Change(store.Database, change =>
        {
            var day = new NodaTime.LocalDate(2026, 1, 5);
            change.Add(new BankRecord("R-000001", "B", "N1", day, 1, "GBP", "", "", "", "", "", "bank.xml"));
            change.Add(new SentDebit("DD-000001", "PB-000001", "ann", 1, day, "M", [])
            {
                Payment = "PB-000001-1",
            });
            change.Reject("DD-000001", day, "AC04");
            change.Add(new Reminder("ann", "B-1", "Reminder", day));
            return 0;
        });
        using var connection = store.Database.Connect();
        foreach (var sql in new[]
        {
            "UPDATE bank_lines SET amount = 2", "DELETE FROM bank_lines", "UPDATE collections SET amount = 2",
            "DELETE FROM collections", "UPDATE rejected_collections SET reason = ''",
            "DELETE FROM rejected_collections", "UPDATE reminders SET sent_on = ''", "DELETE FROM reminders",
        })
            Assert.Contains("immutable", Assert.ThrowsAny<System.Data.Common.DbException>(() => connection.Execute(sql))
                .Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void More_set_against_a_bill_than_it_comes_to_is_named(string engine)
    {
        using var busbar = Billed(engine);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        LedgerStore.Post(database, ledger =>
        {
            var (chart, open) = (ChartOfAccounts.Usual, ledger.OpenItems()[0]);
            var more = new Money(ledger.OpenItems().Where(item => item.Document == open.Document)
                .Sum(item => item.Amount) + 1, Currency.Of("AUD")!.Value);
            return
            [
                new(new(2011, 9, 20), EntryKind.Allocation, "A-1", "",
                [
                    new(chart.Of(LedgerRole.CustomerCredit), more) { Account = open.Account, Document = "R-1" },
                    new(chart.Of(LedgerRole.Receivables), -more) { Account = open.Account, Document = open.Document },
                ]),
            ];
        });
        var run = busbar.Run("verify");
        Assert.Equal(1, run.Code);
        Assert.Contains("  SL-2011-00001 of account wattle: 1 minor units more were set against it than it comes to.\n",
            run.Results, StringComparison.Ordinal);
        Assert.Contains("  R-1 of account wattle: ", run.Results, StringComparison.Ordinal);
        Assert.Equal("One is broken.\n", run.Messages);
    }

    [Fact]
    public void A_pool_that_does_not_close_is_named()
    {
        using var busbar = new Busbars();
        busbar.Run("bill", Path.Combine(Tidy.House.Root, "books/community"), "--period", "2026-04");
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using (var snapshot = database.Snapshot())
        using (var change = database.Begin(SettlementStore.Kind, "by hand"))
        {
            var pool = StoredBook.Load(snapshot).Pools.Values.First();
            var part = SettledPart.AllOf(pool, pool.Shares.Keys.First()).First(part => part.Member is not null);
            var need = part.Need(Busbar.Time.Days.Parse("2026-04")!.Value);
            var series = ReadStore.Load(snapshot, [Loading.Wanted(need)])[0];
            series.Set(0, series.ValueOf(0) + 1, Quality.Actual);
            Assert.Equal(1, SettlementStore.Write(change, [(part.Kept, part.Measured, series)]));
            change.Commit();
        }
        var run = busbar.Run("verify", "--quick");
        Assert.Equal(1, run.Code);
        Assert.Contains("intervals or windows what members got and what is left aren't what was shared.", run.Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_not_its_intervals_is_named()
    {
        using var busbar = Billed();
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        var bill = Explaining.Find(database, "SL-2011-00001");
        var lines = Explaining.Rebuild(database, bill);
        Assert.Null(BillsAreMadeAgain.LineOff(bill.Document, lines));
        var line = bill.Document.Lines.First(one => one.Unit == "kWh");
        var off = bill.Document with
        {
            Lines = [.. bill.Document.Lines.Select(
                one => one == line ? one with { Quantity = "1" + one.Quantity } : one)],
        };
        Assert.StartsWith("Its lines ", BillsAreMadeAgain.LineOff(off, lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Bills_that_are_older_than_the_ledger_are_posted_later()
    {
        using var busbar = Billed();
        var book = busbar.CopyOfBook();
        var prices = busbar.PathOf("book/products/solar-home.yaml");
        File.WriteAllText(prices, File.ReadAllText(prices).Replace("78.65", "80.65", StringComparison.Ordinal));
        busbar.Run("apply", book);
        busbar.Run("rebill", "SL-2011-00001", "--issued", "2011-09-02");
        var before = busbar.Run("ledger", "balance").Results;
        using (var database = Database.Open(busbar.Where, TimeProvider.System))
        using (var connection = database.Connect())
        {
            foreach (var trigger in connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'trigger' "
                + "AND tbl_name IN ('postings', 'entries', 'numbers') AND name NOT LIKE '%balance'").ToList())
                connection.Execute($"DROP TRIGGER {trigger}");
            connection.Execute("PRAGMA foreign_keys = OFF; DELETE FROM entries; DELETE FROM postings; "
                + "DELETE FROM numbers WHERE series = 'ledger'");
        }
        Assert.Contains("  bill SL-2011-00001: It has no entry in the ledger; busbar ledger post-bills posts bills "
            + "that are older than it.\n", busbar.Run("verify", "--quick").Results, StringComparison.Ordinal);
        Assert.Equal("4 documents posted.\n", busbar.Run("ledger", "post-bills").Results);
        Assert.Equal("0 documents posted.\n", busbar.Run("ledger", "post-bills").Results);
        Assert.Equal(before, busbar.Run("ledger", "balance").Results);
        Assert.Equal(0, busbar.Run("verify").Code);
        Assert.Contains("\"posted\": 0", busbar.Run("ledger", "post-bills", "--json").Results,
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_was_taken_back_and_made_again_holds(string engine)
    {
        using var busbar = Billed(engine);
        var book = busbar.CopyOfBook();
        var prices = busbar.PathOf("book/products/solar-home.yaml");
        File.WriteAllText(prices, File.ReadAllText(prices).Replace("78.65", "80.65", StringComparison.Ordinal));
        busbar.Run("apply", book);
        Assert.Equal(0, busbar.Run("rebill", "SL-2011-00001", "--issued", "2011-09-02").Code);
        Assert.Contains(busbar.Run("accrue", "--on", "2011-09-10").Code, new[] { 0, 3 });
        var run = busbar.Run("verify");
        Assert.True(run.Code == 0, run.Results);
    }

    private static Busbars Billed(string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine);
        var run = busbar.Run(
            "bill", Busbars.HouseholdSolar, "--period", "2011-07-01..2011-09-01", "--issued", "2011-09-01");
        Assert.True(run.Code == 0, run.Messages);
        return busbar;
    }
}
