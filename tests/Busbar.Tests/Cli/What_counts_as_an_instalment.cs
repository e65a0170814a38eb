using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using NodaTime.Text;
using static Busbar.Tests.Cli.What_is_due_is_collected;

namespace Busbar.Tests.Cli;

/// <summary>Money is for instalments since they began, unless it came for an older bill. The bill is of 1 September and
/// 144.47; the first instalment is due on the 5th.</summary>
public class What_counts_as_an_instalment
{
    private const string Budget = "\n  budget: { amount: 90.00 AUD, day: 5, from: 2011-09-05 }";

    [Theory]
    [InlineData("2011-09-04", "")]
    [InlineData("2011-08-31", "")]
    [InlineData("2011-08-30", "2011-09-05 90.00")]
    [InlineData("2011-09-06", "")]
    public void Paid_some_days_early_it_is_paid(string day, string told)
    {
        using var busbar = Billed(Budget);
        Pay(busbar, Paid("N1", day, 90_00));
        Assert.Equal(told, Told(busbar, "2011-09-07"));
        Assert.Equal($"{told} 2011-10-05 90.00".Trim(), Told(busbar, "2011-10-06"));
    }

    [Fact]
    public void What_came_since_the_agreed_beginning_is_for_the_first_one()
    {
        using var busbar = Billed(Budget.Replace("2011-09-05", "2011-08-06", StringComparison.Ordinal));
        Pay(busbar, Paid("N1", "2011-08-06", 50_00));
        Assert.Equal("2011-09-05 40.00", Told(busbar, "2011-09-07"));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Paid_late_it_is_paid_and_what_comes_back_was_not(string engine)
    {
        using var busbar = Billed(Budget, engine: engine);
        Assert.Equal("2011-09-05 90.00", Told(busbar, "2011-09-07"));
        Pay(busbar, Paid("N1", "2011-10-04", 90_00) with { EndToEnd = "E-1" });
        Assert.Equal("2011-10-05 90.00", Told(busbar, "2011-10-05"));
        // The first was paid, and by now the second is late.
        Assert.StartsWith("0 direct debits, 0 reminders", Collect(busbar, "2011-10-11"), StringComparison.Ordinal);
        Pay(busbar, Paid("N2", "2011-10-11", -90_00) with { Text = "", EndToEnd = "E-1", Reason = "AM04" });
        Assert.StartsWith("0 direct debits, 1 reminder", Collect(busbar, "2011-10-11"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void An_older_bill_that_is_paid_by_its_number_is_none(string engine)
    {
        using var busbar = Billed(Budget, engine: engine);
        Pay(busbar, Paid("N1", "2011-09-06", 100_00) with { Text = "Bill SL-2011-00001" });
        Assert.Equal("2011-09-05 90.00", Told(busbar, "2011-09-07"));
        // What is more than the bill is for the instalment.
        Pay(busbar, Paid("N2", "2011-09-08", 84_47) with { Text = "SL 2011 00001" });
        Assert.Equal(-40_00, Open(busbar));
        Assert.Equal("2011-09-05 50.00 2011-10-05 90.00", Told(busbar, "2011-10-06"));
        Pay(busbar, Paid("N3", "2011-10-07", 60_00));
        Assert.Equal("2011-10-05 80.00 2011-11-05 90.00", Told(busbar, "2011-11-06"));
    }

    [Fact]
    public void A_later_bill_is_what_instalments_are_paid_for()
    {
        using var busbar = Billed(Budget);
        Assert.Equal(0, busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-02").Code);
        Pay(busbar, Paid("N1", "2011-10-04", 180_00) with { Text = "SL-2011-00002" });
        Assert.Equal("", Told(busbar, "2011-10-06"));
    }

    [Fact]
    public void What_is_being_collected_for_a_bill_keeps_no_instalment()
    {
        using var busbar = Billed(Mandate + "\n  budget: { amount: 90.00 AUD, day: 20, from: 2011-09-20 }");
        Assert.Equal("1 direct debit, 0 reminders, 0 instalments.", Collect(busbar, "2011-09-13"));
        Assert.Contains("  90.00  instalment\n", busbar.Run("collect", "--on", "2011-09-18", "--draft").Results,
            StringComparison.Ordinal);
        Pay(busbar, Paid("N1", "2011-09-16", 144_47) with { Text = "", EndToEnd = "DD-000001" });
        Assert.Contains("  90.00  instalment\n", busbar.Run("collect", "--on", "2011-09-18", "--draft").Results,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2011-09-10")]
    [InlineData("2011-10-19")]
    public void A_part_of_a_plan_is_paid_early_or_late(string day)
    {
        using var busbar = Billed("\n  plan: { 2011-09-20: 44.47 AUD, 2011-10-20: 100.00 AUD }");
        Pay(busbar, Paid("N1", day, 44_47) with { EndToEnd = "E-1" });
        Assert.Equal("2011-10-20 100.00", Told(busbar, "2011-10-20"));
        Pay(busbar, Paid("N2", "2011-10-21", -44_47) with { Text = "", EndToEnd = "E-1", Reason = "AM04" });
        Assert.Equal("2011-09-20 44.47 2011-10-20 100.00", Told(busbar, "2011-10-21"));
    }

    private static WrittenEntry Paid(string reference, string day, long amount) =>
        new(reference, LocalDatePattern.Iso.Parse(day).Value, amount, "", "", "wattle");

    /// <summary>The instalments that would be told, with what is open of each.</summary>
    private static string Told(Busbars busbar, string day) => string.Join(' ', busbar.Run("collect", "--on", day,
        "--draft").Lines.Where(line => line.StartsWith("instalment", StringComparison.Ordinal))
            .Select(line => $"{line[32..42]} {line[42..55].Trim()}"));
}
