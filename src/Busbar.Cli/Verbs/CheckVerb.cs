using System.CommandLine;
using Busbar.Runs;
using Busbar.Runs.Proving;

namespace Busbar.Cli.Verbs;

/// <summary>
/// <c>busbar check BOOK</c>: every error of a book at once, with its place; its example bills are rated, and its
/// boundary cases compared with those that are approved.
/// </summary>
internal static class CheckVerb
{
    public static Command Of(Door door)
    {
        var folder = Arguments.Book();
        var strict = new Option<bool>("--strict")
        {
            Description = "Boundary cases that aren't approved are errors, and texts that a PDF can't show.",
        };
        var approve = new Option<bool>("--approve")
        {
            Description = "Writes the boundary cases as they are now, when the book has no error.",
        };
        var verb = new Command("check", "Reports every error of a book at once, and what its products bill.")
        {
            folder, strict, approve,
        };
        verb.SetAction(parsed => Run(
            door, parsed.GetValue(folder)!, parsed.GetValue(strict), parsed.GetValue(approve)));
        return verb;
    }

    private static int Run(Door door, string folder, bool isStrict, bool approves)
    {
        var book = CheckedBook.Read(folder);
        var examples = ExampleRun.Run(book);
        var faults = examples.SelectMany(example => example.Faults).ToList();
        // Who has never approved a case is told how to, and isn't made to wait for them.
        var hasCases = book.Source.Cases.Count > 0;
        var cases = hasCases || approves || isStrict ? CaseReview.Of(book) : [];
        var isApproved = approves && faults.Count == 0;
        if (isApproved) CaseReview.Approve(book, cases);
        else if (isStrict) faults.AddRange(CheckText.Unapproved(folder, cases));
        if (isStrict) faults.AddRange(book.Warnings);
        if (door.Json) Write(door, book, faults, examples, cases, isApproved);
        else
        {
            if (faults.Count == 0) door.Results.WriteLine(CheckText.Sound(book));
            foreach (var line in CheckText.Of(examples)) door.Results.WriteLine(line);
            foreach (var line in isApproved ? CheckText.Approved(cases)
                : approves ? [CheckText.NothingApproved]
                : hasCases ? CheckText.Of(folder, cases) : [CheckText.NoCases(folder, book)])
                door.Results.WriteLine(line);
            if (!isStrict && book.Warnings.Count > 0)
            {
                door.Say(CheckText.Coded(book));
                door.SayBelow(book.Warnings);
            }
            door.Refuse(faults);
        }
        return faults.Count > 0 ? ExitCode.Refused : ExitCode.Done;
    }

    private static void Write(
        Door door, CheckedBook book, IReadOnlyList<Fault> faults, IReadOnlyList<ProvenExample> examples,
        IReadOnlyList<CaseReview> cases, bool isApproved) => door.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteFaults("faults", faults);
        if (book.Warnings.Count > 0) json.WriteFaults("warnings", book.Warnings);
        foreach (var kind in book.Items.GroupBy(item => item.Kind)) json.WriteNumber(kind.Key, kind.Count());
        json.WriteList("examples", examples, example =>
        {
            json.WriteString("product", example.Example.Version.Product);
            json.WriteString("name", example.Example.Name);
            json.WriteBoolean("passed", example.Faults.Count == 0);
        });
        json.WriteList("cases", cases, review =>
        {
            json.WriteString("product", review.Product);
            json.WriteString("file", review.File);
            json.WriteNumber("count", review.Count);
            json.WriteBoolean("approved", isApproved || review.Changes.Count == 0);
            json.WriteList("changes", review.Changes, change =>
            {
                json.WriteString("fate", CheckText.Word(change.Fate));
                json.WriteString("version", change.Version);
                json.WriteString("name", change.Name);
                json.WriteTexts("rows", change.Rows);
            });
        });
        json.WriteEndObject();
    });
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
    /// <summary>As whom one looks.</summary>
    public static Option<string?> As() => new("--as")
    {
        Description = "Shows what this viewer of the book sees, and nothing else.", HelpName = "VIEWER",
    };

    public static Argument<string> Book() => new("BOOK") { Description = "The folder of a book." };

    /// <summary>What is said of a text that is no period.</summary>
    public static string NoPeriod(string text) =>
        $"--period {text} is no month 2026-01, no year 2026, and not 2026-01-01..2026-04-01.";
}
