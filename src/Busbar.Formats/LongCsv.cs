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
    private readonly Problems _problems;
    private readonly CsvRow _row;
    private readonly int _start;
    private readonly int _value;
    private readonly int _interval;
    private readonly int _quality;

    public LongCsv(Header header, LineReader lines, Problems problems)
    {
        header.Check(lines.Number, problems, Required, Optional, allowsIntervals: false);
        problems.ThrowIfAny();
        (_lines, _problems, _row) = (lines, problems, new(header, lines, problems));
        (_start, _value) = (header.Index("start"), header.Index("value"));
        (_interval, _quality) = (header.Index("interval"), header.Index("quality"));
    }

    /// <inheritdoc/>
    public override string Name => "long CSV";

    /// <inheritdoc/>
    public override IEnumerable<MeterRow> Rows()
    {
        var hasRows = false;
        while (_row.Next())
        {
            hasRows = true;
            if (Read() is { } row && !_problems.Any) yield return row;
        }
        if (!hasRows && !_problems.Any)
            throw _problems.Fatal("empty-file", _lines.Number,
                "The file has a header and no rows: there are no readings in it.");
        _problems.ThrowIfAny();
    }

    private MeterRow? Read()
    {
        if (!Stamp.TryStart(_row.Field(_start), out var start, out var offset))
        {
            _row.Fault("bad-time", _start, $"The start {Names.Show(_row.Field(_start))} isn't a date and time.",
                $"Write {Stamp.Expected}.");
            return null;
        }
        if (!_row.TryValue(_value, out var reading) || !TryInterval(out var minutes)) return null;
        if (_row.Field(_value).IsEmpty && _row.Quality.Kind != QualityKind.Missing && !_row.Field(_quality).IsEmpty)
        {
            _row.Fault("bad-quality", _value, $"The value is empty, and quality {_row.Quality} needs one.",
                "A missing value has quality N, or none.");
            return null;
        }
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
