using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Billing;

/// <summary>The tax of a bill, by rate: of the sum of its rounded lines (EN 16931, BR-CO-17), and of those whose prices
/// include it, what is in their sum.</summary>
internal static class Taxation
{
    /// <summary>
    /// The lines with their amounts net. The tax in the gross lines of a rate is rounded once, and what is left is
    /// their net sum, which they share: net and tax are what was promised, to the minor unit.
    /// </summary>
    public static IReadOnlyList<BillLine> Net(IReadOnlyList<BillLine> lines, Book book)
    {
        var net = lines.ToArray();
        foreach (var same in Enumerable.Range(0, net.Length).Where(i => net[i].Gross is not null)
            .GroupBy(i => net[i].TaxRate!.Value))
        {
            var (places, whole) = (same.ToList(), Sum(same.Select(i => net[i].Gross!.Value), book));
            var rest = whole - TaxWithin(whole, same.Key, book);
            // A credit mirrors a debit.
            var sign = rest.MinorUnits < 0 ? -1 : 1;
            var shares = Apportion.ToTargets(sign * rest.MinorUnits,
                [.. places.Select(i => (Exact)(sign * net[i].Gross!.Value.MinorUnits) / (Exact.One + same.Key))]);
            foreach (var (place, share) in places.Zip(shares))
                net[place] = net[place] with { Amount = new(sign * share, book.Currency) };
        }
        return net;
    }

    /// <summary>The tax of each rate, the highest first.</summary>
    /// <param name="lines">With their amounts net.</param>
    public static IReadOnlyList<TaxLine> Of(IReadOnlyList<BillLine> lines, Book book) =>
        [.. from line in lines
            where line.TaxRate is not null
            group line by line.TaxRate!.Value into same
            orderby same.Key descending
            select Of(same.Key, [.. same], book)];

    /// <summary>The sum of some amounts.</summary>
    public static Money Sum(IEnumerable<Money> amounts, Book book) =>
        amounts.Aggregate(Money.Zero(book.Currency), (sum, amount) => sum + amount);

    private static TaxLine Of(Exact rate, List<BillLine> lines, Book book)
    {
        var within = lines.FindAll(line => line.Gross is not null);
        var (net, added) = (Sum(lines.Select(line => line.Amount), book),
            Sum(lines.Except(within).Select(line => line.Amount), book));
        var tax = Money.Rounded(added.Amount * rate, book.Currency, book.TaxRounding);
        if (within.Count == 0) return new(rate, net, tax, null);
        var gross = Sum(within.Select(line => line.Gross!.Value), book);
        return new(rate, net, tax + TaxWithin(gross, rate, book), gross);
    }

    private static Money TaxWithin(Money gross, Exact rate, Book book) =>
        Money.Rounded(gross.Amount * rate / (Exact.One + rate), book.Currency, book.TaxRounding);
}
