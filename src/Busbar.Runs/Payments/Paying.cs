using Busbar.Contracts;
using Busbar.Formats.Bank;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;

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
public sealed record PayReport(string Name, IReadOnlyList<PaidLine> Lines, int Unchanged, Money Allocated);

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
            book))
            .OfType<Fault>().ToList();
        if (refusals.Count > 0) throw new RefusedException(refusals);
        return LedgerStore.Change(database, change => statements.Select(one =>
            new Intake(change, book, one.File, one.Statement.Bank).Run(one.Statement.Entries)).ToList());
    }

    private static Fault? Foreign(string file, BankStatement statement, Book book) =>
        statement.Entries.FirstOrDefault(entry => entry.Amount.Currency != book.Currency) is not { } entry ? null
            : new("wrong-currency", $"Payment {entry.Reference} of account {statement.Bank} is in "
                + $"{entry.Amount.Currency}, and the book in {book.Currency}.", new(file, entry.Line), entry.Reference,
                "Have the bank change the money, or keep a book of that currency.");

    private sealed class Intake(LedgerChange change, Book book, string file, string bank)
    {
        private readonly MoneyEntries _entries = new(book.Chart, book.Currency);
        private readonly Dictionary<string, IReadOnlyList<string>> _named = [];
        private readonly HashSet<string> _concerned = [];
        private readonly List<BankRecord> _known = [.. PaymentStore.Lines(change)];
        private readonly ILookup<string, SentDebit> _collections =
            PaymentStore.SentDebits(change).ToLookup(collection => collection.Id);

        private readonly Lazy<ReferenceIndex> _refunds = new(() =>
            new(change.All(EntryKind.Refund).Select(one => one.Posted.Entry.Reference)));

        private readonly IReadOnlyList<SentDebit> _sent = PaymentStore.SentDebits(change);

        public PayReport Run(IReadOnlyList<BankEntry> lines)
        {
            var there = _known.Where(line => line.Bank == bank).Select(line => line.Reference).ToHashSet();
            var matching = MatchingOf(change, book);
            var (paid, unchanged) = (new List<PaidLine>(), 0);
            foreach (var line in lines)
                if (!there.Add(line.Reference)) unchanged++;
                else paid.Add(Take(line, matching));
            var allocated = _concerned.Order(StringComparer.Ordinal)
                .Sum(account => Crediting.Of(change, book, account, _named));
            return new(file, paid, unchanged, new(allocated, book.Currency));
        }

        private PaidLine Take(BankEntry line, Matching matching)
        {
            var id = change.Next("R");
            var kept = new BankRecord(id, bank, line.Reference, line.BookedOn, line.Amount.MinorUnits,
                line.Amount.Currency.Code, line.Name, line.Iban, line.Text, line.EndToEnd, line.Reason, file)
            {
                Batch = line.Batch,
            };
            if (!change.Add(kept)) throw new InvalidOperationException($"{line.Reference} is there already.");
            if (BouncedBy(line) is var (paid, refund)) return Bounce(id, line, paid, refund);
            if (ReturnedBy(line) is { } returned) return TakeBack(id, line, returned);
            var returnedOf = ReturnedOfBatch(line);
            _known.Add(kept);
            if (returnedOf is var (debit, receipt)) return TakeBackPart(id, line, debit, receipt);
            if (RefundOf(line) is { } ordered)
            {
                change.Post(_entries.Paid(line.BookedOn, id, line.Text, line.Amount, ordered));
                return new(id, line, new([], "", []), $"refund {ordered} was paid");
            }
            var match = Collected(line) ?? matching.Of(new(line.Text, line.Name, line.Iban, line.Amount.MinorUnits));
            change.Post(_entries.Receipt(line.BookedOn, id, line.Text, line.Amount,
                [.. match.Parts.Select(part => (part.Account, new Money(part.Amount, book.Currency)))]));
            foreach (var part in match.Parts) _concerned.Add(part.Account);
            if (match.Parts.SelectMany(part => part.Documents).ToList() is { Count: > 0 } documents)
                _named[id] = documents;
            return new(id, line, match, match.Why);
        }

        /// <summary>What was collected by direct debit, one by one or together.</summary>
        private Match? Collected(BankEntry line)
        {
            var own = line.EndToEnd.Length > 0 ? _collections[line.EndToEnd].ToList() : [];
            if (own.Count == 0 && line.Batch.Length > 0) own = [.. _sent.Where(one => one.IsOf(line.Batch))];
            return own.Count == 0 || own.Sum(one => one.Amount) != line.Amount.MinorUnits ? null
                : new([.. own.GroupBy(one => one.Account).Select(same => new MatchedPart(same.Key,
                        same.Sum(one => one.Amount), [.. same.SelectMany(one => one.Documents)]))],
                    own is [var one] ? $"it is collection {one.Id}" : $"it is batch {line.Batch}", []);
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
            return new(id, line, new([], "", []), $"receipt {returned.Id} was returned"
                + (line.Reason.Length > 0 ? $": {line.Reason}" : ""));
        }

        /// <summary>The direct debit that a line gives back, and the line with which it was booked at once with others.
        /// </summary>
        private (SentDebit Debit, BankRecord Receipt)? ReturnedOfBatch(BankEntry line) =>
            line.Amount.MinorUnits < 0 && line.EndToEnd.Length > 0
            && _collections[line.EndToEnd].FirstOrDefault(one => one.Amount == -line.Amount.MinorUnits) is { } debit
            && !_known.Exists(before => before.EndToEnd == line.EndToEnd)
            && _known.FindLast(before => before.EndToEnd.Length == 0 && debit.IsOf(before.Batch)
                && change.Find(EntryKind.Receipt, before.Id) is { } posted && !change.IsReversed(posted.Number))
                is { } receipt ? (debit, receipt) : null;

        private PaidLine TakeBackPart(string id, BankEntry line, SentDebit debit, BankRecord receipt)
        {
            Undoing.Allocations(change, receipt.Id, line.BookedOn, of: debit.Account);
            change.Post(_entries.PartReturned(
                line.BookedOn, id, debit.Id, line.Amount, debit.Account, receipt.Id));
            _concerned.Add(debit.Account);
            return new(id, line, new([], "", []), $"collection {debit.Id} of receipt {receipt.Id} was returned"
                + (line.Reason.Length > 0 ? $": {line.Reason}" : ""));
        }

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
            return new(id, line, new([], "", []), $"refund {refund.Entry.Reference} came back"
                + (line.Reason.Length > 0 ? $": {line.Reason}" : ""))
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
