using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Makes issued bills again to say by how much they would come out otherwise: many at a time, so that it costs
/// about what billing them does, and only as many as are looked at stand in memory. Nothing is stored.</summary>
internal static class MakingAgain
{
    private const int BillsAtOnce = 200;

    /// <summary>Each bill with what its total would be more.</summary>
    /// <param name="numbers">Bills that stand.</param>
    /// <param name="settling">What settles pools that they rest on; null: what is stored counts.</param>
    /// <param name="alter">What else is taken for known, of some of the bills; null: nothing.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IEnumerable<ConcernedBill> Of(
        Database database, Snapshot snapshot, Book book, IReadOnlyList<string> numbers, Settling? settling,
        Func<IReadOnlyList<string>, Inputs, Inputs>? alter = null) => numbers.Chunk(BillsAtOnce).SelectMany(chunk =>
        Some(database, snapshot, book, chunk, settling, alter));

    private static ConcernedBill[] Some(
        Database database, Snapshot snapshot, Book book, string[] numbers, Settling? settling,
        Func<IReadOnlyList<string>, Inputs, Inputs>? alter)
    {
        var heads = BillStore.Heads(database, numbers);
        var plans = Plans(database, book, [.. heads.Where(old =>
            book.Accounts.ContainsKey(old.Account) && old.Currency == book.Currency.Code)]);
        var inputs = Loading.Load(snapshot, book, [.. plans.Values.OfType<BillPlan>()], settling);
        if (alter is not null) inputs = alter(numbers, inputs);
        var (frames, all) = (new Frames(), new ConcernedBill[heads.Count]);
        // What is made again keeps the day whose rates of tax hold.
        var days = heads.Select(old => book.TaxPoint == TaxPoint.Supply ? null
            : Explaining.Find(database, old.Number).Document.TaxDay()).ToList();
        Parallel.For(0, heads.Count, i => all[i] = Compared(heads[i], book, plans, frames, inputs, days[i]));
        return all;
    }

    private static ConcernedBill Compared(
        BillHead old, Book book, Dictionary<string, BillPlan?> plans, Frames frames, Inputs inputs,
        LocalDate? taxPoint)
    {
        if (!plans.TryGetValue(old.Number, out var plan)) return new(old.Number, null) { IsHeld = true };
        var issued = new Money(old.Total, book.Currency);
        return plan is null ? new(old.Number, -issued)
            : Making.Make(plan, book, frames, () => inputs, taxPoint: taxPoint) is BillOutcome.Made made
                ? new(old.Number, made.Bill.Total - issued) : new(old.Number, null) { IsHeld = true };
    }

    /// <summary>The plans of bills without what each of them has billed; null where nothing is to be billed.</summary>
    private static Dictionary<string, BillPlan?> Plans(Database database, Book book, IReadOnlyList<BillHead> heads)
    {
        if (heads.Count == 0) return [];
        var periods = heads.ToDictionary(old => old.Number, old =>
            book.Accounts[old.Account].Cycle.PeriodOf(old.From));
        var billed = Issuing.Billed(database,
            heads.Select(old => old.Account).Distinct().SelectMany(account => book.AgreementsByAccount[account]),
            new(periods.Values.Min(one => one.From), periods.Values.Max(one => one.To)));
        return heads.ToDictionary(old => old.Number, old => BillPlan.Of(
            book, book.Accounts[old.Account], periods[old.Number],
            [.. book.AgreementsByAccount[old.Account].SelectMany(agreement => billed[agreement.Id])
                .Where(before => before.Number != old.Number)], old.Issuer));
    }
}
