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
/// <param name="IsForAll">Whether it names nobody, and so is for all whose product uses its programme.</param>
/// <param name="Price">In the canonical unit; null where it has none.</param>
/// <param name="Instructed">The power that is asked for, in kW; null where none is.</param>
/// <param name="Nominated">The power that would have been used, in kW, as agreed beforehand; null where none was.
/// </param>
public sealed record ProgrammeEvent(
    string Id, Programme Programme, Interval Span, IReadOnlySet<string> Agreements, IReadOnlySet<string> Connections,
    bool IsForAll, Exact? Price, Exact? Instructed, Exact? Nominated, Place Place)
{
    /// <summary>Whether it is for all of an agreement, and not for some of its connections.</summary>
    public bool IsForAllOf(Agreement agreement) => IsForAll || Agreements.Contains(agreement.Id)
        || agreement.Connections.All(connection => Connections.Contains(connection.Id));

    /// <summary>Whether it is for a connection of an agreement.</summary>
    public bool IsFor(Agreement agreement, string connection) =>
        IsForAll || Agreements.Contains(agreement.Id) || Connections.Contains(connection);

    /// <summary>One of its figures, in the canonical unit; null where it has none.</summary>
    public Exact? Of(EventFigure figure) => figure switch
    {
        EventFigure.Price => Price, EventFigure.Instructed => Instructed, _ => Nominated,
    };

    /// <summary>Whether some time is in both.</summary>
    public bool Overlaps(ProgrammeEvent other) => Span.Start < other.Span.End && other.Span.Start < Span.End;
}
