using System.Text;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>Writes a bill as it was issued beside the same bill as it comes out now, as text for a terminal.</summary>
/// <param name="now">Null where nothing is to be billed any more.</param>
public sealed class RebillText(BillDocument issued, BillDocument? now)
{
    private const int Width = 80;

    private readonly int _digits = Currency.Of(issued.Currency)?.MinorDigits ?? 0;

    /// <summary>What the customer owes more, or less where it is below zero.</summary>
    public string Difference => Between(issued.Total, now?.Total);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var line in TextTable.Wrap(TextTable.Clean($"Bill {issued.Number} of account {issued.Account}, "
            + $"{Wording.Span(issued.Period.From, issued.Period.To)}, in {issued.Currency}"), Width))
            text.Append(line).Append('\n');
        if (now is null) text.Append("Nothing is to be billed for these days any more.\n");
        var table = new TextTable(Width, 2, false, new("", Wraps: true), new("as issued", true),
            new("as known now", true), new("difference", true));
        foreach (var (before, after) in Pairs())
            table.Row((before ?? after)!.Name + Change(before, after), before?.Amount ?? "", after?.Amount ?? "",
                Between(before?.Amount, after?.Amount));
        table.Rule();
        Sum(table, "Subtotal", issued.Net, now?.Net);
        Sum(table, "Tax", issued.Tax, now?.Tax);
        if ((issued.Rounding ?? now?.Rounding) is not null)
            Sum(table, "Rounding", issued.Rounding ?? Exact.Zero.ToString(_digits),
                now is null ? null : now.Rounding ?? Exact.Zero.ToString(_digits));
        Sum(table, "Total", issued.Total, now?.Total);
        if (IsEstimateKnown(issued) && (now is null || IsEstimateKnown(now))
            && (issued.Estimated ?? now?.Estimated) is not null)
            Sum(table, "Of the subtotal estimated", issued.Estimated ?? Exact.Zero.ToString(_digits), now?.Estimated);
        return text.Append('\n').Append(table).ToString();
    }

    /// <summary>Whether it says what of it is estimated, or nothing is: documents of earlier versions don't.</summary>
    private static bool IsEstimateKnown(BillDocument bill) =>
        bill.Estimated is not null || bill.Lines.All(line => !line.Estimated);

    /// <summary>The lines of both, those of one id together, in the order of the bill that was issued.</summary>
    private IEnumerable<(PrintedLine? Before, PrintedLine? After)> Pairs()
    {
        var after = now?.Lines ?? [];
        return issued.Lines.Select(line => ((PrintedLine?)line, after.FirstOrDefault(one => one.Id == line.Id)))
            .Concat(after.Where(line => issued.Lines.All(one => one.Id != line.Id))
                .Select(line => ((PrintedLine?)null, (PrintedLine?)line)));
    }

    /// <summary>What else than the amount is another one: <c>558 kWh with estimates, now 600 kWh</c>.</summary>
    private static string Change(PrintedLine? before, PrintedLine? after)
    {
        if (before is null) return $"\n  new: {Quantity(after!)}";
        if (after is null) return $"\n  no longer: {Quantity(before)}";
        var (quantity, price) = (Quantity(after), Price(after));
        return (quantity == Quantity(before) ? "" : $"\n  {Quantity(before)}, now {quantity}")
            + (price == Price(before) ? "" : $"\n  at {Price(before)}, now {price}");
    }

    private static string Quantity(PrintedLine line) => (line is { Quantity: { } quantity, Unit: { } unit }
        ? PlainNumber.Parse(quantity).ToString() is var number
            ? $"{number} {Wording.Unit(unit, number == "1")}".TrimEnd() : ""
        : line.Amount) + (line.Estimated ? " with estimates" : "");

    private static string Price(PrintedLine line)
    {
        if (line is not { Price: { } price, PriceUnit: { } unit }) return "prices that vary";
        var said = Wording.Price(PlainNumber.Parse(price), unit);
        return $"{said.Value} {said.Unit}".TrimEnd();
    }

    private void Sum(TextTable table, string name, string before, string? after) =>
        table.Row(name, before, after ?? Exact.Zero.ToString(_digits), Between(before, after));

    private string Between(string? before, string? after) =>
        ((after is null ? Exact.Zero : PlainNumber.Parse(after))
            - (before is null ? Exact.Zero : PlainNumber.Parse(before))).ToString(_digits);
}
