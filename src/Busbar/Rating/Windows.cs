using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>Which days make a window, for one agreement and the days of one bill.</summary>
/// <param name="Rated">The days that are rated: as a billing period they are one, however they were cut.</param>
/// <param name="Cycle">The billing periods before them; null where nothing looks so far back.</param>
/// <param name="ContractYears">The years from the agreement's first day; null where none is asked for.</param>
public sealed record Windows(Days Rated, BillingCycle? Cycle = null, BillingCycle? ContractYears = null)
{
    // A season that doesn't end, because its calendar's other bands never come, ends somewhere.
    private const int LongestRunInDays = 3660;

    private static readonly Dictionary<StepKind, BillingCycle> Cycles = new()
    {
        [StepKind.Month] = BillingCycle.Named("month", 1)!, [StepKind.Quarter] = BillingCycle.Named("quarter", 1)!,
        [StepKind.Year] = BillingCycle.Named("year", 1)!,
    };

    /// <summary>The windows of what a charge of an agreement is rated over.</summary>
    public static Windows Of(Agreement agreement, Days rated, Charge charge) => new(rated, agreement.Account.Cycle,
        charge.UsesContractYears ? YearsOf(agreement) : null);

    /// <summary>The window in which a day lies, of one that a charge of the agreement needs whole.</summary>
    public static Days Of(Agreement agreement, LocalDate date, Step step) =>
        new Windows(default, null, YearsOf(agreement)).Of(date, step);

    private static BillingCycle YearsOf(Agreement agreement) => new(12, agreement.From);

    /// <summary>The window of a step in which a day lies, whole.</summary>
    public Days Of(LocalDate date, Step step) => step.Kind switch
    {
        StepKind.Interval or StepKind.Session or StepKind.Day => new(date, date.PlusDays(1)),
        StepKind.Run => RunOf(date, step.Calendar!),
        StepKind.ContractYear => (ContractYears ?? throw new InvalidOperationException("No contract year was set."))
            .PeriodOf(date),
        StepKind.Period => PeriodOf(date),
        StepKind.Cycle => Cycle?.PeriodOf(date) ?? Rated,
        StepKind.Forever => new(LocalDate.MinIsoValue, LocalDate.MaxIsoValue),
        _ => Cycles[step.Kind].PeriodOf(date),
    };

    /// <summary>The rated days, or a period before or after them, cut off by them: what was billed apart is apart.
    /// </summary>
    private Days PeriodOf(LocalDate date)
    {
        if (Cycle is null || Rated.Contains(date)) return Rated;
        var other = Cycle.PeriodOf(date);
        return date < Rated.From ? other with { To = LocalDate.Min(other.To, Rated.From) }
            : other with { From = LocalDate.Max(other.From, Rated.To) };
    }

    private static Days RunOf(LocalDate date, Calendar calendar)
    {
        var band = BandOf(date, calendar);
        var (from, to) = (date, date.PlusDays(1));
        for (var i = 0; i < LongestRunInDays && BandOf(to, calendar) == band; i++) to = to.PlusDays(1);
        for (var i = 0; i < LongestRunInDays && BandOf(from.PlusDays(-1), calendar) == band; i++)
            from = from.PlusDays(-1);
        return new(from, to);
    }

    private static int BandOf(LocalDate date, Calendar calendar) => calendar.BandAt(date.AtMidnight());
}
