using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Rating;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Accounting;

/// <summary>Drafts of what was supplied up to the end of a day and wasn't billed by then: as bills would be if supply
/// ended with the day.</summary>
internal sealed class UnbilledSupply
{
    private readonly LocalDate _day;
    private readonly Instant _now;
    private readonly Book _book;

    /// <param name="now">Nothing is estimated that isn't over.</param>
    public UnbilledSupply(Book book, LocalDate day, Instant now)
    {
        (_day, _now, Whole) = (day, now, book);
        // Supply ends with the day, so that what is by the month or the year is divided as on a final bill.
        _book = book.With(book.Agreements.Values.Where(agreement => agreement.From <= day).ToDictionary(
            agreement => agreement.Id, agreement => agreement.To is { } to && to <= day.PlusDays(1) ? agreement
                : agreement with { To = day.PlusDays(1) }));
    }

    /// <summary>The book in which supply ends with the day.</summary>
    public Book Book => _book;

    private Book Whole { get; }

    /// <summary>The drafts of some accounts, from what is known and what the book's methods estimate; nothing is
    /// stored.</summary>
    public IReadOnlyList<BillOutcome> Of(Snapshot snapshot, IReadOnlyList<Account> accounts)
    {
        var billed = BilledOn.Charges(snapshot, [.. accounts.SelectMany(account =>
                _book.AgreementsByAccount[account.Id]).Select(agreement => agreement.Id)], _day)
            .Select(charge => new BilledBefore(new(charge.Agreement, charge.Charge, charge.Connection),
                charge.PeriodStart, new(charge.From, charge.To), charge.Number, charge.Issuer))
            .ToLookup(before => before.Key.Agreement);
        var plans = accounts.SelectMany(account => PlansOf(account, billed)).ToList();
        var needs = MeasuredNeeds.Once(MeasuredNeeds.Of(_book, [.. plans.SelectMany(plan => plan.Channels())]));
        var made = new HoleFilling(snapshot, _book, _now).Fill([.. needs])
            .ToDictionary(one => (one.Connection.Id, one.Channel));
        var inputs = With(Loading.Load(snapshot, _book, plans, new(snapshot, _book) { Supposing = With }));
        var (frames, outcomes) = (new Frames(), new BillOutcome[plans.Count]);
        Parallel.For(0, plans.Count, i =>
            outcomes[i] = Making.Make(plans[i], _book, frames, () => inputs, hasCharges: false));
        return outcomes;

        Inputs With(Inputs known) => MeasuredNeeds.With(known, made);
    }

    /// <summary>The plans of the seller's own bills; what is billed in others' names is earned by them.</summary>
    private IEnumerable<BillPlan> PlansOf(Account account, ILookup<string, BilledBefore> billed)
    {
        var own = _book.AgreementsByAccount[account.Id].ToList();
        if (own.Count == 0) yield break;
        var before = own.SelectMany(agreement => billed[agreement.Id]).ToList();
        foreach (var period in account.Cycle.PeriodsTouching(
            new(own.Min(agreement => agreement.From), _day.PlusDays(1))))
            if (BillPlan.Of(_book, account, period, before) is { } plan
                && plan.Tasks.Where(task => !IsOfAnEndToCome(task)).ToList() is { Count: > 0 } tasks)
                yield return tasks.Count == plan.Tasks.Count ? plan
                    : plan.Only(tasks) with { Conflicts = plan.Conflicts };
    }

    /// <summary>Whether a charge is for the last day of an agreement that goes on.</summary>
    private bool IsOfAnEndToCome(ChargeTask task) =>
        Whole.Agreements[task.Agreement.Id].To != task.Agreement.To
        && task.Legs.All(leg => leg.Charge.Rate.Formulas.Any(written =>
            written.Formula.All().Any(part => part is OnceFormula { IsStart: false })));
}
