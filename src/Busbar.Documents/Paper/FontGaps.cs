using System.Globalization;
using System.Text;

namespace Busbar.Documents.Paper;

/// <summary>
/// What the fonts that come with the program lack. HTML and text show it with the fonts of their reader; in a PDF its
/// code stands in its place: <c>[U+96FB]</c>.
/// </summary>
public static class FontGaps
{
    /// <summary>The characters of a text that no font has, where they stand in it.</summary>
    public static IEnumerable<(int Offset, Rune Rune)> In(string text)
    {
        if (Ascii.IsValid(text)) yield break;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsLacking(rune)) yield return (at, rune);
            at += rune.Utf16SequenceLength;
        }
    }

    /// <summary>The same text with codes in the place of what no font has.</summary>
    internal static string Coded(string text, Action<Rune> lacks)
    {
        var coded = new StringBuilder();
        var from = 0;
        foreach (var (at, rune) in In(text))
        {
            coded.Append(text, from, at - from).Append(Code(rune));
            from = at + rune.Utf16SequenceLength;
            lacks(rune);
        }
        return from == 0 ? text : coded.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>What stands for a character.</summary>
    public static string Code(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"[{Name(rune)}]");

    /// <summary>Its number in Unicode, <c>U+96FB</c>.</summary>
    public static string Name(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    // What is lacking in one weight is lacking: nobody knows in which one a name will stand.
    private static bool IsLacking(Rune rune)
    {
        if (IsDrawn(rune)) return false;
        var drawn = Rune.GetRuneAt(Shaper.Cleaned(rune.ToString()), 0);
        return !IsDrawn(drawn) && !Shaper.IsInvisible(drawn);
    }

    private static bool IsDrawn(Rune rune) => FontFile.Of(isStrong: false).Any(font => font.Has(rune.Value))
        && FontFile.Of(isStrong: true).Any(font => font.Has(rune.Value));
}
