using Busbar.Documents;
using Busbar.Store;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Runs.Accounting;

/// <summary>What customers were billed of others' costs, against what these others billed.</summary>
public static class Clearing
{
    /// <summary>By group and month, of supply that begins within some days.</summary>
    /// <exception cref="RefusedException">There is no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Listing Of(Database database, Days days)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var sums = LedgerSums.Cleared(snapshot, days);
        string[] Row(string group, string month, long passed, long billed) =>
        [
            group, month, book.Currency.Text(passed), book.Currency.Text(billed), book.Currency.Text(passed - billed),
        ];
        return new($"Pass-through clearing of supply {days}, in {book.Currency}", "groups",
            [new("group"), new("month"), new("passed-through", true), new("billed-by-others", true),
                new("difference", true)],
            [.. sums.Select(sum => Row(sum.Group, YearMonthPattern.Iso.Format(sum.Month), sum.Passed, sum.Billed))])
        {
            Facts = [("currency", book.Currency.Code)],
            Sum = Row("Sum", "", sums.Sum(sum => sum.Passed), sums.Sum(sum => sum.Billed)),
            Nothing = "Nothing was passed through.",
        };
    }
}
