using System.Runtime.InteropServices;
using Busbar.Quantities;

namespace Busbar.Metering;

/// <summary>The bytes of a block.</summary>
/// <remarks>
/// <c>format · scale · width · header · values · runs</c>. The values are divided by 10^scale, the greatest power of
/// ten
/// that leaves them whole, and written little-endian in 0, 1, 2, 4 or 8 bytes each; 0 when all are nought. Header and
/// runs are variable-length integers: seven bits a byte, least first, signed ones folded (0, -1, 1, -2, …); versions
/// and receipts are written as the difference to the run before.
/// </remarks>
internal static class BlockCode
{
    private const byte Format = 1;
    private const int MostScale = 9;

    public static byte[] Encode(Block block)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Blocks are little-endian.");
        var (header, scale) = (block.Header, ScaleOf(block.Counts));
        var width = WidthOf(block.Counts, Digits.PowerOfTen(scale));
        var bytes = new ByteWriter(64 + header.Length * width + block.Runs.Length * 12);
        bytes.Byte(Format);
        bytes.Byte((byte)scale);
        bytes.Byte((byte)width);
        bytes.Unsigned((ulong)header.First);
        bytes.Unsigned((ulong)header.Length);
        bytes.Unsigned((ulong)header.Count);
        bytes.Unsigned((ulong)header.EstimatedCount);
        bytes.Signed(header.Min);
        bytes.Signed(header.Max);
        bytes.Signed(header.Sum);
        WriteValues(block.Counts, Digits.PowerOfTen(scale), width, bytes.Room(header.Length * width));
        var before = default(Provenance);
        foreach (var (length, provenance) in block.Runs)
        {
            bytes.Unsigned((ulong)length);
            bytes.Byte((byte)provenance.Quality.Kind);
            bytes.Byte(provenance.Quality.Method);
            bytes.Signed((Int128)provenance.Version - before.Version);
            bytes.Signed((Int128)provenance.Receipt - before.Receipt);
            before = provenance;
        }
        return bytes.ToArray();
    }

    public static Block Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new ByteReader(encoded);
        var header = ReadHeader(ref reader, out var scale, out var width);
        var counts = new long[header.Length];
        ReadValues(reader.Take(header.Length * width), Digits.PowerOfTen(scale), width, counts);
        var (runs, covered, before) = (new List<Run>(), 0, default(Provenance));
        while (covered < header.Length)
        {
            var length = (int)reader.Unsigned();
            var quality = new Quality((QualityKind)reader.Byte(), reader.Byte());
            before = new(quality, (long)(before.Version + reader.Signed()), (long)(before.Receipt + reader.Signed()));
            runs.Add(new(length, before));
            covered += length;
        }
        if (covered != header.Length || !reader.IsAtEnd)
            throw new InvalidDataException("The runs of a block don't fit its length.");
        return new(header, counts, [.. runs]);
    }

    public static BlockHeader ReadHeader(ref ByteReader reader, out int scale, out int width)
    {
        var format = reader.Byte();
        if (format != Format)
            throw new InvalidDataException($"A block has format {format}; this program reads format {Format}.");
        (scale, width) = (reader.Byte(), reader.Byte());
        if (scale > MostScale || width is not (0 or 1 or 2 or 4 or 8))
            throw new InvalidDataException("The head of a block is damaged.");
        return new(
            (int)reader.Unsigned(), (int)reader.Unsigned(), (int)reader.Unsigned(), (int)reader.Unsigned(),
            (long)reader.Signed(), (long)reader.Signed(), reader.Signed());
    }

    private static int ScaleOf(ReadOnlySpan<long> counts)
    {
        var scale = MostScale;
        foreach (var count in counts)
            while (scale > 0 && count % Digits.PowerOfTen(scale) != 0) scale--;
        return scale;
    }

    private static int WidthOf(ReadOnlySpan<long> counts, long divisor)
    {
        var (min, max) = (0L, 0L);
        foreach (var count in counts) (min, max) = (Math.Min(min, count), Math.Max(max, count));
        (min, max) = (min / divisor, max / divisor);
        return (min, max) is (0, 0) ? 0
            : min >= sbyte.MinValue && max <= sbyte.MaxValue ? 1
            : min >= short.MinValue && max <= short.MaxValue ? 2
            : min >= int.MinValue && max <= int.MaxValue ? 4 : 8;
    }

    private static void WriteValues(ReadOnlySpan<long> counts, long divisor, int width, Span<byte> room)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            var value = counts[i] / divisor;
            switch (width)
            {
                case 1: MemoryMarshal.Cast<byte, sbyte>(room)[i] = (sbyte)value; break;
                case 2: MemoryMarshal.Cast<byte, short>(room)[i] = (short)value; break;
                case 4: MemoryMarshal.Cast<byte, int>(room)[i] = (int)value; break;
                case 8: MemoryMarshal.Cast<byte, long>(room)[i] = value; break;
                default: return;
            }
        }
    }

    private static void ReadValues(ReadOnlySpan<byte> bytes, long factor, int width, Span<long> counts)
    {
        switch (width)
        {
            case 1: Widen(MemoryMarshal.Cast<byte, sbyte>(bytes), factor, counts); break;
            case 2: Widen(MemoryMarshal.Cast<byte, short>(bytes), factor, counts); break;
            case 4: Widen(MemoryMarshal.Cast<byte, int>(bytes), factor, counts); break;
            case 8: Widen(MemoryMarshal.Cast<byte, long>(bytes), factor, counts); break;
        }
    }

    private static void Widen(ReadOnlySpan<sbyte> values, long factor, Span<long> counts)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] = values[i] * factor;
    }

    private static void Widen(ReadOnlySpan<short> values, long factor, Span<long> counts)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] = values[i] * factor;
    }

    private static void Widen(ReadOnlySpan<int> values, long factor, Span<long> counts)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] = values[i] * factor;
    }

    private static void Widen(ReadOnlySpan<long> values, long factor, Span<long> counts)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] = values[i] * factor;
    }
}
