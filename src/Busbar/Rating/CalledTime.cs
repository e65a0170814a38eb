using Busbar.Contracts;
using NodaTime;

namespace Busbar.Rating;

/// <summary>Events of an agreement that touch or overlap, whatever their programmes: the time that a baseline takes for
/// one event.</summary>
/// <param name="Events">In the order in which they begin.</param>
public sealed record CalledTime(Interval Span, IReadOnlyList<ProgrammeEvent> Events)
{
    /// <summary>For messages: the ids of its events.</summary>
    public string Name => string.Join(" and ", Events.Select(one => one.Id));

    /// <summary>The times of some events, in order.</summary>
    public static IReadOnlyList<CalledTime> Of(IEnumerable<ProgrammeEvent> events)
    {
        var times = new List<CalledTime>();
        foreach (var one in events.OrderBy(one => one.Span.Start).ThenBy(one => one.Id, StringComparer.Ordinal))
            if (times is [.., var last] && one.Span.Start <= last.Span.End)
                times[^1] = new(new(last.Span.Start, Instant.Max(last.Span.End, one.Span.End)), [.. last.Events, one]);
            else times.Add(new(one.Span, [one]));
        return times;
    }

    /// <summary>The first day that is looked at for a baseline of it.</summary>
    public LocalDate FirstDayOf(BaselineMethod method, DateTimeZone zone) =>
        (Span.Start - (method.Adjust?.From ?? Duration.Zero)).InZone(zone).Date.PlusDays(-method.Within);
}
