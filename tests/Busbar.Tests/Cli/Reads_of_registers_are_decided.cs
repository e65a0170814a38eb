using System.Globalization;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>Reads of registers that can't be right, and suspicious days that registers counted.</summary>
public class Reads_of_registers_are_decided
{
    private static Busbars With(string reads, string connection = "", string registers = "",
        string meter = "M")
    {
        var busbar = new Busbars { Now = Instant.FromUtc(2026, 6, 1, 12, 0) };
        busbar.Write("book/book.yaml", """
            seller: { name: N }
            currency: GBP
            zone: Europe/London
            tax: outside
            estimates: { import: [daily-average] }
            bills: { numbers: "B{0}" }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("book/connections.yaml", $$"""
            - connection: c1
              interval: day
              channels: { import: kWh }
              {{connection}}
              meters:
                - meter: {{meter}}
                  from: 2026-01-01
                  registers: [{ register: "1", channel: import, digits: 5 }{{registers}}]

            """);
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: p, connections: c1, from: 2026-02-01 }\n");
        busbar.Write("book/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]

            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Assert.NotEqual(1, busbar.Run("import", busbar.Write("reads.csv",
            "connection,meter,register,time,reading,quality\n" + reads)).Code);
        return busbar;
    }

    private static string Months(params int[] shown) => string.Concat(shown.Select((reading, month) =>
        string.Create(CultureInfo.InvariantCulture, $"c1,M,1,2026-{month + 1:00}-01,{reading},A\n")));

    /// <summary>Ten a day, and seventy more on the ninth of February.</summary>
    private static string Spike(params string[] registers) => string.Concat(registers.SelectMany(register =>
        Enumerable.Range(0, 60).Select(day => string.Create(CultureInfo.InvariantCulture,
            $"c1,M,{register},{new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd},"
            + $"{10_000 + 10 * day + (day >= 40 ? 70 : 0)},A\n"))));

    private static string Waits(Busbars busbar) => busbar.Run("quarantine", "--period", "2026").Results;

    private static Printed Decide(Busbars busbar, params string[] how) =>
        busbar.Run(["quarantine", .. how, "--period", "2026", "--note", "Why."]);

    private static string Billed(Busbars busbar) => Assert.Single(busbar.Run("bill", "--period", "2026-02").Lines)
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];

    // F35, F37
    [Fact]
    public void A_read_below_the_one_before_holds_the_bill_and_waits()
    {
        using var busbar = With(Months(10_000, 10_310, 300, 10_900));
        var held = busbar.Run("bill", "--period", "2026-02");
        Assert.Equal(3, held.Code);
        Assert.Contains("reads 300 on 2026-03-01, below 10310 on 2026-02-01", held.Messages, StringComparison.Ordinal);
        Assert.Contains("or reject read-below-previous:c1:M:1:2026-03-01T00:00", held.Messages,
            StringComparison.Ordinal);
        Assert.Equal("read-below-previous:c1:M:1:2026-03-01T00:00\n"
            + "  Connection c1, meter M, register 1, reads 300 on 2026-03-01, below 10310 on 2026-02-01, and "
            + "10900 on 2026-04-01: it can't have gone back and forth; accepted, it has passed nought and gone "
                + "on by 89990 kWh.\n", Waits(busbar));
    }

    [Fact]
    public void However_long_ago_and_whatever_its_meter_is_called()
    {
        using var busbar = With(Months(10_000, 10_310, 300, 10_900).Replace(",M,", ",M 1,", StringComparison.Ordinal),
            meter: "M 1");
        busbar.Now = Instant.FromUtc(2029, 1, 1, 12, 0);
        const string Name = "read-below-previous:c1:M_1:1:2026-03-01T00:00";
        Assert.Contains($"or reject {Name}", busbar.Run("bill", "--period", "2026-02").Messages,
            StringComparison.Ordinal);
        Assert.StartsWith(Name + "\n", busbar.Run("quarantine").Results, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("quarantine", "reject", Name, "--note", "Misread.").Code);
        Assert.Equal("280.00", Billed(busbar));
    }

    [Theory]
    // Ten a day from the read before to the one after.
    [InlineData("280.00", "reject", "read-below-previous:c1:M:1:2026-03-01T00:00")]
    [InlineData("280.00", "estimate", "--reason", "read-below-previous")]
    [InlineData("290.00", "correct", "--connection", "c1", "--value", "10600")]
    [InlineData("190.00", "correct", "--connection", "c1", "--times", "35")]
    [InlineData("89990.00", "accept", "--channel", "import")]
    public void It_is_decided_by_name_and_by_rule(string billed, params string[] how)
    {
        using var busbar = With(Months(10_000, 10_310, 300, 10_900));
        Assert.Equal(0, Decide(busbar, how).Code);
        Assert.Equal(("", billed), (Waits(busbar), Billed(busbar)));
    }

    [Fact]
    public void Of_two_that_contradict_each_other_the_earlier_may_be_wrong()
    {
        using var busbar = With(Months(10_000, 19_310, 10_600));
        Assert.Equal("1 item rejected; 1 reading taken back.\n",
            Decide(busbar, "reject", "--reason", "read-below-previous", "--earlier").Results);
        // 600 in 59 days, of which 315 in January.
        Assert.Equal(("", "285.00"), (Waits(busbar), Billed(busbar)));
    }

    [Fact]
    public void What_rests_on_a_read_that_was_decided_is_asked_anew()
    {
        using var busbar = With(Months(10_000, 10_310, 60_310, 10_900), "limit: 10 kW");
        Assert.Equal(["above-limit:c1:M:1:2026-03-01T00:00",
            "read-below-previous:c1:M:1:2026-04-01T00:00"],
            Waits(busbar).Split('\n').Where(line => line.Length > 0 && line[0] != ' '));
        Assert.Equal("1 item rejected; 1 reading taken back.\n",
            Decide(busbar, "reject", "--connection", "c1").Results);
        Assert.Equal(("", "280.00"), (Waits(busbar), Billed(busbar)));
    }

    [Fact]
    public void An_accepted_advance_is_asked_about_again_when_a_read_is_other()
    {
        using var busbar = With(Months(10_000, 10_310, 60_310), "limit: 10 kW");
        Assert.Equal(0, Decide(busbar, "accept", "--reason", "above-limit").Code);
        Assert.Equal("", Waits(busbar));
        busbar.Run("import", busbar.Write("other.csv", "connection,meter,register,time,reading,quality,version\n"
            + "c1,M,1,2026-03-01,60320,A,1\n"));
        Assert.StartsWith("above-limit:c1:M:1:2026-03-01T00:00", Waits(busbar), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reject")]
    [InlineData("estimate")]
    [InlineData("correct", "--value", "10435")]
    public void Suspicious_days_rest_on_the_read_at_their_end(params string[] how)
    {
        using var busbar = With(Spike("1"), "checks: { import: [spike 5] }");
        Assert.StartsWith("spike:c1:import:2026-02-09T00:00", Waits(busbar), StringComparison.Ordinal);
        Assert.Equal(0, Decide(busbar, [.. how, "--reason", "spike"]).Code);
        // The 80 and the 10 of the day after are 45 and 45.
        Assert.Equal(("", "350.00"), (Waits(busbar), Billed(busbar)));
    }

    [Fact]
    public void Of_several_registers_the_wrong_one_is_named()
    {
        using var busbar = With(Spike("1", "2"), "checks: { import: [spike 5] }",
            ", { register: \"2\", channel: import, digits: 5 }");
        var refused = Decide(busbar, "correct", "--reason", "spike", "--value", "10435");
        Assert.Equal((1, "spike:c1:import:2026-02-09T00:00 rests on 2 reads, and one value can't stand for them: "
            + "meter M, register 1, 10470 at 2026-02-10 00:00; meter M, register 2, 10470 at 2026-02-10 00:00.\n"
            + "  Name one register with --register, correct all with --times, or import a file with the right ones and "
            + "a greater version.\n"), (refused.Code, refused.Messages));
        Assert.Equal(1, Decide(busbar, "reject", "--reason", "spike", "--register", "3").Code);
        Assert.Equal("1 item corrected; 1 reading taken.\n",
            Decide(busbar, "correct", "--reason", "spike", "--value", "10420", "--register", "1").Results);
    }

    [Fact]
    public void What_is_for_registers_alone_is_refused_for_others()
    {
        using var busbar = With(Spike("1"), "checks: { import: [spike 5] }");
        var refused = Decide(busbar, "reject", "--reason", "spike", "--earlier");
        Assert.Equal((1, "spike:c1:import:2026-02-09T00:00 isn't of a read that contradicts the one before.\n"
            + "  Leave --earlier out, or name only such reads.\n"), (refused.Code, refused.Messages));
        Assert.Equal(2, Decide(busbar, "correct", "--reason", "spike").Code);
        Assert.Equal(2, Decide(busbar, "correct", "--reason", "spike", "--value", "1", "--times", "2").Code);
        Assert.Equal(2, Decide(busbar, "correct", "--reason", "spike", "--times", "0").Code);
    }
}
