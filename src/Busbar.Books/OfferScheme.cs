using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;

namespace Busbar.Books;

/// <summary>A scheme by which a broker would bring offers. What is quoted takes the place of what would be expected, so
/// that terms which only that needs aren't asked for.</summary>
internal sealed class OfferScheme
{
    private readonly Scheme _scheme;
    private readonly IReadOnlyList<BookItem> _items;
    private readonly Book _book;
    private readonly MapNode _node;

    public OfferScheme(Scheme scheme, IReadOnlyList<BookItem> items, Book book)
    {
        (_scheme, _items, _book) = (scheme, items, book);
        _node = items.Single(item => item.Kind == BookItem.OfScheme && item.Id == scheme.Id).Node;
        Terms = WrittenWith(ProductFile.Beside(null, items, book, []), [])!.Scheme.Terms;
    }

    /// <inheritdoc cref="Scheme.Id"/>
    public string Id => _scheme.Id;

    /// <summary>The terms of its charges.</summary>
    public IReadOnlyDictionary<string, Term> Terms { get; }

    /// <summary>The scheme beside the book's products and an offer, to be joined to it.</summary>
    public SchemeProducts Of(Offer offer, List<Fault> faults)
    {
        var sold = ProductFile.Beside(offer.File, _items, _book, faults);
        var schemes = new Known<WrittenScheme>();
        if (WrittenWith(sold, faults) is { } written)
            schemes.Add(Id, written.Measures.Count > 0 ? written
                : written with { Measures = UseChannels.Among(offer.Versions[^1].Channels) is { } use ? [use] : [] });
        return new(schemes, sold, faults);
    }

    private WrittenScheme? WrittenWith(ReadProducts sold, List<Fault> faults)
    {
        var reader = new MapReader(_node, faults, BookItem.OfScheme, BookItem.OfScheme);
        if (SchemeReader.Read(reader, Known<Account>.Of(_book.Accounts), sold, BookRules.Of(_items, _book), faults)
            is not { } written) return null;
        var formulas = written.Charges.SelectMany(charge => new[] { charge.Quantity, charge.Price, charge.Amount })
            .OfType<FormulaText>().Concat(written.Quantities.Values).ToList();
        return written with
        {
            Expected = new Dictionary<string, FormulaText>(), Measures = [.. written.Expected.Keys],
            Scheme = written.Scheme with
            {
                Terms = written.Scheme.Terms.Where(term => formulas.Exists(formula =>
                        formula.Text.Contains(term.Key, StringComparison.Ordinal)))
                    .ToDictionary(term => term.Key, term => term.Value, StringComparer.Ordinal),
            },
        };
    }
}
