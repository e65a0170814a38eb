using System.Text.Json;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.DailyHouse;

namespace Busbar.Tests.Cli;

/// <summary>A value that waited comes in with a book, another import or a decision; it is still the one of its file,
/// and both are said.</summary>
public class What_waits_says_where_it_came_from
{
    private static void Add(Busbars busbar, string connection)
    {
        busbar.Write("book/connections.yaml",
            File.ReadAllText(busbar.PathOf("book/connections.yaml")) + connection + "\n");
        busbar.Run("apply", busbar.PathOf("book"));
    }

    private static List<string> Receipts(Busbars busbar, params string[] more) =>
        [.. busbar.Run(["reads", .. more]).Lines.SkipWhile(line => line != "Receipts").Skip(1)
            .Select(line => line.Trim().Replace(busbar.Folder + "/", "", StringComparison.Ordinal))
            .Select(line => line.Split("Z  ", 2)[^1])];

    private static JsonElement Json(Busbars busbar, params string[] more) =>
        JsonDocument.Parse(busbar.Run(["reads", .. more, "--json"]).Results).RootElement;

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void By_a_book_that_has_the_connection_now(string engine)
    {
        using var busbar = With(engine);
        Days(busbar, "one.csv", "c9,import,2026-01-01,8.5,kWh,A,0", "c9,import,2026-01-02,1,kWh,A,0");
        Days(busbar, "two.csv", "c9,import,2026-01-03,3,kWh,A,0", "c9,import,2026-01-02,2,kWh,A,1");
        Add(busbar, "- { connection: c9, interval: day, channels: { import: kWh } }");
        Days(busbar, "three.csv", "c9,import,2026-01-04,4,kWh,A,0");
        Assert.Equal(["one.csv, which waited until apply of book", "two.csv, which waited until apply of book",
            "three.csv"], Receipts(busbar, "c9", "--period", "2026-01", "--intervals"));
        var intervals = Json(busbar, "c9", "--period", "2026-01", "--intervals").GetProperty("channels")[0]
            .GetProperty("intervals").EnumerateArray().Select(one => (
                Path.GetFileName(one.GetProperty("file").GetString()),
                one.TryGetProperty("let_in_by", out var by) ? by.GetString() : null)).ToList();
        Assert.Equal([("one.csv", "apply of book"), ("two.csv", "apply of book"), ("two.csv", "apply of book"),
            ("three.csv", null)], intervals);
        // The value that lost is of the file that it came in, too.
        var past = Json(busbar, "c9", "--period", "2026-01", "--history").GetProperty("channels")[0]
            .GetProperty("values").EnumerateArray()
            .Single(one => one.TryGetProperty("value", out var value) && value.GetString() == "1");
        Assert.EndsWith("one.csv", past.GetProperty("from").GetString(), StringComparison.Ordinal);
        Assert.False(past.GetProperty("has_held").GetBoolean());
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void And_what_registers_showed(string engine)
    {
        using var busbar = With(engine);
        Reads(busbar, "reads.csv", "c9,M,1,2026-01-01,100,A\n", "c9,M,1,2026-02-01,131,A\n");
        Add(busbar, """
            - connection: c9
              interval: day
              channels: { import: kWh }
              meters: [{ meter: M, from: 2026-01-01, registers: [{ register: "1", channel: import, digits: 5 }] }]
            """);
        const string Said = "reads.csv, which waited until apply of book";
        Assert.Equal([Said], Receipts(busbar, "c9", "--period", "2026-01", "--register"));
        Assert.Equal([Said], Receipts(busbar, "c9", "--period", "2026-01", "--register", "--history"));
        Assert.All(Json(busbar, "c9", "--period", "2026-01", "--register", "--history").GetProperty("reads")
            .EnumerateArray(), one => Assert.Equal("apply of book", one.GetProperty("let_in_by").GetString()));
        // What they counted rests on the same file.
        Assert.Contains(Said, Receipts(busbar, "c9", "--period", "2026-01", "--intervals"));
    }

    [Fact]
    public void By_an_import_when_its_time_is_over()
    {
        using var busbar = With();
        var now = busbar.Now;
        busbar.Now = NodaTime.Instant.FromUtc(2026, 1, 2, 12, 0);
        Days(busbar, "early.csv", "2026-01-01 10", "2026-01-05 11");
        busbar.Now = now;
        Assert.Contains("of the rows that waited, 1 row came in",
            busbar.Run("import", busbar.PathOf("early.csv")).Results, StringComparison.Ordinal);
        var late = Json(busbar, "c1", "--period", "2026-01", "--intervals").GetProperty("channels")[0]
            .GetProperty("intervals")[1];
        Assert.Equal((busbar.PathOf("early.csv"), "import of " + busbar.PathOf("early.csv")),
            (late.GetProperty("file").GetString(), late.GetProperty("let_in_by").GetString()));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_many_decisions_in_one_go_replace_stays_readable(string engine)
    {
        using var busbar = With(engine);
        Days(busbar, "first.csv", "2026-01-01 10", "2026-01-02 20", "2026-01-03 30");
        Days(busbar, "high.csv", "2026-01-01 1000 1", "2026-01-02 2000 1", "2026-01-03 3000 1");
        var before = busbar.Run("reads", "c1", "--period", "2026-01", "--format", "csv").Results;
        Assert.StartsWith("3 items corrected", busbar.Run("quarantine", "correct", "--reason", "above-limit", "--times",
            "0.001", "--note", "told").Results, StringComparison.Ordinal);
        Assert.Equal(before, busbar.Run(
            "reads", "c1", "--period", "2026-01", "--format", "csv", "--as-of", "3").Results);
        Assert.Equal(["10", "1", "20", "2", "30", "3"], Json(busbar, "c1", "--period", "2026-01", "--history")
            .GetProperty("channels")[0].GetProperty("values").EnumerateArray()
            .Select(one => one.GetProperty("value").GetString()));
    }

    [Fact]
    public void By_a_decision()
    {
        using var busbar = With();
        Days(busbar, "high.csv", "2026-01-01 1000", "2026-01-02 2000");
        busbar.Run("quarantine", "accept", "row-1", "--note", "a fair");
        busbar.Run("quarantine", "correct", "row-2", "--value", "20", "--note", "told");
        Assert.Equal(["high.csv, which waited until accept: a fair", "high.csv, which waited until correct: told"],
            Receipts(busbar, "c1", "--period", "2026-01", "--intervals"));
    }
}
