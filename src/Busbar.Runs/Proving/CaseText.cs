using System.Text;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Runs.Proving;

/// <summary>A case as a text has it.</summary>
/// <param name="Rows">What stands in it, by what it is of: a charge, and its figures.</param>
internal sealed record WrittenCase(string Version, string Name, IReadOnlyList<(string Of, string Figures)> Rows);

/// <summary>The boundary cases of a product as text, to be read, approved and compared.</summary>
internal static class CaseText
{
    private const string OfVersion = "## ";
    private const string OfCase = "### ";
    private const string RatedOn = "Rated on";

    /// <summary>The text of a product's cases: a section for each version and case.</summary>
    public static string Write(CheckedBook book, Product product)
    {
        var text = new StringBuilder($"""
            # The boundary cases of product {product.Id}: its bills where bills are most often wrong.
            # Each line is a charge with its quantity, price and amount. The power is constant, and that of
            # each channel half of the one before it; market prices stay at the first of their file.
            # busbar check says what has changed since the cases were approved; --approve writes them anew.

            """.ReplaceLineEndings("\n"));
        foreach (var version in product.Versions.Values)
        {
            var customer = new CaseCustomer(book, version.Value);
            text.Append('\n').Append(OfVersion).Append(version.Value.Id).Append('\n');
            Add(text, new(RatedOn, LineWords.Table(Settings(customer, book.Book))));
            foreach (var one in BoundaryCases.Of(customer)) Add(text, one);
        }
        return text.ToString();
    }

    /// <summary>The cases of such a text, in its order.</summary>
    public static IReadOnlyList<WrittenCase> Read(string text)
    {
        var (cases, version, rows) = (new List<WrittenCase>(), "", new List<(string, string)>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            if (line.StartsWith(OfVersion, StringComparison.Ordinal)) version = line[OfVersion.Length..].Trim();
            else if (line.StartsWith(OfCase, StringComparison.Ordinal))
                cases.Add(new(version, line[OfCase.Length..].Trim(), rows = []));
            else if (line.Length > 0 && line[0] != '#' && CellsOf(line) is [var of, .. var figures])
                rows.Add((of, string.Join(", ", figures)));
        return cases;
    }

    private static void Add(StringBuilder text, BoundaryCase one) =>
        text.Append('\n').Append(OfCase).Append(one.Name).Append('\n').Append(one.Table);

    /// <summary>Between two columns stand at least two blanks, and in none of them.</summary>
    private static string[] CellsOf(string line) => line.Split("  ",
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<(string, string)> Settings(CaseCustomer customer, Book book) =>
    [
        .. customer.Version.Channels.Values.Select(channel =>
            (channel.Name, LineWords.Quantity(
                customer.PowerOf(channel.Name), (channel.Unit.Dimension / Dimension.Hour).ToString()))),
        .. customer.Version.Terms.Values.Select(term =>
            (term.Name, LineWords.Price(customer.Terms[term.Name], term.Unit.Dimension.ToString()))),
        .. customer.Connection.Losses.Select(loss => (loss.Key, loss.Value is LossFactor.Number number
            ? number.Values.Values[^1].Value.ToString() : "as its first example has it")),
        .. customer.Prices.Where(series => IsUsed(customer.Version, series.Key)).Select(series =>
            (series.Key, $"{series.Value} {book.Series[series.Key].Unit}")),
    ];

    private static bool IsUsed(ProductVersion version, string series) => version.Rated
        .SelectMany(charge => charge.Rate.Formulas).SelectMany(written => written.Formula.All())
        .Any(formula => formula is Contracts.Language.MarketFormula market && market.Series.Name == series);
}
