namespace Busbar.Contracts.Language.Functions;

/// <summary><c>min(x, y, …)</c> and <c>max(x, y, …)</c>: values of one kind.</summary>
internal static class Extreme
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments.Count < 2) return Function.Misused(call, checker, "needs two values or more");
        var parts = arguments.Select(argument => (Syntax: argument, Formula: checker.Of(argument))).ToList();
        if (parts.Exists(part => part.Formula is null)) return null;
        return Combining.Alike(call.Function, [.. parts.Select(part => (part.Syntax, part.Formula!))], checker, call.At)
            is { } alike ? new ExtremeFormula(call.Function == "max", alike.Parts, alike.Shape) : null;
    }
}
