using System.Text;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Formats.Invoices;

namespace Busbar.Cli.Verbs;

/// <summary>Where bills are written, and as what.</summary>
/// <param name="Folder">Null: to the output.</param>
internal sealed record BillOutput(string? Folder, IReadOnlyList<string> Formats)
{
    private const string Ubl = "ubl";

    /// <summary>What a bill is stored as, and what is made of it to be read.</summary>
    private static readonly string[] Texts = ["json", "text"], Annexes = ["csv"], Documents = ["html", "pdf", Ubl],
        Pages = ["text", "html", "pdf"];

    /// <summary>What may be written.</summary>
    public static string Known => string.Join(", ", Texts.Concat(Annexes).Concat(Documents));

    /// <summary>Whether what a bill is stored as is written, or its text.</summary>
    public bool HasTexts => Formats.Any(format => Texts.Contains(format) || Annexes.Contains(format));

    /// <summary>Whether something is written that may have sums in the place of lines.</summary>
    public bool HasPages => Formats.Any(Pages.Contains);

    /// <summary>Whether the bill itself is written, or the annex of its page may be.</summary>
    public bool NeedsBill => HasTexts || (Folder is not null && HasPages);

    /// <summary>How many formats of documents are made.</summary>
    public int DocumentCount => Formats.Count(Documents.Contains);

    /// <summary>Whether a document is made, which needs more than the bill.</summary>
    public bool HasDocuments => Formats.Any(Documents.Contains);

    /// <summary>Neither folder nor format: a line for each bill. A folder alone: what a bill is stored as, and text.
    /// Null: no such format.</summary>
    public static BillOutput? Of(string? folder, string? format)
    {
        string[] formats = format is not null ? [.. format.Split(',').Distinct()]
            : folder is null ? [] : Texts;
        return formats.All(one => Texts.Contains(one) || Annexes.Contains(one) || Documents.Contains(one))
            ? new(folder, formats) : null;
    }

    /// <summary>That a format is none.</summary>
    public static string Unknown(string? format) => $"--format {format} is none of {Known}, or several with commas.";

    /// <summary>Why this can't be written where it should; null where it can.</summary>
    public string? Trouble => Folder is null && Formats.Contains("pdf")
        ? "A PDF is a file: name the folder that it comes into with --out." : null;

    /// <summary>Makes the folder where it isn't there, so that nothing is issued that can't be written.</summary>
    /// <param name="hint">What to say where it can't be made.</param>
    public void Prepare(Door door, string hint) => Prepare(hint).Say(door);

    /// <summary>Likewise; what is returned takes a new folder away that no file came into.</summary>
    public NewFolder Prepare(string hint)
    {
        try
        {
            return NewFolder.Make(Folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException(new Fault("unwritable-folder",
                $"Bills can't be written into this folder: {problem.Message}", new(Folder!),
                Hint: hint));
        }
    }

    /// <summary>Writes one bill as it is stored, as text, and its lines as an annex: also where only a page was asked
    /// for that has sums in their place. A file appears whole or not at all.</summary>
    /// <param name="name">What the file is called where the bill has no number.</param>
    /// <param name="language">That of the text, asked for where one is written.</param>
    /// <param name="layout">Asked for where lines or a page are written.</param>
    public void Write(BillDocument bill, string name, Func<BillLanguage> language, Func<BillLayout> layout,
        TextWriter results)
    {
        // The page names its annex: what it names is there before.
        if (Formats.Any(Annexes.Contains) || (Folder is not null && HasPages && layout().Sums(bill)))
            WriteLines(bill, bill.Number ?? name, layout(), results);
        foreach (var format in Formats.Where(Texts.Contains))
        {
            var text = format == "json" ? bill.ToJson() : BillText.Write(bill, language(),
                layout() with { Annex = AnnexOf(bill.Number ?? name) });
            if (Folder is null) results.Write(text);
            else WriteFile(PathOf(bill.Number ?? name, format == "json" ? ".json" : ".txt"), text);
        }
    }

    /// <summary>Says to who runs the book how the lines of a summed page are had that is beside no file of them.
    /// </summary>
    public static void SayAnnex(Door door, BillDocument bill, BillLayout layout)
    {
        if (layout.Sums(bill) && bill.Number is { } number)
            door.Say($"{number} has {Plural.Of(bill.Lines.Count, "line")}: busbar show {number} --format csv");
    }

    private void WriteLines(BillDocument bill, string name, BillLayout layout, TextWriter results)
    {
        using var text = new StringWriter();
        LineAnnex.Write(bill.Lines.Select(line => new AnnexLine(
            bill.Account, layout.CentreOf(line), bill.Number ?? "", bill.Account, line, null)), text);
        if (Folder is null) results.Write(text);
        else WriteFile(PathOf(name, ".csv"), text.ToString());
    }

    /// <summary>The file of a summed bill's lines, as its page names it; null where there is no folder.</summary>
    private string? AnnexOf(string name) => Folder is null ? null : FileName(name) + ".csv";

    /// <summary>Writes the documents of one bill, each format by itself: the bill stands without what can't be made,
    /// and the other formats as well.</summary>
    /// <param name="sheet">The page; it is given the name of the file with the lines, null where there is none.</param>
    /// <param name="invoice">The bill as an electronic invoice, asked for where one is written.</param>
    public DocumentTrouble WriteDocuments(
        string name, Func<string?, Sheet> sheet, Func<EInvoice> invoice, TextWriter results) =>
        DocumentsOf(name, sheet, invoice, results)();

    /// <summary>Gathers what the documents of one bill are made from; what is returned writes them, on any thread.
    /// </summary>
    public Func<DocumentTrouble> DocumentsOf(
        string name, Func<string?, Sheet> sheet, Func<EInvoice> invoice, TextWriter results)
    {
        var (pages, undone) = (Formats.Where(format => Documents.Contains(format) && format != Ubl).ToList(),
            new List<UndoneFormats>());
        var made = pages.Count > 0 ? Made(() => sheet(AnnexOf(name)), pages, undone) : null;
        var own = Formats.Contains(Ubl) ? Made(invoice, [Ubl], undone) : null;
        return () =>
        {
            var trouble = made is null ? new([], [], []) : Write(made, pages, name, results);
            return trouble with
            {
                Undone = [.. undone, .. trouble.Undone, .. own is null ? [] : Written(own, name, results)],
            };
        };
    }

    /// <summary>What is made of a bill; null where it can't be, which is noted.</summary>
    private static T? Made<T>(Func<T> make, IReadOnlyList<string> formats, List<UndoneFormats> undone) where T : class
    {
        try
        {
            return make();
        }
        catch (RefusedException refused)
        {
            undone.Add(new(formats, refused.Faults));
            return null;
        }
    }

    private List<UndoneFormats> Written(EInvoice invoice, string name, TextWriter results)
    {
        try
        {
            if (Folder is null)
            {
                using var bytes = new MemoryStream();
                UblFile.Write(invoice, bytes);
                results.Write(Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) + "\n");
                return [];
            }
            using var file = OutFile.Create(PathOf(name, ".xml"), replaces: true, door: null);
            UblFile.Write(invoice, file.Bytes);
            file.Keep();
            return [];
        }
        catch (IOException problem) when (Folder is not null)
        {
            return [new([Ubl], [new("unwritable-file", $"The invoice can't be written: {problem.Message}",
                new(Folder))])];
        }
    }

    private DocumentTrouble Write(Sheet made, List<string> wanted, string name, TextWriter results)
    {
        var (undone, coded) = (new List<UndoneFormats>(), new List<Fault>());
        foreach (var format in wanted)
            try
            {
                coded.AddRange(Write(made, format, name, results));
            }
            catch (RefusedException refused)
            {
                undone.Add(new([format], refused.Faults));
            }
            catch (IOException problem) when (Folder is not null)
            {
                undone.Add(new([format], [new("unwritable-file", $"The document can't be written: {problem.Message}",
                    new(Folder))]));
            }
        return new(undone, made.LeftOut, coded);
    }

    /// <returns>What stands as a code in a PDF.</returns>
    private IReadOnlyList<Fault> Write(Sheet sheet, string format, string name, TextWriter results)
    {
        IReadOnlyList<Fault> coded = [];
        if (Folder is null)
        {
            HtmlFile.Write(sheet, results);
            return coded;
        }
        using var file = OutFile.Create(PathOf(name, "." + format), replaces: true, door: null);
        if (format == "pdf") coded = PdfFile.Write(sheet, file.Bytes);
        else
            using (var text = file.Text()) HtmlFile.Write(sheet, text);
        file.Keep();
        return coded;
    }

    private string PathOf(string name, string ending) => Path.Combine(Folder!, FileName(name) + ending);

    private static void WriteFile(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path + ".part", text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(path + ".part", path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unwritable-file", $"The bill can't be written: {problem.Message}",
                new(path), Hint: "What was issued stays: run the same command again with another --out."));
        }
    }

    /// <summary>
    /// A name for a number and no other: what isn't a letter, a digit, <c>-</c>, <c>_</c> or <c>.</c> is written as in
    /// a URL, and so is a point at the beginning, which would hide the file.
    /// </summary>
    internal static string FileName(string number) => string.Concat(number.EnumerateRunes().Select((rune, i) =>
        Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' || (rune.Value == '.' && i > 0) ? rune.ToString()
            : string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(one => "%" + Convert.ToHexString([one])))));
}
