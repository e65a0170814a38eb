using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>What the two CSV formats read alike in each row: names, unit, quality, version.</summary>
internal sealed class CsvRow(Header header, LineReader lines, Problems problems)
{
    private readonly Names _names = new();
    private readonly Fields _fields = new();
    private readonly int _connection = header.Index("connection");
    private readonly int _channel = header.Index("channel");
    private readonly int _unit = header.Index("unit");
    private readonly int _quality = header.Index("quality");
    private readonly int _version = header.Index("version");
    private string _lastUnit = "";
    private Measure _lastMeasure = Measure.None;

    public string Connection { get; private set; } = "";
    public string Channel { get; private set; } = "";
    public Measure Measure { get; private set; } = Measure.None;
    public Quality Quality { get; private set; }
    public long Version { get; private set; }

    /// <summary>A field of the row.</summary>
    public ReadOnlySpan<char> Field(int index) => _fields.Of(lines.Line, index);

    /// <summary>
    /// Goes to the next row; false at the end. A row that can't be read is a fault and is passed over.
    /// </summary>
    public bool Next()
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
        if (_names.Of(Field(_connection), out var problem) is not { } connection)
            return Fault("bad-name", _connection, Names.Say("connection", Field(_connection), problem));
        if (_names.Of(Field(_channel), out problem) is not { } channel)
            return Fault("bad-name", _channel, Names.Say("channel", Field(_channel), problem));
        (Connection, Channel) = (connection, channel);
        return true;
    }

    private bool ReadUnit()
    {
        var text = Field(_unit);
        if (!text.SequenceEqual(_lastUnit) || text.IsEmpty)
        {
            var name = text.ToString();
            if (text.IsEmpty) return Fault("unknown-unit", _unit, "The unit is empty.");
            if (Measure.Of(name) is not { } measure)
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
