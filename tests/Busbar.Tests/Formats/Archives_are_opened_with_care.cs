using System.Buffers.Binary;
using System.Security.Cryptography;
using Busbar.Formats;

namespace Busbar.Tests.Formats;

/// <summary>gzip and zip: what is damaged, forged or made to fill a disk is refused.</summary>
public class Archives_are_opened_with_care
{
    private const string Text = "connection,channel,start,value,unit,quality\nc,import,2026-01-01T00:00Z,1,kWh,A\n";

    private static readonly byte[] Content = Files.Utf8(Text);

    /// <summary>Content that doesn't pack well, so that its packed form has a middle.</summary>
    private static readonly byte[] Long = Files.Utf8(Text + string.Concat(Enumerable.Range(0, 9_000).Select(i =>
        $"c{Convert.ToHexString(SHA256.HashData(BitConverter.GetBytes(i)))},import,2026-01-01T00:00Z,{i},kWh,A\n")));

    // F46
    [Fact]
    public void A_zip_gives_each_of_its_files_and_no_folder()
    {
        var zip = Files.Zip(("a/", []), ("a/one.csv", Content), ("../../etc/passwd", Long),
            ("._one.csv", [0, 5, 0x16, 7, 0]));
        var found = new List<(string, int, string?)>();
        foreach (var file in MeterFile.Read(new MemoryStream(zip), "reads.zip"))
            found.Add((file.Name, file.Rows().Count(), file.Format));
        Assert.Equal(
            [("reads.zip!/a/one.csv", 1, "long CSV"), ("reads.zip!/../../etc/passwd", 9_001, "long CSV")], found);
    }

    [Fact]
    public void A_stream_that_cannot_seek_gives_the_same()
    {
        var count = 0L;
        foreach (var packed in new[] { Content, Files.Gzip(Content), Files.Zip(("a", Content)) })
            count += Files.ReadToEnd(new GeneratedStream([packed], 1));
        Assert.Equal(3, count);
    }

    [Fact]
    public void One_bad_file_of_an_archive_leaves_the_others_readable()
    {
        var zip = Files.Zip(("bad.csv", Files.Utf8("nothing\n")), ("good.csv", Content));
        var files = new List<string>();
        foreach (var file in MeterFile.Read(new MemoryStream(zip), "z"))
        {
            if (file.Format is not null) files.Add($"{file.Name} {file.Rows().Count()}");
            else Assert.Equal(file.Name,
                Assert.Throws<RefusedException>(() => file.Rows().Count()).Faults[0].Place.File);
        }
        Assert.Equal(["z!/good.csv 1"], files);
    }

    [Fact]
    public void Several_members_of_gzip_are_one_file()
    {
        byte[] members = [.. Files.Gzip(Content), .. Files.Gzip(Files.Utf8("d,import,2026-01-01T00:00Z,1,kWh,A\n")), 0,
            0, 0];
        Assert.Equal(["c", "d"], Files.Rows(members).Select(row => row.Connection));
    }

    [Fact]
    public void A_gzip_header_may_hold_a_name_and_more()
    {
        var plain = Files.Gzip(Content);
        byte[] named = [0x1F, 0x8B, 8, 0x1E, .. plain[4..10], 2, 0, 7, 7, .. "a.csv\0"u8, .. "remark\0"u8, 1, 2,
            .. plain[10..]];
        Assert.Single(Files.Rows(named));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(40)]
    [InlineData(100_000)]
    public void A_gzip_that_is_cut_off_is_refused(int bytes) =>
        Assert.Equal("The gzip file is cut off: it ends before its content does.",
            Files.Fault(Files.Gzip(Long)[..^bytes]).Message);

    [Fact]
    public void A_gzip_is_cut_off_wherever_it_ends_early()
    {
        var packed = Files.Gzip(Content);
        for (var length = 2; length < packed.Length; length++)
            Assert.Equal("damaged-archive", Files.Fault(packed[..length]).Code);
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(-1)]
    [InlineData(100)]
    public void A_gzip_that_was_altered_is_refused(int at)
    {
        var packed = Files.Gzip(Long);
        packed[at < 0 ? packed.Length + at : at] ^= 0x10;
        Assert.Contains(Files.Faults(packed), fault => fault.Code == "damaged-archive");
    }

    [Fact]
    public void What_follows_a_gzip_is_refused() => Assert.Equal(
        "After its end the gzip file goes on with something else.",
        Files.Fault([.. Files.Gzip(Content), .. "more than ten bytes"u8]).Message);

    // F46
    [Fact]
    public void Archives_in_archives_are_refused()
    {
        var (gzip, zip) = (Files.Gzip(Content), Files.Zip(("a", Content)));
        foreach (var nested in new[] { Files.Gzip(gzip), Files.Gzip(zip), Files.Zip(("b", gzip)),
            Files.Zip(("b", zip)) })
            Assert.Equal("This is an archive inside an archive; unpack the outer one first.",
                Files.Fault(nested).Message);
    }

    [Fact]
    public void An_empty_archive_is_empty()
    {
        Assert.Equal("The archive holds no file.", Files.Fault(Files.Zip()).Message);
        Assert.Equal("The archive holds no file.", Files.Fault(Files.Zip(("a/", []))).Message);
        Assert.Equal("The file is empty.", Files.Fault(Files.Zip(("a", []))).Message);
        Assert.Equal("The file is empty.", Files.Fault(Files.Gzip(Files.Utf8("\n"))).Message);
    }

    [Fact]
    public void A_spreadsheet_is_named() => Assert.StartsWith("This is an Office document",
        Files.Fault(Files.Zip(("[Content_Types].xml", Content))).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_many_entries_are_refused_before_they_are_read()
    {
        var zip = Files.Zip([.. Enumerable.Range(0, 11).Select(i => ($"{i}", Content))]);
        Assert.Equal("The archive holds 11 files; the most that are read at once is 10.",
            Files.Fault(zip, new Limits { Entries = 10 }).Message);
        // A directory that says it has fewer.
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), 3);
        Assert.Equal("The zip archive is damaged: its directory holds more than it says.",
            Files.Fault(zip, new Limits { Entries = 10 }).Message);
    }

    /// <summary>F46: an archive of a million entries costs little, whether it says so or not.</summary>
    [Theory]
    [InlineData(1_000_000, "The archive holds 1000000 files; the most that are read at once is 1000.")]
    [InlineData(1_000, "The zip archive is damaged: its directory lies outside of it.")]
    [InlineData(200_000, "The zip archive is damaged: its directory holds more than it says.", 1_000)]
    public void A_million_entries_are_refused_in_little_memory(int entries, string message, int? told = null)
    {
        const int Entry = 47;
        var directory = new byte[(entries == 1_000 ? 1_000_000 : entries) * Entry];
        for (var at = 0; at < directory.Length; at += Entry)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(directory.AsSpan(at), 0x02014B50);
            directory[at + 28] = 1;
            directory[at + 46] = (byte)'a';
        }
        var end = new byte[56 + 20 + 22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06064B50);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(32), told ?? entries);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(40), directory.Length);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(48), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(56), 0x07064B50);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(64), 4 + directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(76), 0x06054B50);
        end.AsSpan(76 + 8, 12).Fill(0xFF);
        byte[] zip = [0x50, 0x4B, 3, 4, .. directory, .. end];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(message, Files.Fault(zip).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 24 << 20);
    }

    // F47
    [Theory]
    [InlineData(100, "and it has more: the archive is damaged or was forged.")]
    [InlineData(1_000_000, "the archive is damaged or was forged.")]
    public void An_entry_that_lies_about_its_size_is_refused(int size, string message)
    {
        var zip = Files.Zip(("a", Long));
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(Directory(zip) + 24), size);
        Assert.EndsWith(message, Files.Fault(zip).Message, StringComparison.Ordinal);
    }

    // F47
    [Fact]
    public void An_entry_with_another_checksum_is_refused()
    {
        var zip = Files.Zip(("a", Content));
        zip[Directory(zip) + 16] ^= 1;
        Assert.Equal("The file's checksum isn't the one in the archive: the archive is damaged.",
            Files.Fault(zip).Message);
    }

    [Fact]
    public void What_is_encrypted_or_packed_in_other_ways_is_refused()
    {
        var zip = Files.Zip(("a", Content));
        zip[Directory(zip) + 8] |= 1;
        Assert.StartsWith("The file is encrypted", Files.Fault(zip).Message, StringComparison.Ordinal);
        zip = Files.Zip(("a", Content));
        zip[Directory(zip) + 10] = 9;
        Assert.StartsWith("The file is packed with method 9 of zip", Files.Fault(zip).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_refused()
    {
        // Two entries of the directory lead to the same packed bytes, as in the bombs that need no nesting.
        var zip = Files.Zip(("a", Long), ("b", Long));
        var (first, length) = (Directory(zip), 47);
        zip.AsSpan(first + 42, 4).CopyTo(zip.AsSpan(first + length + 42));
        byte[] shared = [.. zip[..(zip.Length / 3)], .. zip[first..]];
        BinaryPrimitives.WriteInt32LittleEndian(shared.AsSpan(shared.Length - 6), zip.Length / 3);
        Assert.Contains("damaged", Files.Fault(shared).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_is_cut_off_wherever_it_ends_early()
    {
        var zip = Files.Zip(("a", Content));
        for (var length = 4; length < zip.Length; length++)
            Assert.Equal("damaged-archive", Files.Fault(zip[..length]).Code);
    }

    [Fact]
    public void Sizes_of_64_bits_are_read()
    {
        // The archive of a stream that cannot seek gives its sizes after the content and, with zip64, in wide fields.
        var plain = Files.Zip(("a", Content));
        var directory = Directory(plain);
        byte[] wideEntry =
        [
            .. plain[directory..(directory + 46)], (byte)'a', 1, 0, 24, 0,
            .. plain[(directory + 24)..(directory + 28)], 0, 0, 0, 0,
            .. plain[(directory + 20)..(directory + 24)], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];
        wideEntry.AsSpan(20, 8).Fill(0xFF);
        wideEntry.AsSpan(42, 4).Fill(0xFF);
        wideEntry[30] = 28;
        var end = new byte[56 + 20 + 22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06064B50);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(32), 1);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(40), wideEntry.Length);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(48), directory);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(56), 0x07064B50);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(64), directory + wideEntry.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(76), 0x06054B50);
        end.AsSpan(76 + 8, 12).Fill(0xFF);
        Assert.Single(Files.Rows([.. plain[..directory], .. wideEntry, .. end]));
    }

    // F46
    [Fact]
    public void A_bomb_is_refused_by_its_ratio_and_by_its_size()
    {
        var zeros = Files.Utf8(Text + new string('\n', 3 << 20));
        foreach (var bomb in new[] { Files.Gzip(zeros), Files.Zip(("a", zeros)) })
        {
            Assert.Equal("The file unpacks to more than 200 times its size, as no meter data does: it was made to fill "
                + "the machine's memory or disk.", Files.Fault(bomb).Message);
            Assert.Equal("The file holds more than 524288 bytes; split it.",
                Files.Fault(bomb, new Limits { UnpackedBytes = 1 << 19 }).Message);
        }
        Assert.Single(Files.Rows(zeros));
        Assert.Equal("too-large", Files.Fault(zeros, new Limits { UnpackedBytes = 1 << 20 }).Code);
    }

    private static int Directory(byte[] zip) => zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
}
