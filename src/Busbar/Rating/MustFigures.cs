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
        var (left, right) = Sides(comparison, evaluation, place);
        return $": {Say(left, comparison.Left)} against {Say(right, comparison.Right)}";

        static string Say(Exact value, Formula side) =>
            (value.Round(Decimals, Rounding.HalfAway) + $" {side.Shape.Dimension}").TrimEnd();
    }

    /// <summary>Both sides of a comparison.</summary>
    /// <param name="place">Of the comparison's own step.</param>
    public static (Exact Left, Exact Right) Sides(ComparisonFormula comparison, Evaluation evaluation, int place) =>
        (evaluation.Of(comparison.Left, comparison.Meeting).Values[place],
            evaluation.Of(comparison.Right, comparison.Meeting).Values[place]);
}
