using System.Text.Json;
using Busbar.Store;
using NodaTime.Text;

namespace Busbar.Runs.Verifying;

/// <summary>What came of an invariant.</summary>
/// <param name="Audit">Null where it was left out as slow.</param>
public sealed record VerifiedInvariant(string Id, string Sentence, Audit? Audit)
{
    /// <summary>Whether something breaks it.</summary>
    public bool IsBroken => Audit is { Breaches.Count: > 0 };
}

/// <summary>Looks whether all that must always hold does, and names what breaks it.</summary>
public static class VerifyRun
{
    private static readonly Invariant[] All =
    [
        new("I1", "The postings of each entry add up to zero.",
            (verified, _) => LedgerAudit.Balances(verified.Snapshot)),
        BillsArePosted.Invariant,
        DocumentsAddUp.Invariant,
        PoolsClose.Invariant,
        new("I4", "Each charge is billed once for each of its days.",
            (verified, _) => BillAudit.Once(verified.Snapshot)),
        SupplyIsCovered.Invariant,
        BillsAreMadeAgain.Invariant,
        new("I7", "Numbers have no gap and ascend with the days of issue.",
            (verified, _) => BillAudit.Numbers(verified.Snapshot)),
        new("I10", "Each row of a file is accepted, unchanged, suspended or rejected, and kept where it waits.",
            (verified, _) => IntakeAudit.Rows(verified.Snapshot)),
        new("I14", "Each entry is as it was posted, and none is gone.",
            (verified, _) => LedgerAudit.Chain(verified.Snapshot)),
        new("I14", "Readings are as they were written.", (verified, _) => IntakeAudit.Blocks(verified.Snapshot)),
        new("control", "What is open of accounts is the control account.",
            (verified, _) => LedgerAudit.Control(verified.Snapshot)),
        new("control", "No more was set against bills than they come to, nor more of a receipt used than came in.",
            (verified, _) => LedgerAudit.Allocations(verified.Snapshot)),
        new("control", "Each line of a bank is one entry of its amount; of lines and direct debits none is gone.",
            (verified, _) => BankAudit.Lines(verified.Snapshot)),
        CommissionsAddUp.Invariant,
    ];

    /// <summary>Verifies, one after another.</summary>
    /// <param name="isQuick">Whether what is slow is left out.</param>
    /// <exception cref="RefusedException">There is no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IEnumerable<VerifiedInvariant> Of(
        Database database, bool isQuick, CancellationToken cancel = default)
    {
        using var snapshot = database.Snapshot();
        var verified = new Verified(database, snapshot, StoredBook.Load(snapshot), BillStore.List(database));
        foreach (var invariant in All)
        {
            cancel.ThrowIfCancellationRequested();
            yield return new(invariant.Id, invariant.Sentence,
                isQuick && invariant.IsSlow ? null : Check(invariant, verified, cancel));
        }
    }

    /// <summary>What rests on something that is damaged can't be looked at; the others still can.</summary>
    private static Audit Check(Invariant invariant, Verified verified, CancellationToken cancel)
    {
        try
        {
            return invariant.Check(verified, cancel);
        }
        catch (Exception problem) when (IsDamage(problem))
        {
            return new(0, "row", [new("the database", $"It holds what can't be read: {problem.Message}")]);
        }
    }

    /// <summary>Whether a problem is one of stored bytes that nobody has written so.</summary>
    internal static bool IsDamage(Exception problem) => problem is InvalidDataException or JsonException
        or ArgumentException or IndexOutOfRangeException or OverflowException or UnparsableValueException;
}
