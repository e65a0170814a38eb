namespace Busbar.Books.Ocpi;

/// <summary>The tariffs of a book's folder <c>tariffs</c>, put into the products that name them: a product is kept
/// whole, with its tariff in it.</summary>
internal sealed class TariffFiles(List<Fault> faults)
{
    private readonly Dictionary<string, MapNode?> _all = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>Reads a file, which is called by its path in the book.</summary>
    public void Add(BookFiles files, BookFile file)
    {
        _all[file.Path] = null;
        if (files.Bytes(file, JsonNodes.MostBytes) is not { } bytes
            || JsonNodes.Read(bytes, file.Path, faults) is not { } node) return;
        if (node is MapNode tariff) _all[file.Path] = tariff;
        else
            faults.Add(new("wrong-kind", $"{file.Path} is {node.What}; expected a tariff of OCPI.", node.Place,
                Hint: node is ListNode ? "Put each tariff into a file of its own." : null));
    }

    /// <summary>The product with its tariff in the place of the file's name.</summary>
    public MapNode Into(MapNode product)
    {
        if (product[OcpiProduct.Key] is not TextNode name) return product;
        _named.Add(name.Value);
        if (!_all.TryGetValue(name.Value, out var tariff))
        {
            faults.Add(new("unknown-file", $"The book has no file {name.Value}, which a product names as its tariff.",
                name.Place, Hint: Nearest.Hint(name.Value, _all.Keys)
                ?? "Put the tariff's JSON into the book's folder tariffs: ocpi: tariffs/street.json."));
            return product;
        }
        return tariff is null ? product : product with
        {
            Entries = [.. product.Entries.Select(entry =>
                entry.Key == OcpiProduct.Key ? entry with { Value = tariff } : entry)],
        };
    }

    /// <summary>Faults those that no product names.</summary>
    public void CheckUse()
    {
        foreach (var file in _all.Keys.Except(_named).Order(StringComparer.Ordinal))
            faults.Add(new("unused-file", $"No product of the book names {file}: its prices would never be used.",
                new(file), Hint: $"Write a product with ocpi: {file}, or take the file out."));
    }
}
