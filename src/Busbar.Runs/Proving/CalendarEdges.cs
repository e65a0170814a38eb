using System.Globalization;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using Calendar = Busbar.Time.Calendar;

namespace Busbar.Runs.Proving;

/// <summary>
/// The cases of the edges of bands: an hour of load before each and twice the load in the hour after, so that a band
/// which begins at another time, or two prices that are exchanged, show.
/// </summary>
internal static class CalendarEdges
{
    private const int DaysToLookAt = 366;
    private const int MinutesPerHour = 60;

    /// <summary>Where a band ends and the next begins.</summary>
    private readonly record struct Edge(LocalDate Day, int Minute, int Before, int After);

    /// <summary>The cases of all calendars that the version uses, from a day on.</summary>
    public static IEnumerable<BoundaryCase> Of(CaseCustomer customer, LocalDate first) =>
        from calendar in customer.Version.Calendars
        from edge in EdgesOf(calendar, calendar.Zone ?? customer.Zone, first)
        select Case(customer, calendar, edge);

    /// <summary>Each kind of edge once, on the first day that has it and whose clocks don't change.</summary>
    private static IEnumerable<Edge> EdgesOf(Calendar calendar, DateTimeZone zone, LocalDate first) =>
        new Days(first, first.PlusDays(DaysToLookAt)).Dates
            .Where(day => calendar.CoversYear(day.PlusDays(-1).Year) && calendar.CoversYear(day.Year)
                && IsUsual(day, zone) && IsUsual(day.PlusDays(-1), zone))
            .SelectMany(day =>
            {
                var segments = calendar.SegmentsOn(day).Prepend((0, calendar.SegmentsOn(day.PlusDays(-1))[^1].Band));
                return segments.Zip(segments.Skip(1),
                    (before, after) => new Edge(day, after.Item1, before.Item2, after.Item2));
            })
            .Where(edge => edge.Before != edge.After)
            .DistinctBy(edge => (edge.Minute, edge.Before, edge.After))
            .OrderBy(edge => edge.Day).ThenBy(edge => edge.Minute);

    private static bool IsUsual(LocalDate day, DateTimeZone zone) => LocalDay.Length(day, zone) == Duration.FromDays(1);

    private static BoundaryCase Case(CaseCustomer customer, Calendar calendar, Edge edge)
    {
        var at = LocalDay.StartOf(edge.Day, calendar.Zone ?? customer.Zone) + Duration.FromMinutes(edge.Minute);
        var length = Duration.FromMinutes(Math.Max(MinutesPerHour, customer.Connection.IntervalMinutes));
        var load = customer.Constant(start => start < at - length || start >= at + length ? Exact.Zero
            : start < at ? Exact.One : 2);
        var days = new Days((at - length).InZone(customer.Zone).Date,
            (at + length - Duration.Epsilon).InZone(customer.Zone).Date.PlusDays(1));
        var name = string.Create(CultureInfo.InvariantCulture, $"Calendar {calendar.Name}, {edge.Minute / 60:00}:"
            + $"{edge.Minute % 60:00} from {calendar.Bands[edge.Before]} to {calendar.Bands[edge.After]}");
        var charges = customer.Version.Charges.Where(charge => charge.Calendars.Contains(calendar))
            .Select(charge => charge.Id).ToHashSet();
        return customer.Case(name, customer.Agreement(days.From, days.To), days, load,
            line => charges.Contains(line.Charge)
                && !(line.Amount.MinorUnits == 0 && line.Quantity is { IsZero: true }));
    }
}
