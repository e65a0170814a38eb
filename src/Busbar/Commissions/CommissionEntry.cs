using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Commissions;

/// <summary>What changes of commissions post: what is due is a cost of the contract until it is earned (IFRS 15.91 and
/// 99).</summary>
public static class CommissionEntry
{
    /// <summary>The entry of what changed of an agreement, or of a scheme as a whole.</summary>
    /// <param name="changes">Each with the amount by which it changed.</param>
    /// <param name="reference">Unique among the entries of commissions.</param>
    public static Entry Of(
        IReadOnlyList<CommissionTarget> changes, string reference, LocalDate on, Book book)
    {
        var (first, chart) = (changes[0], book.Chart);
        var earned = Money.Sum(changes.Where(one => one.Kind == CommissionKind.Earned).Select(one => one.Amount),
            book.Currency);
        var due = changes.Where(one => one.Kind == CommissionKind.Due).GroupBy(one => one.Payee!)
            .Select(same => (Payee: same.Key, Amount: Money.Sum(same.Select(one => one.Amount), book.Currency)))
                .ToList();
        var all = Money.Sum(due.Select(one => one.Amount), book.Currency);
        var product = first.Agreement is { } id ? book.Agreements[id].Product.Id : null;
        return new(on, EntryKind.Commission, reference, $"{first.Scheme} {first.Agreement}".TrimEnd(),
            [.. new[]
            {
                new Posting(chart.Of(LedgerRole.Commissions), earned) { Product = product, Detail = first.Scheme },
                new(chart.Of(LedgerRole.ContractCosts), all - earned) { Detail = first.Agreement ?? first.Scheme },
            }.Concat(due.Select(one => new Posting(chart.Of(LedgerRole.CommissionsDue), -one.Amount)
            {
                Detail = one.Payee,
            })).Where(posting => posting.Amount.MinorUnits != 0)]);
    }

    /// <summary>An invoice of a broker in double entry: what was to be paid is owed from now on, with its
    /// tax.</summary>
    public static Entry OfInvoice(Bill bill, string number, LocalDate issuedOn, Book book) => new(
        issuedOn, EntryKind.Bill, number, "",
        [.. new[]
        {
            new Posting(book.Chart.Of(LedgerRole.Payables), bill.Total)
            {
                Account = bill.Account.Id, Document = number, Detail = Scheme.Group,
                Due = book.DueOn(bill.Account, issuedOn),
            },
            new(book.Chart.Of(LedgerRole.CommissionsDue), -bill.Net) { Detail = bill.Account.Id },
        }.Concat(bill.Taxes.Select(tax => new Posting(book.Chart.Of(LedgerRole.InputTax), -tax.Amount)
        {
            Detail = tax.Rate.ToString(),
        })).Where(posting => posting.Amount.MinorUnits != 0)])
    {
        Account = bill.Account.Id, Days = bill.Period,
    };
}
