using Busbar.Quantities;

namespace Busbar.Metering.Estimation;

/// <summary>A straight line between the readings on either side of a short hole.</summary>
/// <remarks>The values add up to what the line has in all, rounded once to 10^-6: each is the line's own, rounded down
/// or up, by largest remainder.</remarks>
/// <param name="Most">The longest hole, in intervals.</param>
public sealed record LinearMethod(int Most) : EstimationMethod
{
    /// <summary>The longest hole that a book may ask for.</summary>
    public const int MostIntervals = 288;

    /// <inheritdoc/>
    public override string Phrase => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"linear {Most}");

    /// <inheritdoc/>
    public override byte Number => 54;

    /// <inheritdoc/>
    public override (int Before, int After) Reach(int intervalMinutes) =>
        ((Most + 1) * intervalMinutes / 1440 + 1, (Most + 1) * intervalMinutes / 1440 + 1);

    /// <inheritdoc/>
    public override Filling Fill(History history, Hole hole)
    {
        if (hole.Length > Most)
            return Filling.No($"the hole is longer than {Most} {(Most == 1 ? "interval" : "intervals")}");
        if (history.Measured(hole.First - 1) is not { } before)
            return Filling.No("no reading is measured just before the hole");
        if (history.Measured(hole.End) is not { } after)
            return Filling.No("no reading is measured just after the hole");
        var (steps, rise) = (hole.Length + 1, (Exact)after - before);
        var line = Enumerable.Range(1, hole.Length).Select(i => before + rise * i / steps).ToList();
        var whole = line.Aggregate(Exact.Zero, (sum, one) => sum + one).Round(0, Rounding.HalfAway).ToScaled(0);
        var values = Apportion.ToTargets(whole, line);
        return new([new(this, [.. hole.Slots.Select(slot => (slot, values[slot - hole.First]))],
            $"on the line from {Of(before)} at {At(history, hole.First - 1)} to {Of(after)} at "
            + At(history, hole.End))], null);
    }

    private static Exact Of(long count) => Exact.FromScaled(count, Series.ReadingScale);

    private static string At(History history, int slot) => ClockText.Of(
        history.StartOf(slot).InZone(history.Zone).LocalDateTime, null);
}
