using Busbar.Contracts;
using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>A bank says the same booking twice, as a sum and by its payments: it is posted once, in either order.
/// </summary>
public class Sums_and_their_payments_are_one
{
    private static readonly LocalDate Day = new(2011, 9, 9);
    private static readonly WrittenEntry Sum = new("X-1", Day, 150_00, "", "", "");

    public static TheoryData<string, string, string> References()
    {
        var all = new TheoryData<string, string, string>();
        foreach (var engine in TestStore.Engines)
        {
            all.Add(engine.Data, "", "");
            all.Add(engine.Data, "T-1", "T-2");
            all.Add(engine.Data, "X-1", "X-1");
            all.Add(engine.Data, "NONREF", "NONREF");
        }
        return all;
    }

    [Theory, MemberData(nameof(References))]
    public void The_payments_come_first(string engine, string one, string other)
    {
        using var busbar = Billed(engine);
        Assert.Contains("2 lines: 1 matched, 1 in suspense, 0 unchanged", Pay(busbar, Payments(one, other)),
            StringComparison.Ordinal);
        Assert.Contains("1 line: 0 matched, 0 in suspense, 1 unchanged", Pay(busbar, Sum), StringComparison.Ordinal);
        Assert.Contains("0 matched, 0 in suspense, 2 unchanged", Pay(busbar, Payments(one, other)),
            StringComparison.Ordinal);
        Assert.Equal((150_00, 44_47, -50_00), Balances(busbar));
    }

    [Theory, MemberData(nameof(References))]
    public void The_sum_comes_first_and_is_split(string engine, string one, string other)
    {
        using var busbar = Billed(engine);
        Assert.Contains("1 line: 0 matched, 1 in suspense, 0 unchanged", Pay(busbar, Sum), StringComparison.Ordinal);
        Assert.Contains("""
            2 lines: 1 matched, 1 in suspense, 0 unchanged; 100.00 AUD set against bills.
              R-000001, 150.00 AUD, which was in suspense, is split into the payments that it is the sum of.
              R-000003, 50.00 AUD: nobody knows whose it is.
            """, Pay(busbar, Payments(one, other)), StringComparison.Ordinal);
        Assert.Equal((150_00, 44_47, -50_00), Balances(busbar));
        Assert.Contains("0 matched, 0 in suspense, 2 unchanged", Pay(busbar, Payments(one, other)),
            StringComparison.Ordinal);
        Assert.Contains("0 matched, 0 in suspense, 1 unchanged", Pay(busbar, Sum), StringComparison.Ordinal);
        Assert.Equal((150_00, 44_47, -50_00), Balances(busbar));
        Assert.Equal(["R-000001 split", "R-000002 set", "R-000003 suspense"], busbar.Run("pay", "list", "--format",
            "csv").Lines[1..].Select(line => line.Split(',')).Select(cells => $"{cells[0]} {cells[3]}"));
        Assert.StartsWith("Receipt R-000001 was split into the payments that it is the sum of.",
            busbar.Run("pay", "match", "R-000001", "--to", "wattle").Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Fact]
    public void Whose_the_sum_is_was_decided_before_its_payments_came()
    {
        using var busbar = Billed();
        Pay(busbar, Sum);
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "wattle", "--on", "2011-09-09").Code);
        Assert.Contains("0 matched, 0 in suspense, 2 unchanged", Pay(busbar, Payments("", "")),
            StringComparison.Ordinal);
        Assert.Equal((150_00, -5_53, 0), Balances(busbar));
    }

    [Fact]
    public void A_line_of_another_sum_is_another_line()
    {
        using var busbar = Billed();
        Pay(busbar, Payments("T-1", "T-2"));
        Assert.Contains("1 in suspense, 0 unchanged", Pay(busbar, Sum with { Amount = 150_01 }),
            StringComparison.Ordinal);
        Assert.Equal(300_01, Balances(busbar).Bank);
    }

    [Fact]
    public void Lines_of_one_reference_are_each_split_by_themselves()
    {
        using var busbar = Billed();
        Pay(busbar, Payments("", ""), Payments("", ""));
        Assert.Contains("0 matched, 0 in suspense, 2 unchanged", Pay(busbar, Sum, Sum), StringComparison.Ordinal);
        Assert.Equal(300_00, Balances(busbar).Bank);
    }

    private static WrittenEntry Payments(string one, string other) => Sum with
    {
        Parts =
        [
            new(one, Day, 100_00, "", "", "SL-2011-00001", "E-1"), new(other, Day, 50_00, "", "", "electricity", "E-2"),
        ],
    };

    private static Busbars Billed(string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine);
        Assert.Equal(0, busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-07", "--issued",
            "2011-09-01").Code);
        return busbar;
    }

    private static string Pay(Busbars busbar, params WrittenEntry[] entries) =>
        busbar.Run("pay", "import", busbar.Write("bank.xml",
            BankFiles.Statement("GB33BUKB20201555555555", "AUD", 0, entries))).Messages;

    /// <summary>What is at the bank, what wattle owes, and what is in suspense.</summary>
    private static (long Bank, long Owed, long Suspense) Balances(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        var all = LedgerStore.Balances(snapshot).ToLookup(one => one.Role, one => one.Amount);
        return (all[LedgerRole.Bank].Sum(), LedgerStore.OpenItems(snapshot).Sum(item => item.Amount),
            all[LedgerRole.Suspense].Sum());
    }
}
