using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Rating;
using Busbar.Runs.Payments;
using Busbar.Runs.Verifying;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What is to be billed.</summary>
/// <param name="Periods">The billing periods that start on these days.</param>
/// <param name="Account">The one account; null: all.</param>
/// <param name="IsDraft">Whether bills are only made and shown, and nothing is stored.</param>
/// <param name="IssuedOn">The day of issue, today where it is null: no bill is issued for supply after it.</param>
public sealed record BillOrder(Days Periods, string? Account, bool IsDraft, LocalDate? IssuedOn);

/// <summary>What came of an account and a billing period.</summary>
/// <param name="Issuer">The party in whose name it was to be billed; empty: the seller.</param>
public abstract record BillResult(string Account, Days Period, string Issuer)
{
    /// <summary>A bill was issued, or made as a draft.</summary>
    /// <param name="Explanation">What it was made from, with the receipt up to which everything was known.</param>
    public sealed record Made(
        string Account, Days Period, string Issuer, BillDocument Document, Explanation Explanation)
        : BillResult(Account, Period, Issuer);

    /// <summary>All of it had been billed.</summary>
    public sealed record AlreadyBilled(string Account, Days Period, string Issuer, IReadOnlyList<string> Numbers)
        : BillResult(Account, Period, Issuer);

    /// <summary>No bill, and why.</summary>
    public sealed record Held(string Account, Days Period, string Issuer, IReadOnlyList<Fault> Reasons)
        : BillResult(Account, Period, Issuer);
}

/// <summary>
/// One pass that bills many accounts, all from what is known at one receipt. A held account doesn't stop it. What it
/// has issued stays issued; run again, it goes on with what isn't billed.
/// </summary>
public sealed class BillRun
{
    private readonly Database _database;
    private readonly BillOrder _order;
    private readonly LocalDate _issuedOn;
    private readonly Book _book;
    private readonly long _receipt;

    private BillRun(Database database, BillOrder order, Book book, long receipt, LocalDate issuedOn)
    {
        (_database, _order, _book, _receipt, _issuedOn) = (database, order, book, receipt, issuedOn);
        Due = [.. from account in Accounts(order, book)
            from period in account.Cycle.PeriodsStartingIn(order.Periods)
            where book.AgreementsByAccount[account.Id].Any(agreement => !agreement.SupplyIn(period).IsEmpty)
            orderby period.From
            select (account, period)];
    }

    /// <summary>The accounts and billing periods, in the order in which they are billed.</summary>
    public IReadOnlyList<(Account Account, Days Period)> Due { get; }

    /// <summary>The issued bills that rest on what pools had settled without who has become a member since: what these
    /// bills need settles it again, for all.</summary>
    public IReadOnlyList<ConcernedBill> Moved { get; private init; } = [];

    /// <summary>How many accounts and periods are billed in one transaction.</summary>
    internal int AccountsAtOnce { get; set; } = 200;

    /// <summary>Plans a run over what a store knows now.</summary>
    /// <param name="today">Which day it is in a zone; the book's zone is asked for.</param>
    /// <exception cref="RefusedException">There is no book, or no such account.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static BillRun Of(Database database, BillOrder order, Func<DateTimeZone, LocalDate> today)
    {
        var moved = order.IsDraft ? [] : Settle(database, order, today);
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var issuedOn = order.IssuedOn ?? today(book.Zone);
        var run = new BillRun(database, order, book, snapshot.Receipt, issuedOn) { Moved = moved };
        if (order.IsDraft) return run;
        foreach (var (account, issuer) in run.Due.Select(due => due.Account).Distinct()
            .SelectMany(account => BillPlan.IssuersOf(book, account).Select(issuer => (account, issuer)))
            .DistinctBy(one => (one.issuer, one.account.IsSelfBilled)))
            Issuing.RefuseEarlier(database, account, issuer, book, issuedOn);
        return run;
    }

    /// <summary>Settles first what the bills need of pools, so that all of them rest on the same settlement.</summary>
    /// <returns>The issued bills that rest on another one.</returns>
    private static IReadOnlyList<ConcernedBill> Settle(
        Database database, BillOrder order, Func<DateTimeZone, LocalDate> today)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        if (book.Pools.Count == 0) return [];
        var run = new BillRun(database, order, book, snapshot.Receipt, order.IssuedOn ?? today(book.Zone));
        var settling = new Settling(snapshot, book);
        foreach (var (account, period) in run.Due.Where(due => book.AgreementsByAccount[due.Account.Id]
            .Any(agreement => agreement.Pools.Count > 0)))
            if (BillPlan.Of(book, account, period, _ => false) is { } plan && plan.Supply.To <= run._issuedOn)
                settling.Load([.. plan.Channels().Where(need => need.Settled is not null)]);
        settling.Store(database);
        if (settling.Joined.Count == 0) return [];
        using var settled = database.Snapshot();
        return Concerned.By(database, settled, book, Resettling.Of(settled, book, settling.Joined.ToDictionary(
            one => one.Key, one => new Days(one.Value.Min, one.Value.Max.PlusDays(1)))));
    }

    /// <summary>Runs, and gives what came of each account and period as it comes, in order.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used; what was given out before is kept.
    /// </exception>
    public IEnumerable<BillResult> Run(CancellationToken cancel = default)
    {
        var chunks = Due.Chunk(AccountsAtOnce).ToList();
        Task<List<Rated>>? next = null;
        try
        {
            for (var i = 0; i < chunks.Count; i++)
            {
                var rated = (next ?? StartRating(chunks[i], cancel)).GetAwaiter().GetResult();
                cancel.ThrowIfCancellationRequested();
                // The next accounts are rated while these are written.
                next = i + 1 < chunks.Count ? StartRating(chunks[i + 1], cancel) : null;
                foreach (var result in _order.IsDraft ? [.. rated.Select(Draft)] : Issue(rated)) yield return result;
            }
            // What accounts have paid before is set against what they owe now.
            if (!_order.IsDraft) Crediting.All(_database);
        }
        finally
        {
            // Whoever stops listening closes the database next: nobody must be reading it then.
            if (next is not null) Task.WaitAny([next], CancellationToken.None);
        }
    }

    private Task<List<Rated>> StartRating((Account, Days)[] chunk, CancellationToken cancel) =>
        Task.Run(() => RateChunk(chunk), cancel);

    /// <summary>
    /// What rating made of one account and period in one name: an outcome, or the numbers under which it is billed.
    /// </summary>
    private sealed record Rated(
        Account Account, Days Period, string Issuer, BillOutcome? Outcome, IReadOnlyList<string> Numbers);

    private List<Rated> RateChunk((Account Account, Days Period)[] chunk)
    {
        var billed = _order.IsDraft ? Enumerable.Empty<BilledBefore>().ToLookup(_ => "") : Billed(chunk);
        var names = chunk.SelectMany(due => BillPlan.IssuersOf(_book, due.Account)
            .Select(issuer => (due.Account, due.Period, Issuer: issuer))).ToList();
        var plans = names.ConvertAll(one => BillPlan.Of(
            _book, one.Account, one.Period, Before(one.Account, billed), one.Issuer));
        var inputs = InputsOf(plans);
        // Of the chunk alone: what many share is many times computed in a long run, but never kept for all of it.
        var (frames, outcomes) = (new Frames(), new BillOutcome?[plans.Count]);
        Parallel.For(0, plans.Count, i =>
            outcomes[i] = plans[i] is { } plan
                ? Making.Make(
                    plan, _book, frames, () => inputs ?? InputsOf(plan), _order.IsDraft ? null : _issuedOn,
                        hasCharges: false) : null);
        return [.. names.Select((one, i) => new Rated(one.Account, one.Period, one.Issuer, outcomes[i],
                [.. Before(one.Account, billed).Where(before => before.Issuer == one.Issuer
                        && !before.OwnDays.Intersect(one.Period).IsEmpty)
                    .Select(before => before.Number).Distinct().Order(StringComparer.Ordinal)]))
            // Where nothing is billed and nothing to bill, nothing was due: a window that ends in another period.
            .Where(rated => rated.Outcome is not null || rated.Numbers.Count > 0)];
    }

    /// <summary>What the plans of a chunk are rated from; null where something of it can't be read: then each is
    /// loaded by itself, so that only those are held whose it is.</summary>
    private Inputs? InputsOf(IEnumerable<BillPlan?> plans)
    {
        try
        {
            return InputsOf([.. plans.OfType<BillPlan>()]);
        }
        catch (Exception problem) when (VerifyRun.IsDamage(problem))
        {
            return null;
        }
    }

    private Inputs InputsOf(params BillPlan[] plans)
    {
        using var snapshot = _database.Snapshot(_receipt);
        return Loading.Load(snapshot, _book, plans);
    }

    private ILookup<string, BilledBefore> Billed((Account Account, Days Period)[] chunk) => Issuing.Billed(_database,
        chunk.SelectMany(due => _book.AgreementsByAccount[due.Account.Id]),
        new(chunk.Min(due => due.Period.From), chunk.Max(due => due.Period.To)));

    private List<BilledBefore> Before(Account account, ILookup<string, BilledBefore> billed) =>
        [.. _book.AgreementsByAccount[account.Id].SelectMany(agreement => billed[agreement.Id])];

    private BillResult Draft(Rated rated) => rated.Outcome switch
    {
        BillOutcome.Made made => new BillResult.Made(rated.Account.Id, rated.Period, rated.Issuer,
            BillDocument.Of(made.Bill, null, null), made.Bill.Explanation with { Receipt = _receipt }),
        BillOutcome.Held held => new BillResult.Held(rated.Account.Id, rated.Period, rated.Issuer, held.Reasons),
        _ => new BillResult.AlreadyBilled(rated.Account.Id, rated.Period, rated.Issuer, rated.Numbers),
    };

    private List<BillResult> Issue(List<Rated> rated)
    {
        var bills = rated.Select(one => one.Outcome).OfType<BillOutcome.Made>().Select(made => made.Bill).ToList();
        var made = bills.ConvertAll(bill => Issuing.NewBill(bill, _book, _issuedOn, _receipt));
        var outcomes = new Queue<IssueOutcome?>(Issue(made));
        return [.. rated.Select(one => one.Outcome is not BillOutcome.Made { Bill: var bill } ? Draft(one)
            : outcomes.Dequeue() switch
            {
                null => new BillResult.Held(one.Account.Id, one.Period, one.Issuer, [new("readings-changed",
                    $"Readings or prices of account {one.Account.Id} came in while it was billed.", one.Account.Place,
                    one.Account.Id, "Run the bill again.")]),
                IssueOutcome.Issued { Number: var number } => new BillResult.Made(one.Account.Id, one.Period,
                    one.Issuer, BillDocument.Of(bill, number, _issuedOn), bill.Explanation with { Receipt = _receipt }),
                var other => new BillResult.AlreadyBilled(one.Account.Id, one.Period, one.Issuer, [other.Number]),
            })];
    }

    /// <summary>What became of each bill; null where something else is known by now than it was made from.</summary>
    private IReadOnlyList<IssueOutcome?> Issue(IReadOnlyList<NewBill> made)
    {
        while (true)
        {
            var (outdated, latest) = Concerned.Outdated(_database, _receipt, _book, made);
            var current = made.Where((_, i) => !outdated.Contains(i)).ToList();
            if (current.Count == 0) return [.. made.Select(_ => (IssueOutcome?)null)];
            // What is received between the two is asked for anew.
            if (BillStore.Issue(_database, current, latest) is not { } issued) continue;
            var next = 0;
            return [.. made.Select((_, i) => outdated.Contains(i) ? null : issued[next++])];
        }
    }

    private static IEnumerable<Account> Accounts(BillOrder order, Book book)
    {
        if (order.Account is null) return book.Accounts.Values.OrderBy(account => account.Id, StringComparer.Ordinal);
        if (book.Accounts.TryGetValue(order.Account, out var account)) return [account];
        throw new RefusedException(new Fault("unknown-account", $"There is no account {order.Account}.",
            Name: order.Account, Hint: Nearest.Hint(order.Account, book.Accounts.Keys)));
    }
}
