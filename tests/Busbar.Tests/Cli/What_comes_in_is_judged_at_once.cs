using System.Globalization;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.DailyHouse;

namespace Busbar.Tests.Cli;

/// <summary>Nobody first hears from a held bill that something waits: whatever brings readings in says so.</summary>
public class What_comes_in_is_judged_at_once
{
    private const string Spike = "import: [spike 5 over 14 days]";

    private static string Of(string day, string times) => "  1 item waits for a decision (spike):\n    Connection c1, "
        + $"channel import, has {times}0 kWh at {day} 00:00 UTC+00, {times} times the greatest of the 14 days before, "
        + "10 kWh.\n";

    /// <summary>What the other house needs for its bills.</summary>
    private static void OfTheOther(Busbars busbar) => Assert.Equal(0,
        Reads(busbar, "reads.csv", "2026-01-01 100", "2026-02-01 131", "2026-03-01 160").Code);

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_a_rule_finds_is_told_with_the_bills_that_wait(string engine)
    {
        TestStore.SkipWithout(engine);
        using var busbar = With(engine, Spike, limit: "");
        Assert.Equal(0, January(busbar).Code);
        var said = Days(busbar, "february.csv", "2026-02-01 10", "2026-02-02 80", "2026-02-03 10");
        Assert.Equal(3, said.Code);
        Assert.Equal(Of("2026-02-02", "8") + "  Until it is decided, no bill is made of ada, 2026-02-01 to 2026-02-28 "
            + "(connection c1): 80 kWh if it is right, and the bill can't be made yet then either.\n"
            + "  To decide: busbar quarantine --period 2026-02-02..2026-02-03", After(busbar, said));
        Assert.Contains("spike:c1:import:2026-02-02T00:00",
            busbar.Run("quarantine", "--period", "2026-02-02..2026-02-03").Results, StringComparison.Ordinal);
        // What waited before isn't told again with the next file.
        var next = Days(busbar, "next.csv", "2026-02-04 10");
        Assert.Equal((0, ""), (next.Code, After(busbar, next)));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void An_issued_bill_is_held_and_told_in_money(string engine)
    {
        TestStore.SkipWithout(engine);
        using var busbar = With(engine, Spike, limit: "");
        January(busbar);
        OfTheOther(busbar);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-01", "--issued", "2026-02-02").Code);
        var path = busbar.Write("again.csv", Header + "c1,import,2026-01-20,80,kWh,A,1\n");
        var said = busbar.Run("import", path);
        Assert.Equal(3, said.Code);
        Assert.Equal(Of("2026-01-20", "8")
            + "  1 issued bill rested on other readings and can't be made again now: B1 (held).\n"
            + "  What is held waits for a decision, or something is missing: busbar rebill B1 --draft says why.\n"
            + "  If what waits is right, 1 issued bill would come out otherwise: B1 (70.00 GBP more).\n"
            + "  To decide: busbar quarantine --period 2026-01-20..2026-01-21", After(busbar, said));
        Assert.Equal(3, busbar.Run("rebill", "B1", "--draft").Code);
        Assert.Equal(0, busbar.Run("quarantine", "accept", "--reason", "spike", "--period", "2026-01", "--note",
            "A party.").Code);
        Assert.Contains("a difference of 70.00 GBP", busbar.Run("rebill", "B1", "--draft").Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_sum_of_bills_says_what_it_leaves_out()
    {
        using var busbar = With(checks: Spike, limit: "");
        January(busbar);
        OfTheOther(busbar);
        Days(busbar, "february.csv", [.. Enumerable.Range(1, 28).Select(day => $"2026-02-{day:00} 10")]);
        foreach (var month in new[] { "2026-01", "2026-02" })
            Assert.Equal(0, busbar.Run("bill", "--period", month, "--issued", "2026-03-02").Code);
        var said = Days(busbar, "again.csv", "2026-01-20 80 1", "2026-02-20 12 1");
        Assert.Contains("  2 issued bills rested on other readings and would come out otherwise now, together 2.00 GBP "
            + "more without 1 that is held: B1 (held), B3 (2.00 GBP more).\n  What is held waits for a decision, or "
            + "something is missing: busbar rebill B1 --draft says why.\n  To make it again: busbar rebill B3\n",
            said.Results, StringComparison.Ordinal);
        var data = busbar.Run(
            "import", busbar.Write("json.csv", Header + "c1,import,2026-01-20,90,kWh,A,2\n"), "--json");
        Assert.Equal(3, data.Code);
        Assert.Contains("\"reason\": \"spike\"", data.Results, StringComparison.Ordinal);
        Assert.Contains("\"held\": true", data.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_over_a_value_that_waits_itself_is_told_in_money_all_the_same()
    {
        using var busbar = With(checks: Spike);
        Assert.Equal(0, January(busbar).Code);
        OfTheOther(busbar);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-01", "--issued", "2026-02-02").Code);
        Assert.Contains("B1 (80.00 GBP more)", Days(busbar, "spike.csv", "2026-01-20 90 1").Results,
            StringComparison.Ordinal);
        Assert.EndsWith("  If what waits is right, 1 issued bill would come out otherwise: B1 (990.00 GBP more).\n"
            + "  To decide: busbar quarantine",
            After(busbar, Days(busbar, "row.csv", "2026-01-20 1000 2")), StringComparison.Ordinal);
    }

    // F37
    [Fact]
    public void A_register_that_goes_back_is_told()
    {
        using var busbar = With(limit: "");
        var said = Reads(busbar, "reads.csv", "2026-01-01 400", "2026-02-01 300");
        Assert.Equal(3, said.Code);
        Assert.StartsWith("  1 item waits for a decision (read-below-previous):\n    Connection c2, meter M, "
            + "register 1, reads 300 on 2026-02-01, below 400 on 2026-01-01", After(busbar, said),
            StringComparison.Ordinal);
        Assert.EndsWith("  Until it is decided, no bill is made of bob, 2026-01-01 to 2026-01-31 (connection c2): "
            + "99900.00 GBP if it is right.\n"
            + "  To decide: busbar quarantine --period 2026-01-01..2026-02-01", After(busbar, said),
            StringComparison.Ordinal);
    }

    [Fact]
    public void However_many_rows_are_rejected_the_money_is_of_all()
    {
        using var busbar = With();
        January(busbar);
        OfTheOther(busbar);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-01", "--issued", "2026-02-02").Code);
        var before = new DateOnly(2015, 1, 1);
        var said = Days(busbar, "wrong.csv", [.. Enumerable.Range(0, 2_100).Select(day => string.Create(
            CultureInfo.InvariantCulture, $"{before.AddDays(day):yyyy-MM-dd} 1000 1")), "2026-01-05 1000 1"]);
        Assert.Contains("2101 rows: 0 accepted, 0 unchanged, 0 suspended, 2101 rejected", said.Results,
            StringComparison.Ordinal);
        Assert.EndsWith("  If what waits is right, 1 issued bill would come out otherwise: B1 (990.00 GBP more).\n"
            + "  To decide: busbar quarantine", After(busbar, said), StringComparison.Ordinal);
    }

    // F33
    [Fact]
    public void An_error_code_says_whose_bill_it_holds()
    {
        using var busbar = With();
        var said = Days(busbar, "code.csv", "2026-01-01 10", "2026-01-02 4294967.295", "2026-01-03 10");
        Assert.EndsWith("  Until it is decided, no bill is made of ada, 2026-01-01 to 2026-01-31 (connection c1).\n"
            + "  To decide: busbar quarantine", After(busbar, said), StringComparison.Ordinal);
    }

    // F26, F28
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_book_says_why_it_lets_rows_wait_that_came_too_early(string engine)
    {
        TestStore.SkipWithout(engine);
        using var busbar = With(engine);
        var file = busbar.Write("early.csv", Header
            + "c9,import,2026-01-01,10,kWh,A,0\nc9,import,2026-01-02,10,kWh,A,0\nc9,import,2026-01-02,12,kWh,A,0\n");
        Assert.Equal(3, busbar.Run("import", file).Code);
        File.AppendAllText(busbar.PathOf("book/connections.yaml"),
            "- { connection: c9, interval: day, channels: { import: kWh } }\n");
        File.AppendAllText(busbar.PathOf("book/agreements.yaml"),
            "- { agreement: c, account: ada, product: p, connections: c9, from: 2026-01-01, to: 2026-01-03 }\n");
        var applied = busbar.Run("apply", busbar.PathOf("book"));
        Assert.Equal(3, applied.Code);
        Assert.EndsWith("Of the rows that waited, 2 came in, 0 were known and 1 were rejected.\n"
            + $"  1 row rejected (conflicting-values):\n    {file}:4: Connection c9, channel import, has 12 kWh at "
            + "2026-01-02 00:00 UTC+00, and line 3 of the same file has 10 kWh with the same version.\n"
            + "      Give the file that holds a greater version, or decide: busbar quarantine accept, or reject.\n",
            applied.Results, StringComparison.Ordinal);
        Assert.StartsWith("row-1 (conflicting-values)\n", busbar.Run("quarantine").Results, StringComparison.Ordinal);
        var bill = busbar.Run("bill", "--period", "2026-01", "--draft");
        Assert.Equal(3, bill.Code);
        Assert.Contains("two values of the same version and quality were received", bill.Messages,
            StringComparison.Ordinal);
        var past = busbar.Run("reads", "c9", "--period", "2026-01", "--history").Results;
        Assert.Contains(" 12 ", past, StringComparison.Ordinal);
        // Either value may be what is right.
        Assert.Equal(0, busbar.Run("quarantine", "accept", "row-1", "--note", "Read on site.").Code);
        Assert.Contains(",12,", busbar.Run(
            "reads", "c9", "--period", "2026-01-02..2026-01-03", "--format", "csv").Results, StringComparison.Ordinal);
        Assert.Equal("", busbar.Run("quarantine").Results);
    }
}
