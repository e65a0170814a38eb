using System.Diagnostics;
using System.Text;
using Busbar.Documents.Paper;

namespace Busbar.Tests.Documents;

/// <summary>Documents as PDF, and what a reader of PDFs finds in them.</summary>
internal static class PdfText
{
    public static byte[] Pdf(Sheet sheet)
    {
        using var bytes = new MemoryStream();
        PdfFile.Write(sheet, bytes);
        return bytes.ToArray();
    }

    /// <summary>The text of a PDF, laid out as on its pages; each ends with a form feed.</summary>
    public static string Of(byte[] pdf)
    {
        var start = new ProcessStartInfo("pdftotext")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var arg in (string[])["-layout", "-enc", "UTF-8", "-", "-"]) start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.BaseStream.Write(pdf);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? text.Result
            : throw new InvalidOperationException($"pdftotext ended with exit code {process.ExitCode}.");
    }

    public static string Of(Sheet sheet) => Of(Pdf(sheet));
}
