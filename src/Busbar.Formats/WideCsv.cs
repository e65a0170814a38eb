using Busbar.Formats.Text;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Formats;

/// <summary>
/// CSV with a day in each row: <c>connection,channel,date,unit,quality</c> in any order, where wanted <c>offset</c> and
/// <c>version</c>, and a column for each interval. These are numbered, <c>1</c> to as many as the longest day has, or
/// named by the time at which they begin, <c>00:00</c> to the last of a day of 24 hours.
/// </summary>
/// <remarks>
/// With an offset (<c>+10:00</c>, <c>Z</c>) the days are those of that fixed clock, without it the connection's local
/// days. A blank inside a day is a missing reading. Blanks at its end are none: a day of 23 hours fills fewer numbered
/// columns than one of 25, and how many it must fill is only known with the connection's zone. Columns by time always
/// give a day of 24 hours, which a day of a clock change isn't: its number of readings is then found to be wrong.
/// </remarks>
internal sealed class WideCsv : MeterFormat
{
    private static readonly string[] Required = ["connection", "channel", "date", "unit", "quality"];
    private static readonly string[] Optional = ["offset", "version"];
    private static readonly int[] Lengths = [5, 10, 15, 30, 60];
    private const int DayMinutes = 24 * 60;

    private readonly LineReader _lines;
    private readonly GivenDays _days;
    private readonly CsvRow _row;
    private readonly int _date;
    private readonly int _offset;
    private readonly int[] _intervals;
    private readonly bool _isByTime;
    private readonly int _minutes;

    public WideCsv(Header header, LineReader lines, Problems problems, Limits limits)
    {
        header.Check(lines.Number, problems, Required, Optional, allowsIntervals: true);
        var intervals = header.Intervals;
        _isByTime = intervals.Count > 0 && Header.Minute(intervals[0].Name) is not null;
        _minutes = Length(intervals, lines.Number, problems);
        problems.ThrowIfAny();
        _intervals = [.. intervals.Select(column => column.Index)];
        (_lines, _row) = (lines, new(header, lines, problems));
        (_date, _offset, _days) = (header.Index("date"), header.Index("offset"), new(problems, limits.DayRows));
    }

    /// <inheritdoc/>
    public override string Name => "wide CSV";

    /// <inheritdoc/>
    public override IEnumerable<MeterRow> Rows() => _row.All(() =>
    {
        var row = Read();
        if (row is not null) _days.Add(row);
        return row;
    });

    private MeterRow? Read()
    {
        if (!Stamp.TryDate(_row.Field(_date), out var date))
        {
            _row.Fault("bad-time", _date, $"The date {Names.Show(_row.Field(_date))} isn't a date.",
                "Write 2026-01-31.");
            return null;
        }
        Offset? offset = null;
        if (_offset >= 0 && !_row.Field(_offset).IsEmpty)
        {
            if (!Stamp.TryOffset(_row.Field(_offset), out var found))
            {
                _row.Fault("bad-time", _offset, $"The offset {Names.Show(_row.Field(_offset))} isn't one.",
                    "Write Z or +10:00, or nothing for local time.");
                return null;
            }
            offset = found;
        }
        return Readings(offset is not null) is { } readings
            ? new(_lines.Number, _row.Connection, _row.Channel, _row.Measure.Unit, _minutes, date.AtMidnight(), offset,
                WholeDay: true, _row.Version, readings)
            : null;
    }

    private Reading[]? Readings(bool isFixedClock)
    {
        var count = _intervals.Length;
        while (count > 0 && _row.Field(_intervals[count - 1]).IsEmpty) count--;
        // Of these the length of the day is known: what is blank at its end is missing.
        if (_isByTime || isFixedClock) count = Math.Max(count, DayMinutes / _minutes);
        var readings = new Reading[count];
        for (var i = 0; i < Math.Min(count, _intervals.Length); i++)
            if (!_row.TryValue(_intervals[i], out readings[i])) return null;
        return readings;
    }

    /// <summary>The length of the intervals in minutes, by their columns' names or by how many there are.</summary>
    private static int Length(IReadOnlyList<(int Index, string Name)> intervals, int line, Problems problems)
    {
        var isByTime = intervals.Count > 0 && Header.Minute(intervals[0].Name) is not null;
        var minutes = isByTime
            ? Lengths.FirstOrDefault(length => length * intervals.Count == DayMinutes)
            : intervals.Count == 1 ? DayMinutes
            // A local day has 22 to 26 hours in all zones and years that there have been meters in; none of these
            // overlap.
            : Lengths.FirstOrDefault(length => intervals.Count * length is >= DayMinutes - 120 and <= DayMinutes + 120);
        if (minutes == 0)
            problems.Add("wrong-column-count", line, 0,
                intervals.Count == 0 ? "There are no columns of intervals after the others."
                    : $"There are {intervals.Count} columns of intervals, which is no day of readings of 5, 10, 15, 30 "
                        + "or 60 minutes.",
                isByTime ? "Columns by time run from 00:00 to the last interval of 24 hours."
                    : "Number the columns from 1 to 48, or to 50 with a day of 25 hours.");
        for (var i = 0; minutes > 0 && i < intervals.Count; i++)
        {
            var name = intervals[i].Name;
            if (isByTime ? Header.Minute(name) == i * minutes : Header.Number(name) == i + 1) continue;
            problems.Add("wrong-column-count", line, 0, $"The column {name} stands where "
                + $"{(isByTime ? $"{i * minutes / 60:00}:{i * minutes % 60:00}" : $"{i + 1}")} was expected.");
            break;
        }
        return minutes;
    }
}
