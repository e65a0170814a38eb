using Busbar.Contracts.Language;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary>Where the balances of <c>carry</c> and <c>whole</c> begin anew.</summary>
internal static class Balances
{
    /// <summary>The first day of the window after the last clearing before a day, or of supply.</summary>
    public static LocalDate Anchor(BalanceFormula formula, LocalDate day, Windows windows, LocalDate began)
    {
        var step = formula.Of.Shape.Step;
        var window = windows.Of(day, step);
        while (window.From > began && windows.Of(window.From.PlusDays(-1), step) is var before
            && !Clears(formula, before)) window = before;
        return window.From;
    }

    /// <summary>Whether a balance is cleared at the end of one of its windows, by its place.</summary>
    public static bool Clears(BalanceFormula formula, Frame frame, int place)
    {
        var step = formula.Of.Shape.Step;
        return Clears(formula, frame.Windows.Of(frame.FirstDayOf(place, step), step));
    }

    /// <summary>Whether a balance is cleared at the end of a window: the month ends in it, or with it.</summary>
    private static bool Clears(BalanceFormula formula, Days window)
    {
        if (formula.ClearAfterMonth is not { } month) return false;
        var after = new LocalDate(window.From.Year, month, 1).PlusMonths(1);
        if (after <= window.From) after = after.PlusYears(1);
        return after <= window.To;
    }
}
