using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>unbroken(condition, 6 hours)</c>: a condition and a number of real hours.</summary>
internal static class Unbroken
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments.Count != 2) return Function.Misused(call, checker, "needs a condition and a time");
        var (condition, time) = (checker.Condition(arguments[0]), checker.Of(arguments[1]));
        if (condition is null || time is null) return null;
        var text = FormulaChecker.Short(arguments[1]);
        if (Combining.ConstantOf(time) is not { } hours || time.Shape.Dimension != Dimension.Hour)
            return Function.Misused(call, checker, $"needs a time in hours or minutes, and not {text}",
                arguments[1].At);
        return hours.Sign <= 0 ? Function.Misused(
                call, checker, $"needs a time above zero, and not {text}", arguments[1].At)
            : hours > UnbrokenFormula.MostHours ? Function.Misused(
                call, checker, $"needs a time of at most {UnbrokenFormula.MostHours} hours, and not {text}",
                arguments[1].At)
            : new UnbrokenFormula(condition, hours);
    }
}
