using Busbar.Quantities;

namespace Busbar.Billing;

/// <summary>How many amounts lie from one to another.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Not included.</param>
public readonly record struct DistributionStep(Money From, Money To, int Count);

/// <summary>How amounts of money are distributed.</summary>
/// <param name="Sorted">In minor units, the least first.</param>
public sealed record Distribution(Currency Currency, IReadOnlyList<long> Sorted)
{
    private const int MostSteps = 16;

    /// <summary>The hundredths that are shown: how much a tenth has at most, a quarter, half, and so on.</summary>
    public static readonly IReadOnlyList<int> Shown = [0, 10, 25, 50, 75, 90, 100];

    /// <summary>How many there are.</summary>
    public int Count => Sorted.Count;

    /// <summary>Whether there are two that differ.</summary>
    public bool IsSpread => Sorted.Count > 0 && Sorted[0] != Sorted[^1];

    /// <summary>How many are below zero.</summary>
    public int Below => Sorted.Count(one => one < 0);

    /// <summary>How many are above zero.</summary>
    public int Above => Sorted.Count(one => one > 0);

    /// <summary>The least amount that so many hundredths don't exceed: the nearest rank, so that it is one of them.
    /// </summary>
    public Money At(int percent)
    {
        if (Sorted.Count == 0) throw new InvalidOperationException("Of no amounts there is none.");
        var rank = (int)(((long)Sorted.Count * percent + 99) / 100);
        return new(Sorted[Math.Max(0, rank - 1)], Currency);
    }

    /// <summary>
    /// Steps of one round width, 1, 2 or 5 times a power of ten, from the least to the greatest; zero is an edge.
    /// </summary>
    public IReadOnlyList<DistributionStep> Steps()
    {
        if (Sorted.Count == 0) return [];
        var width = WidthOf(Sorted[0], Sorted[^1]);
        var (first, last) = (FloorOf(Sorted[0], width), FloorOf(Sorted[^1], width));
        var counts = new int[last - first + 1];
        foreach (var one in Sorted) counts[FloorOf(one, width) - first]++;
        return [.. counts.Select((count, i) => new DistributionStep(
            new((first + i) * width, Currency), new((first + i + 1) * width, Currency), count))];
    }

    private static long WidthOf(long least, long greatest)
    {
        for (var power = 1L; ; power = checked(power * 10))
            foreach (var times in (long[])[1, 2, 5])
                if (FloorOf(greatest, power * times) - FloorOf(least, power * times) < MostSteps) return power * times;
    }

    private static long FloorOf(long value, long width) => value / width - (value % width < 0 ? 1 : 0);
}
