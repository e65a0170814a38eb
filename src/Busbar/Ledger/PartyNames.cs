using System.Globalization;
using System.Text;

namespace Busbar.Ledger;

/// <summary>Compares names as banks print them: large letters, without marks, first names shortened to a letter.
/// </summary>
public static class PartyNames
{
    private static readonly HashSet<string> Forms =
        ["MR", "MRS", "MS", "DR", "LTD", "LIMITED", "PLC", "LLP", "GMBH", "AG", "KG", "INC", "LLC", "BV", "SA",
            "AND", "UND"];

    /// <summary>Whether every word of the shorter one is in the other, one of them whole; one word alone says nothing.
    /// </summary>
    public static bool AreAlike(string one, string other)
    {
        var (a, b) = (WordsOf(one), WordsOf(other));
        if (a.Count > b.Count) (a, b) = (b, a);
        if (a.Count < 2) return false;
        var whole = a.FindAll(b.Remove);
        // What is left may be shortened to its first letter; each stands for one other.
        return whole.Any(word => word.Length > 1) && a.Except(whole).All(word =>
            b.FindIndex(own => Math.Min(word.Length, own.Length) == 1 && word[0] == own[0]) is >= 0 and var place
                && b.Remove(b[place]));
    }

    private static List<string> WordsOf(string name)
    {
        var plain = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
            if (char.IsLetterOrDigit(letter)) plain.Append(char.ToUpperInvariant(letter));
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark) plain.Append(' ');
        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !Forms.Contains(word))];
    }
}
