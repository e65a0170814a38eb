using Busbar.Contracts;
using Busbar.Metering;
using NodaTime;

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

    /// <summary>The events that call the member; of the whole those that call the pool.</summary>
    public IEnumerable<ProgrammeEvent> Events =>
        Member is null && Connection is not null ? [] : Rating.Pool.EventsOf(Member);

    /// <summary>The first day of the membership, or of the first there is.</summary>
    public LocalDate Began => Member?.Days.From ?? Rating.Pool.Members.Min(member => member.Days.From);

    /// <inheritdoc/>
    internal override string Key => $"pool {Rating.Pool.Id} {Index} {Connection?.Id}";
}
