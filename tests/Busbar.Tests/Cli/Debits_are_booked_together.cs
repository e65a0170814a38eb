using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>A bank books the direct debits of a file in sums, as the file asks it to: they are known by what was sent.
/// </summary>
public class Debits_are_booked_together
{
    private const string Terms = """

        payments:
          creditor-id: DE98ZZZ09999999999
          iban: DE89 3704 0044 0532 0130 00

        """;

    // One bill and two instalments, all due on the 15th; the instalment of a business stands in a payment of its own.
    private const string Accounts = """
        - account: acacia
          party: wattle
          budget: { amount: 30.00 AUD, day: 15, from: 2011-09-15 }
          mandate: { id: M-1, signed: 2011-06-01, iban: GB94BARC10201530093459 }
        - account: banksia
          party: wattle
          budget: { amount: 50.00 AUD, day: 15, from: 2011-09-15 }
          mandate: { id: M-2, signed: 2011-06-01, iban: DE89370400440532013000, scheme: b2b }
        - account: wattle
          party: wattle
          mandate: { id: M-3, signed: 2011-06-01, iban: GB33BUKB20201555555555 }

        """;

    private static readonly LocalDate Today = new(2026, 11, 26);

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Each_payment_of_a_file_is_known_by_its_own_sum(string engine)
    {
        using var busbar = Collected(engine);
        Assert.Equal(["PB-000001-1", "PB-000001-2"], File.ReadLines(busbar.PathOf("bank/PB-000001.xml"))
            .Where(line => line.Contains("PmtInfId", StringComparison.Ordinal))
            .Select(line => line.Trim().Split('<', '>')[2]));
        var paid = Pay(busbar, Sum("N1", 174_47) with { Batch = "PB-000001", Payment = "PB-000001-1" },
            Sum("N2", 50_00) with { Payment = "PB-000001-2" });
        Assert.Contains("2 lines: 2 matched, 0 in suspense, 0 unchanged; 144.47 AUD set against bills.", paid.Messages,
            StringComparison.Ordinal);
        Assert.Equal([("acacia", -30_00), ("banksia", -50_00)], Balances(busbar));
    }

    [Theory]
    [InlineData("the sum of the file", new[] { 224_47L }, 0)]
    [InlineData("the sums of its payments", new[] { 50_00L, 174_47L }, 0)]
    [InlineData("none of it", new[] { 224_46L }, 1)]
    [InlineData("one of its debits, which the bank books with the others", new[] { 30_00L }, 1)]
    public void Where_the_bank_names_the_file_alone_the_sum_decides(string which, long[] amounts, int waiting)
    {
        using var busbar = Collected();
        var paid = Pay(busbar, [.. amounts.Select((amount, i) => Sum($"N{i}", amount) with { Batch = "PB-000001" })]);
        Assert.True(paid.Messages.Contains($" {waiting} in suspense", StringComparison.Ordinal), which + paid.Messages);
        Assert.Equal(waiting == 0 ? [("acacia", -30_00), ("banksia", -50_00)] : [("wattle", 144_47)], Balances(busbar));
    }

    [Fact]
    public void What_came_back_unbooked_is_not_in_the_sum()
    {
        using var busbar = Collected();
        Assert.Equal(0, busbar.Run("pay", "reject", "DD-000001", "--on", "2011-09-14").Code);
        var paid = Pay(busbar, Sum("N1", 144_47) with { Payment = "PB-000001-1" });
        Assert.Contains("1 matched, 0 in suspense", paid.Messages, StringComparison.Ordinal);
        Assert.Empty(Balances(busbar));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_is_booked_with_others_is_on_its_way_no_more(string engine)
    {
        using var busbar = Collected(engine);
        Pay(busbar, Sum("N1", 174_47) with { Payment = "PB-000001-1" });
        var rejected = busbar.Run("pay", "reject", "DD-000003");
        Assert.StartsWith("Direct debit DD-000003 isn't on its way: the bank has booked it", rejected.Messages,
            StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("pay", "reject", "DD-000002").Code);
        var billed = busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-01");
        var amount = billed.Results.Split("  ", StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ')[^2].Trim();
        Assert.Contains($" {amount}  SL-2011-00002\n", busbar.Run("collect", "--on", "2011-10-13", "--draft").Results,
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void One_that_comes_back_opens_its_own_bill_and_nobody_elses(string engine)
    {
        using var busbar = Collected(engine);
        Pay(busbar, Sum("N1", 174_47) with { Payment = "PB-000001-1" }, Sum("N2", 50_00) with { Batch = "PB-000001" });
        var back = new WrittenEntry("N3", new(2011, 9, 20), -144_47, "", "", "", "DD-000003", "AM04");
        var returned = Pay(busbar, back);
        Assert.Contains("1 matched, 0 in suspense", returned.Messages, StringComparison.Ordinal);
        Assert.Contains("\"why\": \"direct debit DD-000001 of receipt R-000001 was returned: AM04\"",
            busbar.Run("pay", "import", "--json", busbar.Write("N4.xml", Statement(back with
            {
                Reference = "N4", Amount = -30_00, EndToEnd = "DD-000001",
            }))).Results, StringComparison.Ordinal);
        Assert.Equal([("banksia", -50_00), ("wattle", 144_47)], Balances(busbar));
        Assert.Contains("debit      wattle               2011-09-23       144.47  SL-2011-00001",
            busbar.Run("collect", "--on", "2011-09-21", "--draft").Results, StringComparison.Ordinal);
        // It comes back once.
        var again = Pay(busbar, back with { Reference = "N5" });
        Assert.Contains("R-000005, -144.47 AUD: nobody knows whose it is.\n    Perhaps wattle: it has the id of "
            + "direct debit DD-000003.", again.Messages, StringComparison.Ordinal);
        Assert.StartsWith("Receipt R-000001 was returned.", busbar.Run("pay", "unmatch", "R-000001").Messages,
            StringComparison.Ordinal);
        var verified = busbar.Run("verify", "--quick");
        Assert.True(verified.Code == 0, verified.Results);
    }

    [Fact]
    public void Of_what_came_back_in_part_the_rest_is_taken_from_those_who_have_it()
    {
        using var busbar = Collected();
        Pay(busbar, Sum("N1", 174_47) with { Payment = "PB-000001-1" });
        var back = new WrittenEntry("N2", new(2011, 9, 20), -30_00, "", "", "", "DD-000001", "AM04");
        Pay(busbar, back);
        Assert.Equal("R-000001 is in suspense, and no longer wattle's.\n",
            busbar.Run("pay", "unmatch", "R-000001").Results);
        // From suspense the bank takes it, too.
        Pay(busbar, back with { Reference = "N3", Amount = -144_47, EndToEnd = "DD-000003" });
        Assert.Equal([("wattle", 144_47)], Balances(busbar));
        Assert.Equal(["R-000001 returned ", "R-000002 return acacia", "R-000003 return "], busbar.Run(
            "pay", "list", "--format", "csv").Lines[1..].Select(line => line.Split(','))
            .Select(cells => $"{cells[0]} {cells[3]} {cells[4]}"));
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_came_back_of_a_sum_that_was_given_away_by_hand_is_not_taken_back_twice(string engine)
    {
        using var busbar = Collected(engine);
        Pay(busbar, Sum("N1", 174_47) with { Payment = "PB-000001-1" });
        busbar.Run("pay", "unmatch", "R-000001");
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "banksia").Code);
        Pay(busbar, new WrittenEntry("N2", Today, -30_00, "", "", "", "DD-000001", "AM04"));
        Assert.Equal([("banksia", -144_47), ("wattle", 144_47)], Balances(busbar));
        Assert.Equal("R-000001 is in suspense, and no longer banksia's.\n",
            busbar.Run("pay", "unmatch", "R-000001").Results);
        Assert.Equal([("wattle", 144_47)], Balances(busbar));
        Assert.Equal(0, busbar.Run("pay", "match", "R-000001", "--to", "wattle").Code);
        Assert.Empty(Balances(busbar));
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Fact]
    public void What_waits_says_of_which_debit_it_has_the_id()
    {
        using var busbar = Collected();
        Pay(busbar, Sum("N1", 31_00) with { EndToEnd = "DD-000001" });
        Assert.EndsWith(",acacia: it has the id of direct debit DD-000001",
            busbar.Run("pay", "list", "--suspense", "--format", "csv").Lines[1], StringComparison.Ordinal);
        Assert.Equal("There is no account wattel.\n  Did you mean wattle?\n",
            busbar.Run("pay", "list", "--account", "wattel").Messages);
    }

    private static WrittenEntry Sum(string reference, long amount) =>
        new(reference, new(2011, 9, 15), amount, "", "", "");

    private static Busbars Collected(string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine) { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var book = busbar.CopyOfBook();
        File.AppendAllText(busbar.PathOf("book/book.yaml"), Terms);
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), Accounts);
        var billed = busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01");
        Assert.True(billed.Code == 0, billed.Messages);
        var sent = busbar.Run("collect", "--on", "2011-09-13", "--out", busbar.PathOf("bank"));
        Assert.Equal((0, 3), (sent.Code, sent.Lines.Length));
        return busbar;
    }

    private static Printed Pay(Busbars busbar, params WrittenEntry[] entries) =>
        busbar.Run("pay", "import", busbar.Write($"{entries[0].Reference}.xml", Statement(entries)));

    private static string Statement(params WrittenEntry[] entries) =>
        BankFiles.Statement("DE89370400440532013000", "AUD", 0, entries);

    /// <summary>What accounts owe, or have to their credit.</summary>
    private static List<(string Account, int Amount)> Balances(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return [.. LedgerStore.OpenItems(snapshot).GroupBy(item => item.Account)
            .Select(same => (same.Key, (int)same.Sum(item => item.Amount))).Where(one => one.Item2 != 0).Order()];
    }
}
