using System.Globalization;
using System.Text;
using NodaTime.Text;

namespace Busbar.Documents.Paper;

/// <summary>
/// What Skia can't say of a document: its language, that a reader shows its title and not its file's name, and its
/// date. It is added as an update at the end of the file (ISO 32000-1, 7.5.6), which leaves all that was written.
/// </summary>
internal static class PdfCatalog
{
    public static void Complete(Sheet sheet, MemoryStream pdf)
    {
        var whole = new ReadOnlyMemory<byte>(pdf.GetBuffer(), 0, (int)pdf.Length);
        var trailer = Encoding.Latin1.GetString(whole.Span[whole.Span.LastIndexOf("trailer"u8)..]);
        var (size, start) = (Number(trailer, "/Size "), Number(trailer, "startxref\n"));
        var (root, info) = (Number(trailer, "/Root "), Number(trailer, "/Info "));
        var date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Format(sheet.Dated);
        var update = new StringBuilder();
        var catalog = Add(root, Dictionary(whole, root)
            + $"\n/Lang ({Plain(sheet.Language)})\n/ViewerPreferences <</DisplayDocTitle true>>>>");
        var facts = Add(info, Dictionary(whole, info)
            + $"\n/CreationDate (D:{date}000000Z)\n/ModDate (D:{date}000000Z)>>");
        var table = pdf.Length + update.Length;
        update.Append("xref\n");
        foreach (var (number, at) in new[] { (root, catalog), (info, facts) }.Order())
            update.Append(CultureInfo.InvariantCulture, $"{number} 1\n{at:0000000000} 00000 n \n");
        update.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {size}\n/Root {root} 0 R\n/Info {info} 0 R\n");
        update.Append(CultureInfo.InvariantCulture, $"/Prev {start}>>\nstartxref\n{table}\n%%EOF\n");
        pdf.Position = pdf.Length;
        pdf.Write(Encoding.Latin1.GetBytes(update.ToString()));

        long Add(int number, string dictionary)
        {
            var at = pdf.Length + update.Length;
            update.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{dictionary}\nendobj\n");
            return at;
        }
    }

    /// <summary>The dictionary of an object without its closing signs.</summary>
    private static string Dictionary(ReadOnlyMemory<byte> pdf, int number)
    {
        var name = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{number} 0 obj\n"));
        var rest = pdf.Span[(pdf.Span.LastIndexOf(name) + name.Length)..];
        var found = Encoding.Latin1.GetString(rest[..rest.IndexOf("\nendobj"u8)]);
        return found.EndsWith(">>", StringComparison.Ordinal) ? found[..^2]
            : throw new InvalidOperationException($"Object {number} of a PDF is no dictionary.");
    }

    private static int Number(string trailer, string name)
    {
        var from = trailer.IndexOf(name, StringComparison.Ordinal) + name.Length;
        var to = from;
        while (to < trailer.Length && char.IsAsciiDigit(trailer[to])) to++;
        return int.Parse(trailer.AsSpan(from, to - from), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>A tag of a language as a string of a PDF: it has letters, digits and hyphens alone.</summary>
    private static string Plain(string language) =>
        string.Concat(language.Where(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-'));
}
