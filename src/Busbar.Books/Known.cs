namespace Busbar.Books;

/// <summary>
/// The things of one kind by id. Of one that has a fault itself it is only known that it is there: who refers to it is
/// not told that it isn't, nor what would be wrong with a part of it.
/// </summary>
internal sealed class Known<T> where T : class
{
    private readonly Dictionary<string, T> _good = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    /// <summary>Things of which none has a fault.</summary>
    public static Known<T> Of(IReadOnlyDictionary<string, T> good)
    {
        var known = new Known<T>();
        foreach (var (id, one) in good) known.Add(id, one);
        return known;
    }

    /// <summary>Those without a fault.</summary>
    public IReadOnlyDictionary<string, T> Good => _good;

    /// <summary>The ids of all.</summary>
    public IReadOnlySet<string> Ids => _good.Keys.Concat(_broken).ToHashSet(StringComparer.Ordinal);

    /// <summary>Notes a thing that was read, unless a part of it was broken.</summary>
    public void Add(string id, T one)
    {
        if (!_broken.Contains(id)) _good[id] = one;
    }

    /// <summary>Notes a thing with a fault.</summary>
    public void AddBroken(string id)
    {
        _broken.Add(id);
        _good.Remove(id);
    }

    /// <summary>What a text refers to; null where that is broken, or after a fault that it isn't there.</summary>
    public T? Find(MapReader reader, TextNode text, string kind) =>
        _broken.Contains(text.Value) ? null : Lookup.Find(reader, text, kind, _good);

    /// <summary>What the text under a key refers to, likewise.</summary>
    public T? Find(MapReader reader, string key) =>
        reader.Written(key, required: true) is { } text ? Find(reader, text, key) : null;
}
