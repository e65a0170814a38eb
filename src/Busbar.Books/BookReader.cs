using Busbar.Contracts;

namespace Busbar.Books;

/// <summary>Reads the things of a book into its contracts, and reports all that is wrong with them at once.</summary>
public static class BookReader
{
    /// <summary>The contracts; null when a fault was found.</summary>
    public static Book? Read(IReadOnlyList<BookItem> items, List<Fault> faults)
    {
        var before = faults.Count;
        var byKind = items.ToLookup(item => item.Kind, item => item.Node);
        if (byKind[BookItem.OfBook].FirstOrDefault() is not { } node) return null;
        var rules = BookRules.Read(node, faults);
        var products = ProductReader.Read(byKind[BookItem.OfProduct], rules, faults);
        var parties = Each(byKind[BookItem.OfParty], BookItem.OfParty, faults, PartyReader.Read, party => party.Id);
        var connections = Each(byKind[BookItem.OfConnection], BookItem.OfConnection, faults,
            reader => ConnectionReader.Read(reader, rules), connection => connection.Id);
        var accounts = Each(byKind[BookItem.OfAccount], BookItem.OfAccount, faults,
            reader => AccountReader.Read(reader, parties, rules), account => account.Id);
        var agreements = Each(byKind[BookItem.OfAgreement], BookItem.OfAgreement, faults,
            reader => AgreementReader.Read(reader, accounts, products, connections, rules), agreement => agreement.Id);
        return faults.Count > before ? null : new(
            rules.Seller, rules.Currency, rules.Zone, rules.Language, rules.LineRounding, rules.TaxRounding,
            rules.Numbers, rules.Groups, rules.Calendars, rules.Series, parties, accounts, connections, products,
            agreements);
    }

    private static Dictionary<string, T> Each<T>(
        IEnumerable<MapNode> nodes, string kind, List<Fault> faults, Func<MapReader, T?> read, Func<T, string> idOf)
        where T : class
    {
        var all = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var reader = new MapReader(node, faults, kind, kind);
            if (read(reader) is { } one) all[idOf(one)] = one;
            reader.Done();
        }
        return all;
    }
}

/// <summary>Reads a party.</summary>
internal static class PartyReader
{
    public static Party? Read(MapReader party) => new(
        party.Id(BookItem.OfParty), party.Text("name"), [.. party.Texts("address").Select(line => line.Value)],
        party.OptionalText("vat"), party.Place);
}

/// <summary>Reads an account.</summary>
internal static class AccountReader
{
    public static Account? Read(MapReader account, IReadOnlyDictionary<string, Party> parties, BookRules rules)
    {
        var id = account.Id(BookItem.OfAccount);
        var style = account.OptionalChoice("style", "unbundled", "bundled") == "bundled"
            ? BillStyle.Bundled : BillStyle.Unbundled;
        var cycle = account.Section("bills") is { } bills ? BookRules.CycleOf(bills) : rules.Cycle;
        return Lookup.Find(account, "party", parties) is { } party && cycle is not null
            ? new(id, party, style, cycle, account.Place) : null;
    }
}

/// <summary>Finds what a text refers to.</summary>
internal static class Lookup
{
    /// <summary>The thing of the id under a key; null after a fault.</summary>
    public static T? Find<T>(MapReader reader, string key, IReadOnlyDictionary<string, T> known) where T : class =>
        reader.Written(key, required: true) is { } text ? Find(reader, text, key, known) : null;

    /// <summary>The thing of an id; null after a fault.</summary>
    public static T? Find<T>(MapReader reader, TextNode text, string kind, IReadOnlyDictionary<string, T> known)
        where T : class
    {
        if (known.TryGetValue(text.Value, out var found)) return found;
        reader.Fault($"unknown-{kind}", text.Place, $"There is no {kind} {text.Value}, which {reader.Thing} names.",
            Nearest.Hint(text.Value, known.Keys)
            ?? (known.Count == 0 ? $"The book has no {kind} at all." : null));
        return null;
    }
}
