using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>
/// Reads the loss factors of a connection: a number, a map of days with one each, a series of the book, or a calendar
/// and a number for each of its bands.
/// </summary>
internal static class LossReader
{
    public static IReadOnlyDictionary<string, LossFactor> Read(MapReader connection, BookRules rules)
    {
        var losses = new Dictionary<string, LossFactor>(StringComparer.Ordinal);
        var known = rules.Boundaries.Values.SelectMany(factors => factors).Distinct().ToList();
        foreach (var entry in connection.Entries("losses"))
            if (!known.Contains(entry.Key))
                connection.Fault("unknown-loss-factor", entry.KeyPlace,
                    $"No boundary of the book has the loss factor {entry.Key}, which {connection.Thing} gives.",
                    Nearest.Hint(entry.Key, known)
                    ?? "Name it in book.yaml: boundaries: { nbp: [distribution-loss] }.");
            else if (Factor(connection, entry, rules) is { } factor) losses[entry.Key] = factor;
        return losses;
    }

    private static LossFactor? Factor(MapReader connection, MapEntry entry, BookRules rules)
    {
        var what = $"{entry.Key} of {connection.Thing}";
        if (entry.Value is MapNode map && map["calendar"] is { } calendar)
            return ByBand(connection, map, calendar, what, rules);
        if (entry.Value is TextNode { Value: [>= 'a' and <= 'z', ..] name } text)
        {
            if (rules.Series.Good.TryGetValue(name, out var series) && series.Unit.Dimension == Dimension.None)
                return new LossFactor.OfSeries(name);
            if (series is not null || !rules.Series.Ids.Contains(name))
                connection.Fault("unknown-name", text.Place, series is null
                    ? $"{what} is {text.What}, and the book has no series of that name."
                    : $"{what} is the series {name}, which is in {series.Unit} and no plain number.",
                    series is null ? Nearest.Hint(name, rules.Series.Good.Keys) : null);
            return null;
        }
        if (Values.Numbers(connection, entry.Value, what, Unit.One, UnitWords.None) is not { } numbers) return null;
        if (numbers.Values.Any(value => value.Value.Sign <= 0))
            connection.Fault("bad-number", entry.Value.Place, $"{what} must be above zero.");
        return new LossFactor.Number(numbers);
    }

    private static LossFactor.ByBand? ByBand(
        MapReader connection, MapNode map, Node named, string what, BookRules rules)
    {
        if (connection.ToText(named, $"calendar of {what}") is not { } text
            || rules.Calendars.Find(connection, text, "calendar") is not { } calendar) return null;
        var values = new Dictionary<string, Exact>(StringComparer.Ordinal);
        foreach (var entry in map.Entries.Where(entry => entry.Key != "calendar"))
            if (!calendar.Bands.Contains(entry.Key))
                connection.Fault("unknown-band", entry.KeyPlace,
                    $"Calendar {calendar.Name} has no band {entry.Key}, which {what} names.",
                    Nearest.Hint(entry.Key, calendar.Bands) ?? $"It has {string.Join(", ", calendar.Bands)}.");
            else if (connection.ToText(entry.Value, $"{entry.Key} of {what}") is { } value
                && Values.Number(connection, value, $"{entry.Key} of {what}", Unit.One, UnitWords.None) is { } number)
                values[entry.Key] = number;
        var missing = calendar.Bands.Where(band => map[band] is null).ToList();
        if (missing.Count > 0)
            connection.Fault("missing-key", map.Place, $"{what} has no factor for {string.Join(" and ", missing)} of "
                + $"calendar {calendar.Name}.");
        if (values.FirstOrDefault(value => value.Value.Sign <= 0) is { Key: { } band })
            connection.Fault("bad-number", map[band]!.Place, $"{band} of {what} must be above zero.");
        return values.Count == calendar.Bands.Count
            ? new(calendar, [.. calendar.Bands.Select(one => values[one])]) : null;
    }
}
