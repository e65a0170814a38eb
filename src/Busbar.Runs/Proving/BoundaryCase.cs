using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs.Proving;

/// <summary>A bill where bills are most often wrong, as a small table.</summary>
/// <param name="Name">With its days; unique within a version.</param>
/// <param name="Table">A line each with a charge, its quantity, price and amount; or why there is no bill.</param>
internal sealed record BoundaryCase(string Name, string Table)
{
    /// <summary>A case of which there is no bill.</summary>
    public static BoundaryCase Unrated(string name, string reason) => new(name, $"  not rated  {reason}\n");
}

/// <summary>Makes the boundary cases of a product's version. The same book gives the same cases.</summary>
internal static class BoundaryCases
{
    // A leap year comes within eight years, and a first month before it may be of the year before.
    private const int MonthsToLookAt = 12 * 9;
    private const int HoursPerDay = 24;

    /// <summary>The cases, the usual ones first.</summary>
    public static IReadOnlyList<BoundaryCase> Of(CaseCustomer customer)
    {
        if (customer.Version.UsesPools)
            return [BoundaryCase.Unrated("A product that uses a pool", "What it costs depends on the other members: "
                + "busbar pool NAME --period P shows what they get.")];
        var months = MonthsOf(customer);
        var ordinary = months.First(month =>
            month.Count >= 30 && HoursOf(month, customer).All(hours => hours == HoursPerDay));
        return
        [
            .. Months(customer, months, ordinary), .. Supply(customer, ordinary),
            .. CalendarEdges.Of(customer, ordinary.From), .. LongWindows(customer, ordinary.From),
            .. TierCases.Of(customer, ordinary),
        ];
    }

    /// <summary>The months from the version's first whole one on; those of a year that its calendars know first.
    /// </summary>
    private static List<Days> MonthsOf(CaseCustomer customer)
    {
        var first = customer.First.Day == 1 ? customer.First.ToYearMonth()
            : customer.First.ToYearMonth().PlusMonths(1);
        return [.. Enumerable.Range(0, MonthsToLookAt).Select(first.PlusMonths)
            .OrderBy(month => customer.Knows(month.Year) ? 0 : 1).ThenBy(month => month).Select(Days.Month)];
    }

    private static IEnumerable<Exact> HoursOf(Days month, CaseCustomer customer) => month.Dates.Select(day =>
        Exact.Ratio(LocalDay.Length(day, customer.Zone).BclCompatibleTicks, NodaConstants.TicksPerHour));

    private static IEnumerable<BoundaryCase> Months(CaseCustomer customer, List<Days> months, Days ordinary)
    {
        var constant = customer.Constant(_ => 1);
        BoundaryCase Month(string name, Days month, Action<ChannelNeed, Series> load) =>
            customer.Case(name, customer.Agreement(month.From, null), month, load);
        yield return Month("An ordinary month", ordinary, constant);
        if (customer.Channels.Count > 1)
            yield return Month("That month with the loads the other way round", ordinary, customer.Reversed());
        if (customer.Channels.Count > 0)
            yield return Month("That month without any load", ordinary, customer.Constant(_ => 0));
        foreach (var (name, isIt) in new (string, Func<Days, bool>)[]
            {
                ("The clocks go forward", month => HoursOf(month, customer).Any(hours => hours < HoursPerDay)),
                ("The clocks go back", month => HoursOf(month, customer).Any(hours => hours > HoursPerDay)),
                ("February of a leap year", month => month.Count == 29),
                ("February of a common year", month => month.Count == 28),
            })
            if (months.Find(month => isIt(month)) is { IsEmpty: false } month)
                yield return Month(name, month, constant);
    }

    private static IEnumerable<BoundaryCase> Supply(CaseCustomer customer, Days ordinary)
    {
        var (constant, first, last) = (customer.Constant(_ => 1), customer.First, ordinary.To.PlusDays(-1));
        yield return customer.Case("Supply starts on the last day of a month",
            customer.Agreement(last, null), ordinary, constant);
        yield return customer.Case("Supply ends on the first day of a month",
            customer.Agreement(ordinary.From, ordinary.To.PlusDays(1)), Days.Month(ordinary.To.ToYearMonth()),
            constant);
        yield return customer.Case("The first day of the version alone",
            customer.Agreement(first, first.PlusDays(1)), Days.Month(first.ToYearMonth()), constant);
    }

    /// <summary>What falls only on the bill in which a longer window ends.</summary>
    private static IEnumerable<BoundaryCase> LongWindows(CaseCustomer customer, LocalDate from) =>
        customer.Version.CalendarWindows.Where(step => step > Step.Month).OrderBy(step => step).Select(step =>
        {
            var window = customer.WindowFrom(from, step);
            return customer.Case($"A whole {step.Word}", customer.Agreement(window.From, null), window,
                customer.Constant(_ => 1));
        });
}
