using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>What is decided of money counts on a day on which it can, and no more is written off than may be.</summary>
public class Money_is_decided_on_a_day
{
    private const string Bank = "GB33BUKB20201555555555";

    private const string Two = "- { account: wattle, party: wattle }\n- { account: banksia, party: wattle }\n";

    [Fact]
    public void Nothing_is_taken_back_or_used_before_it_is_there()
    {
        using var busbar = Billed(accounts: Two);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 50_00, "SMITH J", "", "electricity"));
        Says(busbar, "Receipt R-000001 is in suspense since 2011-09-09, and can't be matched on 2011-09-08.\n  Leave "
            + "--on out, or write --on 2011-09-09 or a later day.\n",
            "pay", "match", "R-000001", "--to", "wattle", "--on", "2011-09-08");
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "wattle", "--on", "2011-09-20").Code);
        Says(busbar, "R-000001 is set against a bill since 2011-09-20, and can't be taken back on 2011-09-19.",
            "pay", "release", "R-000001", "--on", "2011-09-19");
        Says(busbar, "Receipt R-000001 is wattle's since 2011-09-20, and can't be taken back on 2011-09-10.",
            "pay", "unmatch", "R-000001", "--on", "2011-09-10");
        Assert.Equal(0, busbar.Run("pay", "unmatch", "R-000001", "--on", "2011-09-20").Code);
        // Between the two days nobody owes it twice.
        Assert.Equal("144.47", busbar.Run("ledger", "aged", "--on", "2011-09-15", "--format", "csv").Lines[1]
            .Split(',')[7]);
        Says(busbar, "Receipt R-000001 is in suspense since 2011-09-20, and can't be matched on 2011-09-15.",
            "pay", "match", "R-000001", "--to", "wattle", "--on", "2011-09-15");
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "banksia", "--on", "2011-09-21").Code);
        Says(busbar, "Credit of account banksia is there since 2011-09-21, and can't be used on 2011-09-20.",
            "pay", "refund", "banksia", "--on", "2011-09-20");
        Says(busbar, "Credit of account banksia is there since 2011-09-21, and can't be used on 2011-09-20.",
            "pay", "transfer", "banksia", "wattle", "--on", "2011-09-20");
        Assert.Equal(0, busbar.Run("pay", "transfer", "banksia", "wattle", "--on", "2011-09-22").Code);
        Assert.Equal(0, busbar.Run("pay", "release", "T-000001", "--on", "2011-09-23").Code);
        Says(busbar, "Credit of account wattle and what is open of SL-2011-00001 are there since 2011-09-23, and can't "
            + "be set against each other on 2011-09-22.",
            "pay", "allocate", "wattle", "--to", "SL-2011-00001", "--on", "2011-09-22");
        Assert.Equal(0, busbar.Run("pay", "allocate", "wattle", "--to", "SL-2011-00001", "--on", "2011-09-23").Code);
        Assert.Equal(94_47, Open(busbar, "SL-2011-00001"));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_comes_back_was_never_owed_before_its_bill(string engine)
    {
        using var busbar = new Busbars(engine);
        busbar.Run("apply", Busbars.HouseholdSolar);
        busbar.Run("import", Path.Combine(Busbars.HouseholdSolar, "reads"));
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 1), 50_00, "", "", "wattle", "E2E-1"));
        busbar.Run("bill", "--period", "2011-07", "--issued", "2011-09-20");
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 5), -50_00, "", "", "", "E2E-1", "AM04"));
        // What it was set against on the twentieth is open again from that day.
        Assert.Single(busbar.Run("ledger", "aged", "--on", "2011-09-10", "--format", "csv").Lines);
        Assert.Equal("144.47", busbar.Run("ledger", "aged", "--on", "2011-09-20", "--format", "csv").Lines[1]
            .Split(',')[7]);
    }

    [Theory]
    [InlineData("2026-11-02", "and today is 2026-11-01.\n  Correct the day, or take the file in when it has come.")]
    [InlineData("1026-04-14", "before 2000-01-01.\n  Correct the day.")]
    public void A_payment_of_a_day_that_cannot_be_is_refused(string day, string said)
    {
        using var busbar = Billed();
        foreach (var file in new[]
        {
            busbar.Write("bank.csv", $"date,amount,reference,id\n2011-09-09,1.00,wattle,N1\n{day},5.00,wattle,N2\n"),
            busbar.Write("bank.xml", Statement(new WrittenEntry("N2",
                NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value, 5_00, "", "", "wattle"))),
        })
        {
            var refused = busbar.Run("pay", "import", file);
            Assert.Equal(1, refused.Code);
            Assert.Contains($"is booked on {day}, {said}\n", refused.Messages, StringComparison.Ordinal);
        }
        Assert.Empty(busbar.Run("pay", "list", "--format", "csv").Lines[1..]);
    }

    [Fact]
    public void Nothing_is_decided_on_a_day_to_come()
    {
        using var busbar = Billed();
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 200_00, "", "", "wattle"));
        foreach (var verb in new[]
        {
            "match R-000001 --to wattle", "unmatch R-000001", "allocate wattle --to SL-2011-00001", "release R-000001",
            "refund wattle", "transfer wattle wattle", "reject DD-000001", "write-off --account wattle --up-to 1.00",
        })
            Says(busbar, "Nothing is posted on 2026-11-02: today is 2026-11-01.\n  Leave --on out to do it today.\n",
                ["pay", .. verb.Split(' '), "--on", "2026-11-02"]);
        Says(busbar, "Nothing is posted on 2026-11-02: today is 2026-11-01.\n  Leave --on out to do it today, or look "
            + "at it with --draft.\n", "collect", "--on", "2026-11-02", "--out", busbar.PathOf("bank"));
        Assert.False(Directory.Exists(busbar.PathOf("bank")));
        Assert.Equal(0, busbar.Run("collect", "--on", "2026-11-02", "--draft").Code);
        Assert.Equal(0, busbar.Run("pay", "refund", "wattle", "--on", "2026-11-01").Code);
    }

    [Fact]
    public void Small_balances_are_written_off()
    {
        using var busbar = Billed(payments: "write-off-up-to: 1.00 AUD");
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 144_00, "", "", "wattle"));
        Assert.Contains("1 balance would be written off.",
            busbar.Run("pay", "write-off", "--draft").Results, StringComparison.Ordinal);
        Assert.Equal(47, Open(busbar, "SL-2011-00001"));
        Assert.Contains("0 balances", busbar.Run("pay", "write-off", "--up-to", "0.40").Results,
            StringComparison.Ordinal);
        Assert.Contains("1 balance written off.", busbar.Run("pay", "write-off", "--up-to", "1.00").Results,
            StringComparison.Ordinal);
        Assert.Equal(0, Open(busbar, "SL-2011-00001"));
        Assert.Contains("0 balances", busbar.Run("pay", "write-off", "--up-to", "1.00").Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_let_off_more_than_the_book_says_unless_named()
    {
        using var busbar = Billed(payments: "write-off-up-to: 1.00 AUD");
        Says(busbar, "The book writes off no more than 1.00 AUD of any account.\n  Name the account that is let off "
            + "more: --account A.", "pay", "write-off", "--up-to", "200");
        Assert.Contains("1 balance written off.", busbar.Run("pay", "write-off", "--up-to", "200", "--account",
            "wattle").Results, StringComparison.Ordinal);
        using var silent = Billed();
        Says(silent, "The book doesn't say up to which amount balances of any account are written off.",
            "pay", "write-off", "--up-to", "1.00");
    }

    [Fact]
    public void Only_what_is_overdue_and_not_on_its_way_is_written_off()
    {
        using var busbar = Billed(accounts: "- account: wattle\n  party: wattle\n  mandate: { id: M-7, signed: "
            + "2011-06-01, iban: GB94BARC10201530093459 }\n", payments: "write-off-up-to: 1.00 AUD\n  creditor-id: "
            + "DE98ZZZ09999999999\n  iban: DE89 3704 0044 0532 0130 00");
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 144_00, "", "", "wattle"));
        Assert.StartsWith("0 balances", Written("2011-09-15"), StringComparison.Ordinal);
        Assert.StartsWith("wattle ", Written("2011-09-16"), StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("collect", "--on", "2011-09-16", "--out", busbar.PathOf("bank")).Code);
        Assert.StartsWith("0 balances", Written("2011-09-16"), StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("pay", "reject", "DD-000001", "--on", "2011-09-19").Code);
        Assert.StartsWith("wattle ", Written("2011-09-19"), StringComparison.Ordinal);

        string Written(string on) => busbar.Run("pay", "write-off", "--draft", "--on", on).Results;
    }

    private static void Says(Busbars busbar, string message, params string[] args)
    {
        var refused = busbar.Run(args);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith(message, refused.Messages, StringComparison.Ordinal);
    }

    private static Busbars Billed(string? accounts = null, string? payments = null)
    {
        var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        if (accounts is not null) File.WriteAllText(Path.Combine(book, "accounts.yaml"), accounts);
        if (payments is not null)
            File.AppendAllText(Path.Combine(book, "book.yaml"), $"\npayments:\n  {payments}\n");
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01").Code);
        return busbar;
    }

    private static string Statement(params WrittenEntry[] entries) => BankFiles.Statement(Bank, "AUD", 0, entries);

    private static void Pay(Busbars busbar, params WrittenEntry[] entries) =>
        busbar.Run("pay", "import", busbar.Write($"{entries[0].Reference}.xml", Statement(entries)));

    private static long Open(Busbars busbar, string document)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return LedgerStore.OpenItems(snapshot).Where(item => item.Document == document).Sum(item => item.Amount);
    }
}
