using Busbar.Books.Ocpi;
using Busbar.Contracts;

namespace Busbar.Books;

/// <summary>A file of products: a version in each document.</summary>
public static class ProductFile
{
    /// <summary>
    /// The newest version of a product in a file that isn't a stored book's yet, read as if it were: by the book's
    /// rules, beside its other versions and products. Null after faults.
    /// </summary>
    /// <param name="items">The things from which the book was read.</param>
    public static ProductVersion? Newest(
        string path, string product, IReadOnlyList<BookItem> items, Book book, List<Fault> faults)
    {
        var before = faults.Count;
        var own = Versions(path, items, book, faults);
        if (faults.Count > before) return null;
        if (own.LastOrDefault(version => version.Product == product) is { } newest) return newest;
        faults.Add(new("unknown-product", $"The file has no product {product}.", new(path), product,
            Nearest.Hint(product, own.Select(version => version.Product))));
        return null;
    }

    /// <summary>
    /// All versions in a file, read likewise: by product in the order of the file, and by their days. None after
    /// faults.
    /// </summary>
    /// <param name="items">The things from which the book was read.</param>
    public static IReadOnlyList<ProductVersion> Versions(
        string path, IReadOnlyList<BookItem> items, Book book, List<Fault> faults)
    {
        if (!File.Exists(path))
        {
            faults.Add(new("unknown-file", Directory.Exists(path)
                ? $"{path} is a folder; expected a file with a product." : $"There is no file {path}.", new(path)));
            return [];
        }
        var maps = Maps(new BookFiles(".", faults), new(path, path, IsFolder: false), faults);
        return Versions([.. maps.Select(map => WithTariff(map, path, faults))], items, book, faults);
    }

    /// <summary>The versions in a text, likewise.</summary>
    /// <param name="file">What faults call it.</param>
    public static IReadOnlyList<ProductVersion> Versions(
        ReadOnlySpan<byte> text, string file, IReadOnlyList<BookItem> items, Book book, List<Fault> faults) =>
        Versions([.. YamlReader.Read(text, file, faults).OfType<MapNode>()], items, book, faults);

    private static IReadOnlyList<ProductVersion> Versions(
        IReadOnlyList<MapNode> maps, IReadOnlyList<BookItem> items, Book book, List<Fault> faults)
    {
        var before = faults.Count;
        var (own, products) = Beside(maps, items, book, faults);
        var read = products.Products.Good;
        return faults.Count > before ? [] : [.. own.Keys.Select(id => id.Split('@')[0]).Distinct()
            .SelectMany(id => read[id].Versions.Values).Select(version => version.Value)
            .Where(version => own.ContainsKey(version.Id))];
    }

    /// <summary>The products of a book as they are written, with those of a file; null: of the book alone.</summary>
    internal static ReadProducts Beside(
        string? path, IReadOnlyList<BookItem> items, Book book, List<Fault> faults) => Beside(path is null ? []
            : [.. Maps(new BookFiles(".", faults), new(path, path, IsFolder: false), faults)
                .Select(map => WithTariff(map, path, faults))], items, book, faults).Products;

    private static (Dictionary<string, BookItem> Own, ReadProducts Products) Beside(
        IReadOnlyList<MapNode> maps, IReadOnlyList<BookItem> items, Book book, List<Fault> faults)
    {
        var own = BookItem.Of(new BookSource { Folder = ".", Products = maps }, faults)
            .ToDictionary(item => item.Id, StringComparer.Ordinal);
        var others = items.Where(item => item.Kind == BookItem.OfProduct && !own.ContainsKey(item.Id));
        return (own, ProductReader.Read(
            own.Values.Concat(others).Select(item => item.Node), BookRules.Of(items, book), faults));
    }

    /// <summary>A product with the tariff that it names, of the book in whose folder <c>products</c> it stands.
    /// </summary>
    private static MapNode WithTariff(MapNode product, string path, List<Fault> faults)
    {
        if (product[OcpiProduct.Key] is not TextNode name) return product;
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(path)));
        var (tariffs, full) = (new TariffFiles(faults), Path.Combine(folder ?? ".", name.Value));
        if (File.Exists(full))
            tariffs.Add(new BookFiles(folder ?? ".", faults), new(name.Value, full, IsFolder: false));
        return tariffs.Into(product);
    }

    /// <summary>The maps of a file; what is wrong is added to <paramref name="faults"/>.</summary>
    internal static IReadOnlyList<MapNode> Maps(BookFiles files, BookFile file, List<Fault> faults)
    {
        if (files.Documents(file) is not { } documents) return [];
        // A --- at the beginning or the end makes a document of nothing.
        Node[] products = [.. documents.Where(document => document is not EmptyNode)];
        if (products.Length == 0)
            faults.Add(new("empty-file", $"{file.Path} is empty; expected a product.", new(file.Path)));
        foreach (var product in products.Where(product => product is not MapNode))
            faults.Add(new("wrong-kind", $"This product is {product.What}; expected a map.", product.Place,
                Hint: product is ListNode
                    ? "Put --- on a line of its own between two products." : product.HintFor("a map")));
        return [.. products.OfType<MapNode>()];
    }
}
