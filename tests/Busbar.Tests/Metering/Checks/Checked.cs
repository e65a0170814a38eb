using Busbar.Metering;
using Busbar.Metering.Checks;
using Busbar.Quantities;
using Busbar.Tests.Metering.Estimation;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Metering.Checks;

/// <summary>Readings of a test, and what a rule finds in them.</summary>
internal static class Checked
{
    private static readonly LocalDateTimePattern Minutes =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>Readings by their local time; null where none is known.</summary>
    public static Series Series(
        string days, int minutes, Func<ZonedDateTime, decimal?> value, string zone = "Europe/London") =>
        new Measurements(days, minutes, value, zone).Series;

    /// <summary>Readings by the day from the first of January 2026 on; null where none is known.</summary>
    public static Series Daily(params decimal?[] values)
    {
        var first = new LocalDate(2026, 1, 1);
        return Series($"2026-01-01..{LocalDatePattern.Iso.Format(first.PlusDays(values.Length))}", 1440,
            at => values[Period.DaysBetween(first, at.Date)]);
    }

    /// <summary>So many days of one value from then on, and others after them.</summary>
    public static Series Usual(int days, decimal value, params decimal?[] after) =>
        Daily([.. Enumerable.Repeat((decimal?)value, days), .. after]);

    /// <summary>What a rule finds from a day on: its local span and its sentence.</summary>
    public static string[] FindsFrom(
        this ReadingCheck check, LocalDate from, Series series, params Series[] beside) =>
        [.. check.Find(series, LocalDay.StartOf(from, series.Zone), beside)
            .Select(one => $"{At(one.Span.Start, series)}..{At(one.Span.End, series)} {one.Sentence}")];

    /// <summary>What it finds in all of a series.</summary>
    public static string[] Finds(this ReadingCheck check, Series series, params Series[] beside) =>
        check.FindsFrom(series.StartOf(0).InZone(series.Zone).Date, series, beside);

    /// <summary>The spans alone.</summary>
    public static Interval[] Spans(this ReadingCheck check, Series series, Instant from) =>
        [.. check.Find(series, from, []).Select(one => one.Span)];

    /// <summary>The same readings, times a whole number.</summary>
    public static Series Times(this Series series, long times) =>
        series with { Counts = [.. series.Counts.Select(count => count * times)] };

    public static SpikeCheck Spike(decimal times, int days = SpikeCheck.UsualDays) =>
        new(times, days, Dimension.Energy);

    private static string At(Instant at, Series series) => Minutes.Format(at.InZone(series.Zone).LocalDateTime);
}
