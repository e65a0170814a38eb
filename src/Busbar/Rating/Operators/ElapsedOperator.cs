using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary><c>days</c>, <c>hours</c>, <c>months</c> and <c>years</c>: the time that each place takes.</summary>
/// <remarks>
/// A local day is 1 day, whatever its length; an interval has its real hours, so a local day has 23 to 25; a day of
/// a month is a month divided by the month's days, or what the book's day count says.
/// </remarks>
internal static class ElapsedOperator
{
    public static Column Apply(ElapsedFormula formula, Evaluation evaluation)
    {
        var frame = evaluation.Frame;
        if (formula.Unit == Dimension.Hour) return new(Step.Interval, frame.HoursOf(Step.Interval));
        var step = formula.Shape.Step;
        var values = new Exact[frame.CountOf(step)];
        for (var i = 0; i < values.Length; i++)
            values[i] = formula.Unit == Dimension.Day ? Exact.One : MonthsOf(frame.DateOf(i), formula.DayCount);
        return new(step, values);
    }

    private static Exact MonthsOf(LocalDate date, DayCount count) => count switch
    {
        DayCount.Actual365 => Exact.Ratio(12, 365),
        DayCount.Thirty360 => Exact.Ratio(date.Day > 30 ? 0
            : date.Day == DaysOfMonth(date) ? 31 - date.Day : 1, 30),
        _ => Exact.Ratio(1, DaysOfMonth(date)),
    };

    private static int DaysOfMonth(LocalDate date) => date.Calendar.GetDaysInMonth(date.Year, date.Month);
}
