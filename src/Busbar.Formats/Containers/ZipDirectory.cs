using System.Buffers.Binary;
using System.Text;

namespace Busbar.Formats.Containers;

/// <summary>
/// Reads the directory at the end of a zip archive (PKWARE APPNOTE 6.3, with zip64). The framework's own reader takes
/// in a whole directory before it can be counted, and doesn't hold an entry to its checksum.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EntrySignature = 0x02014B50;
    private const uint EndSignature = 0x06054B50;
    private const uint LocatorSignature = 0x07064B50;
    private const uint WideEndSignature = 0x06064B50;
    private const int EntryLength = 46;
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int WideEndLength = 56;
    private const int LongestComment = 0xFFFF;
    private const int LongestDirectory = 16 << 20;

    private readonly Stream _archive;
    private readonly string _name;

    private ZipDirectory(Stream archive, string name) => (_archive, _name) = (archive, name);

    /// <summary>The files of the archive in the order of its directory; folders are left out.</summary>
    public static IReadOnlyList<ZipEntry> Read(Stream archive, string name, int most) =>
        new ZipDirectory(archive, name).Entries(most);

    private List<ZipEntry> Entries(int most)
    {
        var (count, length, start) = FindDirectory();
        if (count > (ulong)most)
            throw Refuse("too-many-entries",
                $"The archive holds {count} files; the most that are read at once is {most}.");
        if (length > LongestDirectory || start > (ulong)_archive.Length || length > (ulong)_archive.Length - start)
            throw Damaged("its directory lies outside of it");
        var directory = At((long)start, (int)length);
        var entries = new List<ZipEntry>();
        var (at, packed) = (0, 0UL);
        for (var i = 0; i < (int)count; i++)
        {
            var entry = Entry(directory, ref at);
            if (entry.Name == "[Content_Types].xml")
                throw Refuse("unknown-format",
                    "This is an Office document, which Busbar doesn't read; save its sheet as CSV.");
            packed += (ulong)entry.PackedBytes;
            // Entries that share their packed bytes unpack to any size from little: no honest archive has them.
            if (packed > (ulong)_archive.Length) throw Damaged("its entries are together longer than it");
            if (!entry.IsFolder) entries.Add(entry);
        }
        if (at != directory.Length) throw Damaged("its directory holds more than it says");
        return entries;
    }

    private ZipEntry Entry(byte[] directory, ref int at)
    {
        var bytes = directory.AsSpan(at);
        if (bytes.Length < EntryLength || Word(bytes) != EntrySignature)
            throw Damaged("its directory is cut off or overwritten");
        var (nameLength, extraLength, commentLength) = (Short(bytes[28..]), Short(bytes[30..]), Short(bytes[32..]));
        var length = EntryLength + nameLength + extraLength + commentLength;
        if (bytes.Length < length) throw Damaged("its directory is cut off or overwritten");
        at += length;

        var (flags, method) = (Short(bytes[8..]), Short(bytes[10..]));
        var (packed, unpacked, start) = ((ulong)Word(bytes[20..]), (ulong)Word(bytes[24..]), (ulong)Word(bytes[42..]));
        var extra = WideSizes(bytes.Slice(EntryLength + nameLength, extraLength));
        Widen(ref unpacked, ref extra);
        Widen(ref packed, ref extra);
        Widen(ref start, ref extra);
        var size = (ulong)_archive.Length;
        if (start > size || packed > size - start || unpacked > long.MaxValue)
            throw Damaged("an entry lies outside of it");
        var text = bytes.Slice(EntryLength, nameLength);
        var name = (flags & 0x800) != 0 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
        return new(_name, Showable(name), (flags & 1) != 0, method, Word(bytes[16..]), (long)packed, (long)unpacked,
            (long)start);
    }

    /// <summary>The number of entries, and the directory's length and start.</summary>
    private (ulong Count, ulong Length, ulong Start) FindDirectory()
    {
        var tail = At(Math.Max(0, _archive.Length - EndLength - LongestComment - LocatorLength), null);
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (Word(end) != EndSignature || Short(end[20..]) != end.Length - EndLength) continue;
            if (Short(end[4..]) is not (0 or 0xFFFF))
                throw Refuse("damaged-archive", "This is a part of an archive of several files.");
            var (count, length, start) = ((ulong)Short(end[10..]), (ulong)Word(end[12..]), (ulong)Word(end[16..]));
            var isWide = count == 0xFFFF || length == uint.MaxValue || start == uint.MaxValue;
            return isWide && at >= LocatorLength ? WideEnd(tail.AsSpan(at - LocatorLength)) : (count, length, start);
        }
        throw Damaged("it is cut off: it ends without a directory");
    }

    private (ulong Count, ulong Length, ulong Start) WideEnd(ReadOnlySpan<byte> locator)
    {
        if (Word(locator) != LocatorSignature) throw Damaged("its directory isn't where it should be");
        var at = BinaryPrimitives.ReadUInt64LittleEndian(locator[8..]);
        if (at > (ulong)_archive.Length) throw Damaged("its directory lies outside of it");
        var end = At((long)at, WideEndLength).AsSpan();
        if (Word(end) != WideEndSignature) throw Damaged("its directory isn't where it should be");
        return (BinaryPrimitives.ReadUInt64LittleEndian(end[32..]), BinaryPrimitives.ReadUInt64LittleEndian(end[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(end[48..]));
    }

    /// <summary>The field of sizes that don't fit in 32 bits, empty where there is none.</summary>
    private static ReadOnlySpan<byte> WideSizes(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4 && Short(extra[2..]) <= extra.Length - 4)
        {
            var length = Short(extra[2..]);
            if (Short(extra) == 1) return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }
        return [];
    }

    private void Widen(ref ulong value, ref ReadOnlySpan<byte> wide)
    {
        if (value != uint.MaxValue) return;
        if (wide.Length < 8) throw Damaged("an entry's size is missing");
        value = BinaryPrimitives.ReadUInt64LittleEndian(wide);
        wide = wide[8..];
    }

    /// <summary>An entry's name is only ever shown, never a path; what a terminal would obey is taken out.</summary>
    private static string Showable(string name)
    {
        var shown = string.Concat(name.Take(200).Select(c => char.IsControl(c) ? '?' : c));
        return name.Length > 200 ? shown + "…" : shown;
    }

    private byte[] At(long start, int? length)
    {
        _archive.Position = start;
        var bytes = PrefixedStream.Take(_archive, length ?? (int)(_archive.Length - start));
        return length is { } whole && bytes.Length < whole ? throw Damaged("it is cut off") : bytes;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private RefusedException Damaged(string why) => Refuse("damaged-archive", $"The zip archive is damaged: {why}.");

    private RefusedException Refuse(string code, string message) => new(new Fault(code, message, new(_name)));
}
