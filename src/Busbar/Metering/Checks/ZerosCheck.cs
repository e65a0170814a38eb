using System.Globalization;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>Nothing but zeros for a number of local days, or of hours.</summary>
/// <remarks>A run that begins before the first reading that is judged counts from where it begins.</remarks>
/// <param name="Least">How long it lasts at least, in days or in hours.</param>
/// <param name="Dimension">What the channel measures.</param>
public sealed record ZerosCheck(Period Least, Dimension Dimension) : ReadingCheck("zeros")
{
    private const int HoursOfShortestDay = 23;

    /// <inheritdoc/>
    public override int DaysBefore =>
        Least.Days + (int)((Least.Hours + HoursOfShortestDay - 1) / HoursOfShortestDay);

    /// <inheritdoc/>
    public override IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside)
    {
        var judged = new JudgedReadings(series, from, Dimension);
        return [.. judged.Runs(slot => series.Counts[slot] == 0)
            .Where(run => series.StartOf(run.End) >= Reaches(series.StartOf(run.First), series.Zone))
            .Select(run => judged.Suspect(Code, run.First, run.End, Sentence(judged, run.First, run.End)))];
    }

    private Instant Reaches(Instant start, DateTimeZone zone) => Least.HasTimeComponent
        ? start + Least.ToDuration()
        : (start.InZone(zone).LocalDateTime + Least).InZoneLeniently(zone).ToInstant();

    /// <summary>A run from the first reading that is known here on may be longer.</summary>
    private string Sentence(JudgedReadings judged, int first, int end) => string.Create(CultureInfo.InvariantCulture,
        $"has {judged.Amount(Exact.Zero)} in {end - first} readings in a row, from {judged.At(first)}"
        + $"{(first == 0 ? " or before" : "")} to {judged.At(end)}: {Words} or more");

    private string Words => (Least.Days, Least.Hours) switch
    {
        (1, _) => "1 day", (_, 1) => "1 hour",
        (0, var hours) => string.Create(CultureInfo.InvariantCulture, $"{hours} hours"),
        var (days, _) => string.Create(CultureInfo.InvariantCulture, $"{days} days"),
    };
}
