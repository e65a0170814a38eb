namespace Busbar.Contracts.Language.Functions;

/// <summary><c>mean(x, per = month)</c>: any value, over windows no finer than its own; by default the billing
/// period.</summary>
internal static class Mean
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker) =>
        Windowed.Of(call, checker, "needs a value") is { } given
        && given.Within(checker.Of(given.What), "take the mean of", checker) is { } value
            ? new MeanFormula(value, given.Window) : null;
}
