using System.IO.Compression;
using System.Text;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Formats;

/// <summary>Feeds of Green Button: the example files, and ones that are written here.</summary>
internal static class Feeds
{
    private const string Head = "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";

    public static string PathOf(string name) => Path.Combine(House.Root, "tests/data/greenbutton", name);

    /// <summary>An example file, unpacked.</summary>
    public static byte[] Sample(string name)
    {
        var bytes = File.ReadAllBytes(PathOf(name));
        if (!name.EndsWith(".gz", StringComparison.Ordinal)) return bytes;
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    public static string Of(params string[] entries) => $"{Head}{string.Concat(entries)}</feed>\n";

    /// <summary>An entry, a line long.</summary>
    public static string Entry(string self, string content, string updated = "", params string[] related) =>
        $"<entry><link rel=\"self\" href=\"{self}\"/><link rel=\"up\" href=\"{self[..self.LastIndexOf('/')]}\"/>"
        + string.Concat(related.Select(link => $"<link rel=\"related\" href=\"{link}\"/>"))
        + $"<content><{content}</content>" + (updated.Length > 0 ? $"<updated>{updated}</updated>" : "")
        + "</entry>\n";

    public static string Type(string numbers, string id = "1") =>
        Entry($"/espi/1_1/resource/ReadingType/{id}",
            $"ReadingType xmlns=\"http://naesb.org/espi\">{numbers}</ReadingType>");

    public static string Numbers(int uom = 72, int power = 0, int? flow = 1, string more = "") =>
        $"<powerOfTenMultiplier>{power}</powerOfTenMultiplier><uom>{uom}</uom>"
        + (flow is { } told ? $"<flowDirection>{told}</flowDirection>" : "") + more;

    public static string MeterReading(string id = "1", string type = "1", string point = "P1") =>
        Entry($"UsagePoint/{point}/MeterReading/{id}", "MeterReading xmlns=\"http://naesb.org/espi\"/>", "",
            $"UsagePoint/{point}/MeterReading/{id}/IntervalBlock",
            $"https://host/espi/1_1/resource/ReadingType/{type}");

    public static string Block(string readings, string id = "1", string updated = "", string point = "P1") =>
        Entry($"UsagePoint/{point}/MeterReading/{id}/IntervalBlock/7",
            $"IntervalBlock xmlns=\"http://naesb.org/espi\">{readings}</IntervalBlock>", updated);

    public static string Reading(long start, string value, long? seconds = 3600, string more = "") =>
        $"<IntervalReading>{more}<timePeriod>" + (seconds is { } told ? $"<duration>{told}</duration>" : "")
        + $"<start>{start}</start></timePeriod>" + (value.Length > 0 ? $"<value>{value}</value>" : "")
        + "</IntervalReading>";

    /// <summary>A feed with one reading type, one meter reading and these readings.</summary>
    public static string Simple(string readings, string? numbers = null, string updated = "") =>
        Of(Type(numbers ?? Numbers()), MeterReading(), Block(readings, updated: updated));

    public static string Quality(int code) => $"<ReadingQuality><quality>{code}</quality></ReadingQuality>";

    public static byte[] Utf16(string text) => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)];
}
