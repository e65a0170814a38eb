using System.Globalization;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Store;

/// <summary>A row that waits for its connection, as bytes: everything that the file said, save the line.</summary>
internal static class SuspendedRow
{
    private const byte Format = 1;

    /// <summary>The same and at the end the meter and its register: other rows keep the bytes that they had.</summary>
    private const byte FormatOfRegister = 2;

    /// <summary>The same and at the end what the register counted by the file.</summary>
    private const byte FormatOfCounted = 3;

    public static byte[] Write(MeterRow row)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
        {
            writer.Write(row.Counted is not null ? FormatOfCounted : row.Register is null ? Format : FormatOfRegister);
            writer.Write(row.Connection);
            writer.Write(row.Channel);
            writer.Write(row.Unit?.Symbol ?? "");
            writer.Write(row.IntervalMinutes ?? 0);
            writer.Write(LocalDateTimePattern.ExtendedIso.Format(row.Start));
            writer.Write(row.Offset is { } offset ? offset.Seconds.ToString(CultureInfo.InvariantCulture) : "");
            writer.Write(row.WholeDay);
            writer.Write(row.Version);
            writer.Write(row.Readings.Count);
            foreach (var (micros, quality) in row.Readings)
            {
                writer.Write(micros);
                writer.Write((byte)quality.Kind);
                writer.Write(quality.Method);
            }
            if (row.Register is { } register)
            {
                writer.Write(register.Meter);
                writer.Write(register.Register);
            }
            if (row.Counted is { } counted)
            {
                writer.Write(counted.Channel);
                writer.Write(counted.Before is not null);
                writer.Write(counted.Before ?? 0);
                writer.Write(counted.Micros);
                writer.Write(counted.Step);
            }
        }
        return bytes.ToArray();
    }

    private static int Whole(string text) =>
        int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A unit of which nothing is billed is a dimension of its own, as it was before it waited.</summary>
    private static Unit UnitOf(string symbol) =>
        Unit.Parse(symbol, null, [], out _) ?? new(symbol, Dimension.Base(symbol), 1);

    public static MeterRow Read(byte[] body, int line)
    {
        using var reader = new BinaryReader(new MemoryStream(body));
        var format = reader.ReadByte();
        if (format is not (Format or FormatOfRegister or FormatOfCounted))
            throw new InvalidDataException("A suspended row is of a later format.");
        var (connection, channel) = (reader.ReadString(), reader.ReadString());
        var (unit, minutes) = (reader.ReadString(), reader.ReadInt32());
        var start = LocalDateTimePattern.ExtendedIso.Parse(reader.ReadString()).Value;
        var offset = reader.ReadString();
        var (wholeDay, version) = (reader.ReadBoolean(), reader.ReadInt64());
        var readings = new Reading[reader.ReadInt32()];
        for (var i = 0; i < readings.Length; i++)
            readings[i] = new(reader.ReadInt64(), new((QualityKind)reader.ReadByte(), reader.ReadByte()));
        RegisterName? register = format == Format ? null : new(reader.ReadString(), reader.ReadString());
        return new(line, connection, channel, unit.Length == 0 ? null : UnitOf(unit),
            minutes == 0 ? null : minutes, start,
            offset.Length == 0 ? null : Offset.FromSeconds(Whole(offset)),
            wholeDay, version, readings, register)
        {
            Counted = format == FormatOfCounted ? CountedIn(reader) : null,
        };
    }

    private static Counted CountedIn(BinaryReader reader)
    {
        var (channel, isTold, before) = (reader.ReadString(), reader.ReadBoolean(), reader.ReadInt64());
        return new(channel, isTold ? before : null, reader.ReadInt64(), reader.ReadInt64());
    }
}
