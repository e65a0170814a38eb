using Busbar.Formats.Text;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Formats;

/// <summary>What the CSV formats read alike in each row: names, unit, quality, version.</summary>
internal sealed class CsvRow(Header header, LineReader lines, Problems problems)
{
    private readonly Names _names = new();
    private readonly Fields _fields = new();
    private readonly int _connection = header.Index("connection");
    private readonly int _channel = header.Index("channel");
    private readonly int _meter = header.Index("meter");
    private readonly int _register = header.Index("register");
    private readonly int _unit = header.Index("unit");
    private readonly int _quality = header.Index("quality");
    private readonly int _version = header.Index("version");
    private string _lastUnit = "";
    private Measure _lastMeasure = Measure.None;

    public string Connection { get; private set; } = "";
    public string Channel { get; private set; } = "";
    public RegisterName Register { get; private set; }
    public Measure Measure { get; private set; } = Measure.None;
    public Quality Quality { get; private set; }
    public long Version { get; private set; }

    /// <summary>A field of the row.</summary>
    public ReadOnlySpan<char> Field(int index) => _fields.Of(lines.Line, index);

    /// <summary>All rows, none after the first fault; at the end the file is refused for those that were found.
    /// </summary>
    /// <param name="read">Reads a row; null after a fault.</param>
    public IEnumerable<MeterRow> All(Func<MeterRow?> read)
    {
        var hasRows = false;
        while (Next())
        {
            hasRows = true;
            if (read() is { } row && !problems.Any) yield return row;
        }
        if (!hasRows && !problems.Any)
            throw problems.Fatal("empty-file", lines.Number,
                "The file has a header and no rows: there are no readings in it.");
        problems.ThrowIfAny();
    }

    /// <summary>
    /// Goes to the next row; false at the end. A row that can't be read is a fault and is passed over.
    /// </summary>
    private bool Next()
    {
        while (lines.NextSignificant())
            if (Split() && ReadNames() && ReadUnit() && ReadQuality() && ReadVersion()) return true;
        return false;
    }

    /// <summary>
    /// Reads a value. An empty one is missing. None can be told where the quality says that none is known, save the
    /// zero that many write there.
    /// </summary>
    public bool TryValue(int index, out Reading reading)
    {
        reading = default;
        var text = Field(index);
        if (text.IsEmpty) return true;
        if (!Measure.TryParse(text, out var micros, out var problem))
            return Fault("bad-number", index, $"The value {Names.Show(text)} {problem}.");
        if (Quality.Kind != QualityKind.Missing) reading = new(micros, Quality);
        else if (micros != 0)
            return Fault("bad-quality", index,
                $"The value is {Names.Show(text)}, and quality N says that none is known.");
        return true;
    }

    /// <summary>The same, of a row that has no other value: what has a quality has a value.</summary>
    public bool TryOnlyValue(int index, out Reading reading)
    {
        if (!TryValue(index, out reading)) return false;
        return !Field(index).IsEmpty || Quality.Kind == QualityKind.Missing || Field(_quality).IsEmpty
            || Fault("bad-quality", index, $"The value is empty, and quality {Quality} needs one.",
                "A missing value has quality N, or none.");
    }

    /// <summary>Reads when something was or began.</summary>
    public bool TryStart(int index, string what, out LocalDateTime start, out Offset? offset) =>
        Stamp.TryStart(Field(index), out start, out offset)
        || Fault("bad-time", index, $"The {what} {Names.Show(Field(index))} isn't a date and time.",
            $"Write {Stamp.Expected}.");

    /// <summary>Adds a fault at a field of this row; always false.</summary>
    public bool Fault(string code, int index, string message, string? hint = null)
    {
        problems.Add(code, lines.Number, _fields.Column(index), message, hint);
        return false;
    }

    private bool Split()
    {
        if (_fields.Split(lines.Line) is { } problem) return Fault("bad-quotes", -1, problem);
        var count = _fields.Count;
        while (count > header.Count && Field(count - 1).IsEmpty) count--;
        return count == header.Count
            || Fault("wrong-column-count", -1, $"The row has {count} columns, and the header has {header.Count}.");
    }

    private bool ReadNames()
    {
        if (!ReadName("connection", _connection, out var connection) || !ReadName("channel", _channel, out var channel)
            || !ReadName("meter", _meter, out var meter) || !ReadName("register", _register, out var register))
            return false;
        (Connection, Channel, Register) = (connection, channel, new(meter, register));
        return true;
    }

    /// <summary>Reads a name, empty where the format hasn't its column.</summary>
    private bool ReadName(string what, int index, out string name)
    {
        name = "";
        if (index < 0) return true;
        if (_names.Of(Cell.Text(Field(index)), out var problem) is { } found) name = found;
        else return Fault("bad-name", index, Names.Say(what, Field(index), problem));
        return true;
    }

    private bool ReadUnit()
    {
        if (_unit < 0) return true;
        var text = Field(_unit);
        if (!text.SequenceEqual(_lastUnit) || text.IsEmpty)
        {
            var name = text.ToString();
            if (text.IsEmpty) return Fault("unknown-unit", _unit, "The unit is empty.");
            if (Measure.OfCounted(name) is not { } measure)
                return Fault("unknown-unit", _unit, $"The unit {Names.Show(text)} isn't one that a meter counts.",
                    Nearest.Hint(name, Measure.Names) ?? $"Known are {string.Join(", ", Measure.Names)}.");
            (_lastUnit, _lastMeasure) = (name, measure);
        }
        Measure = _lastMeasure;
        return true;
    }

    private bool ReadQuality()
    {
        var text = Field(_quality);
        if ((text.IsEmpty ? Quality.Actual : Quality.Parse(text)) is not { } quality)
            return Fault("unknown-quality", _quality, $"The quality {Names.Show(text)} isn't known.",
                "Known are A actual, F final, S substituted and E estimated, each with a method's number or not, "
                    + "and N for none.");
        Quality = quality.Kind == QualityKind.Missing ? Quality.Missing : quality;
        return true;
    }

    private bool ReadVersion()
    {
        Version = 0;
        var text = Field(_version);
        if (_version < 0 || text.IsEmpty) return true;
        if (!Quantities.Digits.TryParse(text, 0, out var version, out var problem) || text.Contains('.'))
            return Fault("bad-number", _version,
                $"The version {Names.Show(text)} {problem ?? "isn't a whole number"}.");
        if (version < 0) return Fault("bad-number", _version, "The version is below zero.");
        Version = version;
        return true;
    }
}
