using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Formats.Bank;
using Busbar.Runs.Accounting;
using Busbar.Store;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Payments;

/// <summary>Holds the balances of bank statements against each other and against the ledger.</summary>
public static class BankBalances
{
    /// <summary>The balances of a statement; null where it doesn't give both with their days.</summary>
    internal static StatedBalances? Of(BankStatement statement, string file)
    {
        if (statement is not { Opening: { } opening, Closing: { } closing }) return null;
        var days = statement.Entries.Select(entry => entry.BookedOn).Concat(new[] { closing.On }.OfType<LocalDate>())
            .ToList();
        // Banks date what they open with as the first day, or as the day before; the lines say which.
        return days.Count == 0 ? null : new(statement.Bank, statement.Id, days.Min(), closing.On ?? days.Max(),
            opening.Amount.MinorUnits, closing.Amount.MinorUnits, file);
    }

    /// <summary>What somebody has to know of a statement that came in: a statement is missing beside it, or it is of
    /// an account that the book doesn't have.</summary>
    internal static IEnumerable<string> NotesOf(LedgerView ledger, StatedBalances own, Book book)
    {
        if (IsOfNoBook(own.Bank, book))
            yield return $"{own.Bank} isn't an account of the book: if it is one of the seller's, write it in "
                + "payments: { iban } or { accounts }.";
        var all = StatedBalances.All(ledger).Where(one => one.Bank == own.Bank).ToList();
        foreach (var (before, after) in all.Zip(all.Skip(1)))
            if ((SaysSame(before, own) || SaysSame(after, own)) && GapBetween(before, after, book) is { } gap)
                yield return $"{gap} A statement between them is missing.";
    }

    /// <summary>The statements of each account at a bank with what the ledger comes to on their last days: the first
    /// opening balance and all that was posted since of the lines of that account.</summary>
    /// <param name="on">The last day that counts; null: today.</param>
    /// <exception cref="RefusedException">There is no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Listing Report(Database database, LocalDate? on, Func<DateTimeZone, LocalDate> today)
    {
        using var snapshot = database.Snapshot();
        var (book, day) = Amounts.On(snapshot, on, today);
        var rows = new List<string[]>();
        foreach (var same in StatedBalances.All(snapshot.Ledger()).Where(one => one.ClosedOn <= day)
            .GroupBy(one => one.Bank))
        {
            var posted = StatedBalances.Posted(snapshot.Ledger(), same.Key);
            var (first, before) = (same.First(), (StatedBalances?)null);
            foreach (var one in same)
            {
                var ledger = first.Opening + posted.Where(part => part.Day >= first.OpenedOn
                    && part.Day <= one.ClosedOn).Sum(part => part.Amount);
                rows.Add([one.Bank, one.Reference, Text(one.OpenedOn), Text(one.ClosedOn),
                    book.Currency.Text(one.Opening), book.Currency.Text(one.Closing), book.Currency.Text(ledger),
                    book.Currency.Text(one.Closing - ledger),
                    before is null ? "" : GapBetween(before, one, book) is null ? "" : "one before it is missing"]);
                before = one;
            }
        }
        return new($"Bank statements and the ledger until {Text(day)}, in {book.Currency}", "statements",
            [
                new("bank"), new("statement"), new("from"), new("to"), new("opening", true), new("closing", true),
                new("ledger", true), new("difference", true), new("note"),
            ], rows)
        {
            Facts = [("on", Text(day)), ("currency", book.Currency.Code)],
            Nothing = "No statement with balances came in.",
        };
    }

    private static bool SaysSame(StatedBalances one, StatedBalances other) =>
        (one.Reference, one.ClosedOn) == (other.Reference, other.ClosedOn);

    private static string? GapBetween(StatedBalances before, StatedBalances after, Book book) =>
        before.Closing == after.Opening ? null : $"Statement {after.Reference} of account {after.Bank} opens with "
            + $"{book.Currency.Text(after.Opening)}, and {before.Reference}, which was the one before, closed with "
            + $"{book.Currency.Text(before.Closing)} on {Text(before.ClosedOn)}.";

    /// <summary>Whether the book says into which accounts is paid, and this is none of them.</summary>
    private static bool IsOfNoBook(string bank, Book book)
    {
        List<Iban> own = [.. book.Payments.Accounts.Values];
        if (book.Payments.Iban is { } usual) own.Add(usual);
        return own.Count > 0 && own.TrueForAll(iban => iban.Text != bank);
    }

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
