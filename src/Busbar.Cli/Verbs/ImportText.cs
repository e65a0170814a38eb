using System.Text.Json;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Store;
using NodaTime;
using NodaTime.Text;

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
            return string.Join('\n', Told(taken).Prepend($"{taken.File}: already imported"
                + (rows.Accepted == 0 ? ", nothing has changed."
                    : $"; of the rows that waited, {Plural.Of(rows.Accepted, "row")} came in.")));
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
                + (waiting.Channel.Length > 0 ? $" with a channel {waiting.Channel}" : "")
                + (waiting.Amount is { } amount ? $"; {amount} that no bill has." : "."));
        lines.AddRange(Of(report.Rejected));
        lines.AddRange(Of(report.Holes));
        lines.AddRange(Told(taken));
        return string.Join('\n', lines);
    }

    /// <summary>Rows that were rejected, by reason, the first of each with why.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<RejectedRows> rows)
    {
        foreach (var rejected in rows)
        {
            yield return $"  {Plural.Of(rejected.Count, "row")} rejected ({rejected.Reason}):";
            foreach (var example in rejected.Examples)
                yield return "    " + example.ToString().Replace("\n", "\n    ", StringComparison.Ordinal);
            if (rejected.Count > rejected.Examples.Count)
                yield return $"    … and {rejected.Count - rejected.Examples.Count} more";
        }
    }

    /// <summary>What the readings that came in are about: bills, and what waits by rule.</summary>
    private static IEnumerable<string> Told(ImportResult.Taken taken)
    {
        foreach (var rule in taken.Suspicious)
        {
            yield return $"  {Plural.Of(rule.Count, "item")} {(rule.Count == 1 ? "waits" : "wait")} for a decision "
                + $"({rule.Reason}):";
            foreach (var example in rule.Examples) yield return "    " + example;
            if (rule.Count > rule.Examples.Count) yield return $"    … and {rule.Count - rule.Examples.Count} more";
        }
        if (taken.Concerned.Count > 0) yield return "  " + Of(taken.Concerned, "readings");
        foreach (var line in Of(taken.Exposed)) yield return line;
        if (taken.SuspiciousOver is { } days)
            yield return $"  To decide: busbar quarantine --period {LocalDatePattern.Iso.Format(days.From)}.."
                + LocalDatePattern.Iso.Format(days.To);
        // Rows are in the list whatever their days.
        if (taken.Report.Rejected.Any(one => one.Reason != "decided-against" && Judge.OfValues.Contains(one.Reason))
            || (taken.Exposed.Bills.Count + taken.Exposed.Unbilled.Count > 0 && taken.Report.Rejected.Count > 0))
            yield return "  To decide: busbar quarantine";
    }

    private static IEnumerable<string> Of(Holes holes)
    {
        if (holes.Count == 0) yield break;
        yield return $"  {Plural.Of(holes.Count, "hole")} between known readings (gap), "
            + $"{Plural.Of(holes.Intervals, "reading")} missing:";
        foreach (var hole in holes.Examples.Take(MostNamed))
            yield return $"    Connection {hole.Connection.Id}, channel {hole.Channel}, {hole.Intervals} from "
                + $"{At(hole, hole.From)} to {At(hole, hole.To)}.";
        if (holes.Count > MostNamed) yield return $"    … and {holes.Count - MostNamed} more";
    }

    private static string At(Hole hole, Instant instant) =>
        ClockText.Of(instant, hole.Connection.Zone);

    /// <summary>What waits for a decision, in money.</summary>
    private static IEnumerable<string> Of(Exposure exposed)
    {
        if (exposed.Bills.Count > 0)
            yield return $"  If what waits is right, {Plural.Of(exposed.Bills.Count, "issued bill")} would come out "
                + "otherwise" + Sum(exposed.Bills) + ".";
        var (held, open) = (exposed.Unbilled.Where(one => one.IsHeld).ToList(),
            exposed.Unbilled.Where(one => !one.IsHeld).ToList());
        if (held.Count > 0)
            yield return "  Until it is decided, no bill is made of " + Named(held, one => Subject(one)
                + (one.Total is { } total ? $": {total} {total.Currency.Code} if it is right"
                    : one.Amounts.Count > 0 ? ": " + string.Join(", ", one.Amounts.Select(amount =>
                        $"{amount.Amount} {amount.Dimension}")) + " if it is right, and the bill can't be made yet "
                        + "then either" : "")) + ".";
        if (open.Count > 0)
            yield return "  If what waits is right, what isn't billed yet comes out otherwise; until it is decided, "
                + "what was known before is billed: " + Named(open, one => $"{Subject(one)}: "
                    + (one.Difference is { } more ? Said(more)
                        : string.Join(", ", one.Amounts.Select(Said)) + ", and the bill can't be made yet")) + ".";
    }

    private static string Named(List<UnbilledRisk> risks, Func<UnbilledRisk, string> said) =>
        string.Join("; ", risks.Take(MostNamed).Select(said))
        + (risks.Count > MostNamed ? $"; and {risks.Count - MostNamed} more" : "");

    private static string Subject(UnbilledRisk one) =>
        $"{one.Account}, {one.Period} ({(one.Connections.Count == 1 ? "connection" : "connections")} "
        + string.Join(", ", one.Connections.Take(MostNamed)) + (one.Connections.Count > MostNamed ? ", …)" : ")");

    private static string Said(ExposedAmount one) => one.Amount < Exact.Zero
        ? $"{-one.Amount} {one.Dimension} less" : $"{one.Amount} {one.Dimension} more";

    private static string Sum(IReadOnlyList<ConcernedBill> bills)
    {
        var sum = bills.Select(bill => bill.Difference).OfType<Money>().Aggregate(
            (Money?)null, (all, one) => all is { } before ? before + one : one);
        return (bills.Count > 1 && sum is { } money ? $", together {Said(money)}{Without(bills)}: " : ": ")
            + string.Join(", ", bills.Take(MostNamed).Select(bill => bill.Number
                + (bill.Difference is { } own ? $" ({Said(own)})" : bill.IsHeld ? " (held)" : "")))
            + (bills.Count > MostNamed ? ", …" : "");
    }

    /// <summary>What no sum has: bills that can't be made now.</summary>
    private static string Without(IReadOnlyList<ConcernedBill> bills) =>
        bills.Count(bill => bill.IsHeld) is var held and > 0
            ? $" without {held} that {(held == 1 ? "is" : "are")} held" : "";

    /// <summary>The issued bills that would come out otherwise now, and the money that this is about.</summary>
    /// <param name="what">What they rested on.</param>
    public static string Of(IReadOnlyList<ConcernedBill> concerned, string what)
    {
        var ready = concerned.Where(bill => !bill.IsHeld).ToList();
        return $"{Plural.Of(concerned.Count, "issued bill")} rested on other {what} "
            + (ready.Count > 0 ? "and would come out otherwise now" : "and can't be made again now")
            + Sum(concerned) + (concerned.Count > MostNamed ? "" : ".")
            + (ready.Count == concerned.Count ? "" : "\n  What is held waits for a decision, or something is missing: "
                + $"busbar rebill {concerned.First(bill => bill.IsHeld).Number} --draft says why.")
            + (ready.Count == 0 ? "" : $"\n  To make {(ready.Count == 1 ? "it" : "them")} again: busbar rebill "
                + (ready.Count > MostNamed ? "BILL…" : string.Join(' ', ready.Select(bill => bill.Number))));
    }

    /// <summary>The same as JSON.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ConcernedBill> concerned)
    {
        json.WriteList("concerned_bills", concerned, bill => Write(json, bill));
    }

    private static void Write(Utf8JsonWriter json, ConcernedBill bill)
    {
        json.WriteString("number", bill.Number);
        if (bill.Difference is { } difference) json.WriteString("difference", difference.ToString());
        if (bill.IsHeld) json.WriteBoolean("held", true);
    }

    private static void WriteExposed(Utf8JsonWriter json, Exposure exposed)
    {
        json.WriteStartObject("exposed");
        json.WriteList("bills", exposed.Bills, bill => Write(json, bill));
        json.WriteList("unbilled", exposed.Unbilled, one =>
        {
            json.WriteString("account", one.Account);
            json.WritePeriod(one.Period);
            json.WriteTexts("connections", one.Connections);
            json.WriteBoolean("held", one.IsHeld);
            if (one.Difference is { } difference) json.WriteString("difference", difference.ToString());
            if (one.Total is { } total) json.WriteString("total", total.ToString());
            if (one.Amounts.Count > 0)
                json.WriteList("amounts", one.Amounts, amount =>
                {
                    json.WriteString("connection", amount.Connection);
                    json.WriteString("channel", amount.Channel);
                    json.WriteString("amount", $"{amount.Amount} {amount.Dimension}");
                });
        });
        json.WriteEndObject();
    }

    private static string Said(Money difference) => difference.MinorUnits == 0 ? "the same total"
        : difference.MinorUnits > 0 ? $"{difference} {difference.Currency.Code} more"
        : $"{-difference} {difference.Currency.Code} less";

    /// <summary>Rows that were rejected, as JSON.</summary>
    public static void WriteRejected(Utf8JsonWriter json, IReadOnlyList<RejectedRows> rows) =>
        json.WriteList("rejected", rows, rejected =>
        {
            json.WriteString("reason", rejected.Reason);
            json.WriteNumber("rows", rejected.Count);
            json.WriteFaults("examples", rejected.Examples);
        });

    /// <summary>The same as JSON.</summary>
    public static void Write(Utf8JsonWriter json, ImportResult result)
    {
        json.WriteStartObject();
        json.WriteString("file", result.File);
        if (result is ImportResult.Refused refused) json.WriteFaults("faults", refused.Faults);
        if (result is ImportResult.TakenSessions sessions) SessionImportText.Write(json, sessions);
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
                if (waiting.Amount is { } amount) json.WriteString("amount", amount);
            });
            WriteRejected(json, report.Rejected);
            json.WriteList("suspicious", taken.Suspicious, rule =>
            {
                json.WriteString("reason", rule.Reason);
                json.WriteNumber("items", rule.Count);
                json.WriteTexts("examples", rule.Examples);
            });
            json.WriteStartObject("holes");
            json.WriteNumber("count", report.Holes.Count);
            json.WriteNumber("readings", report.Holes.Intervals);
            json.WriteList("examples", report.Holes.Examples, hole =>
            {
                json.WriteString("connection", hole.Connection.Id);
                json.WriteString("channel", hole.Channel);
                json.WriteString("from", At(hole, hole.From));
                json.WriteString("to", At(hole, hole.To));
                json.WriteNumber("readings", hole.Intervals);
            });
            json.WriteEndObject();
            Write(json, taken.Concerned);
            WriteExposed(json, taken.Exposed);
        }
        json.WriteEndObject();
    }
}
