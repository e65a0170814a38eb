using System.Diagnostics.CodeAnalysis;

namespace Busbar.Books;

/// <summary>What a file of a book says, before anyone asks what it means: a text, a map, a list or nothing.</summary>
/// <remarks>A node knows its place. Two nodes say the same when they differ in nothing but that; the equality of
/// records is not what is meant, as it looks at places too.</remarks>
public abstract record Node(Place Place)
{
    /// <summary>What it is, as a message names it: <c>a map</c>, <c>the text 5 GBP</c>.</summary>
    public abstract string What { get; }

    /// <summary>Whether the other has the same texts under the same keys in the same order, wherever written.</summary>
    public abstract bool SaysTheSameAs([NotNullWhen(true)] Node? other);

    /// <summary>The way out where something else than this was expected: <c>a map</c>, <c>a list</c>.</summary>
    internal string? HintFor(string expected) => this switch
    {
        TextNode text when expected == "a map" && text.Value.Contains(':', StringComparison.Ordinal) =>
            "After the colon of a key a blank is needed.",
        MapNode when expected == "a text" => "A text with a colon and a blank in it stands in quotes.",
        _ when expected == "a list" => "Begin each item with \"- \" on a line of its own, or put them in [ ].",
        _ => null,
    };
}

/// <summary>A text as it was written, never taken for a number or a date: <c>2026-01-01</c>, <c>yes</c>.</summary>
public sealed record TextNode(Place Place, string Value) : Node(Place)
{
    /// <summary>How it stands in the file where that isn't simply character after character.</summary>
    internal Written? Written { get; init; }

    /// <inheritdoc/>
    public override string What => Value.Length == 0 ? "an empty text" : $"the text {Shortened(Value)}";

    /// <summary>The place of a character of the value, such as the name in a formula that nobody knows.</summary>
    public Place At(int offset) => Written is null ? Place.Right(offset) : Written.At(Place, Value, offset);

    /// <inheritdoc/>
    public override bool SaysTheSameAs(Node? other) => other is TextNode text && text.Value == Value;

    /// <summary>A text on one line, not too long for a message.</summary>
    internal static string Shortened(string text)
    {
        const int Longest = 80;
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= Longest ? line : line[..(char.IsHighSurrogate(line[Longest - 1])
            ? Longest - 1 : Longest)] + "…";
    }
}

/// <summary>A key of a map with where it stands, and what it says.</summary>
public readonly record struct MapEntry(string Key, Place KeyPlace, Node Value);

/// <summary>Keys with their values in the order in which they were written; no key is there twice.</summary>
public sealed record MapNode(Place Place, IReadOnlyList<MapEntry> Entries) : Node(Place)
{
    /// <inheritdoc/>
    public override string What => "a map";

    /// <summary>The value of a key, or null when the map doesn't have it.</summary>
    public Node? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
                if (entry.Key == key)
                    return entry.Value;
            return null;
        }
    }

    /// <inheritdoc/>
    public override bool SaysTheSameAs(Node? other) => other is MapNode map && map.Entries.Count == Entries.Count
        && Entries.Zip(map.Entries).All(pair =>
            pair.First.Key == pair.Second.Key && pair.First.Value.SaysTheSameAs(pair.Second.Value));
}

/// <summary>Values in order.</summary>
public sealed record ListNode(Place Place, IReadOnlyList<Node> Items) : Node(Place)
{
    /// <inheritdoc/>
    public override string What => "a list";

    /// <inheritdoc/>
    public override bool SaysTheSameAs(Node? other) => other is ListNode list && list.Items.Count == Items.Count
        && Items.Zip(list.Items).All(pair => pair.First.SaysTheSameAs(pair.Second));
}

/// <summary>Nothing: a key without a value, or YAML's <c>null</c> and <c>~</c> without quotes.</summary>
public sealed record EmptyNode(Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string What => "nothing";

    /// <inheritdoc/>
    public override bool SaysTheSameAs(Node? other) => other is EmptyNode;
}
