using Busbar.Formats;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

public class Csv_of_one_day_a_row
{
    private const string First = "connection,channel,date,unit,quality";

    private static string Numbers(int count) => string.Join(',', Enumerable.Range(1, count));

    private static string Times(int minutes) => string.Join(',',
        Enumerable.Range(0, 1440 / minutes).Select(i => $"{i * minutes / 60:00}:{i * minutes % 60:00}"));

    private static MeterRow Row(string header, string row) => Assert.Single(Files.Rows($"{header}\n{row}\n"));

    [Fact]
    public void Each_row_is_a_day_of_the_connections_own()
    {
        var row = Row($"{First},{Numbers(50)}", "c,import,2026-03-29,kWh,E61," + Numbers(46) + ",,,,");
        Assert.Equal((2, "c", "import", "kWh", 30),
            (row.Line, row.Connection, row.Channel, row.Unit!.Symbol, row.IntervalMinutes));
        Assert.Equal((new LocalDateTime(2026, 3, 29, 0, 0), null, true), (row.Start, row.Offset, row.WholeDay));
        Assert.Equal(Enumerable.Range(1, 46).Select(i => new Reading(i * 1_000_000, new(QualityKind.Estimated, 61))),
            row.Readings);
    }

    [Theory]
    [InlineData(24, 60)]
    [InlineData(25, 60)]
    [InlineData(46, 30)]
    [InlineData(49, 30)]
    [InlineData(50, 30)]
    [InlineData(92, 15)]
    [InlineData(100, 15)]
    [InlineData(144, 10)]
    [InlineData(288, 5)]
    [InlineData(300, 5)]
    [InlineData(1, 1440)]
    public void The_number_of_columns_tells_the_length(int columns, int minutes)
    {
        var row = Row($"{First},{Numbers(columns)}", "c,import,2026-01-01,kWh,A," + Numbers(columns));
        Assert.Equal((minutes, columns), (row.IntervalMinutes, row.Readings.Count));
    }

    [Fact]
    public void A_blank_inside_the_day_is_missing_and_blanks_at_its_end_are_nothing()
    {
        var row = Row($"{First},{Numbers(24)}", "c,import,2026-01-01,kWh,A,1,,3" + new string(',', 21));
        Assert.Equal([new(1_000_000, Quality.Actual), default, new(3_000_000, Quality.Actual)], row.Readings);
    }

    [Fact]
    public void On_a_fixed_clock_a_blank_at_the_end_is_missing()
    {
        var row = Row($"{First},offset,{Numbers(25)}", "c,import,2026-01-01,kWh,A,+10:00,1,2,3" + new string(',', 22));
        Assert.Equal((24, Offset.FromHours(10)), (row.Readings.Count, row.Offset!.Value));
        Assert.Equal(default, row.Readings[23]);
    }

    [Fact]
    public void Columns_by_time_are_a_day_of_24_hours()
    {
        var row = Row($"{First},{Times(30)}", "c,import,2026-01-01,kWh,A,1" + new string(',', 47));
        Assert.Equal((48, 30, true), (row.Readings.Count, row.IntervalMinutes, row.WholeDay));
        Assert.Equal(new(1_000_000, Quality.Actual), row.Readings[0]);
    }

    [Fact]
    public void A_version_and_more_columns_than_fields_of_the_day()
    {
        var row = Row($"version,{First},{Numbers(24)}", "12,c,import,2026-01-01,kWh,A," + Numbers(24));
        Assert.Equal((12L, 24), (row.Version, row.Readings.Count));
    }

    [Theory]
    [InlineData("c,import,2026-01-01,kWh,A,1", "0 The row has 6 columns, and the header has 29.")]
    [InlineData("c,import,01.01.2026,kWh,A{0}", "10 The date 01.01.2026 isn't a date.")]
    [InlineData("c,import,2026-01-01,kWh,A,1,x{1}", "29 The value x is not a number.")]
    [InlineData("c,import,2026-01-01,kWh,N,1{2}", "27 The value is 1, and quality N says that none is known.")]
    public void A_row_that_cannot_be_read_is_named(string row, string fault)
    {
        var commas = Enumerable.Range(0, 3).Select(i =>
            (object)new string(',', i == 0 ? 24 : i == 1 ? 22 : 23)).ToArray();
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, row, commas);
        var found = Files.Fault($"{First},{Numbers(24)}\n{text}\n");
        Assert.Equal((2, fault), (found.Place.Line, $"{found.Place.Column} {found.Message}"));
    }

    [Fact]
    public void An_offset_is_one()
    {
        var fault = Files.Fault($"{First},offset,{Numbers(24)}\nc,import,2026-01-01,kWh,A,AEST,{Numbers(24)}\n");
        Assert.Equal("The offset AEST isn't one.", fault.Message);
    }

    [Theory]
    [InlineData("1,2,4",
        "There are 3 columns of intervals, which is no day of readings of 5, 10, 15, 30 or 60 minutes.")]
    [InlineData("", "There are no columns of intervals after the others.")]
    public void Columns_make_a_day(string columns, string message) =>
        Assert.Equal(message, Files.Faults($"{First},{columns}\n")[0].Message);

    [Fact]
    public void Columns_run_without_a_gap()
    {
        var numbers = Numbers(24).Replace(",7,", ",70,", StringComparison.Ordinal);
        Assert.Equal("The column 70 stands where 7 was expected.", Files.Fault($"{First},{numbers}\n").Message);
        var times = Times(60).Replace("07:00", "07:30", StringComparison.Ordinal);
        Assert.Equal("The column 07:30 stands where 07:00 was expected.", Files.Fault($"{First},{times}\n").Message);
    }

    [Fact]
    public void A_day_given_twice_with_different_values_is_refused()
    {
        var day = $"c,import,2026-01-01,kWh,A,{Numbers(24)}\n";
        var header = $"{First},{Numbers(24)}\n";
        Assert.Equal(2, Files.Rows(header + day + day).Count);
        Assert.Equal("Rows 2 and 3 give c import on 2026-01-01 different values, and nothing says which of them holds.",
            Files.Fault(header + day + day.Replace(",24", ",25", StringComparison.Ordinal)).Message);
        Assert.Equal("The file has more than 1 days of readings; split it.",
            Files.Fault(header + day + day.Replace("01-01", "01-02", StringComparison.Ordinal),
                new Limits { DayRows = 1 }).Message);
    }
}
