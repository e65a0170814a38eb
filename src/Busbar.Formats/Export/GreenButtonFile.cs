using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Export;

/// <summary>
/// Green Button (NAESB REQ.21, ESPI): an Atom feed in which each connection is a usage point, each channel a meter
/// reading of a reading type, and each local day a block of its interval readings.
/// </summary>
/// <remarks>
/// Values are exact: thousandths of Wh, VArh and VAh, millionths of a cubic metre. What the format can't carry: the
/// number of a quality's method, that a substitute is final, and versions of single values: all were updated when the
/// database last received something.
/// </remarks>
public sealed class GreenButtonFile : ReadingsFile
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Espi = "http://naesb.org/espi";
    private const string Resource = "/espi/1_1/resource/";
    private const int DaySeconds = 86_400;

    private readonly XmlWriter _xml;
    private readonly string _updated;
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    // What is of one connection comes together, so that only the last need be remembered.
    private readonly Dictionary<string, GreenButtonWords> _channels = new(StringComparer.Ordinal);
    private string _point = "";
    private string _reading = "";

    /// <param name="stream">Where it is written; it stays open.</param>
    /// <param name="updated">When the database last received something.</param>
    public GreenButtonFile(Stream stream, Instant updated)
    {
        _updated = InstantPattern.General.Format(updated);
        _xml = XmlWriter.Create(stream, new()
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, IndentChars = " ",
            NewLineChars = "\n",
        });
        _xml.WriteStartDocument();
        _xml.WriteStartElement("feed", Atom);
        _xml.WriteAttributeString("xmlns", "espi", null, Espi);
        Head(Resource + "Batch", "Readings");
    }

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The channel could be taken for another of its connection.</exception>
    public override void Add(Connection connection, Channel channel, Series readings)
    {
        var known = Known(readings).ToList();
        if (known.Count == 0) return;
        IsWhole &= known.TrueForAll(slot => readings.Qualities[slot] is { Method: 0, Kind: not QualityKind.Final }
            && (readings.Versions.Length == 0 || readings.Versions[slot] == 0));
        var type = GreenButtonWords.Of(channel);
        var point = $"{Resource}UsagePoint/{Uri.EscapeDataString(connection.Id)}";
        var reading = $"{point}/MeterReading/{channel.Name}";
        var typeLink = string.Create(CultureInfo.InvariantCulture,
            $"{Resource}ReadingType/{type.Uom}-{type.Flow}-{connection.IntervalMinutes * 60}");
        if (_point != point)
        {
            Point(connection, _point = point);
            _channels.Clear();
        }
        _channels[channel.Name] = type;
        if (_channels.Keys.FirstOrDefault(other =>
            other != channel.Name && _channels[other].ReadAs == type.ReadAs) is { } like)
            throw new RefusedException(new Fault("no-direction",
                $"Green Button tells channels of {channel.Unit.Dimension} apart by their direction, and has no other "
                + $"for {channel.Name} of connection {connection.Id} than for {like}.", Name: channel.Name,
                Hint: "Export one with --channel, or as CSV. Directions are import, export, net and total."));
        if (_types.Add(typeLink)) Type(type, connection.IntervalMinutes * 60, typeLink);
        if (_reading != reading) Reading(connection, channel, point, _reading = reading, typeLink);
        foreach (var day in known.GroupBy(slot => readings.StartOf(slot).InZone(connection.Zone).Date))
            Block(connection, reading, day.Key, readings, [.. day]);
        Count += known.Count;
    }

    /// <inheritdoc/>
    public override void End()
    {
        _xml.WriteEndElement();
        _xml.WriteEndDocument();
        _xml.Flush();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        _xml.Dispose();
        base.Dispose(isDisposing);
    }

    private void Point(Connection connection, string link) => Entry(link, null, [link + "/MeterReading"],
        $"Connection {connection.Id}", "UsagePoint", () =>
    {
        _xml.WriteStartElement("ServiceCategory", Espi);
        Value("kind", GreenButtonWords.ServiceOf(connection));
        _xml.WriteEndElement();
    });

    private void Type(GreenButtonWords type, int seconds, string link) => Entry(link, null, [], "Type of readings",
        "ReadingType", () =>
    {
        Value("accumulationBehaviour", GreenButtonWords.Delta);
        Value("commodity", type.Commodity);
        Value("flowDirection", type.Flow);
        Value("intervalLength", seconds);
        if (type.Kind > 0) Value("kind", type.Kind);
        Value("powerOfTenMultiplier", type.PowerOfTen);
        Value("uom", type.Uom);
    });

    private void Reading(Connection connection, Channel channel, string point, string link, string type) => Entry(link,
        point + "/MeterReading", [link + "/IntervalBlock", type],
        $"Connection {connection.Id}, channel {channel.Name}", "MeterReading", () => { });

    private void Block(
        Connection connection, string reading, LocalDate day, Series readings, IReadOnlyList<int> slots)
    {
        var date = LocalDatePattern.Iso.Format(day);
        var (start, end) = (LocalDay.StartOf(day, connection.Zone), LocalDay.StartOf(day.PlusDays(1), connection.Zone));
        Entry($"{reading}/IntervalBlock/{date}", reading + "/IntervalBlock", [], date, "IntervalBlock", () =>
        {
            Period("interval", start, (end - start).BclCompatibleTicks / NodaConstants.TicksPerSecond);
            foreach (var slot in slots)
            {
                _xml.WriteStartElement("IntervalReading", Espi);
                var quality = readings.Qualities[slot].Kind;
                if (quality != QualityKind.Missing)
                {
                    _xml.WriteStartElement("ReadingQuality", Espi);
                    Value("quality", GreenButtonWords.CodeOf(quality));
                    _xml.WriteEndElement();
                }
                Period("timePeriod", readings.StartOf(slot), LengthOf(readings, slot));
                if (quality != QualityKind.Missing) Value("value", readings.Counts[slot]);
                _xml.WriteEndElement();
            }
        });
    }

    /// <summary>How long a reading is in seconds; a day is one of 23 to 25 hours, or is said to have 24.</summary>
    private static long LengthOf(Series readings, int slot)
    {
        if (readings.IntervalMinutes < DaySeconds / 60) return readings.IntervalMinutes * 60L;
        var hours = (readings.StartOf(slot + 1) - readings.StartOf(slot)).BclCompatibleTicks;
        return hours % NodaConstants.TicksPerHour == 0 ? hours / NodaConstants.TicksPerSecond : DaySeconds;
    }

    private void Entry(
        string link, string? up, IReadOnlyList<string> related, string title, string kind, Action content)
    {
        _xml.WriteStartElement("entry", Atom);
        Head(link, title);
        if (up is not null) Link("up", up);
        foreach (var one in related) Link("related", one);
        _xml.WriteStartElement("content", Atom);
        _xml.WriteAttributeString("type", "application/xml");
        _xml.WriteStartElement("espi", kind, Espi);
        content();
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void Head(string link, string title)
    {
        // The id must be the same whenever the entry is written: it is made of the link.
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(link)).AsSpan(0, 16), bigEndian: true);
        _xml.WriteElementString("id", Atom, $"urn:uuid:{id:D}");
        _xml.WriteElementString("title", Atom, title);
        _xml.WriteElementString("updated", Atom, _updated);
        Link("self", link);
    }

    private void Link(string relation, string link)
    {
        _xml.WriteStartElement("link", Atom);
        _xml.WriteAttributeString("rel", relation);
        _xml.WriteAttributeString("href", link);
        _xml.WriteEndElement();
    }

    private void Period(string name, Instant start, long seconds)
    {
        _xml.WriteStartElement(name, Espi);
        Value("duration", seconds);
        Value("start", start.ToUnixTimeSeconds());
        _xml.WriteEndElement();
    }

    private void Value(string name, long number) =>
        _xml.WriteElementString(name, Espi, number.ToString(CultureInfo.InvariantCulture));
}
