using System.CommandLine;
using System.Text.Json;
using Busbar.Documents;
using Busbar.Formats.Export;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar sessions CONNECTION --period 2026-07</c>: the charging sessions of a connection.</summary>
internal static class SessionsVerb
{
    private static readonly string[] Formats = ["text", "csv"];

    public static Command Of(Door door)
    {
        var connection = new Argument<string>("CONNECTION") { Description = "A connection of the book." };
        var period = new Option<string>("--period")
        {
            Description = "A month 2026-01, a year 2026, or days, 2026-01-01..2026-04-01.", HelpName = "2026-01",
            Required = true,
        };
        var format = new Option<string>("--format")
        {
            Description = "text or csv.", HelpName = "FORMAT", DefaultValueFactory = _ => Formats[0],
        };
        var viewer = Arguments.As();
        var verb = new Command("sessions", "The charging sessions of a connection, with those that were credited.")
        {
            connection, period, format, viewer,
        };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            if (!Formats.Contains(form))
                return door.Wrong($"There is no format {form}. There are {string.Join(", ", Formats)}.");
            if (door.Json && form != Formats[0])
                return door.Wrong("--format writes something else than --json: leave one of them out.");
            using var database = door.Open(mustExist: true);
            if (parsed.GetValue(viewer) is { } name)
                days = Viewing.As(database, name).Readings(parsed.GetValue(connection)!, days);
            Write(door, SessionsRun.Of(database, parsed.GetValue(connection)!, days), form);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Write(Door door, SeenSessions seen, string form)
    {
        if (door.Json) door.WriteJson(json => Write(json, seen));
        else if (form == Formats[0])
            door.Results.Write(SessionsText.Write(seen.Connection, seen.Days.ToString(),
                [.. seen.Sessions.Select(one => new PrintedSession(one.Session, Note(one), one.CreditedBy is null))]));
        else
        {
            var file = new SessionCsvFile(door.Results);
            foreach (var one in seen.Sessions)
                file.Add(one.Session, seen.Connection.Zone, one.CreditedBy, one.Overlaps);
        }
    }

    private static string Note(SeenSession one) => one.CreditedBy is { } receipt
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"credited by receipt {receipt}")
        : one.Overlaps.Count > 0 ? $"overlaps {string.Join(" and ", one.Overlaps)}" : "";

    private static void Write(Utf8JsonWriter json, SeenSessions seen)
    {
        json.WriteStartObject();
        json.WriteString("connection", seen.Connection.Id);
        json.WritePeriod(seen.Days);
        json.WriteList("sessions", seen.Sessions, one =>
        {
            json.WriteString("session", one.Session.Id);
            json.WriteString("start", InstantPattern.ExtendedIso.Format(one.Session.Start));
            json.WriteString("end", InstantPattern.ExtendedIso.Format(one.Session.End));
            json.WriteString("charger", one.Session.Charger);
            json.WriteString("card", one.Session.Card);
            if (one.Session.Cost is { } cost)
            {
                json.WriteString("cost", cost.ToString());
                json.WriteString("currency", one.Session.CostCurrency);
            }
            if (one.CreditedBy is { } receipt) json.WriteNumber("credited_by", receipt);
            if (one.Overlaps.Count > 0) json.WriteTexts("overlaps", one.Overlaps);
            json.WriteList("periods", one.Session.Periods, period => Write(json, period));
        });
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SessionPeriod period)
    {
        json.WriteString("start", InstantPattern.ExtendedIso.Format(period.Start));
        json.WriteString("energy_kwh", Text(period.Energy));
        json.WriteString("export_kwh", Text(period.Export));
        json.WriteString("charging_hours", Text(period.Charging));
        json.WriteString("idle_hours", Text(period.Idle));
        json.WriteString("reserved_hours", Text(period.Reserved));
        if (period.Power is { } power) json.WriteString("power_kw", Text(power));
        if (period.Current is { } current) json.WriteString("current_a", Text(current));
    }

    private static string Text(Exact value) => value.Round(9, Rounding.HalfAway).ToString();
}
