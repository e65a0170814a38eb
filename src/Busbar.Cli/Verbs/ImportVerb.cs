using System.CommandLine;
using Busbar.Runs;
using Busbar.Store;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar import FILE…</c>: takes readings of meters and charging sessions.</summary>
internal static class ImportVerb
{
    public static Command Of(Door door)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Green Button, MSCONS, NEM12, NEM13, D0010, D0036, EIEP3, CSV, or CDRs of OCPI; plain, gzip "
                + "or zip; or a folder of such. Not Parquet: export writes that for other programs.",
            Arity = ArgumentArity.OneOrMore,
        };
        var verb = new Command("import", "Takes meter data and charging sessions; every row is accounted for.")
        {
            files,
        };
        verb.SetAction(parsed => Run(door, parsed.GetValue(files)!));
        return verb;
    }

    private static int Run(Door door, string[] files)
    {
        using var database = door.Open();
        var results = Take(door, database, files);
        if (door.Json) door.EndItems();
        return Code(results);
    }

    /// <summary>Imports files and says of each what became of it.</summary>
    public static IReadOnlyList<ImportResult> Take(Door door, Database database, IReadOnlyList<string> files)
    {
        var results = new List<ImportResult>();
        foreach (var result in Importing.Import(database, files, Progress(door), door.Cancel))
        {
            results.Add(result);
            if (door.Json) door.WriteItem(json => ImportText.Write(json, result));
            else if (result is ImportResult.Refused refused)
            {
                door.Refuse(refused.Faults);
                door.Say($"{result.File}: refused; nothing of it was taken.");
            }
            else door.Results.WriteLine(Text(result));
        }
        return results;
    }

    /// <summary>What became of a file that was taken in.</summary>
    public static string Text(ImportResult taken) => taken is ImportResult.TakenSessions sessions
        ? SessionImportText.Of(sessions) : ImportText.Of((ImportResult.Taken)taken);

    /// <summary>Says how far a long file is.</summary>
    public static Action<string, long> Progress(Door door) => (file, rows) =>
    {
        if (!door.Json) door.Say($"{file}: {rows} rows so far");
    };

    /// <summary>Refused goes before held.</summary>
    public static int Code(IReadOnlyList<ImportResult> results) =>
        results.Any(result => result is ImportResult.Refused) ? ExitCode.Refused
        : results.OfType<ImportResult.Taken>().Any(taken => taken.Suspicious.Count > 0
            || taken.Report.Rows.Rejected + taken.Report.Rows.Suspended > 0)
            || results.OfType<ImportResult.TakenSessions>().Any(taken => taken.Report.Records.Suspended > 0)
            ? ExitCode.DoneWithHeld
        : ExitCode.Done;
}
