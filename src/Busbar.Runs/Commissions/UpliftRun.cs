using Busbar.Billing;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs.Commissions;

/// <summary>Finds where the uplift in what customers were billed isn't the one that is agreed with their brokers: what
/// was billed is worked out from what was known when it was, what is agreed from what is known now.</summary>
internal static class UpliftRun
{
    /// <summary>A bill's uplift that is another than what is agreed.</summary>
    private sealed record Off(CommissionAccount Account, string Bill, BilledUplift Uplift);

    /// <summary>What is found in the bills that stand, those with the same rates one after another together.
    /// </summary>
    public static IReadOnlyList<Discrepancy> Of(Database database, Book book, CommissionsNow now)
    {
        var bills = now.Accounts.SelectMany(account => now.Bills[account.Agreement.Id]
            .Select(bill => (Account: account, Bill: bill))).ToList();
        var receipts = BillStore.Heads(database, [.. bills.Select(one => one.Bill.Bill).Distinct()])
            .ToDictionary(head => head.Number, head => head.Receipt, StringComparer.Ordinal);
        var off = bills.GroupBy(one => receipts[one.Bill.Bill]).SelectMany(same =>
            OffIn(database, book, same.Key, [.. same])).ToList();
        return [.. off.GroupBy(one => (one.Account.Agreement.Id, one.Uplift.Connection, one.Uplift.Term.Name,
                one.Uplift.AgreedRate, one.Uplift.BilledRate))
            .Select(same => Found([.. same.OrderBy(one => one.Uplift.Days.From)], book))
            .Where(one => one.Effect.MinorUnits != 0)
            .OrderBy(one => one.Agreement, StringComparer.Ordinal).ThenBy(one => one.Connection,
                StringComparer.Ordinal)];
    }

    private static List<Off> OffIn(Database database, Book book, long receipt,
        IReadOnlyList<(CommissionAccount Account, BilledCommission Bill)> bills)
    {
        using var snapshot = database.Snapshot(receipt);
        var before = StoredBook.Load(snapshot);
        var plans = bills.SelectMany(one => before.Agreements.TryGetValue(one.Account.Agreement.Id, out var billed)
            ? UpliftPlan.Of(one.Account.Agreement, billed, one.Bill.Days, book).Select(plan => (One: one, Plan: plan))
            : []).ToList();
        if (plans.Count == 0) return [];
        var now = Loading.Load(snapshot, book, [.. plans.Select(one => one.Plan.Agreed)]);
        var then = Loading.Load(snapshot, before, [.. plans.Select(one => one.Plan.Billed).OfType<BillPlan>()]);
        return [.. from one in plans
                   let uplift = one.Plan.Of(book, now, then)
                   where uplift is not null && uplift.Agreed != uplift.Billed
                   select new Off(one.One.Account, one.One.Bill.Bill, uplift)];
    }

    private static Discrepancy Found(IReadOnlyList<Off> same, Book book)
    {
        var (first, effect) = (same[0], same.Aggregate(Exact.Zero, (sum, one) =>
            sum + one.Uplift.Agreed - one.Uplift.Billed));
        var (agreement, term) = (first.Account.Agreement, first.Uplift.Term);
        var bills = same.Select(one => one.Bill).Distinct().ToList();
        var unit = term.Unit.Dimension == Dimension.Money(book.Currency) / Dimension.Energy
            ? Disclosure.UnitOf(book.Currency) : term.Unit.ToString();
        return new("uplift-differs", agreement.Commission!.Scheme.To.Id, agreement.Id, first.Uplift.Connection,
            Rate(first.Uplift.AgreedRate), Rate(first.Uplift.BilledRate),
            Money.Rounded(effect, book.Currency, book.LineRounding),
            $"{new Days(first.Uplift.Days.From, same[^1].Uplift.Days.To)}; {bills[0]}"
                + (bills.Count > 1 ? $" and {bills.Count - 1} more" : "") + "; " + (first.Uplift.IsInPrices
                    ? $"{term.Name} as billed and as agreed now"
                    : $"no price of product {agreement.Product.Id} has {term.Name}"), agreement.Place);

        string Rate(Exact rate) => unit == Disclosure.UnitOf(book.Currency) ? $"{Disclosure.Text(rate)} {unit}"
            : $"{(rate / term.Unit.Factor).Round(6, Rounding.HalfAway)} {unit}";
    }
}
