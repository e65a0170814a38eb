using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>Reads the example bills of products, and checks that each gives what its product needs.</summary>
internal sealed class ExampleReader(
    BookRules rules, Known<Product> products, Known<Connection> connections, List<Fault> faults)
{
    private const string Example = "example";

    /// <summary>The examples of all products. Of a product with a fault they aren't read.</summary>
    public IReadOnlyList<Example> Read(IEnumerable<MapNode> nodes)
    {
        var examples = new List<Example>();
        foreach (var node in nodes)
        {
            if (VersionOf(node) is not var (product, version)) continue;
            var written = new MapReader(node, faults, BookItem.OfProduct, BookItem.OfProduct)
                .Maps(ProductReader.Examples, Example, "name");
            foreach (var reader in written)
            {
                if (Read(reader, product, version) is { } example) examples.Add(example);
                reader.Done();
            }
        }
        return examples;
    }

    private (Product, ProductVersion)? VersionOf(MapNode node)
    {
        if (node[BookItem.OfProduct] is not TextNode id || node["from"] is not TextNode from
            || !products.Good.TryGetValue(id.Value, out var product)) return null;
        return product.Versions.Values.FirstOrDefault(one => LocalDatePattern.Iso.Format(one.From) == from.Value).Value
            is { } version ? (product, version) : null;
    }

    private Example? Read(MapReader reader, Product product, ProductVersion version)
    {
        var before = faults.Count;
        var name = reader.Text("name");
        var (period, supply) = (reader.Section("period", required: true), reader.Section("supply"));
        var (from, to) = (period?.Date("from"), period?.Date("to"));
        var (begin, end) = (supply?.OptionalDate("from") ?? from, supply?.OptionalDate("to"));
        var values = reader.Entries("terms");
        var prices = PricesOf(reader);
        var minutes = Values.Minutes(reader, "interval", required: false);
        var losses = LossReader.Read(reader, rules);
        var days = new Days(from ?? default, to ?? default);
        if (from is null || to is null || begin is not { } first || !AreGood(days, first, end, period!)
            || !Holds(reader, period!, product, version, days, first)) days = default;
        var versions = days.IsEmpty ? [version] : AgreementReader.VersionsOf(
            product, version.IsFixed ? version.From : null, LocalDate.Min(begin!.Value, days.From), days.To);
        var figures = FiguresOf(reader, versions);
        var readings = new LoadReader(reader, rules, versions);
        // What follows would only repeat what has been said.
        if (days.IsEmpty)
        {
            reader.Value("reads");
            return null;
        }
        var connection = readings.ConnectionOf(connections, minutes, losses);
        var loads = readings.Read(connection, days, out var file);
        var agreement = new Agreement(Example, AccountOf(reader), product, version.IsFixed ? version.From : null,
            [connection], begin!.Value, end,
            AgreementReader.TermsOf(reader, values, product, versions, begin.Value, [connection], rules),
            reader.Place);
        new AgreementFit(reader, reader.Place, agreement, versions).Check();
        if (versions.Exists(one => one.UsesPools))
            reader.Fault("example-of-pool", reader.Place, $"{reader.Thing} is of a product that uses a pool, and "
                + "an example has one customer and no pool.",
                "Take it out, and prove the pool: busbar pool NAME --period.");
        return faults.Count > before ? null
            : new(name, version, agreement, days, loads, file, prices, figures, reader.Place);
    }

    /// <summary>A customer who is nobody: an example is billed by the book's own rules.</summary>
    private Account AccountOf(MapReader reader) => new(Example, new(Example, "Example", [], null, reader.Place),
        BillStyle.Unbundled, rules.Cycle ?? BillingCycle.Named("month", 1)!, reader.Place);

    private static bool AreGood(Days days, LocalDate begin, LocalDate? end, MapReader period)
    {
        if (days.IsEmpty)
            period.Fault("bad-date", period.Map["to"]!.Place, $"{period.Thing} ends on the day it begins, or before.",
                "to: is the first day that isn't on the bill.");
        else if (days.Intersect(new(begin, end ?? LocalDate.MaxIsoValue)).IsEmpty)
            period.Fault("bad-date", period.Place, $"{period.Thing} has no day of supply.",
                "Leave supply out where it begins with the period and goes on.");
        else return true;
        return false;
    }

    /// <summary>An example proves the version that it stands in: its bill begins while that one holds.</summary>
    private static bool Holds(
        MapReader reader, MapReader period, Product product, ProductVersion version, Days days, LocalDate begin)
    {
        var isHeld = version.IsFixed ? days.From >= version.From
            : product.Versions.TryAt(days.From, out var held) && ReferenceEquals(held, version);
        if (!isHeld)
            reader.Fault("no-version", period.Map["from"]!.Place, $"{reader.Thing} begins on "
                + $"{LocalDatePattern.Iso.Format(days.From)}, when {version.Id}, in which it stands, doesn't hold.",
                "Give it other days, or move it to the version that holds then.");
        else if (!version.IsFixed && !product.Versions.TryAt(begin, out _))
            reader.Fault("no-version", reader.Map["supply"]!.Place, $"Supply of {reader.Thing} begins before the first "
                + $"version of product {product.Id}.");
        else return true;
        return false;
    }

    private Dictionary<string, Exact> PricesOf(MapReader reader)
    {
        var prices = new Dictionary<string, Exact>(StringComparer.Ordinal);
        foreach (var entry in reader.Entries("prices"))
            if (!rules.Series.Good.TryGetValue(entry.Key, out var series))
            {
                if (!rules.Series.Ids.Contains(entry.Key))
                    reader.Fault("unknown-series", entry.KeyPlace,
                        $"The book has no series {entry.Key}, which {reader.Thing} gives a price.",
                        Nearest.Hint(entry.Key, rules.Series.Good.Keys));
            }
            else if (reader.ToText(entry.Value, $"{entry.Key} of {reader.Thing}") is { } text && Values.Number(
                reader, text, $"{entry.Key} of {reader.Thing}", series.Unit, rules.Units) is { } price)
                prices[entry.Key] = (price / series.Unit.Factor).Round(Series.PriceScale, Rounding.HalfAway);
        return prices;
    }

    private List<ExpectedFigure> FiguresOf(MapReader reader, List<ProductVersion> versions)
    {
        var figures = new List<ExpectedFigure>();
        var charges = versions.SelectMany(version => version.Charges).ToList();
        foreach (var entry in reader.Entries("bill", required: true))
        {
            var charge = ExpectedFigure.Sums.Contains(entry.Key) ? null
                : charges.Find(one => one.Id == entry.Key) ?? charges.Find(one => one.Name == entry.Key);
            if (charge is null && !ExpectedFigure.Sums.Contains(entry.Key))
                reader.Fault("unknown-charge", entry.KeyPlace,
                    $"Product {versions[0].Product} has no charge {entry.Key}, which {reader.Thing} expects.",
                    Nearest.Hint(entry.Key, charges.Select(one => one.Id).Concat(ExpectedFigure.Sums))
                    ?? $"It has {string.Join(", ", charges.Select(one => one.Id).Distinct())}; and there are net, tax "
                    + "and total.");
            else if (reader.ToText(entry.Value, $"{entry.Key} of {reader.Thing}") is { } text && Values.Number(reader,
                text, $"{entry.Key} of {reader.Thing}", Money, rules.Units) is { } amount)
                figures.Add(new(entry.Key, charge?.Id, amount, text.Place));
        }
        if (reader.Map["bill"] is MapNode { Entries.Count: 0 } none)
            reader.Fault("missing-key", none.Place, $"bill of {reader.Thing} expects nothing.",
                "Name a charge, net, tax or total, with its amount.");
        return figures;
    }

    private Unit Money => new(rules.Currency.Code, Dimension.Money(rules.Currency), 1);
}
