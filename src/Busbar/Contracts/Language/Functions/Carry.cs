using Busbar.Time;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>carry(x, earned = y, clear = march, history = term)</c> and <c>carried(…)</c>: of one value per window
/// that adds up.</summary>
internal static class Carry
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker) => Check(call, checker, isLeft: false);

    public static Formula? CheckLeft(CallSyntax call, FormulaChecker checker) => Check(call, checker, isLeft: true);

    private static CarryFormula? Check(CallSyntax call, FormulaChecker checker, bool isLeft)
    {
        if (Windowed.Arguments(call, checker, "needs a value", "earned", "clear", "history") is not var (what, options))
            return null;
        int? month = null;
        if (options.TryGetValue("clear", out var clear)
            && (month = clear is NameSyntax name && BandWords.Months.TryGetValue(name.Name, out var number)
                ? number : null) is null)
        {
            checker.Fail(clear.At, "wrong-arguments",
                $"{call.Function} clears at the end of a month, and {clear} is none.",
                Nearest.Hint(clear.ToString(), BandWords.Months.Keys)
                    ?? $"It is written {call.Function}(x, clear = march).");
            return null;
        }
        if (checker.Of(what) is not { } value) return null;
        var (shape, text) = (value.Shape, FormulaChecker.Short(what));
        if (!shape.AddsUp || shape.Step <= Step.Interval || shape.Step == Step.Forever)
        {
            checker.Fail(what.At, shape.AddsUp ? "no-window" : "does-not-add-up",
                $"{text} is {shape}; what is carried is one sum per window.", $"Sum it: sum({text}, per = month).");
            return null;
        }
        Formula? earned = null;
        if (options.TryGetValue("earned", out var credit) && (earned = Earned(credit, shape, checker)) is null)
            return null;
        TermFormula? term = null;
        if (options.TryGetValue("history", out var history)
            && (term = Windowed.History(call, history, shape.Dimension, checker)) is null) return null;
        return new(value, earned, month, term, isLeft, call.ToString());
    }

    private static Formula? Earned(Syntax credit, Shape carried, FormulaChecker checker)
    {
        if (checker.Of(credit) is not { } earned) return null;
        return earned.Shape == carried ? earned : checker.Fail(credit.At, "wrong-dimension",
            $"{Combining.Say((credit, earned))}, and what is carried is {carried}.",
            "Give both one dimension and one window.");
    }
}
