using System.CommandLine;
using System.Text.Json;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Time;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar quarantine</c>: lists what waits for a decision; <c>accept</c>, <c>correct</c>, <c>estimate</c>
/// and <c>reject</c> decide.</summary>
internal static class QuarantineVerb
{
    private const int UsualDays = 400;

    private sealed record Filter(
        Option<string?> Connection, Option<string?> Channel, Option<string?> Reason, Option<string?> Period)
    {
        public static Filter New() => new(
            new("--connection") { Description = "Only what is of this connection.", HelpName = "C" },
            new("--channel") { Description = "Only what is of this channel.", HelpName = "import" },
            new("--reason") { Description = "Only what breaks this rule.", HelpName = "spike" },
            new("--period")
            {
                Description = "Only what is of these days; without it all rows and reads of registers, what is named "
                    + "and what is suspicious in the last 400 days.",
                HelpName = "2026-01",
            });

        public void AddTo(Command verb)
        {
            foreach (var option in new Option[] { Connection, Channel, Reason, Period }) verb.Options.Add(option);
        }
    }

    public static Command Of(Door door)
    {
        var filter = Filter.New();
        var verb = new Command("quarantine", "Lists what waits for a decision, and carries decisions out.");
        filter.AddTo(verb);
        verb.SetAction(parsed => OrderOf(door, parsed, filter, []) is not { } order ? ExitCode.WrongCommand
            : List(door, order));
        verb.Subcommands.Add(Decision(door, "accept", QuarantineDecision.Accept, "They are right as they are."));
        verb.Subcommands.Add(Decision(door, "correct", QuarantineDecision.Correct, "They have another value."));
        verb.Subcommands.Add(Decision(
            door, "estimate", QuarantineDecision.Estimate, "They are wrong, and estimates stand for them."));
        verb.Subcommands.Add(Decision(
            door, "reject", QuarantineDecision.Reject, "They are wrong, and nothing is known instead."));
        return verb;
    }

    private static Command Decision(Door door, string name, QuarantineDecision decision, string description)
    {
        var ids = new Argument<string[]>("ID")
        {
            Description = "What is decided of; where none is named, all that the options leave.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var note = new Option<string>("--note") { Description = "Why.", HelpName = "TEXT", Required = true };
        var value = new Option<string?>("--value")
        {
            Description = "What is right, in the unit of the channel or register.", HelpName = "1.25",
        };
        var times = new Option<string?>("--times")
        {
            Description = "By what each wrong value is multiplied to be right, instead of --value.", HelpName = "0.001",
        };
        var earlier = new Option<bool>("--earlier")
        {
            Description = "Of two reads of a register that contradict each other, the one before is wrong.",
        };
        var register = new Option<string?>("--register")
        {
            Description = "Only reads of registers of this name, where days rest on several.", HelpName = "1",
        };
        var filter = Filter.New();
        var verb = new Command(name, description) { ids, note };
        if (decision == QuarantineDecision.Correct)
        {
            verb.Options.Add(value);
            verb.Options.Add(times);
        }
        if (decision != QuarantineDecision.Accept)
        {
            verb.Options.Add(earlier);
            verb.Options.Add(register);
        }
        filter.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var named = parsed.GetValue(ids)!;
            if (OrderOf(door, parsed, filter, named) is not { } order) return ExitCode.WrongCommand;
            if (named.Length == 0 && order is { Connection: null, Channel: null, Reason: null })
                return door.Wrong($"Name what to {name}, by its ids or by --reason, --connection or --channel; busbar "
                    + "quarantine lists what waits.");
            var answer = decision == QuarantineDecision.Accept ? new()
                : new QuarantineAnswer(null, null, parsed.GetValue(earlier), parsed.GetValue(register));
            if (decision == QuarantineDecision.Correct)
                if (Corrected(door, answer, parsed.GetValue(value), parsed.GetValue(times)) is { } corrected)
                    answer = corrected;
                else return ExitCode.WrongCommand;
            if (string.IsNullOrWhiteSpace(parsed.GetValue(note)))
                return door.Wrong("--note is empty: say why, for those who read it later.");
            return Decide(door, order, decision, parsed.GetValue(note)!, answer);
        });
        return verb;
    }

    private static QuarantineAnswer? Corrected(Door door, QuarantineAnswer answer, string? value, string? times)
    {
        if ((value is null) == (times is null))
        {
            door.Wrong("--value says what is right, --times by what it is multiplied to be: one of --value 1.25 and "
                + "--times 0.001.");
            return null;
        }
        if (!Exact.TryParse(value ?? times, out var exact, out var problem))
        {
            door.Wrong($"{(value is null ? "--times" : "--value")} {value ?? times} {problem}.");
            return null;
        }
        if (times is not null && exact.Sign <= 0)
        {
            door.Wrong($"--times {times} must be above zero.");
            return null;
        }
        return value is null ? answer with { Times = exact } : answer with { Value = exact };
    }

    private static QuarantineOrder? OrderOf(Door door, ParseResult parsed, Filter filter, string[] ids)
    {
        var today = door.Now.InUtc().Date;
        Days? days = null;
        if (parsed.GetValue(filter.Period) is { } text && (days = Days.Parse(text)) is null)
        {
            door.Wrong(Arguments.NoPeriod(text));
            return null;
        }
        return new(parsed.GetValue(filter.Connection), parsed.GetValue(filter.Channel), parsed.GetValue(filter.Reason),
            days, new(today.PlusDays(1 - UsualDays), today.PlusDays(1)), ids);
    }

    private static int List(Door door, QuarantineOrder order)
    {
        using var database = door.Open(mustExist: true);
        var quarantine = Quarantining.Of(database, order);
        var (items, before) = (quarantine.Items, quarantine.NotLookedAt);
        if (door.Json)
            door.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteList("items", items, item => Write(json, item));
                if (before is { } days)
                {
                    json.WriteStartObject("not_looked_at");
                    json.WritePeriod(days);
                    json.WriteEndObject();
                }
                json.WriteEndObject();
            });
        else
        {
            foreach (var item in items)
            {
                door.Results.WriteLine(item.Id + (item.File is null ? "" : $" ({item.Reason})"));
                door.Results.WriteLine($"  {(item.File is null ? "" : $"{item.File}:{item.Line}: ")}{item.Sentence}");
            }
            door.Say(items.Count == 0 ? "Nothing waits for a decision."
                : $"{Plural.Of(items.Count, "item")} {(items.Count == 1 ? "waits" : "wait")} for a decision: busbar "
                    + "quarantine accept, correct, estimate or reject ID --note WHY.");
            if (before is { } days)
                door.Say($"Suspicious readings were looked for from {Door.Text(days.To)} on; for those before: busbar "
                    + $"quarantine --period {Door.Text(days.From)}..{Door.Text(days.To)}");
        }
        return items.Count == 0 ? ExitCode.Done : ExitCode.DoneWithHeld;
    }

    private static int Decide(
        Door door, QuarantineOrder order, QuarantineDecision decision, string note, QuarantineAnswer answer)
    {
        using var database = door.Open(mustExist: true);
        var decided = Quarantining.Of(database, order).Decide(decision, note, answer, door.Now, door.Cancel);
        if (door.Json)
            door.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("decision", Said(decision));
                json.WriteList("items", decided.Items, item => Write(json, item));
                json.WriteNumber("readings", decided.Readings.Accepted);
                json.WriteNumber("taken_back", decided.TakenBack);
                json.WriteList("not_estimated", decided.Unbilled, one =>
                {
                    json.WriteString("connection", one.Connection);
                    json.WriteString("day", Door.Text(one.Day));
                });
                ImportText.Write(json, decided.Concerned);
                json.WriteEndObject();
            });
        else
        {
            var (taken, back) = (decided.Readings.Accepted, decided.TakenBack);
            door.Results.WriteLine($"{Plural.Of(decided.Items.Count, "item")} {Said(decision)}"
                + (taken > 0 ? $"; {Plural.Of(taken, "reading")} taken" : "")
                + (back > 0 ? $"; {Plural.Of(back, "reading")} taken back." : "."));
            foreach (var (connection, day) in decided.Unbilled)
                door.Results.WriteLine($"  No agreement bills connection {connection} on {Door.Text(day)}: nothing is "
                    + "estimated there, and the reading stays missing.");
            foreach (var line in decided.Estimates.SelectMany(EstimateText.Lines)) door.Results.WriteLine(line);
            if (decided.Concerned.Count > 0)
                door.Results.WriteLine("  " + ImportText.Of(decided.Concerned, "readings"));
        }
        return decided.Items.Count == 0 ? ExitCode.DoneWithHeld : ExitCode.Done;
    }

    private static string Said(QuarantineDecision decision) => decision switch
    {
        QuarantineDecision.Accept => "accepted",
        QuarantineDecision.Correct => "corrected",
        QuarantineDecision.Estimate => "to be estimated",
        _ => "rejected",
    };

    private static void Write(Utf8JsonWriter json, QuarantineItem item)
    {
        json.WriteString("id", item.Id);
        json.WriteString("connection", item.Connection);
        if (item.Channel.Length > 0) json.WriteString("channel", item.Channel);
        json.WriteString("reason", item.Reason);
        json.WriteString("sentence", item.Sentence);
        if (item.File is not { } file) return;
        json.WriteString("file", file);
        json.WriteNumber("line", item.Line);
        if (item.Rows > 1) json.WriteNumber("rows", item.Rows);
    }
}
