using System.CommandLine;
using Busbar.Runs;
using Busbar.Statements;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar statement ACCOUNT --period 2026-01</c>: what an account and those below it see of some days.
/// </summary>
internal static class StatementVerb
{
    public static Command Of(Door door)
    {
        var account = new Argument<string?>("ACCOUNT")
        {
            Description = "An account of the book; those below it have their sections.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "A statement for each account at the top." };
        var period = new Option<string>("--period")
        {
            Description = "A month 2026-01, a year 2026, or days, 2026-01-01..2026-04-01.", HelpName = "2026-01",
            Required = true,
        };
        var output = new Option<string?>("--out")
        {
            Description = "Writes the statement into this folder.", HelpName = "DIR",
        };
        var format = new Option<string?>("--format")
        {
            Description = $"{string.Join(", ", StatementOutput.Formats)}, or several: text,csv. csv are the lines of "
                + "its bills, balances a row for each account.",
            HelpName = "text",
        };
        var viewer = Arguments.As();
        var verb = new Command("statement", "The balance of an account and what changed it in some days.")
        {
            account, all, period, output, format, viewer,
        };
        verb.SetAction(parsed =>
        {
            var (id, isAll, folder) = (parsed.GetValue(account), parsed.GetValue(all), parsed.GetValue(output));
            var formats = (parsed.GetValue(format) ?? (door.Json ? "json" : "text")).Split(',').Distinct().ToList();
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            if (id is null != isAll) return door.Wrong("Name one account, or write --all for each at the top.");
            if (Trouble(formats, folder, isAll) is { } trouble) return door.Wrong(trouble);
            using var database = door.Open(mustExist: true);
            var sight = parsed.GetValue(viewer) is { } name ? Viewing.As(database, name).Sight : null;
            Write(door, database, id, days, folder, formats, sight);
            return ExitCode.Done;
        });
        return verb;
    }

    private static string? Trouble(List<string> formats, string? folder, bool isAll)
    {
        if (formats.Find(one => !StatementOutput.Formats.Contains(one)) is { } unknown)
            return $"--format {unknown} is none of {string.Join(", ", StatementOutput.Formats)}, or several with "
                + "commas.";
        if (folder is not null) return null;
        if (formats.Contains("pdf")) return "A PDF is a file: name the folder that it comes into with --out.";
        return formats.Count > 1 || (isAll && formats[0] is not ("text" or "json"))
            ? "Several files need a folder: name it with --out." : null;
    }

    private static void Write(
        Door door, Store.Database database, string? id, Days days, string? folder, List<string> formats,
        Sight? sight)
    {
        if (id is not null)
        {
            var (book, statement) = Stating.Of(database, id, days, sight);
            new StatementOutput(door, database, book, folder, formats, sight).Write(statement);
        }
        else
        {
            var (book, statements) = Stating.All(database, days, sight);
            var output = new StatementOutput(door, database, book, folder, formats, sight);
            var isAny = false;
            foreach (var statement in statements)
            {
                isAny = true;
                door.Cancel.ThrowIfCancellationRequested();
                if (folder is null && formats[0] == "json")
                    door.WriteItem(json => StatementJson.Write(json, statement));
                else output.Write(statement);
                if (folder is null && formats[0] == "text") door.Results.Write('\n');
            }
            if (folder is null && formats[0] == "json") door.EndItems();
            if (!isAny)
            {
                door.Say("There is no account at the top to state: name one that busbar account lists.");
                return;
            }
        }
        if (folder is not null) door.Say($"{(id is null ? "The statements are" : "The statement is")} in {folder}.");
    }
}
