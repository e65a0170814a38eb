using Busbar.Ledger;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Payments;

/// <summary>Takes entries of money back by their opposites.</summary>
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
        foreach (var match in matches) change.Reverse(match, on, EntryKind.Match, change.Next("M"));
        return [.. matches.Append(posted).SelectMany(AccountsOf).Distinct()];
    }

    /// <summary>Takes back what was set against bills by a receipt, or against it.</summary>
    public static void Allocations(LedgerChange change, string id, LocalDate on)
    {
        foreach (var allocation in change.StandingAllocations(id))
            change.Reverse(allocation, on, EntryKind.Release, change.Next("L"));
    }

    /// <summary>The accounts whose balances an entry changes.</summary>
    public static IReadOnlyList<string> AccountsOf(PostedEntry posted) =>
        [.. posted.Entry.Postings.Select(posting => posting.Account).OfType<string>().Distinct()];
}
