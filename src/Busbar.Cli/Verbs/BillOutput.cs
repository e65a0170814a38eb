using System.Text;
using Busbar.Documents;

namespace Busbar.Cli.Verbs;

/// <summary>Where bills are written, and as what.</summary>
/// <param name="Folder">Null: to the output.</param>
internal sealed record BillOutput(string? Folder, IReadOnlyList<string> Formats)
{
    /// <summary>Neither folder nor format: a line for each bill. A folder alone: both formats. Null: no such format.
    /// </summary>
    public static BillOutput? Of(string? folder, string? format)
    {
        string[] formats = format is not null ? [.. format.Split(',').Distinct()]
            : folder is null ? [] : ["json", "text"];
        return formats.All(one => one is "json" or "text") ? new(folder, formats) : null;
    }

    /// <summary>Makes the folder, so that nothing is issued that can't be written.</summary>
    public void Prepare()
    {
        if (Folder is null) return;
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException(new Fault("unwritable-folder",
                $"Bills can't be written into this folder: {problem.Message}", new(Folder),
                Hint: "Nothing was issued."));
        }
    }

    /// <summary>Writes one bill. A file appears whole or not at all.</summary>
    /// <param name="name">What the file is called where the bill has no number.</param>
    public void Write(BillDocument bill, string name, TextWriter results)
    {
        foreach (var format in Formats)
        {
            var text = format == "json" ? bill.ToJson() : BillText.Write(bill);
            if (Folder is null) results.Write(text);
            else
                WriteFile(Path.Combine(
                    Folder, FileName(bill.Number ?? name) + (format == "json" ? ".json" : ".txt")), text);
        }
    }

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
    private static string FileName(string number) => string.Concat(number.EnumerateRunes().Select((rune, i) =>
        Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' || (rune.Value == '.' && i > 0) ? rune.ToString()
            : string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(one => "%" + Convert.ToHexString([one])))));
}
