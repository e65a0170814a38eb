using Busbar.Contracts.Language;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Rating;

/// <summary>Days before those of a leg that need no readings: only baselines look back over them, and none of their
/// methods can choose them, or there are enough later ones.</summary>
/// <param name="From">The first day that something else than baselines looks at.</param>
internal sealed record SparedDays(LocalDate From, IReadOnlySet<LocalDate> Dates)
{
    /// <summary>The same for the same days.</summary>
    public string Key { get; } =
        string.Join(' ', Dates.Order().Prepend(From).Select(LocalDatePattern.Iso.Format));

    /// <summary>Whether nobody asks for a baseline of some called time.</summary>
    public bool IsOver(CalledTime time, DateTimeZone zone) => time.Span.End <= LocalDay.StartOf(From, zone);

    /// <summary>Whether all of a span is spared.</summary>
    public bool Holds(Interval span, DateTimeZone zone) => Days.Touching(span, zone).Dates.All(Dates.Contains);

    /// <summary>Those of a leg; null where there are none.</summary>
    public static SparedDays? Of(Leg leg, ChargeTask task, Frame frame)
    {
        var formulas = leg.Charge.Rate.Formulas.Select(written => written.Formula).ToList();
        if (leg.Charge.Baselines.Count == 0 || frame.Cells is not null || frame.Pieces is not null
            || leg.Charge.Baselines.Any(NeedsAll) || formulas.Exists(IsByConnection)) return null;
        var (events, zone) = (task.Agreement.EventsOf(task.Connection).ToList(), frame.Zone);
        var from = formulas.Min(formula => Lookback.From(formula, leg.Span.From, leg.Windows, task.Agreement.From,
            events, zone, withBaselines: false));
        var (all, dates) = (CalledTime.Of(events), new Days(frame.Span.From, from).Dates.ToHashSet());
        var spared = new SparedDays(from, dates);
        foreach (var time in all.Where(one => frame.StartOf(0) <= one.Span.Start && one.Span.Start < frame.End))
            if (!spared.IsOver(time, zone))
                foreach (var method in leg.Charge.Baselines.Select(one => one.Method).Distinct())
                    dates.ExceptWith(Needed(method, time, all, frame));
        return dates.Count == 0 ? null : new(from, dates);
    }

    /// <summary>The days of an event and of the hours that adjust its baseline, and the same of each day that may be
    /// chosen.</summary>
    private static IEnumerable<LocalDate> Needed(
        Contracts.BaselineMethod method, CalledTime time, IReadOnlyList<CalledTime> all, Frame frame)
    {
        var search = new BaselineSearch(method, time, all, frame, new());
        var own = Days.Touching(
            new(time.Span.Start - (method.Adjust?.From ?? Duration.Zero), time.Span.End), frame.Zone).Dates.ToList();
        return search.Candidates().Select(day => search.DaysBack(day.Date)).Prepend(0)
            .SelectMany(back => own.Select(date => date.PlusDays(-back)));
    }

    /// <summary>Whether use decides which days can be chosen, or what is used rests on other days.</summary>
    private static bool NeedsAll(BaselineFormula baseline) =>
        baseline.Method.LowUse is not null || baseline.Of.HasWindows;

    /// <summary>Whether each connection has a baseline by itself, with events of its own.</summary>
    private static bool IsByConnection(Formula formula) => formula.All().OfType<AtFormula>()
        .Any(at => at.All().Any(part => part is BaselineFormula));
}
