using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>round(x, step)</c>, <c>round(x, step, up, per = day)</c> or <c>down</c>: the step is a number of x's
/// dimension; with <c>per</c> a window's sum is rounded, and the step may be one for each window.</summary>
internal static class Round
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        Step? window = null;
        if (call.Arguments.FirstOrDefault(argument => argument.Name == "per") is { } per)
        {
            if (per.Value is not NameSyntax word) return Function.Misused(call, checker, $"can't use {per}", per.At);
            if ((window = Windowed.WindowOf(word, checker)) is null) return null;
            call = call with { Arguments = [.. call.Arguments.Where(argument => argument != per)] };
        }
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
        var multiple = Combining.ConstantOf(step);
        if (multiple is null && (window is null || step.Shape.AddsUp || step.Shape.Step != window))
            return Function.Misused(call, checker, window is { } each
                ? $"needs a number for its step, or one for each {each.Word}, and {text} is {step.Shape}"
                : $"needs a number for its step, and {text} is none", arguments[1].At);
        if (multiple is { Sign: <= 0 })
            return Function.Misused(call, checker, $"needs a step above zero, and not {text}", arguments[1].At);
        if (window is { } whole && new Windowed(arguments[0], whole, Windowed.NoOptions) is var given
            && (!value.Shape.AddsUp || given.Within(value, "round", checker) is null))
            return value.Shape.AddsUp ? null : checker.Fail(arguments[0].At, "does-not-add-up",
                $"{Combining.Say((arguments[0], value))}: it has no sum per {whole.Word} to round.");
        return step.Shape.Dimension == value.Shape.Dimension ? new RoundFormula(value, step, rule, window)
            : checker.Fail(arguments[1].At, "wrong-dimension",
                $"{Combining.Say((arguments[0], value))} and {Combining.Say((arguments[1], step))}: they can't be the "
                + "value and the step of round.", $"Give the step in {value.Shape.Dimension}.");
    }
}
