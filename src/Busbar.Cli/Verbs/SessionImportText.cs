using System.Text.Json;
using Busbar.Runs;

namespace Busbar.Cli.Verbs;

/// <summary>How the import of charging sessions is told.</summary>
internal static class SessionImportText
{
    private const int MostNamed = 10;

    /// <summary>A line for the file, and one for each kind of what waits.</summary>
    public static string Of(ImportResult.TakenSessions taken)
    {
        var (report, records) = (taken.Report, taken.Report.Records);
        List<string> lines =
        [
            $"{taken.File} ({taken.Format}): {Plural.Of(records.Total, "session")}: {records.Accepted} accepted, "
            + $"{records.Unchanged} unchanged, {records.Suspended} suspended, {records.Rejected} rejected.",
        ];
        foreach (var waiting in report.Suspended.Take(MostNamed))
            lines.Add($"  {Plural.Of(waiting.Count, "session")} at {waiting.Charger} with {waiting.Card} "
                + $"{(waiting.Count == 1 ? "waits" : "wait")}, the first on line {waiting.FirstLine}: no connection of "
                + "the book has that charger or card.");
        if (report.Suspended.Count > MostNamed) lines.Add($"  … and {report.Suspended.Count - MostNamed} more");
        if (report.Suspended.Count > 0)
            lines.Add("  To take them in: give a connection sessions: { charger: … } or { card: … }, and apply the "
                + "book.");
        foreach (var (number, credits, line) in report.Awaiting.Take(MostNamed))
            lines.Add($"  CDR {number} on line {line} credits CDR {credits}, which hasn't come yet: it will count for "
                + "nothing when it comes.");
        if (report.Awaiting.Count > MostNamed) lines.Add($"  … and {report.Awaiting.Count - MostNamed} more");
        lines.AddRange(report.Void.Select(one => $"  Credit {one.Number} had come before and doesn't take back all of "
            + $"{one.Credits}, so that it counts as nothing."));
        if (taken.Concerned.Count > 0) lines.Add("  " + ImportText.Of(taken.Concerned, "sessions"));
        return string.Join('\n', lines);
    }

    /// <summary>The same as JSON.</summary>
    public static void Write(Utf8JsonWriter json, ImportResult.TakenSessions taken)
    {
        var (report, records) = (taken.Report, taken.Report.Records);
        json.WriteString("format", taken.Format);
        if (report.Receipt is { } receipt) json.WriteNumber("receipt", receipt);
        json.WriteStartObject("sessions");
        json.WriteNumber("accepted", records.Accepted);
        json.WriteNumber("unchanged", records.Unchanged);
        json.WriteNumber("suspended", records.Suspended);
        json.WriteNumber("rejected", records.Rejected);
        json.WriteEndObject();
        json.WriteList("suspended", report.Suspended, waiting =>
        {
            json.WriteString("charger", waiting.Charger);
            json.WriteString("card", waiting.Card);
            json.WriteNumber("sessions", waiting.Count);
            json.WriteNumber("first_line", waiting.FirstLine);
        });
        json.WriteList("awaiting", report.Awaiting, credit =>
        {
            json.WriteString("number", credit.Number);
            json.WriteString("credits", credit.Credits);
            json.WriteNumber("line", credit.Line);
        });
        json.WriteList("void", report.Void, credit =>
        {
            json.WriteString("number", credit.Number);
            json.WriteString("credits", credit.Credits);
        });
        ImportText.Write(json, taken.Concerned);
    }
}
