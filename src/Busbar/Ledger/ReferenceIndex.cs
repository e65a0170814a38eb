using System.Text;

namespace Busbar.Ledger;

/// <summary>
/// Finds references in what people write: whatever blanks, case and signs they put between the letters and digits, but
/// never a part of a longer one. A creditor reference of ISO 11649, <c>RF18</c> before it, is the reference.
/// </summary>
public sealed class ReferenceIndex
{
    private const int Shortest = 3;

    private readonly Dictionary<string, string> _byLetters = new(StringComparer.Ordinal);
    private readonly int[] _lengths;

    /// <param name="references">Those that are looked for; shorter than three letters and digits they aren't.</param>
    public ReferenceIndex(IEnumerable<string> references)
    {
        foreach (var reference in references)
            if (LettersOf(reference).Text is { Length: >= Shortest } letters) _byLetters.TryAdd(letters, reference);
        _lengths = [.. _byLetters.Keys.Select(letters => letters.Length).Distinct().OrderDescending()];
    }

    /// <summary>The references in a text, in their order, each once.</summary>
    public IReadOnlyList<string> In(string text)
    {
        var (letters, starts) = LettersOf(text);
        var found = new List<string>();
        for (var at = 0; at < letters.Length; at++)
            if (IsStart(letters, starts, at) && At(letters, starts, at) is { } reference)
            {
                if (!found.Contains(reference)) found.Add(reference);
                at += LettersOf(reference).Text.Length - 1;
            }
        return found;
    }

    private string? At(string letters, bool[] starts, int at) => _lengths
        .Where(length => at + length <= letters.Length && (at + length == letters.Length || starts[at + length]))
        .Select(length => _byLetters.GetValueOrDefault(letters.Substring(at, length)))
        .FirstOrDefault(reference => reference is not null);

    private static bool IsStart(string letters, bool[] starts, int at) => starts[at]
        || (at >= 4 && letters[at - 4] == 'R' && letters[at - 3] == 'F' && char.IsAsciiDigit(letters[at - 2])
            && char.IsAsciiDigit(letters[at - 1]) && starts[at - 4]);

    /// <summary>The letters and digits, large; and of each whether something else stood before it.</summary>
    private static (string Text, bool[] Starts) LettersOf(string text)
    {
        var (letters, starts, isApart) = (new StringBuilder(), new List<bool>(), true);
        foreach (var letter in text)
            if (char.IsAsciiLetterOrDigit(letter))
            {
                letters.Append(char.ToUpperInvariant(letter));
                starts.Add(isApart);
                isApart = false;
            }
            else isApart = true;
        return (letters.ToString(), [.. starts]);
    }
}
