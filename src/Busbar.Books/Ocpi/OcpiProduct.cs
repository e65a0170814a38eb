using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books.Ocpi;

/// <summary>A product that has its prices from a tariff of OCPI: its quantities and charges are written out, and read
/// as those of any product.</summary>
internal static class OcpiProduct
{
    /// <summary>The key under which a product names its tariff.</summary>
    public const string Key = "ocpi";

    private const string Quantities = "quantities";
    private const string Charges = "charges";
    private const string Must = "must";

    private const string NoMatch = "No element of the tariff holds for a session, so that it would be free; an element "
        + "without restrictions prices all that is left, and one with a FLAT price of 0 makes it free";

    // Of all charges that the tariff makes; a charge of the product's own has them by itself.
    private static readonly string[] OfCharges = ["group", "each", "missing"];

    /// <summary>The product with its tariff written out; itself where it has none, or after a fault.</summary>
    /// <param name="calendars">Takes in what the tariff's restrictions need.</param>
    public static MapNode Expand(MapNode product, BookRules rules, OcpiCalendars calendars, List<Fault> faults)
    {
        if (product[Key] is null or EmptyNode) return product;
        var whole = product with { Entries = [.. product.Entries.Where(entry => entry.Key != Key)] };
        var before = faults.Count;
        if (product[Key] is not MapNode node)
        {
            faults.Add(new("unknown-file", $"ocpi of this product is {product[Key]!.What}, and the book has no such "
                + "file.", product[Key]!.Place, Hint: "Put the tariff's JSON into the book's folder tariffs: "
                + "ocpi: tariffs/street.json."));
            return whole;
        }
        if (OcpiTariffReader.Read(node, faults) is not { } tariff) return whole;
        if (tariff.Currency != rules.Currency.Code)
            faults.Add(new("wrong-currency", $"Tariff {tariff.Id} is in {tariff.Currency}, and the book in "
                + $"{rules.Currency.Code}; nothing is converted.", tariff.Place, tariff.Id,
                "Bill its sessions from a book in its currency."));
        var from = product["from"] is TextNode text && Dates.Parse(text.Value, out _) is { } date
            ? date : new LocalDate(1, 1, 1);
        if (faults.Count > before) return whole;
        var formulas = new OcpiFormulas(tariff, calendars, from, rate => TaxOf(rate, from, rules), faults).Write();
        return faults.Count > before ? whole : Whole(whole, formulas, product[Key]!.Place, faults);
    }

    private static string? TaxOf(Exact rate, LocalDate from, BookRules rules) => rules.Taxes
        .Where(tax => tax.Value.Rates is { } rates && rates.TryAt(from, out var own) && own == rate)
        .Select(tax => tax.Key)
        // What is exempt isn't what is taxed at nothing.
        .OrderBy(name => name == "exempt").ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault();

    private static MapNode Whole(MapNode product, OcpiFormulas formulas, Place place, List<Fault> faults)
    {
        var own = product[Quantities] is MapNode given ? given.Entries : [];
        foreach (var twice in own.Where(entry => formulas.Quantities.Any(one => one.Name == entry.Key)))
            faults.Add(new("name-taken", $"The quantity {twice.Key} has the name of one of the product's tariff.",
                twice.KeyPlace, twice.Key, "Give it another name."));
        var quantities = new MapNode(place, [.. formulas.Quantities.Select(one =>
            new MapEntry(one.Name, place, new TextNode(place, one.Formula))), .. own]);
        var charges = new ListNode(place, [.. formulas.Charges.Select(one => Charge(one, product)),
            .. product[Charges] is ListNode more ? more.Items : []]);
        var musts = product[Must] is ListNode conditions ? conditions.Items : [];
        if (formulas.Must is { } must)
            musts = [.. musts, new MapNode(place, [Entry("be", place, must), Entry("else", place, NoMatch)])];
        return product with
        {
            Entries =
            [
                .. product.Entries.Where(entry => entry.Key is not (Quantities or Charges or Must)
                    && !OfCharges.Contains(entry.Key)),
                // Sessions have pieces of their own; what meters count has another interval only where it is said.
                .. product["interval"] is null ? [Entry("interval", place, "5min")] : Array.Empty<MapEntry>(),
                new(Quantities, place, quantities), new(Charges, place, charges),
                .. musts.Count > 0 ? [new(Must, place, new ListNode(place, musts))] : Array.Empty<MapEntry>(),
            ],
        };
    }

    private static MapNode Charge(OcpiCharge charge, MapNode product)
    {
        var at = charge.Place;
        List<MapEntry> entries = [Entry("name", at, charge.Name)];
        foreach (var (key, text) in new[]
            {
                ("quantity", charge.Quantity), ("price", charge.Price), ("amount", charge.Amount), ("tax", charge.Tax),
                ("prices", charge.IsGross ? "gross" : "net"),
            })
            if (text is not null) entries.Add(Entry(key, at, text));
        entries.AddRange(OfCharges.Where(key => product[key] is not (null or EmptyNode))
            .Select(key => new MapEntry(key, at, product[key]!)));
        return new(at, entries);
    }

    private static MapEntry Entry(string key, Place place, string text) => new(key, place, new TextNode(place, text));
}
