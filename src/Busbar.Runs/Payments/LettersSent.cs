using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Payments;

/// <summary>The letters of reminders that were sent, to be written again as they were.</summary>
public static class LettersSent
{
    /// <summary>Those of a day, each with the book from which it was written.</summary>
    /// <exception cref="RefusedException">Nobody was reminded on it, or what stood in the letters wasn't kept.
    /// </exception>
    public static IReadOnlyList<(Book Book, IReadOnlyList<SentReminder> Reminders)> Of(Database database, LocalDate day)
    {
        using var snapshot = database.Snapshot();
        var ledger = snapshot.Ledger();
        var all = PaymentStore.Reminders(ledger).Where(one => one.Stage != Collecting.Instalment).ToList();
        var own = all.Where(one => one.SentOn == day).ToList();
        if (own.Count == 0) throw NoLetters(day, [.. all.Select(one => one.SentOn)]);
        if (own.Find(one => one.Letter is null) is { } bare)
            throw new RefusedException(new Fault("letter-not-kept", $"The letter to account {bare.Account} of "
                + $"{bare.Document} can't be written again: it was sent when what stands in letters wasn't kept.",
                Name: bare.Document, Hint: $"What is open of it is said by busbar account {bare.Account}."));
        return [.. own.GroupBy(one => one.Letter!.Book).Select(same =>
        {
            using var then = database.Snapshot(same.Key);
            var book = StoredBook.Load(then);
            return (book, (IReadOnlyList<SentReminder>)[.. same.Select(one => Sent(one, book, ledger))]);
        })];
    }

    private static SentReminder Sent(Reminder one, Book book, LedgerView ledger)
    {
        var letter = one.Letter!;
        var due = new DueReminder(one.Account, one.Document, letter.Due, Money(letter.Open),
            book.Payments.Reminders.Single(stage => stage.Name == one.Stage), Money(letter.Fee),
            ledger.Find(EntryKind.Fee, one.Document) is not null);
        return new(due, letter.FeeDocument.Length > 0 ? letter.FeeDocument : null, Money(letter.Fee + letter.Interest));

        Money Money(long minor) => new(minor, book.Currency);
    }

    private static RefusedException NoLetters(LocalDate day, List<LocalDate> days)
    {
        var nearest = days.OrderBy(one => Math.Abs(Period.DaysBetween(one, day))).Select(one => (LocalDate?)one)
            .FirstOrDefault();
        return new(new Fault("no-letters", $"Nobody was reminded on {LocalDatePattern.Iso.Format(day)}.",
            Name: LocalDatePattern.Iso.Format(day), Hint: nearest is { } other
                ? $"The nearest day on which somebody was is {LocalDatePattern.Iso.Format(other)}."
                : "Nobody was on any day: busbar collect reminds."));
    }
}
