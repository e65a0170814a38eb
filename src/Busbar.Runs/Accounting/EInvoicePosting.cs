using Busbar.Books;
using Busbar.Contracts;
using Busbar.Formats.Invoices;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs.Accounting;

/// <summary>Reads a supplier's electronic invoice into the entry that it is, after working it out again.</summary>
/// <param name="supplier">The party whose it is; null: the one whose VAT number or name it has.</param>
/// <param name="groups">The group of each line's name, where the name itself is none.</param>
public sealed class EInvoicePosting(string? supplier, IReadOnlyDictionary<string, string> groups)
{
    /// <summary>The entry; none after faults.</summary>
    /// <param name="differences">What the official rules let pass is added.</param>
    internal IReadOnlyList<Entry> Read(
        byte[] bytes, string file, Book book, LocalDate today, List<Fault> faults, List<Fault> differences)
    {
        var read = SupplierEInvoice.WorkedOut(bytes, file);
        var (invoice, sign, used) = (read.Invoice, read.Invoice.IsCreditNote ? -1 : 1,
            new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        if (invoice.IsSelfBilled)
            faults.Add(new("self-billed", $"Invoice {invoice.Number} is self-billed: who gets it has supplied, and not "
                + "who made it.", read.Place("number"), invoice.Number, "Post what a supplier has billed."));
        if (invoice.Currency != book.Currency.Code)
            faults.Add(new("wrong-currency", $"Invoice {invoice.Number} is in {invoice.Currency}; expected the book's, "
                + $"{book.Currency}.", read.Place("number"), invoice.Number,
                "Post it as CSV, in the currency in which it was paid for."));
        if (PostingDay.Untimely(invoice.IssuedOn, today) is { } why)
            faults.Add(new("untimely-date", $"Invoice {invoice.Number} is of {why}.", read.Place("number"),
                invoice.Number, invoice.IssuedOn > today ? "Post it when the day has come." : "Correct the day."));
        var party = PartyOf(read, book, faults);
        var lines = new List<SupplierLine>();
        foreach (var line in invoice.Lines)
            Add($"Line {line.Id}", $"line {line.Id}", line.Name, line.Period ?? invoice.Period, line.Amount);
        foreach (var (index, one) in invoice.Allowances.Index())
            Add($"{(one.IsCharge ? "Charge" : "Allowance")} {index + 1}", "number", one.Reason, invoice.Period,
                one.IsCharge ? one.Amount : -one.Amount);
        if (faults.Count == 0) faults.AddRange(EnteredCosts.Unused(groups, used, file));
        if (faults.Count > 0) return [];
        differences.AddRange(read.Differences);
        var prepaid = MoneyOf(sign * invoice.Totals.Prepaid, book.Currency);
        if (prepaid.MinorUnits != 0) differences.Add(Prepaid(read, party!, prepaid));
        return [SupplierInvoices.EntryOf(party!, invoice.Number, invoice.IssuedOn, lines,
            [.. invoice.Taxes.Select(tax => ((tax.Percent ?? Exact.Zero) / 100,
                MoneyOf(sign * tax.Amount, book.Currency)))], book,
            rounding: MoneyOf(sign * invoice.Totals.Rounding, book.Currency), prepaid: prepaid)];

        void Add(string what, string place, string name, Days? days, Exact amount)
        {
            var group = EnteredCosts.GroupOf(name, book, groups, used);
            if (group is null || !book.Groups.Contains(group))
                faults.Add(new("unknown-group", group is null ? $"{what} of invoice {invoice.Number}, {name}, has no "
                    + "group." : $"The book has no group {group}, which --group says of {name}.", read.Place(place),
                    name, $"Say one of {string.Join(", ", book.Groups)}: --group \"{name}={book.Groups[0]}\"."));
            if (days is null)
                faults.Add(new("missing-period", $"{what} of invoice {invoice.Number} doesn't say for which days it "
                    + "is, and the invoice neither.", read.Place(place), name, "Ask for an invoice with its period."));
            if (group is not null && days is { } own)
                lines.Add(new(own, group, null, MoneyOf(sign * amount, book.Currency)));
        }
    }

    /// <summary>The entries of rows of CSV, which say their suppliers and groups themselves.</summary>
    internal IReadOnlyList<Entry> OfCsv(
        ReadOnlySpan<byte> bytes, string file, Book book, LocalDate today, List<Fault> faults)
    {
        if (supplier is null && groups.Count == 0) return SupplierInvoices.Read(bytes, file, book, today, faults);
        faults.Add(new("not-ubl", "--supplier and --group are of an invoice in UBL; the rows of CSV say both "
            + "themselves.", new(file)));
        return [];
    }

    private static Fault Prepaid(ReadInvoice read, string party, Money amount) => new("prepaid",
        $"{amount} of invoice {read.Invoice.Number} was paid before, and isn't owed for it: it stands in payables of "
        + $"{party} against that payment.", read.Place("PrepaidAmount"), read.Invoice.Number,
        $"Where that isn't posted yet, post it: busbar ledger post, from the bank to payables with detail {party}.");

    private string? PartyOf(ReadInvoice read, Book book, List<Fault> faults)
    {
        var seller = read.Invoice.Seller;
        var found = supplier is not null ? book.Parties.Values.Where(party => party.Id == supplier)
            : seller.Vat is { } vat && book.Parties.Values.Where(party => party.VatNumber == vat).ToList() is
                { Count: > 0 } same ? same
            : book.Parties.Values.Where(party => string.Equals(party.Name, seller.Name,
                StringComparison.OrdinalIgnoreCase));
        if (found.ToList() is [var own]) return own.Id;
        var known = book.Parties.Keys.Order(StringComparer.Ordinal).ToList();
        faults.Add(supplier is not null ? new("unknown-supplier", $"The book has no party {supplier}, which --supplier "
                + "names.", default, supplier, Nearest.Hint(supplier, known))
            : new("unknown-supplier", $"Invoice {read.Invoice.Number} is of {seller.Name}"
                + $"{(seller.Vat is null ? "" : $", {seller.Vat}")}, which is "
                + $"{(found.Any() ? "several parties" : "no party")} of the book.", read.Place("number"), seller.Name,
                "Say whose it is: --supplier PARTY, or write the VAT number in parties.yaml."));
        return null;
    }

    private static Money MoneyOf(Exact amount, Currency currency) =>
        Money.Rounded(amount, currency, Rounding.HalfAway);
}
