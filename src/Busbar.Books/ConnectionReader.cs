using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

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
        var sessions = SessionSourceReader.Read(connection);
        // Where vehicles charge, their operator's records may be all that is known.
        foreach (var entry in connection.Entries("channels", required: !connection.Has("sessions")))
            if (ProductReader.Channel(connection, entry, rules) is { } channel)
                channels[entry.Key] = channel with { DayStart = rules.DayStarts.GetValueOrDefault(entry.Key) };
        Exact? limit = null;
        if (connection.Written("limit") is { } most)
        {
            var measures = channels.Values.All(channel => channel.Unit.Dimension == Dimension.Volume)
                && channels.Count > 0 ? "m3/hour" : "kW";
            limit = Values.Number(connection, most, $"limit of {connection.Thing}",
                Unit.Parse(measures, null, [], out _)!, UnitWords.None);
            if (limit is { Sign: <= 0 })
                connection.Fault("bad-number", most.Place, $"limit of {connection.Thing} must be above zero.");
        }
        var meters = MeterReader.Read(connection, channels, minutes, rules);
        if (minutes < 1440
            && channels.Values.FirstOrDefault(one => one.DayStart != LocalTime.Midnight
                && (connection.Has("profile") || !meters.Any(meter => meter.Counts(one.Name)))) is { } own)
            connection.Fault("too-fine", connection.Map["channels"]!.Place, $"The days of channel {own.Name} start at "
                + $"{LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(own.DayStart)}, and "
                + $"{connection.Thing} has readings within the day, which are of the day in which they are.",
                "Write interval: day, or give the channel another name.");
        var estimates = new EstimatesReader(connection, rules.Series).Of(channels.Values, rules.Estimates);
        var checks = new ChecksReader(connection).Of(id, channels, rules.Checks);
        var profile = ProfileReader.Read(connection, rules);
        var yearly = YearlyOf(connection, channels);
        var (premises, use) = (connection.OptionalId("premises"), TaxpayerReader.UseOf(connection));
        var certificates = TaxpayerReader.CertificatesOf(connection);
        return zone is not null && minutes is { } length
            ? new(id, zone, length, channels, limit, TermsOf(connection, rules),
                LossReader.Read(connection, rules), connection.Place)
            {
                Meters = meters, Profile = profile, OfEquals = rules.OfEquals, Estimates = estimates,
                YearlyConsumption = yearly, Checks = checks.Checks,
                Standing = checks.Standing, Sessions = sessions,
                Premises = premises, Use = use, Certificates = certificates,
            } : null;
    }

    /// <summary>Numbers with the unit that they are written with: <c>capacity: 200 kVA</c>, or a map of days.</summary>
    private static Dictionary<string, ConnectionTerm> TermsOf(MapReader connection, BookRules rules)
    {
        var terms = new Dictionary<string, ConnectionTerm>(StringComparer.Ordinal);
        foreach (var entry in connection.Entries("terms"))
        {
            var what = $"term {entry.Key} of {connection.Thing}";
            var first = entry.Value is MapNode { Entries: [var day, ..] } ? day.Value : entry.Value;
            var unit = Values.UnitIn(entry.Value, rules.Units);
            if (first is TextNode && Values.Numbers(
                connection, entry.Value, what, unit ?? Unit.One, rules.Units) is { } numbers)
                terms[entry.Key] = new(unit is null && numbers.Values.All(value => value.Value.IsZero) ? null
                    : (unit ?? Unit.One).Dimension, numbers, entry.KeyPlace);
            else if (first is not TextNode)
                connection.Fault("wrong-kind", first.Place, $"{what} is {first.What}; expected a number or a map of "
                    + "days.", "Write capacity: 200 kVA.");
        }
        return terms;
    }

    /// <summary>What is used in a usual year: an amount where there is one channel, or one for each that has it.
    /// </summary>
    private static Dictionary<string, Exact> YearlyOf(
        MapReader connection, IReadOnlyDictionary<string, Channel> channels)
    {
        var yearly = new Dictionary<string, Exact>(StringComparer.Ordinal);
        var entries = connection.Map["eac"] is TextNode text && channels.Count == 1
            ? [new(channels.Keys.First(), text.Place, connection.Value("eac")!)] : connection.Entries("eac");
        foreach (var entry in entries)
        {
            var what = $"eac of {entry.Key} of {connection.Thing}";
            if (!channels.TryGetValue(entry.Key, out var channel))
                connection.Fault("unknown-channel", entry.KeyPlace,
                    $"{connection.Thing} has no channel {entry.Key}, which its eac names.",
                    Nearest.Hint(entry.Key, channels.Keys));
            else if (connection.ToText(entry.Value, what) is { } amount
                && Values.Number(connection, amount, what, channel.Unit, UnitWords.None) is { } number)
            {
                yearly[entry.Key] = number;
                if (number.Sign < 0)
                    connection.Fault("bad-number", amount.Place, $"{what} must not be below zero.");
            }
        }
        return yearly;
    }
}
