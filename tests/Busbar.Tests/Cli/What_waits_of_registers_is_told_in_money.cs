using System.Globalization;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.DailyHouse;

namespace Busbar.Tests.Cli;

/// <summary>What reads of registers put at risk that wait, whether they are interpolated by days or by a profile.
/// </summary>
public class What_waits_of_registers_is_told_in_money
{
    private static Busbars Billed(string engine = TestStore.Sqlite, string checks = "")
    {
        var busbar = With(engine, checks, limit: "");
        Reads(busbar, "reads.csv", "2026-01-01 100", "2026-02-01 131", "2026-03-01 160");
        foreach (var month in new[] { "2026-01", "2026-02" })
            busbar.Run("bill", "--period", month, "--account", "bob", "--issued", "2026-03-02");
        return busbar;
    }

    /// <summary>Until evening nothing is used, and then four times as much in one hour as in the next: by nine on the
    /// first of February 159 parts, of which January has 155.</summary>
    private static Busbars ByProfile(string engine = TestStore.Sqlite)
    {
        var busbar = With(engine, limit: "");
        busbar.Write("book/prices/home.csv", "start,value\n" + string.Concat(
            from day in Enumerable.Range(0, 90)
            from hour in Enumerable.Range(0, 24)
            let date = new DateOnly(2025, 12, 15).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            select $"{date}T{hour:00}:00,{(hour == 20 ? 4 : hour == 21 ? 1 : 0)}\n"));
        busbar.Write("book/book.yaml", File.ReadAllText(busbar.PathOf("book/book.yaml"))
            + "series: { home: { unit: 1, interval: 60min, file: prices/home.csv } }\n");
        busbar.Write("book/connections.yaml", """
            - { connection: c1, interval: day, channels: { import: kWh } }
            - connection: c2
              interval: 60min
              profile: home
              channels: { import: kWh }
              meters: [{ meter: M, from: 2026-01-01, registers: [{ register: "1", channel: import, digits: 5 }] }]

            """);
        busbar.Write("book/products/q.yaml", File.ReadAllText(busbar.PathOf("book/products/p.yaml"))
            .Replace("product: p", "product: q", StringComparison.Ordinal)
            .Replace("interval: day", "interval: 60min", StringComparison.Ordinal));
        busbar.Write("book/agreements.yaml", File.ReadAllText(busbar.PathOf("book/agreements.yaml"))
            .Replace("bob, product: p", "bob, product: q", StringComparison.Ordinal));
        Assert.Equal("", busbar.Run("apply", busbar.PathOf("book")).Messages);
        Reads(busbar, "reads.csv", "2026-01-01 100", "c2,M,1,2026-02-01T21:00,259,A\n");
        Assert.Equal(0, busbar.Run(
            "bill", "--period", "2026-01", "--account", "bob", "--issued", "2026-03-02").Code);
        return busbar;
    }

    private static string Told(Busbars busbar, Printed said) => string.Join('\n', After(busbar, said).Split('\n')
        .Where(line => line.StartsWith("  If ", StringComparison.Ordinal)
            || line.StartsWith("  Until ", StringComparison.Ordinal)));

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Another_read_moves_the_bills_on_either_side(string engine)
    {
        using var busbar = Billed(engine);
        Assert.Equal("  If what waits is right, 2 issued bills would come out otherwise, together the same total: "
            + "B1 (10.00 GBP more), B2 (10.00 GBP less).", Told(busbar, Reads(busbar, "other.csv", "2026-02-01 141")));
    }

    [Fact]
    public void A_read_below_the_one_before_says_what_it_costs_if_it_is_right()
    {
        using var busbar = Billed();
        var said = Told(busbar, busbar.Run("import", busbar.Write("back.csv",
            "connection,meter,register,time,reading,quality,version\nc2,M,1,2026-02-01,50,A,1\n")));
        // From 100 past 99,999 to 50, and from there to 160.
        Assert.Equal("  If what waits is right, 2 issued bills would come out otherwise, together 100000.00 GBP more: "
            + "B1 (99919.00 GBP more), B2 (81.00 GBP more).", said);
        Assert.Equal(0, busbar.Run("quarantine", "accept", "--reason", "read-below-previous", "--note", "Why.").Code);
        Assert.Contains("a difference of 99919.00 GBP", busbar.Run("rebill", "B1", "--draft").Messages,
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_row_by_profile_says_so_too(string engine)
    {
        using var busbar = ByProfile(engine);
        Assert.Equal("  If what waits is right, 1 issued bill would come out otherwise: B1 (155.00 GBP more).",
            Told(busbar, Reads(busbar, "other.csv", "c2,M,1,2026-02-01T21:00,418,A\n")));
        Assert.Equal(0, busbar.Run("quarantine", "accept", "--connection", "c2", "--note", "Why.").Code);
        Assert.Contains("a difference of 155.00 GBP", busbar.Run("rebill", "B1", "--draft").Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Days_that_a_rule_finds_unusual_say_what_they_cost_too()
    {
        using var busbar = With(checks: "import: [spike 3 over 7 days]", limit: "");
        Reads(busbar, "reads.csv", "2026-01-01 100", "2026-01-20 119", "2026-01-21 120", "2026-02-01 131");
        Assert.Equal(0, busbar.Run(
            "bill", "--period", "2026-01", "--account", "bob", "--issued", "2026-03-02").Code);
        var said = busbar.Run("import", busbar.Write("spike.csv",
            "connection,meter,register,time,reading,quality,version\nc2,M,1,2026-01-21,129,A,1\n"
            + "c2,M,1,2026-02-01,140,A,1\n"));
        Assert.Equal("  If what waits is right, 1 issued bill would come out otherwise: B1 (9.00 GBP more).",
            Told(busbar, said));
    }
}
