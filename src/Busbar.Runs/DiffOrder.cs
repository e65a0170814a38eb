using Busbar.Books;
using Busbar.Contracts;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>Which two versions of a product are compared, and for whom.</summary>
/// <param name="Product">Its id.</param>
/// <param name="Before">The day of the earlier version; null: the newest but one, and with a file the newest.</param>
/// <param name="After">The day of the later version; null: the newest.</param>
/// <param name="File">A file with the later version, which isn't applied; null: it is a stored one.</param>
/// <param name="Agreement">The one agreement; null: all of the product.</param>
/// <param name="Connection">The one connection; null: all of them.</param>
/// <param name="Period">The days that are rated; null: of each agreement its last year that is known.</param>
public sealed record DiffOrder(
    string Product, string? Before, string? After, string? File, string? Agreement, string? Connection, Days? Period)
{
    /// <summary>The two versions.</summary>
    /// <exception cref="RefusedException">One of them isn't there, or they are the same.</exception>
    internal (ProductVersion Before, ProductVersion After) VersionsIn(Book book, IReadOnlyList<BookItem> items)
    {
        if (!book.Products.TryGetValue(Product, out var product)) throw Unknown("product", Product, book.Products.Keys);
        var stored = product.Versions.Values.Select(version => version.Value).ToList();
        var newest = stored[^1];
        if (File is not null) return (Before is null ? newest : Version(stored, Before), InFile(items, book));
        if (stored.Count == 1 && After is null && (Before is null || Before == DayOf(newest)))
            throw Refuse("one-version", $"Product {Product} has no other version than {DayOf(newest)}.",
                "Compare it with a file that isn't applied yet: --file PRODUCT.yaml.");
        var (before, after) = (Before is null ? stored[^2] : Version(stored, Before),
            After is null ? newest : Version(stored, After));
        return before != after ? (before, after) : throw Refuse("same-version",
            $"Both versions of product {Product} are {DayOf(before)}: there is nothing to compare.", Others(stored));
    }

    /// <summary>The agreements that are rated, by id.</summary>
    /// <exception cref="RefusedException">What was asked for isn't there.</exception>
    internal IReadOnlyList<Agreement> AgreementsIn(Book book)
    {
        if (Agreement is not null && !book.Agreements.ContainsKey(Agreement))
            throw Unknown("agreement", Agreement, book.Agreements.Keys);
        if (Connection is not null && !book.Connections.ContainsKey(Connection))
            throw Unknown("connection", Connection, book.Connections.Keys);
        var found = book.Agreements.Values.OrderBy(one => one.Id, StringComparer.Ordinal)
            .Where(one => Agreement is null || one.Id == Agreement)
            .Where(one => Connection is null || one.Connections.Any(connection => connection.Id == Connection))
            .ToList();
        var own = found.Where(one => one.Product.Id == Product).ToList();
        if (own.Count > 0 || (Agreement ?? Connection) is null) return own;
        var asked = Agreement is null ? $"Connection {Connection}" : $"Agreement {Agreement}";
        throw Refuse("other-product", found.Count == 0
            ? Agreement is null ? $"{asked} has no agreement." : $"{asked} doesn't supply connection {Connection}."
            : $"{asked} has the product {string.Join(", ", found.Select(one => one.Product.Id).Distinct())} and not "
                + $"{Product}.", null);
    }

    /// <summary>The connections of an agreement that are rated.</summary>
    public IReadOnlyList<string> ConnectionsOf(Agreement agreement) =>
        Connection is null ? [.. agreement.Connections.Select(connection => connection.Id)] : [Connection];

    private ProductVersion InFile(IReadOnlyList<BookItem> items, Book book)
    {
        var faults = new List<Fault>();
        return ProductFile.Newest(File!, Product, items, book, faults) ?? throw new RefusedException(faults);
    }

    private ProductVersion Version(List<ProductVersion> versions, string day) =>
        versions.Find(version => DayOf(version) == day) ?? throw Refuse(
            "no-version", $"Product {Product} has no version {day}.", Others(versions));

    private static string Others(List<ProductVersion> versions) =>
        $"It has {string.Join(", ", versions.Select(DayOf))}.";

    private static string DayOf(ProductVersion version) => LocalDatePattern.Iso.Format(version.From);

    private RefusedException Refuse(string code, string message, string? hint) =>
        new(new Fault(code, message, Name: Product, Hint: hint));

    private static RefusedException Unknown(string kind, string id, IEnumerable<string> known) => new(new Fault(
        $"unknown-{kind}", $"There is no {kind} {id}.", Name: id, Hint: Nearest.Hint(id, known)));
}
