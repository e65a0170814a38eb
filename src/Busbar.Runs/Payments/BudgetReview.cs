using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs.Payments;

/// <summary>An account's instalments beside what it uses.</summary>
/// <param name="Billed">What its bills of the last year come to, with tax.</param>
/// <param name="Days">The days of supply that these are for.</param>
/// <param name="Yearly">What a year comes to at that.</param>
/// <param name="Balance">What it owes above zero; credit below.</param>
/// <param name="Suggested">The instalment that pays a year of use and settles the balance.</param>
public sealed record ReviewedBudget(
    Account Account, Money Instalment, Money Billed, int Days, Money Yearly, Money Balance, Money Suggested)
{
    /// <summary>Whether the instalment is off by more than a tenth of what is suggested.</summary>
    public bool IsOff => Math.Abs(Instalment.MinorUnits - Suggested.MinorUnits) * 10 > Suggested.MinorUnits;
}

/// <summary>Reviews instalments against use.</summary>
public static class BudgetReview
{
    private const int DaysOfYear = 365;

    /// <summary>Of every account with a budget that has bills in the year before a day, by account.</summary>
    public static IReadOnlyList<ReviewedBudget> Of(Database database, Book book, LocalDate day)
    {
        using var snapshot = database.Snapshot();
        var entries = LedgerStore.Entries(snapshot).Where(posted => posted.Entry.Kind is EntryKind.Bill
            or EntryKind.CreditNote && posted.Entry.Days is not null).ToList();
        var open = LedgerStore.OpenItems(snapshot).ToLookup(item => item.Account, item => item.Amount);
        return [.. from account in book.Accounts.Values
            where account.Budget is not null
            let own = entries.Where(posted => posted.Entry.Account == account.Id
                && posted.Entry.Days!.Value.To > day.PlusDays(-DaysOfYear) && posted.Entry.PostedOn <= day).ToList()
            let days = DaysOf(own)
            where days > 0
            orderby account.Id
            select Of(account, own, days, open[account.Id].Sum(), book.Currency)];
    }

    private static ReviewedBudget Of(
        Account account, List<PostedEntry> own, int days, long balance, Currency currency)
    {
        var billed = own.SelectMany(posted => posted.Entry.Postings)
            .Where(posting => posting.To.Role == LedgerRole.Receivables && posting.Account == account.Id)
            .Sum(posting => posting.Amount.MinorUnits);
        var yearly = (Exact)billed * DaysOfYear / days;
        return new(account, account.Budget!.Amount, new(billed, currency), days, Whole(yearly), new(balance, currency),
            Whole(Exact.Max(Exact.Zero, (yearly + balance) / account.Budget!.Every.PerYear)));

        Money Whole(Exact minor) => new(minor.Round(0, Rounding.HalfAway).ToScaled(0), currency);
    }

    /// <summary>The days of the bills that stand.</summary>
    private static int DaysOf(List<PostedEntry> own)
    {
        var gone = own.Select(posted => posted.Reverses).OfType<long>().ToHashSet();
        return own.Where(posted => posted.Reverses is null && !gone.Contains(posted.Number))
            .Select(posted => posted.Entry.Days!.Value).Distinct().Sum((Days days) => days.Count);
    }
}
