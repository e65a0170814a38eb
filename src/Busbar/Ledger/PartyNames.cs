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

    /// <summary>Whether every word of the shorter one is in the other; one word alone says nothing.</summary>
    public static bool AreAlike(string one, string other)
    {
        var (a, b) = (WordsOf(one), WordsOf(other));
        if (a.Count > b.Count) (a, b) = (b, a);
        return a.Count > 1 && a.Any(word => word.Length > 1)
            && a.TrueForAll(word => b.Exists(own => IsSame(word, own)));
    }

    private static bool IsSame(string word, string other) =>
        word == other || (Math.Min(word.Length, other.Length) == 1 && word[0] == other[0]);

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
