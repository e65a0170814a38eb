namespace Busbar.Contracts.Language.Functions;

/// <summary><c>positive(x)</c>: any value.</summary>
internal static class Positive
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments.Count != 1) return Function.Misused(call, checker, "needs one value");
        return checker.Of(arguments[0]) is { } value ? new PositiveFormula(value) : null;
    }
}
