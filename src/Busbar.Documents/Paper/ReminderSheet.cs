using Busbar.Contracts;

namespace Busbar.Documents.Paper;

/// <summary>A reminder as a letter: what is open, since when, what it costs, and where it is paid.</summary>
public static class ReminderSheet
{
    /// <summary>The document.</summary>
    public static Sheet Of(PrintedReminder printed, Party seller, Stationery stationery, BillLanguage words)
    {
        var said = new ReminderWords(printed, seller.Name, words);
        return new(said.Subject, words.Tag, printed.On, said.Subject, BillSheet.LookOf(seller, stationery),
            BillSheet.WordsOf(words), [.. FirstPage(printed, said, seller, stationery, words)],
            [
                .. said.Paragraphs.Select(text => new Part.Paragraph([new(text)])),
                new Part.Whole([Amounts(printed, said, words)]),
            ]);
    }

    private static IEnumerable<Part> FirstPage(
        PrintedReminder printed, ReminderWords said, Party seller, Stationery stationery, BillLanguage words)
    {
        var party = printed.Account.Party;
        yield return new Part.Heading(1, said.Subject);
        if (printed.IsDraft) yield return new Part.Paragraph([new(words.Say("reminder-draft"))], ParagraphKind.Notice);
        yield return new Part.Beside([
            [new Part.Address([party.Name, .. party.Address])],
            [new Part.Address([seller.Name, .. seller.Address, .. BillSheet.ContactOf(stationery)])],
        ]);
        yield return new Part.Beside([
            [new Part.Headline(words.Say("reminder-total"), words.Money(printed.Total.Amount,
                printed.Total.Currency.Code), [.. stationery.Bank.Select(line => $"{line.Name}: {line.Value}"),
                words.Say("pay-quote", ("number", printed.Reminder.Document))])],
            [new Part.Facts([.. said.Facts])],
        ]);
    }

    private static Part.Table Amounts(PrintedReminder printed, ReminderWords said, BillLanguage words) =>
        new(words.Say("reminder-total"), ShowsCaption: false,
            [
                new(words.Say("description"), Share: 5),
                new(words.Say("amount-in", ("currency", printed.Total.Currency.Code)), Alignment.Decimal),
            ],
            [.. said.Parts.Select((part, i) => new TableRow(i == said.Parts.Count - 1 ? RowKind.Total : RowKind.Usual,
                [part.Name, words.Amount(part.Amount.Amount, part.Amount.Currency.Code)]))]);
}
