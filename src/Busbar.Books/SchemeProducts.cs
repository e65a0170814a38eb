using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Joins schemes to the products of the agreements that name them: the charges of both are rated from the same
/// readings, so that a commission may be a part of what the customer pays.</summary>
internal sealed class SchemeProducts(Known<WrittenScheme> schemes, ReadProducts sold, List<Fault> faults)
{
    private readonly Dictionary<(string Product, string Scheme), Product?> _joined = [];
    private readonly Dictionary<(string Product, string Scheme), Product?> _expected = [];

    /// <summary>The scheme that an agreement names; null where it names none, or after a fault.</summary>
    public WrittenScheme? Named(MapReader agreement) => agreement.Written(BookItem.OfScheme) is { } text
        ? schemes.Find(agreement, text, BookItem.OfScheme) : null;

    /// <summary>A product with the charges of a scheme; null after a fault.</summary>
    public Product? Joined(Product product, WrittenScheme scheme)
    {
        if (_joined.TryGetValue((product.Id, scheme.Scheme.Id), out var known)) return known;
        var versions = sold.Texts[product.Id].Select(text => Check(Beside(text, scheme.Scheme.Terms, scheme.Quantities)
        with
        {
            Charges = [.. text.Charges, .. scheme.Charges, .. scheme.Measures.Select(name => Measure(name, scheme))],
        })).ToList();
        foreach (var version in versions.OfType<ProductVersion>()) CheckSums(version, scheme);
        return _joined[(product.Id, scheme.Scheme.Id)] = Of(product.Id, versions);
    }

    /// <summary>The charges of a scheme with what is expected in the place of channels, and beside them those of the
    /// product where they are a part of them; null where nothing is expected, or after a fault.</summary>
    public Product? Expected(Product product, WrittenScheme scheme)
    {
        if (scheme.Expected.Count == 0) return null;
        var usesCost = scheme.Charges.SelectMany(charge => new[] { charge.Quantity, charge.Price, charge.Amount })
            .OfType<FormulaText>().Any(text => text.Text.Contains("cost(", StringComparison.Ordinal));
        var key = (usesCost ? product.Id : "", scheme.Scheme.Id);
        if (_expected.TryGetValue(key, out var known)) return known;
        var bare = new ProductText(scheme.Scheme.Id, scheme.Scheme.Name, SchemeReader.Ever,
            NodaConstants.MinutesPerDay, new Dictionary<string, Metering.Channel>(),
            new Dictionary<string, Term>(), new Dictionary<string, FormulaText>(), [], [], [], false,
            scheme.Scheme.Place);
        var texts = usesCost ? sold.Texts[product.Id] : [bare];
        var versions = new List<ProductVersion?>();
        foreach (var text in texts)
        {
            var missing = text.Channels.Keys.Where(name => !scheme.Expected.ContainsKey(name)).ToList();
            if (missing.Count > 0)
                faults.Add(new("not-expected", $"Scheme {scheme.Scheme.Id} is paid a part of what product {product.Id} "
                    + $"costs, and doesn't say what is expected of {string.Join(" and ", missing)}.",
                    scheme.Scheme.Place, scheme.Scheme.Id, $"Add to it expected: {{ {missing[0]}: eac * years }}."));
            var whole = Beside(text, scheme.Scheme.Terms, Both(scheme.Quantities, scheme.Expected)) with
            {
                IntervalMinutes = NodaConstants.MinutesPerDay, Channels = bare.Channels, Musts = [], Bundles = [],
                Charges = [.. text.Charges, .. scheme.Charges],
            };
            var version = missing.Count > 0 ? null : Check(Measured(whole, scheme, _ => Each.Agreement));
            versions.Add(version is null || !scheme.Expected.Keys.Any(name => IsByConnection(version, name)) ? version
                : Check(Measured(whole, scheme, name => IsByConnection(version, name) ? Each.Connection
                    : Each.Agreement)));
        }
        return _expected[key] = Of(usesCost ? product.Id : scheme.Scheme.Id, versions);
    }

    private static ProductText Measured(ProductText text, WrittenScheme scheme, Func<string, Each> each) => text with
    {
        Charges = [.. text.Charges, .. scheme.Expected.Keys.Select(name => Measure(name, scheme, each(name)))],
    };

    /// <summary>Whether something is expected of each connection: then it is what they come to together.</summary>
    private static bool IsByConnection(ProductVersion version, string name) => ExpectedFit.ChargesOf(version)
        .Any(charge => charge.Each == Each.Connection && ExpectedFit.QuantitiesOf(charge, [name]).Any());

    /// <summary>Whether a quantity is one of the scheme's own beside those of channels: a part of what they are.
    /// </summary>
    private static bool IsPart(string name, WrittenScheme scheme) => scheme.Quantities.ContainsKey(name)
        && (scheme.Expected.Count > 0 ? scheme.Expected.Keys : scheme.Measures)
            .Any(other => !scheme.Quantities.ContainsKey(other));

    private static ChargeText Measure(string name, WrittenScheme scheme, Each each = Each.Agreement) =>
        Measure((IsPart(name, scheme) ? Scheme.OfPart : Scheme.OfMeasure) + name, name, scheme.Scheme.Place, each);

    /// <summary>A charge that costs nothing, for its quantity.</summary>
    public static ChargeText Measure(string id, string name, Place place, Each each = Each.Agreement) => new(
        id, name, Scheme.Group, At(name, place), At("0", place), null, Direction.ToSeller, each, false, false,
        TaxClass.Outside, false, Missing.Hold, false, place);

    private static FormulaText At(string text, Place place) => new(text, place) { Places = _ => place };

    /// <summary>A product's version that may use the terms and quantities of a scheme, too.</summary>
    public static ProductText Beside(ProductText product, IReadOnlyDictionary<string, Term> terms,
        IReadOnlyDictionary<string, FormulaText> quantities) => product with
        {
            Terms = Both(product.Terms, terms), Quantities = Both(product.Quantities, quantities),
        };

    /// <summary>What is summed over all agreements of a scheme is of one kind, whatever their products are.</summary>
    private void CheckSums(ProductVersion version, WrittenScheme scheme)
    {
        foreach (var over in scheme.Scheme.Overrides)
            if (version.Charges.FirstOrDefault(charge => charge.Id == Scheme.OfMeasure + over.Measure
                    || charge.Id == Scheme.OfPart + over.Measure) is
                { Rate: Rate.Priced { Quantity.Formula.Shape: var own } }
                && over.Charge.Versions.Values[0].Value.Channels[over.Measure].Unit.Dimension is var summed
                && own.Dimension != summed)
                Add(new("wrong-unit", $"Scheme {scheme.Scheme.Id} sums {over.Measure} over all of its "
                    + $"agreements as {summed}, and of product {version.Product} it is {own.Dimension}.",
                    scheme.Scheme.Place, scheme.Scheme.Id, "Give agreements of that product a scheme of their own."));
    }

    private static Product? Of(string id, List<ProductVersion?> versions) =>
        versions.Count == 0 || versions.Contains(null) ? null
            : new(id, new(versions.Select(version => new DatedValue<ProductVersion>(version!.From, version))));

    /// <summary>What is wrong with a scheme is said once, however many products it is joined to.</summary>
    private ProductVersion? Check(ProductText text)
    {
        var own = new List<Fault>();
        var version = new ProductChecker(sold.Names, sold.Texts, own).Check(text);
        own.ForEach(Add);
        return version;
    }

    private void Add(Fault fault)
    {
        if (!faults.Contains(fault)) faults.Add(fault);
    }

    private static Dictionary<string, T> Both<T>(
        IReadOnlyDictionary<string, T> first, IReadOnlyDictionary<string, T> second)
    {
        var both = first.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in second) both[name] = value;
        return both;
    }
}
