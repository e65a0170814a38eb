using System.Globalization;
using System.Numerics;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Estimation;

/// <summary>The mean of some like days, interval by interval: of the nearest that have it. Each is rounded once to
/// 10^-6, a half away from zero.</summary>
/// <param name="Days">How many days.</param>
public sealed record AverageMethod(int Days) : EstimationMethod
{
    /// <summary>The most days that a book may ask for: those of a day of the week within reach.</summary>
    public const int MostDays = 2 * LikeDays.MostWeeks;

    /// <inheritdoc/>
    public override string Phrase => string.Create(CultureInfo.InvariantCulture, $"average {Days}");

    /// <inheritdoc/>
    public override byte Number => 15;

    /// <inheritdoc/>
    public override (int Before, int After) Reach(int intervalMinutes) => (LikeDays.MostDays, LikeDays.MostDays);

    /// <inheritdoc/>
    public override Filling Fill(History history, Hole hole)
    {
        var (made, open) = (new List<Filled>(), new OpenDays());
        foreach (var day in history.ByDay(hole))
        {
            var like = history.LikeDays.Around(day.Key, day.Key, LikeDays.MostWeeks).ToList();
            // Intervals that rest on the same days are told together.
            var (values, basis) = (new List<(int, long)>(), new List<LocalDate>());
            foreach (var slot in day)
            {
                var found = like.Where(other => history.MeasuredOn(other, slot) is not null).Take(Days).ToList();
                if (found.Count < Days)
                {
                    open.Add(day.Key, history.LikeDays.Unknown(day.Key)
                        ?? string.Create(CultureInfo.InvariantCulture,
                            $"{found.Count} of {Days} like days within {LikeDays.MostWeeks} weeks are measured"));
                    continue;
                }
                if (values.Count > 0 && !found.SequenceEqual(basis))
                {
                    made.Add(Of(values, basis));
                    values = [];
                }
                basis = found;
                var sum = found.Aggregate(
                    BigInteger.Zero, (all, other) => all + history.MeasuredOn(other, slot)!.Value);
                values.Add((slot, (long)Rounding.HalfAway.ToWhole(sum, Days)));
            }
            if (values.Count > 0) made.Add(Of(values, basis));
        }
        return new(made, open.Reason);
    }

    private Filled Of(List<(int, long)> values, List<LocalDate> days) =>
        new(this, values, $"the mean of {string.Join(", ", days.Select(History.Iso))}");
}
