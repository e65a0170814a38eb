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

    // F48
    [Fact]
    public void In_a_line_of_two_gigabytes()
    {
        var piece = Files.Utf8(new string('x', 1 << 16));
        using var stream = new GeneratedStream(Enumerable.Repeat(piece, 1 << 15).Prepend(Files.Utf8(Header)));
        var fault = RefusedInLittleMemory(stream);
        Assert.Equal((2, "The line has more than 1048576 bytes; no meter data has such lines."),
            (fault.Place.Line, fault.Message));
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

    /// <summary>F48: what is read is let go, however much comes.</summary>
    [Fact]
    public void In_a_csv_of_a_quarter_of_a_gigabyte()
    {
        var columns = string.Join(',', Enumerable.Range(1, 96));
        var values = string.Join(',', Enumerable.Range(1, 96).Select(value => $"{value}.123456"));
        var rows = Enumerable.Range(0, 280_000).Select(number => Files.Utf8($"house-{number % 500},import,"
            + $"{NodaTime.Text.LocalDatePattern.Iso.Format(new NodaTime.LocalDate(2000, 1, 1).PlusDays(number / 500))},"
            + $"kWh,A,{values}\n"));
        IsReadInLittleMemory(rows.Prepend(Files.Utf8($"connection,channel,date,unit,quality,{columns}\n")), 1 << 28,
            280_000 * 96L, 48 << 20);
    }

    /// <summary>Takes minutes: it runs when it is asked for with <c>-explicit on</c>.</summary>
    [Fact(Explicit = true)]
    public void In_a_csv_of_ten_gigabytes()
    {
        const int RowsAtOnce = 20_000;
        var piece = Files.Utf8(string.Concat(Enumerable.Range(0, RowsAtOnce).Select(number =>
            $"connection-{number},import,2026-01-01T00:00Z,{number}.123456,kWh,A,30min\n")));
        var pieces = (int)((10L << 30) / piece.Length) + 1;
        IsReadInLittleMemory(Enumerable.Repeat(piece, pieces)
            .Prepend(Files.Utf8("connection,channel,start,value,unit,quality,interval\n")), 10L << 30,
            (long)pieces * RowsAtOnce);
    }

    [Fact]
    public void In_a_feed_of_a_hundred_megabytes()
    {
        var head = Feeds.Of(Feeds.Type(Feeds.Numbers()), Feeds.MeterReading()).Replace("</feed>", "");
        var day = 0;
        var blocks = Enumerable.Range(0, 35_000).Select(_ => Files.Utf8(Feeds.Block(string.Concat(
            Enumerable.Range(24 * day++, 24).Select(hour => Feeds.Reading(3_600L * hour, "1"))))));
        IsReadInLittleMemory(blocks.Prepend(Files.Utf8(head)).Append(Files.Utf8("</feed>")), 100 << 20, 840_000);
    }

    [Fact]
    public void In_an_interchange_of_fifty_megabytes()
    {
        var values = Files.Utf8(Interchanges.Values(NodaTime.Instant.FromUtc(2026, 1, 1, 0, 0), 1_000, 15));
        var begin = Interchanges.Message(Interchanges.Profile("")).Split("UNT");
        var end = Interchanges.Of().Split("UNZ");
        var segments = begin[0].Split("'\n").Length + 3 * 1_000 * 700;
        IsReadInLittleMemory(Enumerable.Repeat(values, 700).Prepend(Files.Utf8(end[0] + begin[0]))
            .Append(Files.Utf8($"UNT+{segments}+1'\nUNZ+1+REF1'\n")), 50 << 20, 700_000);
    }

    /// <param name="allowed">Days are remembered, to find one that is given twice.</param>
    private static void IsReadInLittleMemory(
        IEnumerable<byte[]> pieces, long leastBytes, long readings, long allowed = Allowed)
    {
        using var stream = new GeneratedStream(pieces);
        var (before, rows, read) = (GC.GetTotalMemory(forceFullCollection: true), 0, 0L);
        foreach (var file in MeterFile.Read(stream, "a"))
            foreach (var row in file.Rows())
            {
                read += row.Readings.Count;
                if (++rows % 5_000 is not (0 or 200)) continue;
                var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
                Assert.True(grown < allowed, $"{grown} bytes are held");
            }
        Assert.Equal(readings, read);
        Assert.True(stream.Taken > leastBytes, $"{stream.Taken} bytes were read");
    }

    private static Fault RefusedInLittleMemory(GeneratedStream stream)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<RefusedException>(() => Files.ReadToEnd(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowed);
        return Assert.Single(refusal.Faults);
    }
}
