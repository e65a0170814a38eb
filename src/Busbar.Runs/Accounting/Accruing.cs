using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Accounting;

/// <summary>What an account's accrual at the end of a day is.</summary>
/// <param name="Days">The supply that it is of; null where it is nothing by now.</param>
/// <param name="Net">What is accrued.</param>
/// <param name="Before">What was accrued for that day already.</param>
/// <param name="Estimated">What of it rests on estimates.</param>
public sealed record AccruedAccount(string Account, Days? Days, Money Net, Money Before, Money Estimated);

/// <summary>The accruals at the end of a day.</summary>
/// <param name="Accounts">Those with an accrual, now or before, by id.</param>
/// <param name="Faults">What couldn't be accrued: the account, its days, and why.</param>
/// <param name="Posted">How many entries were posted.</param>
public sealed record Accrued(
    LocalDate On, Currency Currency, IReadOnlyList<AccruedAccount> Accounts, IReadOnlyList<Fault> Faults, int Posted);

/// <summary>Which accounts are asked for.</summary>
/// <param name="Account">Only this one; null: all.</param>
/// <param name="AndBelow">Whether those below it are, too.</param>
public sealed record AccountsAsked(string? Account = null, bool AndBelow = false)
{
    /// <summary>The accounts, by id.</summary>
    /// <exception cref="RefusedException">There is no such account.</exception>
    internal IReadOnlyList<Account> In(Book book) => [.. (Account is null ? book.Accounts.Values
        : AndBelow ? book.TreeOf(Stating.AccountOf(book, Account)) : [Stating.AccountOf(book, Account)])
        .OrderBy(account => account.Id, StringComparer.Ordinal)];
}

/// <summary>
/// Accrues what was supplied up to the end of a day and wasn't billed by then: a pair of entries for each account, on
/// that day and on the next. Run again it posts nothing, unless something is known otherwise by now: then the pair is
/// withdrawn, and another stands for it.
/// </summary>
public sealed class Accruing
{
    private const int AccountsAtOnce = 200;

    private readonly Database _database;
    private readonly Book _book;
    private readonly LocalDate _day;
    private readonly UnbilledSupply _supply;
    private readonly Dictionary<string, Entry> _made = [];
    private readonly Dictionary<string, Money> _estimated = [];
    private readonly List<Fault> _faults = [];
    private readonly IReadOnlyList<Account> _accounts;
    private readonly bool _isAll;

    private Accruing(Database database, Book book, LocalDate day, Instant now, AccountsAsked of)
    {
        (_database, _book, _day) = (database, book, day);
        (_accounts, _isAll) = (of.In(book), of.Account is null);
        _supply = new(book, day, now);
    }

    /// <summary>Accrues.</summary>
    /// <param name="on">The day; null: yesterday.</param>
    /// <param name="today">Which day it is in a zone; the book's is asked for.</param>
    /// <param name="now">Nothing is estimated that isn't over.</param>
    /// <param name="of">Which accounts; what was accrued for others stays as it is.</param>
    /// <exception cref="RefusedException">There is no book, no such account, or the day isn't over.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was posted.</exception>
    public static Accrued Run(Database database, LocalDate? on, Func<DateTimeZone, LocalDate> today, Instant now,
        AccountsAsked of, CancellationToken cancel = default) =>
        Made(database, on, today, now, of, cancel).Post();

    /// <summary>What is to be posted, as known at one moment, which ends before anybody posts.</summary>
    private static Accruing Made(Database database, LocalDate? on, Func<DateTimeZone, LocalDate> today, Instant now,
        AccountsAsked of, CancellationToken cancel)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var day = on ?? today(book.Zone).PlusDays(-1);
        if (day >= today(book.Zone))
            throw new RefusedException(new Fault("day-not-over",
                $"{LocalDatePattern.Iso.Format(day)} isn't over: what is supplied on it isn't known.",
                Hint: "Accrue a day that has ended; without --on it is yesterday."));
        var run = new Accruing(database, book, day, now, of);
        foreach (var chunk in run._accounts.Chunk(AccountsAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            run.Make(snapshot, chunk);
        }
        return run;
    }

    private void Make(Snapshot snapshot, Account[] accounts)
    {
        foreach (var same in _supply.Of(snapshot, accounts).GroupBy(outcome => outcome.Plan.Account.Id))
        {
            foreach (var held in same.OfType<BillOutcome.Held>())
                _faults.AddRange(held.Reasons.Select(reason => reason with
                {
                    Message = $"Account {same.Key}, {held.Plan.Supply}, isn't accrued: {reason.Message}",
                    Name = same.Key,
                }));
            var drafts = same.OfType<BillOutcome.Made>().Select(made => made.Bill).ToList();
            if (drafts.Count == 0
                || AccrualEntry.Of(drafts[0].Account, drafts, _supply.Book, _day) is not { } entry) continue;
            _made[same.Key] = entry;
            _estimated[same.Key] = drafts.Aggregate(
                Money.Zero(_book.Currency), (sum, draft) => sum + draft.Estimated);
        }
    }

    /// <summary>Posts what isn't posted so; together with what is asked for, so that nobody posts in between.</summary>
    private Accrued Post()
    {
        List<AccruedAccount> accounts = [];
        var asked = _accounts.Select(account => account.Id).ToHashSet();
        // Asked for all, what accounts had that the book has no more is withdrawn.
        var posted = LedgerStore.Post(_database, ledger =>
        {
            var before = ledger.AccrualsOf(_day)
                .Where(one => one.Entry.PostedOn == _day && (_isAll || asked.Contains(one.Entry.Account!)))
                .ToLookup(one => one.Entry.Account!, one => one.Entry);
            var held = _faults.Select(fault => fault.Name).ToHashSet();
            accounts = [.. from id in before.Select(same => same.Key).Union(_made.Keys).Order(StringComparer.Ordinal)
                let made = _made.GetValueOrDefault(id)
                select new AccruedAccount(id, made?.Days, Net(made is null ? [] : [made]), Net(before[id]),
                    _estimated.GetValueOrDefault(id, Money.Zero(_book.Currency)))];
            return [.. accounts
                // What can't be made now and was before stays as it is.
                .Where(one => _made.ContainsKey(one.Account) || !held.Contains(one.Account))
                .SelectMany(one => Entries(_made.GetValueOrDefault(one.Account), [.. before[one.Account]]))];
        });
        return new(_day, _book.Currency,
            [.. accounts.Where(one => one.Net.MinorUnits != 0 || one.Before.MinorUnits != 0)], _faults, posted.Count);
    }

    private static IEnumerable<Entry> Entries(Entry? made, IReadOnlyList<Entry> before)
    {
        var accruals = before.Where(entry => entry.Kind == EntryKind.Accrual).ToList();
        var standing = accruals.Count > before.Count - accruals.Count ? accruals[^1] : null;
        if (standing is null ? made is null : made is not null && SaysTheSame(standing, made)) return [];
        return (standing is null ? [] : AccrualEntry.Withdrawn(standing))
            .Concat(made is null ? [] : AccrualEntry.Pair(made, accruals.Count + 1));
    }

    private static bool SaysTheSame(Entry posted, Entry made) => posted.Days == made.Days
        && posted.Postings.SequenceEqual(
            made.Postings.Select(posting => posting with { To = posting.To with { Name = "" } }));

    private Money Net(IEnumerable<Entry> entries) => entries.SelectMany(entry => entry.Postings)
        .Where(posting => posting.To.Role == LedgerRole.Unbilled)
        .Aggregate(Money.Zero(_book.Currency), (sum, posting) => sum + posting.Amount);
}
