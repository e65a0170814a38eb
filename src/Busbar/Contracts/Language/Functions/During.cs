namespace Busbar.Contracts.Language.Functions;

/// <summary><c>during(x, calendar.band)</c>: what is counted by the interval, or holds.</summary>
internal static class During
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments is not [var what, MemberSyntax band])
            return Function.Misused(call, checker, "needs a value and a band of a calendar");
        if (Bands.Calendar(band.Owner, new(band.At.Start, band.Owner.Length), checker) is not { } calendar) return null;
        var index = calendar.Bands.ToList().IndexOf(band.Name);
        if (index < 0) return Bands.Unknown(calendar, band.Name, band.At, checker);
        if (checker.Of(what) is not { } value) return null;
        return value.Shape.AddsUp && value.Shape.Step != Step.Interval
            ? checker.Fail(what.At, "never-spread",
                $"{FormulaChecker.Short(what)} is {value.Shape}, too coarse to be split by the bands of "
                + $"{calendar.Name}.")
            : new DuringFormula(value, calendar, index);
    }
}
