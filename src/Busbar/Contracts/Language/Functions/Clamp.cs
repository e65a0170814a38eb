namespace Busbar.Contracts.Language.Functions;

/// <summary><c>clamp(x, floor, cap)</c>: values of one kind; it is <c>min(max(x, floor), cap)</c>.</summary>
internal static class Clamp
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments.Count != 3) return Function.Misused(call, checker, "needs a value, a floor and a cap");
        var parts = arguments.Select(argument => (Syntax: argument, Formula: checker.Of(argument))).ToList();
        if (parts.Exists(part => part.Formula is null)) return null;
        if (Combining.Alike(call.Function, [.. parts.Select(part => (part.Syntax, part.Formula!))], checker, call.At)
            is not ([var value, var floor, var cap], var shape)) return null;
        if (Combining.ConstantOf(floor) > Combining.ConstantOf(cap))
            return checker.Fail(arguments[1].At, "floor-above-cap",
                $"The floor {FormulaChecker.Short(arguments[1])} is above the cap "
                + $"{FormulaChecker.Short(arguments[2])}.", "The floor stands before the cap.");
        return new ExtremeFormula(false, [new ExtremeFormula(true, [value, floor], shape), cap], shape);
    }
}
