using System.CommandLine;
using System.Text.Json;
using Busbar.Documents;
using Busbar.Formats.Invoices;
using Busbar.Runs;
using Busbar.Store;
using NodaTime;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar rebill BILL…</c>: takes bills back and makes them again from what is known now.</summary>
internal static class RebillVerb
{
    public static Command Of(Door door)
    {
        var bills = new Argument<string[]>("BILL")
        {
            Description = "The numbers of issued bills.", Arity = ArgumentArity.OneOrMore,
        };
        var draft = new Option<bool>("--draft") { Description = "Shows what would come of it and stores nothing." };
        var issued = DayOfIssue.Option();
        var output = new Option<string?>("--out")
        {
            Description = "Writes credit notes and new bills into this folder.", HelpName = "DIR",
        };
        var format = new Option<string?>("--format")
        {
            Description = $"What is written there: {BillOutput.Known}, or several.", HelpName = "json,text",
        };
        var verb = new Command("rebill",
            "Shows bills as they were issued and as they are known now, takes them back by credit notes and makes them "
            + "again, each in one go. --draft only shows.")
        {
            bills, draft, issued, output, format,
        };
        verb.SetAction(parsed =>
        {
            if (!DayOfIssue.TryRead(door, parsed.GetValue(issued), out var day)) return ExitCode.WrongCommand;
            if (BillOutput.Of(parsed.GetValue(output), parsed.GetValue(format)) is not { } documents)
                return door.Wrong(BillOutput.Unknown(parsed.GetValue(format)));
            if (documents is { Folder: null, Formats.Count: > 0 })
                return door.Wrong("--format needs a folder: credit notes and bills are files of their own. "
                    + "Name it with --out.");
            using var folder = documents.Prepare("Nothing was issued.");
            using var database = door.Open(mustExist: true);
            var (code, done, written) = (ExitCode.Done, new HashSet<string>(), 0);
            foreach (var number in parsed.GetValue(bills)!)
            {
                door.Cancel.ThrowIfCancellationRequested();
                // What went with a bill before it isn't made again once more.
                if (!done.Contains(number)
                    && !Rebill(door, database, number, day, parsed.GetValue(draft), done, documents, ref written))
                    code = ExitCode.DoneWithHeld;
            }
            if (door.Json) door.EndItems();
            if (written > 0) folder.Say(door);
            else if (documents.Folder is { } empty && !door.Json)
                door.Say($"Nothing is written into {empty}: " + (parsed.GetValue(draft)
                    ? "--draft issues nothing, and only what is issued has documents." : "nothing was issued."));
            return code;
        });
        return verb;
    }

    /// <summary>Shows the old and the new, of a bill and of those that go with it, then does it; false where one is
    /// held, or a document can't be made.</summary>
    private static bool Rebill(
        Door door, Database database, string number, LocalDate? issuedOn, bool isDraft, HashSet<string> done,
        BillOutput output, ref int written)
    {
        var run = RebillRun.Of(database, number, zone => DayOfIssue.Of(door, zone, issuedOn));
        if (!door.Json) Show(door, run, isDraft);
        // The old and the new are read before anything is done, also where the output is slow.
        door.Results.Flush();
        var isWhole = true;
        foreach (var rebilling in isDraft ? run.Bills : run.Settle())
        {
            door.Cancel.ThrowIfCancellationRequested();
            var (text, result) = (TextOf(rebilling), isDraft ? rebilling.Draft() : rebilling.Issue());
            if (door.Json) door.WriteItem(json => Write(json, rebilling, text, result, run));
            else Say(door, rebilling.Old.Head, text, result);
            done.Add(rebilling.Old.Head.Number);
            isWhole &= result is not RebillResult.Held && (result is not RebillResult.Done { Credit: not null } made
                || Write(door, database, made, output, ref written));
        }
        return isWhole;
    }

    private static void Show(Door door, RebillRun run, bool isDraft)
    {
        foreach (var rebilling in run.Bills.Where(one => one.Draft() is RebillResult.Done))
        {
            door.Results.Write(TextOf(rebilling));
            door.Results.WriteLine();
        }
        if (run.Resettled.Count == 0) return;
        door.Results.WriteLine(ResettledText.Of(run.Resettled, isDraft ? "would come out otherwise"
            : "comes out otherwise"));
        door.Results.WriteLine();
    }

    private static BillLayout LayoutOf(Documenting documenting, Database database, BillDocument bill)
    {
        var found = Explaining.Find(database, bill.Number!);
        return documenting.LayoutOf(bill, found.Explanation.Receipt, found.Head.Issuer);
    }

    private static EInvoice InvoiceOf(Documenting documenting, Database database, BillDocument bill)
    {
        var found = Explaining.Find(database, bill.Number!);
        return documenting.EInvoiceOf(bill, found.Explanation, found.Head.Issuer);
    }

    private static bool Write(Door door, Database database, RebillResult.Done done, BillOutput output, ref int written)
    {
        if (output.Folder is null) return true;
        var (documenting, isWhole) = (new Documenting(database), true);
        foreach (var bill in new[] { done.Credit, done.Bill }.OfType<BillDocument>()
            .Where(one => one.Number is not null))
        {
            output.Write(bill, bill.Number!,
                () => documenting.LanguageOf(bill, Explaining.Find(database, bill.Number!).Explanation.Receipt),
                () => LayoutOf(documenting, database, bill),
                door.Results);
            written++;
            if (!output.HasDocuments || output.WriteDocuments(
                bill.Number!, annex => documenting.Of(bill.Number!, annex),
                    () => InvoiceOf(documenting, database, bill), door.Results) is not { IsNone: false } trouble)
                continue;
            trouble.Say(door, bill.Number, output);
            isWhole = false;
        }
        return isWhole;
    }

    private static RebillText TextOf(Rebilling rebilling) => new(rebilling.Old.Document, rebilling.Now);

    private static void Say(Door door, BillHead old, RebillText text, RebillResult result)
    {
        var (number, currency) = (old.Number, old.Currency);
        switch (result)
        {
            case RebillResult.Same:
                door.Results.WriteLine($"{number} comes out as it was issued: it stands.");
                break;
            case RebillResult.Held held:
                door.Say($"{number}: held, it can't be made again and stands.");
                door.SayBelow(held.Reasons);
                break;
            case RebillResult.Done { Credit: null }:
                door.Say($"{number} would be taken back and made again, a difference of {text.Difference} {currency}; "
                    + "nothing was stored.");
                break;
            case RebillResult.Done done:
                door.Results.WriteLine($"{done.Credit!.Number} takes {number} back, {done.Credit.Total} {currency}; "
                    + (done.Bill is { } bill ? $"{bill.Number} stands instead, {bill.Total} {currency}."
                        : "no bill stands instead."));
                break;
        }
    }

    private static void Write(
        Utf8JsonWriter json, Rebilling rebilling, RebillText text, RebillResult result, RebillRun run)
    {
        json.WriteStartObject();
        json.WriteString("bill", rebilling.Old.Head.Number);
        json.WriteString("account", rebilling.Old.Head.Account);
        if (rebilling.Old.Head.Number == run.Bills[0].Old.Head.Number)
            ResettledText.Write(json, "settled", run.Resettled);
        else json.WriteString("with", run.Bills[0].Old.Head.Number);
        json.WriteString("status", result switch
        {
            RebillResult.Same => "same",
            RebillResult.Held => "held",
            RebillResult.Done { Credit: null } => "draft",
            _ => "rebilled",
        });
        if (result is RebillResult.Held held) json.WriteFaults("reasons", held.Reasons);
        if (result is RebillResult.Done done)
        {
            json.WriteString("total_before", rebilling.Old.Document.Total);
            if (done.Bill is { } bill) json.WriteString("total_now", bill.Total);
            json.WriteString("difference", text.Difference);
            if (done.Credit is { } credit)
            {
                json.WriteString("credit_note", credit.Number);
                if (done.Bill?.Number is { } number) json.WriteString("new_bill", number);
            }
        }
        json.WriteEndObject();
    }
}
