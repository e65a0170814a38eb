using Busbar.Metering;

namespace Busbar.Books;

/// <summary>Reads whose charging sessions a connection has: <c>sessions: { charger: …, card: … }</c>.</summary>
internal static class SessionSourceReader
{
    private const int Longest = 90;

    /// <summary>The source; null where the connection has none, or after a fault.</summary>
    public static SessionSource? Read(MapReader connection)
    {
        if (connection.Section("sessions") is not { } sessions) return null;
        var (charger, card) = (Name(sessions, "charger"), Name(sessions, "card"));
        if (sessions.Has("charger") || sessions.Has("card"))
            return (sessions.Has("charger") && charger is null) || (sessions.Has("card") && card is null) ? null
                : new(charger, card);
        sessions.Fault("missing-key", sessions.Place, $"{sessions.Thing} names neither a charger nor a card, so none "
            + "are its own.", "Write sessions: { charger: BE*BEC*E041503003 }, or card: with the number or the "
            + "contract of a charge card.");
        return null;
    }

    private static string? Name(MapReader sessions, string key)
    {
        if (sessions.Written(key) is not { } text) return null;
        if (text.Value.Length <= Longest && SessionSource.Key(text.Value).Length > 0
            && !text.Value.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign))) return text.Value;
        sessions.Fault("bad-id", text.Place, $"{key} of {sessions.Thing} is {text.What}; expected up to {Longest} "
            + "characters without blanks.");
        return null;
    }
}
