using System.Text;
using Busbar.Formats;

namespace Busbar.Tests.Formats;

/// <summary>Encodings, line ends and the hash of the content.</summary>
public class Text_is_text
{
    private const string Text =
        "connection,channel,start,value,unit,quality\nзавод-ü,import,2026-01-01T00:00Z,1,kWh,A\n"
        + "b,import,2026-01-01T00:00Z,2,kWh,A\n";

    private static readonly string Hash = Files.Read(Files.Utf8(Text)).Hash!;

    [Fact]
    public void The_hash_is_that_of_the_text() => Assert.Equal(
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Files.Utf8(Text))), Hash);

    // F24, F49
    [Fact]
    public void Encoding_line_ends_and_packing_change_nothing()
    {
        byte[][] same =
        [
            Files.Utf8("\uFEFF" + Text),
            Files.Utf8(Text.Replace("\n", "\r\n", StringComparison.Ordinal)),
            Files.Utf8(Text.Replace('\n', '\r')),
            Files.Utf8(Text.TrimEnd()),
            Files.Utf8(Text + "\n\r\n\n"),
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)],
            [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Text)],
            Files.Gzip(Files.Utf8(Text)),
            Files.Zip(("anything.bin", Files.Utf8(Text))),
        ];
        foreach (var content in same)
        {
            var (rows, _, hash) = Files.Read(content);
            Assert.Equal(["завод-ü", "b"], rows.Select(row => row.Connection));
            Assert.Equal([2, 3], rows.Select(row => row.Line));
            Assert.Equal(Hash, hash);
        }
    }

    [Fact]
    public void Other_content_has_another_hash()
    {
        Assert.NotEqual(Hash, Files.Read(Files.Utf8(Text.Replace(",2,", ",3,", StringComparison.Ordinal))).Hash);
        Assert.NotEqual(Hash, Files.Read(Files.Utf8(Text.Replace("\nb", "\n\nb", StringComparison.Ordinal))).Hash);
    }

    [Fact]
    public void There_is_no_hash_before_the_end()
    {
        foreach (var file in MeterFile.Read(new MemoryStream(Files.Utf8(Text)), "a"))
        {
            Assert.All(file.Rows().Take(1), _ => Assert.Null(file.ContentHash));
            Assert.Null(file.ContentHash);
        }
    }

    // F49
    [Theory]
    [InlineData(0, "The line holds a NUL character: this isn't text in UTF-8.")]
    [InlineData(0xFC, "Byte 2 of the line (0xFC) isn't valid UTF-8.")]
    public void What_is_no_utf8_is_refused_with_its_line(byte wrong, string message)
    {
        var bytes = Files.Utf8(Text + "cx,import,2026-01-01T00:00Z,2,kWh,A\n");
        bytes[Array.LastIndexOf(bytes, (byte)'x')] = wrong;
        var fault = Files.Fault(bytes);
        Assert.Equal((4, message), (fault.Place.Line, fault.Message));
    }

    [Fact]
    public void Utf16_without_its_mark_is_refused() =>
        Assert.Equal("not-text", Files.Fault(Encoding.Unicode.GetBytes(Text)).Code);

    [Fact]
    public void Utf16_that_is_broken_is_refused()
    {
        byte[] broken = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text), 0x00, 0xD8, 0x0A, 0x00];
        Assert.Equal("not-text", Files.Fault(broken).Code);
    }

    [Fact]
    public void Both_halves_of_a_file_in_different_encodings_are_refused() =>
        Assert.Equal("not-text", Files.Fault([.. Files.Utf8(Text), .. Encoding.Latin1.GetBytes("ü" + Text)]).Code);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\uFEFF")]
    [InlineData(",,,\n")]
    public void A_file_with_nothing_in_it_is_empty(string text) =>
        Assert.Equal("The file is empty.", Files.Fault(text).Message);

    [Fact]
    public void A_line_of_a_megabyte_is_read_and_a_longer_one_refused()
    {
        var limits = new Limits { LineBytes = 200 };
        Assert.Equal(2, Files.Rows(Files.Utf8(Text), limits).Count);
        var fault = Files.Fault(Text + new string('x', 201), limits);
        Assert.Equal((4, "line-too-long"), (fault.Place.Line, fault.Code));
    }

    [Theory]
    [InlineData("%PDF-1.7 and so on", "This is a PDF, which Busbar doesn't read.")]
    [InlineData("\0\u0005\u0016\u0007\0", "The line holds a NUL character: this isn't text in UTF-8.")]
    [InlineData("BZh91AY", "This is packed with bzip2, which Busbar doesn't read.")]
    public void What_is_known_to_be_something_else_is_named(string content, string message) =>
        Assert.Equal(message, Files.Fault(content).Message);

    [Fact]
    public void A_path_that_leads_nowhere_is_told()
    {
        Assert.Equal("/no/such/file.csv: The file doesn't exist.", Refused("/no/such/file.csv"));
        Assert.Equal("/tmp: The file is a folder.", Refused("/tmp"));
    }

    private static string Refused(string path) =>
        Assert.Throws<RefusedException>(() => MeterFile.Read(path).Count()).Faults.Single().ToString();
}
