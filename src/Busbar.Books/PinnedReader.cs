using Busbar.Contracts;
using Busbar.Metering;

namespace Busbar.Books;

/// <summary>
/// Reads agreements of a book as if each kept one version of its product, whichever it follows or keeps: with all that
/// is checked of an agreement with that version.
/// </summary>
public sealed class PinnedReader
{
    private readonly BookRules _rules;
    private readonly Dictionary<string, MapNode> _agreements;
    private readonly Known<Account> _accounts;
    private readonly Known<Connection> _connections;
    private readonly Known<Pool> _pools;
    private readonly Known<Party> _parties;
    private readonly IReadOnlyDictionary<string, Agreement> _read;

    /// <param name="items">The things from which the book was read.</param>
    /// <param name="book">A book without a fault.</param>
    public PinnedReader(IReadOnlyList<BookItem> items, Book book)
    {
        _rules = BookRules.Of(items, book);
        _agreements = items.Where(item => item.Kind == BookItem.OfAgreement)
            .ToDictionary(item => item.Id, item => item.Node, StringComparer.Ordinal);
        (_accounts, _connections, _pools) = (Known<Account>.Of(book.Accounts), Known<Connection>.Of(book.Connections),
            Known<Pool>.Of(book.Pools));
        _parties = Known<Party>.Of(book.Parties);
        _read = book.Agreements;
    }

    /// <summary>
    /// An agreement of the book with one version of its product; null after faults. Terms that the version doesn't have
    /// are left out.
    /// </summary>
    /// <param name="version">One of its product, in the book or not.</param>
    /// <param name="connection">The one of its connections to which it is narrowed; null: all.</param>
    public Agreement? Read(string agreement, ProductVersion version, string? connection, List<Fault> faults)
    {
        var product = new Product(version.Product, new([new(version.From, version)]));
        return Read(Pinned(_agreements[agreement], version, connection), product, _accounts, faults) is { } read
            ? AsWritten(read, agreement) : null;
    }

    /// <summary>An agreement as a node says it, with a product that needn't be in the book.</summary>
    /// <param name="accounts">Those that it may name.</param>
    /// <param name="connections">Those that it may name; null: the book's.</param>
    /// <param name="brought">The schemes that it may name; null: what it names counts for nothing.</param>
    internal Agreement? Read(
        MapNode node, Product product, Known<Account> accounts, List<Fault> faults,
        Known<Connection>? connections = null, SchemeProducts? brought = null)
    {
        var (products, before) = (new Known<Product>(), faults.Count);
        products.Add(product.Id, product);
        var reader = new MapReader(node, faults, BookItem.OfAgreement, BookItem.OfAgreement);
        var read = AgreementReader.Read(
            reader, accounts, products, connections ?? _connections, _pools, _parties, _rules, new Supplied(),
            brought);
        return faults.Count == before ? read : null;
    }

    /// <summary>An agreement of the book as it was written.</summary>
    internal MapNode NodeOf(string agreement) => _agreements[agreement];

    /// <summary>An agreement with what was bought, sold and called for one of the book.</summary>
    internal Agreement AsWritten(Agreement agreement, string of) => agreement with
    {
        Trades = _read[of].Trades, Events = _read[of].Events, MetersOfAccount = _read[of].MetersOfAccount,
    };

    private static MapNode Pinned(MapNode agreement, ProductVersion version, string? connection) => agreement with
    {
        Entries = [.. agreement.Entries.Select(entry => (entry.Key, entry.Value) switch
        {
            (BookItem.OfProduct, TextNode text) => entry with { Value = text with { Value = version.Id } },
            ("terms", MapNode terms) => entry with
            {
                Value = terms with
                {
                    Entries = [.. terms.Entries.Where(term => version.Terms.ContainsKey(term.Key))],
                },
            },
            ("connections", var all) when connection is not null => entry with
            {
                Value = new TextNode(all.Place, connection),
            },
            _ => entry,
        })],
    };
}
