using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>Reads a connection.</summary>
internal static class ConnectionReader
{
    private const int UsualMinutes = 30;

    public static Connection? Read(MapReader connection, BookRules rules)
    {
        var id = connection.Id(BookItem.OfConnection);
        var zone = connection.Written("zone") is { } text ? Values.Zone(connection, text) : rules.Zone;
        var minutes = Values.Minutes(connection, "interval", required: false)
            ?? (connection.Has("interval") ? null : UsualMinutes);
        var channels = new Dictionary<string, Channel>(StringComparer.Ordinal);
        foreach (var entry in connection.Entries("channels", required: true))
            if (ProductReader.Channel(connection, entry, rules) is { } channel) channels[entry.Key] = channel;
        Exact? limit = null;
        if (connection.Written("limit") is { } most)
        {
            var measures = channels.Values.All(channel => channel.Unit.Dimension == Dimension.Volume)
                && channels.Count > 0 ? "m3/hour" : "kW";
            limit = Values.Number(connection, most, $"limit of {connection.Thing}",
                Unit.Parse(measures, null, [], out _)!, null);
            if (limit is { Sign: <= 0 })
                connection.Fault("bad-number", most.Place, $"limit of {connection.Thing} must be above zero.");
        }
        return zone is not null && minutes is { } length
            ? new(id, zone, length, channels, limit, LossReader.Read(connection, rules), connection.Place) : null;
    }
}
