using Busbar.Formats;

namespace Busbar.Tests.Formats;

/// <summary>What a flow, and D0010 among them, may and may not be.</summary>
public class D0010_is_strict
{
    private const string Mpan = "026|1012345678901|V|\n";
    private const string Meter = "028|M|R|\n";
    private const string Read = "030|1|20260101000000|12|||T|N|\n";

    private static readonly string Good = Flows.D0010(Mpan + Meter + Read);

    private static string FaultIn(string groups) => Said(Files.Fault(Flows.D0010(groups)));

    private static string Said(Fault fault) => $"{fault.Place.Line}:{fault.Place.Column} {fault.Message}";

    [Fact]
    public void A_good_one_is_read() => Assert.Single(Files.Rows(Good));

    [Theory]
    [InlineData("026|101234567890|V|", "2:5 The MPAN core 101234567890 hasn't 13 digits.")]
    [InlineData("026|101234567890X|V|", "2:5 The MPAN core 101234567890X hasn't 13 digits.")]
    [InlineData("026||V|", "2:5 The MPAN core is empty.")]
    [InlineData("026|1012345678901|X|",
        "2:19 The validation status X isn't V, validated, U, not validated, or F, failed.")]
    public void An_mpan_has_digits_and_a_status(string mpan, string fault) =>
        Assert.Equal(fault, FaultIn(mpan + "\n" + Meter + Read));

    [Theory]
    [InlineData("028||R|", "3:5 The meter serial number is empty.")]
    [InlineData("028|M|Y|", "3:7 The reading type Y isn't one of D0010.")]
    public void A_meter_has_a_number_and_its_reads_a_type(string meter, string fault) =>
        Assert.Equal(fault, FaultIn(Mpan + meter + "\n" + Read));

    [Theory]
    [InlineData("030||20260101000000|12|||T|N|", "4:5 The register is empty.")]
    [InlineData("030|1|01/01/2026|12|||T|N|",
        "4:7 The time 01/01/2026 of the read isn't one of 14 digits, such as 20260131235959.")]
    [InlineData("030|1|20260101000000|12,5|||T|N|",
        "4:22 The read 12,5 has a comma; write decimals with a point and no thousands separator.")]
    [InlineData("030|1|20260101000000||||T|N|", "4:22 The read (nothing) is empty.")]
    [InlineData("030|1|20260101000000|12|||X|N|", "4:27 The flag X of the read isn't T, valid, or F, suspect.")]
    public void A_read_is_what_was_shown_and_when(string read, string fault) =>
        Assert.Equal(fault, FaultIn(Mpan + Meter + read + "\n"));

    [Fact]
    public void Groups_stand_where_they_belong()
    {
        Assert.Equal("2:1 There is no 026 group before this 028 group: its MPAN isn't known.", FaultIn(Meter + Read));
        Assert.Equal("3:1 There is no 028 group before this 030 group: its meter isn't known.", FaultIn(Mpan + Read));
        Assert.Equal("4:1 There is no 030 group before this 032 group: the read that it is about isn't known.",
            FaultIn(Mpan + Meter + "032|03|F|\n"));
        Assert.Equal("5:8 The status X of the read isn't T, valid, or F, suspect.",
            FaultIn(Mpan + Meter + Read + "032|03|X|\n"));
        Assert.Equal("5:1 103 is no group of D0010; these are 026, 027, 028, 029, 030, 031, 032 and 033.",
            FaultIn(Mpan + Meter + Read + "103|A|1|\n"));
    }

    // F29
    [Fact]
    public void A_flow_is_cut_off_where_its_trailer_is_missing() => Assert.Equal(
        "4:0 The file ends without a ZPT trailer: it is cut off.",
        Said(Files.Fault(Good[..Good.IndexOf("ZPT", StringComparison.Ordinal)])));

    // F29
    [Theory]
    [InlineData("ZPT|0000475656|4|", "The trailer counts 4 groups, and there are 3: the file was cut or changed.")]
    [InlineData("ZPT|0000475656|three|", "The trailer's number of groups, three, isn't a whole number.")]
    [InlineData("ZPT|0000475656|3||2|",
        "The trailer counts 2 flows (groups 026), and there are 1: the file was cut or changed.")]
    [InlineData("ZPT|0000475657|3||1|", "The trailer is of file 0000475657, and the header of file 0000475656.")]
    public void A_trailer_counts_what_is_there(string trailer, string message) => Assert.Equal(message, Files.Fault(
        Good[..Good.IndexOf("ZPT", StringComparison.Ordinal)] + trailer + "\n").Message);

    [Fact]
    public void There_is_one_header_and_one_trailer()
    {
        Assert.Contains("no-header", Files.Faults(Mpan + Meter).Select(fault => fault.Code));
        Assert.Equal("The ZHV header is missing: the first group is 026. The file of a flow begins with ZHV and ends "
            + "with ZPT.", Files.Fault(Mpan + Meter).Message);
        Assert.Equal("The file goes on after the ZPT trailer of line 5, which ends it.",
            Files.Faults(Good + Good)[0].Message);
        var header = Good[..(Good.IndexOf('\n', StringComparison.Ordinal) + 1)];
        Assert.Equal("There is a second ZHV header, after that of line 1.", Files.Fault(header + Good).Message);
        Assert.Equal("The file is empty: there is no group between its header and its trailer.",
            Files.Fault(Flows.D0010("")).Message);
    }

    [Theory]
    [InlineData("OPER", "TR01", "1:56 The header says TR01: the file is a test and not for operation.")]
    [InlineData(Flows.Made + "||||", "now||||",
        "1:38 The time now at which the file was made isn't one of 14 digits, such as 20260131235959.")]
    [InlineData("D0010002", "D0150001",
        "1:0 This is flow D0150001; D0010, reads of registers, and D0036, half-hours, are read.")]
    public void A_header_says_what_it_is_and_when_it_was_made(string good, string bad, string fault)
    {
        var at = Good.IndexOf(good, StringComparison.Ordinal);
        Assert.Equal(fault, Said(Files.Fault(Good[..at] + bad + Good[(at + good.Length)..])));
    }

    [Fact]
    public void No_row_is_given_out_after_a_fault()
    {
        var rows = 0;
        Assert.Throws<RefusedException>(() =>
        {
            var text = Flows.D0010(Mpan + Meter + Read + Read + "030|1|x|12|||T|N|\n" + Read);
            foreach (var file in MeterFile.Read(new MemoryStream(Files.Utf8(text)), "a"))
                foreach (var _ in file.Rows()) rows++;
        });
        Assert.Equal(1, rows);
    }
}
