using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads the numbers of a book, with their units and their days.</summary>
internal static class Values
{
    /// <summary>
    /// A number in a unit: its own, <c>55 p/day</c>, or <paramref name="unit"/> where it has none. In the canonical
    /// unit; null after a fault.
    /// </summary>
    public static Exact? Number(MapReader reader, TextNode text, string what, Unit unit, UnitWords units)
    {
        var faults = new List<Fault>();
        var syntax = FormulaParser.Parse(FormulaOf(text), units, faults);
        foreach (var fault in faults) reader.Fault(fault.Code, fault.Place, fault.Message, fault.Hint);
        if (syntax is null) return null;
        var (sign, number) = syntax is NegateSyntax negate ? (-Exact.One, negate.Operand) : (Exact.One, syntax);
        if (number is not NumberSyntax found)
        {
            reader.Fault("bad-number", text.Place, $"{what} is {text.What}; expected a number in {unit}.");
            return null;
        }
        var own = found.Unit is null ? unit : units.Parse(found.Unit, out _);
        if (own is not null && own.Dimension == unit.Dimension) return sign * found.Value * own.Factor;
        if (own is not null && found.Value.IsZero && found.Unit is null) return Exact.Zero;
        reader.Fault("wrong-unit", text.Place, $"{what} is {text.What}; expected a number in {unit}.");
        return null;
    }

    /// <summary>The unit of the first number that has one, of a number or a map of days; null where none has.</summary>
    public static Unit? UnitIn(Node node, UnitWords units) =>
        (node is MapNode map ? map.Entries.Select(entry => entry.Value) : [node]).OfType<TextNode>()
            .Select(text => FormulaParser.Parse(FormulaOf(text), units, []))
            .Select(syntax => (syntax is NegateSyntax negate ? negate.Operand : syntax) as NumberSyntax)
            .Select(number => number?.Unit is { } unit ? units.Parse(unit, out _) : null)
            .FirstOrDefault(unit => unit is not null);

    /// <summary>A number for ever, or a map of days, each with the number from then on; null after a fault.</summary>
    public static Dated<Exact>? Numbers(MapReader reader, Node node, string what, Unit unit, UnitWords units)
    {
        if (node is not MapNode map)
            return reader.ToText(node, what) is { } text && Number(reader, text, what, unit, units) is { } number
                ? Dated.Always(number) : null;
        if (map.Entries.Count == 0)
            reader.Fault("missing-key", map.Place, $"{what} is an empty map; expected a number, or days with one each.",
                $"Write a number in {unit}, or {{ 2026-04-01: … }}.");
        var values = new List<DatedValue<Exact>>();
        foreach (var entry in map.Entries)
        {
            if (Dates.Parse(entry.Key, out var hint) is not { } day)
                reader.Fault("bad-date", entry.KeyPlace,
                    $"{what} has a key {entry.Key}; expected the day from which a value holds, such as 2026-04-01.",
                    hint);
            else if (reader.ToText(entry.Value, what) is { } text
                && Number(reader, text, what, unit, units) is { } number)
                values.Add(new(day, number));
        }
        return values.Count == map.Entries.Count && values.Count > 0 ? new(values) : null;
    }

    /// <summary>A unit; null after a fault.</summary>
    public static Unit? UnitOf(MapReader reader, TextNode text, string what, UnitWords units)
    {
        if (units.Parse(text.Value, out var unknown) is { } unit) return unit;
        reader.Fault("unknown-unit", text.Place, $"{what} is {text.What}, and {unknown} is not a unit.",
            units.Hint(unknown));
        return null;
    }

    /// <summary>The length of an interval: <c>30min</c>, <c>hour</c>, <c>day</c>; null after a fault.</summary>
    public static int? Minutes(MapReader reader, string key, bool required)
    {
        if (reader.Written(key, required) is not { } text) return null;
        var minutes = Metering.Connection.Intervals.Where(length => Names(length).Contains(text.Value)).ToList();
        if (minutes.Count > 0) return minutes[0];
        reader.Fault("bad-interval", text.Place, $"{key} of {reader.Thing} is {text.What}; expected "
            + $"{string.Join(", ", Metering.Connection.Intervals.Select(length => Names(length)[0]))}.");
        return null;
    }

    /// <summary>A zone of the IANA database; null after a fault.</summary>
    public static DateTimeZone? Zone(MapReader reader, TextNode text)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(text.Value) is { } zone) return zone;
        reader.Fault("unknown-zone", text.Place, $"{text.Value} is not a time zone of the IANA database.",
            Nearest.Hint(text.Value, DateTimeZoneProviders.Tzdb.Ids) ?? "Zones have names such as Europe/London.");
        return null;
    }

    /// <summary>The text of a formula, with the place of each of its characters.</summary>
    public static FormulaText FormulaOf(TextNode text) => new(text.Value, text.Place) { Places = text.At };

    private static string[] Names(int minutes) => minutes switch
    {
        60 => ["60min", "hour"], 1440 => ["day"],
        _ => [minutes.ToString(System.Globalization.CultureInfo.InvariantCulture) + "min"],
    };
}
