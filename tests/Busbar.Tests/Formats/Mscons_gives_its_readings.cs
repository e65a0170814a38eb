using System.Text;
using Busbar.Metering;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>What messages of MSCONS say.</summary>
public class Mscons_gives_its_readings
{
    private const string Q1 = "202604010000";
    private const string Q2 = "202604010015";
    private const string Q3 = "202604010030";

    [Fact]
    public void A_load_profile()
    {
        var text = Interchanges.Simple(Interchanges.Value("1.5", Q1, Q2) + Interchanges.Value("2:KWH", Q2, Q3));
        var (rows, format, _) = Files.Read(Files.Utf8(text));
        var row = Assert.Single(rows);
        Assert.Equal("MSCONS", format);
        Assert.Equal(("DE00012345", "import", 15, Offset.Zero, 20260401061500, 16),
            (row.Connection, row.Channel, row.IntervalMinutes!.Value, row.Offset!.Value, row.Version, row.Line));
        Assert.Equal(new LocalDateTime(2026, 4, 1, 0, 0), row.Start);
        Assert.Equal([1_500_000, 2_000_000], row.Readings.Select(reading => reading.Micros));
        Assert.Equal("9900000000027", Interchanges.Recipient(text));
    }

    [Theory]
    [InlineData("2026-03-28T23:00Z", 92)]
    [InlineData("2026-10-24T22:00Z", 100)]
    [InlineData("2026-04-30T22:00Z", 96)]
    public void Days_on_which_the_clocks_change(string start, int quarters)
    {
        var from = NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'").Parse(start).Value;
        var row = Assert.Single(Files.Rows(Interchanges.Simple(Interchanges.Values(from, quarters, 15))));
        Assert.Equal(quarters, row.Readings.Count);
        var verdict = new Judge("a", Instant.MaxValue).Of(row, TestStore.House("DE00012345", "Europe/Berlin", 15));
        Assert.Null(verdict.Rejection);
        Assert.Equal(from, Grid.StartOf(verdict.First, 15, DateTimeZoneProviders.Tzdb["Europe/Berlin"]));

        var end = NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmm");
        var day = Assert.Single(Files.Rows(Interchanges.Simple(Interchanges.Value("7", end.Format(from),
            end.Format(from + Duration.FromMinutes(15 * quarters))))));
        Assert.Equal(1440, day.IntervalMinutes);
        Assert.Null(new Judge("a", Instant.MaxValue)
            .Of(day, TestStore.House("DE00012345", "Europe/Berlin", 1440)).Rejection);
    }

    [Theory]
    [InlineData("1-1?:1.29.0", "import", "kWh")]
    [InlineData("1-0?:2.29.0", "export", "kWh")]
    [InlineData("1-1?:3.29.0", "reactive-import", "kVArh")]
    [InlineData("1-1?:4.29.0", "reactive-export", "kVArh")]
    [InlineData("1-1?:1.9.0", "import", "kWh")]
    [InlineData("1-1?:1.29.2", "1-1:1.29.2", "kWh")]
    [InlineData("1-2?:1.29.0", "1-2:1.29.0", "kWh")]
    [InlineData("1-1?:6.29.0", "1-1:6.29.0", "kVArh")]
    [InlineData("7-20?:99.33.17", "import", "kWh")]
    [InlineData("7-10?:99.36.17", "export", "kWh")]
    [InlineData("7-1?:99.23.17", "volume", "m3")]
    [InlineData("7-1?:99.23.15", "operating-volume", "m3")]
    [InlineData("7-0?:54.0.16", "7-0:54.0.16", null)]
    public void Channels_are_told_by_their_codes(string product, string channel, string? unit)
    {
        var row = Assert.Single(Files.Rows(Interchanges.Of(Interchanges.Message(
            Interchanges.Profile(Interchanges.Value("1", Q1, Q2), product)))));
        Assert.Equal((channel, unit), (row.Channel, row.Unit?.Symbol));
    }

    [Theory]
    [InlineData("MWH", "MWh", 1_500_000_000)]
    [InlineData("K3", "kVArh", 1_500_000)]
    [InlineData("MTQ", "m3", 1_500_000)]
    [InlineData("D54", "D54", 1_500_000)]
    public void The_unit_of_the_value_holds(string code, string unit, long micros)
    {
        var row = Assert.Single(Files.Rows(Interchanges.Simple(Interchanges.Value("1.5:" + code, Q1, Q2))));
        Assert.Equal((unit, micros), (row.Unit!.Symbol, row.Readings[0].Micros));
    }

    [Theory]
    [InlineData("220", "", "A")]
    [InlineData("67", "STS+Z32++Z92'\n", "S92")]
    [InlineData("67", "STS+Z32++ZJ2'\nSTS+Z33++Z84'\n", "S")]
    [InlineData("220", "STS+Z32++Z92'\n", "A")]
    [InlineData("201", "", "E")]
    [InlineData("Z18", "", "E")]
    [InlineData("79", "", "A")]
    [InlineData("20", "", "N")]
    [InlineData("Z30", "", "N")]
    public void Qualities_are_told_by_their_codes(string code, string states, string quality) =>
        Assert.Equal(quality, Assert.Single(Files.Rows(Interchanges.Simple(
            Interchanges.Value("1", Q1, Q2, code) + states))).Readings[0].Quality.ToString());

    [Fact]
    public void Reads_of_registers()
    {
        var rows = Files.Rows(Interchanges.Of(Interchanges.Message(
            "NAD+DP'\nLOC+172+DE0001'\nRFF+MG:1ABC0012345'\nLIN+1'\nPIA+5+1-1?:1.8.1:SRW'\n"
            + "QTY+220:2729.5'\nDTM+7:202603312200?+00:303'\nDTM+9:20260330:102'\n"
            + "LIN+2'\nPIA+5+1-1?:1.8.2:SRW'\nQTY+67:100'\nDTM+9:20260330:102'\nSTS+Z32++Z92'\n"
            + "NAD+DP'\nLOC+172+DE0002'\nRFF+MG:2'\nLIN+1'\nPIA+5+7-1?:3.0.0:SRW'\nQTY+220:10.001'\n"
            + "DTM+7:202603310400?+00:303'\n")));
        Assert.Equal(3, rows.Count);
        Assert.Equal((new RegisterName("1ABC0012345", "1-1:1.8.1"), 2_729_500_000, "A"), Facts(rows[0]));
        Assert.Equal((new LocalDateTime(2026, 3, 31, 22, 0), Offset.Zero), (rows[0].Start, rows[0].Offset!.Value));
        Assert.Equal((new RegisterName("1ABC0012345", "1-1:1.8.2"), 100_000_000, "S92"), Facts(rows[1]));
        Assert.Equal((new LocalDateTime(2026, 3, 30, 0, 0), null), (rows[1].Start, rows[1].Offset));
        Assert.Equal(("DE0002", new RegisterName("2", "7-1:3.0.0")), (rows[2].Connection, rows[2].Register!.Value));
        Assert.All(rows, row => Assert.Null(row.Unit));

        static (RegisterName, long, string) Facts(MeterRow row) =>
            (row.Register!.Value, row.Readings[0].Micros, row.Readings[0].Quality.ToString());
    }

    [Fact]
    public void The_greatest_demand_of_a_month_waits_for_a_channel_of_its_code()
    {
        var row = Assert.Single(Files.Rows(Interchanges.Of(Interchanges.Message(
            Interchanges.Profile("QTY+220:412.5:KWT'\nDTM+306:202602:610'\n", "1-1?:1.6.0")))));
        Assert.Equal(("1-1:1.6.0", "kW", 412_500_000, null),
            (row.Channel, row.Unit!.Symbol, row.Readings[0].Micros, row.IntervalMinutes));
    }

    [Fact]
    public void Signs_may_be_others_and_everything_may_stand_in_one_line()
    {
        var usual = Interchanges.Simple(Interchanges.Value("1.5", Q1, Q2));
        var line = "UNA:+.? '" + usual.Replace("\n", "");
        var other = "UNA|*,! ~" + string.Concat(usual.Replace("?:", "\u0001").Replace("?+", "\u0002")
            .Replace("?'", "\u0003").Replace("1.5", "1,5").Select(c => c switch
            {
                ':' => "|", '+' => "*", '\'' => "~", '\u0001' => ":", '\u0002' => "+", '\u0003' => "'",
                _ => c.ToString(),
            }));
        var expected = Assert.Single(Files.Rows(usual));
        foreach (var text in (string[])[line, other, "\r\n" + line, "\uFEFF" + line])
        {
            var row = Assert.Single(Files.Rows(text));
            Assert.Equal(expected with { Line = 0, Readings = [] }, row with { Line = 0, Readings = [] });
            Assert.Equal(expected.Readings, row.Readings);
        }
    }

    [Fact]
    public void The_interchange_names_its_characters()
    {
        var text = Interchanges.Simple(Interchanges.Value("1.5", Q1, Q2)).Replace("Muster", "Müller");
        var latin = Encoding.Latin1.GetBytes(text);
        Assert.Single(Files.Rows(latin));
        Assert.Single(Files.Rows(Files.Utf8(text.Replace("UNOC", "UNOY"))));
        Assert.Equal(Files.Read(latin).Hash, Files.Read([0xEF, 0xBB, 0xBF, .. Files.Utf8(text)]).Hash);
        Assert.Equal("not-text", Files.Fault(Encoding.Latin1.GetBytes(text.Replace("UNOC", "UNOY"))).Code);
        Assert.Equal("not-text", Files.Fault(Encoding.Latin1.GetBytes(text.Replace("UNOC", "UNOA"))).Code);
        Assert.Equal("not-text", Files.Fault(text.Replace("UNOC", "UNOE")).Code);
    }

    [Fact]
    public void A_newer_message_counts_whichever_comes_first()
    {
        using var store = new TestStore(TestStore.Sqlite);
        var book = TestStore.Book(TestStore.House("DE00012345", "Europe/Berlin", 15));
        var old = Interchanges.Simple(Interchanges.Value("1.5", Q1, Q2));
        var newer = Interchanges.Simple(Interchanges.Value("1.7", Q1, Q2)).Replace("202604010615", "202604020615");
        Assert.Equal(1, store.Import("newer", book, [.. Files.Rows(newer)]).Readings.Accepted);
        Assert.Equal(1, store.Import("old", book, [.. Files.Rows(old)]).Readings.Outranked);
    }

    [Fact]
    public void A_cancellation_takes_back_the_values_that_it_repeats()
    {
        var row = Assert.Single(Files.Rows(Interchanges.Of(Interchanges.Message(
            Interchanges.Profile(Interchanges.Value("1.5", Q1, Q2)), function: "1", head: "RFF+ACW:DOC0'\n"))));
        Assert.Equal(QualityKind.Missing, row.Readings[0].Quality.Kind);
    }
}
