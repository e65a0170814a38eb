using Busbar.Billing;
using Busbar.Store;

namespace Busbar.Runs.Verifying;

/// <summary>What the members of a pool got and what is left is what was shared, in each interval or window.</summary>
internal static class PoolsClose
{
    public static readonly Invariant Invariant = new(
        "I3", "What the members of a pool got and what is left is what was shared.", Check);

    private static Audit Check(Verified verified, CancellationToken cancel)
    {
        var (billed, breaches, count) = (BillAudit.BilledDays(verified.Snapshot), new List<Breach>(), 0L);
        foreach (var pool in verified.Book.Pools.Values.OrderBy(pool => pool.Id, StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            var days = verified.Book.Agreements.Values.Where(agreement => agreement.Pools.Values.Contains(pool))
                .SelectMany(agreement => billed[agreement.Id]).ToList();
            if (days.Count == 0) continue;
            foreach (var name in PoolRun.NamesOf(verified.Snapshot, verified.Book, pool, BillPlan.Hull(days)))
            {
                count += name.Proof.All;
                if (name.Proof.Open > 0)
                    breaches.Add(new($"pool {pool.Id}, {name.Name}", $"In {name.Proof.Open} of {name.Proof.All} "
                        + "intervals or windows what members got and what is left aren't what was shared."));
            }
        }
        return new(count, "interval", breaches);
    }
}
