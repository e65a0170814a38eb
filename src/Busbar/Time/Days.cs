using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Time;

/// <summary>A span of whole local days, half-open: the first day is in it, the last is not.</summary>
/// <remarks>
/// The default value is empty, and so is every span that doesn't end after its start. It has no zone: the same days
/// are other instants elsewhere.
/// </remarks>
/// <param name="From">The first day.</param>
/// <param name="To">The day after the last.</param>
public readonly record struct Days(LocalDate From, LocalDate To)
{
    // The day after the last must still be a date.
    private const int LastYear = 9998;

    /// <summary>The days of a month.</summary>
    public static Days Month(YearMonth month) => new(month.OnDayOfMonth(1), month.PlusMonths(1).OnDayOfMonth(1));

    /// <summary>The days of a zone that a span of time touches.</summary>
    public static Days Touching(Interval span, DateTimeZone zone) => new(span.Start.InZone(zone).Date,
        (span.End - Duration.Epsilon).InZone(zone).Date.PlusDays(1));

    /// <summary>
    /// The span that a user types: a year <c>2026</c>, a month <c>2026-01</c>, or two dates
    /// <c>2026-01-01..2026-02-01</c>, of which the second is no longer in it. Null for anything else, and for a span
    /// without a day.
    /// </summary>
    public static Days? Parse(string text)
    {
        if (text.Split("..") is [var from, var to])
            return Date(from) is { } first && Date(to) is { } end && first < end ? new(first, end) : null;
        if (text.Length == 4)
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
                && IsYear(year) ? new(new(year, 1, 1), new(year + 1, 1, 1)) : null;
        return YearMonthPattern.Iso.Parse(text) is { Success: true, Value: var month } && IsYear(month.Year)
            ? Month(month) : null;
    }

    /// <summary>How many days it has.</summary>
    public int Count => IsEmpty ? 0 : Period.DaysBetween(From, To);

    /// <summary>Whether it has no day.</summary>
    public bool IsEmpty => To <= From;

    /// <summary>Its days in their order.</summary>
    public IEnumerable<LocalDate> Dates
    {
        get
        {
            var from = From;
            return Enumerable.Range(0, Count).Select(from.PlusDays);
        }
    }

    /// <summary>Whether a day is in it.</summary>
    public bool Contains(LocalDate date) => From <= date && date < To;

    /// <summary>Whether all days of another span are in it.</summary>
    public bool Holds(Days other) => other.IsEmpty || (From <= other.From && other.To <= To);

    /// <summary>The days that both have; empty when they have none in common.</summary>
    public Days Intersect(Days other)
    {
        var (from, to) = (LocalDate.Max(From, other.From), LocalDate.Min(To, other.To));
        return from < to ? new(from, to) : new(from, from);
    }

    /// <summary>Its parts between some days inside it, in order.</summary>
    public IReadOnlyList<Days> CutAt(IEnumerable<LocalDate> cuts)
    {
        LocalDate[] edges = [From, .. cuts.Distinct().Order(), To];
        return [.. edges.Zip(edges.Skip(1), (from, to) => new Days(from, to))];
    }

    /// <summary>From the first instant of the first day to the first instant after the last, in a zone.</summary>
    public Interval InstantsIn(DateTimeZone zone) =>
        new(LocalDay.StartOf(From, zone), LocalDay.StartOf(IsEmpty ? From : To, zone));

    /// <summary>
    /// As on paper, with the last day: <c>2026-01-01 to 2026-01-31</c>, <c>2026-01-01</c> for one day,
    /// <c>no day from 2026-01-01</c> when empty.
    /// </summary>
    public override string ToString()
    {
        var from = LocalDatePattern.Iso.Format(From);
        return IsEmpty ? $"no day from {from}"
            : Count == 1 ? from
            : $"{from} to {LocalDatePattern.Iso.Format(To.PlusDays(-1))}";
    }

    private static LocalDate? Date(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && IsYear(date.Year) ? date : null;

    private static bool IsYear(int year) => year is >= 1 and <= LastYear;
}
