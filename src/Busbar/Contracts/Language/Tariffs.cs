using System.Globalization;
using Busbar.Metering;

namespace Busbar.Contracts.Language;

/// <summary>The products of a book as written, for those that use the price of another.</summary>
/// <param name="Products">Their versions, by product.</param>
/// <param name="Path">The charges whose prices are being looked up: none of them may be asked for again.</param>
public sealed record Tariffs(ILookup<string, ProductText> Products, IReadOnlyList<string> Path)
{
    /// <summary>The prices that were found good: each is checked once, however many ask for it.</summary>
    internal Dictionary<(ProductText Product, string Charge), Formula> Known { get; } = [];

    /// <summary>What the price of a charge may name: its product's quantities and the defaults of its terms.</summary>
    internal Vocabulary NamesIn(ProductText product, Vocabulary asking, string charge)
    {
        var terms = product.Terms.Values.Where(term => term.Default is not null).Select(term => KeyValuePair.Create(
            term.Name, new FormulaText(string.Create(CultureInfo.InvariantCulture,
                $"{term.Default!.Value / term.Unit.Factor} {(term.Unit.Symbol == "1" ? "" : term.Unit.Symbol)}"),
                product.Place)));
        return asking with
        {
            Channels = new Dictionary<string, Channel>(), Terms = new Dictionary<string, Term>(),
            Quantities = new Dictionary<string, FormulaText>(product.Quantities.Concat(terms)),
            Tariffs = this with { Path = [.. Path, charge] },
        };
    }
}
