using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>hypot(x, y)</c>: active and reactive energy, active and reactive power, or two values of one kind.
/// </summary>
internal static class Hypot
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments.Count != 2) return Function.Misused(call, checker, "needs two values");
        if ((checker.Of(arguments[0]), checker.Of(arguments[1])) is not ({ } left, { } right)) return null;
        (Syntax, Formula)[] parts = [(arguments[0], left), (arguments[1], right)];
        if (Apparent(left.Shape.Dimension, right.Shape.Dimension) is { } apparent)
            return Combining.Meeting(call.Function, parts, checker) is { } meeting
                ? new HypotFormula(left, right, meeting with { Dimension = apparent }) : null;
        return Combining.Alike(call.Function, parts, checker, call.At) is { } alike
            ? new HypotFormula(alike.Parts[0], alike.Parts[1], alike.Shape) : null;
    }

    /// <summary>What active and reactive make, in either order; null for others.</summary>
    private static Dimension? Apparent(Dimension a, Dimension b)
    {
        foreach (var per in new[] { Dimension.None, Dimension.Hour })
        {
            var (active, reactive) = (Dimension.Energy / per, Dimension.Reactive / per);
            if ((a == active && b == reactive) || (a == reactive && b == active)) return Dimension.Apparent / per;
        }
        return null;
    }
}
