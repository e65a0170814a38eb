using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>Half-hours of Great Britain.</summary>
public class D0036_is_read_by_the_day
{
    private static string FaultIn(string groups)
    {
        var fault = Files.Fault(Flows.D0036(groups));
        return $"{fault.Place.Line}:{fault.Place.Column} {fault.Message}";
    }

    [Fact]
    public void Each_settlement_date_is_a_row_of_a_local_day()
    {
        var (rows, format, _) = Files.Read(Files.Utf8(Flows.D0036(
            Flows.Day() + "102|20260329|\n" + Flows.Periods(46, "E|0.25|") + Flows.Day(date: "20261025", count: 50))));
        Assert.Equal("D0036", format);
        Assert.Equal([(3, 48, new(2026, 1, 1, 0, 0)), (52, 46, new(2026, 3, 29, 0, 0)),
                (100, 50, new LocalDateTime(2026, 10, 25, 0, 0))],
            rows.Select(row => (row.Line, row.Readings.Count, row.Start)));
        Assert.All(rows, row => Assert.Equal(
            ("1012345678901", "import", "kWh", 30, (Offset?)null, true, 20260102030405),
            (row.Connection, row.Channel, row.Unit!.Symbol, row.IntervalMinutes, row.Offset, row.WholeDay,
                row.Version)));
        Assert.All(rows[0].Readings, reading => Assert.Equal(new(1_500_000, Quality.Actual), reading));
        Assert.All(rows[1].Readings, reading => Assert.Equal(new(250_000, new(QualityKind.Estimated)), reading));
    }

    [Theory]
    [InlineData("AI", "import", "kWh")]
    [InlineData("AE", "export", "kWh")]
    [InlineData("RI", "reactive-import", "kVArh")]
    [InlineData("RE", "reactive-export", "kVArh")]
    public void What_is_measured_is_a_channel(string measurement, string channel, string unit)
    {
        var row = Assert.Single(Files.Rows(Flows.D0036(Flows.Day(measurement: measurement))));
        Assert.Equal((channel, unit), (row.Channel, row.Unit!.Symbol));
    }

    [Theory]
    [InlineData("B|1|", "4:5 The flag B isn't A, measured, or E, estimated.")]
    [InlineData("A||", "4:7 The value (nothing) of half-hour 1 is empty.")]
    [InlineData("A|1.2.3|", "4:7 The value 1.2.3 of half-hour 1 is not a number.")]
    public void A_half_hour_has_a_flag_and_a_value(string period, string fault) =>
        Assert.Equal(fault, FaultIn(Flows.Day(count: 1, period: period)));

    [Fact]
    public void Names_and_dates_are_such()
    {
        Assert.Equal("2:5 The MPAN core is empty.", FaultIn(Flows.Day(mpan: "")));
        Assert.Equal("2:19 The measurement UN isn't AI, AE, RI or RE.", FaultIn(Flows.Day(measurement: "UN")));
        Assert.Equal("3:5 The settlement date 01/01/2026 isn't a date of 8 digits, such as 20260131.",
            FaultIn(Flows.Day(date: "01/01/2026")));
    }

    [Fact]
    public void Groups_stand_where_they_belong()
    {
        Assert.Equal("2:1 There is no 101 group before this 102 group: its MPAN isn't known.",
            FaultIn("102|20260101|\n" + Flows.Periods(1)));
        Assert.Equal("3:1 There is no 102 group before this 103 group: its day isn't known.",
            FaultIn("101|1012345678901|AI|SLE|\n" + Flows.Periods(1)));
        Assert.Equal("3:0 No 103 group follows this 102 group: the day has no half-hours.",
            FaultIn(Flows.Day(count: 0)));
        Assert.Equal("52:1 030 is no group of D0036; these are 101, 102 and 103.", FaultIn(Flows.Day() + "030|1|\n"));
    }

    [Fact]
    public void No_day_has_more_than_fifty() => Assert.Equal(
        "54:1 The day of line 3 has more than 50 half-hours, and no day has so many.", FaultIn(Flows.Day(count: 60)));

    [Fact]
    public void A_day_given_twice_with_different_values_is_refused() => Assert.Equal(
        "53:0 Rows 3 and 53 give 1012345678901 import on 2026-01-01 different values, and nothing says which of them "
        + "holds.", FaultIn(Flows.Day() + Flows.Day(period: "A|2|")));

    [Fact]
    public void The_days_that_are_remembered_are_limited() => Assert.Equal("too-many-rows", Files.Fault(
        Flows.D0036(Flows.Day() + Flows.Day(date: "20260102")), new Busbar.Formats.Limits { DayRows = 1 }).Code);
}
