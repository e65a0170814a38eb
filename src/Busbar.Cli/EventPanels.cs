using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Runs;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Cli;

/// <summary>An event as the panels of its chart.</summary>
internal static class EventPanels
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static readonly LocalDateTimePattern Dated = LocalDateTimePattern.CreateWithInvariantCulture("MM-dd HH:mm");

    /// <summary>All together where they can be added up, and then each by itself.</summary>
    public static IReadOnlyList<EventPanel> Of(EventResult result)
    {
        var all = result.Deliveries;
        var zone = result.Event.Programme.Zone;
        var own = all.Select(one => Panel(NameOf(one, all), one.Baseline.Time, one.Day,
            [.. one.Baseline.Intervals.Select(at => at.Start)], zone));
        return AddUp(all) ? [Together(all, zone), .. own] : [.. own];
    }

    /// <summary>Whether each is called at the same times, and has one baseline: of two the sum would be nobody's.
    /// </summary>
    private static bool AddUp(IReadOnlyList<EventDelivery> all) => all.Count > 1
        && all.GroupBy(one => one.Agreement.Id).All(same =>
            same.DistinctBy(one => (one.Baseline.Text, one.Connection is null)).Count() == 1)
        && all.All(one => one.Baseline.Time.Span == all[0].Baseline.Time.Span
            && one.Day.Select(at => at.Start).SequenceEqual(all[0].Day.Select(at => at.Start)));

    private static EventPanel Together(IReadOnlyList<EventDelivery> all, DateTimeZone zone) => Panel("All called",
        all[0].Baseline.Time, [.. all[0].Day.Select((at, i) => new RatedBaselineInterval(at.Start,
            Sum(all.Select(one => one.Day[i].Baseline)), Sum(all.Select(one => one.Day[i].Load))))],
        [.. all[0].Baseline.Intervals.Select(at => at.Start)], zone);

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);

    private static string NameOf(EventDelivery one, IReadOnlyList<EventDelivery> all)
    {
        var name = one.Connection is { } connection ? $"{one.Agreement.Id}, {connection.Id}" : one.Agreement.Id;
        return all.Count(other => other.Agreement == one.Agreement && other.Connection == one.Connection) == 1 ? name
            : $"{name}, {one.Baseline.Text}";
    }

    private static EventPanel Panel(string name, CalledTime time, IReadOnlyList<RatedBaselineInterval> day,
        HashSet<Instant> called, DateTimeZone zone)
    {
        var isOneDay = day.Select(at => at.Start.InZone(zone).Date).Distinct().Count() == 1;
        string At(Instant instant) => instant.InZone(zone).LocalDateTime is var local && isOneDay
            ? Clock.Format(local.TimeOfDay) : Dated.Format(local);
        return new(name, $"{time.Name}, {At(time.Span.Start)} to {At(time.Span.End)}", [.. day.Select(at =>
            new EventBar(At(at.Start), at.Baseline, at.Load, called.Contains(at.Start)))]);
    }
}
