using Busbar.Billing;
using Busbar.Books;
using Busbar.Contracts;
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
