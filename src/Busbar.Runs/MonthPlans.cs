using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What is to be rated of an agreement for a month under two versions of its product.</summary>
/// <param name="Supply">The days of supply in the month.</param>
/// <param name="Before">Null where there is nothing to rate.</param>
/// <param name="After">Likewise.</param>
internal sealed record MonthPlan(Days Supply, BillPlan? Before, BillPlan? After)
{
    /// <summary>The plans that there are.</summary>
    public IEnumerable<BillPlan> Plans => new[] { Before, After }.OfType<BillPlan>();
}

/// <summary>The months of an agreement that may be rated under two versions of its product.</summary>
/// <param name="Months">Those with supply, in their order.</param>
/// <param name="AreAsked">Whether they were asked for; otherwise the last year of them that is known is meant.</param>
/// <param name="Unread">A channel of which nothing is known at all, where there is one.</param>
internal sealed record MonthPlans(
    IReadOnlyList<MonthPlan> Months, bool AreAsked, (Connection Connection, string Channel)? Unread)
{
    /// <summary>How far back the last year is looked for.</summary>
    private const int MostMonthsBack = 24;

    /// <summary>By the calendar month, whenever the account is billed.</summary>
    public static readonly BillingCycle Cycle = BillingCycle.Named("month", 1)!;

    /// <summary>All plans.</summary>
    public IEnumerable<BillPlan> All => Months.SelectMany(month => month.Plans);

    /// <summary>The months of the days that are asked for, or those before today of which readings may be known.
    /// </summary>
    /// <param name="known">The latest months in which anything is known of the channels of the connections.</param>
    public static MonthPlans Of(
        Agreement before, Agreement after, Days? period, LocalDate today,
        IReadOnlyDictionary<(string Connection, string Channel), YearMonth> known)
    {
        if (period is { } days) return new(Plans(before, after, days), AreAsked: true, null);
        var channels = ChannelsOf(before).Union(ChannelsOf(after)).ToList();
        if (channels.Find(one => !known.ContainsKey((one.Connection.Id, one.Channel))) is { Channel: not null } unread)
            return new([], AreAsked: false, unread);
        // Supply that has ended is over, though its last month may not be.
        var over = before.To is { } to && to <= today ? Cycle.PeriodOf(to.PlusDays(-1)).To : Cycle.PeriodOf(today).From;
        var end = channels.Select(one => known[(one.Connection.Id, one.Channel)].PlusMonths(1).OnDayOfMonth(1))
            .Append(over).Min();
        return new(Plans(before, after, new(end.PlusMonths(-MostMonthsBack), end)), AreAsked: false, null);
    }

    private static List<MonthPlan> Plans(Agreement before, Agreement after, Days days) =>
        [.. Cycle.PeriodsTouching(before.SupplyIn(days)).Select(month => month.Intersect(days)).Select(month =>
            new MonthPlan(before.SupplyIn(month), BillPlan.Of(before, month), BillPlan.Of(after, month)))];

    private static IEnumerable<(Connection Connection, string Channel)> ChannelsOf(Agreement agreement) =>
        from charge in agreement.VersionOn(agreement.From).Rated
        from written in charge.Rate.Formulas
        from channel in written.Formula.All().OfType<ChannelFormula>()
        from connection in agreement.Connections
        select (connection, channel.Channel.Name);
}
