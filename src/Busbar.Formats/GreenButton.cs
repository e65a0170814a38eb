using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Formats;

/// <summary>
/// Green Button, readings of North America's utilities (NAESB REQ.21, ESPI): an Atom feed whose entries are joined by
/// their links. A usage point has meter readings, each of a reading type, and their values come in interval blocks.
/// </summary>
/// <remarks>
/// A connection is called as the usage point is in its link, after <c>UsagePoint/</c>. Times are seconds of UTC. The
/// entries may come in any order: readings are kept until it is known what they are, which may stand in another file.
/// The time at which an entry was updated is the version of its readings.
/// </remarks>
internal sealed class GreenButton : MeterFormat
{
    /// <summary>The last second of the year 9998: a time of the year after it is still one in every zone.</summary>
    public const long LastStart = 253_370_764_799;

    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string BankSpace = ":iso:20022:";
    private const int MostSummaries = 12;

    private readonly FeedXml _xml;
    private readonly Problems _problems;
    private readonly Limits _limits;
    private readonly Lazy<GreenButtonTypes>? _others;
    private readonly Names _names = new();
    private readonly List<GreenButtonEntry> _held = [];
    private readonly List<string> _summaries = [];
    private int _summaryCount;
    private long _heldWeight;
    private bool _hasReadings;

    /// <param name="others">What the files beside this one say.</param>
    public GreenButton(
        Stream content, ContentHash hash, Problems problems, Limits limits, Lazy<GreenButtonTypes>? others)
    {
        (_problems, _limits, _others) = (problems, limits, others);
        _xml = new(new(content, problems, hash, limits.LineBytes, '<'), problems);
        if (_xml.Name is not ("feed" or "entry") || _xml.Space != Atom)
            throw problems.Fatal("unknown-format", _xml.Line,
                $"This is XML, but no Green Button: it begins with the element {Names.Show(_xml.Name)}, and Green "
                + "Button is an Atom feed.", _xml.Space.Contains(BankSpace, StringComparison.Ordinal)
                    ? "It is of a bank: take it in with busbar pay import FILE." : null);
    }

    /// <inheritdoc/>
    public override string Name => "Green Button";

    /// <inheritdoc/>
    public override IEnumerable<MeterRow> Rows()
    {
        var types = new GreenButtonTypes();
        foreach (var entry in Entries(types))
            if (entry.Readings.Count > 0)
                foreach (var row in RowsOrHold(entry, types))
                    if (!_problems.Any) yield return row;
        if (_held.Count > 0 && _others is not null) types.AddMissing(_others.Value);
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in _held)
        {
            var found = types.Find(entry.Keys);
            if (found.Type is null && said.Add(found.Message))
                _problems.Add(found.Code, entry.Line, 0, found.Message, found.Hint);
            foreach (var row in Rows(entry, found))
                if (!_problems.Any) yield return row;
        }
        if (!_hasReadings) RefuseEmpty(types);
        _problems.ThrowIfAny();
    }

    /// <summary>Adds what the feed says of readings, its own and others', and passes over the readings.</summary>
    public void GiveTypesTo(GreenButtonTypes types)
    {
        foreach (var entry in Entries(types)) entry.Readings.Clear();
    }

    private IEnumerable<GreenButtonEntry> Entries(GreenButtonTypes types)
    {
        if (_xml.Name == "entry") yield return Entry(types);
        else
            foreach (var child in _xml.Children())
                if (child == "entry") yield return Entry(types);
        _xml.ToEnd();
    }

    private GreenButtonEntry Entry(GreenButtonTypes types)
    {
        var entry = new GreenButtonEntry(_xml.Line);
        Action<GreenButtonEntry>? give = null;
        foreach (var child in _xml.Children())
            switch (child)
            {
                case "link" when !entry.Link(_xml.Attribute("rel"), _xml.Attribute("href")):
                    throw _problems.Fatal("too-many-links", _xml.Line,
                        $"The entry has more than {GreenButtonEntry.MostLinks} links, or one of more than "
                        + $"{GreenButtonEntry.LongestLink} characters.");
                case "updated": entry.Updated(_xml.Content()); break;
                case "published": entry.Published(_xml.Content()); break;
                case "content": give += Content(entry, types); break;
            }
        // Links may come after the content.
        give?.Invoke(entry);
        if (types.IsFull)
            throw _problems.Fatal("too-many-types", entry.Line,
                "The links of the feed's reading types, meter readings and usage points have more than "
                + $"{GreenButtonTypes.MostCharacters} characters; split it.");
        return entry;
    }

    /// <summary>Reads what is in an entry; gives what is to be done when its links are known.</summary>
    private Action<GreenButtonEntry>? Content(GreenButtonEntry entry, GreenButtonTypes types)
    {
        Action<GreenButtonEntry>? give = null;
        foreach (var kind in _xml.Children())
            switch (kind)
            {
                case "IntervalBlock": Block(entry); break;
                case "MeterReading": give += one => one.GiveReading(types); break;
                case "UsagePoint": give += one => one.GivePoint(types); break;
                case "ReadingType" when Type() is { } type: give += one => one.GiveType(types, type); break;
                case "UsageSummary" or "ElectricPowerUsageSummary":
                    if (++_summaryCount <= MostSummaries) _summaries.Add(GreenButtonSummary.Read(_xml));
                    break;
            }
        return give;
    }

    private GreenButtonType? Type()
    {
        var (line, column) = (_xml.Line, _xml.Column);
        if (GreenButtonType.Of(GreenButtonSummary.Numbers(_xml), out var type) is { } problem)
            _problems.Add("bad-reading-type", line, column, problem);
        return type;
    }

    private void Block(GreenButtonEntry entry)
    {
        foreach (var child in _xml.Children())
        {
            if (child != "IntervalReading") continue;
            _hasReadings = true;
            if (Reading() is not { } reading) continue;
            entry.Readings.Add(reading);
            if (_heldWeight + entry.Readings.Count > _limits.HeldReadings) throw TooManyHeld();
        }
    }

    private RefusedException TooManyHeld() => _problems.Fatal("too-many-readings", _xml.Line,
        $"More than {_limits.HeldReadings} readings have to be kept until their entry ends and their reading type is "
        + "known.", "Ask for a feed of shorter blocks that begins with its reading types.");

    private HeldReading? Reading()
    {
        var (line, column) = (_xml.Line, _xml.Column);
        long? start = null, value = null;
        var (seconds, isGood, quality) = (0L, true, (Quality?)null);
        foreach (var part in _xml.Children())
            switch (part)
            {
                case "timePeriod":
                    foreach (var time in _xml.Children())
                        if (time == "start") isGood &= (start = _xml.Number()) is not null;
                        else if (time == "duration")
                            isGood &= _xml.Number() is { } length && (seconds = length) == length;
                    break;
                case "value": isGood &= (value = _xml.Number()) is not null; break;
                case "ReadingQuality":
                    foreach (var told in _xml.Children())
                        if (told == "quality") isGood &= TryWorse(ref quality);
                    break;
            }
        if (!isGood) return null;
        if (start is null or < 0 or > LastStart)
            return Bad("bad-time", line, column, "The reading has no start, or one that isn't a time of UTC from 1970 "
                + "on in seconds.");
        if (seconds is < 0 or > int.MaxValue)
            return Bad("bad-interval", line, column, string.Create(CultureInfo.InvariantCulture,
                $"The reading's duration of {seconds} seconds is no length."));
        return new HeldReading(start.Value, value ?? 0, (int)seconds, line, quality, value is not null);
    }

    private HeldReading? Bad(string code, int line, int column, string message)
    {
        _problems.Add(code, line, column, message);
        return null;
    }

    /// <summary>Of several qualities of one reading the worst holds.</summary>
    private bool TryWorse(ref Quality? quality)
    {
        var (line, column) = (_xml.Line, _xml.Column);
        if (_xml.Number() is not { } code) return false;
        if (code is < 0 or > int.MaxValue || !GreenButtonCodes.Qualities.TryGetValue((int)code, out var told))
            return Bad("unknown-quality", line, column, string.Create(CultureInfo.InvariantCulture,
                $"The quality {code} isn't one of Green Button.")) is not null;
        if (quality is not { } before || Badness(told) > Badness(before)) quality = told;
        return true;
    }

    private static int Badness(Quality quality) =>
        quality.Kind == QualityKind.Missing ? int.MaxValue : (int)quality.Kind;

    private IEnumerable<MeterRow> RowsOrHold(GreenButtonEntry entry, GreenButtonTypes types)
    {
        var found = types.Find(entry.Keys);
        if (found.Type is not null) return Rows(entry, found);
        _held.Add(entry);
        _heldWeight += entry.Weight;
        if (_heldWeight > _limits.HeldReadings) throw TooManyHeld();
        return [];
    }

    private IEnumerable<MeterRow> Rows(GreenButtonEntry entry, GreenButtonFound found)
    {
        if (found.Type is not { } type) yield break;
        if (_names.Of(found.Point, out var wrong) is not { } connection)
        {
            _problems.Add("bad-name", entry.Line, 0, Names.Say("usage point", found.Point, wrong));
            yield break;
        }
        // Some utilities give the latest first.
        entry.Readings.Sort((a, b) => (a.Start, a.Line).CompareTo((b.Start, b.Line)));
        var subject = new RunSubject(connection, type.Channel, type.Unit, entry.Version);
        var run = new ReadingRun();
        foreach (var held in entry.Readings)
        {
            if (ReadingRun.Minutes(held.Seconds > 0 ? held.Seconds : type.IntervalSeconds ?? 0) is not { } minutes)
                _problems.Add("bad-interval", held.Line, 0, string.Create(CultureInfo.InvariantCulture,
                    $"The reading's length of {held.Seconds} seconds is no whole number of minutes."));
            else if (TryReading(held, type, out var reading)
                && run.Add(subject, held.Line, Instant.FromUnixTimeSeconds(held.Start).InUtc().LocalDateTime,
                    Offset.Zero, minutes, reading) is { } row)
                yield return row;
        }
        if (run.End() is { } last) yield return last;
    }

    private bool TryReading(HeldReading held, GreenButtonType type, out Reading reading)
    {
        reading = default;
        var quality = held.Quality ?? type.Quality;
        if (!held.HasValue || quality.Kind == QualityKind.Missing) return true;
        if (type.TryMicros(held.Value, out var micros) is { } problem)
        {
            _problems.Add("bad-number", held.Line, 0, string.Create(CultureInfo.InvariantCulture,
                $"The value {held.Value} {problem}."));
            return false;
        }
        reading = new(micros, quality);
        return true;
    }

    private void RefuseEmpty(GreenButtonTypes types)
    {
        if (_problems.Any) return;
        if (_summaries.Count > 0)
            throw _problems.Fatal("no-intervals", 1, "The feed holds no readings by interval, only what bills were "
                + $"over: {string.Join("; ", _summaries)}{(_summaryCount > MostSummaries ? "; …" : "")}.",
                "Ask the utility for the feed of interval data.");
        // A feed of reading types, meter readings or usage points alone explains the readings of others.
        if (types.IsEmpty)
            throw _problems.Fatal("empty-file", 1, "The feed holds no interval blocks, and so no readings.");
    }
}
