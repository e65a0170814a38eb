using System.Globalization;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary>Says where something is missing: the first few spans, and how many more there are.</summary>
internal static class Holes
{
    private const int MostSpans = 3;

    /// <summary>The spans of a zone's clock; those that follow each other are one.</summary>
    public static string Say(IReadOnlyList<Interval> intervals, DateTimeZone zone)
    {
        var spans = new List<Interval>();
        foreach (var next in intervals)
            if (spans is [.., var last] && last.End == next.Start) spans[^1] = new(last.Start, next.End);
            else spans.Add(next);
        var said = spans.Take(MostSpans).Select(span => $"{At(span.Start, zone)} to {At(span.End, zone)}");
        var more = spans.Count - MostSpans;
        return string.Join(", ", said) + (more <= 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $" and {more} more span{(more == 1 ? "" : "s")}"));
    }

    /// <summary>The time of the clock, with its offset in the hour that the clock shows twice.</summary>
    private static string At(Instant instant, DateTimeZone zone)
    {
        var time = instant.InZone(zone).LocalDateTime;
        return zone.MapLocal(time).Count > 1 ? ClockText.Of(instant, zone) : ClockText.Of(time, null);
    }
}
