using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Ledger;

/// <summary>
/// What an account was supplied and isn't billed yet, at the close of a day: it is earned then, and taken back on the
/// next day, so that the bill earns it on its own day.
/// </summary>
public static class AccrualEntry
{
    /// <summary>The accrual of an account: what bills of its supply would post, net of tax, against what is unbilled.
    /// Null where that is nothing.</summary>
    /// <param name="drafts">The seller's own, at least one.</param>
    public static Entry? Of(Account account, IReadOnlyList<Bill> drafts, Book book, LocalDate day)
    {
        var earned = (from draft in drafts
            from posting in BillEntry.Net(draft, book)
            group posting.Amount by (posting.To, posting.Product, posting.Detail) into same
            orderby same.Key.To.Code, same.Key.Detail, same.Key.Product
            let amount = same.Aggregate((sum, one) => sum + one)
            where amount.MinorUnits != 0
            select new Posting(same.Key.To, amount) { Product = same.Key.Product, Detail = same.Key.Detail }).ToList();
        if (earned.Count == 0) return null;
        var net = earned.Aggregate(Money.Zero(book.Currency), (sum, posting) => sum - posting.Amount);
        return new(day, EntryKind.Accrual, $"{LocalDatePattern.Iso.Format(day)} {account.Id}", "",
            [.. net.MinorUnits == 0 ? earned : earned.Prepend(new(book.Chart.Of(LedgerRole.Unbilled), net))])
        {
            Account = account.Id, Days = new Days(
                drafts.Min(draft => draft.Period.From), drafts.Max(draft => draft.Period.To)),
        };
    }

    /// <summary>An accrual and what takes it back on the next day.</summary>
    /// <param name="count">Which accrual of its account and day it is, from 1.</param>
    public static IReadOnlyList<Entry> Pair(Entry accrual, int count)
    {
        var reference = count == 1 ? accrual.Reference : $"{accrual.Reference} ({count})";
        return
        [
            accrual with { Reference = reference },
            accrual.Reversed(accrual.PostedOn.PlusDays(1), EntryKind.AccrualReversal, reference),
        ];
    }

    /// <summary>What takes such a pair back, each of it on its own day, where another stands for it.</summary>
    /// <param name="accrual">As it was posted.</param>
    public static IReadOnlyList<Entry> Withdrawn(Entry accrual)
    {
        var reference = accrual.Reference + " withdrawn";
        return
        [
            accrual.Reversed(accrual.PostedOn, EntryKind.AccrualReversal, reference),
            accrual with { PostedOn = accrual.PostedOn.PlusDays(1), Reference = reference },
        ];
    }
}
