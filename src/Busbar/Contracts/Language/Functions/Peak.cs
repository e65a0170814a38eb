using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary>
/// <c>peak(x, per = month, over = 30min, top = 3, apart = day, when = y)</c>: of a power, or of what is counted by the
/// interval and over its hours becomes one.
/// </summary>
internal static class Peak
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Windowed.Of(call, checker, "needs a value", "over", "top", "apart", "when", "past", "history")
            is not { } given) return null;
        if (given.Within(checker.Of(given.What), "find the peak of", checker) is not { } value
            || Power(call, given.What, value, checker) is not { } power) return null;
        Formula? when = null;
        if (given.Options.TryGetValue("when", out var other))
        {
            var its = given with { What = other };
            when = its.Within(checker.Of(other), "find the peak of", checker);
            if (when is null || Power(call, other, when, checker) is null) return null;
        }
        if (Blocks(call, given, value, when, checker) is not { } blocks) return null;
        var peak = new PeakFormula(call.ToString(), value, given.Window, power, blocks, when);
        if (!given.Options.TryGetValue("past", out var past))
            return given.Options.TryGetValue("history", out var alone)
                ? Function.Misused(call, checker, "needs past with history, such as past = 11 months", alone.At) : peak;
        if (Past(call, given.Window, past, checker) is not { } windows) return null;
        if (!given.Options.TryGetValue("history", out var history)) return new PastPeakFormula(peak, windows, null);
        return Windowed.History(call, history, power, checker) is { } term
            ? new PastPeakFormula(peak, windows, term) : null;
    }

    /// <summary>How many windows a time has; null after a fault.</summary>
    private static int? Past(CallSyntax call, Step window, Syntax past, FormulaChecker checker)
    {
        if (checker.Of(past) is not { } time) return null;
        var (unit, each) = window.Kind switch
        {
            StepKind.Day => (Dimension.Day, 1), StepKind.Month => (Dimension.Month, 1),
            StepKind.Quarter => (Dimension.Month, 3), StepKind.Year or StepKind.ContractYear => (Dimension.Month, 12),
            _ => (Dimension.None, 1),
        };
        var text = FormulaChecker.Short(past);
        string? wrong = null;
        if (unit == Dimension.None) wrong = $"can't look back over windows per {window.Word}: give it one per month";
        else if (Combining.ConstantOf(time) is not { } length || time.Shape.Dimension != unit || length < 1
            || length > 1000 || length / each is var many && many != many.Round(0, Rounding.Down))
            wrong = $"looks back over whole windows, and {text} isn't a number of {window.Word}s";
        else return (int)many.ToScaled(0);
        Function.Misused(call, checker, wrong, past.At);
        return null;
    }

    /// <summary>The dimension of the power that a value is or becomes; null after a fault.</summary>
    private static Dimension? Power(CallSyntax call, Syntax what, Formula value, FormulaChecker checker)
    {
        var (dimension, isMetered) = (value.Shape.Dimension, value.Shape.Dimension.IsMetered);
        if (!value.Shape.AddsUp && (dimension * Dimension.Hour).IsMetered) return dimension;
        if (value.Shape.AddsUp && value.Shape.Step == Step.Interval && isMetered) return dimension / Dimension.Hour;
        if (value.Shape.AddsUp && isMetered)
            checker.Fail(what.At, "never-spread",
                $"{FormulaChecker.Short(what)} is counted per {value.Shape.Step.Word}; a peak is of what is counted "
                + "by the interval.", "For averages over longer blocks, write over = 60min or over = 24 hours.");
        else
            Function.Misused(call, checker, $"is of a power, or of energy or volume, and "
                + Combining.Say((what, value)), what.At);
        return null;
    }

    private static PeakBlocks? Blocks(
        CallSyntax call, Windowed given, Formula value, Formula? when, FormulaChecker checker)
    {
        var (over, top, isApart) = ((int?)null, 1, given.Options.ContainsKey("apart"));
        if (given.Options.TryGetValue("over", out var length)
            && (over = Over(call, given, length, checker)) is null) return null;
        if (given.Options.TryGetValue("top", out var count))
        {
            if (checker.Of(count) is not { } number) return null;
            if (Combining.ConstantOf(number) is not { } many || number.Shape.Dimension != Dimension.None
                || many < 1 || many > 1000 || many != many.Round(0, Rounding.Down))
                return Refuse(call, checker, count, $"needs a whole number from 1 to 1000 as top, and not {count}");
            top = (int)many.ToScaled(0);
        }
        if (isApart && given.Options["apart"] is not NameSyntax { Name: "day" })
            return Refuse(call, checker, given.Options["apart"], "knows only days that are apart: apart = day");
        if (isApart && top == 1)
            return Refuse(call, checker, given.Options["apart"], "needs top with apart, such as top = 3");
        var step = over is not null ? Step.Interval : value.Shape.Step;
        return new(when is null ? step : Step.Within(when.Shape.Step, step), over, top, isApart);
    }

    private static int? Over(CallSyntax call, Windowed given, Syntax length, FormulaChecker checker)
    {
        if (checker.Of(length) is not { } time) return null;
        var (interval, text) = (checker.Vocabulary.IntervalMinutes, FormulaChecker.Short(length));
        string? wrong = null;
        if (Combining.ConstantOf(time) is not { } hours || time.Shape.Dimension != Dimension.Hour)
            wrong = $"needs a time in hours or minutes as over, and not {text}";
        else if (hours.Sign <= 0 || 24 / hours is var blocks && blocks != blocks.Round(0, Rounding.Down))
            wrong = $"needs an over that divides the day, and not {text}";
        else if (hours * 60 / interval is var times && times != times.Round(0, Rounding.Down))
            wrong = $"needs an over that is a multiple of the product's interval of "
                + $"{FormulaChecker.Minutes(interval)}, and not {text}";
        else if (given.Window == Step.Interval)
            wrong = $"can't have an over within a window per interval";
        else return (int)(hours * 60).ToScaled(0);
        Refuse(call, checker, length, wrong);
        return null;
    }

    private static PeakBlocks? Refuse(CallSyntax call, FormulaChecker checker, Syntax at, string what)
    {
        Function.Misused(call, checker, what, at.At);
        return null;
    }
}
