using Busbar.Tests.Formats;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>F06 of money: two processes that take in the same statement, or collect on the same day, do it once.
/// </summary>
public class Processes_meet_at_the_bank
{
    private const string Terms =
        "\npayments: { creditor-id: DE98ZZZ09999999999, iban: DE89 3704 0044 0532 0130 00 }\n";

    private const string Accounts = "- account: wattle\n  party: wattle\n"
        + "  mandate: { id: M-7, signed: 2011-06-01, iban: GB94BARC10201530093459 }\n";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_statement_is_posted_once_and_a_debit_sent_once(string engine)
    {
        using var busbar = new Busbars(engine);
        var book = busbar.CopyOfBook();
        File.AppendAllText(busbar.PathOf("book/book.yaml"), Terms);
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), Accounts);
        var billed = busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01");
        Assert.True(billed.Code == 0, billed.Messages);
        var statement = busbar.Write("bank.xml", BankFiles.Statement("DE89370400440532013000", "AUD", 0,
        [
            .. Enumerable.Range(1, 40).Select(i => new WrittenEntry($"N{i}", new(2011, 9, 9), 1_00, "", "", "wattle")),
        ]));

        var paid = Both(busbar, _ => ["pay", "import", statement]);
        Assert.Equal(["40 lines: 0 matched, 0 in suspense, 40 unchanged",
                "40 lines: 40 matched, 0 in suspense, 0 unchanged"], paid
            .Select(one => one.Messages.Split(": ", 2)[1].Split(';')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(40, busbar.Run("pay", "list", "--format", "csv").Lines.Length - 1);

        var collected = Both(busbar, i => ["collect", "--on", "2011-09-13", "--out", busbar.PathOf($"bank{i}")]);
        Assert.Equal("DD-000001  wattle               2011-09-15       104.47  SL-2011-00001\n",
            string.Concat(collected.Select(one => one.Results)));
        Assert.Single(Enumerable.Range(0, 2).Select(i => busbar.PathOf($"bank{i}")).Where(Directory.Exists)
            .SelectMany(Directory.GetFiles));
        var verified = busbar.Run("verify", "--quick");
        Assert.True(verified.Code == 0, verified.Results);
    }

    private static Printed[] Both(Busbars busbar, Func<int, string[]> command)
    {
        var both = new Printed[2];
        Parallel.For(0, both.Length, i => both[i] = Processes.Run(
            Processes.StartInfo(busbar.Folder, [.. command(i), "--db", busbar.Where])));
        Assert.All(both, one => Assert.True(one.Code == 0, one.Messages));
        return both;
    }
}
