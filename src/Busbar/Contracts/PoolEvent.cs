namespace Busbar.Contracts;

/// <summary>An event as a pool has it.</summary>
/// <param name="IsOfPool">Whether it calls the pool as a whole: it names the pool, or nobody.</param>
/// <param name="Members">The memberships that it calls; each lasts from its beginning to its end.</param>
public sealed record PoolEvent(ProgrammeEvent Event, bool IsOfPool, IReadOnlyList<Member> Members);
