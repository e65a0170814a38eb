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
        if (!File.Exists(path))
        {
            faults.Add(new("unknown-file", Directory.Exists(path)
                ? $"{path} is a folder; expected a file with a product." : $"There is no file {path}.", new(path)));
            return null;
        }
        var before = faults.Count;
        var source = new BookSource
        {
            Folder = ".", Products = Maps(new BookFiles(".", faults), new(path, path, IsFolder: false), faults),
        };
        var own = BookItem.Of(source, faults).ToDictionary(item => item.Id, StringComparer.Ordinal);
        var others = items.Where(item => item.Kind == BookItem.OfProduct && !own.ContainsKey(item.Id));
        var read = ProductReader.Read(
            own.Values.Concat(others).Select(item => item.Node), BookRules.Of(items, book), faults).Good;
        if (faults.Count > before) return null;
        var versions = read.GetValueOrDefault(product)?.Versions.Values ?? [];
        if (versions.LastOrDefault(version => own.ContainsKey(version.Value.Id)).Value is { } newest)
            return newest;
        faults.Add(new("unknown-product", $"The file has no product {product}.", new(path), product,
            Nearest.Hint(product, own.Keys.Select(id => id.Split('@')[0]))));
        return null;
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
