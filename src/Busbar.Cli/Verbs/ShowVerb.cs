using System.CommandLine;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Formats.Invoices;
using Busbar.Runs;
using Busbar.Store;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar show [BILL]</c>: a bill, or what the database holds.</summary>
internal static class ShowVerb
{
    private const int MostListed = 20;

    public static Command Of(Door door)
    {
        var bill = new Argument<string?>("BILL")
        {
            Description = "The number of a bill.", Arity = ArgumentArity.ZeroOrOne,
        };
        var account = new Option<string?>("--account") { Description = "Only this account's bills.", HelpName = "A" };
        var output = new Option<string?>("--out")
        {
            Description = "Writes the bill into this folder.", HelpName = "DIR",
        };
        var format = new Option<string?>("--format")
        {
            Description = $"{BillOutput.Known}, or several: json,html. "
                + "Without --out, to the output. csv, by itself, for its lines.",
            HelpName = "html",
        };
        var viewer = Arguments.As();
        var verb = new Command("show", "Shows a bill, or what the database holds.")
        {
            bill, account, output, format, viewer,
        };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(viewer) is not null || parsed.GetValue(format) == SeenBills.Lines)
                return SeenBills.Show(door, parsed.GetValue(viewer), parsed.GetValue(bill), parsed.GetValue(account),
                    parsed.GetValue(output), parsed.GetValue(format));
            if (BillOutput.Of(parsed.GetValue(output), parsed.GetValue(format)) is not { } documents)
                return door.Wrong(BillOutput.Unknown(parsed.GetValue(format)));
            if (documents.Trouble is { } trouble) return door.Wrong(trouble);
            if (documents.Formats.Count > 0 && parsed.GetValue(bill) is null)
                return door.Wrong("--format and --out write one bill: name it.");
            using var database = door.Open(mustExist: true);
            if (parsed.GetValue(bill) is not { } number) return All(door, database, parsed.GetValue(account));
            if (documents.Formats.Count > 0) return Written(door, database, number, documents);
            var (found, documenting) = (Explaining.Find(database, number), new Documenting(database));
            var layout = LayoutOf(documenting, found);
            door.Results.Write(door.Json ? found.Document.ToJson()
                : BillText.Write(found.Document, LanguageOf(documenting, found), layout));
            if (!door.Json) BillOutput.SayAnnex(door, found.Document, layout);
            return ExitCode.Done;
        });
        return verb;
    }

    private static BillLanguage LanguageOf(Documenting documenting, IssuedBill bill) =>
        documenting.LanguageOf(bill.Document, bill.Explanation.Receipt);

    private static BillLayout LayoutOf(Documenting documenting, IssuedBill bill) =>
        documenting.LayoutOf(bill.Document, bill.Explanation.Receipt, bill.Head.Issuer);

    private static EInvoice InvoiceOf(Database database, string number)
    {
        var found = Explaining.Find(database, number);
        return new Documenting(database).EInvoiceOf(found.Document, found.Explanation, found.Head.Issuer);
    }

    private static int Written(Door door, Database database, string number, BillOutput output)
    {
        using var folder = output.Prepare("Name another with --out.");
        if (output.NeedsBill) WriteTexts(door, database, number, output);
        if (output.HasDocuments)
        {
            var trouble = output.WriteDocuments(number, annex => new Documenting(database).Of(number, annex),
                () => InvoiceOf(database, number), door.Results);
            if (trouble.UndoneCount == output.Formats.Count) throw new RefusedException(trouble.Reasons);
            folder.Say(door);
            trouble.Say(door, number, output);
            if (!trouble.IsNone) return ExitCode.DoneWithHeld;
        }
        else folder.Say(door);
        if (output.Folder is { } where) door.Say($"{number} is in {where}.");
        else if (output.HasPages) SayAnnex(door, database, number);
        return ExitCode.Done;
    }

    // By itself, so that a long bill isn't held while its documents are made.
    private static void WriteTexts(Door door, Database database, string number, BillOutput output)
    {
        var (found, documenting) = (Explaining.Find(database, number), new Documenting(database));
        output.Write(found.Document, number, () => LanguageOf(documenting, found), () => LayoutOf(documenting, found),
            door.Results);
    }

    private static void SayAnnex(Door door, Database database, string number)
    {
        var found = Explaining.Find(database, number);
        BillOutput.SayAnnex(door, found.Document, LayoutOf(new Documenting(database), found));
    }

    private static int All(Door door, Database database, string? account)
    {
        var (receipts, bills) = (database.Receipts(MostListed), BillStore.List(database, account));
        using var snapshot = database.Snapshot();
        var (book, waiting) = (StoredBook.Find(snapshot), ReadStore.Suspended(snapshot));
        if (door.Json) WriteJson(door, book, receipts, bills, waiting);
        else
        {
            door.Results.WriteLine(book is null ? $"{database.Name}: no book was applied yet."
                : $"{database.Name}: the book of {book.Seller.Name}: {Plural.Of(book.Products.Count, "product")}, "
                    + $"{Plural.Of(book.Accounts.Count, "account")}, "
                    + $"{Plural.Of(book.Connections.Count, "connection")}, "
                    + $"{Plural.Of(book.Agreements.Count, "agreement")}.");
            Table(door, "Received, the latest first:", receipts.Count,
                receipts.Select(one => $"{one.Number,6}  {one.ReceivedAt}  {one.Kind,-8} {one.Source}"));
            Table(door, "Rows that wait for their connection:", waiting.Count,
                waiting.Select(one => $"{one.Count,6}  {one.Connection} {one.Channel}"));
            var sessions = SessionStore.Suspended(snapshot, book?.Connections.Values ?? []);
            Table(door, "Charging sessions that wait for a connection:", sessions.Count,
                sessions.Select(one => $"{one.Count,6}  at {one.Charger} with {one.Card}"));
            var rejected = ReadStore.Rejected(snapshot);
            Table(door, "Rows that were rejected, by reason, with an example:", rejected.Count,
                rejected.Select(one => $"{one.Count,6}  {one.Reason}: {one.Example}"));
            Table(door, $"{Plural.Of(bills.Count, "bill")}, the latest last:", bills.Count,
                bills.TakeLast(MostListed).Select(Line));
        }
        return ExitCode.Done;
    }

    internal static string Line(BillHead bill)
    {
        var digits = Quantities.Currency.Of(bill.Currency)!.Value.MinorDigits;
        return $"  {bill.Number,-16} {bill.Account,-20} {new Time.Days(bill.From, bill.To)} "
            + $"{Quantities.Exact.FromScaled(bill.Total, digits).ToString(digits),12} {bill.Currency}"
            + (bill.Credits is { } credited ? $"  takes {credited} back"
                : bill.Replaces is { } replaced ? $"  replaces {replaced}" : "");
    }

    private static void Table(Door door, string head, int count, IEnumerable<string> lines)
    {
        if (count == 0) return;
        door.Results.WriteLine();
        door.Results.WriteLine(head);
        foreach (var line in lines) door.Results.WriteLine(line);
    }

    private static void WriteJson(
        Door door, Contracts.Book? book, IReadOnlyList<Receipt> receipts, IReadOnlyList<BillHead> bills,
        IReadOnlyList<SuspendedRows> waiting) => door.WriteJson(json =>
    {
        json.WriteStartObject();
        if (book is not null)
        {
            json.WriteStartObject("book");
            json.WriteString("seller", book.Seller.Name);
            json.WriteNumber("products", book.Products.Count);
            json.WriteNumber("accounts", book.Accounts.Count);
            json.WriteNumber("connections", book.Connections.Count);
            json.WriteNumber("agreements", book.Agreements.Count);
            json.WriteEndObject();
        }
        json.WriteList("receipts", receipts, receipt =>
        {
            json.WriteNumber("number", receipt.Number);
            json.WriteString("received_at", receipt.ReceivedAt);
            json.WriteString("kind", receipt.Kind);
            json.WriteString("source", receipt.Source);
        });
        json.WriteList("suspended", waiting, rows =>
        {
            json.WriteString("connection", rows.Connection);
            json.WriteString("channel", rows.Channel);
            json.WriteNumber("rows", rows.Count);
        });
        json.WriteList("bills", bills, bill =>
        {
            var digits = Quantities.Currency.Of(bill.Currency)!.Value.MinorDigits;
            json.WriteString("number", bill.Number);
            json.WriteString("account", bill.Account);
            if (bill.Issuer.Length > 0) json.WriteString("issuer", bill.Issuer);
            json.WritePeriod(new(bill.From, bill.To));
            json.WriteString("total", Quantities.Exact.FromScaled(bill.Total, digits).ToString(digits));
            json.WriteString("currency", bill.Currency);
            if (bill.Credits is { } credited) json.WriteString("credits", credited);
            if (bill.Replaces is { } replaced) json.WriteString("replaces", replaced);
        });
        json.WriteEndObject();
    });
}
