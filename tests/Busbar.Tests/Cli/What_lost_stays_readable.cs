using System.Text.Json;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>Of two values one holds, and the other can be read, whichever came first.</summary>
public class What_lost_stays_readable
{
    private const string Head = "connection,channel,start,value,unit,quality,interval,version\n";

    private static Busbars With(string engine)
    {
        TestStore.SkipWithout(engine);
        var busbar = new Busbars(engine);
        busbar.Write("book/book.yaml", "seller: { name: N }\ncurrency: GBP\nzone: Europe/London\n");
        busbar.Write("book/connections.yaml", """
            - { connection: c1, interval: 60min, channels: { import: kWh } }
            - connection: c2
              interval: day
              channels: { import: kWh }
              meters: [{ meter: M, from: 2026-01-01, registers: [{ register: 1, channel: import, digits: 5 }] }]

            """);
        var applied = busbar.Run("apply", busbar.PathOf("book"));
        Assert.True(applied.Code == 0, applied.Messages);
        return busbar;
    }

    private static void Import(Busbars busbar, string name, string text) =>
        busbar.Run("import", busbar.Write(name, text));

    private static string[] History(Busbars busbar, string connection, params string[] more)
    {
        var lines = busbar.Run(["reads", connection, "--period", "2026-01-01..2026-01-02", "--history", .. more])
            .Results.Split('\n');
        return [.. lines.SkipWhile(line => !line.StartsWith("20", StringComparison.Ordinal))
            .TakeWhile(line => line.Length > 0)];
    }

    public static TheoryData<string> Engines => TestStore.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void Of_intervals_whichever_came_first(string engine)
    {
        using var busbar = With(engine);
        Import(busbar, "good.csv", Head + "c1,import,2026-01-01T00:00Z,2,kWh,A,60min,2\n");
        // Half of what the second file says is new: the row comes in, and what lost of it is told.
        Import(busbar, "old.csv", Head + "c1,import,2026-01-01T00:00Z,1,kWh,E,60min,1\n"
            + "c1,import,2026-01-01T01:00Z,1,kWh,A,60min,1\n");
        Import(busbar, "new.csv", Head + "c1,import,2026-01-01T01:00Z,3,kWh,A,60min,2\n");
        Import(busbar, "other.csv", Head + "c1,import,2026-01-01T01:00Z,4,kWh,A,60min,2\n");
        Import(busbar, "again.csv", Head + "c1,import,2026-01-01T00:00Z,1,kWh,E,60min,1\n"
            + "c1,import,2026-01-01T01:00Z,1,kWh,A,60min,1\n\n");
        Assert.Equal(
        [
            "2026-01-01 00:00    2  A              2        2",
            "                    1  E              1        3  never held",
            "2026-01-01 01:00    1  A              1        3",
            "                    3  A              2        4",
            "                    4  A              2        5  never held",
        ], History(busbar, "c1"));
        Assert.Equal(2, History(busbar, "c1", "--as-of", "2").Length + 1);
        using var json = JsonDocument.Parse(busbar.Run("reads", "c1", "--period", "2026-01-01..2026-01-02",
            "--history", "--json").Results);
        Assert.Equal([true, false, true, true, false], json.RootElement.GetProperty("channels")[0]
            .GetProperty("values").EnumerateArray().Select(value => value.GetProperty("has_held").GetBoolean()));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Of_registers_too(string engine)
    {
        using var busbar = With(engine);
        const string head = "connection,meter,register,time,reading,quality,version\n";
        Import(busbar, "good.csv", head + "c2,M,1,2026-01-01,100,A,2\n");
        Import(busbar, "old.csv", head + "c2,M,1,2026-01-01,90,A,1\n");
        Import(busbar, "new.csv", head + "c2,M,1,2026-01-01,101,A,3\n");
        var lines = History(busbar, "c2");
        Assert.Equal(["100 2", "90 1 never held", "101 3"], lines.Select(line => string.Join(' ', line.Split(' ',
            StringSplitOptions.RemoveEmptyEntries) is var words ? words[4..5].Concat([words[7]])
                .Concat(line.EndsWith("never held", StringComparison.Ordinal) ? ["never held"] : []) : [])));
        using var json = JsonDocument.Parse(busbar.Run("reads", "c2", "--period", "2026-01-01..2026-01-02",
            "--history", "--json").Results);
        Assert.Equal([("100", true), ("90", false), ("101", true)], json.RootElement.GetProperty("reads")
            .EnumerateArray().Select(read => (read.GetProperty("reading").GetString()!.Split('.')[0],
                read.GetProperty("has_held").GetBoolean())));
    }
}
