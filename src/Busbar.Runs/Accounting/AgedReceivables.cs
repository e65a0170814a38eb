using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Documents;
using Busbar.Store;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Accounting;

/// <summary>What customers owe, by how long it has been due.</summary>
public static class AgedReceivables
{
    private const int OfDays = 30;
    private const int Ages = 4;

    private static readonly ListingColumn[] Columns =
    [
        new("account"), new("not-due", true), new("due-0-30", true) { Heading = "0-30" },
        new("due-31-60", true) { Heading = "31-60" }, new("due-61-90", true) { Heading = "61-90" },
        new("due-over-90", true) { Heading = "90+" }, new("credits", true), new("open", true),
        new("customer-credit", true),
    ];

    /// <summary>What is open of each account; all of it together is the control account of receivables.</summary>
    /// <param name="on">The last day that counts; null: today.</param>
    /// <exception cref="RefusedException">There is no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Listing Of(Database database, LocalDate? on, Func<DateTimeZone, LocalDate> today)
    {
        using var snapshot = database.Snapshot();
        var (book, day) = Amounts.On(snapshot, on, today);
        var rows = LedgerStore.OpenItems(snapshot, before: day.PlusDays(1))
            .Where(item => item.Role is LedgerRole.Receivables or LedgerRole.CustomerCredit)
            .GroupBy(item => item.Account).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => (Account: same.Key, Amounts: AmountsOf([.. same], day))).ToList();
        string Text(long amount) => book.Currency.Text(amount);
        var date = LocalDatePattern.Iso.Format(day);
        return new($"Receivables at the end of {date} by the days since they were due, in {book.Currency}", "accounts",
            Columns,
            [.. rows.Select(row => (string[])[row.Account, .. row.Amounts.Select(Text)])])
        {
            Facts = [("on", date), ("currency", book.Currency.Code)],
            Sum = ["Sum", .. Enumerable.Range(0, Columns.Length - 1)
                .Select(i => Text(rows.Sum(row => row.Amounts[i])))],
            Nothing = "Nothing is open.",
        };
    }

    /// <summary>By age from what isn't due yet, then what is open in the customer's favour, the sum, and what was paid
    /// or credited beyond bills.</summary>
    private static long[] AmountsOf(IReadOnlyList<OpenItem> items, LocalDate day)
    {
        var amounts = new long[Columns.Length - 1];
        foreach (var item in items)
            if (item.Role == LedgerRole.CustomerCredit) amounts[^1] += item.Amount;
            else
            {
                var age = Period.DaysBetween(item.Due ?? item.PostedOn, day);
                amounts[item.Amount < 0 ? Ages + 1 : age <= 0 ? 0 : Math.Min((age - 1) / OfDays + 1, Ages)] +=
                    item.Amount;
                amounts[^2] += item.Amount;
            }
        return amounts;
    }
}
