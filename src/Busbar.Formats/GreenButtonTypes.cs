namespace Busbar.Formats;

/// <summary>
/// What feeds of Green Button say of their readings: the reading types, and the meter readings that name them, by their
/// links. Some utilities give these in other files than the readings.
/// </summary>
/// <remarks>
/// Links are compared from the name of the resource on: <c>https://host/espi/1_1/resource/ReadingType/07</c> is
/// <c>ReadingType/07</c>. What feeds say differently of one link isn't known.
/// </remarks>
public sealed class GreenButtonTypes
{
    /// <summary>The most characters of all links: a feed of ever new types must not fill the memory with them.
    /// </summary>
    internal const int MostCharacters = 10_000_000;

    // What keeping a link takes beside its characters.
    private const int PerLink = 40;

    private const string Blocks = "/IntervalBlock";

    private readonly Dictionary<string, GreenButtonType?> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GreenButtonReading?> _readings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _points = new(StringComparer.Ordinal);

    private long _characters;

    /// <summary>Whether nothing was said.</summary>
    internal bool IsEmpty => _types.Count == 0 && _readings.Count == 0 && _points.Count == 0;

    internal bool IsFull => _characters > MostCharacters;

    /// <summary>Gathers them from files; one that can't be read says nothing.</summary>
    public static GreenButtonTypes Of(IEnumerable<string> paths, Limits? limits = null)
    {
        var types = new GreenButtonTypes();
        foreach (var path in paths)
            try
            {
                foreach (var file in MeterFile.Read(path, limits))
                    file.GiveTypesTo(types);
            }
            catch (RefusedException)
            {
                // Why it can't be read is said when it is imported itself.
            }
        return types;
    }

    /// <summary>A link as it is compared.</summary>
    internal static string Key(string link)
    {
        const string Resource = "/resource/";
        var key = link.Trim().TrimEnd('/');
        var at = key.IndexOf(Resource, StringComparison.Ordinal);
        return at < 0 ? key.TrimStart('/') : key[(at + Resource.Length)..];
    }

    /// <summary>The id of the usage point that a link leads below; null where it leads below none.</summary>
    internal static string? PointIn(string key)
    {
        const string Point = "UsagePoint/";
        var at = ("/" + key).IndexOf("/" + Point, StringComparison.Ordinal);
        if (at < 0) return null;
        var id = key[(at + Point.Length)..];
        var end = id.IndexOf('/', StringComparison.Ordinal);
        id = end < 0 ? id : id[..end];
        return id.Length == 0 ? null : Uri.UnescapeDataString(id);
    }

    internal void Add(string key, GreenButtonType type) => Add(_types, key, type);

    /// <summary>Adds a meter reading under its own link and those that lead to its blocks.</summary>
    internal void Add(IReadOnlyList<string> keys, GreenButtonReading reading)
    {
        foreach (var key in keys) Add(_readings, key, reading);
        _characters += reading.Keys.Concat(reading.TypeKeys).Sum(key => key.Length + PerLink);
    }

    /// <summary>Adds a usage point under the links that lead to its meter readings.</summary>
    internal void AddPoint(IReadOnlyList<string> keys, string id)
    {
        foreach (var key in keys) Add(_points, key, id);
    }

    /// <summary>Adds what other files say of links of which this one says nothing.</summary>
    internal void AddMissing(GreenButtonTypes others)
    {
        foreach (var (key, type) in others._types) _types.TryAdd(key, type);
        foreach (var (key, reading) in others._readings) _readings.TryAdd(key, reading);
        foreach (var (key, point) in others._points) _points.TryAdd(key, point);
    }

    /// <summary>
    /// What the readings of an interval block are, by the links of its entry; otherwise the fault that says what is
    /// missing.
    /// </summary>
    /// <param name="keys">The links to the block and to what it belongs to.</param>
    internal GreenButtonFound Find(IReadOnlyList<string> keys)
    {
        var known = keys.Concat(keys.Select(ReadingOf)).Where(_readings.ContainsKey).ToList();
        var name = Show(keys.Count == 0 ? "" : ReadingOf(keys[0]));
        if (known.Count == 0)
            return new(null, null, "unknown-reading-type",
                $"What the readings of {name} are isn't known: no MeterReading that is linked with it names their "
                + "ReadingType.", "Import the file that has it together with this one.");
        if (_readings[known[0]] is not { } reading)
            return new(null, null, "unknown-reading-type",
                $"What the readings of {name} are isn't known: the MeterReading {Show(known[0])} is given "
                + "more than once, and not alike.", null);
        var type = reading.TypeKeys.FirstOrDefault(_types.ContainsKey);
        if (type is null)
            return new(null, null, "unknown-reading-type", $"What the readings of {name} are isn't known: their "
                + $"reading type {Show(reading.TypeKeys.FirstOrDefault(IsOfType) ?? "")} isn't in the file.",
                "Import the file that has it together with this one.");
        if (_types[type] is not { } found)
            return new(null, null, "unknown-reading-type", $"What the readings of {name} are isn't known: the reading "
                + $"type {Show(type)} is given more than once, and not alike.", null);
        var point = keys.Concat(reading.Keys).Select(PointIn).FirstOrDefault(id => id is not null)
            ?? reading.Keys.Select(_points.GetValueOrDefault).FirstOrDefault(id => id is not null);
        return point is null
            ? new(null, null, "unknown-usage-point", $"The usage point of {name} isn't known: no link leads to it.",
                null)
            : new(point, found, "", "", null);
    }

    /// <summary>The link of the meter reading below which a block's link leads.</summary>
    private static string ReadingOf(string key) =>
        key.LastIndexOf(Blocks, StringComparison.Ordinal) is var at and > 0 ? key[..at] : key;

    // Links that differ only at their end must be told apart.
    private static string Show(string key) => Text.Names.Show(key, 120);

    private static bool IsOfType(string key) => key.Contains("ReadingType", StringComparison.Ordinal);

    private void Add<T>(Dictionary<string, T?> known, string key, T value) where T : class
    {
        if (known.TryAdd(key, value)) _characters += key.Length + PerLink;
        else if (!Equals(known[key], value)) known[key] = null;
    }
}

/// <summary>A meter reading of Green Button: all readings of one type at one usage point.</summary>
/// <param name="Keys">The links to itself and to what it belongs to.</param>
/// <param name="TypeKeys">The links to its reading type.</param>
internal sealed record GreenButtonReading(IReadOnlyList<string> Keys, IReadOnlyList<string> TypeKeys)
{
    public bool Equals(GreenButtonReading? other) => other is not null && TypeKeys.SequenceEqual(other.TypeKeys);

    public override int GetHashCode() => TypeKeys.Count;
}

/// <summary>What the readings of a block are; where the type is null, why it isn't known.</summary>
internal sealed record GreenButtonFound(
    string? Point, GreenButtonType? Type, string Code, string Message, string? Hint);
