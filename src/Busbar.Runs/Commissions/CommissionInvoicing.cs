using System.Security.Cryptography;
using System.Text;
using Busbar.Billing;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Commissions;

/// <summary>A self-billed invoice of a broker, or why there is none.</summary>
/// <param name="Number">Null where none was issued.</param>
/// <param name="Amount">What is due, without tax.</param>
public sealed record CommissionInvoice(Account Account, string? Number, BillDocument? Document, Money Amount);

/// <summary>Makes the self-billed invoices of brokers: of what is due to each and on no invoice yet. What comes to less
/// than nothing is carried forward until it doesn't.</summary>
public static class CommissionInvoicing
{
    /// <summary>Issues the invoices, or only makes them.</summary>
    /// <param name="account">Of the one broker; null: of all.</param>
    /// <param name="until">Of what was posted before this day.</param>
    /// <exception cref="RefusedException">There is no such account, or a later invoice was issued.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was issued.</exception>
    public static IReadOnlyList<CommissionInvoice> Run(
        Database database, string? account, LocalDate until, LocalDate issuedOn, bool isDraft)
    {
        using var snapshot = database.Snapshot();
        var (book, receipt) = (StoredBook.Load(snapshot), snapshot.Receipt);
        var payees = PayeesOf(book, account);
        if (payees.Count == 0) return [];
        if (isDraft) return [.. payees.Select(payee => Draft(book, payee, CommissionStore.Rows(snapshot), until,
            receipt))];
        Issuing.RefuseEarlier(database, payees[0], "", book, issuedOn);
        return LedgerStore.Change(database, change =>
        {
            var rows = CommissionStore.Rows(change);
            return payees.Select(payee => Issue(change, book, payee, rows, until, issuedOn, receipt))
                .ToList();
        });
    }

    /// <summary>The accounts that schemes pay.</summary>
    /// <param name="account">The one; null: all, by id.</param>
    /// <exception cref="RefusedException">No scheme pays the account.</exception>
    public static IReadOnlyList<Account> PayeesOf(Book book, string? account)
    {
        var all = book.Schemes.Values.SelectMany(scheme => scheme.Payees).DistinctBy(one => one.Id)
            .OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        if (account is null) return all;
        return all.FindAll(one => one.Id == account) is { Count: 1 } own ? own
            : throw new RefusedException(new Fault("unknown-broker", $"No scheme pays an account {account}.",
                Name: account,
                Hint: Nearest.Hint(account, all.Select(one => one.Id)) ?? (all.Count == 0
                    ? "The book has no scheme." : $"Schemes pay {string.Join(", ", all.Select(one => one.Id))}.")));
    }

    private static CommissionInvoice Draft(
        Book book, Account payee, IReadOnlyList<CommissionRow> rows, LocalDate until, long receipt)
    {
        var (own, amount) = Due(book, payee, rows, until);
        return amount.MinorUnits <= 0 ? new(payee, null, null, amount)
            : new(payee, null, BillDocument.Of(BillOf(book, payee, own, until, receipt), null, null), amount);
    }

    private static CommissionInvoice Issue(LedgerChange change, Book book, Account payee,
        IReadOnlyList<CommissionRow> rows, LocalDate until, LocalDate issuedOn, long receipt)
    {
        var (own, amount) = Due(book, payee, rows, until);
        if (amount.MinorUnits <= 0) return new(payee, null, null, amount);
        var bill = BillOf(book, payee, own, until, receipt);
        var explanation = ExplanationDocument.ToJson(bill.Explanation);
        var number = change.Issue(new(payee.Id, bill.Period.From, bill.Period.To, issuedOn, bill.Currency.Code,
            bill.Net.MinorUnits, bill.Tax.MinorUnits, bill.Total.MinorUnits, receipt,
            SHA256.HashData(Encoding.UTF8.GetBytes(explanation)),
            taken => BillDocument.Of(bill, taken, issuedOn).ToJson(), explanation, [], [], "",
            Issuing.Numbering(Issuing.BillsOf(book, payee, ""), issuedOn.Year))
        {
            Entry = taken => CommissionEntry.OfInvoice(bill, taken, issuedOn, book),
        }, own);
        return new(payee, number, BillDocument.Of(bill, number, issuedOn), amount);
    }

    private static (List<CommissionRow> Rows, Money Amount) Due(
        Book book, Account payee, IReadOnlyList<CommissionRow> rows, LocalDate until)
    {
        var own = rows.Where(row => row.Payee == payee.Id && row.Invoice is null && row.PostedOn < until).ToList();
        return (own, new(own.Sum(row => row.Amount), book.Currency));
    }

    private static Bill BillOf(
        Book book, Account payee, IReadOnlyList<CommissionRow> rows, LocalDate until, long receipt) =>
        CommissionBill.Of(payee, [.. rows.Select(row => CommissionRun.TargetOf(row, book.Currency))],
            new(rows.Min(row => row.PostedOn), LocalDate.Max(until, rows.Max(row => row.PostedOn).PlusDays(1))),
                receipt,
            book);
}
