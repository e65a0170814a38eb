using System.Globalization;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>A bar of a load chart: what was measured and estimated over a time.</summary>
/// <param name="Time">What it is of: <c>2026-03-28</c>.</param>
/// <param name="Mark">What stands below it on the axis; null where nothing does.</param>
/// <param name="Slots">How many readings there should be.</param>
/// <param name="Count">How many have a value.</param>
internal sealed record LoadBar(string Time, string? Mark, Exact Measured, Exact Estimated, int Slots, int Count)
{
    public Exact Total => Measured + Estimated;

    public int Missing => Slots - Count;
}

/// <summary>The readings of a channel as the bars of a chart.</summary>
public sealed class LoadBars
{
    /// <summary>The most days that have a bar each; of more, each month has one.</summary>
    public const int MostDays = 400;

    /// <summary>The most months that have a bar each.</summary>
    public const int MostMonths = 400;

    private const int MostMarkedDays = 14;
    private const int MostMarkedWeeks = 62;

    private static readonly LocalDatePattern DayMark = LocalDatePattern.CreateWithInvariantCulture("d MMM");
    private static readonly LocalDatePattern MonthMark = LocalDatePattern.CreateWithInvariantCulture("MMM");
    private static readonly LocalDatePattern YearMark = LocalDatePattern.CreateWithInvariantCulture("MMM uuuu");
    private static readonly LocalTimePattern TimeMark = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private LoadBars(ReadingsSubject subject, string per, IReadOnlyList<LoadBar> bars, int estimated) =>
        (Subject, Per, All, Estimated) = (subject, per, bars, estimated);

    internal ReadingsSubject Subject { get; }

    /// <summary>What a bar is of: <c>a day</c>.</summary>
    internal string Per { get; }

    internal IReadOnlyList<LoadBar> All { get; }

    /// <summary>How many values are estimated or substituted.</summary>
    internal int Estimated { get; }

    /// <summary>Whether readings of a period are shown one by one: some days of them are.</summary>
    public static bool IsByInterval(ReadingsSubject subject) =>
        !subject.IsDaily && subject.Period.Count <= 7 && subject.Slots <= 864;

    /// <summary>A bar for each interval.</summary>
    public static LoadBars OfIntervals(ReadingsSubject subject, Series readings)
    {
        var bars = new List<LoadBar>();
        for (var slot = 0; slot < readings.Length; slot++)
        {
            var quality = readings.Qualities[slot];
            var (isMissing, start) = (quality.Kind == QualityKind.Missing, readings.StartOf(slot));
            bars.Add(new(ReadingTime.Of(start, readings.Zone), TimeOrDay(start.InZone(readings.Zone), subject.Period),
                isMissing || quality.IsEstimated ? Exact.Zero : readings.ValueOf(slot),
                isMissing || !quality.IsEstimated ? Exact.Zero : readings.ValueOf(slot), 1, isMissing ? 0 : 1));
        }
        return new(subject, subject.Length, bars, readings.Qualities.Count(quality => quality.IsEstimated));
    }

    /// <summary>A bar for each day, or for each month of a long period; of both, also where nothing is known.</summary>
    public static LoadBars OfDays(ReadingsSubject subject, IReadOnlyList<DayFigures> days)
    {
        var known = days.ToDictionary(day => day.Date);
        var estimated = days.Sum(day => day.Estimated);
        if (subject.Period.Count <= MostDays)
            return new(subject, "a day", [.. subject.Period.Dates.Select((date, index) => Of(
                LocalDatePattern.Iso.Format(date), MarkOf(date, index, subject.Period), subject,
                new(date, date.PlusDays(1)), known.TryGetValue(date, out var day) ? [day] : []))], estimated);
        var months = days.ToLookup(day => day.Date.ToYearMonth());
        var (first, bars) = (subject.Period.From.ToYearMonth(), new List<LoadBar>());
        for (var month = first; month.OnDayOfMonth(1) < subject.Period.To; month = month.PlusMonths(1))
            bars.Add(Of(YearMonthPattern.Iso.Format(month), month.Month == 1 ? month.Year.ToString(
                    "0000", CultureInfo.InvariantCulture) : null,
                subject, Days.Month(month).Intersect(subject.Period), [.. months[month]]));
        return new(subject, "a month", bars, estimated);
    }

    private static LoadBar Of(
        string time, string? mark, ReadingsSubject subject, Days days, IReadOnlyList<DayFigures> known)
    {
        var estimated = known.Aggregate(Exact.Zero, (sum, day) => sum + day.EstimatedTotal);
        var total = known.Aggregate(Exact.Zero, (sum, day) => sum + day.Total);
        return new(time, mark, total - estimated, estimated, (int)(subject with { Period = days }).Slots,
            known.Sum(day => day.Count));
    }

    /// <summary>The day at its start, and hours between where the days are few.</summary>
    private static string? TimeOrDay(ZonedDateTime start, Days period)
    {
        var hours = period.Count switch { 1 => 3, 2 => 6, 3 => 12, _ => 24 };
        return start.TimeOfDay.Minute != 0 || start.Hour % hours != 0 ? null
            : start.Hour == 0 && period.Count > 1 ? DayMark.Format(start.Date) : TimeMark.Format(start.TimeOfDay);
    }

    private static string? MarkOf(LocalDate date, int index, Days period) =>
        period.Count <= MostMarkedDays || (period.Count <= MostMarkedWeeks && index % 7 == 0) ? DayMark.Format(date)
        : period.Count <= MostMarkedWeeks || date.Day != 1 ? null
        : index == 0 || date.Month == 1 ? YearMark.Format(date) : MonthMark.Format(date);
}
