namespace Busbar.Cli.Verbs;

/// <summary>Formats of a document that couldn't be made, and why.</summary>
internal sealed record UndoneFormats(IReadOnlyList<string> Formats, IReadOnlyList<Fault> Reasons);

/// <summary>What went wrong with the documents of a bill, which stands without them.</summary>
/// <param name="LeftOut">Why texts of the seller aren't in them.</param>
/// <param name="Coded">What stands as a code in the PDF, for no font has it.</param>
internal sealed record DocumentTrouble(
    IReadOnlyList<UndoneFormats> Undone, IReadOnlyList<Fault> LeftOut, IReadOnlyList<Fault> Coded)
{
    /// <summary>Whether nothing did.</summary>
    public bool IsNone => Undone.Count + LeftOut.Count + Coded.Count == 0;

    /// <summary>How many formats there aren't.</summary>
    public int UndoneCount => Undone.Sum(one => one.Formats.Count);

    /// <summary>All reasons.</summary>
    public IReadOnlyList<Fault> Reasons => [.. Undone.SelectMany(one => one.Reasons), .. LeftOut, .. Coded];

    /// <summary>Says it, and what can be done.</summary>
    /// <param name="number">Null for a draft.</param>
    public void Say(Door door, string? number, BillOutput output)
    {
        foreach (var (formats, reasons) in Undone)
        {
            var names = string.Join(" and ", formats.Select(format => format.ToUpperInvariant()));
            door.Say(number is null ? $"The {names} of this draft can't be made:"
                : $"{number} is issued; its {names} can't be made:");
            door.SayBelow(reasons);
            if (number is not null) door.Say($"  {Advice(number, formats, reasons, output)}");
        }
        Say(door, $"A text of the seller is left out of {number ?? "this draft"}:", LeftOut);
        Say(door, $"The PDF of {number ?? "this draft"} is made, with codes for characters that its fonts lack:",
            Coded);
    }

    private static void Say(Door door, string what, IReadOnlyList<Fault> reasons)
    {
        if (reasons.Count == 0) return;
        door.Say(what);
        door.SayBelow(reasons);
    }

    // A document is made from what was known when its bill was made: what is mended in the book is on later bills.
    private static string Advice(
        string number, IReadOnlyList<string> formats, IReadOnlyList<Fault> reasons, BillOutput output)
    {
        var folder = output.Folder is { } own ? $" --out {own}" : "";
        if (reasons.All(reason => reason.Code == "unwritable-file"))
            return $"Make it later: busbar show {number} --format {string.Join(',', formats)}{folder}";
        var known = "It is made from what was known when the bill was: what is mended now is on later bills.";
        return output.Formats.Contains("html") || formats.Contains("html") ? known
            : $"{known} Its HTML can be made: busbar show {number} --format html{folder}";
    }
}
