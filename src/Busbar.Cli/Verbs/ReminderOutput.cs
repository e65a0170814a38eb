using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Runs.Payments;
using NodaTime;

namespace Busbar.Cli.Verbs;

/// <summary>Where the documents of reminders are written, and as what.</summary>
internal sealed class ReminderOutput(Door door, Book book, LocalDate day, IReadOnlyList<string> formats, bool isDraft)
{
    /// <summary>What a reminder may be written as.</summary>
    public static readonly string[] Formats = ["text", "html", "pdf"];

    /// <summary>What is wrong with the formats asked for, or with having no folder; null where all is well.</summary>
    public static string? Trouble(IReadOnlyList<string> formats, string? folder) =>
        formats.FirstOrDefault(one => !Formats.Contains(one)) is { } unknown
            ? $"--format {unknown} is none of csv, json, {string.Join(", ", Formats)}, or several with commas."
        : formats.Count > 0 && folder is null
            ? "The documents of reminders are files: name the folder that they come into with --out." : null;

    /// <summary>Writes all of them nowhere, so that what keeps one from being written is found before anybody is
    /// reminded.</summary>
    public void Try(IEnumerable<SentReminder> reminders)
    {
        foreach (var printed in reminders.Select(Printed))
            foreach (var format in formats)
                if (format == "pdf") PdfFile.Write(SheetOf(printed), Stream.Null);
                else Write(printed, format, TextWriter.Null);
    }

    /// <summary>Writes a file for each reminder and format. A file appears whole or not at all.</summary>
    public void Write(IReadOnlyList<SentReminder> reminders, string folder)
    {
        if (formats.Count == 0 || reminders.Count == 0) return;
        foreach (var printed in reminders.Select(Printed))
            foreach (var format in formats)
            {
                using var file = OutFile.Create(Path.Combine(folder, NameOf(printed)
                    + (format == "text" ? ".txt" : "." + format)), replaces: true, door: null);
                if (format == "pdf")
                    foreach (var coded in PdfFile.Write(SheetOf(printed), file.Bytes)) door.Say(coded.ToString());
                else
                    using (var text = file.Text()) Write(printed, format, text);
                file.Keep();
            }
        door.Say($"{folder}: {Plural.Of(reminders.Count, "reminder")} as {string.Join(", ", formats)}.");
    }

    private void Write(PrintedReminder printed, string format, TextWriter text)
    {
        if (format == "html") HtmlFile.Write(SheetOf(printed), text);
        else text.Write(ReminderText.Write(printed, book.Seller, book.Stationery, LanguageOf(printed)));
    }

    private PrintedReminder Printed(SentReminder sent) => new(book.Accounts[sent.Reminder.Account], sent.Reminder,
        sent.Cost - sent.Reminder.Fee, sent.Fee, day, isDraft);

    private string NameOf(PrintedReminder printed) => BillOutput.FileName((isDraft ? "draft-" : "") + "reminder-"
        + $"{printed.Account.Id}-{printed.Reminder.Document}-{printed.Reminder.Stage.Name.Replace(' ', '-')}");

    private Sheet SheetOf(PrintedReminder printed) =>
        ReminderSheet.Of(printed, book.Seller, book.Stationery, LanguageOf(printed));

    private BillLanguage LanguageOf(PrintedReminder printed) =>
        BillLanguage.Of(printed.Account.Language ?? book.Language);
}
