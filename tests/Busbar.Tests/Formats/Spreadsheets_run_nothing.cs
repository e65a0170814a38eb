using System.Globalization;
using System.Text;
using Busbar.Formats.Export;
using Busbar.Metering;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>What is exported as CSV is text where it is text: a spreadsheet has no formula to run in it.</summary>
public class Spreadsheets_run_nothing
{
    // A name, and its cell.
    private static readonly (string Text, string Cell)[] Names =
    [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+44", "'+44"), ("-text", "'-text"), ("\t=1", "'\t=1"),
        ("\r=1", "\"'\r=1\""), ("=\"a\",1", "\"'=\"\"a\"\",1\""), ("'=1", "''=1"), ("'a", "'a"), ("a=1", "a=1"),
        ("a,b", "\"a,b\""), ("-1.5", "'-1.5"),
    ];

    // F50
    [Fact]
    public void Names_of_intervals_stand_behind_an_apostrophe_and_a_number_below_zero_is_a_number()
    {
        var expected = new StringBuilder("connection,channel,start,value,unit,quality,interval,version\n");
        var bytes = Exported(text =>
        {
            var file = new LongCsvFile(text);
            foreach (var (name, cell) in Names)
            {
                var house = TestStore.House(name, "Etc/UTC", channels: [name]);
                var start = Instant.FromUtc(2026, 1, 1, 0, 0);
                var series = Series.Empty(
                    name, 30, house.Zone, Series.ReadingScale, start, start + Duration.FromMinutes(30)) with
                {
                    Versions = [7],
                };
                series.Set(0, -1.5m, Quality.Actual);
                file.Add(house, house.Channels[name], series);
                expected.Append(
                    CultureInfo.InvariantCulture, $"{cell},{cell},2026-01-01T00:00Z,-1.5,kWh,A,30min,7\n");
            }
            file.End();
        });
        Assert.Equal(Files.Utf8(expected.ToString()), bytes);
    }

    // F50
    [Fact]
    public void And_so_do_the_names_of_meters_and_registers()
    {
        var expected = new StringBuilder("connection,meter,register,time,reading,quality,version\n");
        var bytes = Exported(text =>
        {
            var file = new RegisterCsvFile(text);
            foreach (var (name, cell) in Names)
            {
                file.Add(TestStore.House(name, "Etc/UTC"), new RegisterName(name, name),
                    new(Instant.FromUtc(2026, 1, 1, 0, 0), 1_500_000, new(Quality.Actual, 7, 1)));
                expected.Append(
                    CultureInfo.InvariantCulture, $"{cell},{cell},{cell},2026-01-01T00:00Z,1.5,A,7\n");
            }
        });
        Assert.Equal(Files.Utf8(expected.ToString()), bytes);
    }

    private static byte[] Exported(Action<TextWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            write(text);
        return bytes.ToArray();
    }
}
