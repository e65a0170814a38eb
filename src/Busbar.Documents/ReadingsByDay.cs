using System.Text;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>Readings by the day as text: the total of each, what is missing or estimated, and its profile by the hour.
/// </summary>
public static class ReadingsByDay
{
    private const int Width = 100;
    private const int BarWidth = 24;

    /// <summary>The days as aligned text, their sum in the last row.</summary>
    /// <param name="days">Those of which something is known, in order.</param>
    /// <param name="hasBlocks">Whether profiles are drawn with blocks, or in ASCII.</param>
    public static string Write(ReadingsSubject subject, IReadOnlyList<DayFigures> days, bool hasBlocks)
    {
        var text = new StringBuilder(TextTable.Clean(subject.Heading)).Append('\n');
        if (days.Count == 0) return text.Append(ReadingsSubject.Nothing).ToString();
        var hours = days.SelectMany(day => day.Hours).OfType<Exact>().ToList();
        var isByHour = hours.Count > 0;
        if (!isByHour) hours = [.. days.Where(day => day.Count > 0).Select(day => day.Total)];
        var line = new Sparkline(hours.DefaultIfEmpty().Min(), hours.DefaultIfEmpty().Max(), hasBlocks);
        var total = days.Aggregate(Exact.Zero, (sum, day) => sum + day.Total);
        var totals = Figures.Align([.. days.Select(day => day.Count > 0 ? day.Total : (Exact?)null), total]);
        var table = new TextTable(Width, 0, false, new("Day"), new(subject.Unit, true), new("Missing", true),
            new("Estimated", true), new(isByHour ? "By the hour" : ""));
        var next = subject.Period.From;
        foreach (var (i, day) in days.Index())
        {
            Unknown(table, new(next, day.Date));
            table.Row(Iso(day.Date), totals[i], Some(day.Missing), Some(day.Estimated), day.Gap is { } gap ? gap.Reason
                : isByHour ? line.Of(day.Hours) : line.Bar(day.Count > 0 ? day.Total : null, BarWidth));
            next = day.Date.PlusDays(1);
        }
        Unknown(table, new(next, subject.Period.To));
        table.Rule();
        table.Row("Sum", totals[^1], Some(subject.Slots - days.Sum(day => day.Count)),
            Some(days.Sum(day => day.Estimated)), "");
        text.Append(table);
        if (isByHour) text.Append('\n').Append(line.Legend(subject.Unit)).Append('\n');
        return text.ToString();
    }

    /// <summary>Days of which nothing is known, in one row.</summary>
    private static void Unknown(TextTable table, Days days)
    {
        if (!days.IsEmpty) table.Row($"{days}: nothing was received");
    }

    private static string Some(long count) => count == 0 ? "" : Wording.Whole(count);

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
