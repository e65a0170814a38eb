using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats.Text;

/// <summary>What the readings of a run are of.</summary>
internal sealed record RunSubject(string Connection, string Channel, Unit? Unit, long Version);

/// <summary>
/// Joins readings that follow each other without a gap, as formats have them that give each its own time, into rows of
/// up to 25 hours, the longest day: a row is rejected as a whole, and one bad value shall take no month with it.
/// </summary>
internal sealed class ReadingRun
{
    private const int DayMinutes = 24 * 60;
    private const int LongestMinutes = 25 * 60;

    private readonly List<Reading> _readings = [];
    private RunSubject? _subject;
    private int _line;
    private int _minutes;
    private LocalDateTime _start;
    private Offset? _offset;
    private Instant _end;

    /// <summary>
    /// The length of a reading in minutes from its length in seconds; days of 23 and 25 hours are days. Null where it
    /// is no whole number of minutes.
    /// </summary>
    public static int? Minutes(long seconds) => seconds <= 0 || seconds % 60 != 0 || seconds / 60 > int.MaxValue ? null
        : seconds is 23 * 3600 or 25 * 3600 ? DayMinutes : (int)(seconds / 60);

    /// <summary>Adds a reading, and gives the row before it where it begins a new one.</summary>
    /// <param name="offset">Of the clock of <paramref name="start"/>; null means local time.</param>
    public MeterRow? Add(
        RunSubject subject, int line, LocalDateTime start, Offset? offset, int minutes, Reading reading)
    {
        var goesOn = ReferenceEquals(_subject, subject) && _minutes == minutes
            && (_readings.Count + 1L) * minutes <= LongestMinutes
            && offset is { } told && start.WithOffset(told).ToInstant() == _end;
        var before = goesOn ? null : End();
        if (!goesOn) (_subject, _line, _minutes, _start, _offset) = (subject, line, minutes, start, offset);
        _readings.Add(reading);
        // Days follow each other after 23, 24 or 25 hours, by a clock that isn't known here: each is a row of its own,
        // and so is a reading whose time is local.
        if (offset is { } known && minutes < DayMinutes)
            _end = start.WithOffset(known).ToInstant() + Duration.FromMinutes(minutes);
        else _end = Instant.MinValue;
        return before;
    }

    /// <summary>The row that isn't given yet; null when there is none.</summary>
    public MeterRow? End()
    {
        if (_subject is not { } subject) return null;
        _subject = null;
        var row = new MeterRow(_line, subject.Connection, subject.Channel, subject.Unit, _minutes, _start, _offset,
            WholeDay: false, subject.Version, _readings.ToArray());
        _readings.Clear();
        return row;
    }
}
