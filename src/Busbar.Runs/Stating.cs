using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Statements;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Makes the statements of accounts from the book as it is known and what the ledger says.</summary>
public static class Stating
{
    /// <summary>The statement of an account and those below it.</summary>
    /// <exception cref="RefusedException">There is no such account.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static (Book Book, Statement Statement) Of(
        Database database, string account, Days days, Sight? sight = null)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var own = AccountOf(book, account, sight, sight?.SeesStatement(account));
        var statement = DaysOf(snapshot, book, days, [.. book.TreeOf(own).Select(one => one.Id)]).Of(own);
        return (book, sight?.Of(statement) ?? statement);
    }

    /// <summary>A statement for each account at the top, by id.</summary>
    /// <exception cref="RefusedException">No book was applied.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static (Book Book, IEnumerable<Statement> Statements) All(
        Database database, Days days, Sight? sight = null)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var stated = DaysOf(snapshot, book, days, null);
        return (book, sight is null ? book.AccountsBelow[""].Select(stated.Of)
            : sight.Tops.Where(top => sight.SeesStatement(top.Id)).Select(top => sight.Of(stated.Of(top))));
    }

    /// <summary>An account of a book.</summary>
    /// <param name="sight">Of somebody who doesn't see all; null: all is seen.</param>
    /// <param name="isSeen">Whether what is wanted of it is seen; null: the account itself is wanted.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public static Account AccountOf(Book book, string account, Sight? sight = null, bool? isSeen = null) =>
        book.Accounts.TryGetValue(account, out var found) && (isSeen ?? sight?.SeesAccount(account)) != false ? found
        // What is near it is said of those that are seen alone.
        : throw new RefusedException(new Fault("unknown-account", $"There is no account {account}.", Name: account,
            Hint: Nearest.Hint(account, book.Accounts.Keys.Where(id => id != account
                && sight?.SeesAccount(id) != false)) ?? "busbar account lists them."));

    /// <summary>What is open of accounts before a day.</summary>
    /// <param name="accounts">Only of these; null: of all.</param>
    internal static IEnumerable<OpenAmount> OpenOf(
        Snapshot snapshot, Book book, IReadOnlyCollection<string>? accounts, LocalDate before)
    {
        // Of one account the index finds it; of many it is as quick to look at all.
        var wanted = accounts?.ToHashSet(StringComparer.Ordinal);
        return LedgerStore.OpenItems(snapshot, wanted is { Count: 1 } ? wanted.Single() : null, before)
            .Where(item => wanted?.Contains(item.Account) != false)
            .GroupBy(item => (item.Account, item.Document))
            .Select(same => new OpenAmount(same.Key.Account, same.Key.Document, same.Min(item => item.Due),
                new(same.Sum(item => item.Amount), book.Currency)));
    }

    private static StatedDays DaysOf(Snapshot snapshot, Book book, Days days, IReadOnlyList<string>? accounts) =>
        new(book, days, StatementStore.Balances(snapshot, days.From, accounts)
                .ToDictionary(one => one.Key, one => new Money(one.Value, book.Currency), StringComparer.Ordinal),
            StatementStore.Entries(snapshot, days, accounts).Select(posted => posted.Entry),
            OpenOf(snapshot, book, accounts, days.To));
}
