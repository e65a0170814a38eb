using Busbar.Contracts;
using Busbar.Metering;

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
        var sold = ProductReader.Read(byKind[BookItem.OfProduct], rules, faults);
        var products = sold.Products;
        var parties = Each(byKind[BookItem.OfParty], BookItem.OfParty, faults,
            reader => PartyReader.Read(reader, rules));
        var connections = Each(byKind[BookItem.OfConnection], BookItem.OfConnection, faults,
            reader => ConnectionReader.Read(reader, rules));
        CheckDayStarts(byKind[BookItem.OfBook], rules, connections.Good.Values, faults);
        var examples = new ExampleReader(rules, products, connections, faults).Read(byKind[BookItem.OfProduct]);
        var invoices = Each(byKind[BookItem.OfInvoice], BookItem.OfInvoice, faults,
            reader => InvoiceReader.Read(reader, connections, rules)).Good.Values.SelectMany(invoice => invoice.Lines)
            .ToLookup(line => line.Connection);
        var pools = Each(byKind[BookItem.OfPool], BookItem.OfPool, faults,
            reader => PoolReader.Read(reader, connections, parties, rules, faults) is { } pool
                ? pool with { Costs = [.. invoices[pool.Parent?.Id ?? ""]] } : null);
        var accounts = Each(byKind[BookItem.OfAccount], BookItem.OfAccount, faults,
            reader => AccountReader.Read(reader, parties, rules));
        var schemes = Each(byKind[BookItem.OfScheme], BookItem.OfScheme, faults,
            reader => SchemeReader.Read(reader, accounts, sold, rules, faults));
        var (supplied, brought) = (new Supplied(), new SchemeProducts(schemes, sold, faults));
        var agreements = Each(byKind[BookItem.OfAgreement], BookItem.OfAgreement, faults,
            reader => AgreementReader.Read(
                reader, accounts, products, connections, pools, parties, rules, supplied, brought));
        var registrations = Each(byKind[BookItem.OfRegistration], BookItem.OfRegistration, faults,
            reader => RegistrationReader.Read(reader, agreements, connections)).Good.Values
            .ToLookup(one => one.Agreement);
        var shapes = TradeShape.In(rules.Zone);
        var trades = Each(byKind[BookItem.OfTrade], BookItem.OfTrade, faults,
            reader => TradeReader.Read(reader, agreements, rules, shapes)).Good.Values
            .ToLookup(trade => trade.Agreement);
        var events = Each(byKind[BookItem.OfEvent], BookItem.OfEvent, faults,
            new EventReader(rules, agreements, connections, pools).Read).Good.Values.ToList();
        var viewers = Each(byKind[BookItem.OfViewer], BookItem.OfViewer, faults,
            reader => ViewerReader.Read(reader, accounts, connections, agreements, parties));
        var called = faults.Count == before ? new EventFit(faults).Of(agreements.Good, pools.Good, events)
            : (Agreements: agreements.Good, Pools: pools.Good);
        var meters = called.Agreements.Values.SelectMany(agreement => agreement.Connections.Select(one =>
                (agreement.Account.Id, Meter: new SuppliedMeter(one,
                    new(agreement.From, agreement.To ?? NodaTime.LocalDate.MaxIsoValue)))))
            .GroupBy(one => one.Id, one => one.Meter)
            .ToDictionary(one => one.Key, one => new AccountMeters([.. one]), StringComparer.Ordinal);
        PartyReader.CheckNumbers(rules, parties.Good.Values, faults);
        if (faults.Count == before)
        {
            AccountFit.Check(accounts.Good, faults);
            CheckTerms(connections.Good.Values, agreements.Good.Values, faults);
            CheckChannels("estimates", rules.Estimates, connections.Good.Values, faults);
            CheckChannels("checks", rules.Checks, connections.Good.Values, faults);
            ChecksReader.CheckBeside(connections.Good, faults);
            PoolCircles.Check(pools.Good, agreements.Good.Values, faults);
            PoolRoles.Check(pools.Good.Values, agreements.Good.Values, faults);
            PoolOverlaps.Check(pools.Good.Values, faults);
            MembershipFit.Check(agreements.Good, faults);
            InvoiceFit.CheckCycles(pools.Good.Values, faults);
            new TaxFit(agreements.Good, faults).Check(connections.Good.Values, accounts.Good.Values);
            CommissionFit.Check(agreements.Good.Values, faults);
            InvoiceFit.Check(invoices, pools.Good.Values, agreements.Good.Values, faults);
        }
        var stationery = StationeryReader.WithFiles(
            rules.Stationery, byKind[BookItem.OfPicture], byKind[BookItem.OfText], faults);
        return faults.Count > before ? null : new(
            rules.Seller, rules.Currency, rules.Zone, rules.Language, rules.LineRounding, rules.TaxRounding,
            rules.Numbers, rules.Groups, rules.Calendars.Good, rules.Series.Good, parties.Good, accounts.Good,
            connections.Good, products.Good, called.Agreements.Values.ToDictionary(agreement => agreement.Id,
                agreement => agreement with
                {
                    Trades = [.. trades[agreement.Id].OrderBy(trade => trade.Id, StringComparer.Ordinal)],
                    MetersOfAccount = meters[agreement.Account.Id],
                    Registrations = [.. registrations[agreement.Id].OrderBy(one => one.On).ThenBy(one => one.State)
                        .ThenBy(one => one.Id, StringComparer.Ordinal)],
                }, StringComparer.Ordinal))
        {
            Examples = examples, Units = rules.Units, Pools = called.Pools, Stationery = stationery,
            Chart = rules.Chart, Payments = rules.Payments, Viewers = viewers.Good, Access = rules.Access,
                AttachesIntervals = rules.AttachesIntervals,
            TaxPoint = rules.TaxPoint, TaxPer = rules.TaxPer, RoundPayable = rules.RoundPayable,
            Schemes = schemes.Good.ToDictionary(one => one.Key, one => one.Value.Scheme, StringComparer.Ordinal),
        };
    }

    /// <summary>Days that start otherwise are those of a channel that there is.</summary>
    private static void CheckDayStarts(
        IEnumerable<MapNode> book, BookRules rules, IEnumerable<Connection> connections, List<Fault> faults)
    {
        var channels = connections.SelectMany(connection => connection.Channels.Keys).ToHashSet();
        if (channels.Count == 0) return;
        foreach (var name in rules.DayStarts.Keys.Where(name => !channels.Contains(name)))
            faults.Add(new("unknown-channel", $"day-starts names channel {name}, which no connection of the book has.",
                book.First()["day-starts"]!.Place, name, Nearest.Hint(name, channels)));
    }

    /// <summary>A term of a connection is one of a product that it has, or of the scheme that brought it.</summary>
    private static void CheckTerms(
        IEnumerable<Connection> connections, IEnumerable<Agreement> agreements, List<Fault> faults)
    {
        var bound = agreements.SelectMany(agreement => agreement.Connections.Select(one => (one.Id,
                Product: agreement.Commission?.Rated.Product ?? agreement.Product)))
            .ToLookup(pair => pair.Id, pair => pair.Product);
        foreach (var connection in connections.Where(connection => bound.Contains(connection.Id)))
        {
            var known = bound[connection.Id].SelectMany(product => product.Versions.Values)
                .SelectMany(version => version.Value.Terms.Keys).Distinct().ToList();
            foreach (var (name, term) in connection.Terms.Where(term => !known.Contains(term.Key)))
                faults.Add(new("unknown-term", $"No product of connection {connection.Id} has a term {name}, which it "
                    + "gives.", term.Place, connection.Id, Nearest.Hint(name, known)));
        }
    }

    /// <summary>A channel for which the book has phrases is one that some connection has.</summary>
    private static void CheckChannels<T>(
        string key, IReadOnlyDictionary<string, WrittenList<T>> lists, IEnumerable<Connection> connections,
        List<Fault> faults) where T : class
    {
        var known = connections.SelectMany(connection => connection.Channels.Keys).Distinct().ToList();
        foreach (var (name, list) in lists)
            if (name != PhraseLists<T>.Default && known.Count > 0 && !known.Contains(name))
                faults.Add(new("unknown-channel", $"No connection has a channel {name}, which {key} of the book "
                    + "name.", list.Place, name, Nearest.Hint(name, known.Append(PhraseLists<T>.Default))
                    ?? $"They have {string.Join(", ", known.Order(StringComparer.Ordinal))}."));
    }

    private static Known<T> Each<T>(
        IEnumerable<MapNode> nodes, string kind, List<Fault> faults, Func<MapReader, T?> read) where T : class
    {
        var all = new Known<T>();
        foreach (var node in nodes)
        {
            var (reader, before) = (new MapReader(node, faults, kind, kind), faults.Count);
            var (id, one) = (node[kind] is TextNode text ? text.Value : "", read(reader));
            reader.Done();
            if (one is not null && faults.Count == before) all.Add(id, one);
            else all.AddBroken(id);
        }
        return all;
    }
}

/// <summary>Reads a party.</summary>
internal static class PartyReader
{
    public static Party? Read(MapReader party, BookRules rules) => WithDetails(new(
        party.Id(BookItem.OfParty), party.Text("name"), [.. party.Texts("address").Select(line => line.Value)],
        party.OptionalText("vat"), party.Place)
    {
        Issuer = party.Section("bills") is { } bills
            ? new(BookRules.NumbersOf(bills), StationeryReader.Contact(party, bills))
            {
                RoundPayable = PayableReader.StepOf(bills, rules.Currency),
            } : null,
    }, party);

    /// <summary>A party with what its electronic documents say of it.</summary>
    public static Party WithDetails(Party party, MapReader reader)
    {
        var country = reader.Written("country");
        if (country is not null && country.Value is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
            reader.Fault("bad-country", country.Place, $"country of {reader.Thing} is {country.What}; expected a "
                + "code of "
                + "ISO 3166-1.", "Write GB, DE, FR, …");
        return party with
        {
            Country = country?.Value, TaxNumber = reader.OptionalText("tax-number"),
            CompanyNumber = reader.OptionalText("company-number"),
            ElectronicAddress = ElectronicAddresses.Read(reader),
        };
    }

    /// <summary>Who bills has numbers that nobody else's documents have.</summary>
    public static void CheckNumbers(BookRules rules, IEnumerable<Party> parties, List<Fault> faults)
    {
        // However many digits it has, a count between the same texts is the same series.
        var taken = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [rules.Numbers.Bills.SeriesOf(1)] = "the seller's bills",
            [rules.Numbers.Credits.SeriesOf(1)] = "the seller's credit notes",
        };
        if (rules.Numbers.SelfBilled is { } selfBilled)
            taken[selfBilled.SeriesOf(1)] = "the seller's self-billed invoices";
        foreach (var party in parties)
            foreach (var (pattern, what) in party.Issuer is not { } issuer ? []
                : new[] { (issuer.Numbers.Bills, "bills"), (issuer.Numbers.Credits, "credit notes") })
                if (!taken.TryAdd(pattern.SeriesOf(1), $"the {what} of party {party.Id}"))
                    faults.Add(new("same-numbers", $"The {what} of party {party.Id} have the same numbers as "
                        + $"{taken[pattern.SeriesOf(1)]}: {pattern.Text}.", party.Place, party.Id, "Give them numbers "
                        + "of their own: bills: { numbers: \"EH-{year}-{00000}\", credits: "
                        + "\"EH-CN-{year}-{00000}\" }."));
    }

    /// <summary>What words mean: <c>parties: { landlord: elm-house-ltd }</c>.</summary>
    public static Dictionary<string, Party> Named(MapReader reader, Known<Party> parties)
    {
        var named = new Dictionary<string, Party>(StringComparer.Ordinal);
        foreach (var entry in reader.Entries("parties"))
            if (reader.ToText(entry.Value, $"{entry.Key} of parties") is { } text
                && parties.Find(reader, text, BookItem.OfParty) is { } party)
            {
                if (party.Issuer is null)
                    reader.Fault("no-numbers", text.Place, $"{reader.Thing} has party {party.Id} as its {entry.Key}, "
                        + "and it isn't said how that party's bills are numbered.", $"Add to party {party.Id}: bills: "
                        + "{ numbers: \"EH-{year}-{00000}\", credits: \"EH-CN-{year}-{00000}\" }.");
                named[entry.Key] = party;
            }
        return named;
    }
}

/// <summary>Finds what a text refers to.</summary>
internal static class Lookup
{
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
