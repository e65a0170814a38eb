using System.Globalization;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary>Says where something is missing: the first few spans, and how many more there are.</summary>
internal static class Holes
{
    private const int MostSpans = 3;

    public static string Say(IReadOnlyList<Interval> spans, DateTimeZone zone) =>
        string.Join(", ", spans.Take(MostSpans).Select(span => $"{At(span.Start, zone)} to {At(span.End, zone)}"))
        + (spans.Count > MostSpans
            ? string.Create(CultureInfo.InvariantCulture, $" and {spans.Count - MostSpans} more spans") : "");

    private static string At(Instant instant, DateTimeZone zone) =>
        ClockText.Of(instant.InZone(zone).LocalDateTime, null);
}
