using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>Which words are units after a number.</summary>
/// <param name="Knows">Whether a word, without any <c>/</c>, is a unit.</param>
/// <param name="Names">Those to name when a word is none.</param>
public sealed record UnitWords(Func<string, bool> Knows, IReadOnlyCollection<string> Names)
{
    /// <summary>The units of every book, the currencies, the hundredths of its own one, and the things that it
    /// counts.</summary>
    public static UnitWords Of(Currency? currency, IReadOnlyCollection<string> counted)
    {
        string[] names =
            [.. Unit.Names, .. counted, .. currency is { } own ? ["p", "c", "ct", own.Code] : Array.Empty<string>()];
        // Any three capitals may be a currency, but KWH is a slip.
        return new(
            word => Unit.Parse(word, currency, counted, out _) is not null
                && (names.Contains(word) || Same(word, names) is null),
            names);
    }

    /// <summary>"Did you mean kWh?", or null when nothing is near.</summary>
    public string? Hint(string word) =>
        Same(word, Names) is { } same ? $"Did you mean {same}?"
        : word.Length > 2 ? Nearest.Hint(word, Names)
        : null;

    private static string? Same(string word, IEnumerable<string> names) =>
        names.FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
}
