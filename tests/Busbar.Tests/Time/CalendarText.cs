using System.Globalization;
using Busbar.Time;
using NodaTime;
using Calendar = Busbar.Time.Calendar;

namespace Busbar.Tests.Time;

/// <summary>Calendars as a book writes them: a band to a line, <c>red: weekdays 16:00-19:00</c>.</summary>
public static class CalendarText
{
    /// <summary>The red-amber-green example of the contract language.</summary>
    public const string RedAmberGreen = """
        red: weekdays 16:00-19:00
        amber: weekdays 07:30-16:00, weekdays 19:00-21:00
        green: rest
        """;

    public static readonly Dictionary<string, IReadOnlySet<LocalDate>> NoSpecialDays = [];

    /// <summary>The calendar of a text that has no fault.</summary>
    public static Calendar Good(
        string text, Holidays? holidays = null, Dictionary<string, IReadOnlySet<LocalDate>>? special = null)
    {
        var faults = new List<Fault>();
        var calendar = Calendar.Parse("calendar", null, holidays, special ?? NoSpecialDays, Bands(text), faults);
        Assert.Empty(faults);
        return calendar!;
    }

    /// <summary>The faults of a text that has some.</summary>
    public static IReadOnlyList<Fault> Bad(
        string text, Holidays? holidays = null, Dictionary<string, IReadOnlySet<LocalDate>>? special = null)
    {
        var faults = new List<Fault>();
        Assert.Null(Calendar.Parse(
            "calendar", null, holidays, special ?? NoSpecialDays, Bands(text), faults, new("book.yaml", 1, 1)));
        Assert.All(faults, fault => Assert.Equal(("calendar", "book.yaml"), (fault.Name, fault.Place.File)));
        return faults;
    }

    /// <summary>The name of the band at a time such as <c>2026-01-05 16:00</c>.</summary>
    public static string At(this Calendar calendar, string time) => calendar.Bands[calendar.BandAt(
        LocalDateTime.FromDateTime(DateTime.ParseExact(time, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)))];

    /// <summary>A day as text: <c>green, 07:30 amber, 16:00 red</c>.</summary>
    public static string On(this Calendar calendar, LocalDate date) => string.Join(", ", calendar.SegmentsOn(date)
        .Select(segment => (segment.FromMinute == 0 ? ""
            : LocalTime.FromMinutesSinceMidnight(segment.FromMinute).ToString("HH:mm ", CultureInfo.InvariantCulture))
            + calendar.Bands[segment.Band]));

    public static Dictionary<string, IReadOnlySet<LocalDate>> Special(string name, params LocalDate[] dates) =>
        new() { [name] = dates.ToHashSet() };

    public static BandText[] Bands(string text) =>
    [
        .. text.Split('\n').Index().Select(line => line.Item.Split(": ", 2) is [var name, var rules]
            ? new BandText(name, rules, new("book.yaml", line.Index + 1, name.Length + 3))
            : new BandText(line.Item.TrimEnd(':'), "", new("book.yaml", line.Index + 1, line.Item.Length + 1))),
    ];
}
