using Busbar.Formats;

namespace Busbar.Tests.Formats;

/// <summary>What an interchange of MSCONS may and may not be.</summary>
public class Mscons_is_strict
{
    private static readonly string Whole = Interchanges.Of(
        Interchanges.Message(Interchanges.Profile(Interchanges.Value("1.5", "202604010000", "202604010015"))),
        Interchanges.Message(Interchanges.Profile(Interchanges.Value("1", "202604010015", "202604010030")), "2"));

    [Theory]
    [InlineData("UNT+18+1", "UNT+19+1",
        "19 wrong-segment-count: The message 1 has 18 segments, and its UNT says 19: it "
        + "isn't whole.")]
    [InlineData("DTM+164:202604010015?+00:303'\nUNT+18+1'", "UNT+18+1'",
        "16 no-time: The QTY segment is followed neither by DTM+163 and DTM+164, when an interval begins and ends, nor "
        + "by DTM+7, when a register was read.")]
    [InlineData("UNT+18+1'", "UNT+18+3'",
        "19 wrong-reference: The UNT segment ends message 3, and the UNH segment began 1.")]
    [InlineData("UNT+18+1'\n", "", "19 no-end: The message 1 has no UNT segment before the next begins.")]
    [InlineData("UNZ+2", "UNZ+3",
        "38 wrong-message-count: The file has 2 messages, and its UNZ says 3: it isn't whole.")]
    [InlineData("UNZ+2+REF1", "UNZ+2+REF2",
        "38 wrong-reference: The UNZ segment ends interchange REF2, and the UNB segment began REF1.")]
    [InlineData("UNZ+2+REF1'\n", "", "37 no-end: The file ends without a UNZ segment: it is cut off.")]
    [InlineData("UNZ+2+REF1'\n", "UNZ+2", "38 no-end: The file ends within a segment: it is cut off.")]
    [InlineData("REF1'\n", "REF1'\nUNH+3'", "39 after-end: The file goes on after its UNZ segment, which ends it.")]
    [InlineData("QTY+220:1.5", "QTY+220:1,5",
        "16 bad-number: The value 1,5 has a comma; write decimals with a point and no thousands separator.")]
    [InlineData("QTY+220:1.5", "QTY+187:1.5", "16 unknown-quality: A quantity of kind 187 is no reading.")]
    [InlineData("DTM+163:202604010000", "DTM+163:202613010000",
        "17 bad-time: The time 202613010000+00 of format 303 isn't one.")]
    [InlineData("DTM+163:202604010000", "DTM+163:202604010015",
        "16 bad-interval: The interval doesn't end some minutes after it begins.")]
    [InlineData("BGM+7+DOC1+9", "BGM+7+DOC1+5",
        "3 unknown-function: The function 5 of the message isn't 9, an original, or 1, which takes one back.")]
    [InlineData("DTM+137:202604010615?+00:303'\nRFF", "RFF",
        "15 no-message-time: There is no DTM+137 before this QTY segment: when the message was made isn't known.")]
    [InlineData("LOC+172+DE00012345", "LOC+Z04+H0", "11 not-a-connection: The place Z04 isn't a metering point (172): "
        + "values of profiles and balancing areas are no readings.")]
    [InlineData("PIA+5+1-1?:1.29.0:SRW", "PIA+5+1-1:1.29.0:SRW",
        "15 bad-product: What the product code 1-1 is, an OBIS "
        + "code (SRW) or another, isn't told.")]
    [InlineData("LIN+1'\n", "DUM+1'\nLIN+1'\n",
        "20 wrong-segment-count: The message 1 has 19 segments, and its UNT says "
        + "18: it isn't whole.")]
    [InlineData("MSCONS:D", "UTILMD:D",
        "2 unknown-format: This is the EDIFACT message UTILMD; of these MSCONS is read.")]
    [InlineData("UNB+", "UNA:++? 'UNB+",
        "1 bad-service-string: The service string UNA:++? ' doesn't name six different "
        + "signs.")]
    [InlineData("UNB+UNOC", "UNA:+.? 'UNX+UNOC",
        "1 no-header: The UNB segment is missing: an interchange begins with it.")]
    public void Faults_name_the_line_and_the_thing(string from, string to, string fault)
    {
        var at = Whole.IndexOf(from, StringComparison.Ordinal);
        var found = Files.Faults(Whole[..at] + to + Whole[(at + from.Length)..])[0];
        Assert.Equal(fault, $"{found.Place.Line} {found.Code}: {found.Message}");
    }

    [Fact]
    public void A_read_needs_its_meter() => Assert.Equal("no-meter", Files.Fault(Interchanges.Of(Interchanges.Message(
        Interchanges.Profile("QTY+220:5'\nDTM+7:202603312200?+00:303'\n", "1-1?:1.8.0")))).Code);

    [Fact]
    public void A_cancellation_without_values_is_refused_with_the_way_out()
    {
        var fault = Files.Fault(Interchanges.Of(Interchanges.Message(
            "NAD+DP'\nLOC+172'\n", function: "1", head: "RFF+ACW:DOC0'\n")));
        Assert.Equal("cancellation", fault.Code);
        Assert.Equal("The message DOC1 takes back the message DOC0 and doesn't repeat its values: by its number alone "
            + "nothing can be taken back.", fault.Message);
        Assert.Contains("import a CSV of them with quality N", fault.Hint);
    }

    [Fact]
    public void An_interchange_without_readings_is_empty() =>
        Assert.Equal("empty-file", Files.Fault(Interchanges.Of(Interchanges.Message(""))).Code);

    [Fact]
    public void Wherever_it_is_cut_off_it_is_refused()
    {
        for (var length = 4; length < Whole.Length - 2; length++)
            Assert.NotEmpty(Files.Faults(Whole[..length]));
    }

    [Fact]
    public void An_interval_of_a_thousand_years_is_a_row_that_fits_nothing() =>
        Assert.All(Files.Rows(Interchanges.Simple(
            Interchanges.Value("1", "200001010000", "400001010000")
            + Interchanges.Value("1", "400001010000", "600001010000"))),
            row => Assert.Equal(1_051_898_400, row.IntervalMinutes));

    [Fact]
    public void A_segment_is_not_endless() => Assert.Equal("line-too-long",
        Files.Fault("UNB+UNOC:3+" + new string('x', 2_000), new Limits { LineBytes = 1_000 }).Code);
}
