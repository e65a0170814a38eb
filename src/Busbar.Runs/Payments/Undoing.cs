using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Payments;

/// <summary>Takes entries of money back by their opposites, none on a day before its own.</summary>
internal static class Undoing
{
    /// <summary>Takes a receipt back, and before it what was set against bills by it: every balance is as it was
    /// before it.</summary>
    /// <param name="kind">Why: a return by the bank, or a match that was wrong.</param>
    /// <param name="reference">Under which its opposite is posted.</param>
    /// <returns>The accounts whose it was, from the day on which it came.</returns>
    public static IReadOnlyList<string> Receipt(
        LedgerChange change, string id, LocalDate on, EntryKind kind, string reference)
    {
        Allocations(change, id, on);
        var posted = change.Find(EntryKind.Receipt, id)!;
        change.Reverse(posted, on, kind, reference);
        var matches = change.Standing(EntryKind.Match, id);
        foreach (var match in matches) Reverse(change, match, on, EntryKind.Match, "M");
        return [.. matches.Append(posted).SelectMany(AccountsOf).Distinct()];
    }

    /// <summary>Takes back the part of a receipt that one debit is, which the bank booked with others; and before it
    /// what was set against bills by whoever has it.</summary>
    /// <returns>Whose it was; null where it was in suspense.</returns>
    public static string? Part(
        LedgerChange change, MoneyEntries entries, string receipt, SentDebit debit, LocalDate on, string reference)
    {
        var owners = change.CreditOwners().Where(one => one.Document == receipt).Select(one => one.Account).ToList();
        // Where it was given to another by hand, that one has it.
        var account = owners.Contains(debit.Account) ? debit.Account : owners.FirstOrDefault();
        if (account is not null) Allocations(change, receipt, on, account: account);
        change.Post(entries.Returned(on, reference, receipt, new(-debit.Amount, entries.Currency), account));
        return account;
    }

    /// <summary>Takes back what was set against bills by a receipt, or against it. Where such a bill was taken back
    /// since and what had paid it became credit, that credit is taken back before: the bill isn't open again.
    /// </summary>
    /// <param name="id">The receipt's, or the number of a bill whose payment became credit.</param>
    /// <param name="after">Only what was posted after the entry of this number.</param>
    /// <param name="account">Only of this one; null: of all.</param>
    public static void Allocations(
        LedgerChange change, string id, LocalDate on, long after = 0, string? account = null)
    {
        foreach (var allocation in change.StandingAllocations(id).Where(one => one.Number > after
            && (account is null || one.Entry.Account == account)))
        {
            foreach (var document in allocation.Entry.Postings.Where(one => one.To.Role == LedgerRole.Receivables)
                .Select(one => one.Document!).Distinct())
                foreach (var release in change.Standing(EntryKind.Release, document).Where(one =>
                    one.Number > allocation.Number && AccountsOf(one).Contains(allocation.Entry.Account!)))
                {
                    Allocations(change, document, on, release.Number, account);
                    Reverse(change, release, on, EntryKind.Release, "L");
                }
            Reverse(change, allocation, on, EntryKind.Release, "L");
        }
    }

    private static void Reverse(LedgerChange change, PostedEntry posted, LocalDate on, EntryKind kind, string series) =>
        change.Reverse(posted, LocalDate.Max(on, posted.Entry.PostedOn), kind, change.Next(series));

    /// <summary>Takes a refund back that wasn't paid, or not for good: it is credit of its account again.</summary>
    /// <returns>The accounts whose credit it is.</returns>
    public static IReadOnlyList<string> Refund(LedgerChange change, PostedEntry refund, LocalDate on)
    {
        change.Reverse(refund, LocalDate.Max(on, refund.Entry.PostedOn), EntryKind.Refund,
            $"{refund.Entry.Reference} taken back");
        return AccountsOf(refund);
    }

    /// <summary>The accounts whose balances an entry changes.</summary>
    public static IReadOnlyList<string> AccountsOf(PostedEntry posted) =>
        [.. posted.Entry.Postings.Select(posting => posting.Account).OfType<string>().Distinct()];
}
