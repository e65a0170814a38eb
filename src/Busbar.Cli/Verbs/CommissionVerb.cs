using System.CommandLine;
using System.Globalization;
using Busbar.Documents;
using Busbar.Runs;
using Busbar.Runs.Commissions;
using Busbar.Statements;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar commission</c>: what brokers have earned, are due, and are invoiced.</summary>
internal static class CommissionVerb
{
    public static Command Of(Door door)
    {
        var verb = new Command("commission", "What brokers earn: settle, invoice, feed, statements, discrepancies.");
        foreach (var below in (Command[])[Settle(door), Invoice(door), Feed(door), Statement(door), Supply(door),
            Check(door), Forecast(door)])
            verb.Subcommands.Add(below);
        return verb;
    }

    private static Command Settle(Door door)
    {
        var (on, format) = (DayOfIssue.On(), ListingOutput.Option());
        var draft = new Option<bool>("--draft") { Description = "Shows what would change, and posts nothing." };
        var verb = new Command("settle",
            "Posts what brokers have earned and are due by now: what bills, payments and contracts have changed.")
        {
            on, draft, format,
        };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (!DayOfIssue.TryRead(door, parsed.GetValue(on), out var day, "--on")) return ExitCode.WrongCommand;
            if (ListingOutput.Trouble(door, form) is { } trouble) return door.Wrong(trouble);
            using var database = door.Open(mustExist: true);
            if (!parsed.GetValue(draft))
                day = DayOfIssue.Counting(door, PayVerb.BookOf(database).Zone, day,
                    "Leave --on out to settle today, or look ahead with --draft.");
            var settled = CommissionRun.Settle(database, day, door.Today, parsed.GetValue(draft));
            var listing = CommissionReports.Settled(settled, parsed.GetValue(draft));
            ListingOutput.Write(door, listing, form, settled.Faults);
            foreach (var waiting in settled.Waiting)
                door.Say($"{waiting.Agreement}, {waiting.Moment}: {waiting.Rule.Text} isn't paid yet: "
                    + $"{waiting.Reason}.");
            if (form != "json" && !door.Json) door.Refuse(settled.Faults);
            return settled.Faults.Count > 0 ? ExitCode.DoneWithHeld : ExitCode.Done;
        });
        return verb;
    }

    private static Command Invoice(Door door)
    {
        var broker = new Argument<string?>("ACCOUNT")
        {
            Description = "The account of a broker; all where it isn't given.", Arity = ArgumentArity.ZeroOrOne,
        };
        var (issued, format) = (DayOfIssue.Option(), ListingOutput.Option());
        var until = new Option<string?>("--until")
        {
            Description = "Only what was posted before this day.", HelpName = "2026-02-01",
        };
        var draft = new Option<bool>("--draft") { Description = "Shows what would be invoiced, and issues nothing." };
        var verb = new Command("invoice", "Issues the self-billed invoices of brokers, of what is due to them.")
        {
            broker, issued, until, draft, format,
        };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (!DayOfIssue.TryRead(door, parsed.GetValue(issued), out var day)
                || !DayOfIssue.TryRead(door, parsed.GetValue(until), out var end, "--until"))
                return ExitCode.WrongCommand;
            if (ListingOutput.Trouble(door, form) is { } trouble) return door.Wrong(trouble);
            using var database = door.Open(mustExist: true);
            var zone = PayVerb.BookOf(database).Zone;
            var on = parsed.GetValue(draft) ? day ?? door.Today(zone) : DayOfIssue.Of(door, zone, day);
            ListingOutput.Write(door, CommissionReports.Invoiced(CommissionInvoicing.Run(database,
                parsed.GetValue(broker), end ?? on.PlusDays(1), on, parsed.GetValue(draft)), on), form);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Command Feed(Door door)
    {
        var after = new Option<string?>("--after")
        {
            Description = "Only what was posted after this sequence number: the last that is known.", HelpName = "0",
        };
        var payee = new Option<string?>("--payee")
        {
            Description = "Only what is due to this account.", HelpName = "ACCOUNT",
        };
        var format = new Option<string>("--format")
        {
            Description = "jsonl, csv, text or json.", HelpName = "FORMAT", DefaultValueFactory = _ => "jsonl",
        };
        var viewer = Arguments.As();
        var verb = new Command("feed", "Every change of commissions, for a compensation platform: a line each.")
        {
            after, payee, format, viewer,
        };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (form != "jsonl" && ListingOutput.Trouble(door, form) is not null)
                return door.Wrong($"There is no format {form}. There are jsonl, csv, text and json.");
            var known = 0L;
            if (parsed.GetValue(after) is { } text
                && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out known))
                return door.Wrong($"--after {text} is no sequence number of the feed, from 0 on.");
            using var database = door.Open(mustExist: true);
            var listing = CommissionReports.Feed(database, known, parsed.GetValue(payee),
                SightOf(database, parsed.GetValue(viewer)));
            if (form == "jsonl" && !door.Json) ListingOutput.WriteLines(door, listing);
            else ListingOutput.Write(door, listing, form == "jsonl" ? "json" : form);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Command Statement(Door door)
    {
        var broker = new Argument<string>("ACCOUNT") { Description = "The account of a broker." };
        var period = new Option<string>("--period")
        {
            Description = "A month 2026-01, a year 2026, or days, 2026-01-01..2026-04-01.", HelpName = "2026-01",
            Required = true,
        };
        var (format, viewer) = (ListingOutput.Option(), Arguments.As());
        var verb = new Command("statement", "What a broker was due and invoiced on some days.")
        {
            broker, period, format, viewer,
        };
        verb.SetAction(parsed => Days.Parse(parsed.GetValue(period)!) is not { } days
            ? door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!))
            : Write(door, parsed.GetValue(format)!,
                database => CommissionReports.Statement(database, parsed.GetValue(broker)!, days,
                    SightOf(database, parsed.GetValue(viewer)))));
        return verb;
    }

    private static Command Supply(Door door) => OnDay(door, "supply",
        "How far the supply of each connection is registered that a broker brought, and its agreed rate.",
        (database, day, _, sight) => CommissionReports.Supply(database, day, door.Today, sight));

    private static Command Check(Door door)
    {
        var statement = new Option<string?>("--statement")
        {
            Description = "A broker's own statement to compare: CSV with payee, agreement, cause and amount.",
            HelpName = "FILE",
        };
        var verb = OnDay(door, "check", "What isn't as it should be: late starts, dead meters, other use, overdue "
            + "bills.",
            (database, day, parsed, sight) =>
                DiscrepancyRun.Of(database, day, door.Today, parsed.GetValue(statement), sight));
        verb.Options.Add(statement);
        return verb;
    }

    private static Command Forecast(Door door)
    {
        var until = new Option<string?>("--until")
        {
            Description = "The first day that isn't foreseen any more; a year from now where it isn't given.",
            HelpName = "2027-01-01",
        };
        var verb = OnDay(door, "forecast", "What will be due if all goes as was expected, by month.",
            (database, day, parsed, sight) => CommissionReports.Forecast(database, day,
                Day(parsed.GetValue(until)), door.Today, sight));
        until.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } text && Day(text) is null)
                given.AddError($"--until {text} is no day, such as 2027-01-01.");
        });
        verb.Options.Add(until);
        return verb;
    }

    private static LocalDate? Day(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day : null;

    private static Command OnDay(
        Door door, string name, string description, Func<Database, LocalDate?, ParseResult, Sight?, Listing> make)
    {
        var on = new Option<string?>("--on")
        {
            Description = "The day as of which it is asked, today where it isn't given.", HelpName = "2026-02-01",
        };
        var (format, viewer) = (ListingOutput.Option(), Arguments.As());
        var verb = new Command(name, description) { on, format, viewer };
        verb.SetAction(parsed => DayOfIssue.TryRead(door, parsed.GetValue(on), out var day, "--on")
            ? Write(door, parsed.GetValue(format)!, database => make(database, day, parsed,
                SightOf(database, parsed.GetValue(viewer)))) : ExitCode.WrongCommand);
        return verb;
    }

    /// <summary>What a viewer sees; null where everything is asked for.</summary>
    private static Sight? SightOf(Database database, string? viewer) =>
        viewer is null ? null : Viewing.As(database, viewer).Sight;

    private static int Write(Door door, string format, Func<Database, Listing> make)
    {
        if (ListingOutput.Trouble(door, format) is { } trouble) return door.Wrong(trouble);
        using var database = door.Open(mustExist: true);
        ListingOutput.Write(door, make(database), format);
        return ExitCode.Done;
    }
}
