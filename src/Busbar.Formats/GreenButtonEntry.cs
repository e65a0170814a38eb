using Busbar.Formats.Text;
using Busbar.Metering;
using NodaTime.Text;

namespace Busbar.Formats;

/// <summary>An entry of a Green Button feed: what it links to, when it was updated, and the readings in it.</summary>
internal sealed class GreenButtonEntry(int line)
{
    /// <summary>The most links of an entry: a meter reading may link to each of its blocks.</summary>
    public const int MostLinks = 10_000;

    /// <summary>The most characters of a link.</summary>
    public const int LongestLink = 500;

    // As many characters of links take as much memory as a reading.
    private const int LinkPerReading = 16;

    private readonly List<string> _self = [];
    private readonly List<string> _up = [];
    private readonly List<string> _related = [];
    private long _published;

    public int Line => line;

    /// <summary>The readings of its interval blocks.</summary>
    public List<HeldReading> Readings { get; } = [];

    /// <summary>The version of its readings: when they were updated, as a number of fourteen digits; 0 where it isn't
    /// told.</summary>
    public long Version { get => Math.Max(field, _published); private set; }

    /// <summary>The links to itself and to what it belongs to.</summary>
    public IReadOnlyList<string> Keys => [.. _self, .. _up];

    /// <summary>How much memory it takes while it is kept, as a number of readings.</summary>
    public int Weight => Readings.Count + Keys.Sum(key => key.Length) / LinkPerReading;

    /// <summary>Adds a link; false when it is too long, or one too many.</summary>
    public bool Link(string relation, string link)
    {
        var links = relation switch { "self" => _self, "up" => _up, _ => _related };
        if (link.Length is > 0 and <= LongestLink) links.Add(GreenButtonTypes.Key(link));
        return link.Length <= LongestLink && links.Count <= MostLinks;
    }

    public void Updated(string time) => Version = VersionOf(time);

    public void Published(string time) => _published = VersionOf(time);

    /// <summary>As a meter reading: under its own link and those to its blocks it is found by them.</summary>
    public void GiveReading(GreenButtonTypes types)
    {
        var blocks = _related.Where(IsOfBlocks).ToList();
        types.Add([.. _self, .. blocks], new(Keys, [.. _related.Except(blocks)]));
    }

    public void GiveType(GreenButtonTypes types, GreenButtonType type)
    {
        foreach (var key in _self) types.Add(key, type);
    }

    public void GivePoint(GreenButtonTypes types)
    {
        if (_self.Select(GreenButtonTypes.PointIn).FirstOrDefault(id => id is not null) is { } id)
            types.AddPoint(_related, id);
    }

    private static bool IsOfBlocks(string key) => key.Contains("/IntervalBlock", StringComparison.Ordinal);

    // What isn't a time has no version: nothing of a reading depends on it.
    private static long VersionOf(string text) =>
        OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: var time }
            ? Stamp.VersionOf(time.ToInstant().InUtc().LocalDateTime) : 0;
}

/// <summary>A reading of which it may not be known yet what it is of.</summary>
/// <param name="Start">In seconds from 1970 on, UTC.</param>
/// <param name="Seconds">Its length; 0 where only the reading type tells it.</param>
/// <param name="Quality">Null where only the reading type tells it.</param>
internal readonly record struct HeldReading(
    long Start, long Value, int Seconds, int Line, Quality? Quality, bool HasValue);
