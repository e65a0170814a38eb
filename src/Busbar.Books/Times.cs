using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>Times as a book writes them: <c>2026-01-15 17:30</c> by a clock, or with their offset from UTC.</summary>
internal static class Times
{
    private static readonly LocalDateTimePattern[] Local =
        [.. new[] { "uuuu-MM-dd HH:mm", "uuuu-MM-dd'T'HH:mm" }.Select(LocalDateTimePattern.CreateWithInvariantCulture)];

    private static readonly OffsetDateTimePattern[] WithOffset =
        [.. new[] { "uuuu-MM-dd HH:mmo<Z+HH:mm>", "uuuu-MM-dd'T'HH:mmo<Z+HH:mm>" }
            .Select(OffsetDateTimePattern.CreateWithInvariantCulture)];

    /// <summary>The instant of a time, or of the beginning of a day; null after a fault.</summary>
    /// <param name="zone">Whose clock it is, where no offset is said.</param>
    /// <param name="what">What is said where it is no time: <c>import has something at 25:00</c>.</param>
    public static Instant? Parse(MapReader reader, string text, Place place, DateTimeZone zone, string what)
    {
        if (WithOffset.Select(pattern => pattern.Parse(text)).FirstOrDefault(found => found.Success) is { } told)
            return told.Value.ToInstant();
        if (Dates.Parse(text, out _) is { } date) return LocalDay.StartOf(date, zone);
        if (Local.Select(pattern => pattern.Parse(text)).FirstOrDefault(found => found.Success) is not { } local)
        {
            reader.Fault("bad-time", place, $"{what}; expected a time such as 2026-01-15 17:30.");
            return null;
        }
        var mapped = zone.MapLocal(local.Value);
        if (mapped.Count == 1) return mapped.Single().ToInstant();
        reader.Fault(mapped.Count == 0 ? "no-such-local-time" : "ambiguous-local-time", place,
            $"{text} is a time that the clocks of {zone.Id} {(mapped.Count == 0 ? "skip" : "show twice")}.",
            "Give the time with its offset from UTC: 2026-10-25 01:30+01:00.");
        return null;
    }
}
