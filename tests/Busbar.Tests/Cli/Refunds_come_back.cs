using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.Bills_are_paid;

namespace Busbar.Tests.Cli;

/// <summary>What was paid back and comes back is the customer's credit again.</summary>
public class Refunds_come_back
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_refund_that_comes_back_is_credit_again_and_is_paid_back_anew(string engine)
    {
        using var busbar = Billed(engine);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 164_66, "", "", "wattle"));
        var before = Balances(busbar);
        busbar.Run("pay", "refund", "wattle", "--on", "2011-09-12");
        Assert.Equal(["REF-000001,2011-09-12,wattle,20.19,ordered,"], Refunds(busbar));
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 20), -20_19, "A WATTLE", "", "REF-000001", "E-9"));
        Assert.Equal(["REF-000001,2011-09-12,wattle,20.19,paid,R-000002"], Refunds(busbar));
        // By its end-to-end id.
        var bounced = Pay(busbar, new WrittenEntry(
            "N3", new(2011, 9, 22), 20_19, "A WATTLE", "", "", "E-9", "AC04"));
        Assert.Equal(0, bounced.Code);
        Assert.Contains("  R-000003, 20.19 AUD: refund REF-000001 came back: AC04. It is credit of wattle again: "
            + "pay it back with busbar pay refund when it can be.\n", bounced.Messages, StringComparison.Ordinal);
        Assert.Equal(["REF-000001,2011-09-12,wattle,20.19,came back,R-000002"], Refunds(busbar));
        Assert.Equal(-20_19, Open(busbar, "R-000001"));
        Assert.Equal(before, Balances(busbar));
        Assert.Equal(["credit", "returned", "return"], busbar.Run("pay", "list", "--format", "csv").Lines[1..]
            .Select(line => line.Split(',')[3]));

        Assert.Contains("the text REF-000002", busbar.Run("pay", "refund", "wattle", "--on", "2011-09-23").Results,
            StringComparison.Ordinal);
        Pay(busbar, new WrittenEntry("N4", new(2011, 9, 24), -20_19, "A WATTLE", "", "REF-000002"));
        // By what the line says.
        Pay(busbar, new WrittenEntry("N5", new(2011, 9, 25), 20_19, "A WATTLE", "", "returned: REF-000002"));
        Assert.Equal(before, Balances(busbar));
        // Of another amount nobody knows what it is.
        busbar.Run("pay", "refund", "wattle", "--on", "2011-09-26");
        Pay(busbar, new WrittenEntry("N6", new(2011, 9, 27), -20_19, "", "", "REF-000003"));
        Assert.Equal(3, Pay(busbar, new WrittenEntry("N7", new(2011, 9, 28), 20_00, "", "", "REF-000003")).Code);
        Assert.EndsWith("paid,R-000006", Refunds(busbar)[^1], StringComparison.Ordinal);
        var verified = busbar.Run("verify", "--quick");
        Assert.True(verified.Code == 0, verified.Results);
    }

    [Fact]
    public void A_refund_that_the_bank_never_pays_is_credit_again()
    {
        using var busbar = Billed();
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 9), 164_66, "", "", "wattle"));
        busbar.Run("pay", "refund", "wattle", "--on", "2011-09-12");
        Assert.Equal("REF-000001 came back, and is credit of wattle again.\n",
            busbar.Run("pay", "reject", "REF-000001", "--reason", "AC04").Results);
        Assert.Equal(-20_19, Open(busbar, "R-000001"));
        Says(busbar, "Refund REF-000001 isn't on its way: the bank has paid it, or it came back before.",
            "pay", "reject", "REF-000001");
        Assert.Equal(["REF-000001,2011-09-12,wattle,20.19,came back,"], Refunds(busbar));
        Says(busbar, "There is no account wattel.", "pay", "refunds", "--account", "wattel");
        // What came back pays a bill that is open by now.
        busbar.Run("pay", "refund", "wattle", "--on", "2011-09-13");
        busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-01");
        busbar.Run("pay", "reject", "REF-000002", "--on", "2011-10-02");
        Assert.True(Open(busbar, "SL-2011-00002") == 0 || Open(busbar, "R-000001") == 0);
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    private static string[] Refunds(Busbars busbar) =>
        [.. busbar.Run("pay", "refunds", "--account", "wattle", "--format", "csv").Lines[1..]];
}
