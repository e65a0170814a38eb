namespace Busbar.Contracts;

/// <summary>International bank account numbers (ISO 13616) and creditor references (ISO 11649): both carry the
/// remainder by 97 of ISO 7064.</summary>
public static class Iban
{
    /// <summary>Whether a text without blanks, in large letters, is a number whose check digits fit.</summary>
    public static bool IsRight(string text) => text.Length is >= 15 and <= 34 && char.IsAsciiLetterUpper(text[0])
        && char.IsAsciiLetterUpper(text[1]) && char.IsAsciiDigit(text[2]) && char.IsAsciiDigit(text[3])
        && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)) && Remainder(text) == 1;

    /// <summary>The creditor reference of a document: its letters and digits behind <c>RF</c> and check digits.
    /// </summary>
    /// <exception cref="ArgumentException">It has none, or more than 21.</exception>
    public static string CreditorReference(string document)
    {
        var body = string.Concat(document.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (body.Length is 0 or > 21)
            throw new ArgumentException($"{document} doesn't fit into a creditor reference of 21 letters and digits.");
        return $"RF{98 - Remainder($"RF00{body}"):00}{body}";
    }

    /// <summary>The remainder of a number in which letters count from 10, its first four behind the rest.</summary>
    private static int Remainder(string text) => (text[4..] + text[..4]).Aggregate(0, (rest, letter) =>
        char.IsAsciiDigit(letter) ? (rest * 10 + letter - '0') % 97 : (rest * 100 + letter - 'A' + 10) % 97);
}
