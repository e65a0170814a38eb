using Busbar.Contracts.Language;

namespace Busbar.Rating.Operators;

/// <summary>The bands of a calendar over a frame. A year whose holidays nobody gave holds the result: without them its
/// bands would be those of a year that has none.</summary>
internal static class Bands
{
    public static int[] Of(Time.Calendar calendar, Evaluation evaluation)
    {
        var frame = evaluation.Frame;
        var (zone, last) = (calendar.Zone ?? frame.Zone, frame.CountOf(Step.Interval) - 1);
        if (last < 0) return [];
        for (var year = frame.StartOf(0).InZone(zone).Year; year <= frame.StartOf(last).InZone(zone).Year; year++)
            if (calendar.HolidaysMissingIn(year) is { } missing) evaluation.Findings.Miss(missing);
        return frame.BandsOf(calendar);
    }
}
