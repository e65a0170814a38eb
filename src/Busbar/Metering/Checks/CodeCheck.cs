using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>A value that meters of this kind send for an error.</summary>
/// <param name="Values">In the canonical unit.</param>
/// <param name="Dimension">What the channel measures.</param>
public sealed record CodeCheck(IReadOnlyList<Exact> Values, Dimension Dimension) : ReadingCheck("code")
{
    /// <inheritdoc/>
    public override int DaysBefore => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside)
    {
        var judged = new JudgedReadings(series, from, Dimension);
        // What has more decimals than the series can't be in it.
        var found = Values.Select(value => value / series.Factor).Distinct()
            .Where(value => value.Round(series.Scale, Rounding.Down) == value)
            .Select(value => value.ToScaled(series.Scale))
            .SelectMany(code => judged.Runs(slot => series.Counts[slot] == code));
        return [.. found.OrderBy(run => run.First).Select(run => judged.Suspect(Code, run.First, run.End,
            $"has {judged.Amount(series.ValueOf(run.First))} {judged.Where(run.First, run.End)}, which its meters send "
            + "for an error"))];
    }
}
