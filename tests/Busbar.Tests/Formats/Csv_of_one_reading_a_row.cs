using Busbar.Formats;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

public class Csv_of_one_reading_a_row
{
    private const string Header = "connection,channel,start,value,unit,quality\n";

    [Fact]
    public void Each_row_is_a_reading()
    {
        var (rows, format, _) = Files.Read(Files.Utf8(Header + "c1,import,2026-01-31T23:30Z,1.25,kWh,S14\n"));
        Assert.Equal("long CSV", format);
        var row = Assert.Single(rows);
        Assert.Equal((2, "c1", "import", "kWh"), (row.Line, row.Connection, row.Channel, row.Unit!.Symbol));
        Assert.Equal((new LocalDateTime(2026, 1, 31, 23, 30), Offset.Zero), (row.Start, row.Offset!.Value));
        Assert.Equal((null, false, 0L), (row.IntervalMinutes, row.WholeDay, row.Version));
        Assert.Equal(new(1_250_000, new(QualityKind.Substituted, 14)), Assert.Single(row.Readings));
    }

    [Fact]
    public void Columns_come_in_any_order_with_an_interval_and_a_version()
    {
        var row = Assert.Single(Files.Rows(
            "Quality,version,UNIT,interval,value,start,channel,connection\n"
                + ",7,MWh,30min,0.5,2026-01-01 00:00,export,\"a,\"\"b\"\n"));
        Assert.Equal(("a,\"b", "export", 30, 7L),
            (row.Connection, row.Channel, row.IntervalMinutes!.Value, row.Version));
        Assert.Null(row.Offset);
        Assert.Equal(new(500_000_000, Quality.Actual), Assert.Single(row.Readings));
    }

    [Theory]
    [InlineData("2026-03-29T01:30", "01:30:00", null)]
    [InlineData("2026-03-29T01:30+10:00", "01:30:00", 36000)]
    [InlineData("2026-03-29T01:30:15-0330", "01:30:15", -12600)]
    [InlineData("2026-03-29T01:30:00.500Z", "01:30:00.5", 0)]
    public void A_start_has_its_own_clock_or_the_local_one(string start, string time, int? offsetSeconds)
    {
        var row = Assert.Single(Files.Rows($"{Header}c,import,{start},1,kWh,A\n"));
        Assert.Equal(time, row.Start.ToString("HH:mm:ss.FFF", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(offsetSeconds, row.Offset?.Seconds);
    }

    [Theory]
    [InlineData("c,import,2026-01-01T00:00Z,,kWh,N")]
    [InlineData("c,import,2026-01-01T00:00Z,,kWh,")]
    [InlineData("c,import,2026-01-01T00:00Z,0,kWh,N")]
    public void What_is_not_known_is_missing(string row) =>
        Assert.Equal(default, Assert.Single(Files.Rows(Header + row).Single().Readings));

    // F40
    [Theory]
    [InlineData("c,import,2026-01-01T00:00Z,,kWh,A", "28 The value is empty, and quality A needs one.")]
    [InlineData("c,import,2026-01-01T00:00Z,2,kWh,N", "28 The value is 2, and quality N says that none is known.")]
    [InlineData("c,import,2026-01-32,1,kWh,A", "10 The start 2026-01-32 isn't a date and time.")]
    [InlineData("c,import,2026-02-30T00:00Z,1,kWh,A", "10 The start 2026-02-30T00:00Z isn't a date and time.")]
    [InlineData("c,import,9999-12-31T23:30-05:00,1,kWh,A",
        "10 The start 9999-12-31T23:30-05:00 isn't a date and time.")]
    [InlineData("c,import,2026-01-01T24:00Z,1,kWh,A", "10 The start 2026-01-01T24:00Z isn't a date and time.")]
    [InlineData("c,import,31/01/2026 10:00,1,kWh,A", "10 The start 31/01/2026 10:00 isn't a date and time.")]
    [InlineData("c,import,2026-01-01T00:00Z,1,kwhh,A", "30 The unit kwhh isn't one that a meter counts.")]
    [InlineData("c,import,2026-01-01T00:00Z,1,GBP,A", "30 The unit GBP isn't one that a meter counts.")]
    [InlineData("c,import,2026-01-01T00:00Z,1,,A", "30 The unit is empty.")]
    [InlineData("c,import,2026-01-01T00:00Z,1,kWh,X", "34 The quality X isn't known.")]
    [InlineData("c,import,2026-01-01T00:00Z,1 000,kWh,A", "28 The value 1 000 has a blank in it.")]
    [InlineData("c,import,2026-01-01T00:00Z,1\u2009000,kWh,A", "28 The value 1\u2009000 has a blank in it.")]
    [InlineData("c,import,2026-01-01T00:00Z,\"1,5\",kWh,A",
        "28 The value 1,5 has a comma; write decimals with a point and no thousands separator.")]
    [InlineData("c,import,2026-01-01T00:00Z,1,5,kWh,A", "0 The row has 7 columns, and the header has 6.")]
    [InlineData("c,import,2026-01-01T00:00Z,0.0001,Wh,A", "28 The value 0.0001 has more than 3 decimals of Wh.")]
    [InlineData("c,import,2026-01-01T00:00Z,1,MJ,A",
        "28 The value 1 MJ is no whole number of 10^-6 kWh; give it in kWh.")]
    [InlineData(",import,2026-01-01T00:00Z,1,kWh,A", "1 The connection is empty.")]
    [InlineData("c, import,2026-01-01T00:00Z,1,kWh,A", "3 The channel  import has blanks around it.")]
    [InlineData("\"c,import,2026-01-01T00:00Z,1,kWh,A", "0 A quote that is opened isn't closed on the same line.")]
    public void A_row_that_cannot_be_read_is_named(string row, string fault)
    {
        var found = Files.Fault(Header + "c,import,2026-01-01T00:00Z,1,kWh,A\n" + row + "\n");
        Assert.Equal((3, fault), (found.Place.Line, $"{found.Place.Column} {found.Message}"));
    }

    [Theory]
    [InlineData("connection,channel,begin,value,unit,quality\n",
        "1:0 The column start is missing.|1:20 The column begin isn't known.")]
    [InlineData("connection,channel,start,value,unit,quality,unit\n", "1:45 There are two columns called unit.")]
    [InlineData("conection,channel,start,value,unit,quality\n",
        "1:0 The column connection is missing.|1:1 The column conection isn't known.")]
    [InlineData(Header, "1:0 The file has a header and no rows: there are no readings in it.")]
    [InlineData("connection;channel;start;value;unit;quality\n",
        "1:0 This isn't a format of meter data that Busbar reads: the first line is "
            + "connection;channel;start;value;unit;qual….")]
    [InlineData("name,amount\nx,1\n",
        "1:0 This isn't a format of meter data that Busbar reads: the first line is name,amount.")]
    public void A_header_that_is_not_one_is_told(string text, string faults) => Assert.Equal(faults, string.Join('|',
        Files.Faults(text).Select(fault => $"{fault.Place.Line}:{fault.Place.Column} {fault.Message}")));

    [Fact]
    public void The_nearest_column_is_told() =>
        Assert.Equal("Did you mean connection?", Files.Faults("conection,channel,start,value,unit,quality\n")[1].Hint);

    [Fact]
    public void A_column_too_many_is_told_with_what_is_known() => Assert.Equal(
        "Known are connection, channel, start, value, unit, quality, interval, version.",
        Files.Fault("connection,channel,start,value,unit,quality,remark\n").Hint);

    [Fact]
    public void An_interval_is_a_length() =>
        Assert.Equal("The interval soon isn't a length of readings.",
            Files.Fault("interval," + Header + "soon,c,import,2026-01-01T00:00Z,1,kWh,A\n").Message);

    [Fact]
    public void More_rows_than_the_limit_are_refused()
    {
        var row = "c,import,2026-01-01T00:00Z,1,kWh,A\n";
        var limits = new Limits { Rows = 2 };
        Assert.Equal(2, Files.Rows(Files.Utf8(Header + row + row), limits).Count);
        Assert.Equal("The file has more than 2 rows; split it.", Files.Fault(Header + row + row + row, limits).Message);
    }
}
