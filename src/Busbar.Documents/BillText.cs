using System.Text;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>Writes a bill as text for a terminal or a plain file.</summary>
public static class BillText
{
    private const int Width = 80;
    private const int MostQuantityDecimals = 3;
    private const int MostPriceDecimals = 9;

    /// <summary>The bill as a customer reads it, with lines of about 80 places.</summary>
    public static string Write(BillDocument bill)
    {
        var text = new StringBuilder();
        foreach (var line in TextTable.Wrap(TextTable.Clean(bill.Seller), Width)) text.Append(line).Append('\n');
        text.Append('\n').Append(Head(bill)).Append('\n').Append(Body(bill));
        if (bill.Lines.Any(line => line.Estimated))
            text.Append("\nE: This amount is based, at least in part, on estimated readings.\n");
        if (bill.Estimated is { } estimated)
            text.Append("   Before tax, ").Append(bill.Currency).Append(' ').Append(estimated)
                .Append(" rests on them.\n");
        if (bill.Lines.Any(line => line.Gross is not null))
            text.Append("\nT: The price includes tax; the amount is without it.\n");
        if (bill.Open is { } open) text.Append(OpenCharges(open, bill));
        return text.ToString();
    }

    /// <summary>What isn't in the sums, and why: the customer must not take a part for the whole.</summary>
    private static string OpenCharges(IReadOnlyList<PrintedOpen> open, BillDocument bill)
    {
        var text = new StringBuilder("\nNot yet billed, because something is missing; a later bill will have it:\n");
        foreach (var charge in open)
        {
            var days = charge.From == bill.Period.From && charge.To == bill.Period.To ? ""
                : $", {Wording.Span(charge.From, charge.To)}";
            var reasons = string.Join(" ", charge.Reasons);
            foreach (var (i, line) in TextTable.Wrap($"{charge.Name}{days}: {reasons}", Width - 4).Index())
                text.Append(i == 0 ? "  " : "    ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static string Head(BillDocument bill)
    {
        var head = new TextTable(Width, 0, false, new TextColumn(""), new TextColumn("", Wraps: true));
        head.Row(bill.Credits is null ? "Bill" : "Credit note", bill.Number ?? "DRAFT, not issued");
        if (bill.Credits is { } credited) head.Row("Takes back", $"bill {credited}, whole");
        if (bill.Replaces is { } replaced) head.Row("Replaces", $"bill {replaced}, which is taken back");
        if (bill.IssuedOn is { } day) head.Row("Date", Wording.Day(day));
        head.Row("Customer", bill.Customer);
        head.Row("Account", bill.Account);
        head.Row("Period", Wording.Span(bill.Period.From, bill.Period.To));
        return head.ToString();
    }

    private static string Body(BillDocument bill)
    {
        var table = new TextTable(Width, 0, true, new("", Wraps: true), new("Quantity", true), new("Price", true),
            new("Amount", true), new(""));
        var bundled = bill.Bundles?.SelectMany(bundle => bundle.Lines).ToHashSet() ?? [];
        var lines = bill.Lines.Where(line => !bundled.Contains(line.Id)).ToList();
        foreach (var bundle in bill.Bundles ?? [])
            table.Row(bundle.Name, "", "", bundle.Amount,
                Mark(bill.Lines.Any(line => line.Estimated && bundle.Lines.Contains(line.Id)), false));
        if (bill.Bundles is not null) AddLines(table, bill, lines, lines);
        else
            foreach (var group in lines.GroupBy(line => line.Group))
            {
                table.Row("");
                table.Row(Wording.Capital(group.Key));
                AddLines(table, bill, lines, group);
            }
        AddSums(table, bill);
        return table.ToString();
    }

    private static void AddLines(
        TextTable table, BillDocument bill, List<PrintedLine> all, IEnumerable<PrintedLine> shown)
    {
        if (all.Count == 0) return;
        var quantities = Figures.Align([.. all.Select(QuantityOf)], _ => "");
        // Where the quantity has no single price, a blank would look like a gift.
        var prices = Figures.Align([.. all.Select(PriceOf)], i => all[i].Quantity is null ? "" : "varies");
        foreach (var line in shown)
        {
            var i = all.IndexOf(line);
            table.Row(NameOf(line, bill), quantities[i], prices[i], line.Amount,
                Mark(line.Estimated, line.Gross is not null));
        }
    }

    /// <summary>The name and, where they aren't the same for the whole bill, below it what it is for.</summary>
    private static string NameOf(PrintedLine line, BillDocument bill)
    {
        var notes = new List<string>();
        if (bill.Lines.DistinctBy(one => one.Agreement).Count() > 1) notes.Add($"Agreement {line.Agreement}");
        if (line.Connection is { } connection && bill.Lines.DistinctBy(one => one.Connection).Count() > 1)
            notes.Add($"Connection {connection}");
        if (line.From != bill.Period.From || line.To != bill.Period.To) notes.Add(Wording.Span(line.From, line.To));
        return string.Concat(notes.Select(note => $"\n  {note}").Prepend(line.Name));
    }

    private static Figure? QuantityOf(PrintedLine line) => line is not { Quantity: { } quantity, Unit: { } unit } ? null
        : new(PlainNumber.Parse(quantity), isOne => Wording.Unit(unit, isOne), Currency.Of(unit)?.MinorDigits ?? 0,
            MostQuantityDecimals);

    private static Figure? PriceOf(PrintedLine line)
    {
        if (line is not { Price: { } price, PriceUnit: { } unit }) return null;
        var said = Wording.Price(PlainNumber.Parse(price), unit);
        return new(said.Value, _ => said.Unit, said.AtLeastDecimals, MostPriceDecimals);
    }

    private static void AddSums(TextTable table, BillDocument bill)
    {
        var (minus, total) = (bill.Total.StartsWith('-'), bill.Total.TrimStart('-'));
        table.Rule();
        table.Row(bill.Taxes.Count == 0 ? "Subtotal" : "Subtotal before tax", "", "", bill.Net, "");
        foreach (var tax in bill.Taxes)
            table.Row($"Tax of {Wording.Percent(tax.Rate)} on {tax.Net}", "", "", tax.Amount, "");
        // What isn't taxed is said, so that the bases add up to the subtotal.
        var (untaxed, digits) = (Untaxed(bill), Currency.Of(bill.Currency)?.MinorDigits ?? 0);
        if (bill.Taxes.Count > 0 && !untaxed.IsZero)
            table.Row($"No tax on {untaxed.ToString(digits)}", "", "", Exact.Zero.ToString(digits), "");
        table.Row(minus ? "Credit to you" : "Total due", "", "", $"{bill.Currency} {total}", "");
    }

    private static Exact Untaxed(BillDocument bill) => bill.Lines.Where(line => line.TaxRate is null)
        .Aggregate(Exact.Zero, (sum, line) => sum + PlainNumber.Parse(line.Amount));

    private static string Mark(bool isEstimated, bool isGross) => (isEstimated ? "E" : "") + (isGross ? "T" : "");
}
