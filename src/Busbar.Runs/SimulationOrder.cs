using Busbar.Books;
using Busbar.Contracts;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>Which offers are tried, and where.</summary>
/// <param name="Offers">Products of the book, <c>ev-home</c> or <c>ev-home@2026-04-01</c>, or files of products; at
/// least one.</param>
/// <param name="Against">Likewise the one product that they are compared with; null: what is paid now.</param>
/// <param name="Terms">Values of terms: <c>uplift=1.2p/kWh</c>.</param>
/// <param name="Where">What sites must be: <c>account=hill-*</c>.</param>
/// <param name="Cost">The series at which their energy is bought; null: it isn't said.</param>
public sealed record SimulationOrder(
    IReadOnlyList<string> Offers, string? Against, Days Period, IReadOnlyList<string> Terms,
    IReadOnlyList<string> Where, string? Cost)
{
    /// <summary>The offers of a text: a product of the book, a version of it, or all versions in a file.</summary>
    /// <exception cref="RefusedException">There is none, or the file has faults.</exception>
    internal static IReadOnlyList<Offer> OffersOf(string text, Book book, IReadOnlyList<BookItem> items)
    {
        var parts = text.Split('@');
        if (book.Products.TryGetValue(parts[0], out var product) && parts.Length <= 2 && !File.Exists(text))
        {
            if (parts.Length == 1) return [new(text, null, product, null)];
            var version = product.Versions.Values.Select(one => one.Value).FirstOrDefault(one => one.Id == text);
            return version is not null ? [Offer.Of(version, null)] : throw new RefusedException(new Fault("no-version",
                $"Product {parts[0]} has no version {parts[1]}.", Name: parts[0], Hint: "It has "
                + string.Join(", ", product.Versions.Values.Select(one => LocalDatePattern.Iso.Format(one.From)))
                + "."));
        }
        if (!File.Exists(text) && !Directory.Exists(text))
            throw new RefusedException(new Fault("unknown-product",
                $"There is no product {text} in the book, and no file of that name.", Name: text,
                Hint: Nearest.Hint(parts[0], book.Products.Keys)
                    ?? $"The book has {string.Join(", ", book.Products.Keys.Order(StringComparer.Ordinal))}."));
        var faults = new List<Fault>();
        var versions = ProductFile.Versions(text, items, book, faults);
        return faults.Count > 0 ? throw new RefusedException(faults)
            : [.. versions.Select(version => Offer.Of(version, text))];
    }

    /// <summary>The one that all are compared with; null where that is what is paid now.</summary>
    /// <exception cref="RefusedException">There is none, or several.</exception>
    internal Offer? AgainstIn(Book book, IReadOnlyList<BookItem> items) => Against is null ? null
        : OffersOf(Against, book, items) is [var one] ? one : throw new RefusedException(new Fault("several-versions",
            "The file has several versions, and offers are compared with one.", new(Against), Hint:
            "Give a file with one of them, or apply it and name the one: --against ev-home@2026-04-01."));
}
