using System.Diagnostics;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Busbar.Tests.Formats;

/// <summary>Rules of electronic invoices, run by Saxon: many documents in one go.</summary>
internal static class Saxon
{
    private static readonly XNamespace Svrl = "http://purl.oclc.org/dsdl/svrl";

    /// <summary>The official stylesheet of EN 16931 for UBL.</summary>
    public static string En16931 => Path.Combine(Tidy.House.Root, "tests/data/en16931/EN16931-UBL-validation.xslt");

    /// <summary>What each document of a folder breaks of EN 16931, in any degree.</summary>
    public static IReadOnlyList<string> Broken(string folder) => Broken(folder, En16931);

    /// <summary>What each document of a folder breaks of the rules of Peppol BIS Billing 3.0, in any degree.</summary>
    public static IReadOnlyList<string> BrokenOfPeppol(string folder) =>
        BrokenOf(folder, Oracles.PathOf("peppol/PEPPOL-EN16931-UBL.sch"));

    /// <summary>What each document of a folder breaks of a schema in Schematron, in any degree.</summary>
    public static IReadOnlyList<string> BrokenOf(string folder, string schema)
    {
        var compiled = Directory.CreateTempSubdirectory("busbar-sch-").FullName;
        try
        {
            var stylesheet = Path.Combine(compiled, "rules.xsl");
            Transform(schema, Path.Combine(Tidy.House.Root, "tests/schematron.xsl"), stylesheet);
            return Broken(folder, stylesheet);
        }
        finally
        {
            Directory.Delete(compiled, recursive: true);
        }
    }

    private static IReadOnlyList<string> Broken(string folder, string stylesheet)
    {
        var reports = Directory.CreateTempSubdirectory("busbar-svrl-").FullName;
        try
        {
            Transform(folder, stylesheet, reports);
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

    private static void Transform(string source, string stylesheet, string to)
    {
        var jar = Environment.GetEnvironmentVariable("BUSBAR_SAXON");
        Assert.SkipWhen(jar is null, "BUSBAR_SAXON names no Saxon-HE.jar; ./test installs it.");
        var start = new ProcessStartInfo("java") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[]
            {
                "-cp", jar!, "net.sf.saxon.Transform", $"-s:{source}", $"-o:{to}", $"-xsl:{stylesheet}",
            }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }

    private static XDocument Load(string path)
    {
        using var reader = XmlReader.Create(path);
        return XDocument.Load(reader);
    }
}
