using System.Text.Json;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Runs;
using Busbar.Store;

namespace Busbar.Cli.Verbs;

/// <summary>Tells a run: each bill as it comes, what is held and why, and the sum at the end.</summary>
internal sealed class BillReport(Door door, Database database, BillOutput output)
{
    private const int MostAtOnce = 2;

    private readonly Documenting _documenting = new(database);
    private int _made;
    private int _before;
    private bool _isWritten;

    // Documents take longer than bills: they are written side by side, and told in the order of their bills.
    private readonly Queue<(string? Number, Task<DocumentTrouble> Work)> _writing = new();

    /// <summary>How many accounts and periods got no bill.</summary>
    public int Held { get; private set; }

    /// <summary>How many bills there are without a document that was wanted, or whose document lacks a text.</summary>
    public int Undocumented { get; private set; }

    public void Add(BillResult result)
    {
        switch (result)
        {
            case BillResult.Made made:
                _made++;
                Write(made.Document, made.Explanation, result, annex => made.Document.Number is { } number
                    ? _documenting.Of(number, annex)
                    : _documenting.OfDraft(made.Document, made.Explanation, made.Issuer, annex));
                break;
            case BillResult.AlreadyBilled before:
                _before++;
                if (output.Folder is not null)
                    foreach (var number in before.Numbers)
                    {
                        var found = Explaining.Find(database, number);
                        Write(found.Document, found.Explanation, result, annex => _documenting.Of(number, annex));
                    }
                else if (!door.Json)
                    door.Say($"{result.Account}, {result.Period}: billed before, "
                        + $"{string.Join(" and ", before.Numbers)}.");
                break;
            case BillResult.Held held:
                Held++;
                if (!door.Json) Say(held);
                break;
        }
        // A run may be long: what is written isn't kept.
        if (door.Json) door.WriteItem(json => Write(json, result));
    }

    /// <summary>Waits for the documents that are still being written.</summary>
    public void Finish()
    {
        while (_writing.Count > 0) Tell();
    }

    private void Tell()
    {
        var (number, work) = _writing.Dequeue();
        var trouble = work.GetAwaiter().GetResult();
        _isWritten |= trouble.UndoneCount < output.DocumentCount;
        if (trouble.IsNone) return;
        Undocumented++;
        trouble.Say(door, number, output);
    }

    /// <summary>Says how many there are; all documents are written.</summary>
    public void End(bool isDraft)
    {
        Finish();
        if (door.Json) door.EndItems();
        door.Say($"{Plural.Of(_made, "bill")} {(isDraft ? "drafted" : "issued")}, {Held} held, {_before} billed before."
            + (output.Folder is not { } folder || _made + _before == 0 ? ""
                : !_isWritten ? $" Nothing is in {folder}."
                : Undocumented == 0 ? $" They are in {folder}." : $" They are in {folder}, save what is said above."));
    }

    private void Write(
        BillDocument bill, Billing.Explanation explanation, BillResult result, Func<string?, Sheet> sheet)
    {
        var name = $"draft-{result.Account}-{Door.Text(result.Period.From)}"
            + (result.Issuer.Length > 0 ? $"-{result.Issuer}" : "");
        output.Write(bill, name, () => _documenting.LanguageOf(bill, explanation.Receipt),
            () => _documenting.LayoutOf(bill, explanation.Receipt, result.Issuer), door.Results);
        _isWritten |= output.HasTexts;
        if (output.HasDocuments)
        {
            // What it is made from is read here: one thread uses the database.
            var work = output.DocumentsOf(bill.Number ?? name, sheet,
                () => _documenting.EInvoiceOf(bill, explanation, result.Issuer), door.Results);
            // To the output they come one after the other.
            _writing.Enqueue((bill.Number, output.Folder is null ? Task.FromResult(work()) : Task.Run(work)));
            while (_writing.Count > MostAtOnce) Tell();
        }
        if (door.Json || (output.Folder is null && output.Formats.Count > 0)) return;
        door.Results.WriteLine(
            $"{bill.Number ?? "draft",-16} {result.Account,-20} {result.Period} {bill.Total,12} {bill.Currency}");
        foreach (var open in bill.Open ?? [])
            door.Say($"  {open.Name} stays open: {string.Join(" ", open.Reasons)}");
    }

    private void Say(BillResult.Held held)
    {
        door.Say($"{held.Account}, {held.Period}: held, no bill"
            + (held.Issuer.Length > 0 ? $" of {held.Issuer}." : "."));
        door.SayBelow(held.Reasons);
    }

    private static void Write(Utf8JsonWriter json, BillResult result)
    {
        json.WriteStartObject();
        json.WriteString("account", result.Account);
        json.WritePeriod(result.Period);
        if (result.Issuer.Length > 0) json.WriteString("issuer", result.Issuer);
        switch (result)
        {
            case BillResult.Made { Document: var bill }:
                json.WriteString("status", bill.Number is null ? "draft" : "issued");
                json.WritePropertyName("bill");
                using (var document = JsonDocument.Parse(bill.ToJson())) document.RootElement.WriteTo(json);
                break;
            case BillResult.AlreadyBilled before:
                json.WriteString("status", "billed-before");
                json.WriteTexts("numbers", before.Numbers);
                break;
            case BillResult.Held held:
                json.WriteString("status", "held");
                json.WriteFaults("reasons", held.Reasons);
                break;
        }
        json.WriteEndObject();
    }
}
