using Busbar.Metering;

namespace Busbar.Tests.Formats;

/// <summary>What a NEM12 file may and may not be.</summary>
public class Nem12_is_strict
{
    private const string Head = "100,NEM12,202601010000,A,B\n";
    private const string Stream = "200,NMI1,E1,1,E1,N1,M1,kWh,30,\n";

    private static string Values(string value, int count = 48) => string.Join(',', Enumerable.Repeat(value, count));

    private static string Day(string values = "", string after = "A,,,20260102030405,", string date = "20260101") =>
        $"300,{date},{(values.Length > 0 ? values : Values("1.5"))},{after}\n";

    private static string FaultIn(string records)
    {
        var fault = Files.Fault(Head + records + "900\n");
        return $"{fault.Place.Line}:{fault.Place.Column} {fault.Message}";
    }

    [Fact]
    public void Wrapped_as_it_should_be_it_is_read()
    {
        var row = Assert.Single(Files.Rows(Head + Stream + Day() + "500,O,1,20260101,5\n900\n"));
        Assert.Equal((20260102030405, 3), (row.Version, row.Line));
    }

    [Fact]
    public void The_version_is_the_files_where_the_day_has_none() =>
        Assert.Equal(20260101000000, Assert.Single(Files.Rows(Head + Stream + Day(after: "A") + "900\n")).Version);

    [Theory]
    [InlineData("kWh", "1.234567", 1_234_567)]
    [InlineData("WH", "1234.567", 1_234_567)]
    [InlineData("mwh", "0.001234567", 1_234_567)]
    [InlineData("KVARH", "-.5", -500_000)]
    [InlineData("pf", ".98", 980_000)]
    [InlineData("", "7", 7_000_000)]
    public void Units_are_taken_exactly(string unit, string value, long micros)
    {
        var row = Assert.Single(Files.Rows(Head + Stream.Replace("kWh", unit) + Day(Values(value)) + "900\n"));
        Assert.All(row.Readings, reading => Assert.Equal(micros, reading.Micros));
        Assert.Equal(unit, row.Unit?.Symbol ?? "", ignoreCase: true);
    }

    [Theory]
    [InlineData("1,5", "The day has 49 values, and the 200 record of line 2 says 30 minutes, which makes 48.")]
    [InlineData("1e400", "The value 1e400 of interval 2 has an exponent; write the number out.")]
    [InlineData("NaN", "The value NaN of interval 2 is not a number.")]
    [InlineData(" 1", "The value  1 of interval 2 has a blank in it.")]
    [InlineData("１", "The value １ of interval 2 has digits of another script; write 0 to 9.")]
    [InlineData("0.1234567", "The value 0.1234567 of interval 2 has more than 6 decimals.")]
    [InlineData("9999999999999999", "The value 9999999999999999 of interval 2 is too large.")]
    public void Numbers_are_plain(string value, string message) =>
        Assert.EndsWith(message, FaultIn(Stream + Day("1," + value + "," + Values("1", 46))));

    [Fact]
    public void A_value_may_be_left_out_only_where_none_is_known()
    {
        var row = Assert.Single(Files.Rows(Head + Stream + Day(Values("", 48), "N") + "900\n"));
        Assert.All(row.Readings, reading => Assert.Equal(default, reading));
        Assert.Equal("3:0 Interval 2 has no value, and quality A, which needs one.",
            FaultIn(Stream + Day("1,," + Values("1", 46))));
    }

    [Fact]
    public void Where_quality_varies_the_missing_intervals_have_no_value()
    {
        var row = Assert.Single(Files.Rows(
            Head + Stream + Day(after: "V,,,20260102030405,") + "400,1,40,A\n400,41,48,N\n900\n"));
        Assert.Equal(40, row.Readings.Count(reading => reading == new Reading(1_500_000, Quality.Actual)));
        Assert.Equal(8, row.Readings.Count(reading => reading == default));
    }

    [Theory]
    [InlineData("400,1,20,A\n400,22,48,A\n", "5:5 The 400 record begins at interval 22, and 21 isn't covered by any.")]
    [InlineData("400,1,20,A\n400,20,48,A\n",
        "5:5 The 400 record begins at interval 20, which an earlier one covers already.")]
    [InlineData("400,1,49,A\n", "4:5 The 400 record covers intervals up to 49, and the day of line 3 has 48.")]
    [InlineData("400,1,x,A\n", "4:7 The interval x isn't a whole number from 1.")]
    [InlineData("400,0,48,A\n", "4:5 The 400 record begins at interval 0, which an earlier one covers already.")]
    [InlineData("", "3:0 The quality is V, varying, and no 400 record gives it.")]
    public void Intervals_of_400_records_tile_the_day(string events, string first)
    {
        var faults = Files.Faults(Head + Stream + Day(after: "V") + events + "900\n");
        Assert.Equal(first, $"{faults[0].Place.Line}:{faults[0].Place.Column} {faults[0].Message}");
    }

    [Theory]
    [InlineData("200,NMI1,E1,1,E1,N1,M1,kWj,30,\n", "2:24 The unit kWj isn't one of NEM12.")]
    [InlineData("200,NMI1,E1,1,E1,N1,M1,kWh,60,\n", "2:28 The interval length 60 isn't 5, 10, 15 or 30 minutes.")]
    [InlineData("200,,E1,1,E1,N1,M1,kWh,30,\n", "2:5 The NMI is empty.")]
    [InlineData("200,NMI1,E1,1,,N1,M1,kWh,30,\n", "2:15 The NMI suffix is empty.")]
    public void A_channel_that_cannot_be_read_is_said_once(string stream, string fault) =>
        Assert.Equal(fault, FaultIn(stream + Day() + Day(date: "20260102")));

    [Theory]
    [InlineData("20260230")]
    [InlineData("2026-01-01")]
    public void A_date_is_a_date(string date) =>
        Assert.Equal($"3:5 The date {date} isn't a date of 8 digits, such as 20260131.",
            FaultIn(Stream + Day(date: date)));

    [Fact]
    public void Records_stand_where_they_belong()
    {
        Assert.Equal("2:1 There is no 200 record before this 300 record: its channel isn't known.", FaultIn(Day()));
        Assert.Equal("2:0 No 300 record follows this 200 record: the channel has no readings.",
            FaultIn(Stream + Stream + Day()));
        Assert.Equal("2:1 600 is no record of NEM12; these are 100, 200, 300, 400, 500 and 900.",
            FaultIn("600,1\n" + Stream + Day()));
        Assert.Equal("4:1 There is a second 100 record; one 100 and one 900 record make a file.",
            FaultIn(Stream + Day() + Head));
    }

    [Fact]
    public void A_file_without_its_end_is_cut_off()
    {
        var fault = Files.Fault(Head + Stream + Day());
        Assert.Equal((3, "no-end", "The file ends without a 900 record: it is cut off."),
            (fault.Place.Line, fault.Code, fault.Message));
    }

    [Fact]
    public void The_same_day_again_with_the_same_values_is_harmless() =>
        Assert.Equal(2, Files.Rows(Head + Stream + Day() + Day(Values("1.50")) + "900\n").Count);

    [Fact]
    public void A_later_version_of_a_day_may_differ() => Assert.Equal([20260102030405, 20260102030406], Files.Rows(
        Head + Stream + Day() + Day(Values("2"), "A,,,20260102030406") + "900\n").Select(row => row.Version));

    [Fact]
    public void All_faults_are_told_up_to_twenty()
    {
        var days = string.Concat(Enumerable.Range(1, 30).Select(day => Day(Values("x"), date: $"202601{day:00}")));
        var faults = Files.Faults(Head + Stream + days + "900\n");
        Assert.Equal(Enumerable.Range(3, 20), faults.Select(fault => fault.Place.Line));
    }

    [Fact]
    public void No_row_is_given_out_after_a_fault()
    {
        var rows = new List<MeterRow>();
        Assert.Throws<RefusedException>(() =>
        {
            var text = Head + Stream + Day() + Day(date: "20260102") + Day(date: "x") + Day(date: "20260103") + "900\n";
            foreach (var file in Busbar.Formats.MeterFile.Read(new MemoryStream(Files.Utf8(text)), "a"))
                foreach (var row in file.Rows()) rows.Add(row);
        });
        Assert.Single(rows);
    }
}
