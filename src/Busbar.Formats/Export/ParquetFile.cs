using System.IO.Compression;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;
using Parquet;
using Parquet.Schema;

namespace Busbar.Formats.Export;

/// <summary>
/// Parquet with a reading in each row, for databases and notebooks: <c>connection</c>, <c>channel</c>, <c>start</c> in
/// UTC, <c>interval_minutes</c>, <c>value</c> as an exact decimal, null where there is none, <c>unit</c>,
/// <c>quality</c> and <c>version</c>.
/// </summary>
public sealed class ParquetFile : ReadingsFile
{
    private const int RowsOfGroup = 100_000;
    private const int Precision = 18;

    private static readonly DataField Connection = new DataField<string>("connection", nullable: false);
    private static readonly DataField Channel = new DataField<string>("channel", nullable: false);
    private static readonly DataField Start = new DateTimeDataField(
        "start", DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: false);
    private static readonly DataField Minutes = new DataField<int>("interval_minutes");
    private static readonly DataField Value = new DecimalDataField(
        "value", Precision, Series.ReadingScale, isNullable: true);
    private static readonly DataField Unit = new DataField<string>("unit", nullable: false);
    private static readonly DataField Quality = new DataField<string>("quality", nullable: false);
    private static readonly DataField Version = new DataField<long>("version");

    // The fields of a schema know their place in it, so each file has a schema of the same fields.
    private static readonly ParquetSchema Schema = new(
        Connection, Channel, Start, Minutes, Value, Unit, Quality, Version);

    private readonly record struct Row(
        string Connection, string Channel, Instant Start, int Minutes, decimal? Value, string Unit, string Quality,
        long Version);

    private readonly ParquetWriter _writer;
    private readonly List<Row> _rows = [];

    /// <param name="stream">Where it is written; it stays open.</param>
    public ParquetFile(Stream stream) => _writer = Wait(ParquetWriter.CreateAsync(Schema, stream, new()
    {
        // The others choose their matches by what the processor can do, and the bytes would differ with it.
        CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal,
    }));

    /// <inheritdoc/>
    /// <exception cref="RefusedException">A value has more digits than the column.</exception>
    public override void Add(Connection connection, Channel channel, Series readings)
    {
        var unit = channel.Unit.Dimension.ToString();
        foreach (var slot in Known(readings))
        {
            var (count, quality) = (readings.Counts[slot], readings.Qualities[slot]);
            if (count <= -Digits.PowerOfTen(Precision) || count >= Digits.PowerOfTen(Precision))
                throw new RefusedException(new Fault("above-limit",
                    $"Connection {connection.Id}, channel {channel.Name}, has {readings.ValueOf(slot)} {unit} at "
                    + $"{ClockText.Of(readings.StartOf(slot), connection.Zone)}, more than a decimal of "
                    + $"{Precision} digits holds.", Name: connection.Id, Hint: "CSV has no such limit."));
            _rows.Add(new(connection.Id, channel.Name, readings.StartOf(slot), readings.IntervalMinutes,
                quality.Kind == QualityKind.Missing ? null : readings.ValueOf(slot).ToDecimal(), unit,
                quality.ToString(), readings.Versions[slot]));
            Count++;
            if (_rows.Count == RowsOfGroup) Flush();
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        Flush();
        Wait(_writer.DisposeAsync());
    }

    private void Flush()
    {
        if (_rows.Count == 0) return;
        using var group = _writer.CreateRowGroup();
        Wait(group.WriteAsync(Connection, All(row => row.Connection)));
        Wait(group.WriteAsync(Channel, All(row => row.Channel)));
        Wait(group.WriteAsync<DateTime>(Start, All(row => row.Start.ToDateTimeUtc())));
        Wait(group.WriteAsync<int>(Minutes, All(row => row.Minutes)));
        Wait(group.WriteAsync<decimal>(Value, All(row => row.Value)));
        Wait(group.WriteAsync(Unit, All(row => row.Unit)));
        Wait(group.WriteAsync(Quality, All(row => row.Quality)));
        Wait(group.WriteAsync<long>(Version, All(row => row.Version)));
        group.CompleteValidate();
        _rows.Clear();
    }

    private T[] All<T>(Func<Row, T> cell) => [.. _rows.Select(cell)];

    // The package only writes asynchronously; a file's writer has nothing else to do meanwhile.
    private static T Wait<T>(Task<T> work) => work.GetAwaiter().GetResult();

    private static void Wait(Task work) => work.GetAwaiter().GetResult();

    private static void Wait(ValueTask work) => work.AsTask().GetAwaiter().GetResult();
}
