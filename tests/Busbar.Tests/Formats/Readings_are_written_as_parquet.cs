using Busbar.Formats.Export;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Store;
using NodaTime;
using Parquet;

namespace Busbar.Tests.Formats;

public class Readings_are_written_as_parquet
{
    private static readonly Connection House = TestStore.House("house");

    [Fact]
    public async Task Values_are_exact_decimals_and_starts_are_in_utc()
    {
        await using var reader = await ParquetReader.CreateAsync(
            new MemoryStream(Written(3)), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            ["connection", "channel", "start", "interval_minutes", "value", "unit", "quality", "version"],
            reader.Schema.Fields.Select(field => field.Name));
        using var group = reader.OpenRowGroupReader(0);
        var values = new decimal?[3];
        var starts = new DateTime[3];
        var versions = new long[3];
        var fields = reader.Schema.DataFields;
        await group.ReadAsync<decimal>(fields[4], values, null, TestContext.Current.CancellationToken);
        await group.ReadAsync<DateTime>(fields[2], starts, null, TestContext.Current.CancellationToken);
        await group.ReadAsync<long>(fields[7], versions, null, TestContext.Current.CancellationToken);
        Assert.Equal([0.000001m, null, 2.000001m], values);
        Assert.Equal(new DateTime(2026, 3, 29, 0, 30, 0, DateTimeKind.Utc), starts[1]);
        Assert.Equal([7L, 7L, 7L], versions);
    }

    [Fact]
    public void The_same_readings_are_the_same_bytes() => Assert.Equal(Written(150_000), Written(150_000));

    [Fact]
    public void Many_rows_are_written_in_groups() => Assert.Equal(2, Groups(Written(150_000)));

    [Fact]
    public void A_value_with_more_digits_than_the_column_is_refused()
    {
        using var file = new ParquetFile(new MemoryStream());
        var readings = Readings(1);
        readings.Counts[0] = Digits.PowerOfTen(18);
        var refused = Assert.Throws<RefusedException>(() =>
            file.Add(House, House.Channels["import"], readings));
        Assert.Equal("Connection house, channel import, has 1000000000000 kWh at 2026-03-29 00:00 UTC+00, more than a "
            + "decimal of 18 digits holds.", Assert.Single(refused.Faults).Message);
    }

    private static int Groups(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ParquetReader.CreateAsync(stream).GetAwaiter().GetResult().RowGroupCount;
    }

    private static byte[] Written(int count)
    {
        using var stream = new MemoryStream();
        using var file = new ParquetFile(stream);
        file.Add(House, House.Channels["import"], Readings(count));
        file.End();
        Assert.Equal(count, file.Count);
        return stream.ToArray();
    }

    /// <summary>Half-hours, of which every third from the second on has no value.</summary>
    private static Series Readings(int count)
    {
        var from = Instant.FromUtc(2026, 3, 29, 0, 0);
        var readings = Series.Empty("house import", 30, House.Zone, Series.ReadingScale, from,
            from + Duration.FromMinutes(30 * count)) with { Versions = new long[count] };
        for (var slot = 0; slot < count; slot++)
        {
            var isMissing = slot % 3 == 1;
            readings.Counts[slot] = isMissing ? 0 : slot * 1_000_000L + 1;
            readings.Qualities[slot] = isMissing ? Quality.Missing : Quality.Actual;
            (readings.Receipts[slot], readings.Versions[slot]) = (1, 7);
        }
        return readings;
    }
}
