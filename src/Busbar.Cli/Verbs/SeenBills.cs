using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Runs;
using Busbar.Store;

namespace Busbar.Cli.Verbs;

/// <summary>Bills and their lines as somebody sees them: <c>busbar show [BILL] --as VIEWER</c>.</summary>
internal static class SeenBills
{
    /// <summary>The format of the lines of a bill.</summary>
    public const string Lines = "csv";

    public static int Show(Door door, string? viewer, string? number, string? account, string? folder, string? format)
    {
        if (number is null && (format is not null || folder is not null))
            return door.Wrong("--format and --out write one bill: name it.");
        var output = format == Lines ? new(folder, [Lines]) : BillOutput.Of(folder, format);
        if (output is null) return door.Wrong(BillOutput.Unknown(format));
        if (output.Trouble is { } trouble) return door.Wrong(trouble);
        using var database = door.Open(mustExist: true);
        var viewing = viewer is null ? null : Viewing.As(database, viewer);
        // A page compares with the bill before, which may be of days that aren't the viewer's.
        if (viewing is { Viewer.Days: not null } && output.HasDocuments)
            return door.Wrong("Who sees some days only sees bills as text, json or csv.");
        if (number is null) List(door, viewing!, account);
        else if (format == Lines) WriteLines(door, database, viewing, number, folder);
        else WriteBill(door, database, viewing!, number, output);
        return ExitCode.Done;
    }

    private static void WriteLines(Door door, Database database, Viewing? viewing, string number, string? folder)
    {
        var lines = viewing?.Lines(number) ?? new Annexing(database).Of(number);
        var path = folder is null ? null : Path.Combine(folder, BillOutput.FileName(number) + "." + Lines);
        OutFile.Write(door, path, $"{number} is in {folder}.", text => LineAnnex.Write(lines, text));
    }

    private static void WriteBill(Door door, Database database, Viewing viewing, string number, BillOutput output)
    {
        var found = viewing.Bill(number);
        var documenting = new Documenting(database, viewing);
        BillLanguage Language() => documenting.LanguageOf(found.Document, found.Explanation.Receipt);
        var layout = documenting.LayoutOf(found.Document, found.Explanation.Receipt, found.Head.Issuer);
        if (output.Formats.Count == 0)
        {
            door.Results.Write(door.Json ? found.Document.ToJson()
                : BillText.Write(found.Document, Language(), layout));
            if (!door.Json) BillOutput.SayAnnex(door, found.Document, layout);
            return;
        }
        output.Prepare(door, "Name another with --out.");
        if (output.NeedsBill) output.Write(found.Document, number, Language, () => layout, door.Results);
        if (output.HasDocuments)
        {
            var trouble = output.WriteDocuments(number, annex => documenting.Of(number, annex),
                () => documenting.EInvoiceOf(found.Document, found.Explanation, found.Head.Issuer), door.Results);
            if (trouble.UndoneCount > 0) throw new RefusedException(trouble.Reasons);
        }
        if (output.Folder is { } where) door.Say($"{number} is in {where}.");
    }

    /// <summary>The bills of which something is seen; a sum stands only where the whole bill is seen.</summary>
    private static void List(Door door, Viewing viewing, string? account)
    {
        var bills = viewing.Bills(account).ToList();
        if (!door.Json)
        {
            if (bills.Count == 0) door.Results.WriteLine("There is no bill to see.");
            foreach (var (bill, isWhole) in bills)
                door.Results.WriteLine(isWhole ? ShowVerb.Line(bill)
                    : $"  {bill.Number,-16} {bill.Account,-20} {new Time.Days(bill.From, bill.To)}  lines");
            return;
        }
        door.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteList("bills", bills, one =>
            {
                var (bill, isWhole) = one;
                json.WriteString("number", bill.Number);
                json.WriteString("account", bill.Account);
                json.WritePeriod(new(bill.From, bill.To));
                json.WriteString("seen", isWhole ? "whole" : "lines");
                if (!isWhole) return;
                var digits = Quantities.Currency.Of(bill.Currency)!.Value.MinorDigits;
                json.WriteString("total", Quantities.Exact.FromScaled(bill.Total, digits).ToString(digits));
                json.WriteString("currency", bill.Currency);
            });
            json.WriteEndObject();
        });
    }
}
