namespace Busbar.Contracts.Language.Functions;

/// <summary><c>when(condition, a, b)</c>: values of one kind. A value that adds up is taken or left whole, so a finer
/// condition can't choose it.</summary>
internal static class When
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments.Count != 3) return Function.Misused(call, checker, "needs a condition and two values");
        var (condition, then, otherwise) =
            (checker.Condition(arguments[0]), checker.Of(arguments[1]), checker.Of(arguments[2]));
        if (condition is null || then is null || otherwise is null) return null;
        if (Combining.Alike(call.Function, [(arguments[1], then), (arguments[2], otherwise)], checker, call.At)
            is not ([var first, var second], var shape)) return null;
        var step = condition.Shape.Step;
        if (!shape.AddsUp) return new WhenFormula(condition, first, second,
            shape with { Step = Step.Within(step, shape.Step) });
        if (shape.Step.NestsIn(step)) return new WhenFormula(condition, first, second, shape);
        // The one that is too coarse for the condition; a nought is of any step.
        var coarse = Combining.IsPlainZero(then) || (then.Shape.Step < otherwise.Shape.Step
            && !Combining.IsPlainZero(otherwise)) ? arguments[2] : arguments[1];
        return checker.Fail(coarse.At, "never-spread", shape.Step == Step.Forever
            ? $"{FormulaChecker.Short(coarse)} has no period, so it can't be chosen by the {step.Word}."
            : $"{FormulaChecker.Short(coarse)} is counted per {shape.Step.Word} and can't be chosen by a condition "
                + $"that changes by the {step.Word}.",
            shape.Step == Step.Forever ? Combining.SpreadHint(shape.Dimension, coarse)
                : $"Choose before summing, or by a condition per {shape.Step.Word}.");
    }
}
