using Busbar.Contracts.Language;
using NodaTime;

namespace Busbar.Rating;

/// <summary>How far back before some days a formula looks: windows that count on, months of a ratchet, balances.
/// </summary>
internal static class Lookback
{
    /// <summary>The first day that a formula needs for its values from a day on; never before supply began.</summary>
    /// <param name="began">The first day of supply.</param>
    public static LocalDate From(Formula formula, LocalDate from, Windows windows, LocalDate began)
    {
        var known = new Dictionary<(Formula, LocalDate), LocalDate>();
        return First(formula, from);

        LocalDate First(Formula part, LocalDate day)
        {
            if (known.TryGetValue((part, day), out var first)) return first;
            first = LocalDate.Max(began, StartOf(part, day, windows, began));
            foreach (var inner in part.Parts) first = LocalDate.Min(first, First(inner, first));
            return known[(part, day)] = first;
        }
    }

    private static LocalDate StartOf(Formula formula, LocalDate day, Windows windows, LocalDate began) =>
        formula switch
        {
            // A figure of the billing period is of the days that are rated, however they were cut.
            WindowFormula { Window.Kind: StepKind.Period } when day >= windows.Rated.From => day,
            WindowFormula { Window: var window } when window > Step.Day => windows.Of(day, window).From,
            BlockFormula { Window: var window } when window > Step.Day => windows.Of(day, window).From,
            _ => day,
        };
}
