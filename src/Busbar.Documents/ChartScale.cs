using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>A scale of round numbers over a range that has nought in it.</summary>
/// <param name="Least">The lowest mark.</param>
/// <param name="Most">The highest mark.</param>
/// <param name="Step">From one mark to the next.</param>
internal sealed record ChartScale(Exact Least, Exact Most, Exact Step)
{
    private const int MostSteps = 5;

    private static readonly Exact[] Rounds = [1, 2, 2.5m, 5, 10];

    /// <summary>The marks, from the lowest up.</summary>
    public IEnumerable<Exact> Marks
    {
        get
        {
            for (var mark = Least; mark <= Most; mark += Step) yield return mark;
        }
    }

    /// <summary>The scale of values of which some may not be known.</summary>
    public static ChartScale Over(IEnumerable<Exact?> values)
    {
        var known = values.OfType<Exact>().ToList();
        return Over(known.Aggregate(Exact.Zero, Exact.Min), known.Aggregate(Exact.Zero, Exact.Max));
    }

    /// <summary>The scale with the fewest marks that holds two numbers and nought, and isn't coarse.</summary>
    public static ChartScale Over(Exact least, Exact most)
    {
        (least, most) = (Exact.Min(Exact.Zero, least), Exact.Max(Exact.Zero, most));
        if (least == most) most = 1;
        var power = Exact.One;
        while (power * MostSteps >= most - least) power /= 10;
        while (power * 10 * MostSteps < most - least) power *= 10;
        var step = Rounds.Select(round => round * power).First(round => round * MostSteps >= most - least);
        return new(Multiple(least, step), Multiple(most, step), step);
    }

    /// <summary>How far a number is from the highest mark, as a share of the scale.</summary>
    public Exact FromTop(Exact value) => (Most - value) / (Most - Least);

    /// <summary>A mark as it is written: all with as many decimals.</summary>
    public string Text(Exact mark) => mark.ToString(PlainNumber.DecimalsOf(Step, 9));

    /// <summary>The multiple of a step at a number or beyond it, away from nought.</summary>
    private static Exact Multiple(Exact value, Exact step) => (value / step).Round(0, Rounding.Up) * step;
}
