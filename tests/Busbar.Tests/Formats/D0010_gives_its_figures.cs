using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>Reads of registers in Great Britain.</summary>
public class D0010_gives_its_figures
{
    private const string Two = """
        ZHV|0000475656|D0010002|D|UDMS|X|SLE|20240117093000||||OPER|
        026|1234567890123|V|
        028|S95A12345|R|
        030|01|20240115143000|12345.67|||T|N|
        026|9876543210987|V|
        028|F75A 00802|D|
        030|01|20240116093000|54321.00|||T|N|
        ZPT|0000475656|6||2|20240117093001|
        """;

    [Fact]
    public void Two_reads_one_measured_and_one_estimated()
    {
        var (rows, format, _) = Files.Read(Files.Utf8(Two));
        Assert.Equal("D0010", format);
        Assert.Equal(
            [
                (4, "1234567890123", new("S95A12345", "01"), new(2024, 1, 15, 14, 30),
                    new(12_345_670_000, Quality.Actual)),
                (7, "9876543210987", new RegisterName("F75A 00802", "01"), new LocalDateTime(2024, 1, 16, 9, 30),
                    new Reading(54_321_000_000, new(QualityKind.Estimated))),
            ],
            rows.Select(row => (row.Line, row.Connection, row.Register!.Value, row.Start, row.Readings.Single())));
        Assert.All(rows, row => Assert.Equal(((Offset?)null, 20240117093000, (string?)null, false),
            (row.Offset, row.Version, row.Unit?.Symbol, row.WholeDay)));
    }

    [Theory]
    [InlineData("A", "A")]
    [InlineData("C", "A")]
    [InlineData("F", "A")]
    [InlineData("I", "A")]
    [InlineData("R", "A")]
    [InlineData("S", "A")]
    [InlineData("Z", "A")]
    [InlineData("Q", "S")]
    [InlineData("D", "E")]
    [InlineData("E", "E")]
    [InlineData("O", "E")]
    [InlineData("W", "N")]
    public void The_type_of_a_read_is_its_quality(string type, string quality) =>
        Assert.Equal(quality, QualityOf($"026|1012345678901|V|\n028|M|{type}|\n030|1|20260101000000|12|||T|N|\n"));

    [Theory]
    [InlineData("V", "T", "R", "A")]
    [InlineData("", "", "R", "A")]
    [InlineData("U", "T", "R", "E")]
    [InlineData("U", "T", "W", "N")]
    [InlineData("F", "T", "R", "N")]
    [InlineData("V", "F", "R", "N")]
    public void What_was_not_validated_is_estimated_and_what_failed_is_none(
        string status, string flag, string type, string quality) => Assert.Equal(quality, QualityOf(
            $"026|1012345678901|{status}|\n028|M|{type}|\n030|1|20260101000000|12|||{flag}|N|\n"));

    [Fact]
    public void A_group_032_makes_the_read_before_it_none()
    {
        var rows = Files.Rows(Flows.D0010("026|1012345678901|V|\n027|02|Nobody at home|\n028|M|R|\n029|20|\n"
            + "030|1|20260101000000|12|||T|N|\n032|03|F|\n033|20|\n030|2|20260101000000|13|||T|N|\n032|27|T|\n"));
        Assert.Equal([default, new(13_000_000, Quality.Actual)], rows.Select(row => row.Readings[0]));
    }

    [Fact]
    public void A_register_that_was_reset_shows_the_greatest_power()
    {
        var rows = Files.Rows(Flows.D0010("026|1012345678901|V|\n028|M|R|\n030|1|20260101000000|12345|||T|N|\n"
            + "030|MD|20260101000000|82.5|20260101000000|41|T|N|\n"));
        Assert.Equal([null, "kW"], rows.Select(row => row.Unit?.Symbol));
    }

    [Fact]
    public void Fields_may_be_padded() => Assert.Equal(new RegisterName("M 1", "01"), Assert.Single(Files.Rows(
        Flows.D0010("026|1012345678901|V| | |\n028|M 1       |R|\n030|01 |20260101000000|   12.0|||T|N| | |\n")))
        .Register);

    private static string QualityOf(string groups) =>
        Assert.Single(Files.Rows(Flows.D0010(groups))).Readings[0].Quality.ToString();
}
