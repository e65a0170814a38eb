namespace Busbar.Contracts.Language;

/// <summary>The text of a formula and where it stands in its file.</summary>
/// <param name="Text">The text, of one line or several.</param>
/// <param name="Place">Where its first character stands.</param>
/// <param name="Indent">How many columns were cut off before each of its further lines.</param>
public sealed record FormulaText(string Text, Place Place, int Indent = 0)
{
    /// <summary>Where each character stands, for a text that isn't in its file character after character.</summary>
    public Func<int, Place>? Places { get; init; }

    /// <summary>Where the character at an offset stands in the file.</summary>
    public Place At(int offset)
    {
        if (Places is not null) return Places(offset);
        var before = Text.AsSpan(0, offset);
        var lines = before.Count('\n');
        if (lines == 0 || Place.Line == 0) return Place.Right(offset);
        var column = Place.Column == 0 ? 0 : Indent + offset - before.LastIndexOf('\n');
        return Place with { Line = Place.Line + lines, Column = column };
    }

    /// <summary>Where a part of the formula begins in the file.</summary>
    public Place At(TextSpan part) => At(part.Start);
}
