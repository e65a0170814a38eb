using System.CommandLine;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

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
        var draft = new Option<bool>("--draft")
        {
            Description = "Shows the bills and stores nothing; with a BOOK, made from it and its readings alone.",
        };
        var issued = DayOfIssue.Option();
        var output = new Option<string?>("--out")
        {
            Description = "Writes each bill into this folder.", HelpName = "DIR",
        };
        var format = new Option<string?>("--format")
        {
            Description = $"{BillOutput.Known}, or several: json,html. Without --out, to the output.",
            HelpName = "json,text",
        };
        var verb = new Command("bill", "Bills accounts: what they owe for a period, line by line.")
        {
            folder, period, account, draft, issued, output, format,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            if (!DayOfIssue.TryRead(door, parsed.GetValue(issued), out var day)) return ExitCode.WrongCommand;
            if (BillOutput.Of(parsed.GetValue(output), parsed.GetValue(format)) is not { } documents)
                return door.Wrong(BillOutput.Unknown(parsed.GetValue(format)));
            if (documents.Trouble is { } trouble) return door.Wrong(trouble);
            if (door.Json && documents is { Folder: null, Formats.Count: > 0 })
                return door.Wrong("--format says how bills are written to the output, and --json writes all of it: "
                    + "leave one of the two out, or write the bills into a folder with --out.");
            var order = new Order(parsed.GetValue(folder), days, parsed.GetValue(account), parsed.GetValue(draft),
                day, documents);
            using var database = order is { IsDraft: true, Folder: not null } ? door.OpenTemporary()
                : door.Open(mustExist: order.Folder is null);
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
        // A book that is refused leaves no empty folder behind.
        var checkedBook = order.Folder is { } named ? CheckedBook.Read(named) : null;
        order.Documents.Prepare(door, "Nothing was issued.");
        if (order.Folder is { } folder && checkedBook is { } book)
        {
            DayOfIssue.Of(door, book.Book.Zone, order.IssuedOn);
            door.Say(ApplyVerb.Text(folder, Applying.Apply(database, book)));
            imported = Import(door, database, book);
            if (imported == ExitCode.Refused) return imported;
        }
        var run = BillRun.Of(
            database, new(order.Periods, order.Account, order.IsDraft, null),
            zone => DayOfIssue.Of(door, zone, order.IssuedOn));
        var report = new BillReport(door, database, order.Documents);
        try
        {
            door.Watch("Billing", run.Due.Count, run.Run(door.Cancel), report.Add);
        }
        finally
        {
            report.Finish();
        }
        report.End(order.IsDraft);
        if (run.Moved.Count > 0) door.Say(ImportText.Of(run.Moved, "settlements"));
        return report.Held + report.Undocumented > 0 ? ExitCode.DoneWithHeld : imported;
    }

    private static int Import(Door door, Database database, CheckedBook book)
    {
        var results = new List<ImportResult>();
        foreach (var result in Importing.Import(database, book.Reads, ImportVerb.Progress(door), door.Cancel))
        {
            results.Add(result);
            if (result is not ImportResult.Refused) door.Say(ImportVerb.Text(result));
        }
        var refused = results.OfType<ImportResult.Refused>().SelectMany(result => result.Faults).ToList();
        if (refused.Count > 0) door.Refuse(refused);
        return ImportVerb.Code(results);
    }
}
