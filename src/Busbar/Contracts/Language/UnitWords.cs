using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>Which words are units after a number: those of every book, the currencies, the hundredths of its own one,
/// and the things that it counts.</summary>
public sealed class UnitWords
{
    private readonly Currency? _currency;

    private UnitWords(Currency? currency, IReadOnlyCollection<string> counted)
    {
        (_currency, Counted) = (currency, counted);
        Names =
        [
            .. Unit.Names, .. counted, .. currency is { } own ? ["p", "c", "ct", own.Code] : Array.Empty<string>(),
        ];
    }

    /// <summary>Those of every book.</summary>
    public static UnitWords None { get; } = new(null, []);

    /// <summary>The things that the book counts: <c>mile</c>, <c>device</c>.</summary>
    public IReadOnlyCollection<string> Counted { get; }

    /// <summary>Those to name when a word is none.</summary>
    public IReadOnlyCollection<string> Names { get; }

    /// <summary>The words of a book.</summary>
    /// <param name="currency">Null where it isn't known.</param>
    public static UnitWords Of(Currency? currency, IReadOnlyCollection<string> counted) => new(currency, counted);

    /// <summary>Whether a word, without any <c>/</c>, is a unit.</summary>
    public bool Knows(string word) => Parse(word, out _) is not null
        // Any three capitals may be a currency, but KWH is a slip.
        && (Names.Contains(word) || Same(word) is null);

    /// <summary>The unit of a text such as <c>p/kVA/day</c>, or null with the part that isn't a unit.</summary>
    public Unit? Parse(string text, out string unknown) => Unit.Parse(text, _currency, Counted, out unknown);

    /// <summary>"Did you mean kWh?", or null when nothing is near.</summary>
    public string? Hint(string word) =>
        Same(word) is { } same ? $"Did you mean {same}?"
        : word.Length > 2 ? Nearest.Hint(word, Names)
        : null;

    private string? Same(string word) =>
        Names.FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
}
