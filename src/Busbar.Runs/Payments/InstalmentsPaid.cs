using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Payments;

/// <summary>Which instalments are collected or paid. For them is all that came in since they began, without what was
/// for an older bill, since it named that one or was collected for it, and was set against it.</summary>
internal sealed class InstalmentsPaid(LedgerView ledger, DebitsSent sent)
{
    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);

    private readonly Lazy<ILookup<string, (string Document, long Amount)>> _set = new(() =>
        ledger.Allocated().ToLookup(one => one.Receipt, one => (one.Document, one.Amount)));

    private readonly Lazy<ILookup<string, string>> _collectedFor = new(() =>
        PaymentStore.Booked(ledger).Join(PaymentStore.SentDebits(ledger), one => one.Debit, debit => debit.Id,
            (one, debit) => (one.Line, debit.Documents))
        .SelectMany(one => one.Documents.Select(document => (one.Line, Document: document)))
        .ToLookup(one => one.Line, one => one.Document));

    private readonly Lazy<ILookup<string, string>> _debits = new(() =>
        PaymentStore.Booked(ledger).ToLookup(one => one.Line, one => one.Debit));

    /// <summary>Those of an account that are due by a day and neither collected nor paid, with what is open of each.
    /// </summary>
    public IReadOnlyList<DueInstalment> Open(Account account, Budget budget, LocalDate day)
    {
        var (collected, paid) = sent.InstalmentsOf(account.Id, budget);
        return Instalments.Of(account, budget, collected, CameIn(account.Id, budget) - paid, day);
    }

    /// <summary>What came in for them, by direct debit or otherwise, in minor units.</summary>
    private long CameIn(string account, Budget budget)
    {
        if (_known.TryGetValue(account, out var known)) return known;
        var older = new ReferenceIndex(ledger.DocumentsBefore(account, budget.First));
        var before = sent.CollectedBefore(account, budget);
        return _known[account] = ledger.PaidBy(account).Where(line => line.BookedOn >= budget.CountsFrom).Sum(line =>
        {
            // What was collected for instalments before these ones.
            if (_debits.Value[line.Line].ToList() is { Count: > 0 } debits && debits.TrueForAll(before.Contains))
                return 0;
            var named = older.In($"{line.Text} {string.Join(' ', _collectedFor.Value[line.Line])}");
            return named.Count == 0 ? line.Amount : line.Amount - Math.Min(line.Amount, _set.Value[line.Line]
                .Where(one => named.Contains(one.Document)).Sum(one => one.Amount));
        });
    }
}
