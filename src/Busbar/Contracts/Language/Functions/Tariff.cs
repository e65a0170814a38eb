using Busbar.Time;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>tariff(product.charge)</c>: the price of a charge that anybody can compute: of calendars, series,
/// numbers and the defaults of terms.</summary>
internal static class Tariff
{
    private const int MostNamed = 10;

    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments is not [MemberSyntax { Owner: var product, Name: var charge } named])
            return Function.Misused(call, checker, "needs a product and its charge");
        var products = checker.Vocabulary.Tariffs?.Products;
        var versions = products?[product].OrderBy(version => version.From).ToList() ?? [];
        if (versions.Count == 0)
        {
            var known = products?.Select(one => one.Key).Order(StringComparer.Ordinal).ToList() ?? [];
            return checker.Fail(named.At, "unknown-name", $"There is no product {product}.",
                Nearest.Hint(product, known) ?? (known.Count == 0 ? null : $"There are "
                    + string.Join(", ", known.Take(MostNamed)) + (known.Count > MostNamed ? ", …" : ".")));
        }
        var (path, text) = (checker.Vocabulary.Tariffs!.Path, $"{product}.{charge}");
        if (path.Contains(text))
            return checker.Fail(named.At, "circle",
                $"The price of {text} is made of itself: {string.Join(" → ", [.. path, text])}.");
        var prices = versions.Select(version => PriceOf(version, charge, named, checker)).ToList();
        if (prices.Exists(price => price is null)) return null;
        var shapes = prices.ConvertAll(price => price!.Shape);
        if (shapes.Exists(shape => shape.Dimension != shapes[0].Dimension))
            return checker.Fail(named.At, "wrong-dimension", $"The versions of {text} have prices in "
                + $"{string.Join(" and ", shapes.Select(shape => shape.Dimension.ToString()).Distinct())}.");
        var step = shapes.Select(shape => shape.Step).Aggregate(Step.Within);
        return new TariffFormula(text,
            new Dated<Formula>(versions.Zip(prices, (version, price) => new DatedValue<Formula>(version.From, price!))),
            new Dated<string>(versions.Select(version => new DatedValue<string>(
                version.From, ChargeOf(version, charge)!.Price!.Text))),
            shapes[0] with { Step = versions.Count > 1 ? Step.Within(step, Step.Day) : step });
    }

    private static Formula? PriceOf(
        ProductText version, string charge, MemberSyntax named, FormulaChecker checker)
    {
        var found = ChargeOf(version, charge);
        if (found is null)
            return checker.Fail(named.At, "unknown-charge", $"{version.Subject} has no charge {charge}.",
                Nearest.Hint(charge, version.Charges.Select(one => one.Id ?? ProductChecker.IdOf(one.Name))));
        if (found.Price is null)
            return checker.Fail(named.At, "no-price", $"The charge {charge} of {version.Subject} has no price.",
                "Name one with a quantity and a price.");
        var tariffs = checker.Vocabulary.Tariffs!;
        if (tariffs.Known.TryGetValue((version, charge), out var known)) return known;
        var faults = new List<Fault>();
        var names = tariffs.NamesIn(version, checker.Vocabulary, named.ToString());
        var price = new FormulaChecker(names, faults).CheckPrice(found.Price, null);
        if (price is not null && !price.Formula.Shape.AddsUp && !price.Formula.Shape.IsCondition)
            return tariffs.Known[(version, charge)] = price.Formula;
        return checker.Fail(named.At, "no-tariff", $"The price of {named} can't be used here"
            + (faults.Count > 0 ? $": {faults[0].Message}" : "."), "A tariff's price is made of numbers, calendars, "
            + "series and terms with a default; not of what is measured or agreed.");
    }

    private static ChargeText? ChargeOf(ProductText version, string charge) =>
        version.Charges.FirstOrDefault(one => (one.Id ?? ProductChecker.IdOf(one.Name)) == charge);
}
