using System.CommandLine;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar bill [BOOK] --period 2026-01</c>: bills the periods that start within some days.</summary>
internal static class BillVerb
{
    public static Command Of(Door door)
    {
        var folder = new Argument<string?>("BOOK")
        {
            Description = "A book to apply first, with the readings in it.", Arity = ArgumentArity.ZeroOrOne,
        };
        var period = new Option<string>("--period")
        {
            Description = "The billing periods that start in a month 2026-01, a year 2026, or from one day and before "
                + "another, 2026-01-01..2026-04-01.",
            HelpName = "2026-01", Required = true,
        };
        var account = new Option<string?>("--account") { Description = "Only this account.", HelpName = "A" };
        var draft = new Option<bool>("--draft") { Description = "Shows the bills and stores nothing." };
        var issued = new Option<string?>("--issued")
        {
            Description = "The day of issue, today where it isn't given.", HelpName = "2026-02-01",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Writes each bill into this folder.", HelpName = "DIR",
        };
        var format = new Option<string?>("--format")
        {
            Description = "json, text or both: json,text. Without --out, to the output.", HelpName = "json,text",
        };
        var verb = new Command("bill", "Bills accounts: what they owe for a period, line by line.")
        {
            folder, period, account, draft, issued, output, format,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return Wrong(door, $"--period {parsed.GetValue(period)} is no month 2026-01, no year 2026, and not "
                    + "2026-01-01..2026-04-01.");
            var day = parsed.GetValue(issued) is { } text ? LocalDatePattern.Iso.Parse(text) : null;
            if (day is { Success: false })
                return Wrong(door, $"--issued {parsed.GetValue(issued)} is no day 2026-02-01.");
            if (BillOutput.Of(parsed.GetValue(output), parsed.GetValue(format)) is not { } documents)
                return Wrong(door, $"--format {parsed.GetValue(format)} is none of json, text and json,text.");
            var order = new Order(parsed.GetValue(folder), days, parsed.GetValue(account), parsed.GetValue(draft),
                day?.Value, documents);
            using var database = door.Open(mustExist: order.Folder is null);
            return Run(door, database, order);
        });
        return verb;
    }

    /// <summary>What was asked for.</summary>
    public sealed record Order(
        string? Folder, Days Periods, string? Account, bool IsDraft, LocalDate? IssuedOn, BillOutput Documents);

    /// <summary>Applies and imports a book where one is named, and bills.</summary>
    public static int Run(Door door, Database database, Order order)
    {
        var imported = ExitCode.Done;
        if (order.Folder is { } folder)
        {
            var book = CheckedBook.Read(folder);
            door.Say(ApplyVerb.Text(folder, Applying.Apply(database, book)));
            imported = Import(door, database, book);
            if (imported == ExitCode.Refused) return imported;
        }
        var run = BillRun.Of(
            database, new(order.Periods, order.Account, order.IsDraft, order.IssuedOn), door.Today);
        var report = new BillReport(door, database, order.Documents);
        door.Watch("Billing", run.Due.Count, run.Run(door.Cancel), report.Add);
        report.End(order.IsDraft);
        return report.Held > 0 ? ExitCode.DoneWithHeld : imported;
    }

    private static int Import(Door door, Database database, CheckedBook book)
    {
        var results = new List<ImportResult>();
        foreach (var result in Importing.Import(database, book.Reads, door.Cancel))
        {
            results.Add(result);
            if (result is ImportResult.Taken taken) door.Say(ImportText.Of(taken));
            else door.Refuse(((ImportResult.Refused)result).Faults);
        }
        return ImportVerb.Code(results);
    }

    private static int Wrong(Door door, string message)
    {
        door.Say(message);
        return ExitCode.WrongCommand;
    }
}
