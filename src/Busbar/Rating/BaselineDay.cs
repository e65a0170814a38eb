using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>A day before an event, and where the intervals are that have the local times of the event's.</summary>
/// <param name="Date">The day that takes the place of the one on which the event begins.</param>
/// <param name="Places">For each interval of the event that of this day; null where the clocks skip its time.</param>
internal sealed record BaselineDay(LocalDate Date, IReadOnlyList<int?> Places)
{
    /// <summary>What was used at those times.</summary>
    public Exact Use(Column load) =>
        Places.Aggregate(Exact.Zero, (sum, place) => place is { } at ? sum + load.Values[at] : sum);
}

/// <summary>The days that a baseline of an event may be the mean of, and those that it is the mean of.</summary>
internal sealed class BaselineSearch(
    BaselineMethod method, CalledTime time, IReadOnlyList<CalledTime> all, Frame frame, Findings findings)
{
    private readonly LocalDate _day = time.Span.Start.InZone(frame.Zone).Date;
    private readonly Instant[] _own = Starts(time.Span, frame);
    private readonly HashSet<LocalDate> _called = [.. all.SelectMany(one => Days.Touching(one.Span, frame.Zone).Dates)];

    /// <summary>When the intervals of the event begin, also of one that isn't over where the frame ends: which days are
    /// chosen is then the same.</summary>
    public IReadOnlyList<Instant> Own => _own;

    /// <summary>Those that can be used, the latest first, as many as the method wants; fewer where there aren't.
    /// </summary>
    public IReadOnlyList<BaselineDay> Usable(Column load)
    {
        var least = LeastUse(load);
        return Latest(day => least is not { } use || day.Use(load) >= use);
    }

    /// <summary>The same where it doesn't matter what was used on them.</summary>
    public IReadOnlyList<BaselineDay> Candidates() => Latest(_ => true);

    private List<BaselineDay> Latest(Predicate<BaselineDay> isUsed)
    {
        var days = new List<BaselineDay>();
        for (var back = 1; back <= method.Within && days.Count < method.OutOf; back++)
        {
            var date = _day.PlusDays(-back);
            if (date < frame.Span.From) break;
            if (!IsLike(date) || (method.SkipsEvents && _called.Contains(date))
                || (method.SkipsHolidays && IsHoliday(date))
                || (method.SkipsDaysBefore && _called.Contains(date.PlusDays(1)))) continue;
            // What is longer than a day has hours of its own on the days after its first.
            if (Local(_own[^1]).PlusDays(-back) >= Local(_own[0])) continue;
            var day = new BaselineDay(date, Moved(_own, back));
            if (isUsed(day)) days.Add(day);
        }
        return days;
    }

    /// <summary>Those of the usable that the method chooses, the latest first.</summary>
    public IReadOnlyList<BaselineDay> Chosen(IReadOnlyList<BaselineDay> usable, Column load)
    {
        if (method.Choose == BaselineChoice.Latest || usable.Count <= method.MeanOf)
            return [.. usable.Take(method.MeanOf)];
        // The order is stable: of days with equal use the later counts for the higher.
        var ranked = usable.OrderByDescending(day => day.Use(load));
        var left = method.Choose == BaselineChoice.Highest ? 0 : (usable.Count - method.MeanOf + 1) / 2;
        return [.. ranked.Skip(left).Take(method.MeanOf).OrderByDescending(day => day.Date)];
    }

    /// <summary>The intervals at the local times of some others, some days before; null for a time that the clocks
    /// skip.</summary>
    public int?[] Moved(IReadOnlyList<Instant> intervals, int days) => [.. intervals.Select(interval =>
    {
        var mapped = frame.Zone.MapLocal(Local(interval).PlusDays(-days));
        return mapped.Count == 0 ? null : frame.IntervalAt(mapped.First().ToInstant());
    })];

    private LocalDateTime Local(Instant instant) => instant.InZone(frame.Zone).LocalDateTime;

    /// <summary>How many days before the event's a day is.</summary>
    public int DaysBack(LocalDate date) => Period.DaysBetween(date, _day);

    private bool IsLike(LocalDate date) => method.Days switch
    {
        BaselineDays.Weekdays => IsWeekday(date),
        BaselineDays.SameType => IsWorkday(date) == IsWorkday(_day),
        _ => true,
    };

    private bool IsWorkday(LocalDate date) => IsWeekday(date) && !IsHoliday(date);

    private bool IsHoliday(LocalDate date)
    {
        if (method.Holidays is not { } holidays) return false;
        if (!holidays.Covers(date.Year))
            findings.Miss(new("missing-holidays", $"The holidays {holidays.Name} don't cover {date.Year}, and the "
                + $"baseline {method.Name} asks for them.", method.Place, method.Name,
                "Add the year's holidays to the book."));
        return holidays.Contains(date);
    }

    /// <summary>What a day must have been used for at the times of the event; null where all will do.</summary>
    private Exact? LeastUse(Column load)
    {
        if (method.LowUse is not { } part) return null;
        var greatest = Exact.Zero;
        for (var i = 0; i < load.Values.Length && frame.StartOf(i) < _own[0]; i++)
            greatest = Exact.Max(greatest, load.Values[i]);
        return part * greatest * _own.Length;
    }

    private static Instant[] Starts(Interval span, Frame frame)
    {
        var starts = frame.IntervalsWithin(span).Select(frame.StartOf).ToList();
        for (var next = frame.End; next < span.End; next += Duration.FromMinutes(frame.IntervalMinutes))
            starts.Add(next);
        return [.. starts];
    }

    private static bool IsWeekday(LocalDate date) => date.DayOfWeek <= IsoDayOfWeek.Friday;
}
