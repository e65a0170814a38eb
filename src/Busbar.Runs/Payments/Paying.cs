using Busbar.Contracts;
using Busbar.Formats.Bank;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Payments;

/// <summary>What became of a line.</summary>
/// <param name="Id">The receipt's.</param>
/// <param name="Why">What said so.</param>
public sealed record PaidLine(string Id, BankEntry Line, Match Match, string Why)
{
    /// <summary>The refund that came back by it; null: none did.</summary>
    public Entry? Bounced { get; init; }
}

/// <summary>What came of a bank statement.</summary>
/// <param name="Unchanged">Lines that were there already.</param>
/// <param name="Allocated">How much of bills was paid by it.</param>
/// <param name="Split">Receipts in suspense that were taken back, since the payments came that they are the sums of.
/// </param>
/// <param name="Surplus">What lines brought beyond what was open of the bills that they are for.</param>
public sealed record PayReport(string Name, IReadOnlyList<PaidLine> Lines, int Unchanged, Money Allocated,
    IReadOnlyList<BankRecord> Split, IReadOnlyList<Surplus> Surplus)
{
    /// <summary>What somebody has to know of it: a statement before or after it is missing, or it is of an account that
    /// the book doesn't have.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Takes bank statements in: every line once, matched, posted, and set against bills, all in one transaction.
/// </summary>
public static class Paying
{
    /// <summary>Takes a file of a bank in: all statements in it, or none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RefusedException">It is malformed, its statements don't come out, or are in another currency
    /// than
    /// the book; nothing was posted.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was posted.</exception>
    public static IReadOnlyList<PayReport> Import(Database database, Book book, string path)
    {
        var statements = BankFile.Read(path, path, book.Currency);
        var refusals = statements.Select(one => one.Statement.Refusal(one.File) ?? Foreign(one.File, one.Statement,
            book) ?? Untimely(one.File, one.Statement, database.Today(book.Zone)))
            .OfType<Fault>().ToList();
        if (refusals.Count > 0) throw new RefusedException(refusals);
        return LedgerStore.Change(database, change => statements.Select(one =>
        {
            var report = new Intake(change, book, one.File, one.Statement.Bank).Run(one.Statement.Entries);
            if (BankBalances.Of(one.Statement, one.File) is not { } balances) return report;
            change.Add(balances);
            return report with { Notes = [.. BankBalances.NotesOf(change, balances, book)] };
        }).ToList());
    }

    private static Fault? Foreign(string file, BankStatement statement, Book book)
    {
        if (statement.Entries.FirstOrDefault(entry => entry.Amount.Currency != book.Currency) is { } entry)
            return new("wrong-currency", $"Payment {entry.Called} of account {statement.Bank} is in "
                + $"{entry.Amount.Currency}, and the book in {book.Currency}.", new(file, entry.Line), entry.Called,
                "Have the bank change the money, or keep a book of that currency.");
        return statement.Balances.FirstOrDefault(balance => balance.Amount.Currency != book.Currency) is { } other
            ? new("wrong-currency", $"Statement {statement.Id} of account {statement.Bank} is in "
                + $"{other.Amount.Currency}, and the book in {book.Currency}.", new(file, other.Line), statement.Id,
                "Keep a book of that currency for the account.") : null;
    }

    /// <summary>A payment of a day on which it can't have been booked.</summary>
    private static Fault? Untimely(string file, BankStatement statement, LocalDate today) =>
        statement.Entries.Select(entry => PostingDay.Untimely(entry.BookedOn, today) is not { } why ? null
            : new Fault("untimely-payment",
                $"Payment {entry.Called} of account {statement.Bank} is booked on {why}.", new(file, entry.Line),
                entry.Called, entry.BookedOn > today
                    ? "Correct the day, or take the file in when it has come." : "Correct the day."))
            .FirstOrDefault(fault => fault is not null);

    private sealed class Intake(LedgerChange change, Book book, string file, string bank)
    {
        private readonly MoneyEntries _entries = new(book.Chart, book.Currency);
        private readonly Dictionary<string, IReadOnlyList<string>> _named = [];
        private readonly HashSet<string> _concerned = [];
        private readonly List<BankRecord> _known = [.. PaymentStore.Lines(change)];
        private readonly Lazy<ReferenceIndex> _refunds = new(() =>
            new(change.All(EntryKind.Refund).Select(one => one.Posted.Entry.Reference)));

        private readonly DebitsBooked _debits = new(change);
        private readonly ILookup<string, BankRecord> _parts = PaymentStore.Lines(change).Where(line => line.Bank == bank
            && line.Whole.Length > 0).ToLookup(line => line.Whole);

        public PayReport Run(IReadOnlyList<BankEntry> lines)
        {
            var there = _known.Where(line => line.Bank == bank).Select(line => line.Reference).ToHashSet();
            var matching = MatchingOf(change, book);
            var (paid, unchanged, split) = (new List<PaidLine>(), 0, new List<BankRecord>());
            var sums = SumsThere(lines, there, split);
            // Lines that came in before days and amounts were a part of it have the reference as the bank gave it.
            var asGiven = _known.Where(line => line.Bank == bank)
                .Select(line => (line.Reference, line.BookedOn, line.Amount)).ToHashSet();
            foreach (var line in lines)
                if (!there.Add(line.Reference)
                    || asGiven.Contains((line.Given, line.BookedOn, line.Amount.MinorUnits))
                    || line.Whole is { } whole && sums.Contains(whole.Reference) || IsSumOfThose(line)) unchanged++;
                else paid.Add(Take(line, matching));
            var allocated = _concerned.Order(StringComparer.Ordinal)
                .Sum(account => Crediting.Of(change, book, account, _named));
            return new(file, paid, unchanged, new(allocated, book.Currency), split,
                Surplus.Of(change, paid, book.Currency));
        }

        /// <summary>The sums among what is known whose payments come now by themselves. One that waits in suspense is
        /// taken back, for its payments say more; of any other it is known whose it is.</summary>
        private HashSet<string> SumsThere(
            IReadOnlyList<BankEntry> lines, HashSet<string> there, List<BankRecord> split)
        {
            var (sums, suspense) = (new HashSet<string>(StringComparer.Ordinal), change.OpenSuspense());
            foreach (var parts in lines.Where(line => line.Whole is not null).GroupBy(line => line.Whole!.Value))
            {
                if (_known.Find(line => line.Bank == bank && line.Reference == parts.Key.Reference
                    && line.Amount == parts.Key.Amount.MinorUnits) is not { } sum) continue;
                if (parts.Any(part => there.Contains(part.Reference))
                    || !suspense.Any(item => item.Document == sum.Id && item.Amount == -sum.Amount))
                {
                    sums.Add(parts.Key.Reference);
                    continue;
                }
                Undoing.Receipt(change, sum.Id, LocalDate.Max(sum.BookedOn, parts.First().BookedOn), EntryKind.Match,
                    change.Next("M"));
                split.Add(sum);
            }
            return sums;
        }

        /// <summary>Whether a line is the sum of payments that came before by themselves.</summary>
        private bool IsSumOfThose(BankEntry line) => _parts[line.Reference].ToList() is { Count: > 0 } parts
            && parts.Sum(part => part.Amount) == line.Amount.MinorUnits;

        private PaidLine Take(BankEntry line, Matching matching)
        {
            var id = change.Next("R");
            var kept = new BankRecord(id, bank, line.Reference, line.BookedOn, line.Amount.MinorUnits,
                line.Amount.Currency.Code, line.Name, line.Iban, line.Text, line.EndToEnd, line.Reason, file)
            {
                Whole = line.Whole?.Reference ?? "",
            };
            if (!change.Add(kept)) throw new InvalidOperationException($"{line.Reference} is there already.");
            if (BouncedBy(line) is var (paid, refund)) return Bounce(id, line, paid, refund);
            if (ReturnedBy(line) is { } returned) return TakeBack(id, line, returned);
            if (_debits.GivenBackBy(line) is var (debit, receipt)) return TakeBack(id, line, debit, receipt);
            _known.Add(kept);
            if (RefundOf(line) is { } ordered)
            {
                change.Post(_entries.Paid(line.BookedOn, id, line.Text, line.Amount, ordered));
                return new(id, line, new([], "", []), $"refund {ordered} was paid");
            }
            var match = Collected(id, line) ?? DebitsBooked.Perhaps(_debits.Of(line), matching.Of(
                new(line.Text, line.Name, line.Iban, line.Amount.MinorUnits)));
            change.Post(_entries.Receipt(line.BookedOn, id, line.Text, line.Amount,
                [.. match.Parts.Select(part => (part.Account, new Money(part.Amount, book.Currency)))]));
            foreach (var part in match.Parts) _concerned.Add(part.Account);
            if (match.Parts.SelectMany(part => part.Documents).ToList() is { Count: > 0 } documents)
                _named[id] = documents;
            return new(id, line, match, match.Why);
        }

        /// <summary>What was collected by direct debit, one by one or together.</summary>
        private Match? Collected(string id, BankEntry line)
        {
            if (_debits.In(line) is not { Debits: var own } booked) return null;
            _debits.Book(own, id);
            return new([.. own.GroupBy(one => one.Account).Select(same => new MatchedPart(same.Key,
                same.Sum(one => one.Amount), [.. same.SelectMany(one => one.Documents)]))], $"it is {booked.Why}", []);
        }

        /// <summary>The receipt that a line takes back: the one of the same end-to-end id, with the other sign.
        /// </summary>
        private BankRecord? ReturnedBy(BankEntry line) => line.EndToEnd.Length == 0 ? null
            : _known.FindLast(before => before.EndToEnd == line.EndToEnd && before.Amount == -line.Amount.MinorUnits
                && change.Find(EntryKind.Receipt, before.Id) is { } posted && !change.IsReversed(posted.Number));

        private PaidLine TakeBack(string id, BankEntry line, BankRecord returned)
        {
            foreach (var account in Undoing.Receipt(change, returned.Id, line.BookedOn, EntryKind.Return, id))
                _concerned.Add(account);
            return new(id, line, new([], "", []), $"receipt {returned.Id} was returned" + ReasonOf(line));
        }

        /// <summary>Takes back a debit that was booked with others.</summary>
        private PaidLine TakeBack(string id, BankEntry line, SentDebit debit, string receipt)
        {
            if (Undoing.Part(change, _entries, receipt, debit, line.BookedOn, id) is { } account)
                _concerned.Add(account);
            _named[receipt] = _debits.GiveBack(debit, receipt);
            return new(id, line, new([], "", []), $"direct debit {debit.Id} of receipt {receipt} was returned"
                + ReasonOf(line));
        }

        private static string ReasonOf(BankEntry line) => line.Reason.Length > 0 ? $": {line.Reason}" : "";

        /// <summary>The payment of a refund that comes back by a line, and the refund: known by its end-to-end id, or
        /// by the refund that the line names.</summary>
        private (PostedEntry Paid, PostedEntry Refund)? BouncedBy(BankEntry line)
        {
            if (line.Amount.MinorUnits <= 0) return null;
            var names = ReturnedBy(line) is { } before
                ? change.Find(EntryKind.Receipt, before.Id)!.Entry.Postings
                    .Where(posting => posting.To.Role == LedgerRole.Suspense).Select(posting => posting.Document!)
                : _refunds.Value.In($"{line.EndToEnd} {line.Text}");
            foreach (var name in names)
                if (change.Find(EntryKind.Refund, name) is { } refund && !change.IsReversed(refund.Number)
                    && change.PaymentsOf(name).LastOrDefault(one => !one.IsReversed).Posted is { } paid
                    && paid.Entry.Postings.Any(posting => posting.To.Role == LedgerRole.Bank
                        && posting.Amount == -line.Amount)) return (paid, refund);
            return null;
        }

        /// <summary>The money is back, and is the customer's credit again.</summary>
        private PaidLine Bounce(string id, BankEntry line, PostedEntry paid, PostedEntry refund)
        {
            change.Reverse(paid, line.BookedOn, EntryKind.Return, id);
            foreach (var account in Undoing.Refund(change, refund, line.BookedOn)) _concerned.Add(account);
            return new(id, line, new([], "", []), $"refund {refund.Entry.Reference} came back" + ReasonOf(line))
            {
                Bounced = refund.Entry,
            };
        }

        private string? RefundOf(BankEntry line) => line.Amount.MinorUnits >= 0 ? null
            : new ReferenceIndex(change.OpenSuspense().Where(item => item.Amount == line.Amount.MinorUnits)
                .Select(item => item.Document)).In($"{line.EndToEnd} {line.Text}") is [var refund] ? refund : null;
    }

    /// <summary>What lines are matched with, as the ledger knows it.</summary>
    internal static Matching MatchingOf(LedgerView ledger, Book book) => new(
        ledger.Documents(), ledger.OpenItems(),
        book.Accounts.ToDictionary(account => account.Key, account => account.Value.Party.Name),
        ledger.Ibans().Concat(book.Accounts.Values.Where(account => account.Mandate is not null)
            .Select(account => (account.Mandate!.Iban.Text, account.Id))));
}
