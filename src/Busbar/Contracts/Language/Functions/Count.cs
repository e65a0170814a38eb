namespace Busbar.Contracts.Language.Functions;

/// <summary><c>count(condition, per = month)</c>: a condition, over windows no finer than its own step; by default the
/// billing period.</summary>
internal static class Count
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker) =>
        Windowed.Of(call, checker, "needs a condition") is { } given
        && given.Within(checker.Condition(given.What), "count", checker) is { } condition
            ? new CountFormula(condition, given.Window) : null;
}
