using Busbar.Contracts;

namespace Busbar.Runs;

/// <summary>Finds the series that a user names beside a book.</summary>
internal static class NamedSeries
{
    /// <summary>The series of a name.</summary>
    /// <exception cref="RefusedException">The book has none of that name.</exception>
    public static MarketSeries In(Book book, string name) => book.Series.TryGetValue(name, out var series) ? series
        : throw new RefusedException(new Fault("unknown-series", $"The book has no series {name}.", Name: name,
            Hint: Nearest.Hint(name, book.Series.Keys) ?? (book.Series.Count == 0 ? "It has none."
                : $"There are {string.Join(", ", book.Series.Keys.Order(StringComparer.Ordinal))}.")));
}
