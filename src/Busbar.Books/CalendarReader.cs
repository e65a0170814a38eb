using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads the calendars of a book, and the holidays that they rest on.</summary>
internal static class CalendarReader
{
    /// <summary>The calendars by name.</summary>
    public static Known<Calendar> Read(
        MapReader book, DateTimeZone zone, IReadOnlyDictionary<string, Holidays> holidays, List<Fault> faults)
    {
        var calendars = new Known<Calendar>();
        foreach (var entry in book.Entries("calendars"))
        {
            if (book.Section(entry.Value, $"calendar {entry.Key}") is not { } reader)
            {
                calendars.AddBroken(entry.Key);
                continue;
            }
            var own = Zone(reader, zone, out var isKnown);
            var days = reader.Written("holidays") is { } name ? Lookup.Find(reader, name, "holidays", holidays) : null;
            var special = reader.Entries("special").ToDictionary(set => set.Key,
                set => (IReadOnlySet<LocalDate>)Dates(reader, set.Value, $"special days {set.Key}").ToHashSet());
            var bands = reader.Entries("bands", required: true)
                .Select(band => (band.Key, Text: reader.ToText(band.Value, $"band {band.Key}")))
                .Where(band => band.Text is not null)
                .Select(band => new BandText(band.Key, band.Text!.Value, band.Text.Place)).ToList();
            if (isKnown && bands.Count > 0
                && Calendar.Parse(entry.Key, own, days, special, bands, faults, entry.KeyPlace) is { } calendar)
                calendars.Add(entry.Key, calendar);
            else calendars.AddBroken(entry.Key);
        }
        return calendars;
    }

    private static DateTimeZone? Zone(MapReader reader, DateTimeZone usual, out bool isKnown)
    {
        isKnown = true;
        if (reader.Written("zone") is not { } text) return usual;
        if (text.Value == BookItem.OfConnection) return null;
        var zone = Values.Zone(reader, text);
        isKnown = zone is not null;
        return zone;
    }

    /// <summary>The sets of holidays by name: those that need no list, and the book's.</summary>
    public static Dictionary<string, Holidays> HolidaysOf(MapReader book)
    {
        var all = Holidays.Names.ToDictionary(name => name, name => Holidays.Named(name)!, StringComparer.Ordinal);
        foreach (var entry in book.Entries("holidays"))
            all[entry.Key] = Holidays.Of(entry.Key, Dates(book, entry.Value, $"holidays {entry.Key}"));
        return all;
    }

    private static List<LocalDate> Dates(MapReader reader, Node node, string what)
    {
        var dates = new List<LocalDate>();
        foreach (var item in node is ListNode list ? list.Items : [node])
            if (reader.ToText(item, what) is { } text)
            {
                if (Books.Dates.Parse(text.Value, out var hint) is { } date) dates.Add(date);
                else
                    reader.Fault("bad-date", text.Place,
                        $"{what} has {text.What}; expected a date such as 2026-12-25.", hint);
            }
        return dates;
    }
}
