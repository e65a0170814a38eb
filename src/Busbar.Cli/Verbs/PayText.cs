using Busbar.Contracts;
using Busbar.Quantities;
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
        foreach (var file in files.SelectMany(path => FilesOf(path, refused)))
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
    private static List<string> FilesOf(string path, List<Fault> refused)
    {
        if (!Directory.Exists(path)) return [path];
        List<string> files = [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)];
        if (files.Count == 0)
            refused.Add(new("empty-folder", $"The folder {path} has no file in it.", new(path),
                Hint: "Name a file of a bank, or a folder that has some."));
        return files;
    }

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
        foreach (var note in report.Notes) door.Say($"  {note}");
        foreach (var line in report.Lines.Where(line => line.Bounced is not null))
            door.Say($"  {line.Id}, {line.Line.Amount} {line.Line.Amount.Currency}: {line.Why}. It is credit of "
                + $"{line.Bounced!.Postings.First(posting => posting.Account is not null).Account} again: pay it back "
                + "with busbar pay refund when it can be.");
        foreach (var sum in report.Split)
            door.Say($"  {sum.Id}, {new Money(sum.Amount, report.Allocated.Currency)} {sum.Currency}, which was in "
                + "suspense, is split into the payments that it is the sum of.");
        foreach (var line in waiting.Take(MostSaid))
        {
            door.Say($"  {AmountOf(line)}: nobody knows whose it is.");
            foreach (var one in line.Match.Suggestions) door.Say($"    Perhaps {one.Account}: {one.Why}.");
        }
        if (waiting.Count > MostSaid) door.Say($"  and {waiting.Count - MostSaid} more: busbar pay list --suspense.");
        foreach (var one in report.Surplus.Take(MostSaid))
            door.Say($"  {AmountOf(one.Line)}: {one.Amount} more than was open of "
                + $"{string.Join(" and ", one.Documents)}; " + (one.Credit == one.Amount
                    ? $"they are credit of {one.Account}." : one.Credit.MinorUnits == 0
                    ? $"they went to other bills of {one.Account}."
                    : $"{one.Credit} are credit of {one.Account}, the rest went to other bills."));
        if (report.Surplus.Count > MostSaid)
            door.Say($"  and {report.Surplus.Count - MostSaid} more: busbar pay list.");
        return waiting.Count;
    }

    private static string AmountOf(PaidLine line) => $"{line.Id}, {line.Line.Amount} {line.Line.Amount.Currency}"
        + (line.Line.Name.Length > 0 ? $" of {line.Line.Name}" : "");

    private static void Write(Door door, PayReport report) => door.WriteItem(json =>
    {
        json.WriteStartObject();
        json.WriteString("file", report.Name);
        json.WriteNumber("unchanged", report.Unchanged);
        json.WriteString("allocated", report.Allocated.ToString());
        json.WriteTexts("split", report.Split.Select(sum => sum.Id));
        if (report.Notes.Count > 0) json.WriteTexts("notes", report.Notes);
        json.WriteList("surplus", report.Surplus, one =>
        {
            json.WriteString("id", one.Line.Id);
            json.WriteString("account", one.Account);
            json.WriteTexts("documents", one.Documents);
            json.WriteString("amount", one.Amount.ToString());
            json.WriteString("credit", one.Credit.ToString());
        });
        json.WriteList("lines", report.Lines, line =>
        {
            json.WriteString("id", line.Id);
            json.WriteString("reference", line.Line.Called);
            json.WriteString("booked_on", Door.Text(line.Line.BookedOn));
            json.WriteString("amount", line.Line.Amount.ToString());
            json.WriteString("currency", line.Line.Amount.Currency.Code);
            json.WriteString("why", line.Why);
            json.WriteList("parts", line.Match.Parts, part =>
            {
                json.WriteString("account", part.Account);
                json.WriteString("amount", new Money(part.Amount, line.Line.Amount.Currency).ToString());
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
