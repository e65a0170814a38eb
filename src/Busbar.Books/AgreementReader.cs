using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>Reads an agreement, and has it checked that what it binds fits together.</summary>
internal static class AgreementReader
{
    public static Agreement? Read(
        MapReader reader, Known<Account> accounts, Known<Product> products, Known<Connection> connections,
        Known<Pool> pools, Known<Party> parties, BookRules rules, Supplied supplied, SchemeProducts? brought)
    {
        var id = reader.Id(BookItem.OfAgreement);
        var account = accounts.Find(reader, BookItem.OfAccount);
        var (begin, to, signed) = (reader.Date("from"), reader.OptionalDate("to"), reader.OptionalDate("signed"));
        if (to <= begin)
            reader.Fault("bad-date", reader.Map["to"]!.Place, $"{reader.Thing} ends on the day it begins, or before.",
                "to: is the first day without supply.");
        var (agreedFrom, agreedTo, scheme) = (reader.OptionalDate("agreed-from"), reader.OptionalDate("agreed-to"),
            brought?.Named(reader));
        // With another product than its own an agreement is looked at for the customer's sake.
        if (brought is null) reader.Value(BookItem.OfScheme);
        if (agreedTo <= (agreedFrom ?? begin))
            reader.Fault("bad-date", reader.Map["agreed-to"]!.Place, $"{reader.Subject} was agreed up to the day from "
                + "which it was agreed, or before.", "agreed-to: is the first day that isn't agreed any more.");
        var product = ProductOf(reader, products, signed ?? begin, begin, out var pinned);
        var listed = reader.Texts("connections", required: true).SelectMany(Split).ToList();
        if (reader.Map["connections"] is ListNode { Items.Count: 0 } none)
            reader.Fault("missing-key", none.Place, $"{reader.Thing} names no connection.",
                "Name those that it supplies: connections: [\"1012345678901\"].");
        var bound = listed.Select(text => connections.Find(reader, text, BookItem.OfConnection))
            .OfType<Connection>().ToList();
        var (named, costCentre) = (PartyReader.Named(reader, parties), reader.OptionalText("cost-centre"));
        var (values, pool, roles) = (reader.Entries("terms"), reader.Written("pool"), reader.Entries("pools"));
        // What can't be read has been said; what follows would only repeat it.
        if (begin is not { } from || to <= from || product is null || account is null) return null;
        if (bound.Count < listed.Count || bound.Count == 0) return null;
        if (brought is not null && scheme is null && reader.Has(BookItem.OfScheme)) return null;
        var versions = VersionsOf(product, pinned, from, to);
        if (versions.Count == 0 || (pinned is null && versions[0].From > from))
        {
            reader.Fault("no-version", reader.Map["from"]!.Place, $"{reader.Thing} begins before the first version of "
                + $"product {product.Id}, {LocalDatePattern.Iso.Format(product.Versions.Values[0].From)}.");
            return null;
        }
        bound = [.. bound.DistinctBy(connection => connection.Id)];
        var joined = scheme is null ? product : brought!.Joined(product, scheme);
        if (joined is null) return null;
        var rated = scheme is null ? versions : VersionsOf(joined, pinned, from, to);
        var terms = TermsOf(reader, values, joined, rated, from, bound, rules);
        var agreement = new Agreement(id, account, product, pinned, bound, from, to, terms, reader.Place);
        agreement = agreement with
        {
            Pools = PoolFit.Of(reader, agreement, versions, pools, pool, roles), Parties = named, Signed = signed,
            CostCentre = costCentre,
        };
        var fit = new AgreementFit(
            reader, reader.Map["connections"]!.Place, agreement with { Product = joined }, rated);
        fit.Check();
        fit.CheckSupply(supplied);
        return scheme is null ? agreement : agreement with
        {
            Commission = CommissionOf(reader, agreement, joined, brought!.Expected(product, scheme), scheme,
                new(agreedFrom ?? from, agreedTo ?? to ?? LocalDate.MaxIsoValue)),
        };
    }

    /// <summary>What a broker gets for an agreement: of the days of supply that were agreed.</summary>
    private static Commission? CommissionOf(
        MapReader reader, Agreement agreement, Product joined, Product? expected, WrittenScheme scheme, Days agreed)
    {
        if (scheme.Expected.Count > 0 && agreed.To == LocalDate.MaxIsoValue)
            reader.Fault("no-end", reader.Place, $"{reader.Subject} has no end, and its scheme {scheme.Scheme.Id} is "
                + "paid by what is expected up to it.", "Say up to when it was agreed: agreed-to: 2029-04-01.");
        var days = new Days(agreement.From, agreement.To ?? LocalDate.MaxIsoValue).Intersect(agreed);
        // What only the scheme has terms for isn't asked of an agreement that never began.
        var rated = agreement with
        {
            Product = joined, From = days.From,
            To = days.To == LocalDate.MaxIsoValue ? null : LocalDate.Max(days.To, days.From),
        };
        var whole = expected is null || agreed.To == LocalDate.MaxIsoValue ? null : agreement with
        {
            Product = expected, Pinned = null, From = agreed.From, To = agreed.To,
        };
        new ExpectedFit(reader, rated, scheme).Check(whole);
        return new(scheme.Scheme, rated, whole, agreed);
    }

    /// <summary>In a table, several ids stand in one cell with blanks between them.</summary>
    public static IEnumerable<TextNode> Split(TextNode text) =>
        text.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => text with { Value = id });

    /// <summary><c>ev-home</c>, or <c>ev-home@2026-04-01</c> for that version alone.</summary>
    private static Product? ProductOf(
        MapReader reader, Known<Product> products, LocalDate? signed, LocalDate? from, out LocalDate? pinned)
    {
        pinned = null;
        if (reader.Written(BookItem.OfProduct, required: true) is not { } text) return null;
        var (name, at, named) = text.Value.IndexOf('@', StringComparison.Ordinal) is var found && found >= 0
            ? (text.Value[..found], true, text.Value[(found + 1)..]) : (text.Value, false, "");
        if (products.Find(reader, text with { Value = name }, BookItem.OfProduct) is not { } product) return null;
        if (at)
        {
            var starts = product.Versions.Values.Select(version => LocalDatePattern.Iso.Format(version.From)).ToList();
            if (!starts.Contains(named))
            {
                reader.Fault("no-version", text.Place,
                    $"Product {name} has no version {named}, which {reader.Thing} names.",
                    $"It has {string.Join(", ", starts)}.");
                return null;
            }
            pinned = LocalDatePattern.Iso.Parse(named).Value;
        }
        // What is signed before the product's first day is kept as it is on the first day of supply.
        else if (signed is { } day && from is { } first
            && (product.Versions.TryAt(day, out var version) || product.Versions.TryAt(first, out version))
            && version.IsFixed) pinned = version.From;
        return product;
    }

    /// <summary>The versions that hold from one day to another; of a pinned agreement the one.</summary>
    public static List<ProductVersion> VersionsOf(Product product, LocalDate? pinned, LocalDate from, LocalDate? to) =>
        pinned is { } day ? [product.Versions.At(day)]
        : [.. product.Versions.Values.Where((version, i) => (to is null || version.From < to)
            && (i + 1 == product.Versions.Values.Count || product.Versions.Values[i + 1].From > from))
            .Select(version => version.Value)];

    /// <summary>The values of terms, with a fault for each that is needed and isn't there.</summary>
    public static Dictionary<string, Dated<Exact>> TermsOf(
        MapReader reader, IReadOnlyList<MapEntry> values, Product product, List<ProductVersion> versions,
        LocalDate from, IReadOnlyList<Connection> connections, BookRules rules)
    {
        var known = versions.SelectMany(version => version.Terms.Values).ToList();
        var terms = new Dictionary<string, Dated<Exact>>(StringComparer.Ordinal);
        foreach (var entry in values)
        {
            var same = known.Where(term => term.Name == entry.Key).ToList();
            if (same is not [var term, ..])
                reader.Fault("unknown-term", entry.KeyPlace,
                    $"Product {product.Id} has no term {entry.Key}, which {reader.Thing} gives.",
                    Nearest.Hint(entry.Key, known.Select(one => one.Name).Distinct()));
            else if (same.Find(one => one.Unit.Dimension != term.Unit.Dimension) is { } other)
                reader.Fault("wrong-unit", entry.KeyPlace,
                    $"Product {product.Id} has the term {entry.Key} in {term.Unit} and, in another version, in "
                    + $"{other.Unit}; one value can't be both.", "Give the term of one version another name.");
            else if (Values.Numbers(
                reader, entry.Value, $"term {entry.Key} of {reader.Thing}", term.Unit, rules.Units) is { } numbers)
                terms[entry.Key] = numbers;
        }
        foreach (var term in known.Where(term => term.Default is null).DistinctBy(term => term.Name))
        {
            var first = versions.First(version => version.Terms.GetValueOrDefault(term.Name) is { Default: null });
            var needed = ReferenceEquals(first, versions[0]) ? from : first.From;
            if (connections.All(connection => connection.Terms.TryGetValue(term.Name, out var own)
                && own.Values.TryAt(needed, out _))) continue;
            if (!values.Any(entry => entry.Key == term.Name))
                reader.Fault("missing-term", reader.Place,
                    $"{reader.Thing} gives no {term.Name}, and product {product.Id} has no default for it.",
                    $"Add terms: {{ {term.Name}: … {term.Unit} }}.");
            else if (terms.TryGetValue(term.Name, out var numbers) && !numbers.TryAt(needed, out _))
                reader.Fault("missing-term", reader.Place,
                    $"{term.Name} of {reader.Thing} begins only after it is needed, on "
                    + $"{LocalDatePattern.Iso.Format(needed)}.");
        }
        return terms;
    }
}
