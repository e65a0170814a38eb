using System.Globalization;
using System.Text;

namespace Busbar.Formats.Bank;

/// <summary>The letters that every bank of SEPA takes: those of English, digits, blanks, and a few signs.</summary>
/// <remarks>Other letters are written as EPC217-08 advises: without their accents, <c>ß</c> as <c>ss</c>, and what has
/// no likeness as a full stop.</remarks>
public static class SepaText
{
    private const string Signs = "/-?:().,'+ ";

    /// <summary>The text as a bank takes it, with blanks at its ends removed, cut to a length.</summary>
    public static string Of(string text, int longest)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) plain.Append(Alike(rune));
        var whole = plain.ToString().Trim();
        return whole.Length <= longest ? whole : whole[..longest].TrimEnd();
    }

    /// <summary>Whether a text can be an identifier: 1 to so many of these letters, no slash at its ends, no two of
    /// them in a row, no blank at its ends.</summary>
    public static bool IsId(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && text.All(IsTaken) && text.Trim() == text
        && text[0] != '/' && text[^1] != '/' && !text.Contains("//", StringComparison.Ordinal);

    private static bool IsTaken(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || Signs.Contains(letter, StringComparison.Ordinal);

    private static string Alike(Rune rune) => rune.Value switch
    {
        < 128 when IsTaken((char)rune.Value) => rune.ToString(),
        'ß' => "ss", 'ẞ' => "SS", 'æ' => "ae", 'Æ' => "AE", 'œ' => "oe", 'Œ' => "OE", 'ø' => "o", 'Ø' => "O",
        'ł' => "l", 'Ł' => "L", 'đ' => "d", 'Đ' => "D", 'þ' => "th", 'Þ' => "TH", 'ð' => "d", 'Ð' => "D", 'ı' => "i",
        '&' => "+", '–' or '—' or '_' => "-", '’' or '‘' => "'",
        _ when Rune.IsWhiteSpace(rune) => " ",
        _ => ".",
    };
}
