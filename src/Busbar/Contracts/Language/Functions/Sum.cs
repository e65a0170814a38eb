namespace Busbar.Contracts.Language.Functions;

/// <summary><c>sum(x, per = month)</c>: what adds up, over windows no finer than its own; by default the billing
/// period.</summary>
internal static class Sum
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Windowed.Of(call, checker, "needs a value") is not { } given) return null;
        if (checker.Of(given.What) is not { } value) return null;
        if (!value.Shape.AddsUp && !Combining.IsPlainZero(value))
            return checker.Fail(given.What.At, "does-not-add-up",
                $"{Combining.Say((given.What, value))}; it holds and doesn't add up. Only energy, money, time and what "
                + "they make do.");
        return given.Within(value, "sum", checker) is { } within ? new SumFormula(within, given.Window) : null;
    }
}
