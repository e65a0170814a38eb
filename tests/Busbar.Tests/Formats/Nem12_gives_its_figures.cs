using Busbar.Formats;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>What the example files of NEM12 hold, by those who published them.</summary>
public class Nem12_gives_its_figures
{
    private static List<MeterRow> Rows(string name)
    {
        var (rows, format, _) = Files.Read(File.ReadAllBytes(Files.Sample("unzipped/" + name)));
        Assert.Equal("NEM12", format);
        Assert.All(rows, row => Assert.Equal(1440, row.IntervalMinutes * row.Readings.Count));
        Assert.All(rows, row => Assert.True(row.WholeDay && row.Start.TimeOfDay == LocalTime.Midnight));
        Assert.All(rows, row => Assert.Equal(Offset.FromHours(10), row.Offset));
        return rows;
    }

    [Theory]
    [InlineData("NEM12_actual_interval")]
    [InlineData("NEM12_upper_case_units")]
    public void Actual_intervals(string name)
    {
        var rows = Rows(name);
        Assert.Equal(2, rows.Count);
        Assert.Equal((3, "VABD000163", "import", "kWh", 48), Facts(rows[0]));
        Assert.Equal((5, "VABD000163", "reactive-import", "kVArh", 48), Facts(rows[1]));
        Assert.Equal(53.328m, Files.Total(rows, "import"));
        Assert.Equal(106.656m, Files.Total(rows, "reactive-import"));
        Assert.Equal(20040202120025, rows[0].Version);
        Assert.Equal(new(2004, 2, 1, 0, 0), rows[0].Start);
        Assert.All(rows[0].Readings, reading => Assert.Equal(new(1_111_000, Quality.Actual), reading));
    }

    [Fact]
    public void A_month_of_solar()
    {
        var rows = Rows("NEM12_month_solar");
        Assert.Equal(62, rows.Count);
        Assert.All(rows, row => Assert.Equal(288, row.Readings.Count));
        Assert.Equal(589.172m, Files.Total(rows, "export"));
        Assert.Equal(270.738m, Files.Total(rows, "import"));
    }

    [Fact]
    public void Qualities_that_vary_within_a_day()
    {
        var row = Assert.Single(Rows("NEM12_multiple_quality"));
        Assert.Equal(896.990m, Files.Total([row], "import"));
        var (final, substituted) = (new Quality(QualityKind.Final, 14), new Quality(QualityKind.Substituted, 14));
        Assert.All(row.Readings.Take(20), reading => Assert.Equal(final, reading.Quality));
        Assert.All(row.Readings.Skip(20).Take(4), reading => Assert.Equal(Quality.Actual, reading.Quality));
        Assert.All(row.Readings.Skip(24), reading => Assert.Equal(substituted, reading.Quality));
    }

    [Fact]
    public void Different_lengths_of_intervals_and_no_unit()
    {
        var rows = Rows("NEM12_different_interval_length");
        Assert.Equal(["import", "e2", "v1"], rows.Select(row => row.Channel));
        Assert.Equal([30, 30, 10], rows.Select(row => row.IntervalMinutes!.Value));
        Assert.Equal(["kWh", "kWh", null], rows.Select(row => row.Unit?.Symbol));
        Assert.Equal(254, Files.Total(rows, "import"));
        Assert.Equal(120, Files.Total(rows, "e2"));
        Assert.Equal(33_129.99m, Files.Total(rows, "v1"));
        Assert.All(rows, row => Assert.Equal(20220908155800, row.Version));
    }

    [Fact]
    public void No_scheduled_read()
    {
        var row = Assert.Single(Rows("NEM12_no_scheduled_read"));
        Assert.Equal(("NMI111", "kWh", 96), (row.Connection, row.Unit!.Symbol, row.Readings.Count));
        Assert.Equal(5.84m, Files.Total([row], "import"));
    }

    [Fact]
    public void Commas_at_the_end_of_lines()
    {
        var rows = Rows("WesternPower");
        Assert.Equal(["import", "export", "reactive-import", "reactive-export"], rows.Select(row => row.Channel));
        Assert.All(rows, row => Assert.Equal(20231130211400, row.Version));
    }

    [Theory]
    [InlineData("NEM12_powercor")]
    [InlineData("NEM12_powercor_missing_fields")]
    public void A_day_given_twice_and_no_first_record(string name) => Assert.Equal(
        [
            (2, "The 100 record is missing: the first record is 200. A NEM12 file begins with 100,NEM12."),
            (8, "The file goes on after the 900 record of line 6, which ends it: one 100 and one 900 record make a "
                + "file."),
            (9, "Rows 3 and 9 give VABD000163 import on 2004-02-01 different values, and nothing says which of them "
                + "holds."),
            (11, "Rows 5 and 11 give VABD000163 reactive-import on 2004-02-01 different values, and nothing says "
                + "which of them holds."),
        ],
        Files.FaultsOfSample("invalid/" + name).Select(fault => (fault.Place.Line, fault.Message)));

    [Fact]
    public void Inside_an_archive_the_faults_name_the_file_there()
    {
        // This one gives the day's values twice alike, unlike the file of the same name beside it.
        var path = Files.Sample("invalid/NEM12_powercor") + ".zip";
        var faults = Assert.Throws<RefusedException>(() =>
        {
            foreach (var inner in MeterFile.Read(path))
                foreach (var _ in inner.Rows()) { }
        }).Faults;
        Assert.Equal(["no-header", "after-end"], faults.Select(fault => fault.Code));
        Assert.Equal($"{path}!/Example_NEM12_powercor.csv", faults[0].Place.File);
    }

    [Theory]
    [InlineData("NEM12_missing_header", 2,
        "The 100 record is missing: the first record is 200. A NEM12 file begins with 100,NEM12.")]
    [InlineData("NEM12_15min_200_30min_400", 3,
        "The quality is V, varying, and the 400 records cover only intervals 1 to 48 of 96.")]
    [InlineData("NEM12_30min_200_15min_400", 3,
        "The day has 96 values, and the 200 record of line 2 says 30 minutes, which makes 48.")]
    [InlineData("NEM12_empty", 0, "The file is empty: there is no 300 record in it, and so no readings.")]
    [InlineData("empty_file", 0, "The file is empty.")]
    public void What_is_malformed_is_refused_by_name(string name, int line, string message)
    {
        var fault = Assert.Single(Files.FaultsOfSample("invalid/" + name));
        Assert.Equal((line, message, "reads.csv"), (fault.Place.Line, fault.Message, fault.Place.File));
    }

    private static (int, string, string, string?, int) Facts(MeterRow row) =>
        (row.Line, row.Connection, row.Channel, row.Unit?.Symbol, row.Readings.Count);
}
