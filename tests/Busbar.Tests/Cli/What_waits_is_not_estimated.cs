using System.Globalization;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>What somebody has still to decide, and estimates of the same intervals: neither takes the other's place by
/// the way, and it is the same which came first.</summary>
public class What_waits_is_not_estimated
{
    private const string Wide = "connection,channel,date,unit,quality,"
        + "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24\n";

    /// <summary>A house that is measured by the hour and billed at 1 GBP/kWh.</summary>
    private static Busbars Hourly(string engine = TestStore.Sqlite)
    {
        var busbar = DailyHouse.With(engine, "import: [no gap]");
        busbar.Write("book/connections.yaml", """
            - { connection: c1, interval: 60min, limit: 30 kW, channels: { import: kWh } }
            - connection: c2
              interval: day
              channels: { import: kWh }
              estimates: { import: [daily-average] }
              meters: [{ meter: M, from: 2025-12-01, registers: [{ register: "1", channel: import, digits: 5 }] }]

            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        return busbar;
    }

    private static Printed Import(Busbars busbar, string name, params (int Day, string Values)[] days) =>
        busbar.Run("import", busbar.Write(name, Wide + string.Concat(days.Select(one => string.Create(
            CultureInfo.InvariantCulture, $"c1,import,2026-01-{one.Day:00},kWh,A,{one.Values}\n")))));

    private static string Ones => string.Join(',', Enumerable.Repeat(1, 24));

    /// <summary>Ones all January, but for the 12th.</summary>
    private static Printed Others(Busbars busbar) => Import(busbar, "others.csv",
        [.. Enumerable.Range(1, 31).Where(day => day != 12).Select(day => (day, Ones))]);

    private static string Twos(string rest) => string.Join(',', Enumerable.Repeat(2, 24 - rest.Split(',').Length))
        + "," + rest;

    private static string Total(Busbars busbar, string account = "ada") => busbar.Run(
        "bill", "--period", "2026-01", "--draft").Lines.Single(line => line.Contains(account,
            StringComparison.Ordinal)).Split(' ')[^2];

    [Theory]
    [InlineData("-1,40", "negative-import", "correct, estimate or reject")]
    [InlineData("40,-1", "above-limit", "correct, estimate or reject")]
    [InlineData("2,4294967.295", "error-code", "correct, estimate or reject")]
    [InlineData("2,40", "above-limit", "accept, correct, estimate or reject")]
    public void Whatever_number_of_rules_it_breaks(string rest, string reason, string decisions)
    {
        using var busbar = Hourly();
        Others(busbar);
        Assert.Equal(3, Import(busbar, "day.csv", (12, Twos(rest))).Code);
        var estimated = busbar.Run("estimate", "c1", "--period", "2026-01");
        Assert.Equal((3, true), (estimated.Code, estimated.Results.StartsWith(
            "c1, import: 0 readings estimated, 24 stay missing.\n  2026-01-12 00:00 to 2026-01-13 00:00: missing\n"
            + $"    row-1 waits for a decision ({reason})\n", StringComparison.Ordinal)));
        // The bill names the row, and how it is decided.
        Assert.Contains("isn't known from 2026-01-12 00:00 to 2026-01-13 00:00: row-1 waits for a decision "
            + $"({reason}).\n    Decide with busbar quarantine {decisions} row-1.\n",
            busbar.Run("bill", "--period", "2026-01", "--draft").Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("quarantine", "estimate", "row-1", "--note", "Broken.").Code);
        Assert.Equal(rest.StartsWith("2,", StringComparison.Ordinal) ? "767.00" : "766.00", Total(busbar));
    }

    [Fact]
    public void Rows_of_one_kind_are_named_by_the_first()
    {
        using var busbar = Hourly();
        Import(busbar, "days.csv", [.. Enumerable.Range(1, 31).Select(day => (day, day < 29 ? Ones : Twos("40")))]);
        Assert.Contains("isn't known from 2026-01-29 00:00 to 2026-02-01 00:00: row-1 and 2 more wait for a decision "
            + "(above-limit).\n    Decide with busbar quarantine accept, correct, estimate or reject row-1. busbar "
            + "quarantine --connection c1 --reason above-limit lists them all.\n",
            busbar.Run("bill", "--period", "2026-01", "--draft").Messages, StringComparison.Ordinal);
        Assert.Equal(3, busbar.Run("quarantine", "--connection", "c1", "--reason", "above-limit").Results.Split(
            "row-").Length - 1);
    }

    [Theory]
    [InlineData(TestStore.Sqlite, "accept", "806.00")]
    [InlineData(TestStore.Sqlite, "correct", "773.00")]
    [InlineData(TestStore.Sqlite, "estimate", "767.00")]
    [InlineData(TestStore.Sqlite, "reject", "744.00")]
    [InlineData(TestStore.Postgres, "accept", "806.00")]
    [InlineData(TestStore.Postgres, "estimate", "767.00")]
    public void To_estimate_and_then_decide_is_to_decide_and_then_estimate(
        string engine, string decision, string total)
    {
        TestStore.SkipWithout(engine);
        string Billed(bool isEstimatedFirst)
        {
            using var busbar = Hourly(engine);
            Others(busbar);
            if (isEstimatedFirst) Assert.Equal(0, busbar.Run("estimate", "c1", "--period", "2026-01").Code);
            Assert.Equal(3, Import(busbar, "day.csv", (12, Twos("40"))).Code);
            var decided = busbar.Run(["quarantine", decision, "row-1", "--note", "Seen.",
                .. decision == "correct" ? new[] { "--value", "7" } : []]);
            Assert.Equal((0, ""), (decided.Code, decided.Messages));
            Assert.Equal(0, busbar.Run("estimate", "c1", "--period", "2026-01").Code);
            Assert.Equal(total, Total(busbar));
            // All but the receipts.
            return string.Join('\n', busbar.Run("reads", "c1", "--period", "2026-01", "--intervals").Lines
                .Where(line => line.StartsWith("2026", StringComparison.Ordinal))
                .Select(line => line[..line.LastIndexOf(' ')]));
        }
        Assert.Equal(Billed(isEstimatedFirst: false), Billed(isEstimatedFirst: true));
    }

    [Fact]
    public void What_a_row_says_nothing_of_leaves_estimates_where_they_are()
    {
        using var busbar = Hourly();
        Others(busbar);
        Assert.Equal(0, busbar.Run("estimate", "c1", "--period", "2026-01").Code);
        Assert.Equal(3, Import(busbar, "day.csv", (12, Twos(",40"))).Code);
        Assert.Equal(0, busbar.Run("quarantine", "accept", "row-1", "--note", "Seen.").Code);
        Assert.Equal("805.00", Total(busbar));
    }

    [Theory]
    [InlineData("1300.5", "too-many-decimals")]
    [InlineData("123456", "too-many-digits")]
    [InlineData("-5", "below-zero")]
    public void Nor_of_a_register(string number, string reason)
    {
        using var busbar = Hourly();
        var told = DailyHouse.Reads(busbar, "reads.csv", "2025-12-01 100", "2026-01-01 658", $"2026-02-01 {number}");
        Assert.EndsWith("  Until it is decided, no bill is made of bob, 2026-01-01 to 2026-01-31 (connection c2).\n"
            + "  To decide: busbar quarantine", DailyHouse.After(busbar, told), StringComparison.Ordinal);
        Assert.StartsWith("c2, import: 0 readings estimated, 1 stays missing.\n"
            + $"  meter M, register 1, 2026-02-01 00:00: missing\n    row-1 waits for a decision ({reason})\n",
            busbar.Run("estimate", "c2", "--period", "2026-01").Results, StringComparison.Ordinal);
        Assert.Contains($"    row-1 waits for a decision ({reason}). Decide with busbar quarantine correct, estimate "
            + "or reject row-1.\n", busbar.Run("bill", "--period", "2026-01", "--draft").Messages,
            StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("quarantine", "reject", "row-1", "--note", "Misread.").Code);
        Assert.StartsWith("c2, import: 1 reading estimated.\n",
            busbar.Run("estimate", "c2", "--period", "2026-01").Results, StringComparison.Ordinal);
        Assert.Equal("558.00", Total(busbar, "bob"));
    }

    [Fact]
    public void A_read_that_waits_within_a_month_says_which_bills_it_holds()
    {
        using var busbar = Hourly();
        var told = DailyHouse.Reads(busbar, "reads.csv", "2025-12-01 100", "2026-02-11 900.5");
        Assert.EndsWith("  Until it is decided, no bill is made of bob, 2026-01-01 to 2026-01-31 (connection c2); bob, "
            + "2026-02-01 to 2026-02-28 (connection c2).\n  To decide: busbar quarantine",
            DailyHouse.After(busbar, told), StringComparison.Ordinal);
        // A known read beyond it bounds what it moves.
        DailyHouse.Reads(busbar, "later.csv", "2026-02-15 1000");
        Assert.Equal("367.00", Total(busbar, "bob"));
    }

    [Fact]
    public void What_was_accepted_against_a_rule_is_told_by_an_export_and_accepted_again_at_once()
    {
        using var busbar = Hourly();
        Others(busbar);
        Import(busbar, "day.csv", (12, Twos("40")));
        var file = busbar.PathOf("out.csv");
        Assert.Equal(0, busbar.Run("quarantine", "accept", "row-1", "--note", "A kiln.").Code);
        Assert.Equal("1 reading accepted against a rule of the book among them: what this file brings into another "
            + "database is judged anew, and they wait there until busbar quarantine accepts them.\n",
            busbar.Run("export", "c1", "--period", "2026-01", "--out", file).Messages);
        using var other = Hourly();
        Assert.Equal(3, other.Run("import", file).Code);
        Assert.Equal(0, other.Run("quarantine", "accept", "--reason", "above-limit", "--note", "moved").Code);
        Assert.Equal((Total(busbar), "806.00"), (Total(other), Total(other)));
        Assert.Equal(File.ReadAllText(file),
            other.Run("reads", "c1", "--period", "2026-01", "--format", "csv").Results);
    }
}
