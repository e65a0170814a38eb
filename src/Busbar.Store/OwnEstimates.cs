using Dapper;

namespace Busbar.Store;

/// <summary>Which receipts brought estimates that were made here, and not sent; each is looked up once.</summary>
internal sealed class OwnEstimates(Change change)
{
    private readonly Dictionary<long, bool> _known = [];

    /// <summary>Whether a receipt is of a change that estimates.</summary>
    public bool Has(long receipt)
    {
        if (!_known.TryGetValue(receipt, out var isOwn))
            _known[receipt] = isOwn = change.Connection.ExecuteScalar<string?>(
                "SELECT kind FROM receipts WHERE id = @receipt", new { receipt }) == EstimateStore.Kind;
        return isOwn;
    }
}
