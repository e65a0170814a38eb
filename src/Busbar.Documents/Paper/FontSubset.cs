using System.Buffers.Binary;

namespace Busbar.Documents.Paper;

/// <summary>
/// A TrueType font with the outlines of some glyphs alone. Glyphs keep their numbers, and what only shaping needs is
/// left out: a bill carries a few kilobytes of font instead of all of it.
/// </summary>
internal static class FontSubset
{
    private const int HasMore = 0x20;
    private const int HasWords = 0x01;
    private const int HasScale = 0x08;
    private const int HasScales = 0x40;
    private const int HasMatrix = 0x80;

    private static readonly string[] Kept =
        ["OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"];

    public static byte[] Of(byte[] font, IEnumerable<ushort> glyphs)
    {
        var tables = Tables(font);
        var (head, loca, glyf) = (tables["head"], tables["loca"], tables["glyf"]);
        var isLong = Word(font.AsSpan(head.Start + 50)) == 1;
        var count = Word(font.AsSpan(tables["maxp"].Start + 4));
        int PlaceOf(int glyph) => isLong ? Long(font.AsSpan(loca.Start + 4 * glyph))
            : 2 * Word(font.AsSpan(loca.Start + 2 * glyph));
        Range Outline(int glyph) => new(PlaceOf(glyph), PlaceOf(glyph + 1) - PlaceOf(glyph));
        var used = Used(glyphs, glyph => font.AsSpan(glyf.Start + Outline(glyph).Start, Outline(glyph).Length));
        var (places, outlines) = (new byte[4 * (count + 1)], new MemoryStream());
        for (var glyph = 0; glyph < count; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * glyph), (uint)outlines.Length);
            if (!used.Contains(glyph)) continue;
            outlines.Write(font.AsSpan(glyf.Start + Outline(glyph).Start, Outline(glyph).Length));
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }
        BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * count), (uint)outlines.Length);
        return Written([.. Kept.Where(tables.ContainsKey).Select(name => (name, name switch
        {
            "glyf" => outlines.ToArray(),
            "loca" => places,
            "head" => WithLongPlaces(font.AsSpan(head.Start, head.Length).ToArray()),
            _ => font.AsSpan(tables[name].Start, tables[name].Length).ToArray(),
        }))]);
    }

    private readonly record struct Range(int Start, int Length);

    private static Dictionary<string, Range> Tables(byte[] font)
    {
        var tables = new Dictionary<string, Range>();
        for (var i = 0; i < Word(font.AsSpan(4)); i++)
        {
            var entry = font.AsSpan(12 + 16 * i, 16);
            tables[System.Text.Encoding.ASCII.GetString(entry[..4])] = new(Long(entry[8..]), Long(entry[12..]));
        }
        return tables;
    }

    /// <summary>The glyphs with those that they are made of; the first says that one is missing, and is always there.
    /// </summary>
    private static HashSet<int> Used(IEnumerable<ushort> glyphs, Outlines outlines)
    {
        var (used, open) = (new HashSet<int>(), new Stack<int>(glyphs.Select(glyph => (int)glyph).Append(0)));
        while (open.TryPop(out var glyph))
        {
            var outline = outlines(glyph);
            if (!used.Add(glyph) || outline.Length == 0 || Word(outline) < 0x8000) continue;
            // A negative count of outlines says that it is made of other glyphs.
            int flags;
            var at = 10;
            do
            {
                flags = Word(outline[at..]);
                open.Push(Word(outline[(at + 2)..]));
                at += 4 + ((flags & HasWords) != 0 ? 4 : 2)
                    + ((flags & HasScale) != 0 ? 2 : (flags & HasScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0);
            }
            while ((flags & HasMore) != 0);
        }
        return used;
    }

    private delegate ReadOnlySpan<byte> Outlines(int glyph);

    private static byte[] WithLongPlaces(byte[] head)
    {
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        return head;
    }

    /// <summary>A font file of tables. Nobody checks its sums, which stay nought.</summary>
    private static byte[] Written(IReadOnlyList<(string Name, byte[] Bytes)> tables)
    {
        var start = 12 + 16 * tables.Count;
        var font = new byte[start + tables.Sum(table => (table.Bytes.Length + 3) / 4 * 4)];
        BinaryPrimitives.WriteUInt32BigEndian(font, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)tables.Count);
        foreach (var (index, (name, bytes)) in tables.Index())
        {
            var entry = font.AsSpan(12 + 16 * index, 16);
            System.Text.Encoding.ASCII.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)start);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)bytes.Length);
            bytes.CopyTo(font, start);
            start += (bytes.Length + 3) / 4 * 4;
        }
        return font;
    }

    private static int Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static int Long(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);
}
