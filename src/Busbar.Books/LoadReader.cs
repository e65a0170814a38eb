using Busbar.Contracts.Language;
using System.Numerics;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>
/// Reads what an example measures, or the load of a quote: for each channel an amount, amounts by band of a calendar,
/// and amounts at single instants; or a file of the book with the connection's id.
/// </summary>
internal sealed class LoadReader
{
    private const string Usual = "example";

    private readonly MapReader _example;
    private readonly BookRules _rules;
    private readonly Dictionary<string, Channel> _channels;
    private readonly int _minutes;
    private readonly MapReader? _file;

    public LoadReader(MapReader example, BookRules rules, IReadOnlyList<ProductVersion> versions)
    {
        (_example, _rules) = (example, rules);
        _channels = versions.SelectMany(version => version.Channels.Values).GroupBy(channel => channel.Name)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        _minutes = versions.Select(version => version.ReadingMinutes)
            .Aggregate((a, b) => (int)BigInteger.GreatestCommonDivisor(a, b));
        if (example.Map["reads"] is MapNode map && map["file"] is not null) _file = example.Section("reads");
    }

    /// <summary>The connection that measures: the book's where a file has its readings, or one of the example's own.
    /// </summary>
    /// <param name="minutes">The length of its readings; null: what the product needs.</param>
    public Connection ConnectionOf(
        Known<Connection> connections, int? minutes, IReadOnlyDictionary<string, LossFactor> losses)
    {
        var id = _file is null ? Usual : _file.Text("connection");
        if (!connections.Good.TryGetValue(id, out var known))
            return new(id, _rules.Zone, minutes ?? _minutes, _channels, null,
                new Dictionary<string, ConnectionTerm>(), losses, _example.Place);
        return known with
        {
            IntervalMinutes = minutes ?? known.IntervalMinutes, Losses = losses.Count > 0 ? losses : known.Losses,
            Meters = [],
        };
    }

    /// <summary>What each channel measures on some days; or the file in which that stands.</summary>
    public IReadOnlyList<Load> Read(Connection connection, Days days, out ReadingsFile? file)
    {
        file = _file?.Written("file", required: true) is { } path ? new(path.Value, path.Place) : null;
        if (_file is not null) return [];
        var (loads, given) = (new List<Load>(), _example.Entries("reads", required: _channels.Count > 0));
        foreach (var entry in given)
            if (!_channels.TryGetValue(entry.Key, out var channel))
                _example.Fault("unknown-channel", entry.KeyPlace,
                    $"The product has no channel {entry.Key}, which {_example.Thing} measures.",
                    Nearest.Hint(entry.Key, _channels.Keys) ?? $"It has {string.Join(", ", _channels.Keys)}.");
            else if (LoadOf(entry, channel, connection, days) is { } load) loads.Add(load);
        var missing = _channels.Keys.Where(name => !given.Any(entry => entry.Key == name)).ToList();
        if (missing.Count > 0 && _example.Has("reads"))
            _example.Fault("missing-channel", _example.Map["reads"]!.Place,
                $"{_example.Thing} measures no {string.Join(" and no ", missing)}, which the product needs.",
                $"Add {missing[0]}: 0 {_channels[missing[0]].Unit} where there is none.");
        return loads;
    }

    private Load? LoadOf(MapEntry entry, Channel channel, Connection connection, Days days)
    {
        var what = $"{entry.Key} of {_example.Thing}";
        if (entry.Value is TextNode whole)
            return AmountOf(_example, whole, what, channel) is { } amount
                ? new(entry.Key, null, [amount], [], entry.KeyPlace) : null;
        if (_example.Section(entry.Value, what) is not { } load) return null;
        var named = load.Written("calendar");
        var calendar = named is null ? null : _rules.Calendars.Find(load, named, "calendar");
        // Of a calendar that isn't known nobody can say which bands it has.
        if (named is not null && calendar is null) foreach (var band in load.Map.Entries) load.Value(band.Key);
        List<Exact?> amounts = calendar is null
            ? [load.Written("evenly") is { } evenly ? AmountOf(load, evenly, $"evenly of {what}", channel) : Exact.Zero]
            : [.. calendar.Bands.Select(band => AmountOf(load, load.Written(band, required: true),
                $"{band} of {what}", channel))];
        if (calendar is not null && calendar.ResolutionMinutes % connection.IntervalMinutes > 0)
            load.Fault("too-coarse", named!.Place, $"Bands of calendar {calendar.Name} begin within the readings of "
                + $"{what}.", "Give the example a shorter interval: interval: 30min.");
        var onTop = OnTop(load, what, channel, connection, days);
        if (named is null && !load.Has("evenly") && onTop.Count == 0 && load.Entries("at").Count == 0)
            load.Fault("missing-key", load.Place, $"{what} says no amount.",
                "Write evenly:, calendar: with its bands, or at: with single times.");
        return (named is not null && calendar is null) || amounts.Contains(null) ? null
            : new(entry.Key, calendar, [.. amounts.OfType<Exact>()], onTop, entry.KeyPlace);
    }

    private static List<(Instant, Exact)> OnTop(
        MapReader load, string what, Channel channel, Connection connection, Days days)
    {
        var (amounts, span) = (new List<(Instant, Exact)>(), days.InstantsIn(connection.Zone));
        foreach (var entry in load.Entries("at"))
        {
            if (load.ToText(entry.Value, $"{entry.Key} of {what}") is not { } text
                || StartOf(entry, load, connection) is not { } start) continue;
            if (!span.Contains(start))
                load.Fault("bad-time", entry.KeyPlace, $"{entry.Key} of {what} lies outside of the period.");
            else if (AmountOf(load, text, $"{entry.Key} of {what}", channel) is { } amount)
                amounts.Add((start, amount));
        }
        return amounts;
    }

    /// <summary>The instant at which a reading starts; null after a fault.</summary>
    private static Instant? StartOf(MapEntry entry, MapReader load, Connection connection)
    {
        var (zone, text) = (connection.Zone, entry.Key);
        var start = Times.Parse(load, text, entry.KeyPlace, zone,
            $"{load.Thing} has something at {TextNode.Shortened(text)}");
        if (start is not { } instant) return null;
        if (Grid.Place(instant, connection.IntervalMinutes, zone) is not null) return instant;
        load.Fault("off-grid", entry.KeyPlace, $"No reading of {load.Thing} starts at {text}.",
            "Give the start of an interval.");
        return null;
    }

    /// <summary>An amount to the scale of readings; null after a fault.</summary>
    private static Exact? AmountOf(MapReader reader, TextNode? text, string what, Channel channel)
    {
        if (text is null || Values.Number(reader, text, what, channel.Unit, UnitWords.None) is not { } amount)
            return null;
        if (amount.Sign >= 0 || channel.MayBeNegative) return amount.Round(Series.ReadingScale, Rounding.HalfAway);
        reader.Fault("bad-number", text.Place, $"{what} is below zero; only a net channel may be negative.");
        return null;
    }
}
