using Busbar.Metering;

namespace Busbar.Tests.Formats;

/// <summary>What a NEM13 file may and may not be.</summary>
public class Nem13_is_strict
{
    private const string Head = "100,NEM13,202601010000,A,B\n";

    private static string Read(
        string nmi = "NMI1", string register = "1", string meter = "M1", string way = "E",
        string before = "100,20251001000000,A,,", string now = "250.5,20260101000000,A,,", string quantity = "150.5",
        string unit = "kWh", string after = ",20260102030405,") =>
        $"250,{nmi},E1,{register},11,11,{meter},{way},{before},{now},{quantity},{unit},{after}\n";

    private static string FaultIn(string records)
    {
        var fault = Files.Fault(Head + records + "900\n");
        return $"{fault.Place.Line}:{fault.Place.Column} {fault.Message}";
    }

    [Fact]
    public void Wrapped_as_it_should_be_it_is_read()
    {
        var rows = Files.Rows(Head + Read() + "550,N,,A,\n900\n");
        Assert.Equal(["100", "250.5"], rows.Select(row => Exact(row.Readings[0].Micros)));
        Assert.All(rows, row => Assert.Equal(20260102030405, row.Version));
    }

    [Fact]
    public void The_version_is_the_files_where_the_reads_have_none() => Assert.All(
        Files.Rows(Head + Read(after: "") + "900\n"), row => Assert.Equal(20260101000000, row.Version));

    [Fact]
    public void A_new_meter_has_no_read_before()
    {
        var row = Assert.Single(Files.Rows(Head + Read(before: ",,,,") + "900\n"));
        Assert.Equal(new Counted("import"), row.Counted);
    }

    [Fact]
    public void A_read_of_quality_N_is_none_and_nothing_went_through_from_it()
    {
        var rows = Files.Rows(Head + Read(before: "100,20251001000000,N,,") + "900\n");
        Assert.Equal([default, new(250_500_000, Quality.Actual)], rows.Select(row => row.Readings[0]));
        Assert.Null(rows[1].Counted!.Before);
    }

    [Theory]
    [InlineData("E", "kWh", "import", 100_000)]
    [InlineData("I", "kWh", "export", 100_000)]
    [InlineData("E", "kVArh", "reactive-import", 100_000)]
    [InlineData("I", "KVARH", "reactive-export", 100_000)]
    [InlineData("E", "MWh", "import", 100_000_000)]
    [InlineData("E", "Wh", "import", 100)]
    [InlineData("E", "", "import", 100_000)]
    public void Direction_and_unit_tell_what_is_counted(string way, string unit, string channel, long step)
    {
        var counted = Files.Rows(Head + Read(way: way, unit: unit) + "900\n")[1].Counted!;
        Assert.Equal((channel, step), (counted.Channel, counted.Step));
        Assert.Equal(1505 * step, counted.Micros);
    }

    [Fact]
    public void Values_may_begin_with_their_point() => Assert.Equal("0.5", Exact(
        Files.Rows(Head + Read(before: ".5,20251001000000,A,,") + "900\n")[0].Readings[0].Micros));

    [Fact]
    public void Names_are_names()
    {
        Assert.Equal("2:5 The NMI is empty.", FaultIn(Read(nmi: "")));
        Assert.Equal("2:13 The register is empty.", FaultIn(Read(register: "")));
        Assert.Equal("2:21 The meter serial number is empty.", FaultIn(Read(meter: "")));
        Assert.Equal("2:24 The direction B is neither E, from the market to the customer, nor I, into the market.",
            FaultIn(Read(way: "B")));
        Assert.EndsWith("The unit kWj isn't one of NEM13.", FaultIn(Read(unit: "kWj")));
    }

    [Theory]
    [InlineData("x,20251001000000,A,,", "2:26 The previous read x is not a number.")]
    [InlineData("100,2025-10-01,A,,",
        "2:30 The time 2025-10-01 of the previous read isn't one of 14 digits, such as 20260131235959.")]
    [InlineData("100,20251001000000,V,,", "2:45 The quality V of the previous read isn't A, E, F, S or N.")]
    [InlineData("100,20260101000000,A,,", "2:55 The current read isn't after the previous one: it is of "
        + "2026-01-01 00:00, and the previous one of 2026-01-01 00:00.")]
    public void A_read_is_what_was_shown_when_and_how(string before, string fault) =>
        Assert.Equal(fault, FaultIn(Read(before: before)));

    [Fact]
    public void What_went_through_is_a_number() =>
        Assert.EndsWith("The quantity many is not a number.", FaultIn(Read(quantity: "many")));

    [Fact]
    public void A_record_has_its_fields_and_no_more() =>
        Assert.EndsWith("A 250 record has 23 fields; this has more.", FaultIn(Read(after: ",20260102030405,,X")));

    [Fact]
    public void Records_stand_where_they_belong()
    {
        Assert.Equal("2:1 300 is no record of NEM13; these are 100, 250, 550 and 900.", FaultIn("300,1\n" + Read()));
        Assert.Equal(["The 100 record is missing: the first record is 250. A NEM13 file begins with 100,NEM13."],
            Files.Faults(Read() + "900\n").Select(fault => fault.Message));
        Assert.Equal("The file ends without a 900 record: it is cut off.", Files.Fault(Head + Read()).Message);
        Assert.Equal("The file is empty: there is no 250 record in it, and so no readings.",
            Files.Fault(Head + "900\n").Message);
    }

    [Fact]
    public void Another_version_is_named() => Assert.Equal(
        "The 100 record names version NEM14; NEM12 and NEM13 are read.",
        Files.Fault("100,NEM14,202601010000\n").Message);

    private static string Exact(long micros) => Busbar.Quantities.Exact.FromScaled(micros, 6).ToString();
}
