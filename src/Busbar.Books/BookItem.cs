namespace Busbar.Books;

/// <summary>
/// One thing of a book as it was written, with its kind and id: what a store keeps a version of, and what is read into
/// a contract.
/// </summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Id">Unique within its kind; a product's version is <c>ev-home@2026-04-01</c>.</param>
public sealed record BookItem(string Kind, string Id, MapNode Node)
{
    public const string OfBook = "book";
    public const string OfProduct = "product";
    public const string OfParty = "party";
    public const string OfAccount = "account";
    public const string OfConnection = "connection";
    public const string OfPool = "pool";
    public const string OfAgreement = "agreement";
    public const string OfPicture = "picture";
    public const string OfText = "text";
    public const string OfTrade = "trade";
    public const string OfInvoice = "invoice";
    public const string OfEvent = "event";
    public const string OfViewer = "viewer";
    public const string OfScheme = "scheme";
    public const string OfRegistration = "registration";

    /// <summary>All kinds, each before those that refer to it. All but the first have their id under their own name.
    /// </summary>
    public static readonly IReadOnlyList<string> Kinds =
        [
        OfBook, OfProduct, OfParty, OfConnection, OfInvoice, OfPool, OfAccount, OfScheme, OfAgreement, OfTrade, OfEvent,
        OfRegistration, OfViewer, OfPicture, OfText,
    ];

    /// <summary>What of it is kept: example bills prove a contract and are none, so that to edit one changes nothing.
    /// </summary>
    public MapNode Kept => Kind == OfProduct && Node[ProductReader.Examples] is not null
        ? Node with { Entries = [.. Node.Entries.Where(entry => entry.Key != ProductReader.Examples)] } : Node;

    /// <summary>
    /// The things of a book's folder. One without an id, or with that of another, is a fault and is left out.
    /// </summary>
    public static IReadOnlyList<BookItem> Of(BookSource source, List<Fault> faults)
    {
        var (items, places) = (new List<BookItem>(), new Dictionary<(string, string), Place>());
        if (source.Book is { } book) items.Add(new(OfBook, OfBook, book));
        foreach (var (kind, nodes) in new[]
            {
                (OfProduct, source.Products), (OfParty, source.Parties), (OfConnection, source.Connections),
                (OfPool, source.Pools), (OfAccount, source.Accounts), (OfAgreement, source.Agreements),
                (OfTrade, source.Trades), (OfEvent, source.Events), (OfViewer, source.Viewers),
                (OfScheme, source.Schemes), (OfRegistration, source.Registrations),
            })
            foreach (var node in nodes)
            {
                var (reader, before) = (new MapReader(node, faults, kind, kind), faults.Count);
                var id = reader.Id(kind);
                if (kind == OfProduct) id += $"@{reader.Text("from")}";
                if (faults.Count > before) continue;
                if (places.TryAdd((kind, id), node.Place)) items.Add(new(kind, id, node));
                else
                    faults.Add(new("duplicate-id",
                        $"There are two of {kind} {id}: the other is at {places[(kind, id)]}.", node.Place, id,
                        kind == OfProduct ? "Give each version a day of its own." : "Rename one of them."));
            }
        items.AddRange(InvoiceRows.Documents(source.Costs, faults));
        foreach (var (file, bytes) in source.Pictures)
            items.Add(OfFile(OfPicture, file, new(file), "bytes", Convert.ToBase64String(bytes)));
        foreach (var (name, template) in source.Texts)
            items.Add(OfFile(OfText, name, new($"texts/{name}.liquid"), "template", template));
        return items;
    }

    /// <summary>A file that is kept as it is, so that a document can be printed again from the store alone.</summary>
    private static BookItem OfFile(string kind, string id, Place place, string key, string content) => new(kind, id,
        new(place, [new(kind, place, new TextNode(place, id)), new(key, place, new TextNode(place, content))]));
}
