using Busbar.Documents;
using Busbar.Store;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Accounting;

/// <summary>What each account of the ledger comes to at the end of a day.</summary>
public static class TrialBalance
{
    /// <summary>The balance by code; its sums are equal.</summary>
    /// <param name="on">The last day that counts; null: today.</param>
    /// <exception cref="RefusedException">There is no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Listing Of(Database database, LocalDate? on, Func<DateTimeZone, LocalDate> today)
    {
        using var snapshot = database.Snapshot();
        var (book, day) = Amounts.On(snapshot, on, today);
        var balances = LedgerStore.Balances(snapshot, day.PlusDays(1));
        string Text(long amount) => book.Currency.Text(amount);
        var date = LocalDatePattern.Iso.Format(day);
        return new($"Trial balance at the end of {date}, in {book.Currency}", "accounts",
            [new("code"), new("name"), new("debits", true), new("credits", true), new("balance", true)],
            [.. balances.Select(one => (string[])[one.Code, book.Chart.NameOf(one.Code), Text(one.Debits),
                Text(one.Credits), Text(one.Amount)])])
        {
            Facts = [("on", date), ("currency", book.Currency.Code)],
            Sum = ["", "Sum", Text(balances.Sum(one => one.Debits)), Text(balances.Sum(one => one.Credits)),
                Text(balances.Sum(one => one.Amount))],
        };
    }
}
