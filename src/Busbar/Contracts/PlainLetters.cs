using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Busbar.Contracts;

/// <summary>Latin letters without their marks, so that a name makes the same id on every machine.</summary>
/// <remarks>The framework's own way depends on the tables of the machine, and does nothing where it has none.</remarks>
internal static class PlainLetters
{
    private static readonly FrozenDictionary<char, string> Plain = new Dictionary<string, string>
    {
        ["a"] = "àáâãäåāăąǎ", ["ae"] = "æ", ["c"] = "çćĉċč", ["d"] = "ďđð", ["e"] = "èéêëēĕėęě", ["g"] = "ĝğġģ",
        ["h"] = "ĥħ", ["i"] = "ìíîïĩīĭįıİ", ["j"] = "ĵ", ["k"] = "ķ", ["l"] = "ĺļľŀł", ["n"] = "ñńņňŉ",
        ["o"] = "òóôõöøōŏő", ["oe"] = "œ", ["r"] = "ŕŗř", ["s"] = "śŝşšș", ["ss"] = "ßẞ", ["t"] = "ţťŧț", ["th"] = "þ",
        ["u"] = "ùúûüũūŭůűų", ["w"] = "ŵ", ["y"] = "ýÿŷ", ["z"] = "źżž",
    }.SelectMany(row => row.Value.Select(marked => (marked, row.Key)))
        .ToFrozenDictionary(letter => letter.marked, letter => letter.Key);

    /// <summary>The text in lower case with plain letters; marks that stand by themselves are left out.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Select(char.ToLowerInvariant))
            if (Plain.TryGetValue(c, out var letters)) plain.Append(letters);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) plain.Append(c);
        return plain.ToString();
    }
}
