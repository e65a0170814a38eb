using System.Numerics;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Metering.Checks;

/// <summary>A local day of a series, with its slots as far as the series has them.</summary>
/// <param name="First">Its first slot in the series.</param>
/// <param name="End">The slot after its last.</param>
/// <param name="IsComplete">Whether the series has all of it, and every value is known.</param>
internal sealed record SeriesDay(Series Series, LocalDate Date, int First, int End, bool IsComplete)
{
    /// <summary>Its last instant, excluded.</summary>
    public Instant EndsAt => Series.StartOf(End);

    /// <summary>The sum of its values, as a count of the series' scale.</summary>
    public BigInteger Count
    {
        get
        {
            var sum = BigInteger.Zero;
            for (var slot = First; slot < End; slot++) sum += Series.Counts[slot];
            return sum;
        }
    }

    /// <summary>Whether all its values are zero.</summary>
    public bool IsZero => !Series.Counts.AsSpan(First, End - First).ContainsAnyExcept(0);

    /// <summary>A sum of values in the canonical unit.</summary>
    public Exact ValueOf(Exact count) => count / Digits.PowerOfTen(Series.Scale) * Series.Factor;

    /// <summary>The days of a series in order, none left out; what is known of the first and the last may be a part.
    /// </summary>
    public static IReadOnlyList<SeriesDay> Of(Series series)
    {
        var days = new List<SeriesDay>();
        if (series.Length == 0) return days;
        var (date, last) = (DateOf(series, 0), DateOf(series, series.Length - 1));
        for (; date <= last; date = date.PlusDays(1))
        {
            var (first, end) = Grid.SlotsOf(LocalDay.StartOf(date, series.Zone),
                LocalDay.StartOf(date.PlusDays(1), series.Zone), series.IntervalMinutes, series.Zone);
            var (from, to) = ((int)Math.Max(0, first - series.FirstSlot),
                (int)Math.Min(series.Length, end - series.FirstSlot));
            // A date that the zone left out has no readings to be complete.
            days.Add(new(series, date, from, to, to > from && to - from == end - first
                && Array.TrueForAll(series.Qualities[from..to], quality => quality.Kind != QualityKind.Missing)));
        }
        return days;
    }

    /// <inheritdoc/>
    public override string ToString() => LocalDatePattern.Iso.Format(Date);

    private static LocalDate DateOf(Series series, int slot) => series.StartOf(slot).InZone(series.Zone).Date;
}
