using System.Globalization;
using System.Numerics;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>A local day with about a thousand times what is usual, or a thousandth: the unit is wrong.</summary>
/// <remarks>Usual is the median of the complete days before it, of which there must be <see cref="LeastDays"/>.
/// About a thousand is from 300 to 3000, so that a day of little use among days of much is found, too.</remarks>
/// <param name="Days">How many days before are looked at.</param>
/// <param name="Dimension">What the channel measures.</param>
public sealed record ThousandfoldCheck(int Days, Dimension Dimension) : ReadingCheck("thousandfold")
{
    /// <summary>How many days before are looked at where a book doesn't say.</summary>
    public const int UsualDays = 28;

    /// <summary>How many of them must be complete.</summary>
    public const int LeastDays = 7;

    private const int Least = 300;
    private const int Most = 3000;

    /// <inheritdoc/>
    public override int DaysBefore => Days;

    /// <inheritdoc/>
    public override IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside)
    {
        var (judged, days) = (new JudgedReadings(series, from, Dimension), SeriesDay.Of(series));
        BigInteger?[] sums = [.. days.Select(day => day.IsComplete ? day.Count : (BigInteger?)null)];
        var found = new List<Suspicion>();
        foreach (var (index, day) in days.Index())
        {
            if (sums[index] is not { IsZero: false } sum || day.EndsAt <= from) continue;
            BigInteger[] before = [.. sums[Math.Max(0, index - Days)..index].OfType<BigInteger>().Order()];
            if (before.Length < LeastDays) continue;
            var median = Exact.Ratio(before[(before.Length - 1) / 2] + before[before.Length / 2], 2);
            if (!median.IsZero && Wrong(Exact.Ratio(sum, 1) / median) is { } words)
                found.Add(judged.Suspect(Code, day.First, day.End, string.Create(CultureInfo.InvariantCulture,
                    $"has {judged.Amount(day.ValueOf(Exact.Ratio(sum, 1)))} on {day}, {words.Times} the median of the "
                    + $"{before.Length} complete days before, {judged.Amount(day.ValueOf(median))}: the unit is "
                    + $"wrong, as when {words.Unit}")));
        }
        return found;
    }

    private (string Times, string Unit)? Wrong(Exact ratio)
    {
        if (ratio >= Least && ratio <= Most)
            return ($"{ratio.Round(0, Rounding.HalfAway)} times", $"{Smaller} are taken for {Dimension}");
        // Of opposite signs is no part of each other, and no unit explains it.
        if (ratio.Sign > 0 && Exact.One / ratio is var part && part >= Least && part <= Most)
            return ($"1/{part.Round(0, Rounding.HalfAway)} of", $"{Greater} are taken for {Dimension}");
        return null;
    }

    private string Smaller => Dimension.ToString() is ['k', .. var unit] ? unit : $"thousandths of {Dimension}";

    private string Greater => Dimension.ToString() is ['k', .. var unit] ? "M" + unit : $"thousands of {Dimension}";
}
