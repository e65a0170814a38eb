using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>A local day with something on the channel and nothing at all on another: reactive energy without active.
/// </summary>
/// <param name="Channel">The other channel of the connection.</param>
/// <param name="Dimension">What the channel itself measures.</param>
public sealed record WithoutCheck(string Channel, Dimension Dimension) : ReadingCheck("without")
{
    /// <inheritdoc/>
    public override int DaysBefore => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<(string? Connection, string? Channel)> Beside => [(null, Channel)];

    /// <inheritdoc/>
    public override IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside)
    {
        var judged = new JudgedReadings(series, from, Dimension);
        var zeros = SeriesDay.Of(beside[0]).Where(day => day.IsComplete && day.IsZero)
            .Select(day => day.Date).ToHashSet();
        return [.. SeriesDay.Of(series)
            .Where(day => day.IsComplete && !day.IsZero && day.EndsAt > from && zeros.Contains(day.Date))
            .Select(day => judged.Suspect(Code, day.First, day.End,
                $"has {judged.Amount(day.ValueOf(Exact.Ratio(day.Count, 1)))} on {day}, and channel {Channel} has "
                + "nothing at all"))];
    }
}
