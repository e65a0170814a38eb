using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>A month in which the channel and the same channel of a check meter differ by more than a part of the
/// greater.</summary>
/// <remarks>Months are local ones, cut by the span that is judged; one that isn't complete on both sides is
/// passed over.</remarks>
/// <param name="Connection">That of the check meter.</param>
/// <param name="Percent">Above zero.</param>
/// <param name="Dimension">What both measure.</param>
/// <param name="Place">Where it was written.</param>
public sealed record AgainstCheck(string Connection, Exact Percent, Dimension Dimension, Place Place)
    : ReadingCheck("against")
{
    /// <inheritdoc/>
    public override int DaysBefore => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<(string? Connection, string? Channel)> Beside => [(Connection, null)];

    /// <inheritdoc/>
    public override IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside) =>
        new Comparison(new(series, from, Dimension), "connection", Connection, Percent).ByMonths(beside[0]);
}
