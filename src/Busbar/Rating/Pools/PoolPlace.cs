using Busbar.Contracts;
using Busbar.Metering;

namespace Busbar.Rating;

/// <summary>Where in a pool a formula is evaluated: for a member, for the parent, or for the pool as a whole.</summary>
/// <param name="Member">The membership; null for the parent and the whole.</param>
/// <param name="Index">Its number among the memberships; -1 for the parent and the whole.</param>
internal sealed record PoolPlace(PoolRating Rating, Member? Member, int Index, Connection? Connection) : RatedFor
{
    /// <inheritdoc/>
    public override string Subject => Member is null ? $"Pool {Rating.Pool.Id}"
        : $"Member {Member.Connection.Id} of pool {Rating.Pool.Id}";

    /// <inheritdoc/>
    public override IReadOnlyList<Connection> Connections => Connection is null ? [] : [Connection];

    /// <inheritdoc/>
    internal override string Key => $"pool {Rating.Pool.Id} {Index} {Connection?.Id}";
}
