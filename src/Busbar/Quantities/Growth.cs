namespace Busbar.Quantities;

/// <summary>By what part of what it was something is more or less.</summary>
public static class Growth
{
    private const int PercentDecimals = 2;

    /// <summary>The fraction, with the sign of the difference; null from nothing.</summary>
    public static Exact? Of(Exact before, Exact after) =>
        before.IsZero ? null : (after - before) / (before.Sign < 0 ? -before : before);

    /// <summary>As it is said: <c>+5.93 %</c>, <c>-2.00 %</c>, <c>0.00 %</c>.</summary>
    public static string Percent(Exact fraction)
    {
        var percent = (fraction * 100).Round(PercentDecimals, Rounding.HalfAway);
        return $"{(percent.Sign > 0 ? "+" : "")}{percent.ToString(PercentDecimals)} %";
    }
}
