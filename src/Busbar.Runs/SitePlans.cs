using Busbar.Billing;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;

namespace Busbar.Runs;

/// <summary>An agreement's plans on the days of a site, one for each of its account's billing periods and each who
/// bills; or why there are none.</summary>
internal sealed record SitePlans(IReadOnlyList<BillPlan> Plans, IReadOnlyList<Fault> Faults)
{
    public static SitePlans Of(IEnumerable<Agreement> agreements, Site site, Time.Days period) => new(
        [.. from agreement in agreements
            from days in agreement.Account.Cycle.PeriodsTouching(agreement.SupplyIn(site.Days))
            let plan = BillPlan.Of(agreement, days.Intersect(period).Intersect(site.Days))
            where plan is not null
            from own in plan.ByIssuer()
            select own], []);

    /// <summary>The bills of the plans; null after the reasons why one of them can't be made.</summary>
    public (IReadOnlyList<(BillPlan Plan, Bill Bill)>? Bills, IReadOnlyList<Fault> Faults) Make(
        Book book, Frames frames, Inputs inputs)
    {
        if (Faults.Count > 0) return (null, Faults);
        var bills = new List<(BillPlan, Bill)>();
        foreach (var plan in Plans)
            switch (Making.Make(plan, book, frames, () => inputs))
            {
                case BillOutcome.Made { Bill.Open: [var open, ..] }:
                    // Without it the sums would be too small.
                    return (null, [.. open.Reasons.Select(reason => new Fault("stays-open",
                        $"The charge {open.Name} would stay open: {reason}", Name: open.Agreement))]);
                case BillOutcome.Made made:
                    bills.Add((plan, made.Bill));
                    break;
                case BillOutcome.Held held:
                    return (null, held.Reasons);
            }
        return (bills, []);
    }
}

/// <summary>What is used at sites: the channel that a customer calls use, and what is given back beside it.</summary>
internal static class SiteUse
{
    private const string Given = "export";
    private const int DaysOfYear = 365;

    /// <summary>The quantity of energy that the seller buys for an offer; null where its channels have no energy.
    /// </summary>
    public static string? BoughtFor(IReadOnlyDictionary<string, Channel> channels)
    {
        var gives = channels.TryGetValue(Given, out var own) && own.Unit.Dimension == Dimension.Energy;
        return (UseChannels.Among(channels), gives) switch
        {
            ({ } use, true) => $"{use} - {Given}", ({ } use, false) => use, (null, true) => $"-{Given}", _ => null,
        };
    }

    /// <summary>What is needed to know the use of a site.</summary>
    public static IEnumerable<ChannelNeed> Needs(Site site) =>
        from connection in site.Connections
        let channel = UseChannels.Among(connection.Channels)
        where channel is not null
        select new ChannelNeed(connection, channel, site.Days);

    /// <summary>What was used on the days of a site, in kWh, as far as it is known; null where nothing is.</summary>
    public static Exact? Of(Site site, Inputs inputs)
    {
        Exact? use = null;
        foreach (var need in Needs(site))
        {
            var (series, span) = (inputs.Channels[(need.Connection.Id, need.Channel)],
                need.Span.InstantsIn(need.Connection.Zone));
            for (var slot = 0; slot < series.Length; slot++)
                if (series.Qualities[slot].Kind != QualityKind.Missing && span.Contains(series.StartOf(slot)))
                    use = (use ?? Exact.Zero) + series.ValueOf(slot);
        }
        return use;
    }

    /// <summary>The same as that of a year.</summary>
    public static Exact? Yearly(Site site, Exact? use) => use * DaysOfYear / site.Days.Count;
}
