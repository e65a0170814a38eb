using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>What a supplier bills to the seller for some days and a group, net.</summary>
public sealed record SupplierLine(Days Days, string Group, string? Product, Money Net);

/// <summary>Reads what networks and other suppliers bill to the seller: CSV with a row for each group of an invoice.
/// </summary>
public static class SupplierInvoices
{
    private sealed record Row(
        MapReader Reader, string Supplier, string Document, LocalDate Date, Days Days, string Group, string? Product,
        Exact Rate, Money Net, Money Amount);

    /// <summary>An entry for each invoice, in the order of their first rows; every fault has its row.</summary>
    /// <remarks>What is passed on as it is goes to the clearing account, levies to theirs, the rest is a cost of sales.
    /// </remarks>
    /// <param name="today">No invoice is of a later day.</param>
    public static IReadOnlyList<Entry> Read(
        ReadOnlySpan<byte> bytes, string file, Book book, LocalDate today, List<Fault> faults)
    {
        var rows = PostingRow.Of(bytes, file, "this row", faults).Select(row => ReadRow(row, book, today))
            .OfType<Row>();
        var entries = new List<Entry>();
        foreach (var same in rows.GroupBy(row => (row.Supplier, row.Document)))
        {
            foreach (var row in same.Where(row => row.Date != same.First().Date))
                row.Reader.Fault("two-dates", row.Reader.Place, $"Invoice {row.Document} has another date in a row "
                    + "before this one.", "Each invoice has one date.");
            entries.Add(EntryOf(same.Key.Supplier, same.Key.Document, same.First().Date,
                [.. same.Select(row => new SupplierLine(row.Days, row.Group, row.Product, row.Net))],
                [.. same.Select(row => (row.Rate, row.Amount - row.Net))], book));
        }
        return entries;
    }

    /// <summary>An invoice in double entry.</summary>
    /// <param name="supplier">A party of the book.</param>
    /// <param name="taxes">Rates as fractions, with their amounts.</param>
    /// <param name="rounding">What is asked for beyond lines and taxes, so that it is a round sum: a cost of
    /// sales.</param>
    /// <param name="prepaid">What was paid before. It isn't owed for the document: it stands against that payment.
    /// </param>
    public static Entry EntryOf(string supplier, string document, LocalDate date, IReadOnlyList<SupplierLine> lines,
        IReadOnlyList<(Exact Rate, Money Amount)> taxes, Book book, Money? rounding = null, Money? prepaid = null)
    {
        var currency = book.Currency;
        var (rounded, paid) = (rounding ?? Money.Zero(currency), prepaid ?? Money.Zero(currency));
        var total = Money.Sum(lines.Select(line => line.Net).Concat(taxes.Select(one => one.Amount)), currency)
            + rounded;
        var passed = book.Products.Values.SelectMany(product => product.Versions.Values)
            .SelectMany(version => version.Value.Charges).Where(charge => charge.IsPassThrough)
            .Select(charge => charge.Group).ToHashSet();
        var days = new Days(lines.Min(line => line.Days.From), lines.Max(line => line.Days.To));
        return new(date, EntryKind.Cost, $"{supplier} {document}", book.Parties[supplier].Name,
        [
            .. from row in lines
               group row by (row.Group, row.Product) into same
               let role = passed.Contains(same.Key.Group) ? LedgerRole.PassThrough
                   : book.Chart.Levies.Contains(same.Key.Group) ? LedgerRole.Levies : LedgerRole.CostOfSales
               let net = Money.Sum(same.Select(row => row.Net), currency)
               where net.MinorUnits != 0
               select new Posting(book.Chart.Of(role, same.Key.Group), net)
               {
                   Product = same.Key.Product, Detail = same.Key.Group,
               },
            .. from one in taxes
               group one by one.Rate into same
               let tax = Money.Sum(same.Select(one => one.Amount), currency)
               where tax.MinorUnits != 0
               select new Posting(book.Chart.Of(LedgerRole.InputTax), tax) { Detail = same.Key.ToString() },
            .. new[]
            {
                new Posting(book.Chart.Of(LedgerRole.CostOfSales), rounded) { Detail = "rounding" },
                new(book.Chart.Of(LedgerRole.Payables), -paid) { Detail = supplier },
                new(book.Chart.Of(LedgerRole.Payables), paid - total) { Document = document, Detail = supplier },
            }.Where(posting => posting.Amount.MinorUnits != 0
                // An invoice of nothing is an entry, too.
                || (posting.Document is not null && paid.MinorUnits == 0)),
        ])
        {
            Days = days,
        };
    }

    private static Row? ReadRow(MapReader row, Book book, LocalDate today)
    {
        var supplier = PostingRow.Known(row, "supplier", "unknown-supplier", [.. book.Parties.Keys], required: true);
        var (document, date) = (PostingRow.Reference(row, "document"), PostingRow.Day(row, "date", today));
        var (from, to) = (row.Date("from"), row.Date("to"));
        if (to <= from)
            row.Fault("bad-date", row.Map["to"]!.Place, $"{row.Thing} ends on the day it begins, or before.",
                "to: is the first day that it isn't for: a row for January ends on 1 February.");
        var group = PostingRow.Known(row, "group", "unknown-group", [.. book.Groups], required: true);
        var product = PostingRow.Known(row, "product", "unknown-product", [.. book.Products.Keys]);
        var rate = RateOf(row);
        var (net, amount) = (AmountReader.Read(row, "net", book.Currency),
            AmountReader.Read(row, "amount", book.Currency));
        row.Done();
        if (supplier is null || document is null || date is not { } day || from is not { } first || to is not { } end
            || end <= first || group is null || rate is not { } own || net is not { } before || amount is not { } after)
            return null;
        // A supplier may round its tax by line or by document.
        var off = (after - before).MinorUnits - (own * before.MinorUnits);
        if ((off.Sign < 0 ? -off : off) <= Exact.One)
            return new(row, supplier, document, day, new(first, end), group, product, own, before, after);
        row.Fault("cost-differs", row.Map["amount"]!.Place, $"{before} and {own * 100} % tax don't come to {after}.",
            "amount is net with its tax; tax-rate is a percentage, such as 20.");
        return null;
    }

    /// <summary>A percentage as a fraction; nought where it is absent.</summary>
    private static Exact? RateOf(MapReader row)
    {
        if (row.Written("tax-rate") is not { } text) return Exact.Zero;
        var number = text.Value.TrimEnd('%').TrimEnd();
        if (Exact.TryParse(number, out var percent, out _) && percent.Sign >= 0 && percent <= 100) return percent / 100;
        row.Fault("bad-number", text.Place, $"tax-rate of {row.Thing} is {text.What}; expected a percentage such as "
            + "20.");
        return null;
    }
}
