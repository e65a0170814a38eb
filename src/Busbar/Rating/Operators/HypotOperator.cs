using Busbar.Contracts.Language;

namespace Busbar.Rating.Operators;

/// <summary><c>hypot</c>: the root of the sum of two squares, to 10⁻⁶, half away.</summary>
internal static class HypotOperator
{
    private const int RootDecimals = 6;

    public static Column Apply(HypotFormula formula, Evaluation evaluation)
    {
        var step = formula.Shape.Step;
        return Column.Zip(evaluation.Of(formula.Left, step), evaluation.Of(formula.Right, step),
            (a, b) => (a * a + b * b).SquareRoot(RootDecimals));
    }
}
