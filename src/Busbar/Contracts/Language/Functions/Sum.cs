namespace Busbar.Contracts.Language.Functions;

/// <summary><c>sum(x, per = month)</c>: what adds up, over windows no finer than its own; by default the billing
/// period.</summary>
internal static class Sum
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        var window = Step.Period;
        Syntax? what = null;
        foreach (var argument in call.Arguments)
            if (argument is { Name: null, Key: null } && what is null) what = argument.Value;
            else if (argument is { Name: "per", Value: NameSyntax word })
            {
                if (Steps.Windows.TryGetValue(word.Name, out window)) continue;
                return checker.Fail(word.At, "unknown-window", $"{word.Name} is not a window.",
                    Nearest.Hint(word.Name, Steps.Windows.Keys)
                    ?? $"Windows are {string.Join(", ", Steps.Windows.Keys)}.");
            }
            else return Function.Misused(call, checker, $"can't use {argument}", argument.At);
        if (what is null) return Function.Misused(call, checker, "needs a value");
        if (checker.Of(what) is not { } value) return null;
        var (shape, text) = (value.Shape, FormulaChecker.Short(what));
        if (!shape.AddsUp && !Combining.IsPlainZero(value))
            return checker.Fail(what.At, "does-not-add-up",
                $"{text} is {shape}; it holds and doesn't add up. Only energy, money, time and what they make do.");
        if (shape.Step == Step.Forever)
            return checker.Fail(what.At, "never-spread", $"{text} has no period, so there is nothing to sum.",
                Combining.SpreadHint(shape.Dimension, what));
        return shape.Step > window
            ? checker.Fail(what.At, "never-spread",
                $"{text} is counted per {shape.Step.Word()} and can't be split by the {window.Word()}.")
            : new SumFormula(value, window);
    }
}
