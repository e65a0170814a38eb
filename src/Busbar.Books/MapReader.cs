using System.Globalization;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books;

/// <summary>
/// Asks a map for its keys one by one, with the type that each must have. What is missing or of another kind becomes a
/// fault, and the answer is then empty, so that reading goes on and finds the next; who has added a fault throws the
/// answer away.
/// </summary>
/// <remarks>At the end <see cref="Done"/> faults every key that nobody asked for.</remarks>
public sealed class MapReader
{
    private readonly List<Fault> _faults;
    private readonly List<MapReader> _below = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads a map that is a <paramref name="kind"/>, called in messages by what it has under
    /// <paramref name="nameKey"/>: <c>product ev-home</c>.
    /// </summary>
    public MapReader(MapNode map, List<Fault> faults, string kind, string? nameKey = null)
    {
        (Map, _faults) = (map, faults);
        Name = nameKey is not null && map[nameKey] is TextNode { Value.Length: > 0 } name
            ? TextNode.Shortened(name.Value) : null;
        Thing = Name is null ? kind : $"{kind} {Name}";
    }

    private MapReader(MapNode map, MapReader above, string thing, string? nameKey = null)
        : this(map, above._faults, thing, nameKey) => Name ??= above.Name;

    /// <summary>The map that is read.</summary>
    public MapNode Map { get; }

    /// <summary>Where it stands.</summary>
    public Place Place => Map.Place;

    /// <summary>What messages call it.</summary>
    public string Thing { get; }

    /// <summary>The same where a sentence begins with it: <c>Product ev-home</c>.</summary>
    public string Subject => char.ToUpperInvariant(Thing[0]) + Thing[1..];

    /// <summary>Its name, or that of the thing that it is a part of; null when there is none.</summary>
    public string? Name { get; }

    /// <summary>Adds a fault that concerns this thing.</summary>
    public void Fault(string code, Place place, string message, string? hint = null) =>
        _faults.Add(new(code, message, place, Name, hint));

    /// <summary>Whether the key is there and says something. It isn't asked for by this.</summary>
    public bool Has(string key) => Map[key] is not (null or EmptyNode);

    /// <summary>What a key says, or null when it says nothing, which is a fault where it is required.</summary>
    public Node? Value(string key, bool required = false)
    {
        _asked.Add(key);
        var value = Map[key];
        if (value is not (null or EmptyNode)) return value;
        if (required)
            Fault("missing-key", value?.Place ?? Place,
                value is null ? $"{key} is missing in {Thing}." : $"{key} of {Thing} is empty; expected a value.");
        return null;
    }

    /// <summary>A text with its place, as a formula needs it; null when absent.</summary>
    public TextNode? Written(string key, bool required = false) =>
        Value(key, required) is { } value ? ToText(value, $"{key} of {Thing}") : null;

    /// <summary>A text, empty after a fault.</summary>
    public string Text(string key, bool required = true) => Written(key, required)?.Value ?? "";

    /// <summary>A text, null when absent.</summary>
    public string? OptionalText(string key) => Written(key)?.Value;

    /// <summary>The id of a thing, empty after a fault.</summary>
    public string Id(string key) => ToId(Written(key, required: true), key) ?? "";

    /// <summary>The id of a thing, null when absent.</summary>
    public string? OptionalId(string key) => ToId(Written(key), key);

    /// <summary>A date such as 2026-04-01; null after a fault.</summary>
    public LocalDate? Date(string key) => ToDate(Written(key, required: true), key);

    /// <summary>A date, null when absent.</summary>
    public LocalDate? OptionalDate(string key) => ToDate(Written(key), key);

    /// <summary>A whole number between two, both included; null when absent.</summary>
    public long? OptionalWhole(string key, long min, long max) => ToWhole(Written(key), key, min, max);

    /// <summary>One of some words, null when absent.</summary>
    public string? OptionalChoice(string key, params IReadOnlyList<string> allowed) =>
        ToChoice(Written(key), key, allowed);

    /// <summary>Whether <c>true</c> is said; absent is false.</summary>
    public bool Flag(string key) => OptionalChoice(key, "true", "false") == "true";

    /// <summary>The items of a list; none when absent.</summary>
    public IReadOnlyList<Node> List(string key, bool required = false)
    {
        if (Value(key, required) is not { } value) return [];
        if (value is ListNode list) return list.Items;
        WrongKind($"{key} of {Thing}", "a list", value);
        return [];
    }

    /// <summary>The texts of a list, or the one text that stands in its place.</summary>
    public IReadOnlyList<TextNode> Texts(string key, bool required = false)
    {
        if (Value(key, required) is not { } value) return [];
        IReadOnlyList<Node> items = value is ListNode list ? list.Items : [value];
        return [.. items.Select(item => ToText(item, $"{key} of {Thing}")).OfType<TextNode>()];
    }

    /// <summary>
    /// The maps of a list, each a <paramref name="kind"/> with the name that it has under <paramref name="nameKey"/>.
    /// </summary>
    public IReadOnlyList<MapReader> Maps(string key, string kind, string? nameKey = null, bool required = false)
    {
        var readers = new List<MapReader>();
        foreach (var (index, item) in List(key, required).Index())
        {
            var isNamed = item is MapNode && nameKey is not null && ((MapNode)item)[nameKey] is TextNode;
            var thing = isNamed ? kind : $"{kind} {index + 1} of {Thing}";
            if (item is MapNode map) readers.Add(Below(map, thing, nameKey));
            else WrongKind(thing, "a map", item);
        }
        return readers;
    }

    /// <summary>The map of a key, read in its turn and done when this is; null when absent.</summary>
    public MapReader? Section(string key, bool required = false) =>
        Value(key, required) is { } value && ToMap(value, $"{key} of {Thing}") is { } map
            ? Below(map, $"{key} of {Thing}") : null;

    /// <summary>The entries of a map whose keys are names that the book gives; none when absent.</summary>
    public IReadOnlyList<MapEntry> Entries(string key, bool required = false) =>
        Value(key, required) is { } value ? ToMap(value, $"{key} of {Thing}")?.Entries ?? [] : [];

    /// <summary>A map inside this one, such as the value of an entry, read in its turn; null after a fault.</summary>
    public MapReader? Section(Node value, string thing) =>
        ToMap(value, thing) is { } map ? Below(map, thing) : null;

    /// <summary>The node as a text, or null after a fault that calls it <paramref name="what"/>.</summary>
    public TextNode? ToText(Node value, string what)
    {
        if (value is TextNode text) return text;
        WrongKind(what, "a text", value);
        return null;
    }

    /// <summary>Faults every key that nobody asked for, here and in the maps that were read from here.</summary>
    public void Done()
    {
        foreach (var entry in Map.Entries.Where(entry => !_asked.Contains(entry.Key))) Unknown(entry);
        foreach (var below in _below) below.Done();
    }

    private void Unknown(MapEntry entry)
    {
        // A column that nobody knows is one fault, not one for each row.
        if (_faults.Exists(fault => fault.Code == "unknown-key" && fault.Place == entry.KeyPlace)) return;
        string[] known = [.. _asked.Order(StringComparer.Ordinal)];
        var hint = Nearest.Hint(entry.Key, known)
            ?? (known.Length == 0 ? null : $"Known are {string.Join(", ", known)}.");
        Fault("unknown-key", entry.KeyPlace, $"{TextNode.Shortened(entry.Key)} is no key of {Thing}.", hint);
    }

    private MapReader Below(MapNode map, string thing, string? nameKey = null)
    {
        var below = new MapReader(map, this, thing, nameKey);
        _below.Add(below);
        return below;
    }

    private MapNode? ToMap(Node value, string what)
    {
        if (value is MapNode map) return map;
        WrongKind(what, "a map", value);
        return null;
    }

    private void WrongKind(string what, string expected, Node found) =>
        Fault("wrong-kind", found.Place, $"{what} is {found.What}; expected {expected}.", found.HintFor(expected));

    private string? ToId(TextNode? text, string key)
    {
        if (text is null || Ids.Problem(text.Value, key == BookItem.OfConnection) is not { } problem)
            return text?.Value;
        Fault("bad-id", text.Place, $"{key} of {Thing} is {text.What}; {problem}.",
            Ids.Problem(Ids.Suggested(text.Value)) is null ? $"Write {Ids.Suggested(text.Value)}." : null);
        return null;
    }

    private LocalDate? ToDate(TextNode? text, string key)
    {
        if (text is null) return null;
        if (Dates.Parse(text.Value, out var hint) is { } date) return date;
        Fault("bad-date", text.Place, $"{key} of {Thing} is {text.What}; expected a date such as 2026-04-01.", hint);
        return null;
    }

    private long? ToWhole(TextNode? text, string key, long min, long max)
    {
        if (text is null) return null;
        var isWhole = Digits.TryParse(text.Value, 0, out var number, out _)
            && !text.Value.Contains('.', StringComparison.Ordinal);
        if (isWhole && number >= min && number <= max) return number;
        Fault("bad-number", text.Place, string.Create(CultureInfo.InvariantCulture,
            $"{key} of {Thing} is {text.What}; expected a whole number from {min} to {max}."));
        return null;
    }

    private string? ToChoice(TextNode? text, string key, IReadOnlyList<string> allowed)
    {
        if (text is null || allowed.Contains(text.Value)) return text?.Value;
        var words = allowed.Count == 1 ? allowed[0] : $"{string.Join(", ", allowed.SkipLast(1))} or {allowed[^1]}";
        Fault("bad-choice", text.Place, $"{key} of {Thing} is {text.What}; expected {words}.",
            Nearest.Hint(text.Value, allowed));
        return null;
    }
}
