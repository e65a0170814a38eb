using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Billing;

/// <summary>The tax of a bill, by rate and category: of the sum of its rounded lines (EN 16931, BR-CO-17), and of those
/// whose prices include it, what is in their sum. Where the book wants it per line, that of each line.</summary>
internal static class Taxation
{
    /// <summary>
    /// The lines with their amounts net. The tax in the gross lines of a rate is rounded once, and what is left is
    /// their net sum, which they share: net and tax are what was promised, to the minor unit. Where the book wants tax
    /// per line, each has its own.
    /// </summary>
    public static IReadOnlyList<BillLine> Net(IReadOnlyList<BillLine> lines, Book book)
    {
        var net = lines.ToArray();
        foreach (var same in Enumerable.Range(0, net.Length).Where(i => net[i].Gross is not null)
            .GroupBy(i => (Rate: net[i].TaxRate!.Value, Line: book.TaxPer == TaxPer.Line ? i : 0)))
        {
            var (places, whole) = (same.ToList(), Sum(same.Select(i => net[i].Gross!.Value), book));
            var rest = whole - TaxWithin(whole, same.Key.Rate, book);
            // A credit mirrors a debit.
            var sign = rest.MinorUnits < 0 ? -1 : 1;
            var shares = Apportion.ToTargets(sign * rest.MinorUnits,
                [.. places.Select(i => (Exact)(sign * net[i].Gross!.Value.MinorUnits) / (Exact.One + same.Key.Rate))]);
            foreach (var (place, share) in places.Zip(shares))
                net[place] = net[place] with { Amount = new(sign * share, book.Currency) };
        }
        return net;
    }

    /// <summary>The tax of each rate and category, the highest first.</summary>
    /// <param name="lines">With their amounts net.</param>
    public static IReadOnlyList<TaxLine> Of(IReadOnlyList<BillLine> lines, Book book) =>
        [.. from line in lines
            where line.TaxRate is not null
            group line by (Rate: line.TaxRate!.Value, Category: line.TaxCategory) into same
            orderby same.Key.Rate descending, same.Key.Category
            select Of(same.Key.Rate, [.. same], book) with
            {
                Category = same.Key.Category, IsPerLine = book.TaxPer == TaxPer.Line,
            }];

    /// <summary>The sum of some amounts.</summary>
    public static Money Sum(IEnumerable<Money> amounts, Book book) =>
        Money.Sum(amounts, book.Currency);

    private static TaxLine Of(Exact rate, List<BillLine> lines, Book book)
    {
        var within = lines.FindAll(line => line.Gross is not null);
        var (net, added) = (Sum(lines.Select(line => line.Amount), book),
            Sum(lines.Except(within).Select(line => line.Amount), book));
        Money On(Money amount) => Money.Rounded(amount.Amount * rate, book.Currency, book.TaxRounding);
        var tax = book.TaxPer == TaxPer.Line ? Sum(lines.Except(within).Select(line => On(line.Amount)), book)
            : On(added);
        if (within.Count == 0) return new(rate, net, tax, null);
        var gross = Sum(within.Select(line => line.Gross!.Value), book);
        return new(rate, net, tax + (book.TaxPer == TaxPer.Line ? gross - Sum(within.Select(line => line.Amount), book)
            : TaxWithin(gross, rate, book)), gross);
    }

    private static Money TaxWithin(Money gross, Exact rate, Book book) =>
        Money.Rounded(gross.Amount * rate / (Exact.One + rate), book.Currency, book.TaxRounding);
}
