using System.IO.Compression;
using System.Text;
using Busbar.Formats;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Formats;

/// <summary>Reads files for these tests, and packs them.</summary>
internal static class Files
{
    private static readonly string Folder = Path.Combine(House.Root, "tests/data/nem12");

    /// <summary>The path of an example file: <c>unzipped/actual_interval</c>.</summary>
    public static string Sample(string name)
    {
        var (folder, file) = (Path.GetDirectoryName(name)!, Path.GetFileName(name));
        return Path.Combine(Folder, folder, $"Example_{file}.csv");
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>All rows of the one file that these bytes hold.</summary>
    public static List<MeterRow> Rows(byte[] content, Limits? limits = null) => Read(content, limits).Rows;

    public static List<MeterRow> Rows(string text) => Rows(Utf8(text));

    /// <summary>The rows of the one file that these bytes hold, its format and its hash.</summary>
    public static (List<MeterRow> Rows, string? Format, string? Hash) Read(byte[] content, Limits? limits = null)
    {
        var read = new List<(List<MeterRow>, string?, string?)>();
        foreach (var file in MeterFile.Read(new MemoryStream(content), "reads.csv", limits))
            read.Add(([.. file.Rows()], file.Format, file.ContentHash));
        return Assert.Single(read);
    }

    /// <summary>The faults for which a file is refused.</summary>
    public static IReadOnlyList<Fault> Faults(byte[] content, Limits? limits = null) =>
        Assert.Throws<RefusedException>(() => ReadToEnd(new MemoryStream(content), limits)).Faults;

    public static IReadOnlyList<Fault> Faults(string text, Limits? limits = null) => Faults(Utf8(text), limits);

    public static IReadOnlyList<Fault> FaultsOfSample(string name) => Faults(File.ReadAllBytes(Sample(name)));

    /// <summary>The one fault for which a file is refused.</summary>
    public static Fault Fault(byte[] content, Limits? limits = null) => Assert.Single(Faults(content, limits));

    public static Fault Fault(string text, Limits? limits = null) => Fault(Utf8(text), limits);

    /// <summary>Reads all that a stream holds and gives the number of rows.</summary>
    public static long ReadToEnd(Stream content, Limits? limits = null)
    {
        var count = 0L;
        foreach (var file in MeterFile.Read(content, "reads.csv", limits))
            foreach (var _ in file.Rows())
                count++;
        return count;
    }

    /// <summary>The sum of a channel's values.</summary>
    public static Exact Total(IEnumerable<MeterRow> rows, string channel) => Exact.FromScaled(
        rows.Where(row => row.Channel == channel).Sum(row => row.Readings.Sum(reading => reading.Micros)), 6);

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(content);
        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        return packed.ToArray();
    }
}
