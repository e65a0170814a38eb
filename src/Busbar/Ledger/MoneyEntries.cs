using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>Entries of money that comes and goes, and of what it is set against.</summary>
/// <param name="Chart">Where they are posted.</param>
public sealed record MoneyEntries(ChartOfAccounts Chart, Currency Currency)
{
    /// <summary>Money by a bank statement: in above zero, out below.</summary>
    /// <param name="id">The receipt's.</param>
    /// <param name="to">The accounts whose it is, with their parts; where nobody knows, none.</param>
    public Entry Receipt(LocalDate on, string id, string text, Money amount,
        IReadOnlyList<(string Account, Money Part)> to)
        => new(on, EntryKind.Receipt, id, text,
            [new(Chart.Of(LedgerRole.Bank), amount) { Document = id }, .. Credited(id, amount, to)]);

    /// <summary>Money that goes out for a refund that was posted before.</summary>
    public Entry Paid(LocalDate on, string id, string text, Money amount, string refund) =>
        new(on, EntryKind.Receipt, id, text,
        [
            new(Chart.Of(LedgerRole.Bank), amount) { Document = id },
            new(Chart.Of(LedgerRole.Suspense), -amount) { Document = refund },
        ]);

    /// <summary>What nobody knew whose it was is given to accounts.</summary>
    public Entry Match(LocalDate on, string reference, string receipt, Money amount,
        IReadOnlyList<(string Account, Money Part)> to) =>
        new(on, EntryKind.Match, reference, receipt,
        [
            new(Chart.Of(LedgerRole.Suspense), amount) { Document = receipt }, .. Credited(receipt, amount, to),
        ]);

    /// <summary>A part of a receipt is taken back by the bank.</summary>
    /// <param name="amount">Below zero: what went out.</param>
    /// <param name="account">Whose it was; null where nobody knew.</param>
    public Entry Returned(LocalDate on, string reference, string receipt, Money amount, string? account) =>
        new(on, EntryKind.Return, reference, receipt,
        [
            new(Chart.Of(LedgerRole.Bank), amount) { Document = receipt },
            .. Credited(receipt, amount, account is null ? [] : [(account, amount)]),
        ]);

    /// <summary>A receipt that had been given to accounts when it came is nobody's again, without what was taken back
    /// of it.</summary>
    /// <param name="posted">As it came, and what was taken back of it.</param>
    public Entry Unmatched(LocalDate on, string reference, string receipt, IEnumerable<Entry> posted)
    {
        var given = posted.SelectMany(entry => entry.Postings).Where(posting => posting.Account is not null)
            .GroupBy(posting => posting.Account).Select(same => same.First() with
            {
                Amount = same.Select(posting => posting.Amount).Aggregate((sum, one) => sum + one),
            }).Where(posting => posting.Amount.MinorUnits != 0).ToList();
        return new(on, EntryKind.Match, reference, receipt,
        [
            .. given.Select(posting => posting with { Amount = -posting.Amount }),
            new(Chart.Of(LedgerRole.Suspense), given.Select(posting => posting.Amount).Aggregate((sum, one) => sum
                + one))
            {
                Document = receipt,
            },
        ]);
    }

    private IEnumerable<Posting> Credited(string id, Money amount, IReadOnlyList<(string Account, Money Part)> to) =>
        to.Count == 0 ? [new(Chart.Of(LedgerRole.Suspense), -amount) { Document = id }]
        : to.Select(part => new Posting(Chart.Of(LedgerRole.CustomerCredit), -part.Part)
        {
            Account = part.Account, Document = id,
        });

    /// <summary>What is open of documents that came to nothing or less becomes credit.</summary>
    /// <param name="items">All that is open of one document of an account.</param>
    public Entry Release(LocalDate on, string reference, IReadOnlyList<OpenItem> items)
    {
        var left = items.Sum(item => item.Amount);
        return new(on, EntryKind.Release, reference, items[0].Document,
        [
            .. items.Select(item => Of(item, -item.Amount)),
            .. left == 0 ? [] : new[]
            {
                new Posting(Chart.Of(LedgerRole.CustomerCredit), new(left, Currency))
                {
                    Account = items[0].Account, Document = items[0].Document,
                },
            },
        ]);
    }

    /// <summary>Credit is set against bills.</summary>
    /// <param name="allocations">Of one account.</param>
    public Entry Allocation(LocalDate on, string reference, IReadOnlyList<Allocation> allocations) =>
        new(on, EntryKind.Allocation, reference, "",
        [
            .. allocations.GroupBy(one => one.Credit).Select(same => Of(same.Key, same.Sum(one => one.Amount))),
            .. allocations.GroupBy(one => one.Debt).Select(same => Of(same.Key, -same.Sum(one => one.Amount))),
        ])
        {
            Account = allocations[0].Debt.Account,
        };

    /// <summary>A posting that changes what is open of an item.</summary>
    public Posting Of(OpenItem item, long amount) => new(Chart.Of(item.Role), new(amount, Currency))
    {
        Account = item.Account, Document = item.Document, Detail = item.Detail,
    };
}
