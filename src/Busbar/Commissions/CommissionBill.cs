using System.Globalization;
using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Commissions;

/// <summary>The self-billed invoice of a broker: what is due to it, a line for each agreement and cause.</summary>
public static class CommissionBill
{
    /// <summary>The invoice of what became due; what became more and less again is no line.</summary>
    /// <param name="due">All to the one account.</param>
    /// <param name="period">The days on which it became due.</param>
    /// <param name="receipt">Up to which everything was known.</param>
    public static Bill Of(
        Account payee, IReadOnlyList<CommissionTarget> due, Days period, long receipt, Book book)
    {
        var lines = due.GroupBy(one => (one.Scheme, one.Agreement, one.Cause, one.Name))
            // What the seller pays is below zero on a bill.
            .Select(same => (One: same.First() with { Days = Around(same.Select(DaysOf)) },
                Amount: -Money.Sum(same.Select(one => one.Amount), book.Currency)))
            .Where(one => one.Amount.MinorUnits != 0)
            .Select((one, i) => LineOf(payee, one.One, one.Amount, i + 1, period, book)).ToList();
        var taxes = Taxation.Of(lines, book);
        var (net, tax) = (Money.Sum(lines.Select(line => line.Amount), book.Currency),
            Money.Sum(taxes.Select(line => line.Amount), book.Currency));
        return new(payee, book.Seller, book.Currency, period, [], lines, [], taxes, net, tax, net + tax, [],
            new(receipt, [], []));
    }

    private static Days DaysOf(CommissionTarget due) => due.Days ?? new(due.On, due.On.PlusDays(1));

    private static Days Around(IEnumerable<Days> all) =>
        all.Aggregate((hull, one) => new(LocalDate.Min(hull.From, one.From), LocalDate.Max(hull.To, one.To)));

    private static BillLine LineOf(
        Account payee, CommissionTarget due, Money amount, int number, Days period, Book book)
    {
        var (scheme, treated) = (book.Schemes[due.Scheme], payee.TaxOn(period.To.PlusDays(-1)));
        var rate = treated is null ? scheme.Tax.RateOn(period.To.PlusDays(-1))
            : treated.Category == TaxCategory.Outside ? (Exact?)null : Exact.Zero;
        return new(number.ToString(CultureInfo.InvariantCulture),
            due.Agreement is { } agreement ? $"{agreement}, {due.Cause}: {due.Name}" : $"{scheme.Name}: {due.Name}",
            Scheme.Group, due.Agreement ?? BillLine.NoAgreement, due.Scheme, null, DaysOf(due), null,
            null, null, null, amount, null, rate, false, Money.Zero(book.Currency))
        {
            TaxCategory = treated?.Category ?? scheme.Tax.CategoryOf(rate),
        };
    }
}
