using System.Xml;
using System.Xml.Linq;
using Busbar.Contracts;
using Busbar.Runs;
using Busbar.Runs.Payments;
using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>Direct debits, reminders with their fees, instalments: each once.</summary>
public class What_is_due_is_collected
{
    internal const string Terms = """

        payments:
          creditor-id: DE98ZZZ09999999999
          iban: DE89 3704 0044 0532 0130 00
          interest: 8 %
          write-off-up-to: 1.00 AUD
          reminders:
            - { name: Reminder, after-days: 7 }
            - { name: Last reminder, after-days: 21, fee: 5.00 AUD }
        """;

    internal const string Mandate = "\n  mandate: { id: M-7, signed: 2011-06-01, iban: GB94BARC10201530093459 }";

    [Fact]
    public void A_bill_is_collected_by_direct_debit_once()
    {
        using var busbar = Billed(Mandate);
        Assert.Equal("0 direct debits, 0 reminders, 0 instalments.\n",
            busbar.Run("collect", "--on", "2011-09-01").Messages);
        var drafted = busbar.Run("collect", "--on", "2011-09-13", "--draft");
        Assert.Contains("debit      wattle               2011-09-15       144.47  SL-2011-00001", drafted.Results,
            StringComparison.Ordinal);
        Assert.StartsWith("1 direct debit would be sent to the bank: say with --out",
            busbar.Run("collect", "--on", "2011-09-13").Messages, StringComparison.Ordinal);
        var sent = busbar.Run("collect", "--on", "2011-09-13", "--out", busbar.PathOf("bank"));
        Assert.True(sent.Code == 0, sent.Messages);
        using var reader = XmlReader.Create(busbar.PathOf("bank/PB-000001.xml"));
        var file = XDocument.Load(reader);
        Assert.Equal(["DD-000001", "144.47", "M-7", "SL-2011-00001"],
            new[] { "EndToEndId", "InstdAmt", "MndtId", "Ustrd" }
            .Select(name => file.Descendants().Single(one => one.Name.LocalName == name).Value));
        Assert.Contains("0 direct debits", busbar.Run("collect", "--on", "2011-09-14", "--out", busbar.PathOf("bank"))
            .Messages, StringComparison.Ordinal);
        var before = File.ReadAllText(busbar.PathOf("bank/PB-000001.xml"));
        File.Delete(busbar.PathOf("bank/PB-000001.xml"));
        Assert.Equal(0, busbar.Run("collect", "--again", "PB-000001", "--out", busbar.PathOf("bank")).Code);
        Assert.Equal(before, File.ReadAllText(busbar.PathOf("bank/PB-000001.xml")));
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 15), 144_47, "", "", "", "DD-000001"));
        Assert.Equal(0, Open(busbar));
        // It comes back: what it paid is open again, and is collected again.
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 20), -144_47, "", "", "", "DD-000001", "AM04"));
        Assert.Equal(144_47, Open(busbar));
        Assert.Contains("1 direct debit", busbar.Run("collect", "--on", "2011-09-21", "--draft").Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_bank_gives_back_unbooked_is_collected_again()
    {
        using var busbar = Billed(Mandate);
        busbar.Run("collect", "--on", "2011-09-13", "--out", busbar.PathOf("bank"));
        Assert.Equal("DD-000001 came back; wattle is collected from again, or reminded.\n",
            busbar.Run("pay", "reject", "DD-000001", "--reason", "AC04").Results);
        var again = busbar.Run("pay", "reject", "DD-000001");
        Assert.StartsWith("Direct debit DD-000001 isn't on its way: the bank has booked it, or gave it back before.",
            again.Messages, StringComparison.Ordinal);
        Assert.StartsWith("There is no direct debit DD-000009.\n  Did you mean DD-000001?",
            busbar.Run("pay", "reject", "DD-000009").Messages, StringComparison.Ordinal);
        Assert.Contains("1 direct debit", busbar.Run("collect", "--on", "2011-09-14", "--out", busbar.PathOf("bank"))
            .Messages, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Nobody_is_reminded_of_what_is_on_its_way(string engine)
    {
        using var busbar = Billed(Mandate, engine: engine);
        // Also of what is collected late, and in the same go: it wasn't the customer who was late.
        Assert.Equal("1 direct debit, 0 reminders, 0 instalments.", Collect(busbar, "2011-09-22"));
        Assert.Equal("0 direct debits, 0 reminders, 0 instalments.", Collect(busbar, "2011-10-06"));
        busbar.Run("pay", "reject", "DD-000001", "--on", "2011-10-07");
        Assert.Equal("1 direct debit, 0 reminders, 0 instalments.", Collect(busbar, "2011-10-07"));
        // The bank books it, and returns it.
        Pay(busbar, new WrittenEntry("N1", new(2011, 10, 9), 144_47, "", "", "", "DD-000002"));
        Pay(busbar, new WrittenEntry("N2", new(2011, 10, 10), -144_47, "", "", "", "DD-000002", "AM04"));
        Assert.Equal("1 direct debit, 0 reminders, 0 instalments.", Collect(busbar, "2011-10-10"));
        Assert.Equal(144_47, Open(busbar));
        // Three times in vain: it isn't collected again, and the customer is reminded.
        busbar.Run("pay", "reject", "DD-000003", "--on", "2011-10-12");
        Assert.Contains("SL-2011-00001, Last reminder, 5.85 AUD (FEE-000001)",
            busbar.Run("collect", "--on", "2011-10-12", "--out", busbar.PathOf("bank")).Results,
            StringComparison.Ordinal);
        // The fee is a document of its own, and is collected when it is due.
        Assert.Contains("  FEE-000001\n", busbar.Run("collect", "--on", "2011-10-24", "--draft").Results,
            StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Fact]
    public void A_new_mandate_is_tried_anew_and_the_book_says_how_often()
    {
        var terms = Terms.Replace("  interest: 8 %", "  collect-tries: 1", StringComparison.Ordinal);
        using var busbar = Billed(Mandate, terms);
        Assert.StartsWith("1 direct debit,", Collect(busbar, "2011-09-14"), StringComparison.Ordinal);
        busbar.Run("pay", "reject", "DD-000001");
        Assert.Equal("0 direct debits, 1 reminder, 0 instalments.", Collect(busbar, "2011-09-22"));
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle"
            + Mandate.Replace("M-7", "M-8", StringComparison.Ordinal) + "\n");
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Assert.Equal("1 direct debit, 0 reminders, 0 instalments.", Collect(busbar, "2011-10-08"));
    }

    [Fact]
    public void An_instalment_on_its_way_counts_as_paid_until_it_comes_back()
    {
        using var busbar = Billed(Mandate + "\n  budget: { amount: 150.00 AUD, day: 20, from: 2011-09-20 }");
        Assert.Equal("1 direct debit, 0 reminders, 0 instalments.", Collect(busbar, "2011-09-18"));
        Assert.Equal("0 direct debits, 0 reminders, 0 instalments.", Collect(busbar, "2011-09-25"));
        foreach (var (i, day) in new[] { "2011-09-26", "2011-09-27" }.Index())
        {
            busbar.Run("pay", "reject", $"DD-00000{i + 1}");
            Assert.Equal("1 direct debit, 0 reminders, 0 instalments.", Collect(busbar, day));
        }
        busbar.Run("pay", "reject", "DD-000003");
        Assert.Equal("0 direct debits, 0 reminders, 0 instalments.", Collect(busbar, "2011-09-26"));
        Assert.Equal("0 direct debits, 1 reminder, 0 instalments.", Collect(busbar, "2011-09-28"));
    }

    /// <summary>What collecting says in one line.</summary>
    internal static string Collect(Busbars busbar, string day)
    {
        var run = busbar.Run("collect", "--on", day, "--out", busbar.PathOf("bank"));
        Assert.True(run.Code == 0, run.Messages);
        return run.Messages.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
    }

    [Fact]
    public void Two_who_collect_at_once_collect_once()
    {
        using var busbar = Billed(Mandate);
        Parallel.For(0, 4, i => busbar.Run("collect", "--on", "2011-09-13", "--out", busbar.PathOf($"bank{i}")));
        Assert.Single(Enumerable.Range(0, 4).Select(i => busbar.PathOf($"bank{i}")).Where(Directory.Exists)
            .SelectMany(Directory.GetFiles));
    }

    [Fact]
    public void Who_is_late_is_reminded_stage_by_stage_with_fees_and_interest()
    {
        using var busbar = Billed("");
        // Due on 15 September.
        Assert.Contains("0 reminders", busbar.Run("collect", "--on", "2011-09-21").Messages, StringComparison.Ordinal);
        Assert.Contains("SL-2011-00001, Reminder, 0.22 AUD (FEE-000001)",
            busbar.Run("collect", "--on", "2011-09-22").Results, StringComparison.Ordinal);
        Assert.Contains("0 reminders", busbar.Run("collect", "--on", "2011-09-23").Messages, StringComparison.Ordinal);
        // 144.47 × 8 % × 21 ÷ 365 is 0.66; 0.22 of it was charged before. A draft says what will be charged.
        Assert.Contains("SL-2011-00001, Last reminder, 5.44 AUD",
            busbar.Run("collect", "--on", "2011-10-06", "--draft").Results, StringComparison.Ordinal);
        Assert.Contains("SL-2011-00001, Last reminder, 5.44 AUD (FEE-000002)",
            busbar.Run("collect", "--on", "2011-10-06").Results, StringComparison.Ordinal);
        Assert.Equal(144_47 + 22 + 5_44, Open(busbar));
        // What fees come to is paid as bills are.
        Pay(busbar, new WrittenEntry("N1", new(2011, 10, 9), 150_13, "", "", "wattle"));
        Assert.Equal(0, Open(busbar));
    }

    [Fact]
    public void What_a_draft_shows_is_what_is_posted() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 30_00]).Array[2, 8].Sample(steps =>
        {
            using var busbar = Billed("");
            using var database = Database.Open(busbar.Where, TimeProvider.System);
            Book book;
            using (var snapshot = database.Snapshot()) book = StoredBook.Load(snapshot);
            var day = new LocalDate(2011, 9, 20);
            foreach (var (i, (days, paid)) in steps.Index())
            {
                day = day.PlusDays(days);
                if (paid > 20_00) Pay(busbar, new WrittenEntry($"N{i}", day, paid, "", "", "wattle"));
                var (before, collecting) = (Open(busbar), new Collecting(database, book, day));
                var (draft, done) = (collecting.Run(isDraft: true), collecting.Run(isDraft: false));
                Assert.Equal(draft.Reminders.Select(one => (one.Reminder, one.Cost)),
                    done.Reminders.Select(one => (one.Reminder, one.Cost)));
                Assert.Equal(before + draft.Reminders.Sum(one => one.Cost.MinorUnits), Open(busbar));
            }
        }, iter: 12, threads: 1);

    [Fact]
    public void Instalments_are_collected_by_the_month_and_reviewed_against_use()
    {
        using var busbar = Billed(Mandate + "\n  budget: { amount: 90.00 AUD, day: 5, from: 2011-09-05 }");
        Assert.Contains("DD-000001  wattle               2011-09-05        90.00  instalment",
            busbar.Run("collect", "--on", "2011-09-03", "--out", busbar.PathOf("bank")).Results,
            StringComparison.Ordinal);
        Assert.Contains("0 direct debits", busbar.Run("collect", "--on", "2011-09-04", "--out", busbar.PathOf("bank"))
            .Messages, StringComparison.Ordinal);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 5), 90_00, "", "", "", "DD-000001"));
        Assert.Equal(54_47, Open(busbar));
        // 144.47 of 31 days is 1701.02 a year; with what is open 146.29 a month.
        var row = busbar.Run("collect", "review", "--on", "2011-09-06", "--format", "csv").Lines[1];
        Assert.Equal("wattle,90.00,144.47,31,1701.02,54.47,146.29,too little", row);
    }

    [Fact]
    public void Whoever_pays_instalments_by_itself_is_told_of_each_once_also_days_later()
    {
        using var busbar = Billed("\n  budget: { amount: 90.00 AUD, day: 5, from: 2011-08-05 }");
        const string Told = "instalment wattle               2011-08-05        90.00  missed\n"
            + "instalment wattle               2011-09-05        90.00  paid by itself\n";
        Assert.Contains(Told, busbar.Run("collect", "--on", "2011-09-07", "--draft").Results,
            StringComparison.Ordinal);
        Assert.Contains(Told, busbar.Run("collect", "--on", "2011-09-07").Results, StringComparison.Ordinal);
        Assert.Contains("0 instalments", busbar.Run("collect", "--on", "2011-09-08").Messages,
            StringComparison.Ordinal);
        Assert.Contains("2011-10-05", busbar.Run("collect", "--on", "2011-10-05").Results, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Every_missed_instalment_is_told_and_what_was_paid_counts_for_the_earliest(string engine)
    {
        using var busbar = Billed("\n  budget: { amount: 90.00 AUD, day: 5, from: 2011-08-05 }", engine: engine);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 6), 120_00, "", "", "wattle", "E-1"));
        Assert.Equal(
            [
                "instalment wattle               2011-09-05        60.00  missed",
                "instalment wattle               2011-10-05        90.00  missed",
                "instalment wattle               2011-11-05        90.00  paid by itself",
            ], Told("2011-11-07"));
        Assert.Empty(Told("2011-11-08"));
        // The payment is returned: now the first one was missed, too.
        Pay(busbar, new WrittenEntry("N2", new(2011, 11, 9), -120_00, "", "", "", "E-1", "AM04"));
        Assert.Equal(["instalment wattle               2011-08-05        90.00  missed"], Told("2011-11-09"));

        string[] Told(string day) => [.. busbar.Run("collect", "--on", day).Lines.Where(line =>
            line.StartsWith("instalment", StringComparison.Ordinal))];
    }

    [Fact]
    public void Every_missed_instalment_of_a_plan_is_told_once()
    {
        using var busbar = Billed(
            "\n  plan: { 2011-09-20: 44.47 AUD, 2011-10-20: 50.00 AUD, 2011-11-20: 50.00 AUD }");
        Assert.DoesNotContain("instalment ", busbar.Run("collect", "--on", "2011-09-19").Results,
            StringComparison.Ordinal);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 21), 10_00, "", "", "wattle"));
        var drafted = busbar.Run("collect", "--on", "2011-10-20", "--draft", "--json").Results;
        var told = System.Text.Json.JsonDocument.Parse(drafted).RootElement.GetProperty("instalments");
        Assert.Equal(
            ["2011-09-20 34.47 plan True", "2011-10-20 50.00 plan False"], told.EnumerateArray().Select(one =>
                $"{one.GetProperty("due").GetString()} {one.GetProperty("amount").GetString()} "
                + $"{one.GetProperty("of").GetString()} {one.GetProperty("missed").GetBoolean()}"));
        Assert.Contains("2011-09-20        34.47  of a plan, missed\n",
            busbar.Run("collect", "--on", "2011-10-20").Results, StringComparison.Ordinal);
        Assert.Contains("0 instalments", busbar.Run("collect", "--on", "2011-11-19").Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_of_the_debt_that_there_was()
    {
        using var busbar = Billed("\n  plan: { 2011-09-20: 44.47 AUD, 2011-10-20: 100.00 AUD }");
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 20), 44_47, "", "", "wattle"));
        Assert.Equal(0, busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-01").Code);
        // The new bill is due on the 15th, when the debt was agreed on before.
        Assert.Contains("0 reminders, 0 instalments", busbar.Run("collect", "--on", "2011-10-18").Messages,
            StringComparison.Ordinal);
        var run = busbar.Run("collect", "--on", "2011-10-27");
        Assert.Contains("2 reminders, 1 instalment", run.Messages, StringComparison.Ordinal);
        Pay(busbar, new WrittenEntry("N2", new(2011, 10, 23), 100_00, "", "", "wattle"));
        run = busbar.Run("collect", "--on", "2011-11-05", "--draft");
        Assert.Contains("SL-2011-00002, Last reminder", run.Results, StringComparison.Ordinal);
        Assert.DoesNotContain("SL-2011-00001", run.Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("every: week, from: 2011-09-20", "2011-09-20 2011-09-27 2011-10-04 2011-10-11", "33.74")]
    [InlineData("every: 2 weeks, from: 2011-09-20", "2011-09-20 2011-10-04", "67.47")]
    [InlineData("every: 4 weeks, from: 2011-08-31", "2011-08-31 2011-09-28", "134.95")]
    [InlineData("every: 2 months, day: 15, from: 2011-08-01", "2011-08-15 2011-10-15", "293.19")]
    [InlineData("every: quarter, day: 5, from: 2011-07-06", "2011-08-05", "439.78")]
    [InlineData("every: half-year, from: 2011-03-01", "2011-03-01 2011-09-01", "879.56")]
    [InlineData("every: year, day: 28, from: 2010-02-28", "2010-02-28 2011-02-28", "1759.13")]
    public void Instalments_are_as_far_apart_as_the_book_says(string every, string days, string suggested)
    {
        using var busbar = Billed($"\n  budget: {{ amount: 90.00 AUD, {every} }}");
        // 144.47 of 31 days is 1701.02 a year, and 58.11 of them are open.
        Pay(busbar, new WrittenEntry("N1", new(2010, 2, 1), 86_36, "", "", "wattle"));
        Assert.Equal(days.Split(' '), busbar.Run("collect", "--on", "2011-10-15", "--draft").Lines
            .Where(line => line.StartsWith("instalment", StringComparison.Ordinal)).Select(line => line[32..42]));
        Assert.Equal(suggested,
            busbar.Run("collect", "review", "--on", "2011-10-15", "--format", "csv").Lines[1].Split(',')[6]);
    }

    [Theory]
    [InlineData("every: fortnight", "every of budget of account wattle is the text fortnight; expected week, 2 weeks, "
        + "4 weeks, month, 2 months, quarter, half-year or year.")]
    [InlineData("every: 2 weeks, day: 5", "budget of account wattle is by the week, and has a day of the month.\n"
        + "  Leave day out: weeks are counted from the day in from.")]
    public void Instalments_of_no_step_are_refused(string every, string message)
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle\n"
            + $"  budget: {{ amount: 90.00 AUD, from: 2011-08-05, {every} }}\n");
        var refused = busbar.Run("check", book);
        Assert.Equal(1, refused.Code);
        Assert.Contains(message, refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bank_that_would_refuse_stops_it_before_anything_is_kept()
    {
        using var busbar = Billed(Mandate.Replace("M-7", "\"M 7 with blanks and far too long for any bank to take\"",
            StringComparison.Ordinal));
        var refused = busbar.Run("collect", "--on", "2011-09-13", "--out", busbar.PathOf("bank"));
        Assert.Equal(1, refused.Code);
        Assert.False(Directory.Exists(busbar.PathOf("bank")));
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        Assert.Empty(PaymentStore.SentDebits(snapshot));
    }

    [Theory]
    [InlineData("There is no batch PB-9 of direct debits.", "--again", "PB-9", "--out", "x")]
    public void What_cannot_be_is_refused(string message, params string[] args)
    {
        using var busbar = Billed("");
        var refused = busbar.Run(["collect", .. args]);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith(message, refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mandate_without_a_creditor_is_named()
    {
        using var busbar = Billed(Mandate, terms: "");
        var waiting = busbar.Run("collect", "--on", "2011-09-13");
        Assert.Equal(3, waiting.Code);
        Assert.Contains("Account wattle is paid by direct debit, and the book doesn't say under which id and into "
            + "which "
            + "account it is collected.", waiting.Messages, StringComparison.Ordinal);
    }

    internal static Busbars Billed(string account, string terms = Terms, string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine) { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var book = busbar.CopyOfBook();
        File.AppendAllText(busbar.PathOf("book/book.yaml"), terms + "\n");
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle" + account + "\n");
        var billed = busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01");
        Assert.True(billed.Code == 0, billed.Messages);
        return busbar;
    }

    internal static void Pay(Busbars busbar, WrittenEntry entry)
    {
        var paid = busbar.Run("pay", "import", busbar.Write($"{entry.Reference}.xml",
            BankFiles.Statement("DE89370400440532013000", "AUD", 0, [entry])));
        Assert.True(paid.Code == 0, paid.Messages);
    }

    internal static long Open(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return LedgerStore.OpenItems(snapshot).Sum(item => item.Amount);
    }
}
