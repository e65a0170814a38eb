using Busbar.Formats;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

public class Csv_of_register_reads
{
    private const string Header = "connection,meter,register,time,reading\n";

    [Fact]
    public void Each_row_is_what_a_register_showed()
    {
        var (rows, format, _) = Files.Read(Files.Utf8(Header + "c1,S95A12345,1.8.1,2026-01-31,00123.4\n"));
        Assert.Equal("register CSV", format);
        var row = Assert.Single(rows);
        Assert.Equal((2, "c1"), (row.Line, row.Connection));
        Assert.Equal(new RegisterName("S95A12345", "1.8.1"), row.Register);
        Assert.Equal((new LocalDateTime(2026, 1, 31, 0, 0), (Offset?)null, 0L), (row.Start, row.Offset, row.Version));
        Assert.Equal(new(123_400_000, Quality.Actual), Assert.Single(row.Readings));
    }

    [Fact]
    public void Columns_come_in_any_order_with_a_quality_and_a_version()
    {
        var rows = Files.Rows("Version,READING,register,meter,connection,time,quality\n"
            + "7,12,1,M,c1,2026-01-31T10:30+01:00,E61\n,,1,M,c1,2026-02-28,N\n");
        Assert.Equal((7L, Offset.FromHours(1)), (rows[0].Version, rows[0].Offset!.Value));
        Assert.Equal(new(12_000_000, new(QualityKind.Estimated, 61)), Assert.Single(rows[0].Readings));
        Assert.Equal(default, Assert.Single(rows[1].Readings));
    }

    [Theory]
    [InlineData("c1,M,1,2026-01-32,1", "8 The time 2026-01-32 isn't a date and time.")]
    [InlineData("c1,,1,2026-01-31,1", "4 The meter is empty.")]
    [InlineData("c1,M, 1,2026-01-31,1", "6 The register  1 has blanks around it.")]
    [InlineData("c1,M,1,2026-01-31,\"1,5\"",
        "19 The value 1,5 has a comma; write decimals with a point and no thousands separator.")]
    [InlineData("c1,M,1,2026-01-31,0.1234567", "19 The value 0.1234567 has more than 6 decimals.")]
    [InlineData("c1,M,1,2026-01-31", "0 The row has 4 columns, and the header has 5.")]
    public void A_row_that_is_wrong_is_named_with_its_place(string row, string expected)
    {
        var fault = Files.Fault(Header + row + "\n");
        Assert.Equal(("reads.csv", 2, expected),
            (fault.Place.File, fault.Place.Line, $"{fault.Place.Column} {fault.Message}"));
    }

    [Fact]
    public void A_column_that_is_missing_or_unknown_is_named() => Assert.Equal(
        ["The column time is missing.", "The column date isn't known."],
        Files.Faults("connection,meter,register,date,reading\nc1,M,1,2026-01-31,1\n").Select(fault => fault.Message));

    [Fact]
    public void A_header_without_rows_is_no_file_of_reads() => Assert.Equal("empty-file", Files.Fault(Header).Code);

    [Fact]
    public void The_rows_of_a_file_are_limited() => Assert.Equal("too-many-rows", Files.Fault(
        Header + "c1,M,1,2026-01-31,1\nc1,M,1,2026-02-28,2\n", new Limits { Rows = 1 }).Code);
}
