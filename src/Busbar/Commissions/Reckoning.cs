using Busbar.Billing;
using System.Globalization;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Commissions;

/// <summary>Reckons what brokers have earned and what is due to them, from what is billed, paid and registered. It
/// knows no order of events: the same facts give the same amounts, however they came about.</summary>
/// <param name="asOf">The day as of which it is reckoned.</param>
public sealed class Reckoning(Book book, LocalDate asOf)
{
    private readonly bool _tracks = book.Agreements.Values.Any(one => one.Registrations.Count > 0);

    /// <summary>A moment of a rule that has come.</summary>
    /// <param name="Key">What tells it from others of its agreement.</param>
    /// <param name="UpTo">The day up to which what is earned counts.</param>
    private sealed record Moment(
        PayRule Rule, PayMoment When, string Key, string Cause, LocalDate On, LocalDate UpTo, BilledCommission? Bill);

    /// <summary>What an agreement has earned and what is due for it.</summary>
    /// <param name="bills">Those that stand and earn, in any order.</param>
    public CommissionAccount Of(Agreement agreement, IReadOnlyCollection<BilledCommission> bills)
    {
        var commission = agreement.Commission!;
        var (scheme, expectation) = (commission.Scheme, Expectation.Of(commission, book));
        List<BilledCommission> ordered = [.. bills.OrderBy(bill => bill.To).ThenBy(bill => bill.Bill,
            StringComparer.Ordinal)];
        var targets = ordered.SelectMany(bill => Earned(agreement, scheme, bill)).ToList();
        var (paid, waiting, due) = (Money.Zero(book.Currency), new List<CommissionWait>(),
            new List<CommissionTarget>());
        var moments = MomentsOf(agreement, ordered);
        foreach (var moment in moments.Where(moment => moment.On <= asOf))
        {
            if (Reason(moment, commission, ordered) is { } reason)
            {
                waiting.Add(new(agreement.Id, moment.Rule, moment.When, moment.On, reason));
                continue;
            }
            var (amount, faults) = CommissionRating.PaidBy(moment.Rule, commission, expectation?.Amount,
                EarnedUpTo(ordered, scheme, moment.UpTo), paid, moment.On, book);
            if (faults.Count > 0) waiting.Add(new(agreement.Id, moment.Rule, moment.When, moment.On,
                faults[0].Message));
            paid += amount;
            due.AddRange(Splitting.Of(amount, scheme).Select(part => new CommissionTarget(
                $"{agreement.Id}/due/{moment.Key}/{part.To.Id}", CommissionKind.Due, scheme.Id, agreement.Id,
                    part.To.Id,
                moment.Cause, moment.On, moment.Bill?.Days, moment.Rule.Name, null, null, part.Amount)));
        }
        var earned = Money.Sum(targets.Select(target => target.Amount), book.Currency);
        var isOver = waiting.Count == 0 && moments.TrueForAll(moment => moment.On <= asOf)
            && IsOver(agreement, ordered);
        if (isOver && paid != earned) targets.Add(AtEnd(agreement, paid - earned));
        return new(agreement, expectation, [.. targets, .. due], waiting, earned, isOver);
    }

    /// <summary>Whether all days that earn are over and billed, and the bills paid where payments are what is paid for.
    /// </summary>
    private bool IsOver(Agreement agreement, List<BilledCommission> bills) =>
        EndOf(agreement) is { } to && to <= asOf && BilledUpTo(agreement.Commission!, bills) >= to
        && (bills.TrueForAll(bill => bill.PaidPart == Exact.One) || !agreement.Commission!.Scheme.Pays
            .SelectMany(rule => rule.When).Any(when => when.Event == CommissionEvent.Payment));

    /// <summary>The first day that earns nothing any more: as agreed, or as the market ended supply before.</summary>
    private static LocalDate? EndOf(Agreement agreement) =>
        (agreement.Commission!.Rated.To, Onboarding.EndOf(agreement)) switch
        {
            ({ } agreed, { } ended) => LocalDate.Min(agreed, ended),
            var (agreed, ended) => agreed ?? ended,
        };

    /// <summary>What makes what is earned what was due in the end: a contract that is over is no asset any more
    /// (IFRS 15.99), and what no rule will ever pay is no cost.</summary>
    private static CommissionTarget AtEnd(Agreement agreement, Money amount)
    {
        var (commission, end) = (agreement.Commission!, EndOf(agreement)!.Value);
        return new($"{agreement.Id}/earned/at-end", CommissionKind.Earned, commission.Scheme.Id, agreement.Id, null,
            CommissionEvents.WordOf(commission.HasEnd && end < commission.Agreed.To ? CommissionEvent.EarlyEnd
                : CommissionEvent.ContractEnd), end, null,
            amount.MinorUnits > 0 ? "Paid beyond what was earned" : "Earned and never due", null, null, amount);
    }

    /// <summary>What the charges over all agreements of a scheme come to, and are due, as they are earned.</summary>
    /// <param name="bills">Those of all its agreements.</param>
    public IReadOnlyList<CommissionTarget> Of(Scheme scheme, IReadOnlyCollection<BilledCommission> bills)
    {
        if (scheme.Overrides.Count == 0 || bills.Count == 0) return [];
        var first = scheme.From ?? book.Agreements.Values.Where(one => one.Commission?.Scheme.Id == scheme.Id)
            .Min(one => one.Commission!.Agreed.From);
        var end = bills.Max(bill => bill.To);
        if (end <= first) return [];
        var (days, targets) = (new Time.Days(first, end), new List<CommissionTarget>());
        foreach (var over in scheme.Overrides)
        {
            var earned = CommissionRating.Rate(over, scheme, days, bills, book);
            var key = $"scheme.{scheme.Id}";
            targets.Add(new($"{key}/earned/{earned.Charge}", CommissionKind.Earned, scheme.Id, null, null, scheme.Id,
                days.To, days, earned.Name, earned.Quantity, earned.Unit, earned.Amount));
            targets.AddRange(Splitting.Of(earned.Amount, scheme).Select(part => new CommissionTarget(
                $"{key}/due/{earned.Charge}/{part.To.Id}", CommissionKind.Due, scheme.Id, null, part.To.Id, scheme.Id,
                days.To, days, earned.Name, null, null, part.Amount)));
        }
        return targets;
    }

    private IEnumerable<CommissionTarget> Earned(Agreement agreement, Scheme scheme, BilledCommission bill) =>
        bill.Charges.Select(charge => new CommissionTarget($"{agreement.Id}/earned/{charge.Charge}/{bill.Bill}",
            CommissionKind.Earned, scheme.Id, agreement.Id, null, bill.Bill, bill.IssuedOn, bill.Days, charge.Name,
            charge.Quantity, charge.Unit, Counted(charge, bill, scheme)));

    /// <summary>What of a bill's charge is earned: all, or what is paid of it.</summary>
    private Money Counted(EarnedCharge charge, BilledCommission bill, Scheme scheme) =>
        scheme.Earned == EarnedBy.Billed ? charge.Amount
            : Money.Rounded(charge.Amount.Amount * bill.PaidPart, book.Currency, book.LineRounding);

    private Money EarnedUpTo(IEnumerable<BilledCommission> bills, Scheme scheme, LocalDate day) => Money.Sum(
        bills.Where(bill => bill.To <= day).SelectMany(bill => bill.Charges.Select(charge =>
            Counted(charge, bill, scheme))), book.Currency);

    /// <summary>The moments that have come or are to come, in their order.</summary>
    private List<Moment> MomentsOf(Agreement agreement, List<BilledCommission> bills)
    {
        var happened = Onboarding.Of(agreement, _tracks, asOf);
        return (from rule in agreement.Commission!.Scheme.Pays.Select((rule, i) => (Rule: rule, Order: i))
                from when in rule.Rule.When
                from moment in MomentsOf(rule.Rule, when, happened, bills)
                orderby moment.UpTo, moment.On, rule.Order, moment.Key
                select moment).ToList();
    }

    private static IEnumerable<Moment> MomentsOf(
        PayRule rule, PayMoment when, IReadOnlyList<Happened> happened, List<BilledCommission> bills)
    {
        var key = $"{rule.Id}/{when.ToString().Replace(' ', '-')}";
        if (when.Event is CommissionEvent.Bill or CommissionEvent.Payment)
            return bills.Where(bill => when.Event == CommissionEvent.Bill || bill.Received.MinorUnits != 0
                    || bill.Total.MinorUnits == 0)
                .Select(bill => new Moment(rule, when, $"{key}/{bill.Bill}", bill.Bill, bill.IssuedOn, bill.To, bill));
        var day = when.Event == CommissionEvent.FirstBill ? bills.Select(bill => (LocalDate?)bill.IssuedOn).Min()
            : happened.Where(one => one.Event == when.Event).Select(one => (LocalDate?)one.On).FirstOrDefault();
        return day?.PlusMonths(when.MonthsAfter) is { } due
            ? [new(rule, when, key, when.ToString(), due, due, null)] : [];
    }

    /// <summary>Why a moment that has come isn't paid yet; null where it is.</summary>
    private static string? Reason(Moment moment, Commission commission, List<BilledCommission> bills)
    {
        if (!moment.Rule.IsOfEarned || moment.Bill is not null || moment.When.Event == CommissionEvent.FirstBill)
            return null;
        var needed = LocalDate.Min(moment.UpTo, commission.Rated.To ?? moment.UpTo);
        var billed = BilledUpTo(commission, bills);
        return billed >= needed ? null : string.Create(CultureInfo.InvariantCulture,
            $"it isn't billed from {LocalDatePattern.Iso.Format(billed)} up to "
            + $"{LocalDatePattern.Iso.Format(needed)} yet");
    }

    /// <summary>Up to when is billed without a gap: a clawback of what a month has earned is wrong while that month
    /// isn't billed.</summary>
    private static LocalDate BilledUpTo(Commission commission, List<BilledCommission> bills)
    {
        var billed = commission.Rated.From;
        foreach (var bill in bills.OrderBy(bill => bill.Days.From))
            if (bill.Days.From <= billed) billed = LocalDate.Max(billed, bill.To);
        return billed;
    }
}
