using System.CommandLine;
using Busbar.Runs;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar apply BOOK</c>: takes a book's contracts and prices into the database.</summary>
internal static class ApplyVerb
{
    private const int MostWarnings = 5;

    public static Command Of(Door door)
    {
        var folder = Arguments.Book();
        var verb = new Command("apply", "Takes a book's contracts and prices; what was edited becomes new versions.")
        {
            folder,
        };
        verb.SetAction(parsed => Run(door, parsed.GetValue(folder)!));
        return verb;
    }

    private static int Run(Door door, string folder)
    {
        var book = CheckedBook.Read(folder);
        using var database = door.Open();
        var applied = Applying.Apply(database, book);
        if (door.Json)
            door.WriteJson(json =>
            {
                json.WriteStartObject();
                if (applied.Receipt is { } receipt) json.WriteNumber("receipt", receipt);
                json.WriteNumber("new", applied.Items.New);
                json.WriteNumber("changed", applied.Items.Changed);
                json.WriteNumber("removed", applied.Items.Removed);
                json.WriteNumber("unchanged", applied.Items.Unchanged);
                json.WriteNumber("prices", applied.Prices.Accepted);
                json.WriteNumber("released_rows", applied.Released.Rows.Total);
                ImportText.WriteRejected(json, applied.Released.Rejected);
                ImportText.Write(json, applied.Concerned);
                if (book.Warnings.Count > 0) json.WriteFaults("warnings", book.Warnings);
                json.WriteEndObject();
            });
        else door.Results.WriteLine(Text(folder, applied));
        if (book.Warnings.Count > 0 && !door.Json)
        {
            door.Say(CheckText.Coded(book));
            door.SayBelow(book.Warnings.Take(MostWarnings));
            if (book.Warnings.Count > MostWarnings) door.Say($"  busbar check {folder} names all of them.");
        }
        return applied.Released.Rows.Rejected > 0 ? ExitCode.DoneWithHeld : ExitCode.Done;
    }

    /// <summary>One sentence, one more where rows came in that had waited, with why some were rejected, and a line for
    /// the bills concerned.</summary>
    public static string Text(string folder, Applied applied)
    {
        var (items, released) = (applied.Items, applied.Released.Rows);
        var text = applied.Receipt is null ? $"{folder}: nothing has changed."
            : $"{folder}: {items.New} new, {items.Changed} changed, {items.Removed} removed, "
                + $"{items.Unchanged} unchanged"
                + (applied.Prices.Accepted > 0 ? $", {Plural.Of(applied.Prices.Accepted, "price")}." : ".");
        if (released.Total > 0)
            text += $" Of the rows that waited, {released.Accepted} came in, {released.Unchanged} were known and "
                + $"{released.Rejected} were rejected.";
        text = string.Join('\n', ImportText.Of(applied.Released.Rejected).Prepend(text));
        return applied.Concerned.Count == 0 ? text
            : $"{text}\n  {ImportText.Of(applied.Concerned, Otherwise(applied))}";
    }

    private static string Otherwise(Applied applied)
    {
        List<string> kinds = ["prices", "readings"];
        if (applied.HasOtherInvoices) kinds.Add("invoices");
        if (applied.HasOtherPools) kinds.Add("pools");
        if (applied.HasOtherEvents) kinds.Add("events");
        return $"{string.Join(", ", kinds.SkipLast(1))} or {kinds[^1]}";
    }
}
