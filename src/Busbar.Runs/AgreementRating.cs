using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Rating;

namespace Busbar.Runs;

/// <summary>Rates one agreement under both versions; made for it and used by one thread, the frames are shared.
/// </summary>
/// <param name="agreement">As the book has it.</param>
internal sealed class AgreementRating(
    Agreement agreement, VersionDiff diff, Book book, Frames frames, Inputs inputs)
{
    private const int MonthsOfYear = 12;

    /// <summary>A month's bills; null where a version bills nothing in it.</summary>
    private sealed record RatedMonth(MonthPlan Month, Bill? Before, Bill? After);

    /// <summary>What the months cost under both versions; or why the first that can't be rated can't.</summary>
    public DiffResult Rate(MonthPlans plans)
    {
        var (rated, held) = (new List<RatedMonth>(), Nothing(plans));
        foreach (var month in plans.AreAsked && held is null ? plans.Months : [])
            if (Rate(month, out held) is { } one) rated.Add(one);
            else break;
        if (!plans.AreAsked && held is null) rated = LastKnown(plans, out held);
        return held ?? (DiffResult)new DiffResult.Rated(Compared(rated));
    }

    /// <summary>The last twelve months on end of which all is known, or the longest and latest run of fewer.</summary>
    private List<RatedMonth> LastKnown(MonthPlans plans, out DiffResult.NotRated? held)
    {
        var (longest, run) = (new List<RatedMonth>(), new List<RatedMonth>());
        DiffResult.NotRated? unknown = null;
        foreach (var month in plans.Months.Reverse())
        {
            if (Rate(month, out held) is { } one) run.Add(one);
            else if (!held!.IsOnlyMissing) return [];
            else (unknown, run) = (unknown ?? held, []);
            if (run.Count > longest.Count) longest = run;
            if (run.Count == MonthsOfYear) break;
        }
        held = longest.Count == 0 ? unknown : null;
        return [.. longest.AsEnumerable().Reverse()];
    }

    private RatedMonth? Rate(MonthPlan month, out DiffResult.NotRated? held)
    {
        held = null;
        var bills = new Bill?[2];
        foreach (var (side, plan) in new[] { (DiffSide.Before, month.Before), (DiffSide.After, month.After) })
            switch (plan is null ? null : Making.Make(plan, book, frames, () => inputs))
            {
                case BillOutcome.Made { Bill.Open: [var open, ..] }:
                    // Without it the sums would be too small.
                    held = new(agreement, side, [.. open.Reasons.Select(reason => new Fault("stays-open",
                        $"The charge {open.Name} would stay open: {reason}", agreement.Place, agreement.Id))])
                    {
                        IsOnlyMissing = true,
                    };
                    return null;
                case BillOutcome.Made made:
                    bills[(int)side] = made.Bill;
                    break;
                case BillOutcome.Held none:
                    held = new(agreement, side, none.Reasons) { IsOnlyMissing = none.IsOnlyMissing };
                    return null;
            }
        return new(month, bills[0], bills[1]);
    }

    private ComparedAgreement Compared(List<RatedMonth> months)
    {
        var charges = diff.Charges.Select(pair => new ComparedCharge(pair, new(
            Sum(months.Select(one => one.Before), pair.Before), Sum(months.Select(one => one.After), pair.After))));
        return new(agreement, new(months[0].Month.Supply.From, months[^1].Month.Supply.To), new(book.Currency,
            [.. charges], [.. months.Select(one => new ComparedMonth(
                new(one.Month.Supply.From.Year, one.Month.Supply.From.Month),
                Both(one, bill => bill.Net), Both(one, bill => bill.Tax)))]));
    }

    /// <summary>What a charge of a version comes to on some bills.</summary>
    private Money Sum(IEnumerable<Bill?> bills, Charge? charge) => bills.OfType<Bill>()
        .SelectMany(bill => bill.Charges).Where(billed => billed.Key.Charge == charge?.Id)
        .Aggregate(Money.Zero(book.Currency), (sum, billed) => sum + billed.Amount);

    private Compared Both(RatedMonth month, Func<Bill, Money> of) =>
        new(OrNothing(month.Before, of), OrNothing(month.After, of));

    private Money OrNothing(Bill? bill, Func<Bill, Money> of) => bill is null ? Money.Zero(book.Currency) : of(bill);

    /// <summary>Why no month can be rated, whatever is known; null where there is one.</summary>
    private DiffResult.NotRated? Nothing(MonthPlans plans)
    {
        Fault? fault = plans switch
        {
            { Unread: var (connection, channel) } => new("no-readings",
                $"Connection {connection.Id}, channel {channel}, has no readings.", connection.Place, connection.Id,
                "Import its readings."),
            { Months.Count: > 0 } => null,
            { AreAsked: true } => new("no-supply", $"Agreement {agreement.Id} has no supply in the period.",
                agreement.Place, agreement.Id),
            _ => new("no-supply", $"Agreement {agreement.Id} has no month of supply that is over.", agreement.Place,
                agreement.Id),
        };
        return fault is null ? null : new(agreement, null, [fault]);
    }
}
