namespace Busbar.Contracts;

/// <summary>The check digits of ISO 7064 (MOD 97-10), as bank accounts and references have them.</summary>
internal static class Mod97
{
    /// <summary>The text without blanks and in capitals.</summary>
    public static string Compact(string text) => text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Whether there are only digits and capitals of ASCII.</summary>
    public static bool IsPlain(string text) =>
        text.All(letter => char.IsAsciiDigit(letter) || char.IsAsciiLetterUpper(letter));

    /// <summary>Whether a text begins with two letters and two check digits.</summary>
    public static bool HasHead(string text) => text.Length >= 4
        && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1])
        && char.IsAsciiDigit(text[2]) && char.IsAsciiDigit(text[3]);

    /// <summary>The remainder by 97 of digits and capitals, a letter counting as 10 to 35.</summary>
    public static int Remainder(string plain)
    {
        var rest = 0;
        foreach (var letter in plain)
            rest = char.IsAsciiDigit(letter)
                ? (rest * 10 + (letter - '0')) % 97
                : (rest * 100 + (letter - 'A') + 10) % 97;
        return rest;
    }

    /// <summary>The two check digits that go between a head of two letters and a body.</summary>
    public static string Digits(string head, string body)
    {
        var digits = 98 - Remainder(body + head + "00");
        return $"{(char)('0' + digits / 10)}{(char)('0' + digits % 10)}";
    }
}
