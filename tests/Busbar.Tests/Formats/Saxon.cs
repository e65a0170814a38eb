using System.Diagnostics;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Busbar.Tests.Formats;

/// <summary>The official validation of EN 16931 for UBL, run by Saxon: many documents in one go.</summary>
internal static class Saxon
{
    private static readonly XNamespace Svrl = "http://purl.oclc.org/dsdl/svrl";

    /// <summary>What each document of a folder breaks, in any degree.</summary>
    public static IReadOnlyList<string> Broken(string folder)
    {
        var jar = Environment.GetEnvironmentVariable("BUSBAR_SAXON");
        Assert.SkipWhen(jar is null, "BUSBAR_SAXON names no Saxon-HE.jar; ./test installs it.");
        var reports = Directory.CreateTempSubdirectory("busbar-svrl-").FullName;
        try
        {
            var start = new ProcessStartInfo("java") { RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in new[]
                {
                    "-cp", jar!, "net.sf.saxon.Transform", $"-s:{folder}", "-o:" + reports,
                    "-xsl:" + Path.Combine(Tidy.House.Root, "tests/data/en16931/EN16931-UBL-validation.xslt"),
                }) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
            var files = Directory.GetFiles(reports);
            Assert.Equal(Directory.GetFiles(folder).Length, files.Length);
            return [.. from report in files.Order(StringComparer.Ordinal)
                from broken in Load(report).Descendants()
                where broken.Name == Svrl + "failed-assert" || broken.Name == Svrl + "successful-report"
                select string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(report)}: "
                    + $"{broken.Attribute("flag")?.Value} {broken.Element(Svrl + "text")?.Value.Trim()}")];
        }
        finally
        {
            Directory.Delete(reports, recursive: true);
        }
    }

    private static XDocument Load(string path)
    {
        using var reader = XmlReader.Create(path);
        return XDocument.Load(reader);
    }
}
