using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Payments;

/// <summary>A balance that was written off, or would be.</summary>
public sealed record WrittenOff(string Id, string Account, Money Amount);

/// <summary>What somebody decides of money: whose a receipt is, what it is for, and what goes where.</summary>
public sealed class PayActions(Database database, Book book, LocalDate on)
{
    private readonly MoneyEntries _entries = new(book.Chart, book.Currency);

    /// <summary>Whether what is decided is only shown, and nothing is kept.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The entries that were posted; of a draft, that would be.</summary>
    public IReadOnlyList<Entry> Posted { get; private set; } = [];

    /// <summary>Gives a receipt of which nobody knew whose it is to an account, or to the one that pays a
    /// bill.</summary>
    /// <param name="to">An account, or the number of a bill.</param>
    /// <returns>The account.</returns>
    /// <exception cref="RefusedException">There is no such receipt or account, or it was given already.</exception>
    public string Match(string receipt, string to) => Change(change =>
    {
        FindReceipt(change, receipt);
        var open = change.OpenSuspense().Where(item => item.Document == receipt).ToList();
        if (open.Count == 0)
            throw Refused("matched-before", $"Receipt {receipt} isn't in suspense: it is known whose it is.", receipt,
                $"Take the match back first: busbar pay unmatch {receipt}.");
        var payers = change.Documents().Where(one => one.Document == to).Select(one => one.Account).ToList();
        if (payers.Count > 1)
            throw Refused("several-payers", $"Bill {to} is paid by {string.Join(" and ", payers)}.", to,
                "Name the account.");
        var account = payers.Count == 1 ? payers[0] : AccountOf(to).Id;
        var amount = new Money(-open[0].Amount, book.Currency);
        RefuseBefore(change.ChangedOn(LedgerRole.Suspense, receipt)!.Value, $"Receipt {receipt} is in suspense",
            "matched", receipt);
        change.Post(_entries.Match(on, change.Next("M"), receipt, amount, [(account, amount)]));
        Crediting.Of(change, book, account, new Dictionary<string, IReadOnlyList<string>>
        {
            [receipt] = payers.Count == 1 ? [to] : [],
        });
        return account;
    });

    /// <summary>Takes the match of a receipt back: it is in suspense again, and what it paid is open again.</summary>
    /// <exception cref="RefusedException">There is no such receipt, it was taken back, nobody has it, or some of it
    /// went on to somebody else.</exception>
    public IReadOnlyList<string> Unmatch(string receipt) => Change(change =>
    {
        var posted = FindReceipt(change, receipt);
        if (change.OpenSuspense().Any(item => item.Document == receipt))
            throw Refused("unmatched-before", $"Receipt {receipt} is in suspense: there is no match to take back.",
                receipt, $"Say whose it is: busbar pay match {receipt} --to ACCOUNT.");
        // The last match gave it away; without any it was given when it came. What came back since is gone.
        var given = change.Standing(EntryKind.Match, receipt) is [.., var match] ? match : posted;
        var returned = change.Standing(EntryKind.Return, receipt).Where(one => one.Number > given.Number).ToList();
        var accounts = change.CreditOwners().Where(one => one.Document == receipt).Select(one => one.Account).ToList();
        if (accounts.Count == 0 && returned.Count > 0)
            throw Refused("returned-receipt", $"Receipt {receipt} was returned.", receipt, "See busbar pay list.");
        if (accounts.Count == 0)
            throw Refused("no-account", $"Receipt {receipt} is what was paid back: no account has it.", receipt,
                "See busbar pay list.");
        RefuseBefore(given.Entry.PostedOn, $"Receipt {receipt} is {string.Join(" and ", accounts)}'s", "taken back",
            receipt);
        RefuseBefore(change.ChangedOn(LedgerRole.CustomerCredit, receipt)!.Value,
            $"What came by receipt {receipt} is where it is", "taken back", receipt);
        var owed = accounts.Select(account => OwedOfCredit(change, account)).ToList();
        Undoing.Allocations(change, receipt, on);
        if (given.Entry.Kind == EntryKind.Match && returned.Count == 0)
            change.Reverse(given, on, EntryKind.Match, change.Next("M"));
        else change.Post(_entries.Unmatched(on, change.Next("M"), receipt,
            [given.Entry, .. returned.Select(one => one.Entry)]));
        // What was paid back or given to another account isn't there to be taken back.
        foreach (var (account, before) in accounts.Zip(owed))
            if (OwedOfCredit(change, account) - before is > 0 and var gone)
                throw Refused("credit-gone", $"{new Money(gone, book.Currency)} {book.Currency} of receipt {receipt} "
                    + $"were paid back or given to another account by {account}.", receipt,
                    $"Give what is left of it to the right account: busbar pay transfer {account} ACCOUNT.");
        foreach (var account in accounts) Crediting.Of(change, book, account, Crediting.NoNames);
        return accounts;
    });

    /// <summary>What an account owes of credit that it had, since more of it went on than came in.</summary>
    private static long OwedOfCredit(LedgerChange change, string account) => change.OpenItems(account).Where(item =>
        item.Role == LedgerRole.CustomerCredit && item.Amount > 0).Sum(item => item.Amount);

    /// <summary>Notes that the bank gave a direct debit back without booking it, and it is collected again; or didn't
    /// pay a refund, and it is credit again.</summary>
    /// <param name="reason">The bank's code or words; may be empty.</param>
    /// <returns>The account.</returns>
    /// <exception cref="RefusedException">There is no such direct debit or refund, or it isn't on its way any more.
    /// </exception>
    public string Reject(string debit, string reason) => Change(change =>
    {
        if (change.Find(EntryKind.Refund, debit) is { Reverses: null } refund) return RejectRefund(change, refund);
        var sent = PaymentStore.SentDebits(change);
        var own = sent.FirstOrDefault(one => one.Id == debit) ?? throw Refused("unknown-debit",
            $"There is no direct debit {debit}.", debit,
            Nearest.Hint(debit, sent.Select(one => one.Id)) ?? "busbar collect says what it sends.");
        if (!new DebitsSent(change).IsOnItsWay(debit) || !change.Reject(debit, on, reason))
            throw Refused("not-on-its-way", $"Direct debit {debit} isn't on its way: the bank has booked it, or gave "
                + "it "
                + "back before.", debit, "What was booked and is returned comes with a bank statement.");
        return own.Account;
    });

    private string RejectRefund(LedgerChange change, PostedEntry refund)
    {
        var id = refund.Entry.Reference;
        if (change.IsReversed(refund.Number) || !change.OpenSuspense().Any(item => item.Document == id))
            throw Refused("not-on-its-way", $"Refund {id} isn't on its way: the bank has paid it, or it came back "
                + "before.", id, "What was paid and comes back comes with a bank statement. See busbar pay refunds.");
        var account = Undoing.Refund(change, refund, on)[0];
        Crediting.Of(change, book, account, Crediting.NoNames);
        return account;
    }

    /// <summary>Sets the credit of an account against one bill, as much as there is of both or less.</summary>
    /// <returns>What was set against it.</returns>
    /// <exception cref="RefusedException">There is no credit, or nothing is open of the bill.</exception>
    public Money Allocate(string account, string bill, Money? most) => Change(change =>
    {
        var items = change.OpenItems(AccountOf(account).Id);
        var (credits, debts) = (items.Where(item => item.Amount < 0).ToList(),
            items.Where(item => item.Amount > 0 && item.Document == bill).ToList());
        if (debts.Count == 0)
            throw Refused("nothing-open", $"Nothing is open of {bill} for account {account}.", bill,
                $"See what is: busbar account {account}.");
        if (credits.Count == 0)
            throw Refused("no-credit", $"Account {account} has no credit.", account, $"See busbar account {account}.");
        var left = most?.MinorUnits ?? long.MaxValue;
        var all = new List<Allocation>();
        foreach (var one in Allocating.Of([.. credits, .. debts], new(AllocationOrder.OldestFirst, []),
            Crediting.NoNames))
            if (Math.Min(left, one.Amount) is > 0 and var amount)
            {
                all.Add(one with { Amount = amount });
                left -= amount;
            }
        RefuseBefore(all.Max(one => LocalDate.Max(one.Credit.ChangedOn, one.Debt.ChangedOn)),
            $"Credit of account {account} and what is open of {bill} are there", "set against each other", bill);
        foreach (var same in all.GroupBy(one => one.Credit.Document))
            change.Post(_entries.Allocation(on, change.Next("A"), [.. same]) with { Text = same.Key });
        return new Money(all.Sum(one => one.Amount), book.Currency);
    });

    /// <summary>Takes back what a receipt was set against; it is credit again until somebody decides.</summary>
    /// <exception cref="RefusedException">It isn't set against anything.</exception>
    public void Release(string receipt) => Change(change =>
    {
        var set = change.StandingAllocations(receipt);
        var accounts = set.Select(one => one.Entry.Account!).Distinct().ToList();
        if (accounts.Count == 0)
            throw Refused("nothing-allocated", $"{receipt} isn't set against any bill.", receipt,
                "See busbar pay list.");
        RefuseBefore(set.Max(one => one.Entry.PostedOn), $"{receipt} is set against a bill", "taken back", receipt);
        Undoing.Allocations(change, receipt, on);
        foreach (var account in accounts) Crediting.Release(change, book, account);
        return 0;
    });

    /// <summary>Pays credit of an account back: it waits in suspense until the bank says that it was paid.</summary>
    /// <param name="amount">Null: all of its credit.</param>
    /// <returns>The id that the payment must name, and the amount.</returns>
    /// <exception cref="RefusedException">There is less credit than that.</exception>
    public (string Id, Money Amount) Refund(string account, Money? amount) => Change(change =>
    {
        var credits = Credit(change, account, amount, out var wanted);
        var id = change.Next("REF");
        change.Post(new Entry(on, EntryKind.Refund, id, "",
        [
            .. credits, new(book.Chart.Of(LedgerRole.Suspense), -wanted) { Document = id },
        ]));
        return (id, wanted);
    });

    /// <summary>Gives credit of one account to another.</summary>
    /// <exception cref="RefusedException">There is less credit than that, or it is the same account.</exception>
    public Money Transfer(string from, string to, Money? amount) => Change(change =>
    {
        if (from == to) throw Refused("same-account", $"{from} is both accounts.", from, "Name another one.");
        var receiver = AccountOf(to).Id;
        var credits = Credit(change, from, amount, out var wanted);
        var id = change.Next("T");
        change.Post(new Entry(on, EntryKind.Transfer, id, $"{from} to {to}",
        [
            .. credits, new(book.Chart.Of(LedgerRole.CustomerCredit), -wanted) { Account = receiver, Document = id },
        ]));
        Crediting.Of(change, book, receiver, Crediting.NoNames);
        return wanted;
    });

    /// <summary>Writes off what accounts owe where it is no more than a limit, overdue, and not being collected.
    /// </summary>
    /// <param name="account">Only this one; null: all, for which the book's limit is the most.</param>
    /// <param name="upTo">The most that an account may owe.</param>
    /// <exception cref="RefusedException">There is no such account, or the limit is above the book's.</exception>
    public IReadOnlyList<WrittenOff> WriteOff(string? account, Money upTo) =>
        Change(change =>
        {
            if (account is null && upTo.MinorUnits > (book.Payments.WriteOffUpTo?.MinorUnits ?? 0))
                throw Refused("above-limit", book.Payments.WriteOffUpTo is { } limit
                    ? $"The book writes off no more than {limit} {limit.Currency} of any account."
                    : "The book doesn't say up to which amount balances of any account are written off.", "write-off",
                    "Name the account that is let off more: --account A. Or change the book: payments: "
                        + "{ write-off-up-to: … }.");
            var (done, sent) = (new List<WrittenOff>(), new DebitsSent(change));
            foreach (var same in change.OpenItems(account is null ? null : AccountOf(account).Id)
                .GroupBy(item => item.Account))
            {
                var owed = same.Sum(item => item.Amount);
                if (owed <= 0 || owed > upTo.MinorUnits || sent.OnTheirWay(same.Key).Count > 0
                    || same.Any(item => item.Amount < 0 || item.ChangedOn > on
                        || (item.Due ?? item.PostedOn) >= on)) continue;
                done.Add(new(change.Next("W"), same.Key, new(owed, book.Currency)));
                change.Post(new Entry(on, EntryKind.WriteOff, done[^1].Id, "",
                [
                    new(book.Chart.Of(LedgerRole.WriteOffs), new(owed, book.Currency)) { Detail = same.Key },
                    .. same.Select(item => _entries.Of(item, -item.Amount)),
                ]));
            }
            return done;
        });

    /// <summary>Takes a write-off or what being late cost back. Credit pays what is owed again by that, and what had
    /// paid a fee is credit.</summary>
    /// <returns>The account, and what it owes more by that; below zero, less.</returns>
    /// <exception cref="RefusedException">There is no such write-off or fee, or it was taken back; or a fee was written
    /// off.</exception>
    public (string Account, Money Owed) Undo(string id) => Change(change =>
    {
        if ((change.Find(EntryKind.WriteOff, id) ?? change.Find(EntryKind.Fee, id))
            is not { Reverses: null, Entry: var entry } posted) throw NothingToUndo(change, id);
        if (change.IsReversed(posted.Number))
            throw Refused("undone-before", $"{id} was taken back before.", id, "See busbar ledger journal.");
        // What was never paid would become credit.
        if (entry.Kind == EntryKind.Fee && change.All(EntryKind.WriteOff).FirstOrDefault(one => !one.IsReversed
            && one.Posted.Entry.Postings.Any(posting => posting.Document == id)).Posted is { } writeOff)
            throw Refused("written-off", $"{id} was written off by {writeOff.Entry.Reference}.", id,
                $"Take that back first: busbar pay undo {writeOff.Entry.Reference}.");
        RefuseBefore(change.ChangedOn(LedgerRole.Receivables, id) ?? entry.PostedOn, $"{id} is as it is", "taken back",
            id);
        change.Reverse(posted, on, entry.Kind, $"{id} taken back");
        var account = Undoing.AccountsOf(posted)[0];
        Crediting.Of(change, book, account, Crediting.NoNames);
        return (account, entry.Postings.Where(posting => posting.Account is not null)
            .Aggregate(Money.Zero(book.Currency), (sum, posting) => sum - posting.Amount));
    });

    private static RefusedException NothingToUndo(LedgerView ledger, string id) => Refused("nothing-to-undo",
        $"There is no write-off and no fee {id}.", id, id.Split('-')[0] switch
        {
            "R" => $"Whose a receipt is, is taken back by busbar pay unmatch {id}.",
            "DD" or "REF" => $"What the bank didn't book or pay comes back by busbar pay reject {id}.",
            _ => Nearest.Hint(id, ledger.All(EntryKind.WriteOff).Concat(ledger.All(EntryKind.Fee))
                .Select(one => one.Posted.Entry.Reference)) ?? "See busbar ledger journal.",
        });

    private T Change<T>(Func<LedgerChange, T> work)
    {
        (var result, Posted) = LedgerStore.Change(database, work, IsDraft);
        return result;
    }

    /// <summary>The postings that take an amount from the credit of an account, the oldest first.</summary>
    private List<Posting> Credit(LedgerChange change, string account, Money? amount, out Money wanted)
    {
        var credits = change.OpenItems(AccountOf(account).Id).Where(item => item.Amount < 0
            && item.Role == LedgerRole.CustomerCredit).ToList();
        var there = new Money(-credits.Sum(item => item.Amount), book.Currency);
        wanted = amount ?? there;
        if (wanted.MinorUnits <= 0 || wanted.MinorUnits > there.MinorUnits)
            throw Refused("not-enough-credit", $"Account {account} has {there} {book.Currency} of credit"
                + (amount is { } asked ? $", not {asked}." : "."), account, $"See busbar account {account}.");
        var (left, postings) = (wanted.MinorUnits, new List<Posting>());
        foreach (var item in credits)
            if (Math.Min(left, -item.Amount) is > 0 and var part)
            {
                RefuseBefore(item.ChangedOn, $"Credit of account {account} is there", "used", account);
                postings.Add(_entries.Of(item, part));
                left -= part;
            }
        return postings;
    }

    /// <summary>What is decided can't count before the day from which what it is about is as it is.</summary>
    /// <param name="what">What is so: "Receipt R-000001 is in suspense".</param>
    /// <param name="done">What would be done with it.</param>
    private void RefuseBefore(LocalDate there, string what, string done, string name)
    {
        if (on < there)
            throw Refused("day-too-early", $"{what} since {LocalDatePattern.Iso.Format(there)}, and can't be {done} on "
                + $"{LocalDatePattern.Iso.Format(on)}.", name,
                $"Leave --on out, or write --on {LocalDatePattern.Iso.Format(there)} or a later day.");
    }

    private Account AccountOf(string id) => book.Accounts.TryGetValue(id, out var account) ? account
        : throw Refused("unknown-account", $"There is no account {id}.", id, Nearest.Hint(id, book.Accounts.Keys));

    private static PostedEntry FindReceipt(LedgerView ledger, string id)
    {
        if (ledger.Find(EntryKind.Receipt, id) is not { } posted)
            throw Refused("unknown-receipt", $"There is no receipt {id}.", id, "See busbar pay list.");
        if (!ledger.IsReversed(posted.Number)) return posted;
        var (lines, own) = (PaymentStore.Lines(ledger), PaymentStore.Find(ledger, id)!);
        throw lines.Any(line => line.Bank == own.Bank && line.Whole == own.Reference)
            ? Refused("split-receipt", $"Receipt {id} was split into the payments that it is the sum of.", id,
                "See busbar pay list.")
            : Refused("returned-receipt", $"Receipt {id} was returned.", id, "See busbar pay list.");
    }

    private static RefusedException Refused(string code, string message, string name, string? hint) =>
        new(new Fault(code, message, Name: name, Hint: hint));
}
