using System.Globalization;
using System.Numerics;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Estimation;

/// <summary>
/// The same day of the year before, times the trend: what was measured in the weeks before the hole, over what was
/// measured in the same weeks of that year. Each value is rounded once to 10^-6, a half away from zero.
/// </summary>
/// <remarks>
/// The same day is the one 52 weeks before, which has its day of the week, or the nearest like one within two weeks of
/// it. Only intervals that are measured in both years make the trend, and at least half of them must be; a trend beyond
/// ten to one, or one to ten, is none.
/// </remarks>
/// <param name="Weeks">How many weeks before the hole make the trend.</param>
public sealed record PriorYearMethod(int Weeks) : EstimationMethod
{
    /// <summary>How many weeks there are where a book doesn't say.</summary>
    public const int UsualWeeks = 4;

    /// <summary>The most weeks that a book may ask for.</summary>
    public const int MostWeeks = 8;

    /// <summary>How many weeks of the year before lie around the same day.</summary>
    public const int WeeksAround = 2;

    /// <summary>How many weeks before a day the same day of the year before is.</summary>
    public const int WeeksOfYear = 52;

    private const int MostTrend = 10;

    /// <inheritdoc/>
    public override string Phrase => Weeks == UsualWeeks ? "prior-year"
        : string.Create(CultureInfo.InvariantCulture, $"prior-year {Weeks}");

    /// <inheritdoc/>
    public override byte Number => 61;

    /// <inheritdoc/>
    public override (int Before, int After) Reach(int intervalMinutes) =>
        (7 * (WeeksOfYear + Math.Max(Weeks, WeeksAround) + 1), 1);

    /// <inheritdoc/>
    public override Filling Fill(History history, Hole hole)
    {
        var first = history.DateOf(hole.First);
        if (Trend(history, first, out var reason) is not var (now, then)) return Filling.No(reason);
        var (made, open) = (new List<Filled>(), new OpenDays());
        foreach (var day in history.ByDay(hole))
        {
            var found = history.LikeDays.Around(day.Key.PlusWeeks(-WeeksOfYear), day.Key, WeeksAround)
                .FirstOrDefault(like => day.All(slot => history.MeasuredOn(like, slot) is not null));
            if (found == default)
                open.Add(day.Key, history.LikeDays.Unknown(day.Key)
                    ?? "no like day of the year before is measured in all of these intervals");
            else
                made.Add(new(this, [.. day.Select(slot => (slot, (long)Rounding.HalfAway.ToWhole(
                    history.MeasuredOn(found, slot)!.Value * now, then)))],
                    $"as on {History.Iso(found)}, times {Exact.Ratio(now, then).ToString(6)}, the trend of the "
                    + (Weeks == 1 ? "week" : string.Create(CultureInfo.InvariantCulture, $"{Weeks} weeks"))
                    + $" before {History.Iso(first)}"));
        }
        return new(made, open.Reason);
    }

    /// <summary>What was measured in the weeks before a day, and in those of the year before; null after a reason.
    /// </summary>
    private (BigInteger Now, BigInteger Then)? Trend(History history, LocalDate day, out string reason)
    {
        var (now, then) = (BigInteger.Zero, BigInteger.Zero);
        var (start, end) = (history.SlotsOf(day.PlusWeeks(-Weeks)).First, history.SlotsOf(day).First);
        var pairs = 0;
        for (var slot = start; slot < end; slot++)
            if (history.Measured(slot) is { } here
                && history.MeasuredOn(history.DateOf(slot).PlusWeeks(-WeeksOfYear), slot) is { } there)
                (now, then, pairs) = (now + here, then + there, pairs + 1);
        reason = pairs * 2 < end - start ? string.Create(CultureInfo.InvariantCulture,
                $"{pairs} of {end - start} intervals of the weeks before {History.Iso(day)} are measured in both years")
            : now.Sign <= 0 || then.Sign <= 0 || now > then * MostTrend || then > now * MostTrend
                ? $"the weeks before {History.Iso(day)} have {Of(now)}, and those of the year before {Of(then)}: that "
                + "is no trend"
            : "";
        return reason.Length == 0 ? (now, then) : null;
    }

    private static Exact Of(BigInteger micros) => Exact.Ratio(micros, BigInteger.Pow(10, Series.ReadingScale));
}
