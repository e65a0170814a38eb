using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>What a charge over all agreements of a scheme sums: a channel, a quantity of the scheme, which may be of
/// energy, money or what else its formula is of, or connections.</summary>
internal static class SummedQuantity
{
    /// <summary>The units that what is summed may be of: products differ, in which a channel is of kWh or of m3. None
    /// where nothing has the name.</summary>
    public static IReadOnlyList<Unit> UnitsOf(string measure, IReadOnlyDictionary<string, Term> terms,
        IReadOnlyDictionary<string, FormulaText> quantities, ReadProducts sold)
    {
        if (CommissionOverride.IsCount(measure)) return [Unit.Connection];
        var products = sold.Texts.SelectMany(same => same).ToList();
        if (!quantities.TryGetValue(measure, out var formula))
            return [.. products.Select(one => one.Channels.GetValueOrDefault(measure)?.Unit).OfType<Unit>()
                .DistinctBy(unit => unit.Dimension)];
        // What is wrong with its formula is said of the products that it is joined to.
        return [.. products.Select(product => DimensionOf(measure, formula, product, terms, quantities, sold))
            .OfType<Dimension>().Distinct().Select(own => new Unit(own.ToString(), own, 1))
            .DefaultIfEmpty(Unit.KilowattHour)];
    }

    private static Dimension? DimensionOf(string measure, FormulaText formula, ProductText product,
        IReadOnlyDictionary<string, Term> terms, IReadOnlyDictionary<string, FormulaText> quantities, ReadProducts sold)
    {
        var joined = SchemeProducts.Beside(product, terms, quantities);
        var version = new ProductChecker(sold.Names, sold.Texts, []).Check(joined with
        {
            Charges = [.. product.Charges, SchemeProducts.Measure(Scheme.OfMeasure + measure, measure, formula.Place)],
        });
        return version?.Charges[^1].Rate is Rate.Priced { Quantity.Formula.Shape.Dimension: var own } ? own : null;
    }
}
