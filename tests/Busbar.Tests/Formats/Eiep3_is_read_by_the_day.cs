using System.Globalization;
using Busbar.Formats;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>Half-hours of New Zealand.</summary>
public class Eiep3_is_read_by_the_day
{
    private static string Head(int details, string recipient = "SLER") =>
        $"HDR,ICPHH,10.0,MEEN,MEEN,{recipient},02/01/2026,03:04:05,0000001,{details},202601,E,I\n";

    private static string File(string details) => Head(details.Count('\n')) + details;

    private static string Detail(
        int period, string energy = "1.5,,", string icp = "0000000001ABCDE", string stream = "S1", string type = "F",
        string date = "01/01/2026", string way = "L") => string.Create(CultureInfo.InvariantCulture,
            $"DET,{icp},{stream},{type},{date},{period},{energy},{way},N\n");

    private static string Day(
        int count = 48, string energy = "1.5,,", string stream = "S1", string date = "01/01/2026", string way = "L") =>
        string.Concat(Enumerable.Range(1, count).Select(period =>
            Detail(period, energy, stream: stream, date: date, way: way)));

    private static string FaultIn(string details) => Said(Files.Fault(File(details)));

    private static string Said(Fault fault) => $"{fault.Place.Line}:{fault.Place.Column} {fault.Message}";

    [Fact]
    public void The_periods_of_a_day_are_a_row()
    {
        var (rows, format, _) = Files.Read(Files.Utf8(File(
            Day() + Day(46, date: "27/9/2026") + Day(50, date: "5/4/2026"))));
        Assert.Equal("EIEP3", format);
        Assert.Equal([(2, 48, new(2026, 1, 1, 0, 0)), (50, 46, new(2026, 9, 27, 0, 0)),
                (96, 50, new LocalDateTime(2026, 4, 5, 0, 0))],
            rows.Select(row => (row.Line, row.Readings.Count, row.Start)));
        Assert.All(rows, row => Assert.Equal(
            ("0000000001ABCDE", "import", "kWh", 30, (Offset?)null, true, 20260102030405),
            (row.Connection, row.Channel, row.Unit!.Symbol, row.IntervalMinutes, row.Offset, row.WholeDay,
                row.Version)));
        Assert.All(rows[0].Readings, reading => Assert.Equal(new(1_500_000, Quality.Actual), reading));
    }

    [Theory]
    [InlineData("L", "import", "reactive-import", "apparent-import")]
    [InlineData("X", "import", "reactive-import", "apparent-import")]
    [InlineData("G", "export", "reactive-export", "apparent-export")]
    [InlineData("I", "export", "reactive-export", "apparent-export")]
    public void Each_energy_is_a_channel_of_the_flows_direction(string way, params string[] channels)
    {
        var rows = Files.Rows(File(Day(energy: "1,2,3", way: way)));
        Assert.Equal(channels, rows.Select(row => row.Channel));
        Assert.Equal(["kWh", "kVArh", "kVAh"], rows.Select(row => row.Unit!.Symbol));
        Assert.Equal([1_000_000, 2_000_000, 3_000_000], rows.Select(row => row.Readings[47].Micros));
    }

    [Fact]
    public void An_energy_that_some_periods_lack_is_missing_there_and_one_that_all_lack_is_no_row()
    {
        var rows = Files.Rows(File(Detail(1, "1,,") + Detail(2, "1,0.5,", type: "E") + Detail(3, "1,,")));
        Assert.Equal(["import", "reactive-import"], rows.Select(row => row.Channel));
        Assert.Equal([default, new(500_000, new(QualityKind.Estimated)), default], rows[1].Readings);
    }

    [Theory]
    [InlineData("2,1", "2:37 The day begins with trading period 2: a day's follow one another, from 1.")]
    [InlineData("1,3", "3:37 Trading period 3 stands where 2 was expected: a day's follow one another.")]
    [InlineData("1,1", "3:37 Trading period 1 stands where 2 was expected: a day's follow one another.")]
    [InlineData("51", "2:37 The trading period 51 isn't a whole number from 1 to 50.")]
    public void The_periods_of_a_day_follow_one_another(string periods, string fault) => Assert.Equal(fault,
        Said(Files.Faults(File(string.Concat(periods.Split(',').Select(period =>
            Detail(int.Parse(period, CultureInfo.InvariantCulture))))))[0]));

    [Fact]
    public void A_day_stands_in_one_piece()
    {
        Assert.Equal("4:1 The import of ICP 0000000001ABCDE on 2026-01-01 begins in line 2, and comes again here: a "
            + "day stands in one piece, and once.",
            FirstOf(Detail(1) + Detail(1, date: "02/01/2026") + Detail(2)));
        Assert.Equal("50:1 The import of ICP 0000000001ABCDE on 2026-01-01 is given by stream S1 from line 2 on and by "
            + "stream S2 here, and neither says that it is all of it.", FirstOf(Day() + Day(stream: "S2")));
        Assert.Equal(2, Files.Rows(File(Day() + Day(stream: "S2", way: "G"))).Count);
    }

    private static string FirstOf(string details) => Said(Files.Faults(File(details))[0]);

    [Theory]
    [InlineData("energy", "x,,", "2:39 The value x is not a number.")]
    [InlineData("energy", "1,y,", "2:41 The value y is not a number.")]
    [InlineData("energy", ",,", "2:39 The record has no energy, neither kWh nor kVArh nor kVAh.")]
    [InlineData("type", "A", "2:24 The reading type A isn't F, final, or E, estimated.")]
    [InlineData("date", "2026-01-01", "2:26 The date 2026-01-01 isn't a date such as 31/01/2026.")]
    [InlineData("date", "31/02/2026", "2:26 The date 31/02/2026 isn't a date such as 31/01/2026.")]
    [InlineData("way", "B", "2:45 The flow direction B isn't L or X, what the customer takes, or G or I, what he "
        + "gives.")]
    [InlineData("way", "L,N,1", "2:49 A DET record has 11 fields; this has more.")]
    [InlineData("icp", "", "2:5 The ICP is empty.")]
    [InlineData("stream", "", "2:21 The stream is empty.")]
    public void A_record_says_what_flowed(string what, string value, string fault) => Assert.Equal(fault, FaultIn(
        what switch
        {
            "energy" => Detail(1, value), "type" => Detail(1, type: value), "date" => Detail(1, date: value),
            "way" => Detail(1, way: value), "icp" => Detail(1, icp: value), _ => Detail(1, stream: value),
        }));

    [Fact]
    public void A_header_counts_the_records() => Assert.Equal(
        "1:0 The header counts 48 DET records, and there are 47: the file was cut or changed.",
        Said(Files.Fault(Head(48) + Day(47))));

    [Theory]
    [InlineData("ICPHH", "ICPHHAB", "1:0 The HDR record is of a file ICPHHAB; ICPHH, EIEP3, is read.")]
    [InlineData(",E,I", ",G,I", "1:68 The utility G isn't E, electricity, whose half-hours are read.")]
    [InlineData(",E,I", ",E,Q", "1:70 The status Q isn't I, initial, R, which replaces a month, or X, which replaces "
        + "the ICPs that are listed.")]
    [InlineData(",1,202601", ",one,202601", "1:59 The number of DET records, one, isn't a whole number.")]
    [InlineData("02/01/2026", "20260102", "1:31 The file was made at 20260102 03:04:05, which isn't a date and time "
        + "such as 31/01/2026 and 23:59:59.")]
    public void A_header_says_what_it_is(string good, string bad, string fault) => Assert.Equal(fault,
        Said(Files.Faults(File(Detail(1)).Replace(good, bad, StringComparison.Ordinal))[0]));

    [Theory]
    [InlineData(",E,R")]
    [InlineData(",E,X")]
    [InlineData(",E,")]
    [InlineData(",E")]
    public void What_replaces_is_told_by_its_version(string status) => Assert.All(
        Files.Read(Files.Utf8(File(Day()).Replace(",E,I", status, StringComparison.Ordinal))).Rows,
        row => Assert.Equal(20260102030405, row.Version));

    [Fact]
    public void There_is_one_header_and_something_below_it()
    {
        Assert.Equal("1:1 The HDR record is missing: an EIEP3 file begins with HDR,ICPHH.",
            Said(Files.Fault(Detail(1))));
        Assert.Equal("2:1 There is a second HDR record, after that of line 1.",
            Said(Files.Faults(Head(1) + Head(1) + Detail(1))[0]));
        Assert.Equal("3:1 TRL is no record of EIEP3; these are HDR and DET.",
            Said(Files.Faults(Head(1) + Detail(1) + "TRL,1\n")[0]));
        Assert.Equal("The file is empty: there is no DET record in it, and so no readings.",
            Files.Fault(Head(0)).Message);
    }

    [Fact]
    public void The_days_that_are_remembered_are_limited() => Assert.Equal("too-many-rows", Files.Fault(
        Files.Utf8(File(Day() + Day(date: "02/01/2026"))), new Limits { DayRows = 1 }).Code);
}
