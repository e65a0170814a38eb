using Busbar.Contracts;
using Busbar.Runs.Payments;
using Busbar.Store;

namespace Busbar.Cli.Verbs;

/// <summary>What taking bank statements in says.</summary>
internal static class PayText
{
    private const int MostSaid = 20;

    /// <summary>Takes files in, one after another; a file that is refused stops none of the others.</summary>
    public static int Import(Door door, Database database, Book book, IEnumerable<string> files)
    {
        var (refused, waiting) = (new List<Fault>(), 0);
        foreach (var file in files.SelectMany(FilesOf))
            try
            {
                foreach (var report in Paying.Import(database, book, file)) waiting += Say(door, report);
            }
            catch (RefusedException refusal)
            {
                refused.AddRange(refusal.Faults);
            }
        if (door.Json) door.EndItems();
        if (refused.Count > 0)
        {
            door.Refuse(refused);
            return ExitCode.Refused;
        }
        return waiting > 0 ? ExitCode.DoneWithHeld : ExitCode.Done;
    }

    /// <summary>A file, or those in a folder.</summary>
    private static IEnumerable<string> FilesOf(string path) => !Directory.Exists(path) ? [path]
        : Directory.EnumerateFiles(path).Order(StringComparer.Ordinal);

    /// <summary>Says what came of one statement, and how many lines nobody knows whose they are.</summary>
    private static int Say(Door door, PayReport report)
    {
        var waiting = report.Lines.Where(line => line.Why.Length == 0).ToList();
        if (door.Json)
        {
            Write(door, report);
            return waiting.Count;
        }
        door.Say($"{report.Name}: {Plural.Of(report.Lines.Count + report.Unchanged, "line")}: "
            + $"{report.Lines.Count - waiting.Count} matched, {waiting.Count} in suspense, {report.Unchanged} "
                + "unchanged; "
            + $"{report.Allocated} {report.Allocated.Currency} set against bills.");
        foreach (var line in report.Lines.Where(line => line.Bounced is not null))
            door.Say($"  {line.Id}, {line.Line.Amount} {line.Line.Amount.Currency}: {line.Why}. It is credit of "
                + $"{line.Bounced!.Postings.First(posting => posting.Account is not null).Account} again: pay it back "
                + "with busbar pay refund when it can be.");
        foreach (var line in waiting.Take(MostSaid))
        {
            door.Say($"  {line.Id}, {line.Line.Amount} {line.Line.Amount.Currency} of {line.Line.Name}: nobody knows "
                + "whose "
                + "it is.");
            foreach (var one in line.Match.Suggestions) door.Say($"    Perhaps {one.Account}: {one.Why}.");
        }
        if (waiting.Count > MostSaid) door.Say($"  and {waiting.Count - MostSaid} more: busbar pay list --suspense.");
        return waiting.Count;
    }

    private static void Write(Door door, PayReport report) => door.WriteItem(json =>
    {
        json.WriteStartObject();
        json.WriteString("file", report.Name);
        json.WriteNumber("unchanged", report.Unchanged);
        json.WriteString("allocated", report.Allocated.ToString());
        json.WriteList("lines", report.Lines, line =>
        {
            json.WriteString("id", line.Id);
            json.WriteString("reference", line.Line.Reference);
            json.WriteString("booked_on", Door.Text(line.Line.BookedOn));
            json.WriteString("amount", line.Line.Amount.ToString());
            json.WriteString("currency", line.Line.Amount.Currency.Code);
            json.WriteString("why", line.Why);
            json.WriteList("parts", line.Match.Parts, part =>
            {
                json.WriteString("account", part.Account);
                json.WriteString("amount", new Quantities.Money(part.Amount, line.Line.Amount.Currency).ToString());
                json.WriteTexts("documents", part.Documents);
            });
            json.WriteList("suggestions", line.Match.Suggestions, one =>
            {
                json.WriteString("account", one.Account);
                json.WriteString("why", one.Why);
            });
        });
        json.WriteEndObject();
    });
}
