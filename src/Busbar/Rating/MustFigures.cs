using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating;

/// <summary>Says by how much something isn't as it must be: both sides of a comparison where it is false.</summary>
internal static class MustFigures
{
    private const int Decimals = 6;

    /// <summary><c>: 16.5 GBP against 15.2 GBP</c>; empty where a condition compares nothing by itself.</summary>
    /// <param name="place">Of the condition's own step.</param>
    public static string Of(Formula condition, Evaluation evaluation, int place)
    {
        if (condition is not ComparisonFormula comparison) return "";
        return $": {Side(comparison.Left)} against {Side(comparison.Right)}";

        string Side(Formula side) => (evaluation.Of(side, comparison.Meeting).Values[place]
            .Round(Decimals, Rounding.HalfAway) + $" {side.Shape.Dimension}").TrimEnd();
    }
}
