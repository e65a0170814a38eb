using System.Text.Json;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.What_is_due_is_collected;

namespace Busbar.Tests.Cli;

/// <summary>A direct debit has all instalments that are due, however often it is collected; each of them once, and
/// never more than is owed.</summary>
public class All_instalments_that_are_due_are_collected
{
    private const string Weekly = "\n  budget: { amount: 20.00 AUD, every: week, from: 2011-09-06 }";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_monthly_run_collects_all_weeks(string engine)
    {
        using var busbar = Billed(Mandate + Weekly, engine: engine);
        Assert.Equal("80.00 2011-09-06 2011-09-13 2011-09-20 2011-09-27", Collected(busbar, "2011-09-30"));
        Assert.Contains("Instalments of account wattle from 2011-09-06 to 2011-09-27",
            File.ReadAllText(busbar.PathOf("bank/PB-000001.xml")), StringComparison.Ordinal);
        var sent = File.ReadAllBytes(busbar.PathOf("bank/PB-000001.xml"));
        Assert.Equal(0, busbar.Run("collect", "--again", "PB-000001", "--out", busbar.PathOf("again")).Code);
        Assert.Equal(sent, File.ReadAllBytes(busbar.PathOf("again/PB-000001.xml")));
        Assert.Equal("", Collected(busbar, "2011-09-30"));
        Pay(busbar, new WrittenEntry("N1", new(2011, 10, 2), 80_00, "", "", "", "DD-000001"));
        Assert.Equal("80.00 2011-10-04 2011-10-11 2011-10-18 2011-10-25", Collected(busbar, "2011-10-29"));
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Fact]
    public void Several_are_told_as_such()
    {
        using var busbar = Billed(Mandate + Weekly);
        Assert.Contains("debit      wattle               2011-09-15        40.00  2 instalments\n",
            busbar.Run("collect", "--on", "2011-09-13", "--draft").Results, StringComparison.Ordinal);
        Assert.Contains("  20.00  instalment\n", busbar.Run("collect", "--on", "2011-09-10", "--draft").Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_paid_otherwise_is_not_collected()
    {
        using var busbar = Billed(Mandate + Weekly);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 8), 30_00, "", "", "wattle"));
        Assert.Equal("50.00 2011-09-13 2011-09-20 2011-09-27", Collected(busbar, "2011-09-30"));
        // It stays paid when the rest was collected.
        Pay(busbar, new WrittenEntry("N2", new(2011, 10, 2), 50_00, "", "", "", "DD-000001"));
        Assert.Equal("20.00 2011-10-04", Collected(busbar, "2011-10-04"));
        // Who pays ahead is collected from when that is used up.
        Pay(busbar, new WrittenEntry("N3", new(2011, 10, 7), 50_00, "", "", "wattle"));
        Assert.Equal("10.00 2011-10-25", Collected(busbar, "2011-10-25"));
    }

    [Fact]
    public void One_that_is_returned_late_is_collected_again_with_the_next()
    {
        using var busbar = Billed(Mandate + Weekly);
        Assert.Equal("20.00 2011-09-06", Collected(busbar, "2011-09-04"));
        Assert.Equal("20.00 2011-09-13", Collected(busbar, "2011-09-11"));
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 6), 20_00, "", "", "", "DD-000001"));
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 13), 20_00, "", "", "", "DD-000002"));
        Pay(busbar, new WrittenEntry("N3", new(2011, 9, 15), -20_00, "", "", "", "DD-000001", "AM04"));
        Assert.Equal("40.00 2011-09-06 2011-09-20", Collected(busbar, "2011-09-18"));
    }

    [Fact]
    public void One_that_came_back_too_often_is_left_and_the_others_go_on()
    {
        using var busbar = Billed(Mandate + Weekly);
        foreach (var (i, (day, all)) in new[]
        {
            ("2011-09-04", "20.00 2011-09-06"), ("2011-09-11", "40.00 2011-09-06 2011-09-13"),
            ("2011-09-18", "60.00 2011-09-06 2011-09-13 2011-09-20"), ("2011-09-25", "60.00 2011-09-13 2011-09-20 "
                + "2011-09-27"),
        }.Index())
        {
            Assert.Equal(all, Collected(busbar, day));
            Assert.Equal(0, busbar.Run("pay", "reject", $"DD-00000{i + 1}").Code);
        }
        Assert.Equal("60.00 2011-09-20 2011-09-27 2011-10-04", Collected(busbar, "2011-10-02"));
        Pay(busbar, new WrittenEntry("N1", new(2011, 10, 4), 60_00, "", "", "", "DD-000005"));
        // What is left of the first two isn't tried again by and by: the customer is reminded.
        Assert.Equal("20.00 2011-10-11", Collected(busbar, "2011-10-09"));
        Pay(busbar, new WrittenEntry("N2", new(2011, 10, 10), 40_00, "", "", "wattle"));
        Assert.Equal("20.00 2011-10-18", Collected(busbar, "2011-10-16"));
    }

    [Theory]
    [InlineData("30.00")]
    [InlineData("10.00")]
    public void Another_amount_is_that_of_the_next(string amount)
    {
        using var busbar = Billed(Mandate + Weekly);
        Assert.Equal("40.00 2011-09-06 2011-09-13", Collected(busbar, "2011-09-13"));
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 15), 40_00, "", "", "", "DD-000001"));
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle" + Mandate
            + Weekly.Replace("20.00", amount, StringComparison.Ordinal) + "\n");
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Assert.Equal($"{amount} 2011-09-20", Collected(busbar, "2011-09-20"));
    }

    [Fact]
    public void What_was_collected_before_a_budget_began_anew_is_not_for_its_first()
    {
        using var busbar = Billed(Mandate + Weekly);
        Assert.Equal("40.00 2011-09-06 2011-09-13", Collected(busbar, "2011-09-13"));
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 15), 40_00, "", "", "", "DD-000001"));
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle" + Mandate
            + Weekly.Replace("2011-09-06", "2011-09-18", StringComparison.Ordinal) + "\n");
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Assert.Equal("20.00 2011-09-18", Collected(busbar, "2011-09-18"));
    }

    /// <summary>What is collected on a day, and for which instalments; empty where nothing is.</summary>
    private static string Collected(Busbars busbar, string day)
    {
        var run = busbar.Run("collect", "--on", day, "--out", busbar.PathOf("bank"), "--json");
        Assert.True(run.Code == 0, run.Messages);
        return string.Join('|', JsonDocument.Parse(run.Results).RootElement.GetProperty("debits").EnumerateArray()
            .Select(one => string.Join(' ', one.GetProperty("instalments").EnumerateArray()
                .Select(due => due.GetString()).Prepend(one.GetProperty("amount").GetString()))));
    }
}
