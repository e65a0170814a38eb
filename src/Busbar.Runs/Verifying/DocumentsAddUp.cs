using System.Text.Json;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Store;

namespace Busbar.Runs.Verifying;

/// <summary>The lines and taxes of each document add up to its sums, and these are what the store has of it; a credit
/// note is its bill with the other sign.</summary>
internal static class DocumentsAddUp
{
    public static readonly Invariant Invariant = new(
        "I2", "The lines and taxes of each document add up to its sums; a credit note is its bill reversed.", Check);

    private static Audit Check(Verified verified, CancellationToken cancel)
    {
        var breaches = new List<Breach>();
        foreach (var head in verified.Bills)
        {
            cancel.ThrowIfCancellationRequested();
            var stored = BillStore.Find(verified.Database, head.Number)!;
            foreach (var trouble in Troubles(verified.Database, stored))
                breaches.Add(new($"bill {head.Number}", trouble));
        }
        return new(verified.Bills.Count, "document", breaches);
    }

    private static IEnumerable<string> Troubles(Database database, StoredBill stored)
    {
        BillDocument bill;
        try
        {
            bill = BillDocument.FromJson(stored.Body);
        }
        catch (JsonException)
        {
            return ["Its document can't be read."];
        }
        return [.. Sums(bill, stored.Head), .. Reversed(database, stored, bill)];
    }

    private static IEnumerable<string> Sums(BillDocument bill, BillHead head)
    {
        Exact Sum(IEnumerable<string> amounts) => amounts.Aggregate(Exact.Zero, (sum, one) => sum + Number(one));
        var digits = Currency.Of(head.Currency)!.Value.MinorDigits;
        foreach (var (name, said, kept) in new[]
            {
                ("net", bill.Net, head.Net), ("tax", bill.Tax, head.Tax), ("total", bill.Total, head.Total),
                ("rounding", bill.Rounding ?? "0", head.Rounding),
            })
            if (Number(said) != Exact.FromScaled(kept, digits))
                yield return $"Its {name} is {said} on the document and {Exact.FromScaled(kept, digits)} beside it.";
        if (bill.Number != head.Number || bill.Account != head.Account)
            yield return $"Its document is {bill.Number} of account {bill.Account}.";
        if (Sum(bill.Lines.Select(line => line.Amount)) is var net && net != Number(bill.Net))
            yield return $"Its lines come to {net}, and its net is {bill.Net}.";
        if (Sum(bill.Taxes.Select(tax => tax.Amount)) is var tax && tax != Number(bill.Tax))
            yield return $"Its taxes come to {tax}, and its tax is {bill.Tax}.";
        if (Number(bill.Net) + Number(bill.Tax) + Number(bill.Rounding ?? "0") != Number(bill.Total))
            yield return $"Its net and tax{(bill.Rounding is null ? "" : ", rounded,")} don't come to its total of "
                + $"{bill.Total}.";
        foreach (var one in bill.Taxes)
            if (Sum(bill.Lines.Where(line => line.TaxRate == one.Rate).Select(line => line.Amount)) is var taxed
                && taxed != Number(one.Net))
                yield return $"Its lines at a rate of {one.Rate} come to {taxed}, and their net is {one.Net}.";
        foreach (var bundle in bill.Bundles ?? [])
            if (Sum(bill.Lines.Where(line => bundle.Lines.Contains(line.Id)).Select(line => line.Amount)) is var bundled
                && bundled != Number(bundle.Amount))
                yield return $"The lines of {bundle.Name} come to {bundled}, and it says {bundle.Amount}.";
    }

    private static IEnumerable<string> Reversed(Database database, StoredBill stored, BillDocument bill)
    {
        if (stored.Head.Credits is not { } credited) yield break;
        if (BillStore.Find(database, credited) is not { } original)
            yield return $"It takes back {credited}, which isn't there.";
        else if (BillDocument.FromJson(original.Body).CreditNote(stored.Head.Number, stored.Head.IssuedOn).ToJson()
            != bill.ToJson())
            yield return $"It isn't {credited} with the other sign.";
    }

    /// <summary>A decimal of a document; nought where it is none.</summary>
    internal static Exact Number(string text) => Exact.TryParse(text, out var number, out _) ? number : Exact.Zero;
}
