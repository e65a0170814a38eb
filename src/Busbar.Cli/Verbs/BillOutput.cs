using System.Text;
using Busbar.Documents;
using Busbar.Documents.Paper;

namespace Busbar.Cli.Verbs;

/// <summary>Where bills are written, and as what.</summary>
/// <param name="Folder">Null: to the output.</param>
internal sealed record BillOutput(string? Folder, IReadOnlyList<string> Formats)
{
    /// <summary>What a bill is stored as, and what is made of it to be read.</summary>
    private static readonly string[] Texts = ["json", "text"], Annexes = ["csv"], Documents = ["html", "pdf"];

    /// <summary>What may be written.</summary>
    public static string Known => string.Join(", ", Texts.Concat(Annexes).Concat(Documents));

    /// <summary>Whether what a bill is stored as is written, or its text.</summary>
    public bool HasTexts => Formats.Any(format => Texts.Contains(format) || Annexes.Contains(format));

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

    /// <summary>Writes one bill as it is stored, as text, and its lines as an annex. A file appears whole or not at
    /// all.
    /// </summary>
    /// <param name="name">What the file is called where the bill has no number.</param>
    /// <param name="language">That of the text, asked for where one is written.</param>
    /// <param name="centre">Where its account books what it costs, asked for where lines are written.</param>
    public void Write(BillDocument bill, string name, Func<BillLanguage> language, Func<string?> centre,
        TextWriter results)
    {
        if (Formats.Any(Annexes.Contains))
        {
            using var text = new StringWriter();
            var own = centre();
            LineAnnex.Write(bill.Lines.Select(line =>
                new AnnexLine(bill.Account, own, bill.Number ?? "", bill.Account, line, null)), text);
            if (Folder is null) results.Write(text);
            else WriteFile(PathOf(bill.Number ?? name, ".csv"), text.ToString());
        }
        foreach (var format in Formats.Where(Texts.Contains))
        {
            var text = format == "json" ? bill.ToJson() : BillText.Write(bill, language());
            if (Folder is null) results.Write(text);
            else WriteFile(PathOf(bill.Number ?? name, format == "json" ? ".json" : ".txt"), text);
        }
    }

    /// <summary>Writes the documents of one bill, each format by itself: the bill stands without what can't be made,
    /// and the other format as well.</summary>
    public DocumentTrouble WriteDocuments(string name, Func<Sheet> sheet, TextWriter results) =>
        DocumentsOf(name, sheet, results)();

    /// <summary>Gathers what the documents of one bill are made from; what is returned writes them, on any thread.
    /// </summary>
    public Func<DocumentTrouble> DocumentsOf(string name, Func<Sheet> sheet, TextWriter results)
    {
        var wanted = Formats.Where(Documents.Contains).ToList();
        Sheet made;
        try
        {
            made = sheet();
        }
        catch (RefusedException refused)
        {
            var trouble = new DocumentTrouble([new(wanted, refused.Faults)], [], []);
            return () => trouble;
        }
        return () => Write(made, wanted, name, results);
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
