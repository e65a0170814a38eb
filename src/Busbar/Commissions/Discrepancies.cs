using System.Globalization;
using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Commissions;

/// <summary>Looks for what isn't as it should be: a supply that didn't start as agreed, a use that isn't what was
/// expected, commission for what is no longer supplied, for one meter twice, or for bills that nobody pays.</summary>
/// <param name="asOf">The day as of which it is looked.</param>
public sealed class Discrepancies(Book book, LocalDate asOf)
{
    private const int LeastDays = 90;

    private readonly bool _tracks = book.Agreements.Values.Any(one => one.Registrations.Count > 0);

    /// <summary>All that is found, by agreement and kind.</summary>
    /// <param name="bills">What each agreement has earned.</param>
    public IReadOnlyList<Discrepancy> Of(
        IReadOnlyList<CommissionAccount> accounts, ILookup<string, BilledCommission> bills) =>
        [.. accounts.SelectMany(account => Of(account, [.. bills[account.Agreement.Id]])).Concat(Overlaps(accounts))
            .OrderBy(one => one.Agreement, StringComparer.Ordinal).ThenBy(one => one.Kind, StringComparer.Ordinal)
            .ThenBy(one => one.Connection, StringComparer.Ordinal)];

    private IEnumerable<Discrepancy> Of(CommissionAccount account, IReadOnlyList<BilledCommission> bills) =>
        (_tracks ? Starts(account).Concat(Dead(account, bills)).Concat(SteppedBack(account)) : [])
        .Concat(Use(account, bills)).Concat(Rate(account)).Concat(Over(account))
        .Concat(Unpaid(account, bills));

    /// <summary>Where supply began on another day than agreed, or hasn't begun.</summary>
    private List<Discrepancy> Starts(CommissionAccount account)
    {
        var found = new List<Discrepancy>();
        var (agreement, agreed) = (account.Agreement, account.Agreement.Commission!.Agreed);
        foreach (var connection in agreement.Connections)
        {
            var (start, state) = (Onboarding.StartOf(agreement, connection.Id),
                Onboarding.StateOf(agreement, connection.Id, asOf));
            if (state?.Supplier is { } other)
                found.Add(Found(account, "other-supplier", connection.Id, "supplied by the seller", $"by {other}",
                    Paid(account, connection.Id), Evidence(state)));
            if (start is { } day && day <= asOf)
            {
                if (day == agreed.From) continue;
                var days = Period.DaysBetween(agreed.From, day);
                found.Add(Found(account, days > 0 ? "late-start" : "early-start", connection.Id, Text(agreed.From),
                    Text(day), Part(account, days, connection.Id),
                    $"{Math.Abs(days)} days; " + Evidence(agreement.Registrations.First(
                        one => one.State == SupplyState.Live && one.IsOf(connection.Id)))));
            }
            else if (agreed.From <= asOf)
                found.Add(Found(account, state?.State switch
                    {
                        SupplyState.Objected => "objected", SupplyState.Withdrawn => "withdrawn", _ => "not-registered",
                    }, connection.Id, $"live from {Text(agreed.From)}", state is null ? "no registration"
                        : Word(state.State), Paid(account, connection.Id), state is null ? "the market says nothing"
                            : Evidence(state)));
        }
        return found;
    }

    /// <summary>What is earned for days after the supply of a connection ended.</summary>
    private IEnumerable<Discrepancy> Dead(CommissionAccount account, IReadOnlyList<BilledCommission> bills) =>
        from connection in account.Agreement.Connections
        let state = Onboarding.StateOf(account.Agreement, connection.Id, asOf)
        where state is { State: SupplyState.Ended or SupplyState.Disconnected }
        let late = bills.Where(bill => bill.To > state.On).ToList()
        let amount = Money.Sum(late.Select(bill => Of(connection.Id, SumAfter(bill, state.On), account,
            bill.Charges)), book.Currency)
        where amount.MinorUnits != 0
        select Found(account, "dead-meter", connection.Id, $"nothing from {Text(state.On)}",
            $"{amount} on {string.Join(", ", late.Select(bill => bill.Bill))}", amount, Evidence(state));

    /// <summary>What is due for a customer who stepped back in time.</summary>
    private IEnumerable<Discrepancy> SteppedBack(CommissionAccount account)
    {
        var agreement = account.Agreement;
        if (agreement.Signed is not { } signed || Paid(account) is not { MinorUnits: not 0 } paid
            || agreement.Registrations.FirstOrDefault(one => one.State == SupplyState.Withdrawn) is not { } back
            || back.On > signed.PlusDays(agreement.Commission!.Scheme.CoolingOffDays)) return [];
        return [Found(account, "cooling-off", null, "nothing", paid.ToString(), paid, Evidence(back))];
    }

    /// <summary>Where a year's use isn't what was expected.</summary>
    private List<Discrepancy> Use(CommissionAccount account, IReadOnlyList<BilledCommission> bills)
    {
        var (commission, days) = (account.Agreement.Commission!, bills.Sum(bill => bill.Days.Count));
        if (account.Expectation is not { } expected || days < LeastDays) return [];
        var found = new List<Discrepancy>();
        foreach (var (name, whole) in expected.Measures.Where(one => one.Value.Sign > 0))
        {
            var share = Exact.Ratio(days, commission.Agreed.Count);
            var (should, used) = (whole * share, bills.Aggregate(Exact.Zero,
                (sum, bill) => sum + bill.Measures.GetValueOrDefault(name)));
            var off = (used - should) / should;
            if ((off.Sign < 0 ? -off : off) <= commission.Scheme.Tolerance) continue;
            found.Add(Found(account, "use-differs", null, $"{name} {Number(should)}", $"{name} {Number(used)}",
                Money.Rounded(expected.Amount.Amount * share, book.Currency, book.LineRounding) - Sum(bills),
                $"{days} days billed, {Number(off * 100)} %"));
        }
        return found;
    }

    /// <summary>Where more is agreed than a scheme may take.</summary>
    private IEnumerable<Discrepancy> Rate(CommissionAccount account)
    {
        if (account is not { Expectation: { Rate: { } rate } expected }
            || account.Agreement.Commission!.Scheme.Most is not { } most || rate <= most) return [];
        return [Found(account, "rate-over-most", null, $"{Rate(most)} at most", Rate(rate),
            Money.Rounded((rate - most) * expected.Energy, book.Currency, book.LineRounding),
            $"{expected.Amount} for {Number(expected.Energy)} kWh")];
    }

    /// <summary>Where more is paid than all of the commission, however the rules of pay come to it: while the agreement
    /// goes on than what is expected, or earned if that is more; once it is over and billed, than what is earned.
    /// </summary>
    private IEnumerable<Discrepancy> Over(CommissionAccount account)
    {
        var (paid, earned, isOver) = (Paid(account), account.Earned, account.IsOver);
        if (!isOver && account.Expectation is null) return [];
        var isByExpected = !isOver && account.Expectation!.Amount.MinorUnits > earned.MinorUnits;
        var all = isByExpected ? account.Expectation!.Amount : earned;
        if (paid.MinorUnits <= Math.Max(0, all.MinorUnits)) return [];
        var parts = account.Targets.Where(target => target.Kind == CommissionKind.Due)
            .GroupBy(target => target.Cause).Select(same => (Cause: same.Key, Amount: Money.Sum(
                same.Select(target => target.Amount), book.Currency))).Where(one => one.Amount.MinorUnits != 0);
        return [Found(account, isByExpected ? "paid-over-expected" : "paid-over-earned", null,
            $"{all} at most", paid.ToString(), paid - all, (all.MinorUnits <= 0 ? "nothing"
                : $"{Number(Exact.Ratio(paid.MinorUnits, all.MinorUnits) * 100)} % of what")
            + $" is {(isByExpected ? "expected" : "earned")}: "
            + string.Join(", ", parts.Select(one => $"{one.Cause} {one.Amount}")))];
    }

    /// <summary>Where bills that a commission was paid for are overdue.</summary>
    private IEnumerable<Discrepancy> Unpaid(CommissionAccount account, IReadOnlyList<BilledCommission> bills)
    {
        if (account.Agreement.Commission!.Scheme.Earned == EarnedBy.Received) return [];
        var late = bills.Where(bill => bill.PaidPart < Exact.One
            && book.DueOn(account.Agreement.Account, bill.IssuedOn) < asOf).ToList();
        var amount = Money.Sum(late.Select(bill => Money.Rounded(
            (Exact.One - bill.PaidPart) * Sum([bill]).Amount, book.Currency, book.LineRounding)), book.Currency);
        if (amount.MinorUnits == 0) return [];
        var oldest = late.MinBy(bill => bill.IssuedOn)!;
        var due = Text(book.DueOn(account.Agreement.Account, oldest.IssuedOn));
        return [Found(account, "not-paid", null, $"paid by {due}",
            $"{string.Join(", ", late.Select(bill => bill.Bill))} overdue", amount, $"since bill {oldest.Bill}")];
    }

    /// <summary>Connections that two agreements are agreed for on the same days.</summary>
    private IEnumerable<Discrepancy> Overlaps(IReadOnlyList<CommissionAccount> accounts) =>
        from same in accounts.SelectMany(account => account.Agreement.Connections.Select(one => (one.Id, account)))
            .GroupBy(one => one.Id)
        let ordered = same.Select(one => one.account).OrderBy(one => one.Agreement.Commission!.Agreed.From)
            .ThenBy(one => one.Agreement.Id, StringComparer.Ordinal).ToList()
        from pair in ordered.Zip(ordered.Skip(1))
        let days = pair.First.Agreement.Commission!.Agreed.Intersect(pair.Second.Agreement.Commission!.Agreed)
        where !days.IsEmpty
        let isOne = pair.First.Agreement.Commission!.Scheme.To.Id == pair.Second.Agreement.Commission!.Scheme.To.Id
        select Found(pair.First, isOne ? "renewal-overlap" : "two-brokers", same.Key,
            $"ends before {Text(pair.Second.Agreement.Commission!.Agreed.From)}", $"agreed for {days}",
            pair.First.Agreement.Commission!.HasEnd ? Part(pair.First, days.Count, same.Key)
                : Money.Zero(book.Currency),
            $"agreement {pair.Second.Agreement.Id}, scheme {pair.Second.Agreement.Commission!.Scheme.Id}") with
        {
            Other = pair.Second.Agreement.Id,
        };

    private static Discrepancy Found(CommissionAccount account, string kind, string? connection, string expected,
        string actual, Money effect, string evidence) => new(kind, account.Agreement.Commission!.Scheme.To.Id,
        account.Agreement.Id, connection, expected, actual, effect, evidence, account.Agreement.Place);

    /// <summary>What is expected of a connection on some of the agreed days.</summary>
    private Money Part(CommissionAccount account, int days, string connection) =>
        account.Expectation is not { } expected ? Money.Zero(book.Currency)
            : Of(connection, Money.Rounded(expected.Amount.Amount * Exact.Ratio(days,
                account.Agreement.Commission!.Agreed.Count), book.Currency, book.LineRounding), account,
                expected.Charges);

    /// <summary>What is due for a connection, in the ratio of what is expected of it.</summary>
    private Money Paid(CommissionAccount account, string connection) =>
        Of(connection, Paid(account), account, account.Expectation?.Charges ?? []);

    /// <summary>The part of a connection in what is of all of its agreement's: in the ratio of what charges by the
    /// connection come to, and of others an equal part. The parts add up.</summary>
    private static Money Of(
        string connection, Money amount, CommissionAccount account, IReadOnlyList<EarnedCharge> charges)
    {
        var ids = account.Agreement.Connections.Select(one => one.Id).ToList();
        var sizes = ids.ConvertAll(id => charges.Aggregate(Exact.Zero, (sum, charge) => sum
            + (charge.ByConnection.Count == 0 ? charge.Amount.Amount / ids.Count
                : charge.ByConnection.TryGetValue(id, out var own) ? own.Amount : Exact.Zero)));
        var all = sizes.Aggregate(Exact.Zero, (sum, one) => sum + one);
        // A credit mirrors a debit.
        var sign = amount.MinorUnits < 0 ? -1 : 1;
        var parts = Apportion.ToTargets(sign * amount.MinorUnits, sizes.ConvertAll(size =>
            sign * amount.MinorUnits * (all.Sign <= 0 ? Exact.Ratio(1, ids.Count) : size / all)));
        return new(sign * parts[ids.IndexOf(connection)], amount.Currency);
    }

    private Money Paid(CommissionAccount account) => Money.Sum(account.Targets
        .Where(target => target.Kind == CommissionKind.Due).Select(target => target.Amount), book.Currency);

    private Money Sum(IEnumerable<BilledCommission> bills) =>
        Money.Sum(bills.SelectMany(bill => bill.Charges).Select(charge => charge.Amount), book.Currency);

    /// <summary>What a bill has earned from a day on: by days, where it is of days before, too.</summary>
    private Money SumAfter(BilledCommission bill, LocalDate day) => bill.Days.From >= day ? Sum([bill])
        : Money.Rounded(Sum([bill]).Amount * Exact.Ratio(new Time.Days(day, bill.To).Count, bill.Days.Count),
            book.Currency, book.LineRounding);

    private string Rate(Exact rate) => $"{rate.Round(6, Rounding.HalfAway)} {book.Currency}/kWh";

    private static string Evidence(Registration registration) =>
        $"registration {registration.Id}, {Word(registration.State)} on {Text(registration.On)}"
        + (registration.Note is { } note ? $": {note}" : "");

    private static string Word(SupplyState state) => state.ToString().ToLowerInvariant();

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static string Number(Exact value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.Round(3, Rounding.HalfAway)}");
}
