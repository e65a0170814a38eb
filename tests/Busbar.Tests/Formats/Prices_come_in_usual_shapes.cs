using System.Text;
using Busbar.Formats;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>What a file of prices says is read, and what it leaves open is asked for.</summary>
public class Prices_come_in_usual_shapes
{
    private static readonly PriceSeries Hourly = new(60, DateTimeZoneProviders.Tzdb["Europe/Prague"]);

    [Fact]
    public void A_spring_day_may_leave_out_the_hour_that_clocks_skip()
    {
        var rows = Read("date,hour,price\n" + string.Concat(Enumerable.Range(0, 24).Where(hour => hour != 2)
            .Select(hour => $"2022-03-27,{hour},{hour}\n")));
        Assert.Equal((23, 3_000_000_000L), (rows.Count, rows[2].Nanos));
        Assert.Equal((new LocalDateTime(2022, 3, 27, 3, 0), Offset.FromHours(2)), (rows[2].Start, rows[2].Offset));
    }

    [Fact]
    public void A_spring_row_may_leave_its_cell_blank()
    {
        var row = "2022-03-27," + string.Join(',', Enumerable.Range(1, 24).Select(hour => hour == 3 ? "" : $"{hour}"));
        var rows = Read($"date,{string.Join(',', Enumerable.Range(1, 24).Select(hour => $"H{hour}"))}\n{row}\n");
        Assert.Equal([1L, 2, 4, 5], rows.Take(4).Select(one => one.Nanos / 1_000_000_000));
        Assert.Equal(Offset.FromHours(2), rows[2].Offset);
    }

    [Fact]
    public void A_spring_row_with_one_blank_more_may_mean_two_things()
    {
        var columns = string.Join(',', Enumerable.Range(1, 24));
        string Row(Func<int, bool> isBlank) => $"date,{columns}\n2022-03-27,"
            + string.Join(',', Enumerable.Range(1, 24).Select(hour => isBlank(hour) ? "" : "1")) + "\n";
        // By the clock the last hour is missing; numbered through, the third is.
        Assert.Equal("wrong-interval-count", Fault(Row(hour => hour is 3 or 24)).Code);
        Assert.Equal("wrong-interval-count", Fault(Row(hour => hour is 9 or 24)).Code);
        Assert.Equal(23, Read(Row(hour => hour == 24)).Count);
        Assert.Empty(Read(Row(_ => true)));
    }

    [Fact]
    public void A_double_hour_is_two_values_where_the_day_is_whole()
    {
        var rows = Read("start,value\n" + string.Concat(Enumerable.Range(0, 25)
            .Select(hour => $"2022-10-30T{(hour > 2 ? hour - 1 : hour):00}:00,{hour}\n")));
        Assert.Equal([(2L, Offset.FromHours(2)), (3L, Offset.FromHours(1))],
            rows.Where(row => row.Start.Hour == 2)
                .Select(row => (row.Nanos!.Value / 1_000_000_000, row.Offset!.Value)));
        Assert.Null(Read("start,value\n2022-10-30T02:00,1\n")[0].Offset);
    }

    [Theory]
    [InlineData("02a00", "02b00")]
    [InlineData("2A", "2B")]
    public void A_double_hour_may_be_named_by_letters(string first, string second)
    {
        var hours = Enumerable.Range(0, 24).Where(hour => hour != 2)
            .Select(hour => first.Length > 2 ? $"{hour:00}:00" : $"{hour}").Append(second).Append(first);
        var rows = Read("date,hour,price\n" + string.Concat(hours.Select((hour, i) => $"2022-10-30,{hour},{i}\n")));
        Assert.Equal([(24L, Offset.FromHours(2)), (23L, Offset.FromHours(1))], rows.Where(row => row.Start.Hour == 2)
            .OrderByDescending(row => row.Nanos).Select(row => (row.Nanos!.Value / 1_000_000_000, row.Offset!.Value)));
        Assert.Contains("an hour that comes twice", Fault("date,hour,price\n2022-10-29,2a,1\n2022-10-29,0,1\n").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_cells_are_missing_values()
    {
        var rows = Read("date,hour,price\n2022-01-01,0,\n2022-01-01,1,5\n");
        Assert.Equal([null, 5_000_000_000L], rows.Select(row => row.Nanos));
        Assert.Null(Assert.Single(Read("start,value\n2022-01-01T00:00, \n")).Nanos);
    }

    [Fact]
    public void The_book_names_one_of_several_columns()
    {
        const string Text = "Datum;Hour;Price-EUR;Volume\n01.02.2022;0;-1,5;7\n1.2.2022;1;,25;8\n";
        Assert.Equal([-1_500_000_000L, 250_000_000L], Read(Text, Hourly with { Column = "price_eur" })
            .Select(row => row.Nanos!.Value));
        Assert.Equal("Several columns may have the values: price eur, volume.", Fault(Text).Message);
        var unknown = Fault(Text, Hourly with { Column = "volum" });
        Assert.Equal(("There is no column volum of values, which the book names for the series.",
            "Did you mean volume?"), (unknown.Message, unknown.Hint));
    }

    // F40
    [Theory]
    [InlineData("2026-01-01T00:00;1.234,5", "bad-number", "The value 1.234,5 has more than one point or comma; "
        + "write no separator of thousands.")]
    [InlineData("2026-01-01T00:00;1.5\n2026-01-01T01:00;1,5", "bad-number",
        "The value 1,5 has a comma, and those before it have a decimal point.")]
    [InlineData("2026-01-01T00:00;1,5\n2026-01-01T01:00;1.500", "bad-number",
        "The value 1.500 has a point, and those before it have a decimal comma.")]
    [InlineData("2026-01-01T00:00;1.234", "ambiguous-number", "The value 1.234 has a point before three digits, as all "
        + "others that have one: whether they are thousands or decimals can't be told.")]
    [InlineData("01/02/2026;1", "bad-time", "The start 01/02/2026 isn't a date and time.")]
    [InlineData("2026-01-01T00:00;n/a", "bad-number", "The value n/a is not a number.")]
    [InlineData("2026-01-01T00:00;SN", "bad-number", "The value SN is not a number.")]
    [InlineData("2026-01-01T00:00;1;2", "wrong-column-count", "The row has 3 columns, and the header has 2.")]
    public void Between_semicolons_what_is_ambiguous_is_refused(string rows, string code, string message)
    {
        var fault = Fault("start;value\n" + rows + "\n");
        Assert.Equal((code, message), (fault.Code, fault.Message));
        Assert.True(fault.Place.Line > 1);
    }

    [Fact]
    public void A_point_that_can_only_be_decimal_says_it_of_all() => Assert.Equal([1_234_000_000L, 1_500_000_000L],
        Read("start;value\n2026-01-01T00:00;1.234\n;\n2026-01-01T01:00;1.5\n").Select(row => row.Nanos!.Value));

    [Theory]
    [InlineData("start,value\n2026-01-01T00:00,1,5\n", "The row has 3 columns, and the header has 2.")]
    [InlineData("start,value;\n2026-01-01T00:00,1\n",
        "The first line has commas and semicolons: which of them separates the columns can't be told.")]
    [InlineData("date,hour,value\n2026-01-01,1,5\n",
        "The file has no hour 0 and none 24: whether they count from 0 or from 1 can't be told.")]
    [InlineData("date,hour,value\n2026-01-01,0,5\n2026-01-01,0,5\n", "Lines 2 and 3 both give value 1 of their day.")]
    [InlineData("date,hour,value\n2026-01-01,0,5\n2026-01-01,24,5\n", "Value 25 of the day is one more than its 24, "
        + "and clocks don't change in Europe/Prague.")]
    [InlineData("date,hour,value\n2026-01-01,0,5\n2026-01-01,01:00,5\n",
        "The hour 01:00 is of another kind than those before it: numbers or times.")]
    [InlineData("date,hour,value\n2026-01-01,noon,5\n", "The hour noon is neither a number nor a time of day.")]
    [InlineData("date,1,2,3\n2026-01-01,1,2,3\n",
        "There are 3 columns of intervals, and a day of 60 minutes each has 24.")]
    [InlineData("hour,value\n1,1\n", "The column start is missing.")]
    [InlineData("start\n2026-01-01T00:00\n", "The column value is missing.")]
    [InlineData("start,start,value\n", "There are two columns called start.")]
    public void What_cannot_be_told_is_asked_for(string text, string message) =>
        Assert.Equal(message, Fault(text).Message);

    [Fact]
    public void Hours_are_no_quarters() => Assert.Equal(
        "The column hour counts hours, and the series has intervals of 15 minutes.",
        Fault("date,hour,value\n2026-01-01,0,1\n", Hourly with { IntervalMinutes = 15 }).Message);

    [Fact]
    public void Values_are_rounded_only_where_the_book_says_to_how_many_decimals()
    {
        const string Text = "start,value\n2026-01-01T00:00,0.0820199966430664\n2026-01-01T01:00,-1.2345650000\n"
            + "2026-01-01T02:00,7\n";
        Assert.Equal("If it is meant to fewer, say decimals: with the series in book.yaml, and it is rounded.",
            Fault(Text).Hint);
        Assert.Equal([82_020_000L, -1_234_570_000L, 7_000_000_000L],
            Read(Text, Hourly with { Decimals = 5 }).Select(row => row.Nanos!.Value));
        Assert.Equal([0L, -1_000_000_000L, 7_000_000_000L],
            Read(Text, Hourly with { Decimals = 0 }).Select(row => row.Nanos!.Value));
        Assert.Equal([10_000_000_000L, 10_000L, -10_000L, 0L], Read("start,value\n" + string.Concat(
            ((string[])["1e1", "9.99999977648e-06", "-9.99999977648e-06", "1E-30"])
                .Select((value, hour) => $"2026-01-01T0{hour}:00,{value}\n")), Hourly with { Decimals = 5 })
            .Select(row => row.Nanos!.Value));
        Assert.Equal("The value 1e400 has an exponent; write the number out.",
            Fault("start,value\n2026-01-01T00:00,1e400\n", Hourly with { Decimals = 5 }).Message);
        Assert.Equal("The value 9223372036.85477580799 is too large.", Fault(
            "start,value\n2026-01-01T00:00,9223372036.85477580799\n", Hourly with { Decimals = 9 }).Message);
    }

    [Fact]
    public void Days_months_and_windows_have_a_start_alone()
    {
        var daily = Hourly with { IntervalMinutes = 1440 };
        Assert.Equal([new(2026, 1, 31, 0, 0), new(2026, 2, 1, 0, 0), new(2026, 3, 1, 0, 0)],
            Read("date;value\n31.01.2026;1\n2026-02;2\n01mar2026;3\n", daily).Select(row => row.Start));
        Assert.Equal("Several columns may have the values: hour, value.",
            Fault("date,hour,value\n2026-01-01,1,5\n", daily).Message);
    }

    /// <summary>F49: a text is read in its encoding or refused, never as other signs.</summary>
    [Fact]
    public void Encodings_are_told_or_refused()
    {
        const string Text = "start,prix_é\n2026-01-01T00:00,5\n";
        byte[][] told =
        [
            [.. Encoding.UTF8.GetPreamble(), .. Files.Utf8(Text)],
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)],
            [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Text)],
        ];
        Assert.All(told, content => Assert.Equal(5_000_000_000L, Assert.Single(
            PriceFile.Read(new MemoryStream(content), "p", Hourly with { Column = "prix é" })).Nanos));
        byte[][] untold =
        [
            Encoding.Latin1.GetBytes(Text), Encoding.Unicode.GetBytes(Text), Encoding.UTF32.GetBytes(Text),
            [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Text)],
            Files.Utf8(Text + "2026-01-01T01:00,\0"),
        ];
        Assert.All(untold, content => Assert.Equal("not-text", Assert.Single(Assert.Throws<RefusedException>(() =>
            PriceFile.Read(new MemoryStream(content), "p", Hourly)).Faults).Code));
    }

    [Fact]
    public void A_file_of_too_many_values_is_refused()
    {
        using var stream = new GeneratedStream(Enumerable.Repeat(Files.Utf8("2026-01-01T00:00Z,1\n"), 1_000_000_000)
            .Prepend(Files.Utf8("start,value\n")));
        var refused = Assert.Throws<RefusedException>(() =>
            PriceFile.Read(stream, "p", Hourly, new() { Prices = 1_000 }));
        Assert.Equal("The file has more than 1000 values; split the series into several.",
            Assert.Single(refused.Faults).Message);
    }

    private static IReadOnlyList<PriceRow> Read(string text, PriceSeries? series = null) =>
        PriceFile.Read(new MemoryStream(Files.Utf8(text)), "prices", series ?? Hourly);

    private static Fault Fault(string text, PriceSeries? series = null) =>
        Assert.Throws<RefusedException>(() => Read(text, series)).Faults[0];
}
