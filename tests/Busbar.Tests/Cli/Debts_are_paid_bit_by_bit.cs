using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.What_is_due_is_collected;

namespace Busbar.Tests.Cli;

/// <summary>Plans and instalments instead of bills, and what being late costs: once, and not of itself.</summary>
public class Debts_are_paid_bit_by_bit
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Of_a_plan_the_bank_collects_what_has_come_due(string engine)
    {
        using var busbar = Billed(Mandate + "\n  plan: { 2011-09-20: 44.47 AUD, 2011-10-20: 100.00 AUD }",
            engine: engine);
        Assert.Equal("0 direct debits, 0 reminders, 0 instalments.", Collect(busbar, "2011-09-17"));
        Assert.Contains("debit      wattle               2011-09-20        44.47  SL-2011-00001",
            busbar.Run("collect", "--on", "2011-09-18", "--draft").Results, StringComparison.Ordinal);
        Assert.StartsWith("1 direct debit,", Collect(busbar, "2011-09-18"), StringComparison.Ordinal);
        Assert.StartsWith("0 direct debits,", Collect(busbar, "2011-09-19"), StringComparison.Ordinal);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 20), 44_47, "", "", "", "DD-000001"));
        Assert.Equal(100_00, Open(busbar));
        Assert.StartsWith("0 direct debits, 0 reminders", Collect(busbar, "2011-10-17"), StringComparison.Ordinal);
        // A later bill is none of the plan: it is collected by itself.
        Assert.Equal(0, busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-04").Code);
        var both = busbar.Run("collect", "--on", "2011-10-18", "--out", busbar.PathOf("bank")).Results;
        Assert.Contains("2011-10-20       100.00  SL-2011-00001\n", both, StringComparison.Ordinal);
        Assert.Contains("  SL-2011-00002\n", both, StringComparison.Ordinal);
        // What comes back is tried again, and in the end it is late.
        foreach (var (i, day) in new[] { "2011-10-21", "2011-10-23" }.Index())
        {
            busbar.Run("pay", "reject", i == 0 ? "DD-000002" : "DD-000004");
            Assert.StartsWith("1 direct debit, 0 reminders", Collect(busbar, day), StringComparison.Ordinal);
        }
        busbar.Run("pay", "reject", "DD-000005");
        Assert.StartsWith("0 direct debits, 1 reminder,", Collect(busbar, "2011-10-27"), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_keeps_a_plan_is_not_reminded()
    {
        using var busbar = Billed("\n  plan: { 2011-09-20: 44.47 AUD, 2011-10-20: 100.00 AUD }");
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 20), 44_47, "", "", "wattle"));
        Assert.Contains("0 reminders", busbar.Run("collect", "--on", "2011-10-10").Messages, StringComparison.Ordinal);
        // An instalment is late when a bill would be, seven days after it was due.
        Assert.Contains("0 reminders", busbar.Run("collect", "--on", "2011-10-26").Messages, StringComparison.Ordinal);
        Assert.Contains("1 reminder", busbar.Run("collect", "--on", "2011-10-27").Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void What_being_late_costs_costs_nothing_by_being_late()
    {
        using var busbar = Billed("");
        Assert.Equal(0, busbar.Run("bill", "--period", "2011-08", "--issued", "2011-09-02").Code);
        // Both bills come to the stage, and its fee is charged for the older.
        var last = busbar.Run("collect", "--on", "2011-10-20", "--json").Results;
        using var told = System.Text.Json.JsonDocument.Parse(last);
        Assert.Equal(["SL-2011-00001 6.11", "SL-2011-00002 1.24"], told.RootElement.GetProperty("reminders")
            .EnumerateArray().Select(one => $"{one.GetProperty("document").GetString()} "
                + one.GetProperty("cost").GetString()));
        var open = Open(busbar);
        Pay(busbar, new WrittenEntry("N1", new(2011, 10, 21), open - 7_35, "", "", "wattle"));
        // Only the fees are left: they are told of, and stay what they are.
        var fees = busbar.Run("collect", "--on", "2011-12-28").Results;
        Assert.Contains("FEE-000001, Last reminder", fees, StringComparison.Ordinal);
        Assert.Equal(7_35, Open(busbar));
        // What may be written off isn't worth a reminder.
        Pay(busbar, new WrittenEntry("N2", new(2012, 1, 5), 6_50, "", "", "wattle"));
        Assert.StartsWith("0 direct debits, 0 reminders", Collect(busbar, "2012-03-01"), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_keeps_its_instalments_is_not_reminded_of_what_they_leave_open()
    {
        using var busbar = Billed("\n  budget: { amount: 90.00 AUD, day: 5, from: 2011-09-05 }");
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 6), 90_00, "", "", "wattle"));
        Assert.Equal(54_47, Open(busbar));
        Assert.StartsWith("0 direct debits, 0 reminders", Collect(busbar, "2011-10-11"), StringComparison.Ordinal);
        // The second has been missed for as long as a bill may be.
        Assert.StartsWith("0 direct debits, 1 reminder", Collect(busbar, "2011-10-12"), StringComparison.Ordinal);
    }

    [Fact]
    public void Instalments_and_a_plan_are_refused_together()
    {
        using var busbar = Billed("");
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle\n"
            + "  budget: { amount: 90.00 AUD, day: 5, from: 2011-09-05 }\n  plan: { 2011-09-20: 44.47 AUD }\n");
        var refused = busbar.Run("check", busbar.PathOf("book"));
        Assert.Equal(1, refused.Code);
        Assert.Contains("accounts.yaml:4:9: account wattle has a budget and a plan: what is paid would count for "
            + "both.\n  Leave one out", refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_is_written_again_as_it_was_sent_or_not_at_all()
    {
        using var busbar = Billed(Mandate);
        Assert.StartsWith("1 direct debit,", Collect(busbar, "2011-09-13"), StringComparison.Ordinal);
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle"
            + Mandate.Replace("M-7", "M-8", StringComparison.Ordinal) + "\n");
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Assert.StartsWith("Direct debit DD-000001 of batch PB-000001 was sent under mandate M-7, which account wattle "
            + "hasn't any more.", busbar.Run("collect", "--again", "PB-000001", "--out", busbar.PathOf("bank"))
            .Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Credit_counts_whatever_a_plan_is_of()
    {
        using var busbar = Billed(Mandate + "\n  allocation: explicit"
            + "\n  plan: { 2011-09-20: 44.47 AUD, 2012-10-20: 100.00 AUD }");
        Assert.Equal(0, busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-04").Code);
        Pay(busbar, new WrittenEntry("N1", new(2011, 10, 5), 300_00, "", "", "wattle"));
        // More than all it owes but 10.83: that is collected, and not the bill.
        var owed = Open(busbar);
        Assert.InRange(owed, 1, 100_00);
        Assert.Contains($"{owed / 100}.{owed % 100:00}  SL-2011-00002\n", busbar.Run("collect", "--on", "2011-10-18",
            "--draft").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Instalments_end_with_supply_and_the_rest_is_collected()
    {
        using var busbar = Billed(Mandate + "\n  budget: { amount: 90.00 AUD, day: 5, from: 2011-08-05 }");
        Assert.StartsWith("1 direct debit,", Collect(busbar, "2011-08-03"), StringComparison.Ordinal);
        Pay(busbar, new WrittenEntry("N1", new(2011, 8, 5), 90_00, "", "", "", "DD-000001"));
        var agreements = Directory.GetFiles(busbar.PathOf("book"), "agreements.*")[0];
        File.WriteAllText(agreements, File.ReadAllText(agreements).TrimEnd() + "\n  to: 2011-08-01\n");
        var applied = busbar.Run("apply", busbar.PathOf("book"));
        Assert.True(applied.Code == 0, applied.Messages);
        var drafted = busbar.Run("collect", "--on", "2011-09-13", "--draft").Results;
        Assert.Contains("54.47  SL-2011-00001", drafted, StringComparison.Ordinal);
        Assert.DoesNotContain("instalment", drafted, StringComparison.Ordinal);
    }
}
