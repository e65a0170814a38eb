using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Rating.Operators;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>How far around some days a formula looks: back for windows that count on, months of a ratchet, balances
/// and runs; ahead for runs alone.</summary>
internal static class Lookback
{
    /// <summary>The day up to which a formula needs to know for its values before the end of what is rated.</summary>
    public static LocalDate To(Formula formula, Windows windows)
    {
        return End(formula, windows.Rated.To);

        LocalDate End(Formula part, LocalDate to)
        {
            if (!part.HasWindows) return to;
            var own = part is UnbrokenFormula run ? to.PlusDays(run.DaysAround)
                // Beyond what is rated a run asks for single days, and a figure is one of all of its window.
                : to > windows.Rated.To && part.WholeWindow is { } window && window > Step.Day
                    ? windows.Of(to.PlusDays(-1), window).To : to;
            return part.Parts.Select(inner => End(inner, own)).Append(own).Max();
        }
    }

    /// <summary>The first day that a formula needs for its values from a day on; never before supply began.</summary>
    /// <param name="began">The first day of supply.</param>
    /// <param name="events">Those that call for whom it is rated.</param>
    /// <param name="zone">The zone whose days these are.</param>
    /// <param name="withBaselines">Whether the days count that only baselines look back over.</param>
    public static LocalDate From(
        Formula formula, LocalDate from, Windows windows, LocalDate began, IReadOnlyList<ProgrammeEvent> events,
        DateTimeZone zone, bool withBaselines = true)
    {
        if (!formula.HasWindows) return from;
        var called = formula.All().Any(part => part is EventFormula) ? CalledTime.Of(events) : [];
        var known = new Dictionary<Formula, Dictionary<LocalDate, LocalDate>>(ReferenceEqualityComparer.Instance);
        return First(formula, from);

        LocalDate First(Formula part, LocalDate day)
        {
            if (!part.HasWindows) return day;
            if (!known.TryGetValue(part, out var days)) known[part] = days = [];
            if (days.TryGetValue(day, out var first)) return first;
            first = LocalDate.Max(
                began, part is EventFormula ? OfEvents(part, day) : StartOf(part, day, windows, began));
            foreach (var inner in part.Parts) first = LocalDate.Min(first, First(inner, first));
            return days[day] = first;
        }

        // Of events that aren't over on the day, and begin before the end of what is rated.
        LocalDate OfEvents(Formula part, LocalDate day) => called
            .Where(time => time.Span.End > LocalDay.StartOf(day, zone)
                && time.Span.Start < LocalDay.StartOf(windows.Rated.To, zone))
            .Select(time => part is BaselineFormula baseline
                ? withBaselines ? time.FirstDayOf(baseline.Method, zone) : day
                : part is EventSumFormula ? time.Span.Start.InZone(zone).Date : day).Append(day).Min();
    }

    private static LocalDate StartOf(Formula formula, LocalDate day, Windows windows, LocalDate began) =>
        formula switch
        {
            PastPeakFormula past => Before(past.Past, windows.Of(day, past.Window), past.Window, windows, began),
            UnbrokenFormula run => day.PlusDays(-run.DaysAround),
            DrawnFormula => began,
            BalanceFormula balance => Balances.Anchor(balance, day, windows, began),
            // A figure of the billing period is of the days that are rated, however they were cut.
            WindowFormula { Window.Kind: StepKind.Period } when day >= windows.Rated.From => day,
            WindowFormula { Window: var window } when window > Step.Day => windows.Of(day, window).From,
            BlockFormula { Window: var window } when window > Step.Day => windows.Of(day, window).From,
            _ => day,
        };

    /// <summary>The first day of a number of windows before one.</summary>
    private static LocalDate Before(int count, Days window, Step step, Windows windows, LocalDate began)
    {
        for (var i = 0; i < count && window.From > began; i++) window = windows.Of(window.From.PlusDays(-1), step);
        return window.From;
    }
}
