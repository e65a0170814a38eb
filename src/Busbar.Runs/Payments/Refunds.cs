using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Payments;

/// <summary>What is paid back to a customer, as it stands now.</summary>
/// <param name="Receipts">The lines of bank statements by which it was paid.</param>
public sealed record RefundNow(string Id, LocalDate On, string Account, Money Amount, string Status,
    IReadOnlyList<string> Receipts);

/// <summary>What was and is paid back, as the ledger says it.</summary>
public static class Refunds
{
    /// <summary>It waits for a line of the bank that pays it.</summary>
    public const string Ordered = "ordered";

    /// <summary>The bank has paid it.</summary>
    public const string Paid = "paid";

    /// <summary>It came back, or wasn't paid, and is credit of the account again.</summary>
    public const string CameBack = "came back";

    /// <summary>All refunds, by day and id.</summary>
    /// <param name="account">Only those of this account.</param>
    /// <exception cref="RefusedException">There is no such account.</exception>
    public static IReadOnlyList<RefundNow> Of(Database database, Book book, string? account)
    {
        if (account is not null) Stating.AccountOf(book, account);
        using var snapshot = database.Snapshot();
        var ledger = snapshot.Ledger();
        var open = ledger.OpenSuspense().Select(item => item.Document).ToHashSet();
        return [.. from one in ledger.All(EntryKind.Refund)
            let entry = one.Posted.Entry
            let owner = Undoing.AccountsOf(one.Posted)[0]
            where account is null || owner == account
            orderby entry.PostedOn, entry.Reference
            let paid = entry.Postings.Where(posting => posting.To.Role == LedgerRole.Suspense)
                .Aggregate(Money.Zero(book.Currency), (sum, posting) => sum - posting.Amount)
            select new RefundNow(entry.Reference, entry.PostedOn, owner, paid,
                one.IsReversed ? CameBack : open.Contains(entry.Reference) ? Ordered : Paid,
                [.. ledger.PaymentsOf(entry.Reference).Select(line => line.Posted.Entry.Reference)])];
    }
}
