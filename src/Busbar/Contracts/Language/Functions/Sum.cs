namespace Busbar.Contracts.Language.Functions;

/// <summary><c>sum(x, per = month)</c>: what adds up, over windows no finer than its own; by default the billing
/// period.</summary>
internal static class Sum
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (call.Arguments.FirstOrDefault(one => one.Name == "per")?.Value is NameSyntax per
            && checker.Vocabulary.Book.Programmes.TryGetValue(per.Name, out var programme))
            return OfEvents(call, programme, checker);
        if (Windowed.Of(call, checker, "needs a value") is not { } given) return null;
        if (checker.Of(given.What) is not { } value) return null;
        if (!value.Shape.AddsUp && !Combining.IsPlainZero(value))
            return checker.Fail(given.What.At, "does-not-add-up",
                $"{Combining.Say((given.What, value))}; it holds and doesn't add up. Only energy, money, time and what "
                + "they make do.");
        return given.Within(value, "sum", checker) is { } within ? new SumFormula(within, given.Window) : null;
    }

    /// <summary>The sum over each event of a programme.</summary>
    private static Formula? OfEvents(CallSyntax call, Programme programme, FormulaChecker checker)
    {
        if (Windowed.Arguments(call, checker, "needs a value", "per") is not var (what, _)
            || !EventWords.MayBe(call, call.At, checker) || checker.Of(what) is not { } value) return null;
        if (value.All().OfType<ParentCostFormula>().FirstOrDefault() is { } cost)
            return checker.Fail(what.At, "not-remembered", $"{cost.Text} has what the parent is billed, and an event "
                + "may have begun on days before that.", "Sum what is measured over the event, and share the cost by "
                + "it.");
        return value.Shape is { AddsUp: true, Step.Kind: StepKind.Interval } ? new EventSumFormula(value, programme)
            : checker.Fail(what.At, "no-interval", $"{Combining.Say((what, value))}; the sum over an event is of what "
                + "is counted per interval.");
    }
}
