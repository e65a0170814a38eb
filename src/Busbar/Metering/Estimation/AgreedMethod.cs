using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Estimation;

/// <summary>An amount that was agreed for each day, evenly over its real time.</summary>
/// <remarks>A day has it whole, be it of 23 hours or of 25; its intervals share it by largest remainder.</remarks>
/// <param name="PerDay">In the canonical unit of the dimension per day.</param>
/// <param name="Dimension">What is agreed, per day.</param>
/// <param name="Phrase">As it was written.</param>
public sealed record AgreedMethod(Exact PerDay, Dimension Dimension, string Phrase) : EstimationMethod
{
    /// <inheritdoc/>
    public override string Phrase { get; } = Phrase;

    /// <inheritdoc/>
    public override byte Number => 64;

    /// <inheritdoc/>
    public override Filling Fill(History history, Hole hole)
    {
        var micros = PerDay.Round(Series.ReadingScale, Rounding.HalfAway).ToScaled(Series.ReadingScale);
        return new([.. history.ByDay(hole).Select(day => OfDay(history, day, micros))], null);
    }

    /// <inheritdoc/>
    public override Advanced Carry(RegisterHole hole) => hole.HasOthers
        ? Advanced.No("several registers count the channel, and what was agreed is for all of them")
        : hole.StepsOf(PerDay * hole.DaysSinceLast, $"as agreed from {hole.Last} on");

    private Filled OfDay(History history, IGrouping<LocalDate, int> day, long micros)
    {
        var (first, end) = history.SlotsOf(day.Key);
        var ticks = Enumerable.Range(first, end - first)
            .Select(slot => (Exact)(history.StartOf(slot + 1) - history.StartOf(slot)).BclCompatibleTicks).ToList();
        var parts = Apportion.ByWeight(micros, ticks);
        return new(this, [.. day.Select(slot => (slot, parts[slot - first]))], "as agreed");
    }
}
