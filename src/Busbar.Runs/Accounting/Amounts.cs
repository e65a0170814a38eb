using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Accounting;

/// <summary>What the reports of the ledger say alike.</summary>
internal static class Amounts
{
    /// <summary>Minor units as text, with the decimals of the currency.</summary>
    public static string Text(this Currency currency, long minorUnits) => new Money(minorUnits, currency).ToString();

    /// <summary>The name that a code has in the chart of today; empty where it isn't there any more.</summary>
    public static string NameOf(this ChartOfAccounts chart, string code) =>
        chart.ByRole.Values.Concat(chart.ByGroup.Values).FirstOrDefault(account => account.Code == code)?.Name ?? "";

    /// <summary>The book, and the day up to whose end a report counts: the one asked for, or today.</summary>
    public static (Book Book, LocalDate On) On(
        Snapshot snapshot, LocalDate? on, Func<DateTimeZone, LocalDate> today)
    {
        var book = StoredBook.Load(snapshot);
        return (book, on ?? today(book.Zone));
    }

    /// <summary>An account of the book, or one that was and has postings.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static void RefuseUnknown(Book book, string account, bool hasPostings)
    {
        if (!hasPostings && !book.Accounts.ContainsKey(account))
            throw new RefusedException(new Fault("unknown-account", $"There is no account {account}.", Name: account,
                Hint: Nearest.Hint(account, book.Accounts.Keys)));
    }
}
