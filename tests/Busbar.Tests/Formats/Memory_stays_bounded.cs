using System.IO.Compression;
using Busbar.Formats;

namespace Busbar.Tests.Formats;

/// <summary>However large a file is, reading it takes little memory. Nothing else runs while it is measured.</summary>
[Collection(nameof(Alone))]
public class Memory_stays_bounded
{
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public class Alone;

    private const string Header = "connection,channel,start,value,unit,quality\n";
    private const long Allowed = 24 << 20;

    [Fact]
    public void In_a_line_of_two_gigabytes()
    {
        var piece = Files.Utf8(new string('x', 1 << 16));
        using var stream = new GeneratedStream(Enumerable.Repeat(piece, 1 << 15).Prepend(Files.Utf8(Header)));
        var fault = RefusedInLittleMemory(stream);
        Assert.Equal((2, "line-too-long"), (fault.Place.Line, fault.Code));
        Assert.True(stream.Taken < 4 << 20, $"{stream.Taken} bytes were read");
    }

    [Fact]
    public void In_a_bomb_of_gzip()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Files.Utf8(Header));
            var blanks = Files.Utf8(new string('\n', 1 << 20));
            for (var i = 0; i < 100; i++) gzip.Write(blanks);
        }
        using var stream = new GeneratedStream([packed.ToArray()]);
        Assert.Equal("too-compressed", RefusedInLittleMemory(stream).Code);
    }

    [Fact]
    public void In_a_file_of_ever_new_names()
    {
        var number = 0;
        var pieces = Enumerable.Range(0, 5_000).Select(_ => Files.Utf8(string.Concat(
            Enumerable.Range(0, 100).Select(_ => $"connection-{number++},import,2026-01-01T00:00Z,1,kWh,A\n"))));
        using var stream = new GeneratedStream(pieces.Prepend(Files.Utf8(Header)));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var file in MeterFile.Read(stream, "a"))
        {
            foreach (var row in file.Rows())
                if (row.Line % 90_000 == 0)
                    Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, Allowed);
            Assert.Equal(500_000, file.RowCount);
        }
    }

    private static Fault RefusedInLittleMemory(GeneratedStream stream)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<RefusedException>(() => Files.ReadToEnd(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowed);
        return Assert.Single(refusal.Faults);
    }
}
