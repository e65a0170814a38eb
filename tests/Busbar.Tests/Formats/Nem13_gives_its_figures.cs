using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>What the example file of NEM13 holds, by those who published it.</summary>
public class Nem13_gives_its_figures
{
    [Fact]
    public void A_record_gives_the_read_before_and_the_read_with_what_went_through()
    {
        var (rows, format, _) = Files.Read(File.ReadAllBytes(Files.Sample("unzipped/NEM13_consumption_data")));
        Assert.Equal("NEM13", format);
        Assert.All(rows, row => Assert.Equal((2, "VABC005890", "", "kWh", 20040108100333, false),
            (row.Line, row.Connection, row.Channel, row.Unit?.Symbol, row.Version, row.WholeDay)));
        Assert.All(rows, row => Assert.Equal(new RegisterName("METSER123", "1"), row.Register));
        Assert.Equal([new(2003, 10, 5, 9, 30, 55), new LocalDateTime(2004, 1, 7, 10, 3, 33)],
            rows.Select(row => row.Start));
        Assert.All(rows, row => Assert.Equal(Offset.FromHours(10), row.Offset));
        Assert.Equal([new(6_342_800_000, Quality.Actual), new(7_654_900_000, Quality.Actual)],
            rows.Select(row => row.Readings.Single()));
        Assert.Equal(1_312_100_000, rows[1].Readings[0].Micros - rows[0].Readings[0].Micros);
        Assert.Equal(
            [new("import"), new Counted("import", Before: 6_342_800_000, Micros: 1_312_100_000, Step: 100_000)],
            rows.Select(row => row.Counted));
    }
}
