using System.Globalization;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>The readings of a series from an instant on, as rules judge and name them.</summary>
internal sealed record JudgedReadings(Series Series, Instant From, Dimension Dimension)
{
    /// <summary>Whether a slot has a value.</summary>
    public bool IsKnown(int slot) => Series.Qualities[slot].Kind != QualityKind.Missing;

    /// <summary>The first slot that is judged; the length where none is.</summary>
    public int First
    {
        get
        {
            var (first, _) = Grid.SlotsOf(From, From, Series.IntervalMinutes, Series.Zone);
            return (int)Math.Clamp(first - Series.FirstSlot, 0, Series.Length);
        }
    }

    /// <summary>The runs of slots in a row that fit, from the first that is judged on; each as far as it goes back.
    /// </summary>
    public IReadOnlyList<(int First, int End)> Runs(Func<int, bool> fits)
    {
        var runs = new List<(int, int)>();
        for (var slot = First; slot < Series.Length; slot++)
        {
            if (!IsKnown(slot) || !fits(slot)) continue;
            var first = slot;
            while (first > 0 && IsKnown(first - 1) && fits(first - 1)) first--;
            while (slot < Series.Length && IsKnown(slot) && fits(slot)) slot++;
            runs.Add((first, slot));
        }
        return runs;
    }

    /// <summary>Finds some slots in a row suspicious; those before the first that is judged aren't.</summary>
    public Suspicion Suspect(string code, int first, int end, string sentence) =>
        new(code, new(Instant.Max(From, Series.StartOf(first)), Series.StartOf(end)), sentence);

    /// <summary>A value with the unit: <c>40 kWh</c>.</summary>
    public string Amount(Exact value) => $"{value.Round(Metering.Series.ReadingScale, Rounding.HalfAway)} {Dimension}";

    /// <summary>Where readings in a row are: <c>at 2026-01-05 10:00 UTC+00</c>, <c>in 3 readings from … to …</c>.
    /// </summary>
    public string Where(int first, int end) => end - first == 1 ? $"at {At(first)}"
        : string.Create(CultureInfo.InvariantCulture, $"in {end - first} readings from {At(first)} to {At(end)}");

    /// <summary>When a slot begins.</summary>
    public string At(int slot) => ClockText.Of(Series.StartOf(slot), Series.Zone);
}
