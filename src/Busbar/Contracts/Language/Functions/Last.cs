namespace Busbar.Contracts.Language.Functions;

/// <summary><c>last(x, per = session)</c>: any value, over windows no finer than its own; by default the billing
/// period.</summary>
internal static class Last
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker) =>
        Windowed.Of(call, checker, "needs a value") is { } given
        && given.Within(checker.Of(given.What), "take the last of", checker) is { } value
            ? new LastFormula(value, given.Window) : null;
}
