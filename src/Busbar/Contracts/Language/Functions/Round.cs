using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>round(x, step)</c>, <c>round(x, step, up)</c> or <c>down</c>: the step is a number of x's dimension.
/// </summary>
internal static class Round
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments.Count is not (2 or 3)) return Function.Misused(call, checker, "needs a value and a step");
        var rule = Rounding.HalfAway;
        if (arguments.Count == 3)
        {
            if (arguments[2] is not NameSyntax { Name: "up" or "down" } word)
                return Function.Misused(call, checker, $"goes up or down, and not {FormulaChecker.Short(arguments[2])}",
                    arguments[2].At);
            rule = Rounding.Named(word.Name)!;
        }
        var (value, step) = (checker.Of(arguments[0]), checker.Of(arguments[1]));
        if (value is null || step is null) return null;
        var text = FormulaChecker.Short(arguments[1]);
        if (Combining.ConstantOf(step) is not { } multiple)
            return Function.Misused(call, checker, $"needs a number for its step, and {text} is none", arguments[1].At);
        if (multiple.Sign <= 0)
            return Function.Misused(call, checker, $"needs a step above zero, and not {text}", arguments[1].At);
        return step.Shape.Dimension == value.Shape.Dimension ? new RoundFormula(value, multiple, rule)
            : checker.Fail(arguments[1].At, "wrong-dimension",
                $"{Combining.Say((arguments[0], value))} and {Combining.Say((arguments[1], step))}: they can't be the "
                + "value and the step of round.", $"Give the step in {value.Shape.Dimension}.");
    }
}
