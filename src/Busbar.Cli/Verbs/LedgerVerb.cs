using System.CommandLine;
using Busbar.Documents;
using Busbar.Runs.Accounting;
using Busbar.Runs.Payments;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar ledger</c>: the reports of the ledger, and what is posted from files.</summary>
internal static class LedgerVerb
{
    public static Command Of(Door door)
    {
        var verb = new Command("ledger", "The ledger: balance, journal, receivables by age, margin, and postings.");
        foreach (var below in (Command[])[Balance(door), JournalOf(door), Aged(door), Margin(door), ClearingOf(door),
            OnDay(door, "bank", "The statements of banks beside the ledger, and whether one is missing.",
                BankBalances.Report),
            OfFile(door, "post", "Posts entries written by hand, a row for each posting.", FilePosting.Journal),
            Cost(door), Late(door)])
            verb.Subcommands.Add(below);
        return verb;
    }

    private static Command Balance(Door door) => OnDay(door, "balance",
        "The trial balance: what each account of the ledger comes to.", TrialBalance.Of);

    private static Command Aged(Door door) => OnDay(door, "aged",
        "What customers owe, by the days since it was due.", AgedReceivables.Of);

    private static Command JournalOf(Door door)
    {
        var account = new Option<string?>("--account")
        {
            Description = "Only entries that change the balance of this account.", HelpName = "A",
        };
        var verb = OfPeriod(door, "journal", "The entries of some days, a row for each posting.",
            (database, days, parsed) => Journal.Of(database, days, parsed.GetValue(account)));
        verb.Options.Add(account);
        return verb;
    }

    private static Command Margin(Door door)
    {
        var words = Enum.GetValues<MarginBy>().Select(Margins.WordOf).ToArray();
        var by = new Option<string>("--by")
        {
            Description = "product, account, group or period: a row a month.", HelpName = "product",
            DefaultValueFactory = _ => words[0],
        };
        var bySupply = new Option<bool>("--by-supply")
        {
            Description = "Counts an entry where its supply begins, without accruals, and not on the day it is posted.",
        };
        var verb = OfPeriod(door, "margin", "Revenue less the cost of sales.", (database, days, parsed) =>
            Margins.Of(database, days, (MarginBy)Array.IndexOf(words, parsed.GetValue(by)), parsed.GetValue(bySupply)),
            parsed => words.Contains(parsed.GetValue(by)) ? null
                : $"--by {parsed.GetValue(by)} is none of {string.Join(", ", words)}.");
        verb.Options.Add(by);
        verb.Options.Add(bySupply);
        return verb;
    }

    private static Command ClearingOf(Door door) => OfPeriod(door, "clearing",
        "What was passed through, against what networks and others billed for it.",
        (database, days, _) => Clearing.Of(database, days));

    private static Command Cost(Door door)
    {
        var path = new Argument<string>("FILE") { Description = "A file of CSV, or an invoice in UBL." };
        var supplier = new Option<string?>("--supplier")
        {
            Description = "The party whose invoice in UBL it is; that of its VAT number or name where it isn't given.",
            HelpName = "PARTY",
        };
        var group = LineGroups.Option();
        var verb = new Command("cost", "Posts invoices of networks and other suppliers.") { path, supplier, group };
        verb.SetAction(parsed => LineGroups.Trouble(parsed.GetValue(group)!, out var groups) is { } trouble
            ? door.Wrong(trouble) : Posted(door, parsed.GetValue(path)!, (database, file) =>
                FilePosting.Costs(database, file, new(parsed.GetValue(supplier), groups))));
        return verb;
    }

    private static Command OfFile(
        Door door, string name, string description, Func<Database, string, PostedFile> post)
    {
        var path = new Argument<string>("FILE") { Description = "A file of CSV." };
        var verb = new Command(name, description) { path };
        verb.SetAction(parsed => Posted(door, parsed.GetValue(path)!, post));
        return verb;
    }

    private static int Posted(Door door, string file, Func<Database, string, PostedFile> post)
    {
        using var database = door.Open(mustExist: true);
        var posted = post(database, file);
        if (door.Json)
            door.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("posted", posted.Numbers.Count);
                json.WriteNumber("unchanged", posted.Unchanged);
                json.WriteStartArray("entries");
                foreach (var number in posted.Numbers) json.WriteNumberValue(number);
                json.WriteEndArray();
                if (posted.Differences.Count > 0) json.WriteFaults("differences", posted.Differences);
                json.WriteEndObject();
            });
        else
        {
            door.Results.WriteLine($"{Path.GetFileName(file)}: {Plural.Of(posted.Numbers.Count, "entry")} posted, "
                + $"{posted.Unchanged} posted before.");
            foreach (var one in posted.Differences) door.Say(one.ToString());
        }
        return ExitCode.Done;
    }

    private static Command Late(Door door)
    {
        var verb = new Command("post-bills", "Posts bills that were issued before there was a ledger.");
        verb.SetAction(_ =>
        {
            using var database = door.Open(mustExist: true);
            var posted = LateBills.Post(database, door.Cancel);
            if (door.Json)
                door.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("posted", posted.Posted);
                    json.WriteFaults("held", posted.Faults);
                    json.WriteEndObject();
                });
            else
            {
                door.Results.WriteLine($"{Plural.Of(posted.Posted, "document")} posted.");
                door.Refuse(posted.Faults);
            }
            return posted.Faults.Count == 0 ? ExitCode.Done : ExitCode.DoneWithHeld;
        });
        return verb;
    }

    private static Command OnDay(Door door, string name, string description,
        Func<Database, LocalDate?, Func<DateTimeZone, LocalDate>, Listing> make)
    {
        var on = new Option<string?>("--on")
        {
            Description = "The last day that counts, today where it isn't given.", HelpName = "2026-01-31",
        };
        var format = ListingOutput.Option();
        var verb = new Command(name, description) { on, format };
        verb.SetAction(parsed =>
        {
            if (!TryRead(door, "--on", parsed.GetValue(on), out var day)) return ExitCode.WrongCommand;
            return Write(door, parsed.GetValue(format)!, database => make(database, day, door.Today));
        });
        return verb;
    }

    private static Command OfPeriod(Door door, string name, string description,
        Func<Database, Days, ParseResult, Listing> make, Func<ParseResult, string?>? check = null)
    {
        var period = new Option<string>("--period")
        {
            Description = "A month 2026-01, a year 2026, or days, 2026-01-01..2026-04-01.", HelpName = "2026-01",
            Required = true,
        };
        var format = ListingOutput.Option();
        var verb = new Command(name, description) { period, format };
        verb.SetAction(parsed => Days.Parse(parsed.GetValue(period)!) is not { } days
            ? door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!))
            : check?.Invoke(parsed) is { } trouble ? door.Wrong(trouble)
            : Write(door, parsed.GetValue(format)!, database => make(database, days, parsed)));
        return verb;
    }

    private static int Write(Door door, string format, Func<Database, Listing> make)
    {
        if (ListingOutput.Trouble(door, format) is { } trouble) return door.Wrong(trouble);
        using var database = door.Open(mustExist: true);
        ListingOutput.Write(door, make(database), format);
        return ExitCode.Done;
    }

    /// <summary>Reads a day that an option gives; null where it isn't given. False, and said, where it is none.
    /// </summary>
    internal static bool TryRead(Door door, string option, string? text, out LocalDate? day)
    {
        var parsed = text is null ? null : LocalDatePattern.Iso.Parse(text);
        day = parsed is { Success: true } ? parsed.Value : null;
        if (parsed is not { Success: false }) return true;
        door.Wrong($"{option} {text} is no day, such as 2026-02-01.");
        return false;
    }
}
