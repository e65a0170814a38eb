using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Rating.Operators;

/// <summary><c>peak(… past = n)</c>: in each window the greatest of the peaks of those before it.</summary>
internal static class PastPeakOperator
{
    public static Column Apply(PastPeakFormula formula, Evaluation evaluation)
    {
        var peaks = evaluation.Of(formula.Peak);
        var values = new Exact[peaks.Values.Length];
        var estimated = peaks.Estimated is null ? null : new bool[values.Length];
        for (var window = 0; window < values.Length; window++)
        {
            foreach (var before in Before(formula, window))
            {
                values[window] = Exact.Max(values[window], peaks.Values[before]);
                if (estimated is not null) estimated[window] |= peaks.Estimated![before];
            }
            if (window < formula.Past)
                values[window] = Exact.Max(values[window],
                    Earlier(formula, formula.Past - window, evaluation)?.Power ?? Exact.Zero);
        }
        return new(formula.Window, values, estimated);
    }

    /// <summary>The window before one whose peak is its value; null where none was greater than what is known from
    /// before supply began.</summary>
    public static int? Chosen(PastPeakFormula formula, int window, Evaluation evaluation)
    {
        var (peaks, value) = (evaluation.Of(formula.Peak), evaluation.Of(formula).Values[window]);
        foreach (var before in Before(formula, window)) if (peaks.Values[before] == value) return before;
        return null;
    }

    /// <summary>What is known from before supply began and is a window's value; null where a peak since then is.
    /// </summary>
    public static (Days Days, Exact Power)? ChosenEarlier(PastPeakFormula formula, int window, Evaluation evaluation) =>
        Chosen(formula, window, evaluation) is null && window < formula.Past
            ? Earlier(formula, formula.Past - window, evaluation) : null;

    private static IEnumerable<int> Before(PastPeakFormula formula, int window) =>
        Enumerable.Range(Math.Max(0, window - formula.Past), Math.Min(window, formula.Past));

    /// <summary>The greatest of the peaks that are known of the windows before the first, the latest where there are
    /// several; null where none is above zero.</summary>
    private static (Days Days, Exact Power)? Earlier(PastPeakFormula formula, int count, Evaluation evaluation)
    {
        if (formula.History is null) return null;
        (Days Days, Exact Power)? greatest = null;
        var windows = evaluation.Frame.Windows;
        var window = windows.Of(evaluation.Frame.Span.From, formula.Window);
        for (var i = 0; i < count; i++)
        {
            window = windows.Of(window.From.PlusDays(-1), formula.Window);
            var power = evaluation.Before(formula.History, window.From);
            if (power > (greatest?.Power ?? Exact.Zero)) greatest = (window, power);
        }
        return greatest;
    }
}
