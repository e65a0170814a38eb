using System.CommandLine;
using Busbar.Runs;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar check BOOK</c>: every error of a book at once, with its place.</summary>
internal static class CheckVerb
{
    public static Command Of(Door door)
    {
        var folder = Arguments.Book();
        var verb = new Command("check", "Reports every error of a book at once, each with its place.") { folder };
        verb.SetAction(parsed => Run(door, parsed.GetValue(folder)!));
        return verb;
    }

    private static int Run(Door door, string folder)
    {
        var book = CheckedBook.Read(folder);
        var counts = book.Items.GroupBy(item => item.Kind).ToDictionary(kind => kind.Key, kind => kind.Count());
        if (door.Json)
            door.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteFaults("faults", []);
                foreach (var (kind, count) in counts) json.WriteNumber(kind, count);
                json.WriteEndObject();
            });
        else
            door.Results.WriteLine("Nothing is wrong with it: " + string.Join(", ", Books.BookItem.Kinds.Skip(1)
                .Select(kind => Plural.Of(counts.GetValueOrDefault(kind), kind))) + ".");
        return ExitCode.Done;
    }
}

/// <summary>Numbers with their nouns.</summary>
internal static class Plural
{
    /// <summary><c>1 party</c>, <c>2 parties</c>, <c>no bill</c>.</summary>
    public static string Of(long count, string noun) => count == 1 ? $"1 {noun}"
        : noun.EndsWith('y') ? $"{count} {noun[..^1]}ies" : $"{count} {noun}s";
}

/// <summary>The arguments that several verbs take.</summary>
internal static class Arguments
{
    public static Argument<string> Book() => new("BOOK") { Description = "The folder of a book." };

    /// <summary>What is said of a text that is no period.</summary>
    public static string NoPeriod(string text) =>
        $"--period {text} is no month 2026-01, no year 2026, and not 2026-01-01..2026-04-01.";
}
