namespace Busbar.Cli.Verbs;

/// <summary>Says that a document couldn't be made, and how it is made again: the bill stands without it.</summary>
internal static class DocumentTrouble
{
    /// <param name="number">Null for a draft.</param>
    public static void Say(Door door, string? number, BillOutput output, IReadOnlyList<Fault> reasons)
    {
        door.Say(number is null ? "The document of this draft can't be made:"
            : $"{number} is issued; its document can't be made:");
        door.SayBelow(reasons);
        if (number is not null)
            door.Say($"  Make it later: busbar show {number} --format {string.Join(',', output.Formats)}"
                + (output.Folder is { } folder ? $" --out {folder}" : ""));
    }
}
