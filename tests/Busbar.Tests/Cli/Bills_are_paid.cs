using Busbar.Contracts;
using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>Bank statements come in: each line once, matched, set against bills, and taken back where it has to be.
/// </summary>
public class Bills_are_paid
{
    private const string Bank = "GB33BUKB20201555555555";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_payment_that_names_its_bill_pays_it_once(string engine)
    {
        using var busbar = Billed(engine);
        var file = busbar.Write("bank.xml", Statement(new WrittenEntry(
            "N1", new(2011, 9, 9), 50_00, "A WATTLE", "", "SL-2011-00001")));
        var paid = busbar.Run("pay", "import", file);
        Assert.Equal((0, $"{file}: 1 line: 1 matched, 0 in suspense, 0 unchanged; 50.00 AUD set against bills.\n"),
            (paid.Code, paid.Messages));
        var again = busbar.Run("pay", "import", busbar.Write("again.xml", File.ReadAllText(file)));
        Assert.Contains("0 matched, 0 in suspense, 1 unchanged; 0.00 AUD", again.Messages, StringComparison.Ordinal);
        Assert.Equal(144_47 - 50_00, Open(busbar, "SL-2011-00001"));
    }

    [Fact]
    public void What_is_beyond_the_bills_is_credit_and_pays_the_next()
    {
        using var busbar = Billed();
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 200_00, "A WATTLE", "", "wattle"));
        Assert.Equal(0, Open(busbar, "SL-2011-00001"));
        Assert.Equal(-200_00 + 144_47, Open(busbar, "R-000001"));
        busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-01");
        Assert.True(Open(busbar, "SL-2011-00002") == 0 || Open(busbar, "R-000001") == 0);
    }

    [Fact]
    public void The_order_of_bills_and_payments_changes_no_balance()
    {
        long[] Balances(bool isPaidFirst)
        {
            using var busbar = new Busbars();
            busbar.Run("apply", Busbars.HouseholdSolar);
            busbar.Run("import", Path.Combine(Busbars.HouseholdSolar, "reads"));
            if (isPaidFirst) Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 99_00, "", "", "wattle"));
            busbar.Run("bill", "--period", "2011-07", "--issued", "2011-09-01");
            busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-01");
            if (!isPaidFirst) Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 99_00, "", "", "wattle"));
            using var database = Database.Open(busbar.Where, TimeProvider.System);
            using var snapshot = database.Snapshot();
            return [.. LedgerStore.Balances(snapshot).Select(balance => balance.Amount)];
        }
        Assert.Equal(Balances(isPaidFirst: true), Balances(isPaidFirst: false));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_payment_that_comes_back_leaves_every_balance_as_it_was(string engine)
    {
        using var busbar = Billed(engine);
        var before = Balances(busbar);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 144_47, "A WATTLE", "", "SL-2011-00001", "E2E-1"));
        Assert.Equal(0, Open(busbar, "SL-2011-00001"));
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 12), -144_47, "A WATTLE", "", "", "E2E-1", "AM04"));
        Assert.Equal(144_47, Open(busbar, "SL-2011-00001"));
        Assert.Equal(before, Balances(busbar));
        Assert.Contains("returned", busbar.Run("pay", "list").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_knows_waits_and_is_matched_by_hand()
    {
        using var busbar = Billed();
        var paid = Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 144_47, "SMITH J", "", "electricity"));
        Assert.Equal(3, paid.Code);
        Assert.Contains("R-000001, 144.47 AUD of SMITH J: nobody knows whose it is.\n    Perhaps wattle: so much is "
            + "open.",
            paid.Messages, StringComparison.Ordinal);
        Assert.Contains("wattle: so much is open", busbar.Run("pay", "list", "--suspense").Results,
            StringComparison.Ordinal);
        Assert.Equal(("R-000001 is account wattle's.\n", 0),
            (busbar.Run("pay", "match", "R-000001", "--to", "SL-2011-00001").Results,
                (int)Open(busbar, "SL-2011-00001")));
        Says(busbar, "Receipt R-000001 isn't in suspense: it is known whose it is.", "pay", "match", "R-000001", "--to",
            "wattle");
        Assert.Equal("R-000001 is in suspense, and no longer wattle's.\n",
            busbar.Run("pay", "unmatch", "R-000001").Results);
        Assert.Equal(144_47, Open(busbar, "SL-2011-00001"));
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "wattle").Code);
        Assert.Equal(0, Open(busbar, "SL-2011-00001"));
    }

    [Fact]
    public void A_match_is_taken_back_once_and_the_money_goes_to_nobody()
    {
        using var busbar = Billed(accounts: Two);
        var before = Balances(busbar);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 50_00, "A WATTLE", "", "wattle"));
        Assert.Equal("R-000001 is in suspense, and no longer wattle's.\n",
            busbar.Run("pay", "unmatch", "R-000001").Results);
        const string Again = "Receipt R-000001 is in suspense: there is no match to take back.";
        Says(busbar, Again, "pay", "unmatch", "R-000001");
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "banksia").Code);
        Assert.Equal(-50_00, Open(busbar, "R-000001"));
        Assert.Equal("R-000001 is in suspense, and no longer banksia's.\n",
            busbar.Run("pay", "unmatch", "R-000001").Results);
        Says(busbar, Again, "pay", "unmatch", "R-000001");
        Assert.Equal((144_47, 0), (Open(busbar, "SL-2011-00001"), Open(busbar, "R-000001")));
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "wattle").Code);
        Assert.Equal(94_47, Open(busbar, "SL-2011-00001"));
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 10), 1_00, "A WATTLE", "", "SL-2011-00001"));
        Assert.Equal(0, busbar.Run("pay", "unmatch", "R-000002").Code);
        Assert.Equal(0, busbar.Run("pay", "unmatch", "R-000001").Code);
        Assert.Equal([.. before.Append(("1000", 51_00)).Append(("2150", -51_00)).Order()], Balances(busbar));
    }

    [Fact]
    public void What_went_on_is_not_taken_back()
    {
        using var busbar = Billed(accounts: Two);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 200_00, "A WATTLE", "", "wattle"));
        Assert.Equal(0, busbar.Run("pay", "transfer", "wattle", "banksia", "--amount", "10.00").Code);
        Says(busbar, "10.00 AUD of receipt R-000001 were paid back or given to another account by wattle.",
            "pay", "unmatch", "R-000001");
        Assert.Equal((0, -45_53), (Open(busbar, "SL-2011-00001"), Open(busbar, "R-000001")));
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Fact]
    public void What_is_paid_back_and_then_returned_is_owed()
    {
        using var busbar = Billed();
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 200_00, "A WATTLE", "", "wattle", "E2E-1"));
        Assert.Equal(0, busbar.Run("pay", "refund", "wattle").Code);
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 20), -55_53, "A WATTLE", "", "REF-000001"));
        Says(busbar, "Receipt R-000002 is what was paid back: no account has it.", "pay", "unmatch", "R-000002");
        Pay(busbar, new WrittenEntry("N3", new(2011, 9, 22), -200_00, "A WATTLE", "", "", "E2E-1", "AM04"));
        Assert.Equal((144_47, 55_53), (Open(busbar, "SL-2011-00001"), Open(busbar, "R-000001")));
        Pay(busbar, new WrittenEntry("N4", new(2011, 9, 25), 200_00, "A WATTLE", "", "wattle"));
        Assert.Equal((0, 0), (Open(busbar, "SL-2011-00001"), Open(busbar, "R-000001")));
        var verified = busbar.Run("verify", "--quick");
        Assert.True(verified.Code == 0, verified.Results);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_was_matched_by_hand_and_comes_back_is_paid_by_other_credit_at_once(string engine)
    {
        using var busbar = Billed(engine);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 100_00, "SMITH J", "", "electricity", "E2E-1"));
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "wattle", "--on", "2011-09-09").Code);
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 10), 100_00, "A WATTLE", "", "wattle"));
        Assert.Equal((0, -55_53), (Open(busbar, "SL-2011-00001"), Open(busbar, "R-000002")));
        Pay(busbar, new WrittenEntry("N3", new(2011, 9, 12), -100_00, "SMITH J", "", "", "E2E-1", "AM04"));
        Assert.Equal((44_47, 0), (Open(busbar, "SL-2011-00001"), Open(busbar, "R-000002")));
    }

    [Fact]
    public void A_payment_is_released_and_set_against_a_bill_again()
    {
        using var busbar = Billed();
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 50_00, "", "", "wattle"));
        Assert.Equal(0, busbar.Run("pay", "release", "R-000001").Code);
        Assert.Equal(144_47, Open(busbar, "SL-2011-00001"));
        Assert.Equal("20.00 AUD of account wattle are set against SL-2011-00001.\n",
            busbar.Run("pay", "allocate", "wattle", "--to", "SL-2011-00001", "--amount", "20.00").Results);
        Assert.Equal(124_47, Open(busbar, "SL-2011-00001"));
    }

    [Fact]
    public void Credit_is_paid_back_and_the_bank_says_so()
    {
        using var busbar = Billed();
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 164_66, "", "", "wattle"));
        Assert.StartsWith("20.19 AUD are to be paid back to wattle. Order it at the bank with the text REF-000001",
            busbar.Run("pay", "refund", "wattle").Results, StringComparison.Ordinal);
        Assert.Equal(0, Pay(busbar, new WrittenEntry("N2", new(2011, 9, 20), -20_19, "A WATTLE", "",
            "REF-000001")).Code);
        Assert.Equal([20_19, -20_19], Suspense(busbar));
        Says(busbar, "Account wattle has 0.00 AUD of credit.", "pay", "refund", "wattle");
    }

    /// <summary>F74.</summary>
    [Fact]
    public void Money_of_another_currency_is_refused()
    {
        using var busbar = Billed();
        var file = busbar.Write("bank.xml", BankFiles.Statement(Bank, "EUR", 0,
            [new("N1", new(2011, 9, 9), 50_00, "", "", "wattle")]));
        var refused = busbar.Run("pay", "import", file);
        Assert.Equal(1, refused.Code);
        Assert.Contains("Payment N1 of account GB33BUKB20201555555555 is in EUR, and the book in AUD.",
            refused.Messages,
            StringComparison.Ordinal);
        Assert.Empty(busbar.Run("pay", "list", "--format", "csv").Lines[1..]);
        // Nor is a day without payments one of the book's money.
        var none = busbar.Write("none.xml", BankFiles.Statement(Bank, "EUR", 0, []));
        Says(busbar, $"{none}:8: Statement S-1 of account GB33BUKB20201555555555 is in EUR, and the book in AUD.",
            "pay", "import", none);
    }

    /// <summary>F72: a file twice, by several at once.</summary>
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_payment_that_comes_five_times_at_once_is_posted_once(string engine)
    {
        using var busbar = Billed(engine);
        var file = busbar.Write("bank.xml", Statement(
            new WrittenEntry("N1", new(2011, 9, 9), 30_00, "", "", "wattle"),
            new WrittenEntry("N2", new(2011, 9, 9), 20_00, "", "", "wattle")));
        Parallel.For(0, 5, _ => Assert.Equal(0, busbar.Run("pay", "import", file).Code));
        Assert.Equal(144_47 - 50_00, Open(busbar, "SL-2011-00001"));
        Assert.Equal(2, busbar.Run("pay", "list", "--format", "csv").Lines.Length - 1);
    }

    /// <summary>F20: fifty at once take a match back, and fifty pay the same credit back.</summary>
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_fifty_decide_at_once_happens_once(string engine)
    {
        using var busbar = Billed(engine);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 200_00, "A WATTLE", "", "wattle"));
        Once("Account wattle has 0.00 AUD of credit.", "refund", "wattle");
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 10), 30_00, "A WATTLE", "", "wattle"));
        Once("Receipt R-000002 is in suspense: there is no match to take back.", "unmatch", "R-000002");
        Once("Receipt R-000002 isn't in suspense: it is known whose it is.", "match", "R-000002", "--to", "wattle");
        Assert.Equal((0, -30_00), (Open(busbar, "SL-2011-00001"), Open(busbar, "R-000002")));

        void Once(string message, params string[] args)
        {
            var all = new Printed[50];
            Parallel.For(0, all.Length, i => all[i] = busbar.Run(["pay", .. args]));
            Assert.Single(all, one => one.Code == 0);
            Assert.All(all.Where(one => one.Code != 0), one => Assert.StartsWith(message, one.Messages,
                StringComparison.Ordinal));
        }
    }

    /// <summary>F21: bills that are issued at once share the credit that there is.</summary>
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Credit_is_never_used_twice(string engine)
    {
        using var busbar = Billed(engine);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 300_00, "", "", "wattle"));
        Parallel.ForEach(["2011-08", "2011-09", "2011-10"],
            period => busbar.Run("bill", "--period", period, "--issued", "2011-12-01"));
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        Assert.Equal(300_00, snapshot.Ledger().Allocated().Sum(one => one.Amount));
        Assert.DoesNotContain(LedgerStore.OpenItems(snapshot), item => item.Document == "R-000001");
    }

    /// <summary>F73: a second payment that wasn't needed is visible credit.</summary>
    [Fact]
    public void A_bill_that_is_paid_twice_leaves_credit()
    {
        using var busbar = Billed();
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 144_47, "", "", "SL-2011-00001"));
        var twice = Pay(busbar, new WrittenEntry("N2", new(2011, 9, 10), 144_47, "A WATTLE", "", "SL-2011-00001"));
        Assert.EndsWith("  R-000002, 144.47 AUD of A WATTLE: 144.47 more than was open of SL-2011-00001; they are "
            + "credit of wattle.\n", twice.Messages, StringComparison.Ordinal);
        Assert.Equal((0, -144_47), (Open(busbar, "SL-2011-00001"), Open(busbar, "R-000002")));
        Assert.Contains("credit", busbar.Run("pay", "list").Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no receipt R-9.", "match", "R-9", "--to", "wattle")]
    [InlineData("There is no receipt R-9.", "unmatch", "R-9")]
    [InlineData("R-000001 isn't set against any bill.", "release", "R-000001")]
    [InlineData("There is no account watle.", "match", "R-000001", "--to", "watle")]
    [InlineData("Receipt R-000001 is in suspense: there is no match to take back.", "unmatch", "R-000001")]
    [InlineData("Account wattle has no credit.", "allocate", "wattle", "--to", "SL-2011-00001")]
    [InlineData("Nothing is open of SL-9 for account wattle.", "allocate", "wattle", "--to", "SL-9")]
    [InlineData("Account wattle has 0.00 AUD of credit, not 5.00.", "refund", "wattle", "--amount", "5.00")]
    [InlineData("wattle is both accounts.", "transfer", "wattle", "wattle")]
    [InlineData("The amount 5,00 isn't a number above zero with at most 2 decimals.", "refund", "wattle", "--amount",
        "5,00")]
    [InlineData("It isn't said up to which amount balances are written off.", "write-off")]
    public void What_cannot_be_is_refused(string message, params string[] args)
    {
        using var busbar = Billed();
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 1_00, "SMITH J", "", "electricity"));
        Says(busbar, message, ["pay", .. args]);
    }

    /// <summary>F73, where it isn't visible as credit; and nothing is said of what fits or is taken back at once.
    /// </summary>
    [Fact]
    public void What_a_bill_did_not_need_is_told()
    {
        using var busbar = Billed();
        Assert.Equal(0, busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-01").Code);
        var august = Open(busbar, "SL-2011-00002");
        var file = busbar.Write("bank.xml", Statement(
            new WrittenEntry("N1", new(2011, 10, 9), 144_47 + 20_00, "", "", "SL-2011-00001"),
            new WrittenEntry("N2", new(2011, 10, 9), august, "", "", "SL-2011-00002"),
            new WrittenEntry("N3", new(2011, 10, 9), 5_00, "", "", "SL-2011-00002", "E-3"),
            new WrittenEntry("N4", new(2011, 10, 9), -5_00, "", "", "", "E-3", "AM04")));
        Assert.EndsWith("set against bills.\n  R-000001, 164.47 AUD: 20.00 more than was open of SL-2011-00001; they "
            + "are credit of wattle.\n", busbar.Run("pay", "import", file).Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("bill", "--period", "2011-09", "--issued", "2011-11-01").Code);
        var other = Pay(busbar, new WrittenEntry("N5", new(2011, 11, 9), 1_00, "", "", "SL-2011-00002"));
        Assert.EndsWith("  R-000005, 1.00 AUD: 1.00 more than was open of SL-2011-00002; they went to other bills of "
            + "wattle.\n", other.Messages, StringComparison.Ordinal);
        Assert.Contains("\"credit\": \"0.00\"", busbar.Run("pay", "import", "--json", busbar.Write("N6.xml", Statement(
            new WrittenEntry("N6", new(2011, 11, 9), 1_00, "", "", "SL-2011-00002")))).Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_payments_says_so_and_a_folder_without_files_is_refused()
    {
        using var busbar = Billed();
        var file = busbar.Write("bank.csv", "date,amount\n");
        Assert.Equal((0, $"{file}: 0 lines: 0 matched, 0 in suspense, 0 unchanged; 0.00 AUD set against bills.\n"),
            (busbar.Run("pay", "import", file).Code, busbar.Run("pay", "import", file).Messages));
        Directory.CreateDirectory(busbar.PathOf("none"));
        var none = busbar.PathOf("none");
        Says(busbar, $"{none}: The folder {none} has no file in it.\n  Name a file of a bank, or a folder that has "
            + "some.", "pay", "import", none);
    }

    internal static void Says(Busbars busbar, string message, params string[] args)
    {
        var refused = busbar.Run(args);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith(message, refused.Messages, StringComparison.Ordinal);
    }

    internal const string Two = "- { account: wattle, party: wattle }\n- { account: banksia, party: wattle }\n";

    internal static Busbars Billed(string engine = TestStore.Sqlite, string? accounts = null)
    {
        var busbar = new Busbars(engine);
        var book = Busbars.HouseholdSolar;
        if (accounts is not null)
        {
            book = busbar.CopyOfBook();
            File.WriteAllText(Path.Combine(book, "accounts.yaml"), accounts);
        }
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01").Code);
        return busbar;
    }

    internal static string Statement(params WrittenEntry[] entries) => BankFiles.Statement(Bank, "AUD", 0, entries);

    internal static Printed Pay(Busbars busbar, params WrittenEntry[] entries) =>
        busbar.Run("pay", "import", busbar.Write($"{entries[0].Reference}.xml", Statement(entries)));

    internal static long Open(Busbars busbar, string document)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return LedgerStore.OpenItems(snapshot).Where(item => item.Document == document).Sum(item => item.Amount);
    }

    internal static long[] Suspense(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return [.. LedgerStore.Entries(snapshot).SelectMany(posted => posted.Entry.Postings)
            .Where(posting => posting.To.Role == LedgerRole.Suspense).Select(posting => -posting.Amount.MinorUnits)];
    }

    internal static (string, long)[] Balances(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return [.. LedgerStore.Balances(snapshot).Where(balance => balance.Amount != 0)
            .Select(balance => (balance.Code, balance.Amount))];
    }
}
