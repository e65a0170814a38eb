using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>
/// Binds offers to sites as if that had been agreed, with all that is checked of an agreement. What an offer asks for
/// and its product has no default for comes from what is given for all, or from what the site has agreed under the same
/// name and in the same unit.
/// </summary>
public sealed class OfferReader
{
    private const string TermsPlace = "--terms";
    private const string Terms = "terms";

    // No id of a book has a blank.
    private const string Nobody = "no account";

    private static readonly string[] Kept = ["pool", "pools", "parties"];

    private readonly PinnedReader _pinned;
    private readonly BookRules _rules;
    private readonly Known<Account> _accounts;
    private readonly IReadOnlyList<MapEntry> _given;
    private readonly OfferScheme? _scheme;

    /// <param name="items">The things from which the book was read.</param>
    /// <param name="book">A book without a fault.</param>
    /// <param name="terms">The values of terms that hold for all: <c>uplift=1.2p/kWh</c>.</param>
    /// <param name="offers">Those that may be bound; each term is one of them.</param>
    /// <param name="scheme">By which a broker would bring them; null: none does.</param>
    /// <exception cref="RefusedException">A term isn't one, or has no good value.</exception>
    public OfferReader(
        IReadOnlyList<BookItem> items, Book book, IReadOnlyList<string> terms, IReadOnlyList<Offer> offers,
        Scheme? scheme = null)
    {
        _scheme = scheme is null ? null : new(scheme, items, book);
        (_pinned, _rules) = (new(items, book), BookRules.Of(items, book));
        _accounts = Known<Account>.Of(book.Accounts);
        _accounts.Add(Nobody, AccountOfNobody());
        var faults = new List<Fault>();
        _given = [.. terms.Select(term => Given(term, offers, faults)).OfType<MapEntry>()];
        if (faults.Count > 0) throw new RefusedException(faults);
    }

    /// <summary>An offer as a site would have it; null after faults that say why it can't.</summary>
    public Agreement? Bind(Offer offer, Site site, List<Fault> faults)
    {
        // Who has the product goes on with it; for all others it begins on the first day.
        var same = site.Agreements.FirstOrDefault(one => one.Product.Id == offer.Product.Id);
        var model = same ?? (site.Agreements.Count > 0 ? site.Agreements[0] : null);
        var from = same?.From ?? site.Days.From;
        var first = offer.Product.Versions.Values[0].From;
        if (offer.Pinned is null && first > from)
        {
            faults.Add(new("no-version", $"{offer.Name} has its first version on {Iso(first)}, and {site.Name} is "
                + $"supplied from {Iso(from)}.", site.Connections[0].Place, site.Name,
                $"Try that version on all days: {offer.Name}@{Iso(first)}."));
            return null;
        }
        var (node, own) = (NodeOf(offer, site, same, model, from), new List<Fault>());
        var connections = Known<Connection>.Of(site.Connections.ToDictionary(one => one.Id, StringComparer.Ordinal));
        var brought = _scheme?.Of(offer, own);
        var read = _pinned.Read(node, offer.Product, _accounts, own, connections, brought);
        // Where it can't be measured, all else is beside the point; and terms are given otherwise than in a book.
        var isUnmeasured = own.Exists(fault => fault.Code == "missing-channel");
        faults.AddRange(isUnmeasured ? own.Where(fault => fault.Code == "missing-channel")
            : own.Where(fault => fault.Code != "missing-term"));
        if (!isUnmeasured && own.Exists(fault => fault.Code == "missing-term"))
            faults.AddRange(Lacking(offer, site, (MapNode)node[Terms]!));
        return read is null || model is null ? read : _pinned.AsWritten(read, model.Id);
    }

    private IEnumerable<Fault> Lacking(Offer offer, Site site, MapNode terms) =>
        from term in TermsOf(offer)
        where term.Default is null && terms[term.Name] is not TextNode
            && !site.Connections.All(connection => connection.Terms.ContainsKey(term.Name))
        let needs = _scheme?.Terms.ContainsKey(term.Name) == true ? $"scheme {_scheme.Id}" : offer.Name
        select new Fault("missing-term", $"{site.Name} has agreed no {term.Name}, which {needs} needs.",
            site.Connections[0].Place, site.Name, $"Give it for all: --terms {term.Name}=…{term.Unit}.");

    /// <summary>What an offer and the scheme by which it is brought ask for: under one name it is one term.</summary>
    private IEnumerable<Term> TermsOf(Offer offer) => (_scheme?.Terms.Values ?? [])
        .Concat(offer.Versions.SelectMany(version => version.Terms.Values)).DistinctBy(term => term.Name);

    private MapNode NodeOf(Offer offer, Site site, Agreement? same, Agreement? model, LocalDate from)
    {
        var place = model?.Place ?? site.Connections[0].Place;
        var entries = new List<MapEntry>
        {
            Entry(BookItem.OfAgreement, model?.Id ?? site.Connections[0].Id),
            Entry(BookItem.OfAccount, model?.Account.Id ?? Nobody),
            Entry(BookItem.OfProduct, offer.Pinned is { } day ? $"{offer.Product.Id}@{Iso(day)}" : offer.Product.Id),
            new("connections", place, new ListNode(place, [.. site.Connections.Select(one => Text(one.Id))])),
            Entry("from", Iso(from)),
        };
        if ((same is null ? site.EndsBefore ? site.Days.To : (LocalDate?)null : same.To) is { } to)
            entries.Add(Entry("to", Iso(to)));
        if (same is not null && _pinned.NodeOf(same.Id)["signed"] is { } signed)
            entries.Add(new("signed", place, signed));
        foreach (var key in Kept)
            if (site.Agreements.Select(one => _pinned.NodeOf(one.Id)[key]).FirstOrDefault(value => value is not null)
                is { } kept) entries.Add(new(key, place, kept));
        if (_scheme is not null) entries.Add(Entry(BookItem.OfScheme, _scheme.Id));
        entries.Add(new(Terms, place, new MapNode(place, TermsOf(offer, site))));
        return new(place, entries);

        MapEntry Entry(string key, string value) => new(key, place, Text(value));

        TextNode Text(string value) => new(place, value);
    }

    private List<MapEntry> TermsOf(Offer offer, Site site)
    {
        var asked = TermsOf(offer).ToList();
        var terms = _given.Where(entry => asked.Exists(term => term.Name == entry.Key)).ToList();
        foreach (var agreement in site.Agreements)
        {
            var own = agreement.Product.Versions.Values.SelectMany(version => version.Value.Terms.Values)
                .Concat(agreement.Commission?.Scheme.Terms.Values ?? []).ToList();
            foreach (var entry in (_pinned.NodeOf(agreement.Id)[Terms] as MapNode)?.Entries ?? [])
                if (asked.Find(term => term.Name == entry.Key) is { } term
                    && own.Exists(one => one.Name == term.Name && one.Unit.Dimension == term.Unit.Dimension)
                    && !terms.Exists(one => one.Key == entry.Key)) terms.Add(entry);
        }
        return terms;
    }

    /// <summary>A term that is given for all; null after a fault.</summary>
    private MapEntry? Given(string text, IReadOnlyList<Offer> offers, List<Fault> faults)
    {
        var (place, at) = (new Place(TermsPlace), text.IndexOf('=', StringComparison.Ordinal));
        if (at <= 0 || at == text.Length - 1)
        {
            faults.Add(new("bad-term", $"The term {TextNode.Shortened(text)} has no value.", place, Hint:
                "Write its name and its value: --terms uplift=1.2p/kWh."));
            return null;
        }
        var entry = new MapEntry(text[..at], place, new TextNode(place, text[(at + 1)..]));
        var known = offers.SelectMany(TermsOf).ToList();
        if (known.Find(term => term.Name == entry.Key) is not { } own)
        {
            faults.Add(new("unknown-term", $"No offer has a term {entry.Key}.", place, entry.Key,
                Nearest.Hint(entry.Key, known.Select(term => term.Name)) ?? (known.Count == 0 ? "None has a term."
                    : $"They have {string.Join(", ", known.Select(term => term.Name).Distinct())}.")));
            return null;
        }
        var reader = new MapReader(new(place, []), faults, "the offers");
        return Values.Numbers(reader, entry.Value, $"Term {entry.Key}", own.Unit, _rules.Units) is null ? null : entry;
    }

    private Account AccountOfNobody() => new(Nobody, new(Nobody, Nobody, [], null, default), BillStyle.Unbundled,
        _rules.Cycle ?? BillingCycle.Named("month", 1)!, default);

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
