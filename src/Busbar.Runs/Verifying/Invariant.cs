using Busbar.Contracts;
using Busbar.Store;

namespace Busbar.Runs.Verifying;

/// <summary>What is verified, at one moment.</summary>
/// <param name="Bills">All issued bills and credit notes, by period and number.</param>
internal sealed record Verified(Database Database, Snapshot Snapshot, Book Book, IReadOnlyList<BillHead> Bills);

/// <summary>What must always hold.</summary>
/// <param name="Id">Its number; several looks may serve one.</param>
/// <param name="Sentence">What must hold.</param>
/// <param name="Check">Looks at all that it is about.</param>
internal sealed record Invariant(string Id, string Sentence, Func<Verified, CancellationToken, Audit> Check)
{
    /// <summary>Whether bills are made again for it, which takes as long as it took to make them.</summary>
    public bool IsSlow { get; init; }
}
