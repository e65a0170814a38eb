using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Commissions;

/// <summary>Says what will be due: what comes of an agreement if it goes on as was expected, billed by the month and
/// paid at once, and starts where that was agreed; and if what is billed and not paid yet is paid by then.</summary>
/// <param name="asOf">The day from which on is foreseen.</param>
/// <param name="until">The first day that isn't.</param>
public sealed class Forecasting(Book book, LocalDate asOf, LocalDate until)
{
    /// <summary>What will be due beyond what is due now, by day.</summary>
    public IReadOnlyList<CommissionTarget> Of(Agreement agreement, IReadOnlyList<BilledCommission> bills)
    {
        var foreseen = Foreseen(agreement, bills) ?? (agreement, []);
        var now = DueOf(new Reckoning(book, asOf).Of(agreement, bills).Targets);
        return [.. new Reckoning(book, until.PlusDays(-1)).Of(foreseen.Agreement,
                [.. bills.Select(Paid), .. foreseen.ToCome])
            .Targets.Where(target => target.Kind == CommissionKind.Due)
            .Select(target => target with
            {
                Amount = target.Amount - now.GetValueOrDefault(target.Key, Money.Zero(book.Currency)),
                On = LocalDate.Max(target.On, asOf),
            })
            .Where(target => target.Amount.MinorUnits != 0).OrderBy(target => target.On)];
    }

    /// <summary>Likewise of the charges over all agreements of a scheme, as the bills to come are issued.</summary>
    /// <param name="agreements">All of the scheme, each with its bills.</param>
    public IReadOnlyList<CommissionTarget> Of(
        Scheme scheme, IReadOnlyList<(Agreement Agreement, IReadOnlyList<BilledCommission> Bills)> agreements)
    {
        if (scheme.Overrides.Count == 0) return [];
        var now = DueOf(new Reckoning(book, asOf).Of(scheme, [.. agreements.SelectMany(one => one.Bills)]));
        var (bills, found) = (agreements.SelectMany(one => one.Bills).Select(Paid).ToList(),
            new List<CommissionTarget>());
        var toCome = agreements.SelectMany(one => Foreseen(one.Agreement, one.Bills)?.ToCome ?? [])
            .Where(bill => bill.IssuedOn < until).ToLookup(bill => LocalDate.Max(bill.IssuedOn, asOf));
        foreach (var day in toCome.Select(same => same.Key).Append(asOf).Distinct().Order())
        {
            bills.AddRange(toCome[day]);
            var then = new Reckoning(book, day).Of(scheme, bills);
            found.AddRange(then.Where(target => target.Kind == CommissionKind.Due).Select(target => target with
            {
                Amount = target.Amount - now.GetValueOrDefault(target.Key, Money.Zero(book.Currency)), On = day,
            }).Where(target => target.Amount.MinorUnits != 0));
            now = DueOf(then);
        }
        return found;
    }

    private static BilledCommission Paid(BilledCommission bill) => bill with { Received = bill.Total };

    private static Dictionary<string, Money> DueOf(IEnumerable<CommissionTarget> targets) =>
        targets.Where(target => target.Kind == CommissionKind.Due)
            .ToDictionary(target => target.Key, target => target.Amount, StringComparer.Ordinal);

    /// <summary>An agreement as its supply is foreseen, and the bills to come; null where none is.</summary>
    private (Agreement Agreement, List<BilledCommission> ToCome)? Foreseen(
        Agreement agreement, IReadOnlyList<BilledCommission> bills)
    {
        var commission = agreement.Commission!;
        var isCounted = commission.Scheme.Overrides.Any(over => over.IsCounted);
        var expected = Expectation.Of(commission, book) ?? (isCounted ? Expectation.OfNothing(book) : null);
        if (expected is not { } expectation) return null;
        var start = Onboarding.StartOf(agreement, tracks: true);
        var assumed = start is not null || agreement.Registrations.Any(one => one.State == SupplyState.Withdrawn)
            ? agreement : agreement with
            {
                Registrations = [new("", agreement.Id, null, SupplyState.Live,
                    LocalDate.Max(asOf, commission.Agreed.From), null, null, agreement.Place)],
            };
        return Onboarding.StartOf(assumed, tracks: true) is null ? null
            : (assumed, ToCome(assumed, commission, expectation, bills));
    }

    /// <summary>A bill of each month to come, of its part of what is expected.</summary>
    private List<BilledCommission> ToCome(Agreement agreement, Commission commission, Expectation expectation,
        IReadOnlyList<BilledCommission> bills)
    {
        var begin = bills.Select(bill => bill.To).Append(LocalDate.Max(commission.Agreed.From,
            Onboarding.StartOf(agreement, tracks: true) ?? commission.Agreed.From)).Max();
        LocalDate?[] ends = [until, commission.Agreed.To, agreement.To, EndOf(agreement)];
        var end = ends.Min()!.Value;
        var (whole, toCome) = (commission.Agreed.Count, new List<BilledCommission>());
        for (var from = begin; from < end;)
        {
            var to = LocalDate.Min(end, new YearMonth(from.Year, from.Month).PlusMonths(1).OnDayOfMonth(1));
            var (first, last) = (Days(commission, from), Days(commission, to));
            toCome.Add(new($"forecast-{from.Year:0000}-{from.Month:00}", to, new(from, to),
                new(1, book.Currency), new(1, book.Currency),
                [.. expectation.Charges.Select(charge => charge with
                {
                    Quantity = charge.Quantity * Exact.Ratio(last - first, whole),
                    ByConnection = new Dictionary<string, Money>(),
                    // What is left to the next is what was rounded away before.
                    Amount = Part(charge.Amount, last, whole) - Part(charge.Amount, first, whole),
                })],
                expectation.Measures.ToDictionary(one => one.Key, one => one.Value * Exact.Ratio(last - first,
                    whole)))
            {
                Connections = [.. agreement.Connections.Select(one => one.Id)],
            });
            from = to;
        }
        return toCome;
    }

    /// <summary>The day from which the market has no connection supplied any more; null while it has.</summary>
    private LocalDate? EndOf(Agreement agreement)
    {
        var states = agreement.Connections.Select(one => Onboarding.StateOf(agreement, one.Id, asOf)).ToList();
        return states.TrueForAll(state => state is { State: SupplyState.Ended or SupplyState.Disconnected })
            ? states.Max(state => state!.On) : null;
    }

    private static int Days(Commission commission, LocalDate day) =>
        commission.Agreed.Intersect(new(commission.Agreed.From, day)).Count;

    private Money Part(Money amount, int days, int whole) =>
        Money.Rounded(amount.Amount * Exact.Ratio(days, whole), book.Currency, book.LineRounding);
}
