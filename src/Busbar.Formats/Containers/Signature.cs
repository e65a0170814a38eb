namespace Busbar.Formats.Containers;

/// <summary>What a file is, by the bytes it begins with; its name is never asked.</summary>
internal static class Signature
{
    /// <summary>How many bytes tell.</summary>
    public const int Length = 8;

    internal enum Kind
    {
        /// <summary>None of the others: perhaps meter data.</summary>
        Text,

        Gzip,
        Zip,

        /// <summary>What macOS puts beside a file in an archive, its icon and such; never meter data.</summary>
        AppleDouble,

        /// <summary>Something known that is no meter data.</summary>
        Other,
    }

    private static readonly (byte[] Beginning, Kind Kind, string Name)[] Known =
    [
        ([0x1F, 0x8B], Kind.Gzip, "a gzip file"),
        ([0x50, 0x4B, 3, 4], Kind.Zip, "a zip archive"),
        ([0x50, 0x4B, 5, 6], Kind.Zip, "a zip archive"),
        ([0, 5, 0x16, 7], Kind.AppleDouble, "macOS's own"),
        ([.. "%PDF"u8], Kind.Other, "a PDF"),
        ([.. "PAR1"u8], Kind.Other, "a Parquet file"),
        ([.. "BZh"u8], Kind.Other, "packed with bzip2"),
        ([0xFD, .. "7zXZ"u8], Kind.Other, "packed with xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], Kind.Other, "packed with zstd"),
        ([.. "7z"u8, 0xBC, 0xAF], Kind.Other, "a 7-Zip archive"),
        ([.. "Rar!"u8], Kind.Other, "a RAR archive"),
        ([0xD0, 0xCF, 0x11, 0xE0], Kind.Other, "an old Excel workbook"),
        ([.. "SQLite f"u8], Kind.Other, "an SQLite database"),
    ];

    public static Kind Of(ReadOnlySpan<byte> beginning)
    {
        foreach (var (bytes, kind, _) in Known)
            if (beginning.StartsWith(bytes)) return kind;
        return Kind.Text;
    }

    /// <summary>What it is, as a noun or a participle that follows "this is".</summary>
    public static string Describe(byte[] beginning) =>
        Known.First(known => beginning.AsSpan().StartsWith(known.Beginning)).Name;
}
