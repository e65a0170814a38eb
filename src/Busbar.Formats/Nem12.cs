using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Formats;

/// <summary>
/// NEM12, interval readings of Australia's market (AEMO, Meter Data File Format NEM12 and NEM13): one file from a 100
/// record to a 900 record, 200 records that name a channel, a 300 record for each of its days, and 400 records that
/// give the quality of a day's intervals where it varies.
/// </summary>
/// <remarks>
/// The market's clock is Eastern Standard Time all year, +10:00 without daylight saving, so that each day has as many
/// intervals as every other. Directions are the market's: E is energy that it exports, to the customer. What real files
/// do against the letter is read all the same: empty lines, commas at the end of lines, trailing fields left out, unit
/// and seconds left out, values that begin with their point.
/// </remarks>
internal sealed class Nem12(LineReader lines, Problems problems, Limits limits) : MeterFormat
{
    private const int DayMinutes = 24 * 60;
    private const int FirstValue = 2;
    private const int FieldsAfterValues = 5;
    private const int FieldsOf200 = 10;

    private static readonly Offset Clock = Offset.FromHours(10);

    private readonly Fields _fields = new();
    private readonly Names _names = new();
    private readonly GivenDays _days = new(problems, limits.DayRows);

    private readonly char[] _padded = new char[32];
    private bool _hasRecords;
    private bool _hasHeader;
    private int _endLine;
    private bool _saidAfterEnd;
    private long _fileVersion;
    private bool _hasDays;
    private Nem12Stream? _stream;
    private bool _isStreamUsable;
    private Nem12Day? _day;

    /// <inheritdoc/>
    public override string Name => "NEM12";

    /// <inheritdoc/>
    public override IEnumerable<MeterRow> Rows()
    {
        while (lines.NextSignificant())
            if (Take() is { } row && !problems.Any) yield return row;
        if (EndStream() is { } last && !problems.Any) yield return last;
        if (_endLine == 0)
            problems.Add("no-end", lines.Number, 0, "The file ends without a 900 record: it is cut off.");
        if (!_hasDays && !problems.Any)
            throw problems.Fatal("empty-file", 0,
                "The file is empty: there is no 300 record in it, and so no readings.");
        problems.ThrowIfAny();
    }

    /// <summary>Takes in a record; where it shows that the day before it is complete, gives that day.</summary>
    private MeterRow? Take()
    {
        if (_fields.Split(lines.Line) is { } quotes)
        {
            Fault("bad-quotes", -1, quotes);
            return null;
        }
        var kind = Field(0);
        if (!_hasRecords && kind is not "100")
            Fault("no-header", 0, $"The 100 record is missing: the first record is {Names.Show(kind)}. A NEM12 file "
                + "begins with 100,NEM12.");
        _hasRecords = true;
        if (_endLine > 0 && !_saidAfterEnd)
        {
            Fault("after-end", 0, $"The file goes on after the 900 record of line {_endLine}, which ends it: one "
                + "100 and one 900 record make a file.");
            _saidAfterEnd = true;
        }
        switch (kind)
        {
            case "100": return Begin();
            case "200": return BeginStream();
            case "300": return BeginDay();
            case "400": Event(); return null;
            case "500": return null;
            case "900": return End();
            default:
                Fault("unknown-record", 0,
                    $"{Names.Show(kind)} is no record of NEM12; these are 100, 200, 300, 400, 500 and 900.");
                return null;
        }
    }

    private MeterRow? Begin()
    {
        if (_hasHeader && _endLine == 0)
            Fault("second-header", 0, "There is a second 100 record; one 100 and one 900 record make a file.");
        _hasHeader = true;
        if (Field(1) is not "NEM12")
            Fault("unknown-format", 1, $"The 100 record names version {Names.Show(Field(1))}; NEM12 is read.");
        if (!Stamp.TryVersion(Field(2), out _fileVersion))
            Fault("bad-time", 2,
                $"The file's date and time {Names.Show(Field(2))} isn't one of 12 digits, such as 202601312359.");
        return EndStream();
    }

    private MeterRow? End()
    {
        var row = EndStream();
        _endLine = lines.Number;
        return row;
    }

    private MeterRow? BeginStream()
    {
        var before = EndStream();
        (_stream, _isStreamUsable) = (new(lines.Number), false);
        if (_names.Of(Field(1), out var problem) is not { } connection)
            return Faulty("bad-name", 1, Names.Say("NMI", Field(1), problem), before);
        if (_names.Of(Field(4), out problem) is not { } suffix)
            return Faulty("bad-name", 4, Names.Say("NMI suffix", Field(4), problem), before);
        var unit = Field(7).ToString();
        if ((unit.Length == 0 ? Measure.None : Measure.OfNem12Unit(unit)) is not { } measure)
            return Faulty("unknown-unit", 7, $"The unit {Names.Show(unit)} isn't one of NEM12.", before);
        if (!int.TryParse(Field(8), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || minutes is not (5 or 10 or 15 or 30))
            return Faulty("bad-interval", 8,
                $"The interval length {Names.Show(Field(8))} isn't 5, 10, 15 or 30 minutes.", before);
        if (HasMoreThan(FieldsOf200))
            return Faulty("wrong-column-count", FieldsOf200,
                $"A 200 record has {FieldsOf200} fields; this has more.", before);
        _stream = new(lines.Number, connection, Nem12Stream.ChannelOf(suffix), measure, minutes);
        _isStreamUsable = true;
        return before;
    }

    private MeterRow? Faulty(string code, int field, string message, MeterRow? before)
    {
        Fault(code, field, message);
        return before;
    }

    /// <summary>
    /// Begins a day of the channel; its values are read now, its quality is known when the 400 records are.
    /// </summary>
    private MeterRow? BeginDay()
    {
        var before = EndDay();
        _hasDays = true;
        if (_stream is null)
            return Faulty("no-stream", 0,
                "There is no 200 record before this 300 record: its channel isn't known.", before);
        _stream.HasDays = true;
        if (!_isStreamUsable) return before;
        if (!Stamp.TryCompactDate(Field(1), out var date))
            return Faulty("bad-time", 1, $"The date {Names.Show(Field(1))} isn't a date of 8 digits, such as 20260131.",
                before);
        var count = DayMinutes / _stream.Minutes;
        var after = FirstValue + count;
        var quality = Quality.Parse(Field(after));
        if (quality is null && Field(after) is not "V")
            return Faulty("wrong-interval-count", -1, CountProblem(count), before);
        var day = new Nem12Day(lines.Number, date, count, quality);
        for (var i = 0; i < count; i++)
            if (!ReadValue(day, i)) return before;
        if (HasMoreThan(after + FieldsAfterValues))
            return Faulty("wrong-column-count", after + FieldsAfterValues,
                "The 300 record has more fields than its values and the five after them.", before);
        var (updated, version) = (after + 3, _fileVersion);
        if (!Field(updated).IsWhiteSpace() && !Stamp.TryVersion(Field(updated), out version))
            return Faulty("bad-time", updated,
                $"The update time {Names.Show(Field(updated))} isn't one of 14 digits, such as 20260131235959.",
                before);
        day.Version = version;
        _day = day;
        return before;
    }

    private bool ReadValue(Nem12Day day, int interval)
    {
        var text = WithZero(Field(FirstValue + interval));
        if (text.IsEmpty) return true;
        if (_stream!.Measure.TryParse(text, out var micros, out var problem))
        {
            day.Set(interval, micros);
            return true;
        }
        Fault("bad-number", FirstValue + interval,
            $"The value {Names.Show(text)} of interval {interval + 1} {problem}.");
        return false;
    }

    /// <summary>
    /// A value that begins with its point, common in these files and refused elsewhere, with a zero before it.
    /// </summary>
    private ReadOnlySpan<char> WithZero(ReadOnlySpan<char> text)
    {
        var point = text is ['.', ..] ? 0 : text is ['-', '.', ..] ? 1 : -1;
        if (point < 0 || text.Length >= _padded.Length) return text;
        text[..point].CopyTo(_padded);
        _padded[point] = '0';
        text[point..].CopyTo(_padded.AsSpan(point + 1));
        return _padded.AsSpan(0, text.Length + 1);
    }

    private string CountProblem(int expected)
    {
        var found = FirstValue;
        while (found < _fields.Count && Field(found) is not [>= 'A' and <= 'Z', ..]) found++;
        return found == _fields.Count
            ? $"No quality follows the values, of which a day of {_stream!.Minutes} minutes has {expected}."
            : found - FirstValue == expected
            ? $"The quality {Names.Show(Field(found))} isn't known; it is A, E, F, S, N or V, with a method's "
                + "number or not."
            : $"The day has {found - FirstValue} values, and the 200 record of line {_stream!.Line} says "
                + $"{_stream.Minutes} minutes, which makes {expected}.";
    }

    private void Event()
    {
        if (_day is null)
        {
            // The day was at fault itself, which is said already, or there is none.
            if (_stream is not { HasDays: true })
                Fault("no-stream", 0, "There is no 300 record before this 400 record.");
            return;
        }
        if (!TryInterval(1, out var first) || !TryInterval(2, out var last)) return;
        if (Quality.Parse(Field(3)) is not { } quality)
            Fault("unknown-quality", 3, $"The quality {Names.Show(Field(3))} of the intervals isn't A, E, F, S or N.");
        else if (_day.SetQuality(first, last, quality) is { } problem)
            Fault("bad-events", 1, problem);
    }

    private bool TryInterval(int field, out int interval)
    {
        if (int.TryParse(Field(field), NumberStyles.None, CultureInfo.InvariantCulture, out interval)) return true;
        Fault("bad-number", field, $"The interval {Names.Show(Field(field))} isn't a whole number from 1.");
        return false;
    }

    private MeterRow? EndStream()
    {
        var row = EndDay();
        if (_stream is { HasDays: false })
            problems.Add("no-readings", _stream.Line, 0,
                "No 300 record follows this 200 record: the channel has no readings.");
        _stream = null;
        return row;
    }

    private MeterRow? EndDay()
    {
        if (_day is not { } day) return null;
        _day = null;
        if (day.Readings(out var readings) is { } problem)
        {
            problems.Add("bad-events", day.Line, 0, problem);
            return null;
        }
        var row = new MeterRow(day.Line, _stream!.Connection, _stream.Channel, _stream.Measure.Unit, _stream.Minutes,
            day.Date.AtMidnight(), Clock, WholeDay: true, day.Version, readings);
        _days.Add(row);
        return row;
    }

    private ReadOnlySpan<char> Field(int index) => _fields.Of(lines.Line, index);

    private bool HasMoreThan(int count)
    {
        for (var i = count; i < _fields.Count; i++)
            if (!Field(i).IsWhiteSpace()) return true;
        return false;
    }

    private void Fault(string code, int field, string message) =>
        problems.Add(code, lines.Number, _fields.Column(field), message);
}
