using System.CommandLine;
using Busbar.Documents;
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
    public static Command Of(Door door)
    {
        var pool = new Argument<string>("NAME") { Description = "A pool of the book." };
        var period = new Option<string>("--period")
        {
            Description = "A month 2026-01, a year 2026, or days, 2026-01-01..2026-04-01.", HelpName = "2026-01",
            Required = true,
        };
        var intervals = new Option<bool>("--intervals") { Description = "Every interval as CSV." };
        var verb = new Command("pool", "What the members of a pool bring and get, and the proof that it closes.")
        {
            pool, period, intervals,
        };
        verb.SetAction(parsed =>
        {
            if (Days.Parse(parsed.GetValue(period)!) is not { } days)
                return door.Wrong(Arguments.NoPeriod(parsed.GetValue(period)!));
            if (parsed.GetValue(intervals) && door.Json)
                return door.Wrong("--intervals writes CSV, and --json JSON: leave one of the two out.");
            using var database = door.Open(mustExist: true);
            var balance = PoolRun.Of(database, parsed.GetValue(pool)!, days);
            if (door.Json) WriteJson(door, balance);
            else if (parsed.GetValue(intervals)) WriteIntervals(door, balance);
            else door.Results.Write(PoolText.Write(balance.Pool.Id, days, [.. balance.Names.Select(Printed)],
                balance.IsStored));
            if (!door.Json && balance.Otherwise.Count > 0)
                door.Say(ResettledText.Of(balance.Otherwise, "would come out otherwise now")
                    + "\nTo settle it again: busbar rebill, with the bill of a member.");
            if (balance.Faults.Count == 0) return ExitCode.Done;
            if (!door.Json) door.Refuse(balance.Faults);
            return ExitCode.DoneWithHeld;
        });
        return verb;
    }

    private static PrintedPoolName Printed(PoolName name) => new(name.Name, name.Dimension.ToString(), name.Members,
        name.Sum, name.Residual, name.Whole, name.IsEstimated, name.IsByInterval, name.Proof.All, name.Proof.Open);

    private static void WriteIntervals(Door door, PoolBalance balance)
    {
        foreach (var isByInterval in (bool[])[true, false])
        {
            var columns = balance.Names.Where(name => name.IsByInterval == isByInterval)
                .SelectMany(name => name.Series).ToList();
            if (columns.Count == 0) continue;
            // Amounts of windows stand on days; they have a table of their own.
            if (!isByInterval && balance.Names.Any(name => name.IsByInterval)) door.Results.WriteLine();
            door.Results.WriteLine(string.Join(',', columns.Select(column => column.Key).Prepend("start")));
            var length = columns.Max(column => column.Value.Length);
            for (var slot = 0; slot < length; slot++)
                door.Results.WriteLine(string.Join(',', columns.Select(column => column.Value.ValueOf(slot).ToString())
                    .Prepend(InstantPattern.General.Format(columns[0].Value.StartOf(slot)))));
        }
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
        json.WriteFaults("held", balance.Faults);
        ResettledText.Write(json, "otherwise", balance.Otherwise);
        json.WriteEndObject();
    });

    private static string Text(Exact value) => value.ToString(6);
}
