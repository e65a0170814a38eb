using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;

namespace Busbar.Runs.Payments;

/// <summary>A line of a bank statement as it stands now.</summary>
/// <param name="Accounts">Whose it is, or whose was what it took back; none in suspense or where it was returned.
/// </param>
/// <param name="Left">What of it is set against nothing.</param>
/// <param name="Documents">The documents that it is set against, with the parts.</param>
/// <param name="Suggestions">Whose it may be, where nobody knows.</param>
public sealed record ReceiptNow(BankRecord Line, string Status, IReadOnlyList<string> Accounts, Money Left,
    IReadOnlyList<(string Document, Money Amount)> Documents, IReadOnlyList<Suggestion> Suggestions);

/// <summary>The lines of bank statements and what became of them, as the ledger says it.</summary>
public static class Receipts
{
    public const string Suspense = "suspense";
    public const string Returned = "returned";
    public const string Return = "return";
    public const string Split = "split";
    public const string Credit = "credit";
    public const string Set = "set";
    public const string PaidOut = "paid";

    /// <summary>All lines by day and id.</summary>
    /// <param name="account">Only those of this account.</param>
    /// <param name="isSuspense">Only those of which nobody knows whose they are.</param>
    /// <exception cref="RefusedException">There is no such account.</exception>
    public static IReadOnlyList<ReceiptNow> Of(Database database, Book book, string? account, bool isSuspense)
    {
        if (account is not null) Stating.AccountOf(book, account);
        using var snapshot = database.Snapshot();
        var ledger = snapshot.Ledger();
        var (suspense, returned) = (ledger.OpenSuspense().Select(item => item.Document).ToHashSet(),
            ledger.ReversedReferences(EntryKind.Receipt));
        var returns = ledger.Returns().ToLookup(one => one.Line, one => one.Account);
        var owners = ledger.CreditOwners().ToLookup(one => one.Document, one => one.Account);
        var open = ledger.OpenItems().Where(item => item.Role == LedgerRole.CustomerCredit)
            .ToLookup(item => item.Document);
        var set = ledger.Allocated().ToLookup(one => one.Receipt);
        var matching = new Lazy<Matching>(() => Paying.MatchingOf(ledger, book));
        var debits = new Lazy<Dictionary<string, SentDebit>>(() =>
            PaymentStore.SentDebits(ledger).ToDictionary(debit => debit.Id));
        var lines = PaymentStore.Lines(snapshot);
        var wholes = lines.Where(line => line.Whole.Length > 0).Select(line => (line.Bank, line.Whole)).ToHashSet();
        return [.. lines.Select(line =>
        {
            var left = new Money(-open[line.Id].Sum(item => item.Amount), book.Currency);
            var status = returns.Contains(line.Id) ? Return
                : returned.Contains(line.Id) ? wholes.Contains((line.Bank, line.Reference)) ? Split : Returned
                : suspense.Contains(line.Id) ? Suspense
                : owners[line.Id].Any() ? left.MinorUnits != 0 ? Credit : Set
                : line.Amount > 0 ? Returned : PaidOut;
            return new ReceiptNow(line, status, status is Returned or Split or Suspense ? []
                : [.. (status == Return ? returns : owners)[line.Id].Where(one => one.Length > 0).Distinct()],
                left, [.. set[line.Id].Select(one => (one.Document, new Money(one.Amount, book.Currency)))],
                status == Suspense ? DebitsBooked.Perhaps(debits.Value.GetValueOrDefault(line.EndToEnd),
                    matching.Value.Of(new(line.Text, line.Name, line.Iban, line.Amount))).Suggestions : []);
        }).Where(one => (account is null || one.Accounts.Contains(account))
            && (!isSuspense || one.Status == Suspense))];
    }
}
