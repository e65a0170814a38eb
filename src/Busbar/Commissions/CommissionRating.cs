using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Commissions;

/// <summary>Rates what schemes pay, and their charges over all agreements, as the charges of products are.</summary>
public static class CommissionRating
{
    private static readonly BillingCycle Months = BillingCycle.Named("month", 1)!;

    private static readonly Inputs Nothing =
        new(new Dictionary<(string, string), Series>(), new Dictionary<string, Series>());

    /// <summary>What a rule pays, given what was expected, is earned, and was paid before.</summary>
    /// <param name="on">The day on which the terms hold.</param>
    /// <returns>Or why it can't be said.</returns>
    public static (Money Amount, IReadOnlyList<Fault> Faults) PaidBy(
        PayRule rule, Commission commission, Money? expected, Money earned, Money paid, LocalDate on, Book book)
    {
        var terms = commission.Rated.Terms.ToDictionary(StringComparer.Ordinal);
        (terms["earned"], terms["paid"]) = (Dated.Always(earned.Amount), Dated.Always(paid.Amount));
        if (expected is { } whole) terms["expected"] = Dated.Always(whole.Amount);
        // Before supply the terms are those with which it begins.
        var day = LocalDate.Max(on, commission.Rated.From);
        var agreement = commission.Rated with
        {
            Product = commission.Scheme.Payments, Pinned = null, From = day, To = day.PlusDays(1), Terms = terms,
        };
        var task = ChargeTask.Of(agreement, new(day, day.PlusDays(1))).First(one => one.ChargeId == rule.Id);
        var rater = new Rater(new Frames(), Nothing, book.Currency, book.LineRounding);
        var amount = rater.Rate(task).Amount;
        return rater.Faults.Count > 0 ? (Money.Zero(book.Currency), rater.Faults) : (amount, []);
    }

    /// <summary>What a charge over all agreements of a scheme comes to. A scheme goes on, whatever is billed by now: so
    /// the edges of tiers are those of a whole window, and only what is billed reaches them.</summary>
    /// <param name="billedDays">From the day from which contract years count up to the last that is billed.</param>
    /// <param name="bills">Those of all its agreements. One counts where it ends.</param>
    public static EarnedCharge Rate(CommissionOverride over, Scheme scheme, Days billedDays,
        IReadOnlyCollection<BilledCommission> bills, Book book)
    {
        var (version, charge) = (over.Charge.Versions.Values[0].Value, over.Charge.Versions.Values[0].Value.Charges[0]);
        var point = new Connection(scheme.Id, book.Zone, NodaConstants.MinutesPerDay, version.Channels, null,
            new Dictionary<string, ConnectionTerm>(), new Dictionary<string, LossFactor>(), scheme.Place);
        var all = new Agreement(scheme.Id, scheme.To with { Cycle = Months }, over.Charge, null, [point],
            billedDays.From, null, new Dictionary<string, Dated<Exact>>(), scheme.Place);
        // What needs a window whole is rated to its end: on the days to come nothing is billed yet.
        var days = charge.CalendarWindow is not { } window ? billedDays
            : billedDays with { To = Windows.Of(all, billedDays.To.PlusDays(-1), window).To };
        var tasks = PeriodsOf(charge, days).SelectMany(period => ChargeTask.Of(all, period));
        var span = days.InstantsIn(book.Zone);
        var series = Series.Empty(over.Measure, NodaConstants.MinutesPerDay, book.Zone, Series.ReadingScale, span.Start,
            span.End);
        var billed = over.IsCounted ? Counted(over, scheme, bills, day => Windows.Of(all, day, WindowOf(charge)), days)
            : bills.Select(bill => (On: LastDay(bill), Quantity: bill.Measures.GetValueOrDefault(over.Measure)
                * PartOf(bill, scheme)));
        var byDay = billed.Where(one => days.Contains(one.On)).GroupBy(one => one.On).ToDictionary(same => same.Key,
            same => same.Aggregate(Exact.Zero, (sum, one) => sum + one.Quantity));
        foreach (var (day, slot) in days.Dates.Select((day, slot) => (day, slot)))
            series.Set(slot, byDay.GetValueOrDefault(day).Round(Series.ReadingScale, Rounding.HalfEven),
                Quality.Actual);
        var rater = new Rater(new Frames(), new(
            new Dictionary<(string, string), Series> { [(point.Id, over.Measure)] = series },
            new Dictionary<string, Series>()), book.Currency, book.LineRounding);
        var amount = Money.Sum(tasks.Select(task => rater.Rate(task).Amount), book.Currency);
        return rater.Faults.Count == 0
            ? new(charge.Id[Scheme.OfCharge.Length..], charge.Name,
                byDay.Values.Aggregate(Exact.Zero, (sum, one) => sum + one),
                    version.Channels[over.Measure].Unit.Dimension,
                amount)
            : throw new RefusedException(rater.Faults);
    }

    /// <summary>Each connection on the day on which its first bill ends, in each window or for ever.</summary>
    private static IEnumerable<(LocalDate On, Exact Quantity)> Counted(CommissionOverride over, Scheme scheme,
        IEnumerable<BilledCommission> bills, Func<LocalDate, Days> windowOf, Days days) =>
        from bill in bills
        where over.Measure == CommissionOverride.NewConnections || days.Contains(LastDay(bill))
        from connection in bill.Connections
        group bill by (connection, over.Measure == CommissionOverride.NewConnections ? default
            : windowOf(LastDay(bill))) into same
        let first = same.OrderBy(bill => bill.To).ThenBy(bill => bill.Bill, StringComparer.Ordinal).First()
        select (LastDay(first), PartOf(first, scheme));

    /// <summary>The window in which tiers count; a month, where there are none.</summary>
    private static Step WindowOf(Charge charge) => charge.Rate.Formulas.SelectMany(written => written.Formula.All())
        .Select(part => part.InWindow).Where(window => window is { IsCalendarWindow: true }).Max() ?? Step.Month;

    private static LocalDate LastDay(BilledCommission bill) => bill.To.PlusDays(-1);

    /// <summary>What of a bill counts: all, or what is paid of it.</summary>
    private static Exact PartOf(BilledCommission bill, Scheme scheme) =>
        scheme.Earned == EarnedBy.Received ? bill.PaidPart : Exact.One;

    /// <summary>The months, where something is by the billing period: that of a scheme is the month.</summary>
    private static IReadOnlyList<Days> PeriodsOf(Charge charge, Days days) => charge.Rate.Formulas.Any(written =>
        written.Formula.All().Any(part => part.InWindow is { Kind: StepKind.Period or StepKind.Cycle }))
        ? days.CutAt(days.Dates.Where(day => day.Day == 1 && day > days.From)) : [days];
}
