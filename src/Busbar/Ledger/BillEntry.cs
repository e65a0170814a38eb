using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>
/// A bill in double entry: what its payers owe, against what is earned by group and product, tax by rate, levies, what
/// is passed through, what is bought from the customer, and what makes it a round sum.
/// </summary>
public static class BillEntry
{
    private const string Discounts = "discount";

    /// <summary>The entry of a bill under its number.</summary>
    /// <param name="issuedOn">The day on which it counts.</param>
    public static Entry Of(Bill bill, Book book, string number, LocalDate issuedOn) =>
        new(issuedOn, EntryKind.Bill, number, "",
            [.. Owed(bill, book, number, issuedOn).Concat(bill.Seller.Issuer is null ? Earned(bill, book)
                : [new(book.Chart.Of(LedgerRole.Others), -bill.Total) { Detail = bill.Seller.Id }])
                .Where(posting => posting.Amount.MinorUnits != 0)])
        {
            Account = bill.Account.Id, Days = bill.Period,
        };

    private static IEnumerable<Posting> Owed(Bill bill, Book book, string number, LocalDate issuedOn)
    {
        var to = book.Chart.Of(bill.IsSelfBilled ? LedgerRole.Payables : LedgerRole.Receivables);
        return PayerParts.Of(bill, book).Select(part => new Posting(to, part.Amount)
        {
            Account = part.Account, Document = number, Detail = part.Group,
            Due = book.DueOn(book.Accounts[part.Account], issuedOn, bill.Seller.Issuer),
        });
    }

    /// <summary>What a bill of the seller's own earns, net of tax, by group and product: credits.</summary>
    internal static IEnumerable<Posting> Net(Bill bill, Book book) =>
        from line in bill.Lines
        let charge = ChargeOf(line, book)
        group line.Amount by (To: book.Chart.Of(RoleOf(bill, charge, book.Chart), charge.Group), charge.Group,
            Product: book.Agreements[line.Agreement].Product.Id) into same
        orderby same.Key.To.Code, same.Key.Group, same.Key.Product
        select new Posting(same.Key.To, -Money.Sum(same, bill.Currency))
        {
            Product = same.Key.Product, Detail = same.Key.Group,
        };

    private static IEnumerable<Posting> Earned(Bill bill, Book book)
    {
        var taxTo = book.Chart.Of(bill.IsSelfBilled ? LedgerRole.InputTax : LedgerRole.Tax);
        return Net(bill, book)
            .Concat(bill.Taxes.Select(tax => new Posting(taxTo, -tax.Amount)
            {
                Detail = tax.Rate.ToString(),
            })).Append(new(book.Chart.Of(LedgerRole.Rounding), -bill.Rounding));
    }

    private static LedgerRole RoleOf(Bill bill, Charge charge, ChartOfAccounts chart) =>
        charge.IsPassThrough ? LedgerRole.PassThrough
        : chart.Levies.Contains(charge.Group) ? LedgerRole.Levies
        : bill.IsSelfBilled || (charge.Direction == Direction.ToCustomer && charge.Group != Discounts)
            ? LedgerRole.CostOfSales
        : LedgerRole.Revenue;

    private static Charge ChargeOf(BillLine line, Book book)
    {
        var agreement = book.Agreements[line.Agreement];
        return agreement.VersionOn(line.Days.From).Charges.FirstOrDefault(charge => charge.Id == line.Charge)
            ?? agreement.Product.Versions.Values.SelectMany(version => version.Value.Charges)
                .First(charge => charge.Id == line.Charge);
    }
}
