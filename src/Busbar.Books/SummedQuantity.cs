using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>What a charge over all agreements of a scheme sums: a channel, a quantity of the scheme, which may be of
/// energy, money or what else its formula is of, or connections.</summary>
internal sealed class SummedQuantity(
    IReadOnlyDictionary<string, Term> terms, IReadOnlyDictionary<string, FormulaText> quantities, ReadProducts sold)
{
    private readonly List<ProductText> _products = [.. sold.Texts.SelectMany(same => same)];

    /// <summary>All that may be summed.</summary>
    public IReadOnlyList<string> Names => [.. _products.SelectMany(one => one.Channels.Keys).Distinct(),
        .. quantities.Keys, CommissionOverride.Connections, CommissionOverride.NewConnections];

    /// <summary>The units that what is summed may be of: products differ, in which a channel is of kWh or of m3. None
    /// where nothing has the name, or after the faults of its formula.</summary>
    public IReadOnlyList<Unit> UnitsOf(string measure, List<Fault> faults)
    {
        if (CommissionOverride.IsCount(measure)) return [Unit.Connection];
        if (!quantities.TryGetValue(measure, out var formula))
            return [.. _products.Select(one => one.Channels.GetValueOrDefault(measure)?.Unit).OfType<Unit>()
                .DistinctBy(unit => unit.Dimension)];
        var tried = _products.Select(product => DimensionOf(measure, formula, product)).ToList();
        var found = tried.Select(one => one.Dimension).OfType<Dimension>().Distinct().ToList();
        // With some product it may be right; where it is with none, that which it fits best says why.
        if (found.Count == 0 && tried.Count > 0) faults.AddRange(tried.MinBy(one => one.Wrong.Count).Wrong);
        return [.. found.Select(own => new Unit(own.ToString(), own, 1))];
    }

    private (Dimension? Dimension, List<Fault> Wrong) DimensionOf(
        string measure, FormulaText formula, ProductText product)
    {
        var wrong = new List<Fault>();
        var version = new ProductChecker(sold.Names, sold.Texts, wrong).Check(
            SchemeProducts.Beside(product, terms, quantities) with
            {
                Charges =
                [
                    .. product.Charges, SchemeProducts.Measure(Scheme.OfMeasure + measure, measure, formula.Place),
                ],
            });
        return (version?.Charges[^1].Rate is Rate.Priced { Quantity.Formula.Shape.Dimension: var own } ? own : null,
            wrong);
    }
}
