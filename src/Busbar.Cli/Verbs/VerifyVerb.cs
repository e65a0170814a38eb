using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Busbar.Documents;
using Busbar.Runs.Verifying;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar verify</c>: looks whether all that must always hold does.</summary>
internal static class VerifyVerb
{
    public static Command Of(Door door)
    {
        var quick = new Option<bool>("--quick")
        {
            Description = "Leaves out what takes long: making each bill again.",
        };
        var format = ListingOutput.Option();
        var verb = new Command("verify", "Verifies what must always hold, and names what breaks it.") { quick, format };
        verb.SetAction(parsed =>
        {
            var form = door.Json ? "json" : parsed.GetValue(format)!;
            if (ListingOutput.Trouble(door, parsed.GetValue(format)!) is { } trouble) return door.Wrong(trouble);
            using var database = door.Open(mustExist: true);
            var all = new List<VerifiedInvariant>();
            foreach (var one in VerifyRun.Of(database, parsed.GetValue(quick), door.Cancel))
            {
                all.Add(one);
                if (form == "text") Write(door, one);
            }
            var broken = all.Count(one => one.IsBroken);
            if (form == "csv") ListingOutput.Write(door, Listed(all), form);
            if (form == "json") door.WriteJson(json => Write(json, all));
            else door.Say(broken == 0 ? "All of it holds." : broken == 1 ? "One is broken." : $"{broken} are broken.");
            return broken == 0 ? ExitCode.Done : ExitCode.Refused;
        });
        return verb;
    }

    private static void Write(Door door, VerifiedInvariant one)
    {
        door.Results.WriteLine($"{one.Id}: {one.Sentence}");
        door.Results.WriteLine(one.Audit is not { } audit ? "  not looked at"
            : audit.Breaches.Count == 0 ? $"  holds; {Plural.Of(audit.Count, audit.What)}"
            : $"  broken by {audit.Breaches.Count}; {Plural.Of(audit.Count, audit.What)}");
        foreach (var breach in one.Audit?.Breaches ?? [])
            door.Results.WriteLine($"  {breach.Name}: {breach.Sentence}");
    }

    /// <summary>A row for each thing that breaks one, or for the one where nothing does.</summary>
    private static Listing Listed(IEnumerable<VerifiedInvariant> all) => new("What must hold", "invariants",
        [
            new("id"), new("sentence"), new("status"), new("count", true), new("of"), new("name"), new("breach"),
        ],
        [.. all.SelectMany(one =>
        {
            string[] head =
            [
                one.Id, one.Sentence, one.Audit is null ? "not-looked-at" : one.IsBroken ? "broken" : "holds",
                one.Audit?.Count.ToString(CultureInfo.InvariantCulture) ?? "", one.Audit?.What ?? "",
            ];
            return one is { IsBroken: true, Audit: { } audit }
                ? audit.Breaches.Select(breach => (string[])[.. head, breach.Name, breach.Sentence])
                : [[.. head, "", ""]];
        })]);

    private static void Write(Utf8JsonWriter json, IReadOnlyList<VerifiedInvariant> all)
    {
        json.WriteStartObject();
        json.WriteBoolean("holds", all.All(one => !one.IsBroken));
        json.WriteList("invariants", all, one =>
        {
            json.WriteString("id", one.Id);
            json.WriteString("sentence", one.Sentence);
            if (one.Audit is not { } audit) return;
            json.WriteNumber("count", audit.Count);
            json.WriteString("of", audit.What);
            json.WriteList("breaches", audit.Breaches, breach =>
            {
                json.WriteString("name", breach.Name);
                json.WriteString("sentence", breach.Sentence);
            });
        });
        json.WriteEndObject();
    }
}
