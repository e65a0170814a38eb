using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Contracts.Language;

/// <summary>The names that the formulas of one product's version may use, and what they stand for.</summary>
/// <param name="IntervalMinutes">The product's interval, which every edge of a band must meet.</param>
/// <param name="Quantities">The product's own quantities, as written.</param>
/// <param name="Tariffs">The versions of products whose prices may be used; null where there are none.</param>
public sealed record Vocabulary(
    BookNames Book, int IntervalMinutes, IReadOnlyDictionary<string, Channel> Channels,
    IReadOnlyDictionary<string, Term> Terms, IReadOnlyDictionary<string, FormulaText> Quantities,
    Tariffs? Tariffs = null)
{
    /// <summary>What may be used of pools; null in formulas of neither a pool nor a product with one.</summary>
    public PoolNames? Pools { get; init; }

    /// <summary>The boundary at which trades are used; null where the product doesn't say.</summary>
    public string? TradesAt { get; init; }

    /// <summary>The book's currency.</summary>
    public Currency Currency => Book.Currency;

    /// <summary>The book's series.</summary>
    public IReadOnlyDictionary<string, MarketSeries> Series => Book.Series;

    /// <summary>The book's calendars.</summary>
    public IReadOnlyDictionary<string, Calendar> Calendars => Book.Calendars;

    /// <summary>The names of all series and calendars.</summary>
    public IReadOnlySet<string> Declared => Book.Declared;

    /// <summary>The first and the last day of an agreement, for one-off fees.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Once =
        new Dictionary<string, bool> { ["starts"] = true, ["ends"] = false };

    /// <summary>The names that every product has.</summary>
    public static readonly IReadOnlyDictionary<string, Dimension> Elapsed = new Dictionary<string, Dimension>
    {
        ["days"] = Dimension.Day, ["hours"] = Dimension.Hour, ["months"] = Dimension.Month,
        ["years"] = Dimension.Month,
    };

    /// <summary>Whether a text can be a name in a formula: words in lower case joined by hyphens, and none of the
    /// formula's own.</summary>
    public static bool IsName(string text) => text is [>= 'a' and <= 'z', ..] and not [.., '-']
        && !text.Contains("--", StringComparison.Ordinal) && !Lexer.IsKeyword(text)
        && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>All names of values.</summary>
    public IEnumerable<string> Names =>
        [.. Channels.Keys, .. Terms.Keys, .. Quantities.Keys, .. Series.Keys, .. Elapsed.Keys, .. Once.Keys,
            .. Pools?.Bare ?? []];

    /// <summary>What a name stands for already, for a message; null where it is free.</summary>
    public string? Taken(string name) =>
        Elapsed.ContainsKey(name) ? "the time that passes"
        : Once.ContainsKey(name) ? "the agreement's first or last day"
        : Series.ContainsKey(name) ? "a market series of the book"
        : Calendars.ContainsKey(name) ? "a calendar of the book"
        : Book.Programmes.ContainsKey(name) ? "a programme of the book"
        : Channels.ContainsKey(name) ? "a channel of the product"
        : Terms.ContainsKey(name) ? "a term of the product" : null;
}
