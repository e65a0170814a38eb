using System.Collections.Concurrent;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>
/// A span of local days cut into intervals, days and windows: the places that values have. Shared by all who are rated
/// over the same days in the same zone.
/// </summary>
/// <remarks>Windows at the span's ends are cut by them: whoever needs a whole one gives a span that holds it.</remarks>
public sealed class Frame
{
    private readonly ConcurrentDictionary<Calendar, int[]> _bands = new();
    private readonly ConcurrentDictionary<(Step Fine, Step Coarse), int[]> _places = new();
    private readonly ConcurrentDictionary<Step, int[]> _windows = new();
    private readonly ConcurrentDictionary<(Days Days, Step Step), Exact[]> _shares = new();
    private readonly Instant[] _starts;
    private readonly int[] _dayOfInterval;
    private readonly LocalDate[] _days;

    /// <summary>The frame of a span of days.</summary>
    /// <param name="span">At least one day.</param>
    /// <param name="zone">The zone whose days they are.</param>
    /// <param name="intervalMinutes">The length of an interval; 1440 where an interval is a local day.</param>
    /// <param name="windows">Which of its days make a window; null: all of them are the billing period.</param>
    /// <param name="bands">The calendar whose bands are the intervals of each day; null: the grid's are.</param>
    public Frame(
        Days span, DateTimeZone zone, int intervalMinutes, Windows? windows = null, Calendar? bands = null)
    {
        (Span, Zone, IntervalMinutes, Windows) = (span, zone, intervalMinutes, windows ?? new(span));
        _days = [.. span.Dates];
        var whole = span.InstantsIn(zone);
        (FirstSlot, var endSlot) = Grid.SlotsOf(whole.Start, whole.End, intervalMinutes, zone);
        End = whole.End;
        if (bands is not null)
        {
            Cells = new(bands, _days, zone);
            _starts = [.. Cells.All.Select(cell => cell.Start)];
            _dayOfInterval = [.. Cells.All.Select(cell => cell.Day)];
            return;
        }
        _starts = new Instant[endSlot - FirstSlot];
        _dayOfInterval = new int[_starts.Length];
        var day = 0;
        var next = LocalDay.StartOf(span.From.PlusDays(1), zone);
        for (var i = 0; i < _starts.Length; i++)
        {
            _starts[i] = Grid.StartOf(FirstSlot + i, intervalMinutes, zone);
            while (_starts[i] >= next) next = LocalDay.StartOf(span.From.PlusDays(++day + 1), zone);
            _dayOfInterval[i] = day;
        }
    }

    /// <summary>The frame of charging sessions: its intervals are their pieces, and all of a session lies on the day
    /// on which it ends.</summary>
    /// <param name="pieces">Those of the sessions that end within the span.</param>
    internal Frame(Days span, DateTimeZone zone, int intervalMinutes, Windows windows, SessionPieces pieces)
    {
        (Span, Zone, IntervalMinutes, Windows, Pieces) = (span, zone, intervalMinutes, windows, pieces);
        _days = [.. span.Dates];
        End = span.InstantsIn(zone).End;
        _starts = [.. pieces.All.Select(piece => piece.Start)];
        _dayOfInterval = [.. pieces.All.Select(piece => Period.DaysBetween(span.From, pieces.DayOf(piece.Session)))];
    }

    /// <summary>The days.</summary>
    public Days Span { get; }

    /// <summary>The zone whose days they are.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>Which of its days make a window.</summary>
    public Windows Windows { get; }

    /// <summary>The length of an interval.</summary>
    public int IntervalMinutes { get; }

    /// <summary>The number of the first interval on the grid of its length.</summary>
    public long FirstSlot { get; }

    /// <summary>The end of the last interval.</summary>
    public Instant End { get; }

    /// <summary>The bands of each day, where they are its intervals; null where those of the grid are.</summary>
    internal BandCells? Cells { get; }

    /// <summary>The pieces of sessions, where they are its intervals; null where those of the grid are.</summary>
    internal SessionPieces? Pieces { get; }

    /// <summary>What common formulas give here; they are computed once.</summary>
    internal ConcurrentDictionary<Formula, Column> Common { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The start of an interval; for their number, the end of the last.</summary>
    public Instant StartOf(int interval) => interval == _starts.Length ? End : _starts[interval];

    /// <summary>The date of a day, by its place.</summary>
    public LocalDate DateOf(int day) => _days[day];

    /// <summary>The interval that begins at an instant; null where none does.</summary>
    public int? IntervalAt(Instant start) => Array.BinarySearch(_starts, start) is >= 0 and var at ? at : null;

    /// <summary>The interval in which an instant lies; null where it is outside.</summary>
    public int? PlaceAt(Instant instant) => instant < StartOf(0) || instant >= End ? null
        : Array.BinarySearch(_starts, instant) is var at && at >= 0 ? at : ~at - 1;

    /// <summary>The intervals that begin within a span of time, in order.</summary>
    public int[] IntervalsWithin(Interval span)
    {
        var (from, to) = (FirstFrom(span.Start), FirstFrom(span.End));
        return [.. Enumerable.Range(from, Math.Max(0, to - from))];
    }

    private int FirstFrom(Instant instant) => Array.BinarySearch(_starts, instant) is var at && at >= 0 ? at : ~at;

    /// <summary>How many values a step has here.</summary>
    public int CountOf(Step step) => step.Kind switch
    {
        StepKind.Interval => _starts.Length,
        StepKind.Session => Pieces!.Sessions.Count,
        StepKind.Day => _days.Length,
        StepKind.Forever => 1,
        _ => WindowsOf(step) is [.., var last] ? last + 1 : 0,
    };

    /// <summary>For each place of a step, the place of the coarser step that it lies in.</summary>
    public int[] PlacesIn(Step fine, Step coarse) => _places.GetOrAdd((fine, coarse), key =>
    {
        var places = new int[CountOf(key.Fine)];
        if (key.Coarse == Step.Forever) return places;
        if (key.Fine == key.Coarse) return [.. places.Select((_, i) => i)];
        if (key.Coarse == Step.Session) return [.. Pieces!.All.Select(piece => piece.Session)];
        var windows = WindowsOf(key.Coarse);
        for (var i = 0; i < places.Length; i++)
            places[i] = windows[key.Fine == Step.Interval ? _dayOfInterval[i]
                : key.Fine == Step.Session ? DayOfSession(i) : key.Fine == Step.Day ? i
                // A month lies in its quarter and year: by its first day here.
                : Array.IndexOf(WindowsOf(key.Fine), i)];
        return places;
    });

    /// <summary>For each day the place of the window of a step that it lies in.</summary>
    private int[] WindowsOf(Step step) => _windows.GetOrAdd(step, key =>
    {
        var places = new int[_days.Length];
        if (key <= Step.Day) return [.. places.Select((_, i) => i)];
        var window = default(Days);
        for (var (i, place) = (0, -1); i < places.Length; i++)
        {
            if (!window.Contains(_days[i])) (window, place) = (Windows.Of(_days[i], key), place + 1);
            places[i] = place;
        }
        return places;
    });

    /// <summary>
    /// How much of each place of a step belongs to some days: 1 or 0 for intervals and days, for a window or period the
    /// part of its days here.
    /// </summary>
    public Exact[] SharesOf(Days days, Step step) => _shares.GetOrAdd((days, step), key =>
    {
        var (isWithin, count) = (_days.Select(key.Days.Contains).ToArray(), CountOf(key.Step));
        if (key.Step <= Step.Day)
            return [.. PlacesIn(key.Step, Step.Day).Select(day => isWithin[day] ? Exact.One : Exact.Zero)];
        var (within, all) = (new int[count], new int[count]);
        foreach (var (day, place) in PlacesIn(Step.Day, key.Step).Index())
        {
            all[place]++;
            if (isWithin[day]) within[place]++;
        }
        return [.. within.Zip(all, (part, whole) => Exact.Ratio(part, whole))];
    });

    /// <summary>The band of a calendar in which each interval lies, by the local time of its start.</summary>
    public int[] BandsOf(Calendar calendar) => _bands.GetOrAdd(calendar, key =>
    {
        if (ReferenceEquals(Cells?.Calendar, key)) return [.. Cells.All.Select(cell => cell.Band)];
        var zone = key.Zone ?? Zone;
        return [.. _starts.Select(start => key.BandAt(start.InZone(zone).LocalDateTime))];
    });

    /// <summary>The real hours of each interval or day.</summary>
    public Exact[] HoursOf(Step step)
    {
        if (Pieces is not null && step == Step.Interval) return [.. Pieces.All.Select(piece => piece.Hours)];
        if (Cells is not null && step == Step.Interval) return [.. Cells.All.Select(cell => Hours(cell.Length))];
        var hours = new Exact[CountOf(step)];
        for (var i = 0; i < hours.Length; i++)
            hours[i] = Hours(step == Step.Day ? LocalDay.Length(_days[i], Zone) : StartOf(i + 1) - StartOf(i));
        return hours;
    }

    /// <summary>When a place of a step begins here.</summary>
    public Instant StartOf(int place, Step step)
    {
        if (step == Step.Interval) return StartOf(place);
        if (step == Step.Session) return Pieces!.Sessions[place].Start;
        return LocalDay.StartOf(FirstDayOf(place, step), Zone);
    }

    /// <summary>The charging session of a place of a step; null where there is none, or where it may be several.
    /// </summary>
    public Session? SessionOf(int place, Step step) => Pieces is null || step > Step.Session ? null
        : Pieces.Sessions[step == Step.Session ? place : Pieces.All[place].Session];

    /// <summary>The first day here of a place of a step.</summary>
    public LocalDate FirstDayOf(int place, Step step) => _days[step.Kind switch
    {
        StepKind.Interval => _dayOfInterval[place], StepKind.Session => DayOfSession(place),
        StepKind.Day => place, StepKind.Forever => 0,
        _ => Array.IndexOf(WindowsOf(step), place),
    }];

    /// <summary>The days here of a place of a step.</summary>
    public Days DaysOf(int place, Step step)
    {
        var first = FirstDayOf(place, step);
        return step <= Step.Day ? new(first, first.PlusDays(1)) : Windows.Of(first, step).Intersect(Span);
    }

    private int DayOfSession(int session) => Period.DaysBetween(Span.From, Pieces!.DayOf(session));

    private static Exact Hours(Duration duration) =>
        Exact.Ratio(duration.BclCompatibleTicks, NodaConstants.TicksPerHour);
}
