using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>A programme that calls customers at times which nobody knows beforehand, such as demand response: in
/// formulas a calendar with values.</summary>
/// <param name="PriceUnit">The unit of its events' prices.</param>
/// <param name="ExclusiveWith">The programmes that a connection can't be called by at the same time.</param>
/// <param name="Zone">The zone in which the times of its events are read, where they have no offset.</param>
public sealed record Programme(
    string Name, Unit PriceUnit, IReadOnlySet<string> ExclusiveWith, DateTimeZone Zone, Place Place);

/// <summary>One call of a programme.</summary>
/// <param name="Span">From when to when, half-open.</param>
/// <param name="Agreements">The ids of the agreements that it names.</param>
/// <param name="Connections">The ids of the connections that it names, or that are in the pools which it names when it
/// begins.</param>
/// <param name="IsForAll">Whether it names nobody, and so is for all whose product or pool uses its programme.</param>
/// <param name="Price">In the canonical unit; null where it has none.</param>
/// <param name="Instructed">The power that is asked for, in kW; null where none is.</param>
/// <param name="Nominated">The power that would have been used, in kW, as agreed beforehand; null where none was.
/// </param>
public sealed record ProgrammeEvent(
    string Id, Programme Programme, Interval Span, IReadOnlySet<string> Agreements, IReadOnlySet<string> Connections,
    bool IsForAll, Exact? Price, Exact? Instructed, Exact? Nominated, Place Place)
{
    /// <summary>The ids of the pools that it names: it calls each as a whole, and its members.</summary>
    public IReadOnlySet<string> Pools { get; init; } = new HashSet<string>();

    /// <summary>The ids of the connections that it would call and doesn't: who is excused.</summary>
    public IReadOnlySet<string> Excused { get; init; } = new HashSet<string>();

    /// <summary>Whether it is for all of an agreement, and not for some of its connections.</summary>
    public bool IsForAllOf(Agreement agreement) =>
        agreement.Connections.All(connection => IsFor(agreement, connection.Id));

    /// <summary>Whether it is for a connection of an agreement. An agreement about a pool as a whole, none of whose
    /// members the connection ever is, is called with the pool.</summary>
    public bool IsFor(Agreement agreement, string connection) => !Excused.Contains(connection)
        && (IsForAll || Agreements.Contains(agreement.Id) || Connections.Contains(connection)
            || agreement.Pools.Values.Any(pool => Pools.Contains(pool.Id) && !pool.DaysOf(connection).Any()));

    /// <summary>Whether it calls a pool as a whole.</summary>
    public bool Calls(Pool pool) => IsForAll || Pools.Contains(pool.Id);

    /// <summary>One of its figures, in the canonical unit; null where it has none.</summary>
    public Exact? Of(EventFigure figure) => figure switch
    {
        EventFigure.Price => Price, EventFigure.Instructed => Instructed, _ => Nominated,
    };

    /// <summary>Whether some time is in both.</summary>
    public bool Overlaps(ProgrammeEvent other) => Span.Start < other.Span.End && other.Span.Start < Span.End;
}
