using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Busbar.Formats;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>What a Green Button feed may and may not be.</summary>
public class Green_button_is_strict
{
    private const long Noon = 1_767_268_800;

    private static string FaultIn(string feed)
    {
        var fault = Files.Fault(feed);
        return $"{fault.Place.Line} {fault.Code}: {fault.Message}";
    }

    [Fact]
    public void Entries_come_in_any_order()
    {
        string[] entries =
        [
            Feeds.Block(Feeds.Reading(Noon, "1") + Feeds.Reading(Noon + 3600, "2")), Feeds.MeterReading(),
            Feeds.Type(Feeds.Numbers()),
        ];
        foreach (var order in (int[][])[[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]])
        {
            var row = Assert.Single(Files.Rows(Feeds.Of([.. order.Select(index => entries[index])])));
            Assert.Equal(("P1", "import", 60, 0),
                (row.Connection, row.Channel, row.IntervalMinutes!.Value, row.Version));
            Assert.Equal([1_000, 2_000], row.Readings.Select(reading => reading.Micros));
            Assert.Equal(new LocalDateTime(2026, 1, 1, 12, 0), row.Start);
        }
    }

    [Theory]
    [InlineData(72, 0, 1, "", "import", "Wh", 7_000)]
    [InlineData(72, -3, 19, "", "export", "Wh", 7)]
    [InlineData(72, 6, 4, "", "net", "Wh", 7_000_000_000)]
    [InlineData(73, 3, 1, "", "reactive-import", "VArh", 7_000_000)]
    [InlineData(73, 3, 19, "", "reactive-export", "VArh", 7_000_000)]
    [InlineData(71, 0, 1, "", "apparent-import", "kVAh", 7_000)]
    [InlineData(42, -3, null, "", "import", "m3", 7_000)]
    [InlineData(134, 0, 0, "", "import", "m3", 7_000)]
    [InlineData(119, 0, 1, "", "import", "ft3", 7_000_000)]
    [InlineData(38, 0, 1, "", "power-import", "W", 7_000)]
    [InlineData(65, 0, 1, "", "uom-65-import", "uom-65", 7_000_000)]
    [InlineData(72, 0, 15, "", "flow-15", "Wh", 7_000)]
    [InlineData(72, 0, 1, "<accumulationBehaviour>3</accumulationBehaviour>", "cumulative-import", "Wh", 7_000)]
    [InlineData(72, 0, 1, "<accumulationBehaviour>4</accumulationBehaviour><kind>12</kind>", "import", "Wh", 7_000)]
    [InlineData(72, 0, 1, "<kind>8</kind>", "demand-import", "Wh", 7_000)]
    public void What_is_measured_is_told_by_codes(
        int uom, int power, int? flow, string more, string channel, string unit, long micros)
    {
        var row = Assert.Single(Files.Rows(
            Feeds.Simple(Feeds.Reading(Noon, "7"), Feeds.Numbers(uom, power, flow, more))));
        Assert.Equal((channel, unit, micros), (row.Channel, row.Unit!.Symbol, row.Readings[0].Micros));
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(7, "S")]
    [InlineData(8, "E")]
    [InlineData(10, "E")]
    [InlineData(11, "S")]
    [InlineData(12, "N")]
    [InlineData(14, "A")]
    [InlineData(19, "A")]
    public void Qualities_are_told_by_codes(int code, string quality)
    {
        var reading = Assert.Single(Files.Rows(Feeds.Simple(Feeds.Reading(Noon, "7", more: Feeds.Quality(code)))))
            .Readings[0];
        Assert.Equal((quality, quality == "N" ? 0 : 7_000), (reading.Quality.ToString(), reading.Micros));
    }

    [Fact]
    public void The_worst_quality_holds_and_the_types_own_where_none_is_told()
    {
        var rows = Files.Rows(Feeds.Simple(
            Feeds.Reading(Noon, "1", more: Feeds.Quality(17) + Feeds.Quality(8) + Feeds.Quality(14))
            + Feeds.Reading(Noon + 3600, "1") + Feeds.Reading(Noon + 7200, ""),
            Feeds.Numbers(more: "<defaultQuality>11</defaultQuality>")));
        Assert.Equal(["E", "S", "N"], Assert.Single(rows).Readings.Select(reading => reading.Quality.ToString()));
    }

    [Fact]
    public void A_day_of_23_or_25_hours_is_a_day_by_itself()
    {
        var rows = Files.Rows(Feeds.Simple(Feeds.Reading(1_772_859_600, "1", 86_400)
            + Feeds.Reading(1_772_946_000, "2", 82_800) + Feeds.Reading(1_773_028_800, "3", 86_400)
            + Feeds.Reading(1_793_505_600, "4", 90_000)));
        Assert.Equal([1440, 1440, 1440, 1440], rows.Select(row => row.IntervalMinutes!.Value));
        var home = TestHouse();
        Assert.Equal(["2026-03-07", "2026-03-08", "2026-03-09", "2026-11-01"], rows.Select(row =>
        {
            var verdict = new Judge("a", Instant.MaxValue).Of(row, home);
            Assert.Null(verdict.Rejection);
            return NodaTime.Text.LocalDatePattern.Iso.Format(Grid.DateOf(verdict.First));
        }));
    }

    private static Connection TestHouse() => Store.TestStore.House("P1", "America/New_York", 1440);

    [Fact]
    public void The_length_is_the_types_where_the_reading_has_none_and_a_gap_begins_a_row()
    {
        var rows = Files.Rows(Feeds.Simple(Feeds.Reading(Noon, "1", null) + Feeds.Reading(Noon + 900, "1", null)
            + Feeds.Reading(Noon + 2700, "1", null) + Feeds.Reading(Noon + 3600, "1", 1800),
            Feeds.Numbers(more: "<intervalLength>900</intervalLength>")));
        Assert.Equal([(15, 2), (15, 1), (30, 1)], rows.Select(row => (row.IntervalMinutes!.Value, row.Readings.Count)));
    }

    [Fact]
    public void The_time_of_the_update_is_the_version() => Assert.Equal(20260102030405, Assert.Single(
        Files.Rows(Feeds.Simple(Feeds.Reading(Noon, "1"), updated: "2026-01-02T01:04:05.9-02:00"))).Version);

    [Fact]
    public void The_content_has_one_hash_however_it_is_encoded()
    {
        var feed = Feeds.Simple(Feeds.Reading(Noon, "1"));
        string[] hashes =
        [
            Files.Read(Files.Utf8(feed)).Hash!, Files.Read(Files.Utf8(feed.TrimEnd())).Hash!,
            Files.Read(Files.Utf8("\uFEFF" + feed.Replace("\n", "\r\n"))).Hash!,
            Files.Read(Feeds.Utf16(feed)).Hash!, Files.Read(Files.Gzip(Files.Utf8(feed))).Hash!,
        ];
        Assert.Single(hashes.Distinct());
        Assert.NotEqual(hashes[0], Files.Read(Files.Utf8(feed.Replace("<value>1", "<value>2"))).Hash);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Files.Utf8(feed))), hashes[0]);
    }

    [Fact]
    public void A_type_that_is_given_in_two_ways_is_none() =>
        Assert.Equal("4 unknown-reading-type: What the readings of UsagePoint/P1/MeterReading/1 are "
            + "isn't known: the reading type ReadingType/1 is given more than once, and not alike.", FaultIn(Feeds.Of(
                Feeds.Type(Feeds.Numbers()), Feeds.Type(Feeds.Numbers(power: 3)),
                Feeds.Block(Feeds.Reading(Noon, "1")), Feeds.MeterReading())));

    [Theory]
    [InlineData("<value>1</value>", "<value>1.5</value>",
        "4 bad-number: The value 1.5 isn't a whole number that fits in 64 bits.")]
    [InlineData("<value>1</value>", "<value>9223372036854775807</value>",
        "4 bad-number: The value 9223372036854775807 is too large.")]
    [InlineData("<start>1767268800</start>", "",
        "4 bad-time: The reading has no start, or one that isn't a time of UTC from 1970 on in seconds.")]
    [InlineData("<start>1767268800</start>", "<start>-1</start>",
        "4 bad-time: The reading has no start, or one that isn't a time of UTC from 1970 on in seconds.")]
    [InlineData("<duration>3600</duration>", "<duration>90</duration>",
        "4 bad-interval: The reading's length of 90 seconds is no whole number of minutes.")]
    [InlineData("<duration>3600</duration>", "",
        "4 bad-interval: The reading's length of 0 seconds is no whole number of minutes.")]
    [InlineData("<powerOfTenMultiplier>0", "<powerOfTenMultiplier>44",
        "2 bad-reading-type: The reading type's powerOfTenMultiplier 44 isn't one from -12 to 12.")]
    [InlineData("UsagePoint/P1", "Point/P1",
        "4 unknown-usage-point: The usage point of Point/P1/MeterReading/1 isn't known: no "
        + "link leads to it.")]
    [InlineData("ReadingType/1\"/><content", "ReadingType/2\"/><content",
        "4 unknown-reading-type: What the readings of UsagePoint/P1/MeterReading/1 are "
        + "isn't known: their reading type ReadingType/2 isn't in the file.")]
    [InlineData("</feed>", "",
        "6 bad-xml: The XML isn't well-formed: Unexpected end of file has occurred. The following elements "
        + "are not closed: feed.")]
    [InlineData("<feed ", "<html><feed ",
        "1 unknown-format: This is XML, but no Green Button: it begins with the element html, and Green "
        + "Button is an Atom feed.")]
    public void Faults_name_the_line_and_the_thing(string from, string to, string fault)
    {
        var feed = Feeds.Simple(Feeds.Reading(Noon, "1")).Replace(from, to);
        var found = Files.Faults(feed);
        Assert.Equal(fault, $"{found[0].Place.Line} {found[0].Code}: {found[0].Message}");
    }

    [Fact]
    public void A_feed_without_anything_of_readings_is_refused() =>
        Assert.Equal("1 empty-file: The feed holds no interval blocks, and so no readings.", FaultIn(Feeds.Of(
            Feeds.Entry("UsagePoint/1", "UsagePoint xmlns=\"http://naesb.org/espi\"/>"))));

    [Fact]
    public void Nothing_of_a_malformed_feed_is_given_out_at_its_end() =>
        Assert.Throws<RefusedException>(() => Files.Rows(Feeds.Simple(Feeds.Reading(Noon, "1")) + "<more/>"));

    // F45
    [Theory]
    [InlineData("<!DOCTYPE feed [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><feed>&b;</feed>")]
    [InlineData("<!DOCTYPE feed [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><feed>&a;</feed>")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE feed SYSTEM \"http://localhost:1/a.dtd\"><feed/>")]
    public void Document_types_are_refused_where_they_begin(string feed)
    {
        var content = Files.Utf8(feed + new string(' ', 1 << 20));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("The XML has a document type definition (DTD), which Busbar doesn't read: no file that it takes "
            + "has one.",
            Files.Fault(content).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 << 20);
        // Other tests run beside this one: the fastest of several times is its own.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            Files.Fault(content);
            return clock.ElapsedMilliseconds;
        }), 0, 50);
    }

    [Fact]
    public void Text_must_be_text()
    {
        var feed = Files.Utf8(Feeds.Simple(Feeds.Reading(Noon, "1")));
        var at = Encoding.ASCII.GetString(feed).IndexOf("<value>", StringComparison.Ordinal);
        Assert.Equal("not-text", Files.Faults([.. feed[..at], 0xE4, .. feed[at..]])[0].Code);
        Assert.Equal("not-text", Files.Faults([.. feed[..at], 0, .. feed[at..]])[0].Code);
        Assert.Equal(4, Files.Faults([.. feed[..at], 0xE4, .. feed[at..]])[0].Place.Line);
    }

    [Fact]
    public void Too_much_is_refused()
    {
        Assert.Equal("too-deep", Files.Fault(Feeds.Of(string.Concat(Enumerable.Repeat("<a>", 100)))).Code);
        Assert.Equal("line-too-long", Files.Fault(
            Feeds.Of($"<a b='{new string('>', 3 << 20)}'/>")).Code);
        Assert.Equal("too-many-names", Files.Fault(
            Feeds.Of(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<a{i}/>")))).Code);
        Assert.Equal("too-many-links", Files.Fault(Feeds.Of("<entry>"
            + string.Concat(Enumerable.Repeat("<link rel='related' href='a'/>", 10_001)) + "</entry>")).Code);
        Assert.Equal("too-many-links", Files.Fault(
            Feeds.Of($"<entry><link rel='up' href='{new string('a', 501)}'/></entry>")).Code);
        Assert.Equal("too-many-types", Files.Fault(Feeds.Of([.. Enumerable.Range(0, 25_000)
            .Select(i => Feeds.MeterReading($"{i}-{new string('a', 100)}"))])).Code);
        Assert.Equal("too-many-readings", Files.Fault(Feeds.Simple(
            Feeds.Reading(Noon, "1") + Feeds.Reading(Noon + 3600, "1")), new Limits { HeldReadings = 1 }).Code);
    }
}
