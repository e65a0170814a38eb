using System.Text.Json;
using Busbar.Quantities;
using Busbar.Runs;

namespace Busbar.Cli.Verbs;

/// <summary>How the import of a file is told.</summary>
internal static class ImportText
{
    private const int MostNamed = 10;

    /// <summary>A line for the file, and one for each reason for which rows were rejected or wait.</summary>
    public static string Of(ImportResult.Taken taken)
    {
        var (report, rows, readings) = (taken.Report, taken.Report.Rows, taken.Report.Readings);
        if (report.AlreadyImported)
            return $"{taken.File}: already imported" + (rows.Accepted == 0 ? ", nothing has changed."
                : $"; of the rows that waited, {Plural.Of(rows.Accepted, "row")} came in.");
        List<string> lines =
        [
            $"{taken.File} ({taken.Format}): {Plural.Of(rows.Total, "row")}: {rows.Accepted} accepted, "
            + $"{rows.Unchanged} unchanged, {rows.Suspended} suspended, {rows.Rejected} rejected; "
            + $"{Plural.Of(readings.Accepted, "reading")} taken"
            + (readings.Missing > 0 ? $", {readings.Missing} said to be missing" : "")
            + (readings.Outranked > 0 ? $", {readings.Outranked} outranked" : "")
            + (readings.DecidedAgainst > 0 ? $", {readings.DecidedAgainst} decided against." : "."),
        ];
        foreach (var waiting in report.Suspended)
            lines.Add($"  {Plural.Of(waiting.Count, "row")} from line {waiting.FirstLine} on wait: the book has no "
                + $"connection {waiting.Connection}"
                + (waiting.Channel.Length > 0 ? $" with a channel {waiting.Channel}." : "."));
        foreach (var rejected in report.Rejected)
        {
            lines.Add($"  {Plural.Of(rejected.Count, "row")} rejected ({rejected.Reason}):");
            foreach (var example in rejected.Examples)
                lines.Add("    " + example.ToString().Replace("\n", "\n    ", StringComparison.Ordinal));
            if (rejected.Count > rejected.Examples.Count)
                lines.Add($"    … and {rejected.Count - rejected.Examples.Count} more");
        }
        if (taken.Concerned.Count > 0)
            lines.Add("  " + Of(taken.Concerned, "readings"));
        return string.Join('\n', lines);
    }

    /// <summary>The issued bills that would come out otherwise now, and the money that this is about.</summary>
    /// <param name="what">What they rested on.</param>
    public static string Of(IReadOnlyList<ConcernedBill> concerned, string what)
    {
        var sum = concerned.Select(bill => bill.Difference).OfType<Money>().Aggregate(
            (Money?)null, (all, one) => all is { } before ? before + one : one);
        return $"{Plural.Of(concerned.Count, "issued bill")} rested on other {what} and would come out otherwise now"
            + (concerned.Count > 1 && sum is { } money ? $", together {Said(money)}: " : ": ")
            + string.Join(", ", concerned.Take(MostNamed).Select(bill => bill.Number
                + (bill.Difference is { } own ? $" ({Said(own)})" : "")))
            + (concerned.Count > MostNamed ? ", …" : ".")
            + $"\n  To make {(concerned.Count == 1 ? "it" : "them")} again: busbar rebill "
            + (concerned.Count > MostNamed ? "BILL…" : string.Join(' ', concerned.Select(bill => bill.Number)));
    }

    /// <summary>The same as JSON.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ConcernedBill> concerned)
    {
        json.WriteList("concerned_bills", concerned, bill =>
        {
            json.WriteString("number", bill.Number);
            if (bill.Difference is { } difference) json.WriteString("difference", difference.ToString());
        });
    }

    private static string Said(Money difference) => difference.MinorUnits == 0 ? "the same total"
        : difference.MinorUnits > 0 ? $"{difference} {difference.Currency.Code} more"
        : $"{-difference} {difference.Currency.Code} less";

    /// <summary>The same as JSON.</summary>
    public static void Write(Utf8JsonWriter json, ImportResult result)
    {
        json.WriteStartObject();
        json.WriteString("file", result.File);
        if (result is ImportResult.Refused refused) json.WriteFaults("faults", refused.Faults);
        if (result is ImportResult.Taken taken)
        {
            var (report, rows, readings) = (taken.Report, taken.Report.Rows, taken.Report.Readings);
            json.WriteString("format", taken.Format);
            json.WriteBoolean("already_imported", report.AlreadyImported);
            if (report.Receipt is { } receipt) json.WriteNumber("receipt", receipt);
            json.WriteStartObject("rows");
            json.WriteNumber("accepted", rows.Accepted);
            json.WriteNumber("unchanged", rows.Unchanged);
            json.WriteNumber("suspended", rows.Suspended);
            json.WriteNumber("rejected", rows.Rejected);
            json.WriteEndObject();
            json.WriteStartObject("readings");
            json.WriteNumber("accepted", readings.Accepted);
            json.WriteNumber("missing", readings.Missing);
            json.WriteNumber("unchanged", readings.Unchanged);
            json.WriteNumber("outranked", readings.Outranked);
            json.WriteNumber("decided_against", readings.DecidedAgainst);
            json.WriteEndObject();
            json.WriteList("suspended", report.Suspended, waiting =>
            {
                json.WriteString("connection", waiting.Connection);
                json.WriteString("channel", waiting.Channel);
                json.WriteNumber("rows", waiting.Count);
                json.WriteNumber("first_line", waiting.FirstLine);
            });
            json.WriteList("rejected", report.Rejected, rejected =>
            {
                json.WriteString("reason", rejected.Reason);
                json.WriteNumber("rows", rejected.Count);
                json.WriteFaults("examples", rejected.Examples);
            });
            Write(json, taken.Concerned);
        }
        json.WriteEndObject();
    }
}
