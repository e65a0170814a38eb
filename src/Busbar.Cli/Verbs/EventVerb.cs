using System.CommandLine;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Runs;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar event EVENT</c>: who delivered what against which baseline.</summary>
internal static class EventVerb
{
    private const int RatioDecimals = 9;

    private static readonly string[] Formats = ["text", "csv", "svg"];

    public static Command Of(Door door)
    {
        var id = new Argument<string>("EVENT") { Description = "An event of the book." };
        var format = new Option<string>("--format")
        {
            Description = "text, csv of its intervals, or svg for a chart.", HelpName = "FORMAT",
            DefaultValueFactory = _ => Formats[0],
        };
        var verb = new Command("event", "Who delivered what in an event, against which baseline.") { id, format };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (!Formats.Contains(form))
                return door.Wrong($"There is no format {form}. There are {string.Join(", ", Formats)}.");
            if (door.Json && form != Formats[0])
                return door.Wrong("--format writes something else than --json: leave one of them out.");
            using var database = door.Open(mustExist: true);
            var result = EventRun.Of(database, parsed.GetValue(id)!);
            if (door.Json) WriteJson(door, result);
            else if (result.Deliveries.Count > 0)
                door.Results.Write(form == "svg" ? EventChart.Write(Subject(result), EventPanels.Of(result))
                    : form == "csv" ? Csv(result) : EventText.Write(Subject(result), Rows(result)));
            if (!door.Json && form == Formats[0])
                door.Results.Write(string.Join('\n', Dispatches(result)));
            else if (!door.Json && result.Dispatches.Count > 0)
                door.Messages.WriteLine("What members of pools bring by the interval: "
                    + string.Join(", ", result.Dispatches.Select(one => $"busbar pool {one.Pool.Id} --intervals"))
                    + ".");
            if (!door.Json && result.Dispatches.Count == 0 && result.Others.Count > 0)
                door.Messages.WriteLine($"No baseline is in the products of {string.Join(", ", result.Others)}, which "
                    + $"event {result.Event.Id} calls.");
            if (result.Faults.Count == 0) return ExitCode.Done;
            if (!door.Json) door.Refuse(result.Faults);
            return ExitCode.DoneWithHeld;
        });
        return verb;
    }

    private static string Subject(EventResult result) => $"Event {result.Event.Id} of {result.Event.Programme.Name}, "
        + $"{At(result.Event.Span.Start, result)} to {At(result.Event.Span.End, result)}";

    private static string At(Instant instant, EventResult result) =>
        ClockText.Of(instant.InZone(result.Event.Programme.Zone).LocalDateTime, null);

    private static IEnumerable<string> Dispatches(EventResult result) => result.Dispatches.Select((one, i) =>
        EventText.Dispatch(i == 0 && result.Deliveries.Count == 0 ? Subject(result) : "", new PrintedDispatch(
            one.Pool.Id, one.Asked, [.. one.Names.Select(name => (name.Name, name.Dimension.ToString()))],
            [.. one.Members.Select(member => (member.Connection, member.Amounts))])));

    private static List<PrintedDelivery> Rows(EventResult result) => [.. result.Deliveries.Select(one =>
        new PrintedDelivery(one.Agreement.Id, one.Connection?.Id, one.Baseline.Text, one.Baseline.Baseline,
            one.Baseline.Load, one.Baseline.Days, one.Baseline.Ratio, one.Baseline.Difference, one.Baseline.IsBound))];

    private static string Csv(EventResult result) => "agreement,connection,start,baseline,used,delivered\n"
        + string.Concat(result.Deliveries.SelectMany(one => one.Baseline.Intervals, (one, at) => string.Join(',',
            one.Agreement.Id, one.Connection?.Id, InstantPattern.General.Format(at.Start), at.Baseline, at.Load,
            at.Baseline - at.Load) + "\n"));

    private static void WriteJson(Door door, EventResult result) => door.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("event", result.Event.Id);
        json.WriteString("programme", result.Event.Programme.Name);
        json.WriteString("from", InstantPattern.General.Format(result.Event.Span.Start));
        json.WriteString("to", InstantPattern.General.Format(result.Event.Span.End));
        json.WriteList("deliveries", result.Deliveries, one =>
        {
            json.WriteString("agreement", one.Agreement.Id);
            if (one.Connection is { } connection) json.WriteString("connection", connection.Id);
            json.WriteString("text", one.Baseline.Text);
            json.WriteString("unit", one.Baseline.Dimension.ToString());
            json.WriteString("baseline", one.Baseline.Baseline.ToString());
            json.WriteString("used", one.Baseline.Load.ToString());
            json.WriteString("delivered", (one.Baseline.Baseline - one.Baseline.Load).ToString());
            json.WriteStartArray("days");
            foreach (var day in one.Baseline.Days) json.WriteStringValue(LocalDatePattern.Iso.Format(day));
            json.WriteEndArray();
            if (one.Baseline.Ratio is { } ratio) json.WriteString("ratio", ratio.ToString(RatioDecimals));
            if (one.Baseline.Difference is { } difference)
                json.WriteString("difference", difference.ToString(RatioDecimals));
            json.WriteBoolean("bound", one.Baseline.IsBound);
            json.WriteList("intervals", one.Baseline.Intervals, at =>
            {
                json.WriteString("start", InstantPattern.General.Format(at.Start));
                json.WriteString("baseline", at.Baseline.ToString());
                json.WriteString("used", at.Load.ToString());
            });
        });
        if (result.Dispatches.Count > 0) json.WriteList("pools", result.Dispatches, one => Write(json, one));
        json.WriteFaults("held", result.Faults);
        json.WriteEndObject();
    });

    private static void Write(System.Text.Json.Utf8JsonWriter json, EventDispatch dispatch)
    {
        json.WriteString("pool", dispatch.Pool.Id);
        if (dispatch.Asked is { } asked) json.WriteString("asked", asked.ToString());
        json.WriteList("members", dispatch.Members, member =>
        {
            json.WriteString("connection", member.Connection);
            json.WriteBoolean("excused", member.IsExcused);
            json.WriteList("amounts", [.. dispatch.Names.Zip(member.Amounts)], amount =>
            {
                json.WriteString("name", amount.First.Name);
                json.WriteString("unit", amount.First.Dimension.ToString());
                json.WriteString("amount", amount.Second.ToString());
            });
        });
    }
}
