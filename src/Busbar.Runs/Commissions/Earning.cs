using Busbar.Billing;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs.Commissions;

/// <summary>A bill that a commission can't be reckoned for, and why.</summary>
internal sealed record Unearned(string Agreement, string Bill, IReadOnlyList<Fault> Faults);

/// <summary>What the bills that stand earn brokers: each rated from what was known when it was made, so that it earns
/// what it was billed for, and a bill that is made again earns anew.</summary>
internal sealed class Earning
{
    private static readonly Days Ever = new(new(1900, 1, 1), new(9990, 1, 1));

    private readonly Database _database;
    private readonly Book _book;
    private readonly Dictionary<string, Money> _received;
    private readonly List<(Agreement Agreement, BilledCommission Bill)> _earned = [];
    private readonly List<Unearned> _unearned = [];

    private readonly LocalDate _on;

    private Earning(Database database, Snapshot snapshot, Book book, LocalDate on)
    {
        (_database, _book, _on) = (database, book, on);
        _received = snapshot.Ledger().Allocated(on).GroupBy(one => one.Document).ToDictionary(same => same.Key,
            same => new Money(same.Sum(one => one.Amount), book.Currency), StringComparer.Ordinal);
    }

    /// <summary>What the bills of each agreement earn, and those that can't be reckoned: of those that stood at the end
    /// of a day, with what was received by then.</summary>
    public static (ILookup<string, BilledCommission> Bills, IReadOnlyList<Unearned> Unearned) Of(
        Database database, Snapshot snapshot, Book book, LocalDate on)
    {
        var run = new Earning(database, snapshot, book, on);
        run.Rate();
        return (run._earned.ToLookup(one => one.Agreement.Id, one => one.Bill), run._unearned);
    }

    private void Rate()
    {
        var agreements = _book.Agreements.Values.Where(one => one.Commission is not null)
            .ToDictionary(one => one.Id, StringComparer.Ordinal);
        var billed = BillStore.BilledWithin(_database, agreements.Keys, Ever.From, Ever.To, _on)
            .Where(charge => charge.Issuer.Length == 0).GroupBy(charge => (charge.Agreement, charge.Number))
            .Select(same => (Agreement: agreements[same.Key.Agreement], same.Key.Number, Days: agreements[
                same.Key.Agreement].Commission!.Rated.SupplyIn(new(
                    same.Min(charge => LocalDate.Max(charge.From, charge.PeriodStart)), same.Max(charge =>
                        charge.To))), Connections: same.Select(charge => charge.Connection).Distinct().ToList()))
            .Where(one => !one.Days.IsEmpty).ToList();
        var heads = BillStore.Heads(_database, [.. billed.Select(one => one.Number)])
            .ToDictionary(head => head.Number, StringComparer.Ordinal);
        foreach (var same in billed.GroupBy(one => heads[one.Number].Receipt).OrderBy(same => same.Key))
            Rate(same.Key, [.. same.Select(one => (one.Agreement, heads[one.Number], one.Days,
                ConnectionsOf(one.Agreement, one.Days, one.Connections)))]);
    }

    /// <summary>The connections that a bill is for: those of its charges; where one is of all together, all that the
    /// market supplies by then.</summary>
    private static List<string> ConnectionsOf(Agreement agreement, Days days, List<string> charged) =>
        !charged.Contains("") ? charged : [.. agreement.Connections.Select(one => one.Id).Where(id =>
            charged.Contains(id) || Onboarding.StateOf(agreement, id, days.To.PlusDays(-1)) is not { } state
                || state.State == SupplyState.Live || (state.State is SupplyState.Ended or SupplyState.Disconnected
                    && state.On > days.From))];

    private void Rate(long receipt, IReadOnlyList<(Agreement Agreement, BillHead Head, Days Days,
        IReadOnlyList<string> Connections)> bills)
    {
        var plans = bills.Select(one => SchemeCharges.PlanOf(one.Agreement.Commission!.Rated, one.Days)).ToList();
        using var snapshot = _database.Snapshot(receipt);
        var inputs = Loading.Load(snapshot, _book, [.. plans.OfType<Billing.BillPlan>()]);
        var rated = new (BilledCommission? Bill, IReadOnlyList<Fault> Faults)[bills.Count];
        Parallel.For(0, bills.Count, i =>
        {
            var (head, none) = (bills[i].Head, ((IReadOnlyList<EarnedCharge>)[],
                (IReadOnlyDictionary<string, Exact>)new Dictionary<string, Exact>(), (IReadOnlyList<Fault>)[]));
            var (charges, measures, faults) = plans[i] is { } plan ? SchemeCharges.Rate(plan, _book, inputs) : none;
            rated[i] = (faults.Count > 0 ? null : new(head.Number, head.IssuedOn, bills[i].Days,
                new(head.Total, _book.Currency), _received.GetValueOrDefault(head.Number, Money.Zero(_book.Currency)),
                charges, measures) { Connections = bills[i].Connections }, faults);
        });
        foreach (var (one, (bill, faults)) in bills.Zip(rated))
            if (bill is not null) _earned.Add((one.Agreement, bill));
            else _unearned.Add(new(one.Agreement.Id, one.Head.Number, faults));
    }
}
