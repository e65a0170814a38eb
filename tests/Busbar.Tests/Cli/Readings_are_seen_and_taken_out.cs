using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

public sealed class Readings_are_seen_and_taken_out : IDisposable
{
    private const string House = "ausgrid-12";

    private readonly Busbars _busbar = new();

    public void Dispose() => _busbar.Dispose();

    [Theory]
    [InlineData("reads ausgrid-21 --period 2011-07",
        "There is no connection ausgrid-21 in the book.\n  Did you mean ausgrid-12?\n")]
    [InlineData("reads ausgrid-12 --period 2011-07 --channel generatoin",
        "Connection ausgrid-12 has no channel generatoin.\n  Did you mean generation?\n")]
    [InlineData("reads ausgrid-12 --period 2012-07",
        "Connection ausgrid-12 has no readings in 2012-07-01 to 2012-07-31.\n"
        + "  Some are of 2011-07-01 to 2012-06-30.\n")]
    [InlineData("reads ausgrid-12 --period 2011-07 --as-of 9", "There is no receipt 9.\n  The latest is 2.\n")]
    [InlineData("reads ausgrid-12 --period 2011-07 --as-of 0", "At receipt 0 there was no book yet.\n")]
    [InlineData("reads ausgrid-12 --period 2011-07 --as-of 1",
        "Connection ausgrid-12 has no readings in 2011-07-01 to 2011-07-31.\n"
        + "  None came in yet: import a file that has some.\n")]
    [InlineData("reads ausgrid-12 --period 2011-07 --register",
        "Connection ausgrid-12 has no readings in 2011-07-01 to 2011-07-31.\n"
        + "  Some are of 2011-07-01 to 2012-06-30.\n")]
    [InlineData("reads ausgrid-12 --period 2011-07-01..2021-07-01 --intervals",
        "2011-07-01 to 2021-06-30 has 175344 intervals, and 100000 are shown at most.\n"
        + "  Choose fewer days, or write a file: --format csv --out FILE.\n")]
    [InlineData("reads ausgrid-12 --period 1900-01-01..2021-07-01 --format svg",
        "1900-01-01 to 2021-06-30 has more than 400 months, and a chart has room for no more.\n"
        + "  Choose a shorter period.\n")]
    [InlineData("export ausgrid-21 --period 2011-07 --out x.csv",
        "There is no connection ausgrid-21 in the book.\n  Did you mean ausgrid-12?\n")]
    [InlineData("export --period 2013 --out x.csv", "There is nothing to export from 2013-01-01 to 2013-12-31.\n")]
    [InlineData("export --period 2011-07 --channel import --out x.csv",
        "No connection that would be exported has a channel import.\n")]
    [InlineData("export --period 2011-07 --format green-button --out x.xml",
        "Green Button tells channels of kWh apart by their direction, and has no other for generation of connection "
        + "ausgrid-12 than for consumption.\n"
        + "  Export one with --channel, or as CSV. Directions are import, export, net and total.\n")]
    public void What_is_not_there_is_said_and_nothing_is_written(string command, string said)
    {
        Known();
        var run = _busbar.RunLine(command);
        Assert.Equal((1, said, ""), (run.Code, run.Messages, run.Results));
        Assert.Empty(Directory.EnumerateFiles(_busbar.Folder, "x.*"));
    }

    [Theory]
    [InlineData("export --period 2011-07-01..2011-07-03 --out x.parquet", "x.parquet", "PAR1")]
    [InlineData("export --period 2011-07-01..2011-07-03 --channel consumption --out x.XML", "x.XML", "<?xml")]
    [InlineData("export --period 2011-07-01..2011-07-03 --out x.txt", "x.txt", "connection,channel,start,")]
    [InlineData("reads ausgrid-12 --period 2011-07 --out x.csv", "x.csv", "connection,channel,start,")]
    [InlineData("reads ausgrid-12 --period 2011-07 --out x.svg", "x.svg", "<svg")]
    [InlineData("reads ausgrid-12 --period 2011-07 --out x.txt", "x.txt", "Connection ausgrid-12")]
    public void A_file_is_what_its_name_says(string command, string name, string begins)
    {
        Known();
        var path = _busbar.PathOf(name);
        Assert.Equal(0, _busbar.Run([.. command.Split(' ')[..^1], path]).Code);
        Assert.StartsWith(begins, File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_channel_without_readings_that_is_said()
    {
        using var busbar = DailyHouse.With();
        busbar.Write("book/connections.yaml", File.ReadAllText(busbar.PathOf("book/connections.yaml"))
            + "- { connection: c9, interval: day, channels: { import: kWh, export: kWh } }\n");
        busbar.Run("apply", busbar.PathOf("book"));
        DailyHouse.Days(busbar, "c9.csv", "c9,import,2026-01-01,8.5,kWh,A,0");
        foreach (var view in new string[][] { [], ["--intervals"] })
            Assert.StartsWith("Connection c9, channel export, 1 January 2026 to 31 January 2026\nReadings of a day, "
                + "Europe/London, as known at receipt 3\n\nNothing was received.\n\nConnection c9, channel import, ",
                busbar.Run(["reads", "c9", "--period", "2026-01", .. view]).Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reads c --period 2011-07 --format pdf", "--format pdf is none of table, csv, svg.")]
    [InlineData("reads c --period July", "--period July is no month 2026-01, no year 2026, and not "
        + "2026-01-01..2026-04-01.")]
    [InlineData("reads c --period 2011-07 --as-of x", "--as-of x is no number of a receipt; busbar show lists them.")]
    [InlineData("reads c --period 2011-07 --history --format csv",
        "CSV has every interval as it is known: leave --history out.")]
    [InlineData("reads c --period 2011-07 --intervals --format svg", "A chart has no --intervals: leave it out.")]
    [InlineData("reads c --period 2011-07 --json --format csv",
        "--format says how readings are written, and --json writes them as JSON: leave one of the two out.")]
    [InlineData("export --period 2011-07 --out x --format xlsx",
        "--format xlsx is none of csv, parquet, green-button.")]
    [InlineData("export --period 2011-07 --out x --format parquet --register",
        "What registers showed is written as csv, not as parquet.")]
    [InlineData("export --period 2011-07 --out x --channel import --register",
        "--register writes what all registers showed, whatever they count: leave --channel out.")]
    public void A_command_that_is_none(string command, string said)
    {
        var run = _busbar.RunLine(command);
        Assert.Equal((2, said + "\n", ""), (run.Code, run.Messages, run.Results));
    }

    [Fact]
    public void A_file_that_is_there_is_only_replaced_when_told_to()
    {
        Known();
        var path = _busbar.Write("x.csv", "mine");
        var run = _busbar.RunLine("export --period 2011-07 --out x.csv");
        Assert.Equal(1, run.Code);
        Assert.Contains("The file is there already.\n  Name another, or replace it with --force.", run.Messages,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(0, _busbar.RunLine("export --period 2011-07 --out x.csv --force").Code);
        Assert.Equal(1 + 2 * 31 * 48, File.ReadAllLines(path).Length);
    }

    [Theory]
    [InlineData("csv"), InlineData("parquet"), InlineData("green-button")]
    public void The_same_readings_are_the_same_bytes(string format)
    {
        Known();
        foreach (var name in (string[])["a", "b"])
            Assert.Equal(0, _busbar.RunLine(
                $"export {House} --period 2011-07 --channel consumption --format {format} --out {name}").Code);
        Assert.Equal(File.ReadAllBytes(_busbar.PathOf("a")), File.ReadAllBytes(_busbar.PathOf("b")));
        Assert.True(new FileInfo(_busbar.PathOf("a")).Length > 1000);
    }

    [Fact]
    public void What_reads_writes_as_csv_is_what_export_writes()
    {
        Known();
        var shown = _busbar.RunLine($"reads {House} --period 2011 --format csv").Results;
        _busbar.RunLine("export --period 2011 --out x.csv");
        Assert.Equal(File.ReadAllText(_busbar.PathOf("x.csv")), shown);
        var again = _busbar.RunLine("import x.csv");
        Assert.EndsWith("0 accepted, 17660 unchanged, 0 suspended, 0 rejected; 0 readings taken.\n", again.Results,
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_value_that_was_replaced_stays_readable(string engine)
    {
        using var busbar = new Busbars(engine);
        Known(busbar);
        busbar.Write("new.csv", "connection,channel,start,value,unit,quality,version\n"
            + "ausgrid-12,consumption,2011-07-02T00:00,1.5,kWh,E61,3\n");
        busbar.RunLine("import new.csv");
        var day = $"{House} --period 2011-07-02..2011-07-03 --channel consumption";
        var history = Json(busbar, $"reads {day} --history").GetProperty("channels")[0].GetProperty("values");
        Assert.Equal(49, history.GetArrayLength());
        Assert.Equal((2, 3),
            (history[0].GetProperty("receipt").GetInt32(), history[1].GetProperty("receipt").GetInt32()));
        Assert.Equal(("1.5", "E61", 3), (history[1].GetProperty("value").GetString(),
            history[1].GetProperty("quality").GetString(), history[1].GetProperty("version").GetInt32()));
        Assert.Equal(history[0].GetProperty("value").GetString(), Json(busbar, $"reads {day} --as-of 2")
            .GetProperty("channels")[0].GetProperty("intervals")[0].GetProperty("value").GetString());
    }

    [Fact]
    public void A_chart_says_in_words_what_it_shows()
    {
        Known();
        var text = _busbar.RunLine($"reads {House} --period 2011-07 --channel consumption --format svg").Results;
        using var reader = XmlReader.Create(new StringReader(text));
        var svg = XDocument.Load(reader).Root!;
        Assert.Equal(("img", "title desc"), (svg.Attribute("role")!.Value, svg.Attribute("aria-labelledby")!.Value));
        Assert.Equal("Connection ausgrid-12, 1 July 2011 to 31 July 2011",
            svg.Elements().Single(one => one.Attribute("id")?.Value == "title").Value);
        Assert.Equal("consumption: 681.012 kWh in all, at most 37.896 kWh per day, 2011-07-01; of 1488 readings 0 are "
            + "missing and 0 estimated or substituted.",
            svg.Elements().Single(one => one.Attribute("id")?.Value == "desc").Value);
        Assert.Equal(31, svg.Elements().Count(one => one.Attribute("class")?.Value == "m") - 1);
    }

    private void Known() => Known(_busbar);

    private static void Known(Busbars busbar)
    {
        busbar.Run("apply", Busbars.HouseholdSolar);
        busbar.Run("import", Path.Combine(Busbars.HouseholdSolar, "reads"));
    }

    private static JsonElement Json(Busbars busbar, string command) =>
        JsonDocument.Parse(busbar.RunLine(command + " --json").Results).RootElement;
}
