using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Busbar.Formats.Export;
using Busbar.Metering;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Formats;

public class Readings_are_written_as_green_button
{
    private static readonly XNamespace Espi = "http://naesb.org/espi";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly Instant Received = Instant.FromUtc(2026, 4, 2, 10, 0);

    [Fact]
    public void Each_value_is_exact_with_its_time_in_utc_and_its_quality()
    {
        var feed = Feed(Written(TestStore.House("house"), "import"));
        var type = Assert.Single(feed.Descendants(Espi + "ReadingType"));
        Assert.Equal(["4", "1", "1", "1800", "12", "-3", "72"], type.Elements().Select(one => one.Value));
        var readings = feed.Descendants(Espi + "IntervalReading").ToList();
        Assert.Equal("0 1800 1774744200 1234567", Said(readings[0]));
        Assert.Equal("8 1800 1774746000 500000", Said(readings[1]));
        Assert.Equal(" 1800 1774747800 ", Said(readings[2]));
        Assert.Equal(3, readings.Count);
    }

    [Fact]
    public void A_block_is_a_local_day_also_where_the_clocks_change()
    {
        var feed = Feed(Written(TestStore.House("house"), "import"));
        Assert.Equal(["2026-03-29 82800 1774742400"], feed.Descendants(Espi + "IntervalBlock").Select(block =>
            $"{block.Parent!.Parent!.Element(Atom + "title")!.Value} "
            + string.Join(' ', block.Element(Espi + "interval")!.Elements().Select(one => one.Value))));
    }

    [Fact]
    public void Entries_are_joined_by_their_links_and_called_alike_whenever_they_are_written()
    {
        var text = Written(TestStore.House("house"), "import");
        Assert.Equal(text, Written(TestStore.House("house"), "import"));
        var entries = Feed(text).Descendants(Atom + "entry").ToList();
        var selves = entries.ConvertAll(entry => Links(entry, "self").Single());
        Assert.Equal("/espi/1_1/resource/UsagePoint/house", selves[0]);
        Assert.Equal(selves.Count, entries.Select(entry => entry.Element(Atom + "id")!.Value).Distinct().Count());
        var reading = entries.Single(entry => entry.Descendants(Espi + "MeterReading").Any());
        Assert.Contains(selves[1], Links(reading, "related"));
        Assert.Equal(Links(entries[^1], "up").Single(), Links(reading, "related").First());
        Assert.All(entries, entry => Assert.Equal("2026-04-02T10:00:00Z", entry.Element(Atom + "updated")!.Value));
    }

    [Fact]
    public void A_channel_without_a_direction_is_refused_where_it_could_be_taken_for_another()
    {
        var house = TestStore.House("house", channels: ["consumption", "export", "generation"]);
        Assert.Contains("<espi:flowDirection>0</espi:flowDirection>", Written(house, "consumption"),
            StringComparison.Ordinal);
        Written(house, "consumption", "export");
        var refused = Assert.Throws<RefusedException>(() => Written(house, "consumption", "generation"));
        Assert.Equal("Green Button tells channels of kWh apart by their direction, and has no other for generation of "
            + "connection house than for consumption.", Assert.Single(refused.Faults).Message);
    }

    private static string Written(Connection house, params string[] channels)
    {
        using var stream = new MemoryStream();
        using (var file = new GreenButtonFile(stream, Received))
        {
            foreach (var channel in channels) file.Add(house, house.Channels[channel], Readings(house));
            file.End();
            Assert.Equal(3 * channels.Length, file.Count);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Half an hour measured, one estimated, one said to have no value, and one of which nothing is known.
    /// </summary>
    private static Series Readings(Connection house)
    {
        var from = Instant.FromUtc(2026, 3, 29, 0, 30);
        var readings = Series.Empty("house import", 30, house.Zone, Series.ReadingScale, from,
            from + Duration.FromHours(2)) with { Versions = new long[4] };
        readings.Set(0, 1.234567m, Quality.Actual);
        readings.Set(1, 0.5m, new(QualityKind.Estimated, 61));
        readings.Set(2, 0, Quality.Missing);
        return readings;
    }

    private static XDocument Feed(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text));
        return XDocument.Load(reader);
    }

    private static IEnumerable<string> Links(XElement entry, string relation) => entry.Elements(Atom + "link")
        .Where(link => link.Attribute("rel")!.Value == relation).Select(link => link.Attribute("href")!.Value);

    /// <summary>Quality, length, start and value.</summary>
    private static string Said(XElement reading) => string.Create(CultureInfo.InvariantCulture,
        $"{reading.Element(Espi + "ReadingQuality")?.Value.Trim()} "
        + $"{reading.Element(Espi + "timePeriod")!.Elements().First().Value} "
        + $"{reading.Element(Espi + "timePeriod")!.Elements().Last().Value} {reading.Element(Espi + "value")?.Value}");
}
