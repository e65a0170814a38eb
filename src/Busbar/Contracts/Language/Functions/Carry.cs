using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>carry(x, earned = y, clear = march, history = term)</c>, <c>carried(…)</c> and <c>whole(x, size, clear =
/// march, history = term)</c>: of one value per window that adds up.</summary>
internal static class Carry
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker) => Check(call, checker, isLeft: false);

    public static Formula? CheckLeft(CallSyntax call, FormulaChecker checker) => Check(call, checker, isLeft: true);

    public static Formula? CheckWhole(CallSyntax call, FormulaChecker checker)
    {
        var plain = call.Arguments.Where(argument => argument is { Name: null, Key: null }).ToList();
        if (plain.Count != 2) return Function.Misused(call, checker, "needs a value and the size of a unit");
        if (Balance(call with { Arguments = [.. call.Arguments.Except(plain.Skip(1))] }, checker) is not { } balance
            || checker.Of(plain[1].Value) is not { } size) return null;
        if (Combining.ConstantOf(size) is not { Sign: > 0 } number)
            return Function.Misused(call, checker, $"needs a size above zero, and not {plain[1]}", plain[1].At);
        var (counted, measured) = (balance.Of.Shape, size.Shape.Dimension);
        var units = counted.Dimension / measured;
        if (measured == Dimension.None || !(units == Dimension.None || IsCounted(units, checker)))
            return checker.Fail(plain[1].At, "wrong-dimension", $"{Combining.Say((plain[1].Value, size))}; the size of "
                + $"a unit is a number of {counted.Dimension}.", "It is written 1 MWh, or 1 MWh/certificate.");
        return new WholeFormula(balance.Of, number, balance.Clear, balance.History, call.ToString(),
            new(units, counted.Step, AddsUp: true));
    }

    /// <summary>Whether something is a thing that the book counts.</summary>
    private static bool IsCounted(Dimension units, FormulaChecker checker) => units.IsBase && !units.IsMetered
        && !Vocabulary.Elapsed.Values.Contains(units) && units != Dimension.Money(checker.Vocabulary.Currency);

    private static CarryFormula? Check(CallSyntax call, FormulaChecker checker, bool isLeft)
    {
        if (Balance(call, checker, "earned") is not { } balance) return null;
        Formula? earned = null;
        if (balance.Options.TryGetValue("earned", out var credit)
            && (earned = Earned(credit, balance.Of.Shape, checker)) is null) return null;
        return new(balance.Of, earned, balance.Clear, balance.History, isLeft, call.ToString());
    }

    /// <summary>What all balances are given; null after a fault.</summary>
    private static (Formula Of, int? Clear, TermFormula? History, IReadOnlyDictionary<string, Syntax> Options)? Balance(
        CallSyntax call, FormulaChecker checker, params string[] more)
    {
        if (Windowed.Arguments(call, checker, "needs a value", ["clear", "history", .. more])
            is not var (what, options)) return null;
        int? month = null;
        if (options.TryGetValue("clear", out var clear)
            && (month = clear is NameSyntax name && BandWords.Months.TryGetValue(name.Name, out var number)
                ? number : null) is null)
        {
            checker.Fail(clear.At, "wrong-arguments",
                $"{call.Function} clears at the end of a month, and {clear} is none.",
                Nearest.Hint(clear.ToString(), BandWords.Months.Keys)
                    ?? $"It is written {Function.All[call.Function].Usage}.");
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
        TermFormula? term = null;
        if (options.TryGetValue("history", out var history)
            && (term = Windowed.History(call, history, shape.Dimension, checker)) is null) return null;
        return (value, month, term, options);
    }

    private static Formula? Earned(Syntax credit, Shape carried, FormulaChecker checker)
    {
        if (checker.Of(credit) is not { } earned) return null;
        return earned.Shape == carried ? earned : checker.Fail(credit.At, "wrong-dimension",
            $"{Combining.Say((credit, earned))}, and what is carried is {carried}.",
            "Give both one dimension and one window.");
    }
}
