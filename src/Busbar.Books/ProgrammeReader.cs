using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads the programmes of <c>book.yaml</c>, which call customers.</summary>
internal static class ProgrammeReader
{
    // Formulas know other things by these names.
    private static readonly string[] Taken = ["trades", "sessions", "pool", "parent"];

    /// <param name="zone">The book's.</param>
    public static Known<Programme> Read(
        MapReader book, DateTimeZone zone, Currency currency, UnitWords units, Known<Calendar> calendars,
        Known<MarketSeries> series)
    {
        var (all, entries) = (new Known<Programme>(), book.Entries("programmes"));
        foreach (var entry in entries)
        {
            all.AddBroken(entry.Key);
            if (!Vocabulary.IsName(entry.Key) || Taken.Contains(entry.Key))
                book.Fault("bad-name", entry.KeyPlace, $"A programme can't be called {entry.Key}.",
                    "Write words in lower case joined by hyphens, and not trades, sessions, pool or parent.");
            else if (calendars.Ids.Contains(entry.Key) || series.Ids.Contains(entry.Key))
                book.Fault("name-taken", entry.KeyPlace, $"The programme {entry.Key} has the name of a calendar or "
                    + "series of the book.", "Give it another name.");
        }
        var good = new Known<Programme>();
        foreach (var entry in entries)
        {
            if (book.Section(entry.Value, $"programme {entry.Key}") is not { } reader)
            {
                good.AddBroken(entry.Key);
                continue;
            }
            var unit = reader.Written("price") is not { } text
                ? new Unit($"{currency}/MWh", Dimension.Money(currency) / Dimension.Energy, Exact.Ratio(1, 1000))
                : Values.UnitOf(reader, text, $"price of programme {entry.Key}", units);
            var own = reader.Written("zone") is { } named ? Values.Zone(reader, named) : zone;
            var others = new HashSet<string>(StringComparer.Ordinal);
            foreach (var other in reader.Texts("exclusive-with"))
                if (other.Value == entry.Key || !all.Ids.Contains(other.Value))
                    reader.Fault("unknown-programme", other.Place, $"Programme {entry.Key} excludes {other.Value}, "
                        + (other.Value == entry.Key ? "which it is itself." : "and the book has no such programme."),
                        Nearest.Hint(other.Value, all.Ids.Where(id => id != entry.Key)));
                else others.Add(other.Value);
            if (unit is null || own is null) good.AddBroken(entry.Key);
            else good.Add(entry.Key, new(entry.Key, unit, others, own, entry.KeyPlace));
        }
        return good;
    }
}
