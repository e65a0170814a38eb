using Busbar.Metering;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>Finds what took place on chargers at the same time as some sessions, whosever it was.</summary>
internal static class SessionsAround
{
    /// <summary>Sessions of a connection with the others that overlap each of them.</summary>
    public static IReadOnlyList<Session> Marked(
        Snapshot snapshot, Connection connection, IReadOnlyList<Session> sessions)
    {
        if (sessions.Count == 0) return sessions;
        var around = SessionStore.Load(snapshot, [.. sessions.GroupBy(session => session.Charger).Select(same =>
                new SessionsWanted(connection with { Sessions = new(same.Key, null) },
                    same.Min(session => session.Start), same.Max(session => session.End)))])
            .SelectMany(others => others).ToLookup(session => session.Charger);
        return [.. sessions.Select(session => around[session.Charger]
            .Where(other => other.Id != session.Id && other.Overlaps(session)).Select(other => other.Id).ToList()
                is { Count: > 0 } overlapping ? session with { Overlapping = overlapping } : session)];
    }
}
