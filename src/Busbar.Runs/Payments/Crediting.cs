using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Payments;

/// <summary>
/// Sets the credit of accounts against their open bills, by each account's policy. It rests on what the ledger says
/// alone, so that to do it twice does it once.
/// </summary>
public static class Crediting
{
    internal static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoNames =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Clears all accounts that have credit, in one transaction.</summary>
    /// <returns>How much was set against bills, in minor units.</returns>
    public static long All(Database database)
    {
        Book book;
        using (var snapshot = database.Snapshot())
        {
            if (snapshot.Ledger().AccountsInCredit().Count == 0) return 0;
            book = StoredBook.Load(snapshot);
        }
        return LedgerStore.Change(database, change => change.AccountsInCredit().Where(book.Accounts.ContainsKey)
            .Sum(account => Of(change, book, account, NoNames)));
    }

    /// <summary>Clears an account within a transaction.</summary>
    /// <param name="named">The documents that receipts name, by receipt.</param>
    internal static long Of(LedgerChange change, Book book, string account,
        IReadOnlyDictionary<string, IReadOnlyList<string>> named)
    {
        Release(change, book, account);
        var entries = new MoneyEntries(book.Chart, book.Currency);
        var policy = book.Accounts[account].Allocation ?? book.Payments.Allocation;
        var allocations = Allocating.Of(change.OpenItems(account), policy, named);
        foreach (var same in allocations.GroupBy(one => (one.Credit.Document, DayOf(one))))
            change.Post(entries.Allocation(same.Key.Item2, change.Next("A"), [.. same]) with
            {
                Text = same.Key.Document,
            });
        return allocations.Sum(one => one.Amount);
    }

    /// <summary>Makes credit of what had paid bills that were taken back.</summary>
    internal static void Release(LedgerChange change, Book book, string account)
    {
        var entries = new MoneyEntries(book.Chart, book.Currency);
        foreach (var document in Allocating.Released(change.OpenItems(account)).GroupBy(item => item.Document))
            change.Post(entries.Release(document.Max(item => item.ChangedOn), change.Next("L"), [.. document]));
    }

    // The day from which both are there, whenever it is done.
    private static LocalDate DayOf(Allocation one) => LocalDate.Max(one.Credit.ChangedOn, one.Debt.ChangedOn);
}
