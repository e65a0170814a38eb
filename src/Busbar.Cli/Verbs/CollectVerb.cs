using System.CommandLine;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Formats.Bank;
using Busbar.Runs;
using Busbar.Runs.Payments;
using Busbar.Store;
using NodaTime;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar collect</c>: direct debits for the bank, reminders, instalments.</summary>
internal static class CollectVerb
{
    public static Command Of(Door door)
    {
        var on = DayOfIssue.On();
        var output = new Option<string?>("--out")
        {
            Description = "Writes the direct debits into this folder, as pain.008, and the documents of reminders.",
            HelpName = "DIR",
        };
        var format = new Option<string?>("--format")
        {
            Description = $"Writes a letter for each reminder: {string.Join(", ", ReminderOutput.Formats)}; or what is "
                + "collected and told of: csv, json; or several of them: csv,pdf.",
            HelpName = "pdf",
        };
        var draft = new Option<bool>("--draft") { Description = "Shows what would be collected, and posts nothing." };
        var again = new Option<string?>("--again")
        {
            Description = "Writes the file of a batch once more, as it was sent.", HelpName = "PB-000001",
        };
        var letters = new Option<string?>("--letters")
        {
            Description = "Writes the letters of the reminders of a day once more, as they were sent.",
            HelpName = "2026-02-01",
        };
        var verb = new Command("collect",
            "Collects what is due: direct debits, reminders with their fees, instalments.")
        {
            on, output, format, draft, again, letters, Review(door),
        };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(again) is { } batch) return Again(door, batch, parsed.GetValue(output));
            string[] formats = [.. parsed.GetValue(format)?.Split(',').Distinct() ?? []];
            if (parsed.GetValue(letters) is { } sent)
                return parsed.GetValue(draft) || parsed.GetValue(on) is not null
                    ? door.Wrong("--letters writes what was sent on its day: it goes with --format and --out alone.")
                    : Letters(door, sent, formats, parsed.GetValue(output));
            if (!DayOfIssue.TryRead(door, parsed.GetValue(on), out var day, "--on")) return ExitCode.WrongCommand;
            string[] rows = ["csv", "json"];
            string[] written = [.. formats.Except(rows)];
            if (ReminderOutput.Trouble(written, parsed.GetValue(output)) is { } trouble) return door.Wrong(trouble);
            var form = formats.Intersect(rows).FirstOrDefault() ?? "text";
            if (ListingOutput.Trouble(door, form) is { } twice) return door.Wrong(twice);
            return Run(door, day, parsed.GetValue(output), written, parsed.GetValue(draft), door.Json ? "json" : form);
        });
        return verb;
    }

    private static int Run(
        Door door, LocalDate? on, string? folder, string[] letters, bool isDraft, string format)
    {
        using var database = door.Open(mustExist: true);
        var (book, knownAt) = BookOf(database);
        var day = isDraft ? on ?? door.Today(book.Zone)
            : DayOfIssue.Counting(door, book.Zone, on, "Leave --on out to do it today, or look at it with --draft.");
        var (collecting, output) = (new Collecting(database, book, day) { KnownAt = knownAt },
            new ReminderOutput(door, book, day, letters, isDraft));
        var planned = collecting.Run(isDraft: true);
        if (!isDraft && planned.Debits.Count > 0 && folder is null)
            return door.Wrong($"{Plural.Of(planned.Debits.Count, "direct debit")} would be sent to the bank: say with "
                + "--out into which folder they are written, or look at them with --draft.");
        // What a bank would refuse, and a folder that can't be, is found before anything is kept.
        if (planned.Debits.Count > 0)
            collecting.Write(Stream.Null, planned with
            {
                Debits = [.. planned.Debits.Select((debit, i) => debit with { Id = $"DD-{i}" })],
            }, door.Now);
        output.Try(planned.Reminders);
        var hasDebits = !isDraft && planned.Debits.Count > 0;
        using var made = hasDebits || (letters.Length > 0 && planned.Reminders.Count > 0) ? FolderOf(folder!) : null;
        var done = isDraft ? planned : collecting.Run(isDraft: false);
        if (hasDebits) WriteFile(door, collecting, done, folder!, made!);
        else if (made is not null) made.Say(door);
        if (folder is not null) output.Write(done.Reminders, folder);
        if (format == "json") WriteJson(door, done);
        else Say(door, done, isDraft, format);
        return done.Waiting.Count > 0 ? ExitCode.DoneWithHeld : ExitCode.Done;
    }

    private static int Again(Door door, string batch, string? folder)
    {
        if (folder is null) return door.Wrong("Say with --out into which folder the file is written.");
        using var database = door.Open(mustExist: true);
        var book = PayVerb.BookOf(database);
        var collecting = new Collecting(database, book, door.Today(book.Zone));
        using var made = FolderOf(folder);
        WriteFile(door, collecting, collecting.Again(batch), folder, made);
        return ExitCode.Done;
    }

    private static int Letters(Door door, string text, string[] formats, string? folder)
    {
        if (!DayOfIssue.TryRead(door, text, out var day, "--letters")) return ExitCode.WrongCommand;
        if (formats.Length == 0 || formats.Except(ReminderOutput.Formats).Any() || folder is null)
            return door.Wrong("Letters are files: say with --format that they are "
                + $"{string.Join(", ", ReminderOutput.Formats)}, or several with commas, and with --out into which "
                + "folder they are written.");
        using var database = door.Open(mustExist: true);
        var all = LettersSent.Of(database, day!.Value);
        using var made = FolderOf(folder);
        made.Say(door);
        foreach (var (book, reminders) in all)
            new ReminderOutput(door, book, day.Value, formats, isDraft: false).Write(reminders, folder);
        return ExitCode.Done;
    }

    /// <summary>The book that a database has, and the receipt up to which it is known.</summary>
    private static (Book Book, long KnownAt) BookOf(Database database)
    {
        using var snapshot = database.Snapshot();
        return (StoredBook.Load(snapshot), snapshot.Receipt);
    }

    private static NewFolder FolderOf(string folder)
    {
        try
        {
            return NewFolder.Make(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unwritable-folder",
                $"{folder} can't be written to: {problem.Message}",
                new(folder), Hint: "Name another folder with --out. Nothing was collected."));
        }
    }

    private static void WriteFile(Door door, Collecting collecting, Collected done, string folder, NewFolder made)
    {
        if (done.Debits.Count == 0) return;
        var path = Path.Combine(folder, $"{done.Batch}.xml");
        using (var file = File.Create(path)) collecting.Write(file, done, door.Now);
        made.Say(door);
        door.Say($"{path}: {Plural.Of(done.Debits.Count, "direct debit")} for the bank.");
    }

    private static void Say(Door door, Collected done, bool isDraft, string format)
    {
        if (format == "csv") ListingOutput.Write(door, Listed(done), format);
        else Tell(door, done, isDraft);
        door.Say($"{Plural.Of(done.Debits.Count, "direct debit")}, {Plural.Of(done.Reminders.Count, "reminder")}, "
            + $"{Plural.Of(done.Instalments.Count, "instalment")}" + (isDraft ? "; nothing is posted." : "."));
        door.SayBelow(done.Waiting);
    }

    private static Listing Listed(Collected done) => new("What is collected", "collected",
        [
            new("kind"), new("id"), new("account"), new("document"), new("due"), new("amount", true), new("stage"),
            new("cost", true),
        ],
        [
            .. done.Debits.Select(debit => (string[])["debit", debit.Id, debit.Account.Id,
                string.Join(' ', debit.Documents), Door.Text(debit.CollectOn), debit.Amount.ToString(), "", ""]),
            .. done.Instalments.Select(one => (string[])["instalment", "", one.Account, "", Door.Text(one.Due),
                one.Amount.ToString(), "", ""]),
            .. done.Reminders.Select(one => (string[])["reminder", one.Fee ?? "", one.Reminder.Account,
                one.Reminder.Document, Door.Text(one.Reminder.Due), one.Reminder.Open.ToString(),
                one.Reminder.Stage.Name, one.Cost.ToString()]),
        ]);

    private static void Tell(Door door, Collected done, bool isDraft)
    {
        foreach (var debit in done.Debits)
            door.Results.WriteLine($"{(isDraft ? "debit" : debit.Id),-10} {debit.Account.Id,-20} "
                + $"{Door.Text(debit.CollectOn)} {debit.Amount,12}  "
                + (debit.Documents.Count > 0 ? string.Join(' ', debit.Documents)
                    : debit.Instalments.Count == 1 ? "instalment" : $"{debit.Instalments.Count} instalments"));
        foreach (var instalment in done.Instalments)
            door.Results.WriteLine($"{"instalment",-10} {instalment.Account,-20} {Door.Text(instalment.Due)} "
                + $"{instalment.Amount,12}  "
                + (instalment.IsOfPlan ? "of a plan" : instalment.IsMissed ? "missed" : "paid by itself")
                + (instalment is { IsOfPlan: true, IsMissed: true } ? ", missed" : ""));
        foreach (var (one, fee, cost) in done.Reminders)
            door.Results.WriteLine($"{"reminder",-10} {one.Account,-20} {Door.Text(one.Due)} {one.Open,12}  "
                + $"{one.Document}, {one.Stage.Name}" + (cost.MinorUnits == 0 ? ""
                    : $", {cost} {cost.Currency}" + (fee is null ? "" : $" ({fee})")));
    }

    private static Command Review(Door door)
    {
        var (on, format) = (DayOfIssue.On(), ListingOutput.Option());
        var verb = new Command("review", "Instalments beside what is used: whether they are enough.") { on, format };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (!DayOfIssue.TryRead(door, parsed.GetValue(on), out var day, "--on")) return ExitCode.WrongCommand;
            if (ListingOutput.Trouble(door, form) is { } trouble) return door.Wrong(trouble);
            using var database = door.Open(mustExist: true);
            var book = PayVerb.BookOf(database);
            var all = BudgetReview.Of(database, book, day ?? door.Today(book.Zone));
            ListingOutput.Write(door, new("Instalments beside use", "budgets",
            [
                new("account"), new("instalment", true), new("billed", true), new("days", true), new("a-year", true),
                new("balance", true), new("suggested", true), new("verdict"),
            ], [.. all.Select(Row)])
            {
                Nothing = "No account with instalments has bills of the last year.",
            }, form);
            return ExitCode.Done;
        });
        return verb;
    }

    private static string[] Row(ReviewedBudget one) =>
    [
        one.Account.Id, one.Instalment.ToString(), one.Billed.ToString(),
        one.Days.ToString(System.Globalization.CultureInfo.InvariantCulture), one.Yearly.ToString(),
        one.Balance.ToString(), one.Suggested.ToString(),
        !one.IsOff ? "fits" : one.Instalment.MinorUnits < one.Suggested.MinorUnits ? "too little" : "too much",
    ];

    private static void WriteJson(Door door, Collected done) => door.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("batch", done.Batch);
        json.WriteList("debits", done.Debits, debit =>
        {
            json.WriteString("id", debit.Id);
            json.WriteString("account", debit.Account.Id);
            json.WriteString("collect_on", Door.Text(debit.CollectOn));
            json.WriteString("amount", debit.Amount.ToString());
            json.WriteString("sequence", DebitSequences.CodeOf(debit.Sequence));
            json.WriteString("into", debit.Into.Text);
            json.WriteTexts("documents", debit.Documents);
            json.WriteTexts("instalments", debit.Instalments.Select(Door.Text));
        });
        json.WriteList("instalments", done.Instalments, one =>
        {
            json.WriteString("account", one.Account);
            json.WriteString("due", Door.Text(one.Due));
            json.WriteString("amount", one.Amount.ToString());
            json.WriteString("of", one.IsOfPlan ? "plan" : "budget");
            json.WriteBoolean("missed", one.IsMissed);
        });
        json.WriteList("reminders", done.Reminders, one =>
        {
            json.WriteString("account", one.Reminder.Account);
            json.WriteString("document", one.Reminder.Document);
            json.WriteString("due", Door.Text(one.Reminder.Due));
            json.WriteString("open", one.Reminder.Open.ToString());
            json.WriteString("stage", one.Reminder.Stage.Name);
            if (one.Fee is { } fee) json.WriteString("fee", fee);
            json.WriteString("cost", one.Cost.ToString());
        });
        json.WriteFaults("waiting", done.Waiting);
        json.WriteEndObject();
    });
}
