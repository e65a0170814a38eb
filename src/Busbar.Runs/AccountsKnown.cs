using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Statements;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>An account as it stands on a day.</summary>
/// <param name="Depth">How many accounts stand above it, of those that are shown.</param>
/// <param name="Balance">What it owes, or below zero has in its favour.</param>
/// <param name="Payers">Who pays the bills of supply that begins then; empty: it does itself.</param>
/// <param name="ConnectionCount">How many connections it is supplied at then.</param>
public sealed record AccountState(
    Account Account, int Depth, Money Balance, Money Overdue, IReadOnlyList<PayerRule> Payers, int ConnectionCount,
    IReadOnlyList<OpenAmount> Open);

/// <summary>The accounts of a book as a tree, with what is open of them.</summary>
public static class AccountsKnown
{
    /// <summary>An account and those below it, or all of the book, each before those below it.</summary>
    /// <param name="account">Null: all.</param>
    /// <param name="today">The last day that counts, in the zone of the book.</param>
    /// <param name="sight">Of somebody who doesn't see all; null: all is seen.</param>
    /// <exception cref="RefusedException">There is no such account.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<AccountState> Of(
        Database database, string? account, Func<DateTimeZone, LocalDate> today, Sight? sight = null)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var day = today(book.Zone);
        var tops = account is not null ? [Stating.AccountOf(book, account, sight)]
            : sight?.Tops ?? book.AccountsBelow[""];
        var shown = tops.SelectMany(top => sight?.Part(SeenThing.Account) == SeenPart.Own ? [(Account: top, Depth: 0)]
            : WithDepth(book, top, 0)).ToList();
        var ids = account is null && sight is null ? null : shown.ConvertAll(one => one.Account.Id);
        var balances = StatementStore.Balances(snapshot, day.PlusDays(1), ids);
        var open = Stating.OpenOf(snapshot, book, ids, day.PlusDays(1)).ToLookup(item => item.Account);
        return shown.ConvertAll(one => StateOf(book,
            sight is null || one.Account.Parent is not { } above || sight.SeesAccount(above) ? one.Account
                : one.Account with { Parent = null }, one.Depth, day,
            balances.GetValueOrDefault(one.Account.Id), [.. open[one.Account.Id]]));
    }

    private static AccountState StateOf(
        Book book, Account account, int depth, LocalDate day, long balance, IReadOnlyList<OpenAmount> open)
    {
        var zero = Money.Zero(book.Currency);
        return new(account, depth, new(balance, book.Currency),
            open.Where(item => item.IsOverdueOn(day)).Aggregate(zero, (sum, item) => sum + item.Amount),
            account.Payers is { } payers && payers.TryAt(day, out var rules) ? rules : [],
            book.AgreementsByAccount[account.Id].Where(agreement => agreement.From <= day
                && (agreement.To is not { } to || day < to)).SelectMany(agreement => agreement.Connections)
                .DistinctBy(connection => connection.Id).Count(), open);
    }

    private static IEnumerable<(Account Account, int Depth)> WithDepth(Book book, Account account, int depth) =>
        book.AccountsBelow[account.Id].SelectMany(below => WithDepth(book, below, depth + 1))
            .Prepend((account, depth));
}
