namespace Busbar.Contracts.Language.Functions;

/// <summary><c>during(x, calendar.band)</c>, <c>during(x, programme)</c>: what is counted by the interval, or holds.
/// </summary>
internal static class During
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments is [var called, NameSyntax name]
            && checker.Vocabulary.Book.Programmes.TryGetValue(name.Name, out var programme))
            return EventWords.MayBe(call, call.At, checker) && checker.Of(called) is { } own
                && IsPerInterval(called, own, programme.Name, checker) ? new DuringEventsFormula(own, programme) : null;
        if (arguments is not [var what, MemberSyntax band])
            return Function.Misused(call, checker, "needs a value and a band of a calendar, or a programme");
        if (Bands.Calendar(band.Owner, new(band.At.Start, band.Owner.Length), checker) is not { } calendar) return null;
        var index = calendar.Bands.ToList().IndexOf(band.Name);
        if (index < 0) return Bands.Unknown(calendar, band.Name, band.At, checker);
        if (checker.Of(what) is not { } value) return null;
        return IsPerInterval(what, value, $"the bands of {calendar.Name}", checker)
            ? new DuringFormula(value, calendar, index) : null;
    }

    private static bool IsPerInterval(Syntax what, Formula value, string by, FormulaChecker checker)
    {
        if (!value.Shape.AddsUp || value.Shape.Step == Step.Interval) return true;
        checker.Fail(what.At, "never-spread",
            $"{FormulaChecker.Short(what)} is {value.Shape}, too coarse to be split by {by}.");
        return false;
    }
}
