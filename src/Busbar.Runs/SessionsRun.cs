using Busbar.Metering;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>A charging session of a connection as it is looked at.</summary>
/// <param name="CreditedBy">The receipt by which it was credited, and counts no more; null where it counts.</param>
/// <param name="Overlaps">The other sessions at the same charger and time, one of which can't be right.</param>
public sealed record SeenSession(Session Session, long? CreditedBy, IReadOnlyList<string> Overlaps);

/// <summary>The charging sessions of a connection that touch some days, by start and id.</summary>
public sealed record SeenSessions(Connection Connection, Days Days, IReadOnlyList<SeenSession> Sessions);

/// <summary>Looks at the charging sessions of a connection.</summary>
public static class SessionsRun
{
    /// <summary>Those that touch some days.</summary>
    /// <exception cref="RefusedException">There is no such connection, it has no sessions, or there is no book.
    /// </exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static SeenSessions Of(Database database, string id, Days days)
    {
        using var snapshot = database.Snapshot();
        var connection = Naming.ConnectionOf(StoredBook.Load(snapshot), snapshot, id);
        if (connection.Sessions is null)
            throw new RefusedException(new Fault("no-sessions", $"Connection {id} has no charging sessions.",
                connection.Place, id,
                "Say which are its own: sessions: { charger: BE*BEC*E041503003 }, or { card: … }."));
        var span = days.InstantsIn(connection.Zone);
        var own = SessionStore.Known(snapshot, [new(connection, span.Start, span.End)])[0]
            .Where(one => one.Record.Session.End > span.Start).ToList();
        var marked = SessionsAround.Marked(snapshot, connection,
            [.. own.Where(one => one.CreditedBy is null).Select(one => one.Record.Session)])
            .ToDictionary(session => session.Id, session => session.Overlapping);
        return new(connection, days, [.. own.Select(one => new SeenSession(
            one.Record.Session, one.CreditedBy, marked.GetValueOrDefault(one.Record.Session.Id) ?? []))]);
    }
}
