using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// NEM12, interval readings of Australia's market: 200 records that name a channel, a 300 record for each of its days,
/// and 400 records that give the quality of a day's intervals where it varies.
/// </summary>
/// <remarks>
/// By the market's clock each day has as many intervals as every other. Directions are the market's: E is energy that
/// it exports, to the customer.
/// </remarks>
internal sealed class Nem12(LineReader lines, Problems problems, Limits limits)
    : Mdff("NEM12", "100, 200, 300, 400, 500 and 900", lines, problems)
{
    private const int DayMinutes = 24 * 60;
    private const int FirstValue = 2;
    private const int FieldsAfterValues = 5;
    private const int FieldsOf200 = 10;

    private readonly GivenDays _days = new(problems, limits.DayRows);

    private Nem12Stream? _stream;
    private bool _isStreamUsable;
    private Nem12Day? _day;

    /// <inheritdoc/>
    protected override string ReadingRecord => "300";

    /// <inheritdoc/>
    protected override bool TakeRecord(ReadOnlySpan<char> kind)
    {
        switch (kind)
        {
            case "200": BeginStream(); return true;
            case "300": BeginDay(); return true;
            case "400": Event(); return true;
            case "500": return true;
            default: return false;
        }
    }

    private void BeginStream()
    {
        EndStream();
        (_stream, _isStreamUsable) = (new(Lines.Number), false);
        if (NameIn(1, "NMI") is not { } connection || NameIn(4, "NMI suffix") is not { } suffix
            || MeasureIn(7) is not { } measure) return;
        if (!int.TryParse(Field(8), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || minutes is not (5 or 10 or 15 or 30))
            Fault("bad-interval", 8, $"The interval length {Names.Show(Field(8))} isn't 5, 10, 15 or 30 minutes.");
        else if (HasMoreThan(FieldsOf200))
            Fault("wrong-column-count", FieldsOf200, $"A 200 record has {FieldsOf200} fields; this has more.");
        else
            (_stream, _isStreamUsable) =
                (new(Lines.Number, connection, Nem12Stream.ChannelOf(suffix), measure, minutes), true);
    }

    /// <summary>
    /// Begins a day of the channel; its values are read now, its quality is known when the 400 records are.
    /// </summary>
    private void BeginDay()
    {
        EndDay();
        HasReadings = true;
        if (_stream is null)
        {
            Fault("no-stream", 0, "There is no 200 record before this 300 record: its channel isn't known.");
            return;
        }
        _stream.HasDays = true;
        if (_isStreamUsable) _day = Day(_stream);
    }

    private Nem12Day? Day(Nem12Stream stream)
    {
        if (!Stamp.TryCompactDate(Field(1), out var date))
            return Faulty("bad-time", 1,
                $"The date {Names.Show(Field(1))} isn't a date of 8 digits, such as 20260131.");
        var count = DayMinutes / stream.Minutes;
        var after = FirstValue + count;
        var quality = Quality.Parse(Field(after));
        if (quality is null && Field(after) is not "V")
            return Faulty("wrong-interval-count", -1, CountProblem(count));
        var day = new Nem12Day(Lines.Number, date, count, quality);
        for (var i = 0; i < count; i++)
            if (!ReadValue(day, i)) return null;
        if (HasMoreThan(after + FieldsAfterValues))
            return Faulty("wrong-column-count", after + FieldsAfterValues,
                "The 300 record has more fields than its values and the five after them.");
        if (!TryUpdate(after + 3, out var version)) return null;
        day.Version = version;
        return day;
    }

    private Nem12Day? Faulty(string code, int field, string message)
    {
        Fault(code, field, message);
        return null;
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

    private string CountProblem(int expected)
    {
        var found = FirstValue;
        while (found < Fields.Count && Field(found) is not [>= 'A' and <= 'Z', ..]) found++;
        return found == Fields.Count
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

    /// <inheritdoc/>
    protected override void EndStream()
    {
        EndDay();
        if (_stream is { HasDays: false })
            Problems.Add("no-readings", _stream.Line, 0,
                "No 300 record follows this 200 record: the channel has no readings.");
        _stream = null;
    }

    private void EndDay()
    {
        if (_day is not { } day) return;
        _day = null;
        if (day.Readings(out var readings) is { } problem)
        {
            Problems.Add("bad-events", day.Line, 0, problem);
            return;
        }
        var row = new MeterRow(day.Line, _stream!.Connection, _stream.Channel, _stream.Measure.Unit, _stream.Minutes,
            day.Date.AtMidnight(), Clock, WholeDay: true, day.Version, readings);
        _days.Add(row);
        Give(row);
    }
}
