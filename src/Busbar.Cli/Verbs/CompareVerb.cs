using System.CommandLine;
using Busbar.Quantities;
using Busbar.Runs.Comparing;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar compare</c>: past bills of another system beside Busbar's own.</summary>
internal static class CompareVerb
{
    public static Command Of(Door door)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Past bills: UBL, or CSV with a row for each line.", Arity = ArgumentArity.OneOrMore,
        };
        var tolerance = new Option<string>("--tolerance")
        {
            Description = "By how much an amount may differ that is only rounded otherwise.", HelpName = "0.02",
            DefaultValueFactory = _ => "0.02",
        };
        var (all, format) = (new Option<bool>("--all") { Description = "Shows lines that are the same, too." },
            ListingOutput.Option());
        var verb = new Command("compare", "Holds past bills against what Busbar makes of the same days; nothing is "
            + "stored.")
        {
            files, tolerance, all, format,
        };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (ListingOutput.Trouble(door, form) is { } trouble) return door.Wrong(trouble);
            if (!Exact.TryParse(parsed.GetValue(tolerance)!, out var most, out _) || most.Sign < 0)
                return door.Wrong($"--tolerance {parsed.GetValue(tolerance)} is no amount such as 0.02.");
            using var database = door.Open(mustExist: true);
            var compared = parsed.GetValue(files)!.Select(file => CompareRun.Of(database, file, most)).ToList();
            var (lines, off) = (compared.SelectMany(one => one.Lines).ToList(),
                compared.SelectMany(one => one.Differences).ToList());
            ListingOutput.Write(door, CompareRun.Listed(lines, parsed.GetValue(all) || form != "text"), form, off,
                "differences");
            if (form != "json" && !door.Json)
                foreach (var one in off) door.Say(one.ToString());
            return lines.TrueForAll(line => line.IsSame) ? ExitCode.Done
                : ExitCode.DoneWithHeld;
        });
        return verb;
    }
}
