using System.Buffers.Binary;
using System.IO.Compression;
using Busbar.Contracts;
using SkiaSharp;

namespace Busbar.Documents.Paper;

/// <summary>Makes sure that a picture of a book is one, whole, and of a size that a document can show.</summary>
public static class PictureCheck
{
    private const int MostPixels = 4_000;

    private static ReadOnlySpan<byte> PngBegins => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>What is wrong with a picture; null where it can be shown.</summary>
    public static Fault? Check(Picture picture)
    {
        var bytes = picture.Bytes.Span;
        var isPng = bytes.StartsWith(PngBegins);
        var size = isPng ? SizeOfPng(bytes) : bytes is [0xFF, 0xD8, ..] ? SizeOfJpeg(bytes) : null;
        // What is too large isn't drawn to find that out.
        var isSmall = size is (<= MostPixels, <= MostPixels);
        if (size is not { } found
            || (isSmall && (!IsDrawn(bytes, found) || (!isPng && !HasImage(bytes, found)))))
            return new("not-a-picture", $"{picture.File} is no picture, or isn't whole; expected a PNG or a JPEG.",
                picture.Place, Hint: "Save it anew with the program that drew it.");
        if (found.Width > MostPixels || found.Height > MostPixels)
            return new("too-large", $"{picture.File} has {found.Width} by {found.Height} pixels; expected at most "
                + $"{MostPixels} either way.", picture.Place, Hint: "1,000 pixels of width are enough in print.");
        var isNamedPng = picture.File.EndsWith(".png", StringComparison.Ordinal);
        return isPng == isNamedPng ? null : new("not-a-picture", $"{picture.File} is a {(isPng ? "PNG" : "JPEG")}, and "
            + "its name says something else.", picture.Place, Hint: $"Let it end in {(isPng ? ".png" : ".jpg")}.");
    }

    /// <summary>The kind of a picture that was checked.</summary>
    public static string MediaTypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(PngBegins) ? "image/png" : "image/jpeg";

    /// <summary>Whether all of it can be drawn, by what draws it on pages.</summary>
    private static bool IsDrawn(ReadOnlySpan<byte> bytes, (int Width, int Height) size)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null || (codec.Info.Width, codec.Info.Height) != size) return false;
        using var drawn = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888,
            SKAlphaType.Premul));
        return codec.GetPixels(drawn.Info, drawn.GetPixels()) == SKCodecResult.Success;
    }

    /// <summary>Whether a JPEG holds as much as an image of its size needs: decoders fill with grey what isn't there.
    /// Of each block of 8 by 8 pixels something is written (ITU-T T.81, F.1.2.1), which is a bit at least.</summary>
    private static bool HasImage(ReadOnlySpan<byte> bytes, (int Width, int Height) size) =>
        bytes.Length - HeadsOf(bytes) >= (size.Width + 7) / 8 * ((size.Height + 7) / 8) / 8;

    /// <summary>How many bytes of a JPEG stand before its first scan, and at its end.</summary>
    private static int HeadsOf(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 4 <= bytes.Length && bytes[at + 1] != 0xDA)
            at += bytes[at + 1] == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        return at + 4 <= bytes.Length ? at + 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]) + 2 : at;
    }

    /// <summary>Width and height of a PNG whose parts are all there and whose rows can be unpacked.</summary>
    private static (int Width, int Height)? SizeOfPng(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[PngBegins.Length..];
        (int, int)? size = null;
        using var packed = new MemoryStream();
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var kind = rest[4..8];
            if (length > rest.Length - 12) return null;
            var content = rest[8..(8 + (int)length)];
            if (kind.SequenceEqual("IHDR"u8) && length == 13)
                size = (BinaryPrimitives.ReadInt32BigEndian(content),
                    BinaryPrimitives.ReadInt32BigEndian(content[4..]));
            else if (kind.SequenceEqual("IDAT"u8)) packed.Write(content);
            else if (kind.SequenceEqual("IEND"u8))
                return size is (> 0, > 0) && IsWhole(packed, size.Value) ? size : null;
            rest = rest[(12 + (int)length)..];
        }
        return null;
    }

    private static bool IsWhole(MemoryStream packed, (int Width, int Height) size)
    {
        // The deepest pixel has 8 bytes; what unpacks to more than that is no picture of this size.
        var pixels = Math.Min(size.Width, MostPixels + 1L) * Math.Min(size.Height, MostPixels + 1L);
        var most = pixels * 8 + size.Height * 2L;
        packed.Position = 0;
        try
        {
            using var rows = new ZLibStream(packed, CompressionMode.Decompress);
            var buffer = new byte[1 << 16];
            var total = 0L;
            for (var count = rows.Read(buffer); count > 0; count = rows.Read(buffer))
                if ((total += count) > most) return false;
            return total >= size.Height;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Width and height of a JPEG that has a frame, a scan and an end.</summary>
    private static (int Width, int Height)? SizeOfJpeg(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[2..];
        (int, int)? size = null;
        while (rest.Length >= 4 && rest[0] == 0xFF)
        {
            var (marker, length) = (rest[1], BinaryPrimitives.ReadUInt16BigEndian(rest[2..]));
            if (marker == 0xFF)
            {
                rest = rest[1..];
                continue;
            }
            if (length < 2 || length + 2 > rest.Length) return null;
            if (marker is 0xC0 or 0xC1 or 0xC2 && length >= 8)
                size = (BinaryPrimitives.ReadUInt16BigEndian(rest[7..]),
                    BinaryPrimitives.ReadUInt16BigEndian(rest[5..]));
            if (marker == 0xDA)
                return size is (> 0, > 0) && rest.LastIndexOf([(byte)0xFF, (byte)0xD9]) > 0 ? size : null;
            rest = rest[(2 + length)..];
        }
        return null;
    }
}
