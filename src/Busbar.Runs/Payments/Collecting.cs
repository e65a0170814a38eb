using Busbar.Contracts;
using Busbar.Formats.Bank;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Payments;

/// <summary>What is to be collected by direct debit.</summary>
/// <param name="Documents">The bills; none of an instalment.</param>
public sealed record DueDebit(
    string Id, Account Account, Money Amount, LocalDate CollectOn, IReadOnlyList<string> Documents)
{
    /// <summary>Which of its mandate's it is.</summary>
    public DebitSequence Sequence { get; init; }

    /// <summary>The days of the instalments that it is for; none where it is for bills.</summary>
    public IReadOnlyList<LocalDate> Instalments { get; init; } = [];

    /// <summary>What of these instalments was paid otherwise, in minor units.</summary>
    public long PaidBefore { get; init; }

    /// <summary>The account of the seller into which it is collected.</summary>
    public Iban Into { get; init; }
}

/// <summary>A reminder, and what it costs whoever is reminded.</summary>
/// <param name="Fee">Its document; null where it costs nothing.</param>
/// <param name="Cost">The fee of the stage and the interest.</param>
public sealed record SentReminder(DueReminder Reminder, string? Fee, Money Cost);

/// <summary>What was collected, and what was reminded of, on a day.</summary>
/// <param name="Batch">The id of the message to the bank; empty where there is none.</param>
/// <param name="Waiting">Accounts that pay by direct debit and can't be collected from, and why.</param>
public sealed record Collected(string Batch, IReadOnlyList<DueDebit> Debits, IReadOnlyList<SentReminder> Reminders,
    IReadOnlyList<DueInstalment> Instalments, IReadOnlyList<Fault> Waiting);

/// <summary>Collects what is due: direct debits for the bank, reminders with their fees, instalments.</summary>
public sealed class Collecting(Database database, Book book, LocalDate today)
{
    // The stage under which it is noted that an instalment was told of; its document is its day.
    internal const string Instalment = "instalment";

    private readonly PaymentTerms _terms = book.Payments;

    /// <summary>The receipt up to which the book was known, by which letters can be written again; null: they can't.
    /// </summary>
    public long? KnownAt { get; init; }

    /// <summary>Collects, once: what was sent or reminded of isn't again.</summary>
    /// <param name="isDraft">Whether it is only shown.</param>
    public Collected Run(bool isDraft) => LedgerStore.Change(database, change =>
    {
        var sent = new DebitsSent(change);
        var paid = new InstalmentsPaid(change, sent);
        var debits = DebitsOf(change, sent, paid, out var waiting);
        var reminders = RemindersOf(change, sent, paid, debits);
        var batch = debits.Count == 0 ? "" : isDraft ? "draft" : change.Next("PB");
        if (isDraft)
            return new(batch, debits, [.. reminders.Select(one => new SentReminder(one, null, one.Fee
                + InterestOf(change, one)))],
                InstalmentsOf(change, paid, isDraft), waiting);
        debits = [.. debits.Select(debit => debit with { Id = change.Next("DD") })];
        var payments = DirectDebitFile.PaymentsOf(batch, debits.Select(Written))
            .SelectMany(same => same.Debits.Select(debit => (debit.EndToEndId, same.Id))).ToDictionary();
        foreach (var debit in debits)
            change.Add(new SentDebit(debit.Id, batch, debit.Account.Id, debit.Amount.MinorUnits, debit.CollectOn,
                debit.Account.Mandate!.Id, debit.Documents)
            {
                Payment = payments[debit.Id], Sequence = DebitSequences.CodeOf(debit.Sequence),
                Creditor = debit.Into.Text, Instalments = debit.Instalments,
                PaidBefore = debit.PaidBefore,
            });
        return new Collected(batch, debits, [.. reminders.Select(one => Send(change, one))],
            InstalmentsOf(change, paid, isDraft), waiting);
    });

    /// <summary>What was sent in a batch, to be written again.</summary>
    /// <exception cref="RefusedException">There is none of that id.</exception>
    public Collected Again(string batch)
    {
        using var snapshot = database.Snapshot();
        var sent = PaymentStore.SentDebits(snapshot).Where(debit => debit.Batch == batch).ToList();
        if (sent.Count == 0)
            throw new RefusedException(new Fault("unknown-batch", $"There is no batch {batch} of direct debits.",
                Name: batch));
        if (sent.Find(debit => book.Accounts.GetValueOrDefault(debit.Account)?.Mandate?.Id != debit.Mandate)
            is { } other)
            throw new RefusedException(new Fault("other-mandate", $"Direct debit {other.Id} of batch {batch} was sent "
                + $"under mandate {other.Mandate}, which account {other.Account} hasn't any more.", Name: batch,
                Hint: $"Say that it came back, busbar pay reject {other.Id}, and collect anew."));
        return new(batch, [.. sent.Select(debit => new DueDebit(debit.Id, book.Accounts[debit.Account],
            new(debit.Amount, book.Currency), debit.CollectOn, debit.Documents)
        {
            Sequence = DebitSequences.Of(debit.Sequence), Instalments = debit.Instalments,
            Into = Iban.Parse(debit.Creditor, out _) ?? book.PaidInto(book.Accounts[debit.Account])
                ?? throw NoCreditor(),
        })], [], [], []);
    }

    private static RefusedException NoCreditor() => new(new Fault("no-creditor",
        "The book doesn't say under which id and into which account is collected.",
        Hint: "Add payments: { creditor-id: …, iban: … } to the book."));

    /// <summary>Writes direct debits as the bank takes them.</summary>
    /// <exception cref="RefusedException">A bank would refuse them.</exception>
    public void Write(Stream to, Collected collected, Instant created)
    {
        if (_terms.CreditorId is not { } id) throw NoCreditor();
        DirectDebitFile.Write(to, DirectDebitVersion.V8, collected.Batch, created,
            new(book.Seller.Name, id, collected.Debits[0].Into), [.. collected.Debits.Select(Written)]);
    }

    private static DirectDebit Written(DueDebit debit)
    {
        var mandate = debit.Account.Mandate!;
        return new(debit.Id, debit.Amount, debit.CollectOn, new(mandate.Id, mandate.SignedOn,
                mandate.Name.Length > 0 ? mandate.Name : debit.Account.Party.Name, mandate.Iban),
            debit.Sequence, mandate.Scheme == "B2B" ? DebitScheme.Business : DebitScheme.Core,
            TextOf(debit))
        {
            Into = debit.Into,
        };
    }

    private static string TextOf(DueDebit debit) => debit.Documents.Count > 0 ? string.Join(' ', debit.Documents)
        : debit.Instalments is [var first, .., var last]
            ? $"Instalments of account {debit.Account.Id} from {LocalDatePattern.Iso.Format(first)} to "
                + LocalDatePattern.Iso.Format(last)
        : $"Instalment of account {debit.Account.Id}";

    /// <summary>Of each account with a mandate what is due by then and isn't on its way; or its instalment.</summary>
    private List<DueDebit> DebitsOf(
        LedgerChange change, DebitsSent sent, InstalmentsPaid paid, out List<Fault> waiting)
    {
        waiting = [];
        var (debits, mandates, ended) = (new List<DueDebit>(), new HashSet<string>(), new Dictionary<string, string>());
        foreach (var account in book.Accounts.Values.Where(account => account.Mandate is not null)
            .OrderBy(account => account.Id, StringComparer.Ordinal))
        {
            var due = DebitsOf(account, change.OpenItems(account.Id), sent, paid).ToList();
            if (due.Count == 0) continue;
            if (_terms.CreditorId is null || book.PaidInto(account) is not { } into)
                waiting.Add(new("no-creditor",
                    $"Account {account.Id} is paid by direct debit, and the book doesn't say "
                    + "under which id and into which account it is collected.", account.Place, account.Id,
                    "Add payments: { creditor-id: …, iban: … } to the book."));
            else
                foreach (var one in due)
                    if ((ended.GetValueOrDefault(account.Mandate!.Id) ?? sent.LastOf(account.Mandate)) is { } last)
                        waiting.Add(Ended(account, one, last));
                    else
                    {
                        var sequence = sent.SequenceOf(account.Mandate, one.CollectOn, mandates);
                        debits.Add(one with { Sequence = sequence, Into = into });
                        mandates.Add(account.Mandate.Id);
                        if (sequence is DebitSequence.OneOff or DebitSequence.Final)
                            ended[account.Mandate.Id] = "a debit of this file";
                    }
        }
        return debits;
    }

    private static Fault Ended(Account account, DueDebit due, string last) => new("mandate-ended",
        $"{due.Amount} {due.Amount.Currency} are due of account {account.Id}, and its mandate {account.Mandate!.Id} "
            + $"ended with {last}.", account.Mandate.Place, account.Id,
        "Write the new mandate into the book; without one the account pays by itself, and is reminded.");

    /// <summary>Instalments instead of the bills; or those, of which a plan pays off some bit by bit.</summary>
    private IEnumerable<DueDebit> DebitsOf(
        Account account, IReadOnlyList<OpenItem> items, DebitsSent sent, InstalmentsPaid paid)
    {
        var pending = sent.OnTheirWay(account.Id);
        if (BudgetOf(account) is { } budget && budget.HoldsOn(Soonest))
            return One(InstalmentsOf(account, budget, sent, paid));
        // Never more than the account owes in all, without what is on its way.
        var most = items.Sum(item => item.Amount) - pending.Sum(debit => debit.Amount);
        if (account.Plan is not { } plan) return One(BillsOf(account, items, pending, most, sent));
        var later = Dunning.After(plan, items).ToHashSet();
        var documents = later.Select(item => item.Document).ToHashSet();
        var (ofBills, ofPlan) = (pending.Where(IsOfBills).ToList(), pending.Where(debit => !IsOfBills(debit)).ToList());
        var planned = PlannedOf(account, plan, [.. items.Where(item => !later.Contains(item))], ofPlan, sent);
        return [.. One(planned),
            .. One(BillsOf(account, [.. later], ofBills, most - (planned?.Amount.MinorUnits ?? 0), sent))];

        bool IsOfBills(SentDebit debit) => debit.Documents.Any(documents.Contains);

        static IEnumerable<DueDebit> One(DueDebit? debit) => debit is null ? [] : [debit];
    }

    /// <summary>The first day on which the bank can collect what is sent today.</summary>
    private LocalDate Soonest => today.PlusDays(_terms.CollectDaysBefore);

    /// <summary>The instalments of an account, until its supply ends and its last bill says what is left.</summary>
    private Budget? BudgetOf(Account account)
    {
        if (account.Budget is not { } budget) return null;
        var ends = book.TreeOf(account).SelectMany(one => book.AgreementsByAccount[one.Id]).Select(one => one.To)
            .ToList();
        return budget with { End = ends.Contains(null) ? null : ends.Max() };
    }

    /// <summary>What a plan has come to and wasn't paid of it.</summary>
    private DueDebit? PlannedOf(Account account, PaymentPlan plan, List<OpenItem> items, List<SentDebit> pending,
        DebitsSent sent)
    {
        if (Instalments.Of(account, plan, items, Soonest) is not [var first, ..]) return null;
        var documents = items.Where(item => item.Role == LedgerRole.Receivables).Select(item => item.Document)
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var owed = Dunning.MissingOf(plan, items, Soonest) - pending.Sum(debit => debit.Amount);
        return owed <= 0 || documents.Count == 0
            || documents.Max(document => sent.TimesBack(account, document, first.Due)) >= _terms.CollectTries
            ? null : new("", account, new(owed, book.Currency), LocalDate.Max(first.Due, Soonest), documents);
    }

    private DueDebit? BillsOf(
        Account account, IReadOnlyList<OpenItem> items, IReadOnlyList<SentDebit> pending, long most, DebitsSent sent)
    {
        var documents = items.Where(item => item.Role == LedgerRole.Receivables)
            .GroupBy(item => item.Document)
            .Where(same => !pending.Any(debit => debit.Documents.Contains(same.Key))
                && sent.TimesBack(account, same.Key) < _terms.CollectTries).ToList();
        var due = documents.Where(same => same.Sum(item => item.Amount) > 0
            && same.Min(item => item.Due ?? item.PostedOn) <= Soonest).ToList();
        var owed = Math.Min(due.Sum(same => same.Sum(item => item.Amount)), most);
        return owed <= 0 ? null : new("", account, new(owed, book.Currency),
            LocalDate.Max(Soonest,
                due.Max(same => same.Min(item => item.Due ?? item.PostedOn))),
            [.. due.Select(same => same.Key).Order(StringComparer.Ordinal)]);
    }

    /// <summary>All instalments that are due and not yet collected or paid, in one sum, without those that came back as
    /// often as is tried.</summary>
    private DueDebit? InstalmentsOf(Account account, Budget budget, DebitsSent sent, InstalmentsPaid paid)
    {
        var due = paid.Open(account, budget, Soonest)
            .Where(one => sent.TimesBack(account, budget, one.Due) < _terms.CollectTries).ToList();
        var sum = new Money(due.Sum(one => one.Amount.MinorUnits), book.Currency);
        return due.Count == 0 ? null : new("", account, sum, Soonest, [])
        {
            Instalments = [.. due.Select(one => one.Due)],
            PaidBefore = due.Count * budget.Amount.MinorUnits - sum.MinorUnits,
        };
    }

    /// <summary>The instalments that are due and not paid of who pays by itself, each told once, on whichever day that
    /// is asked.</summary>
    private List<DueInstalment> InstalmentsOf(LedgerChange change, InstalmentsPaid paid, bool isDraft)
    {
        var told = PaymentStore.Reminders(change).Where(one => one.Stage == Instalment)
            .Select(one => (one.Account, one.Document)).ToHashSet();
        List<DueInstalment> all = [.. from account in book.Accounts.Values
            where account.Mandate is null && (account.Budget is not null || account.Plan is not null)
            orderby account.Id
            from due in (BudgetOf(account) is { } budget && budget.HoldsOn(today)
                    ? paid.Open(account, budget, today) : [])
                .Concat(account.Plan is { } plan
                    ? Instalments.Of(account, plan, change.OpenItems(account.Id), today) : [])
            where !told.Contains((account.Id, DayOf(due)))
            select due];
        if (!isDraft)
            foreach (var one in all) change.Add(new Reminder(one.Account, DayOf(one), Instalment, today));
        return all;

        static string DayOf(DueInstalment one) =>
            (one.IsOfPlan ? "plan " : "") + LocalDatePattern.Iso.Format(one.Due);
    }

    /// <summary>Who is late, but for what the bank was told to collect, before or now.</summary>
    private List<DueReminder> RemindersOf(
        LedgerChange change, DebitsSent sent, InstalmentsPaid paid, IReadOnlyList<DueDebit> debits)
    {
        var reminded = PaymentStore.Reminders(change).ToLookup(one => one.Account);
        return [.. change.OpenItems().GroupBy(item => item.Account).Where(same => book.Accounts.ContainsKey(same.Key))
            .Where(same => !PaysInstalments(same.Key))
            .SelectMany(same => Dunning.Of(book.Accounts[same.Key], [.. same], OnItsWay(same.Key), today,
                _terms, reminded[same.Key].ToLookup(one => one.Document, one => one.Stage), book.Currency))];

        // What they leave open of bills is settled when they are reviewed, or supply ends.
        bool PaysInstalments(string account) => BudgetOf(book.Accounts[account]) is { } budget && budget.HoldsOn(today)
            && paid.Open(book.Accounts[account], budget, _terms.LateOn(today)).All(one =>
                debits.Any(debit => debit.Account.Id == account && debit.Instalments.Contains(one.Due)));

        OnItsWay OnItsWay(string account)
        {
            var before = sent.OnTheirWay(account).Select(debit => (debit.Documents, debit.Amount));
            return new([.. before, .. debits.Where(one => one.Account.Id == account)
                .Select(one => (one.Documents, one.Amount.MinorUnits))]);
        }
    }

    /// <summary>Interest for the days since it was due, less what was charged for that document before: also what was
    /// taken back, for whoever was let off it isn't charged it again.</summary>
    private Money InterestOf(LedgerChange change, DueReminder one)
    {
        if (one.IsOfFees || _terms.InterestPerYear is not { } rate) return Money.Zero(book.Currency);
        var before = change.EverPosted(EntryKind.Fee, InterestText(one)).Sum(posted => posted.Entry.Postings
            .Where(posting => posting.Detail == Interest).Sum(posting => -posting.Amount.MinorUnits));
        var all = Dunning.Interest(one.Open.MinorUnits, rate, Period.DaysBetween(one.Due, today), book.Currency);
        return new(Math.Max(0, all.MinorUnits - before), book.Currency);
    }

    /// <summary>Notes the reminder and posts what it costs.</summary>
    private SentReminder Send(LedgerChange change, DueReminder one)
    {
        var interest = InterestOf(change, one);
        var cost = one.Fee + interest;
        var id = cost.MinorUnits == 0 ? null : change.Next("FEE");
        var reminder = new Reminder(one.Account, one.Document, one.Stage.Name, today)
        {
            Letter = KnownAt is not { } known ? null : new(
                known, one.Due, one.Open.MinorUnits, one.Fee.MinorUnits, interest.MinorUnits, id ?? ""),
        };
        if (!change.Add(reminder)) throw new InvalidOperationException($"{one.Document} was reminded of.");
        if (id is null) return new(one, null, cost);
        change.Post(new Entry(today, EntryKind.Fee, id, InterestText(one),
        [
            new(book.Chart.Of(LedgerRole.Receivables), cost)
            {
                Account = one.Account, Document = id, Due = book.DueOn(book.Accounts[one.Account], today),
                    Detail = Dunning.Fees,
            },
            .. new[] { (one.Stage.Name, one.Fee), (Interest, interest) }.Where(part => part.Item2.MinorUnits != 0)
                .Select(part => new Posting(book.Chart.Of(LedgerRole.Fees), -part.Item2) { Detail = part.Item1 }),
        ])
        {
            Account = one.Account,
        });
        return new(one, id, cost);
    }

    private const string Interest = "interest";

    private static string InterestText(DueReminder one) => $"{one.Document} of {one.Account}";
}
