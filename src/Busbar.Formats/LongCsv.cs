using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// CSV with one reading in each row: <c>connection,channel,start,value,unit,quality</c> in any order, and where wanted
/// <c>interval</c> (<c>30min</c>) and <c>version</c>. An empty value is a missing one, an empty quality means actual.
/// </summary>
/// <remarks><c>start</c> is ISO 8601, with Z or an offset; with neither it is the connection's local time.</remarks>
internal sealed class LongCsv : MeterFormat
{
    private static readonly string[] Required = ["connection", "channel", "start", "value", "unit", "quality"];
    private static readonly string[] Optional = ["interval", "version"];

    private readonly LineReader _lines;
    private readonly CsvRow _row;
    private readonly int _start;
    private readonly int _value;
    private readonly int _interval;

    public LongCsv(Header header, LineReader lines, Problems problems)
    {
        header.Check(lines.Number, problems, Required, Optional, allowsIntervals: false);
        problems.ThrowIfAny();
        (_lines, _row) = (lines, new(header, lines, problems));
        (_start, _value) = (header.Index("start"), header.Index("value"));
        _interval = header.Index("interval");
    }

    /// <inheritdoc/>
    public override string Name => "long CSV";

    /// <inheritdoc/>
    public override IEnumerable<MeterRow> Rows() => _row.All(Read);

    private MeterRow? Read()
    {
        if (!_row.TryStart(_start, "start", out var start, out var offset)
            || !_row.TryOnlyValue(_value, out var reading) || !TryInterval(out var minutes)) return null;
        return new(_lines.Number, _row.Connection, _row.Channel, _row.Measure.Unit, minutes, start, offset,
            WholeDay: false, _row.Version, new[] { reading });
    }

    private bool TryInterval(out int? minutes)
    {
        minutes = null;
        var text = _row.Field(_interval);
        if (_interval < 0 || text.IsEmpty) return true;
        if (Minutes(text) is { } found)
        {
            minutes = found;
            return true;
        }
        return _row.Fault("bad-interval", _interval, $"The interval {Names.Show(text)} isn't a length of readings.",
            "Write 30min, 60min or day.");
    }

    private static int? Minutes(ReadOnlySpan<char> text) =>
        text is "day" ? 1440 : text is "hour" or "1h" ? 60
        : text.EndsWith("min")
            && int.TryParse(text[..^3], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && minutes is > 0 and <= 1440 ? minutes : null;
}
