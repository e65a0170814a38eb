using System.Text;
using Busbar.Contracts;
using Busbar.Documents.Paper;

namespace Busbar.Documents;

/// <summary>A reminder as text for a terminal, a plain file or a mail.</summary>
public static class ReminderText
{
    private const int Width = 80;

    /// <summary>The reminder in a language.</summary>
    public static string Write(PrintedReminder printed, Party seller, Stationery stationery, BillLanguage words)
    {
        var said = new ReminderWords(printed, seller.Name, words);
        var text = new StringBuilder();
        Lines(seller.Name);
        Lines(said.Subject);
        if (printed.IsDraft) Lines(words.Say("reminder-draft"));
        text.Append('\n');
        foreach (var line in printed.Account.Party.Address.Prepend(printed.Account.Party.Name)) Lines(line);
        foreach (var paragraph in said.Paragraphs)
        {
            text.Append('\n');
            Lines(paragraph);
        }
        var table = new TextTable(Width, 2, true, new("", Wraps: true), new("", true));
        foreach (var (i, (name, amount)) in said.Parts.Index())
        {
            var isSum = i == said.Parts.Count - 1;
            if (isSum) table.Rule();
            table.Row(Plain(name), (isSum ? $"{amount.Currency} " : "")
                + Plain(words.Amount(amount.Amount, amount.Currency.Code)));
        }
        text.Append('\n').Append(table);
        if (stationery.Bank.Count > 0) text.Append('\n');
        foreach (var line in stationery.Bank) Lines($"{line.Name}: {line.Value}");
        return text.ToString();

        void Lines(string one)
        {
            foreach (var line in TextTable.Wrap(TextTable.Clean(Plain(one)), Width)) text.Append(line).Append('\n');
        }
    }

    private static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('\u2212', '-');
}
