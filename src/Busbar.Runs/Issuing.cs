using System.Security.Cryptography;
using System.Text;
using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Ledger;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Turns a bill into what the store issues.</summary>
internal static class Issuing
{
    /// <summary>The series in which documents of a year are numbered.</summary>
    public static Numbering Numbering(NumberPattern pattern, int year) =>
        new(pattern.SeriesOf(year), count => pattern.NumberOf(year, count));

    /// <summary>How the bills and credit notes of an issuer are numbered.</summary>
    /// <param name="issuer">The id of a party; empty: the seller.</param>
    public static DocumentNumbers NumbersOf(Book book, string issuer) =>
        issuer.Length > 0 && book.Parties[issuer].Issuer is { } own ? own.Numbers : book.Numbers;

    /// <summary>How the bills of an account in an issuer's name are numbered.</summary>
    public static NumberPattern BillsOf(Book book, Account account, string issuer) =>
        issuer.Length == 0 && account.IsSelfBilled && book.Numbers.SelfBilled is { } own ? own
            : NumbersOf(book, issuer).Bills;

    /// <summary>Refuses bills of an account that are dated before the last of their series.</summary>
    /// <exception cref="RefusedException">A document of the series was issued on a later day.</exception>
    public static void RefuseEarlier(
        Database database, Account account, string issuer, Book book, LocalDate issuedOn) =>
        BillStore.RefuseEarlier(database, Numbering(BillsOf(book, account, issuer), issuedOn.Year), issuedOn);

    /// <summary>What is billed of some agreements, by agreement, over some days and the windows that end there.
    /// </summary>
    public static ILookup<string, BilledBefore> Billed(
        Database database, IEnumerable<Agreement> agreements, Days days) =>
        BillStore.BilledWithin(
                database, [.. agreements.Select(one => one.Id)], days.From.PlusYears(-1), days.To)
            .Select(charge => new BilledBefore(
                new(charge.Agreement, charge.Charge, charge.Connection), charge.PeriodStart,
                new(charge.From, charge.To), charge.Number, charge.Issuer))
            .ToLookup(before => before.Key.Agreement);

    /// <param name="receipt">The receipt up to which everything was known.</param>
    /// <param name="replaces">The bill that is taken back for it.</param>
    public static NewBill NewBill(Bill bill, Book book, LocalDate issuedOn, long receipt, string? replaces = null)
    {
        var issuer = ReferenceEquals(bill.Seller, book.Seller) ? "" : bill.Seller.Id;
        var explanation = ExplanationDocument.ToJson(bill.Explanation with { Receipt = receipt });
        return new(bill.Account.Id, bill.Period.From, bill.Period.To, issuedOn, bill.Currency.Code,
            bill.Net.MinorUnits, bill.Tax.MinorUnits, bill.Total.MinorUnits, receipt,
            SHA256.HashData(Encoding.UTF8.GetBytes(explanation)),
            number => (BillDocument.Of(bill, number, issuedOn) with { Replaces = replaces }).ToJson(), explanation,
            [.. bill.Charges.Select(charge => new Store.BilledCharge(charge.Key.Agreement, charge.Key.Charge,
                charge.Key.Connection, charge.PeriodStart, charge.Days.From, charge.Days.To,
                charge.Amount.MinorUnits))],
            [.. bill.Explanation.Inputs.Select(input => new BilledInput(input.Connection ?? "", input.Name, input.From,
                input.To, Convert.FromHexString(input.Hash)))],
            issuer, Numbering(BillsOf(book, bill.Account, issuer), issuedOn.Year))
        {
            Entry = number =>
                BillEntry.Of(bill, book, number, issuedOn) is { Postings.Count: > 0 } entry ? entry : null,
            Rounding = bill.Rounding.MinorUnits,
        };
    }
}
