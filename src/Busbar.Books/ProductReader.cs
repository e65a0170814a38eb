using Busbar.Books.Ocpi;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;

namespace Busbar.Books;

/// <summary>The products of a book, and what others that are like products are checked with.</summary>
/// <param name="Names">What formulas may use of the book.</param>
/// <param name="Texts">The versions as written, by product.</param>
internal sealed record ReadProducts(
    Known<Product> Products, BookNames Names, ILookup<string, ProductText> Texts);

/// <summary>Reads the versions of products and has each checked.</summary>
internal static class ProductReader
{
    private const string Seller = "seller";
    private const string Customer = "customer";

    /// <summary>The key of the example bills, which are read when all products are known.</summary>
    public const string Examples = "examples";

    /// <summary>The products by id; one of which a version has a fault is only known to be there.</summary>
    public static ReadProducts Read(IEnumerable<MapNode> nodes, BookRules rules, List<Fault> faults)
    {
        var products = new Known<Product>();
        var texts = new List<(ProductText Text, bool IsGood)>();
        var calendars = new OcpiCalendars(faults);
        foreach (var node in nodes)
        {
            var before = faults.Count;
            var whole = OcpiProduct.Expand(node, rules, calendars, faults);
            // Without its tariff it has no charge, which would only be said again.
            if (faults.Count > before)
            {
                products.AddBroken(new MapReader(node, [], BookItem.OfProduct).Text(BookItem.OfProduct));
                continue;
            }
            var reader = new MapReader(whole, faults, BookItem.OfProduct, BookItem.OfProduct);
            var text = Text(reader, rules);
            reader.Done();
            texts.Add((text, faults.Count == before));
        }
        var (names, written) = (NamesOf(rules, calendars), texts.ToLookup(one => one.Text.Product, one => one.Text));
        var checker = new ProductChecker(names, written, faults);
        var versions = new List<ProductVersion>();
        // What is wrong with the formulas is said together with what is wrong around them.
        foreach (var (text, isGood) in texts)
            if (checker.Check(text) is { } version && isGood) versions.Add(version);
            else products.AddBroken(text.Product);
        foreach (var same in versions.GroupBy(version => version.Product))
        {
            var before = faults.Count;
            // A window may lie in several versions, so that their charges ask for each other's cost.
            if (same.Count() > 1) new CostOrder([.. same.SelectMany(version => version.Charges)], faults).Check();
            if (faults.Count == before) products.Add(same.Key, new(same.Key,
                new(same.Select(version => new DatedValue<ProductVersion>(version.From, version)))));
            else products.AddBroken(same.Key);
        }
        return new(products, names, written);
    }

    /// <summary>What formulas may use, with the calendars of tariffs.</summary>
    private static BookNames NamesOf(BookRules rules, OcpiCalendars calendars)
    {
        var names = rules.Names;
        return calendars.All.Count == 0 ? names : names with
        {
            Calendars = names.Calendars.Concat(calendars.All.Where(one => !names.Calendars.ContainsKey(one.Key)))
                .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
            Declared = names.Declared.Union(calendars.All.Keys).ToHashSet(StringComparer.Ordinal),
        };
    }

    private static ProductText Text(MapReader product, BookRules rules)
    {
        product.Value(Examples);
        var channels = new Dictionary<string, Channel>(StringComparer.Ordinal);
        foreach (var entry in product.Entries("channels"))
            if (Channel(product, entry, rules) is { } channel) channels[entry.Key] = channel;
        var (terms, quantities) = (TermsOf(product, rules), Formulas(product, "quantities", "quantity"));
        var usualTax = product.Written("tax") is { } tax
            ? Lookup.Find(product, tax, "tax", rules.Taxes) : rules.UsualTax;
        var isGross = IsGross(product) ?? false;
        return new(product.Id(BookItem.OfProduct), product.OptionalText("name") ?? product.Name ?? "",
            product.Date("from") ?? default, Values.Minutes(product, "interval", required: true) ?? 30, channels, terms,
            quantities,
            [.. product.Maps("charges", "charge", "name")
                .Select(charge => Charge(charge, usualTax, isGross, rules)).OfType<ChargeText>()],
            [.. product.Maps("must", "must").Select(Must).OfType<MustText>()],
            [.. product.Entries("bundles").Select(entry => new BundleText(entry.Key,
                [.. Names(product, entry)], entry.KeyPlace))],
            product.Flag("fixed"), product.Place)
        {
            Pools = PoolNamesReader.Read(product, rules),
            TradesAt = TradeReader.Boundary(product, "trades", rules)?.Value,
        };
    }

    /// <summary>The terms that a product or a scheme has.</summary>
    public static Dictionary<string, Term> TermsOf(MapReader product, BookRules rules)
    {
        var terms = new Dictionary<string, Term>(StringComparer.Ordinal);
        foreach (var entry in product.Entries("terms"))
            if (TermOf(product, entry, rules) is { } term) terms[entry.Key] = term;
        return terms;
    }

    /// <summary>Formulas by the names that they give.</summary>
    /// <param name="what">What each is: <c>quantity</c>.</param>
    public static Dictionary<string, FormulaText> Formulas(MapReader product, string key, string what)
    {
        var formulas = new Dictionary<string, FormulaText>(StringComparer.Ordinal);
        foreach (var entry in product.Entries(key))
        {
            if (!Vocabulary.IsName(entry.Key))
                product.Fault("bad-name", entry.KeyPlace, $"A {what} can't be called {entry.Key}.",
                    "Write words in lower case joined by hyphens: house-load.");
            if (product.ToText(entry.Value, $"{what} {entry.Key}") is { } text)
                formulas[entry.Key] = Values.FormulaOf(text);
        }
        return formulas;
    }

    /// <summary>The unit of a channel, of what meters measure or the book counts; null after a fault.</summary>
    public static Channel? Channel(MapReader reader, MapEntry entry, BookRules rules)
    {
        if (reader.ToText(entry.Value, $"channel {entry.Key}") is not { } text
            || Values.UnitOf(reader, text, $"channel {entry.Key}", rules.Units) is not { } unit) return null;
        if (!Vocabulary.IsName(entry.Key))
            reader.Fault("bad-name", entry.KeyPlace, $"A channel can't be called {entry.Key}.",
                "Write words in lower case joined by hyphens: reactive-import.");
        else if (!unit.Dimension.IsMetered && !rules.Units.Counted.Contains(unit.Symbol))
            reader.Fault("wrong-unit", text.Place, $"channel {entry.Key} is {text.What}, which no meter counts.",
                "Write kWh, kVArh, kVAh or m3, or something that the book counts: units: [mile].");
        else return new(entry.Key, unit);
        return null;
    }

    private static IEnumerable<(string, Place)> Names(MapReader product, MapEntry bundle)
    {
        if (bundle.Value is ListNode list)
            return list.Items.Select(item => product.ToText(item, $"bundle {bundle.Key}")).OfType<TextNode>()
                .Select(text => (text.Value, text.Place));
        product.Fault("wrong-kind", bundle.Value.Place,
            $"bundle {bundle.Key} is {bundle.Value.What}; expected a list of charges.");
        return [];
    }

    /// <summary><c>standing: { in: p/day, default: 60.97 }</c>, or <c>standing: p/day</c>.</summary>
    private static Term? TermOf(MapReader product, MapEntry entry, BookRules rules)
    {
        if (!Vocabulary.IsName(entry.Key))
            product.Fault("bad-name", entry.KeyPlace, $"A term can't be called {entry.Key}.",
                "Write words in lower case joined by hyphens: standing-charge.");
        if (entry.Value is TextNode text)
            return Values.UnitOf(product, text, $"term {entry.Key}", rules.Units) is { } bare
                ? new(entry.Key, bare, null) : null;
        if (product.Section(entry.Value, $"term {entry.Key} of {product.Thing}") is not { } term) return null;
        var (written, value) = (term.Written("in", required: true), term.Written("default"));
        if (written is null || Values.UnitOf(term, written, $"term {entry.Key}", rules.Units) is not { } unit)
            return null;
        return new(entry.Key, unit, value is null ? null
            : Values.Number(term, value, $"default of term {entry.Key}", unit, rules.Units));
    }

    /// <summary>A charge of a product; null after a fault.</summary>
    private static ChargeText? Charge(MapReader charge, TaxClass? usualTax, bool isGross, BookRules rules)
    {
        var name = charge.Text("name");
        var group = charge.OptionalChoice("group", rules.Groups) ?? rules.Groups[0];
        var to = To(charge);
        var each = EachOf(charge);
        var lines = charge.OptionalChoice("lines", "band", "tier", "clip");
        var missing = charge.OptionalChoice("missing", "hold", "leave-open") == "leave-open"
            ? Missing.LeaveOpen : Missing.Hold;
        var tax = charge.Written("tax") is { } named ? Lookup.Find(charge, named, "tax", rules.Taxes) : usualTax;
        if (tax is null && !charge.Has("tax"))
            charge.Fault("no-tax", charge.Place, $"{charge.Thing} names no tax, and the book has several.",
                $"Add tax: to it, to the product or to the book: {string.Join(", ", rules.Taxes.Keys)}.");
        var text = new ChargeText(charge.OptionalId("id"), name, group, Formula(charge, "quantity"),
            Formula(charge, "price"), Formula(charge, "amount"),
            to == Customer ? Direction.ToCustomer : Direction.ToSeller, each, lines == "band", lines == "tier",
            tax ?? TaxClass.Outside, IsGross(charge) ?? isGross, missing, charge.Flag("pass-through"), charge.Place)
        {
            HasLineByClip = lines == "clip", Payee = to is Customer or Seller ? null : to,
        };
        return name.Length > 0 ? text : null;
    }

    /// <summary>Who is paid: the seller, the customer, or a party of the agreement or its pool by its word.</summary>
    private static string To(MapReader charge)
    {
        if (charge.Written("to") is not { } to) return Seller;
        if (to.Value is Seller or Customer) return to.Value;
        var hint = Nearest.Hint(to.Value, [Seller, Customer]);
        if (hint is null && Vocabulary.IsName(to.Value)) return to.Value;
        charge.Fault("wrong-value", to.Place, $"to of {charge.Thing} is {to.What}; expected who is paid: seller, "
            + "customer, or the word for a party of the agreement or its pool.", hint ?? "Write to: landlord, and "
            + "parties: { landlord: elm-house-ltd } in the agreement or its pool.");
        return Seller;
    }

    /// <summary><c>be: import &lt;= limit, else: Too much was taken</c>.</summary>
    private static MustText? Must(MapReader must)
    {
        var (be, text, each) = (must.Written("be", required: true), must.Text("else"), EachOf(must));
        return be is not null && text.Length > 0 ? new(Values.FormulaOf(be), text, each, must.Place) : null;
    }

    private static Each EachOf(MapReader reader) =>
        reader.OptionalChoice("each", "agreement", "connection") == "connection" ? Each.Connection : Each.Agreement;

    /// <summary>Whether the prices of a product or a charge include the tax; null where it doesn't say.</summary>
    private static bool? IsGross(MapReader reader) =>
        reader.OptionalChoice("prices", "net", "gross") is { } prices ? prices == "gross" : null;

    /// <summary>A formula of a charge; null where there is none.</summary>
    public static FormulaText? Formula(MapReader charge, string key) =>
        charge.Written(key) is { } text ? Values.FormulaOf(text) : null;
}
