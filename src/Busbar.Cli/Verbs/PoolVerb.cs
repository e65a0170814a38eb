using System.CommandLine;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar pool NAME --period 2026-01</c>: what a pool's members bring and get, and the proof that it
/// closes.
/// </summary>
internal static class PoolVerb
{
    private static readonly string[] Formats = ["text", "html", "svg"];

    public static Command Of(Door door)
    {
        var pool = new Argument<string>("NAME") { Description = "A pool of the book." };
        var period = new Option<string>("--period")
        {
            Description = "A month 2026-01, a year 2026, or days, 2026-01-01..2026-04-01.", HelpName = "2026-01",
            Required = true,
        };
        var intervals = new Option<bool>("--intervals") { Description = "Every interval as CSV." };
        var format = new Option<string>("--format")
        {
            Description = "text; html for a page with charts and the money of the members; or svg for the flows alone.",
            HelpName = "FORMAT", DefaultValueFactory = _ => Formats[0],
        };
        var market = new Option<string?>("--market")
        {
            Description = "The series at which the seller trades what is over and under: html shows the margin.",
            HelpName = "SERIES",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Writes the page or the chart into this file.", HelpName = "FILE",
        };
        var viewer = Arguments.As();
        var verb = new Command("pool", "What the members of a pool bring and get, and the proof that it closes.")
        {
            pool, period, intervals, format, market, output, viewer,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            if (parsed.GetValue(intervals) && door.Json)
                return door.Wrong("--intervals writes CSV, and --json JSON: leave one of the two out.");
            var form = parsed.GetValue(format)!;
            if (!Formats.Contains(form))
                return door.Wrong($"There is no format {form}. There are {string.Join(", ", Formats)}.");
            if (form != Formats[0] && (door.Json || parsed.GetValue(intervals)))
                return door.Wrong("--format writes something else than --json and --intervals: leave one of them out.");
            if (form == Formats[0] && parsed.GetValue(output) is not null)
                return door.Wrong("--out writes a page or a chart: add --format html or svg.");
            if (form != "html" && parsed.GetValue(market) is not null)
                return door.Wrong("--market is for the margin, which the page shows: add --format html.");
            using var database = door.Open(mustExist: true);
            if (parsed.GetValue(viewer) is { } name)
            {
                if (form != Formats[0] || parsed.GetValue(intervals))
                    return door.Wrong("Whoever looks with --as sees sums, as text or with --json.");
                ListingOutput.Write(door, Viewing.As(database, name).Share(parsed.GetValue(pool)!, days), "text");
                return ExitCode.Done;
            }
            var balance = PoolRun.Of(database, parsed.GetValue(pool)!, days);
            if (form != Formats[0])
                Report(door, new(database), balance, form, parsed.GetValue(market), parsed.GetValue(output));
            else if (door.Json) WriteJson(door, balance);
            else if (parsed.GetValue(intervals)) WriteIntervals(door, balance);
            else
                door.Results.Write(PoolText.Write(balance.Pool.Id, days,
                    [.. balance.Names.Select(PoolReporting.Printed)],
                    [.. balance.OtherMembers.Select(PoolReporting.Printed)], PoolReporting.Printed(balance.Margin)));
            if (!door.Json) SayOtherwise(door, balance);
            if (balance.Faults.Count == 0) return ExitCode.Done;
            if (!door.Json) door.Refuse(balance.Faults);
            return ExitCode.DoneWithHeld;
        });
        return verb;
    }

    /// <summary>What would come out otherwise now, and which bills rest on it: to make one again settles it again.
    /// </summary>
    private static void SayOtherwise(Door door, PoolBalance balance)
    {
        if (balance.Otherwise.Count > 0) door.Say(ResettledText.Of(balance.Otherwise, "would come out otherwise now"));
        if (balance.Concerned.Count > 0) door.Say(ImportText.Of(balance.Concerned, "settlements"));
        else if (balance.Otherwise.Count > 0) door.Say("No issued bill rests on it. To settle it again: busbar rebill, "
            + "with the bill of a member.");
    }

    /// <summary>Writes the page or the chart; into a file it comes whole or not at all.</summary>
    private static void Report(
        Door door, PoolReporting reporting, PoolBalance balance, string format, string? market, string? path)
    {
        Action<TextWriter> write;
        if (format == "html")
        {
            var page = reporting.Of(balance, market);
            write = text => HtmlFile.Write(page, text);
        }
        else
        {
            var (chart, look) = reporting.Flows(balance);
            write = text => text.Write(ChartSvg.Write(chart, look));
        }
        OutFile.Write(door, path, $"Pool {balance.Pool.Id}, {balance.Days}: {path}.", write);
    }

    private static void WriteIntervals(Door door, PoolBalance balance)
    {
        foreach (var isByInterval in (bool[])[true, false])
        {
            var columns = balance.Names.Where(name => name.IsByInterval == isByInterval)
                .SelectMany(name => name.Series).ToList();
            if (columns.Count == 0) continue;
            // Amounts of windows stand on days; they have a table of their own.
            if (!isByInterval && balance.Names.Any(name => name.IsByInterval)) door.Results.WriteLine();
            var names = balance.Names.Where(name => name.IsByInterval == isByInterval).ToList();
            door.Results.WriteLine(string.Join(',', columns.Select(column => column.Key).Prepend("start")
                .Concat(names.Select(name => $"settled({name.Name})"))));
            var length = columns.Max(column => column.Value.Length);
            for (var slot = 0; slot < length; slot++)
            {
                var day = columns[0].Value.StartOf(slot).InZone(balance.Pool.Zone).Date;
                door.Results.WriteLine(string.Join(',', columns.Select(column => column.Value.ValueOf(slot).ToString())
                    .Prepend(InstantPattern.General.Format(columns[0].Value.StartOf(slot)))
                    .Concat(names.Select(name => name.Settled.Any(days => days.Contains(day)) ? "1" : "0"))));
            }
        }
        if (balance.Broken.Count == 0) return;
        if (balance.Names.Count > 0) door.Results.WriteLine();
        door.Results.WriteLine("start,end,must,left,right");
        foreach (var broken in balance.Broken)
            door.Results.WriteLine(string.Join(',', InstantPattern.General.Format(broken.Span.Start),
                InstantPattern.General.Format(broken.Span.End), $"\"{broken.Must.Be.Text.Replace("\"", "\"\"",
                    StringComparison.Ordinal)}\"", broken.Sides?.Left.ToString(), broken.Sides?.Right.ToString()));
    }

    private static void WriteJson(Door door, PoolBalance balance) => door.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("pool", balance.Pool.Id);
        json.WritePeriod(balance.Days);
        json.WriteBoolean("settled", balance.IsStored);
        json.WriteList("names", balance.Names, name =>
        {
            json.WriteString("name", name.Name);
            json.WriteString("unit", name.Dimension.ToString());
            json.WriteBoolean("settled", name.Open.Count == 0);
            if (name.Open.Count > 0 && name.Settled.Count > 0)
            {
                json.WriteList("settled_days", name.Settled, days => json.WritePeriod(days));
                json.WriteList("unsettled_days", name.Open, days => json.WritePeriod(days));
            }
            json.WriteList("members", name.Members, member =>
            {
                json.WriteString("connection", member.Connection);
                json.WriteString("amount", Text(member.Amount));
            });
            json.WriteString("sum", Text(name.Sum));
            if (name.Residual is { } residual) json.WriteString("residual", Text(residual));
            if (name.Whole is { } whole) json.WriteString("whole", Text(whole));
            json.WriteBoolean("estimated", name.IsEstimated);
            if (name.Whole is not null) json.WriteBoolean("closes", name.Proof.Open == 0);
        });
        if (balance.Margin is { } margin) WriteJson(json, margin);
        json.WriteFaults("held", balance.Faults);
        ResettledText.Write(json, "otherwise", balance.Otherwise);
        if (balance.Broken.Count > 0)
            json.WriteList("broken", balance.Broken, broken =>
            {
                json.WriteString("must", broken.Must.Be.Text);
                json.WriteString("start", InstantPattern.General.Format(broken.Span.Start));
                json.WriteString("end", InstantPattern.General.Format(broken.Span.End));
                if (broken.Sides is not var (left, right)) return;
                json.WriteString("left", Text(left));
                json.WriteString("right", Text(right));
            });
        if (balance.OtherMembers.Count > 0) WriteJson(json, balance.OtherMembers);
        if (balance.Concerned.Count > 0) ImportText.Write(json, balance.Concerned);
        json.WriteEndObject();
    });

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, PoolMargin margin)
    {
        json.WriteString("currency", margin.Billed.Currency.Code);
        json.WriteString("billed", margin.Billed.ToString());
        json.WriteString("costs", margin.Costs.ToString());
        json.WriteString("margin", margin.Margin.ToString());
        json.WriteTexts("without_bill", margin.Waiting);
        json.WriteList("unbilled", margin.Unbilled, one =>
        {
            json.WriteString("connection", one.Connection);
            json.WritePeriod(one.Days);
        });
    }

    private static void WriteJson(System.Text.Json.Utf8JsonWriter json, IReadOnlyList<OtherMember> others) =>
        json.WriteList("settled_with_others", others, other =>
        {
            json.WriteString("connection", other.Connection);
            json.WriteBoolean("was_member", other.WasMember);
            json.WriteBoolean("is_member", !other.WasMember);
            json.WriteList("days", other.Days, days => json.WritePeriod(days));
            json.WriteTexts("names", other.Names);
        });

    private static string Text(Exact value) => value.ToString(6);
}
