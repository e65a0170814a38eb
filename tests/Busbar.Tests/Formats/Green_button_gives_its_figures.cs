using Busbar.Formats;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>What the example files of Green Button hold.</summary>
public class Green_button_gives_its_figures
{
    private const string Point =
        "https://api.pge.com/GreenButtonConnect/espi/1_1/resource/Subscription/0/UsagePoint/1/MeterReading/";

    private static List<MeterRow> Rows(string name)
    {
        var (rows, format, _) = Files.Read(Feeds.Sample(name));
        Assert.Equal("Green Button", format);
        Assert.All(rows, row => Assert.Equal((Offset.Zero, false), (row.Offset!.Value, row.WholeDay)));
        return rows;
    }

    /// <summary>What is missing of the readings of PG&amp;E's sample.</summary>
    private static string OfPacificGas() => Feeds.Of(
        Feeds.Entry(Point + "Tags7afT4eW6dAg6tI9nUksh4Et2ju==", "MeterReading xmlns=\"http://naesb.org/espi\"/>", "",
            "https://api.pge.com/GreenButtonConnect/espi/1_1/resource/ReadingType/hourly"),
        Feeds.Type(Feeds.Numbers(), "hourly"));

    [Fact]
    public void A_year_of_hours_in_blocks_of_a_day()
    {
        var rows = Rows("Coastal_Multi_Family_Daily.xml.gz");
        Assert.Equal(365, rows.Count);
        Assert.All(rows, row => Assert.Equal(("1", "import", "Wh", 60),
            (row.Connection, row.Channel, row.Unit!.Symbol, row.IntervalMinutes!.Value)));
        Assert.Equal(8_760, rows.Sum(row => row.Readings.Count));
        Assert.Equal([(23, 71), (25, 309)], rows.Index().Where(row => row.Item.Readings.Count != 24)
            .Select(row => (row.Item.Readings.Count, row.Index)));
        Assert.Equal(4_425.305m, Files.Total(rows, "import"));
        Assert.Equal(Instant.FromUnixTimeSeconds(1_293_868_800), rows[0].Start.InUtc().ToInstant());
        Assert.Equal((450_000, Quality.Actual), (rows[0].Readings[0].Micros, rows[0].Readings[0].Quality));
        Assert.Equal(20110314070000, rows[71].Version);
    }

    [Fact]
    public void Hours_from_the_latest_to_the_first_and_two_multipliers_in_one_feed()
    {
        var rows = Rows("intervals_APUC000000_electric.xml");
        Assert.Equal(300, rows.Sum(row => row.Readings.Count));
        Assert.Equal(248.530m, Files.Total(rows, "import"));
        Assert.All(rows, row => Assert.Equal("1402026", row.Connection));
        Assert.All(rows, row => Assert.Equal(25, row.Readings.Count));
        Assert.Equal(Instant.FromUnixTimeSeconds(1_677_088_800), rows[0].Start.InUtc().ToInstant());

        var text = Feeds.Of(Feeds.Type(Feeds.Numbers()), Feeds.Type(Feeds.Numbers(power: 3, flow: 19), "2"),
            Feeds.MeterReading(), Feeds.MeterReading("2", "2"),
            Feeds.Block(Feeds.Reading(0, "500")), Feeds.Block(Feeds.Reading(0, "2"), "2"));
        Assert.Equal([("import", 500_000), ("export", 2_000_000)],
            Files.Rows(text).Select(row => (row.Channel, row.Readings[0].Micros)));
    }

    [Theory]
    [InlineData("a.xml")]
    [InlineData("z.xml")]
    public void Blocks_that_overlap_are_taken_once_with_their_type_from_another_file(string typeFile)
    {
        using var store = new TestStore(TestStore.Sqlite);
        var folder = Directory.CreateTempSubdirectory("busbar-feeds-").FullName;
        try
        {
            var (readings, type) = (Path.Combine(folder, "m.xml.gz"), Path.Combine(folder, typeFile));
            File.Copy(Feeds.PathOf("PGEIntervalBlock.xml.gz"), readings);
            File.WriteAllText(type, OfPacificGas());
            foreach (var result in Importing.Import(
                store.Database, [folder], null, TestContext.Current.CancellationToken))
                Assert.Equal(result.File == readings ? 23 + 92 : 0,
                    ((ImportResult.Taken)result).Report.Rows.Suspended);

            var house = TestStore.House("1", "America/Los_Angeles", 60);
            var types = new Lazy<GreenButtonTypes>(() => GreenButtonTypes.Of([type, readings]));
            var rows = MeterFile.Read(readings, others: types).SelectMany(file => file.Rows()).ToArray();
            var report = store.Import("again", TestStore.Book(house), rows);
            Assert.Equal((2_280, 276), (report.Readings.Accepted, report.Readings.Unchanged));
            using var snapshot = store.Database.Snapshot();
            var from = Instant.FromUnixTimeSeconds(1_430_377_200);
            var series = ReadStore.Load(snapshot,
                new ReadsWanted(house, "import", from, from + Duration.FromHours(2_280)));
            Assert.Equal(496_406.375m, Exact.FromScaled(series.Counts.Sum(), 6));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Readings_of_which_nothing_says_what_they_are_are_refused()
    {
        var fault = Files.Fault(Feeds.Sample("PGEIntervalBlock.xml.gz"));
        Assert.Equal(("unknown-reading-type", 2), (fault.Code, fault.Place.Line));
        Assert.StartsWith("What the readings of Subscription/0/UsagePoint/1/MeterReading", fault.Message);
        Assert.Equal("Import the file that has it together with this one.", fault.Hint);
    }

    [Fact]
    public void A_feed_of_types_alone_holds_no_rows_and_is_no_mistake() =>
        Assert.Empty(Rows("PGEReadingType.xml"));

    [Fact]
    public void A_usage_summary_is_told_and_refused()
    {
        var fault = Files.Fault(Feeds.Sample("PGEUsageSummaries.xml"));
        Assert.Equal("no-intervals", fault.Code);
        Assert.Equal("The feed holds no readings by interval, only what bills were over: "
            + "29 days from 2015-06-11T07:00Z, 146 kWh, a bill of 233.64; "
            + "30 days from 2015-05-12T07:00Z, 128 kWh; 13 days from 2015-04-29T07:00Z, 55 kWh.", fault.Message);
    }
}
