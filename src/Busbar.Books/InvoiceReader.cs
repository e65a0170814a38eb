using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>Reads an invoice of another seller, and checks that it adds up.</summary>
internal static class InvoiceReader
{
    private const string Date = "date";
    private const string Total = "total";

    public static Invoice? Read(MapReader reader, Known<Connection> connections, BookRules rules)
    {
        var document = reader.Text(BookItem.OfInvoice);
        var rows = reader.Maps(InvoiceRows.Lines, "line", required: true);
        var lines = rows.Select(row => Line(row, document, connections, rules)).ToList();
        var date = Same(rows, Date, row => row.Date(Date), "Each invoice has one date: give another document a number "
            + "of its own, with its seller's name where two have the same.");
        var total = Same(rows, Total, row => row.Has(Total) ? AmountReader.Read(row, Total, rules.Currency) : null,
            "The total is that of the whole document, before tax.");
        if (date is not { } day || lines.Contains(null) || lines.Count == 0) return null;
        if (total is { } stated && lines.Aggregate(Money.Zero(rules.Currency), (sum, line) => sum + line!.Amount)
            is var sum && sum != stated)
            reader.Fault("total-differs", rows.First(row => row.Has(Total)).Map[Total]!.Place, $"Invoice {document} "
                + $"doesn't add up: its {lines.Count} {(lines.Count == 1 ? "row comes" : "rows come")} to {sum} "
                + $"{rules.Currency}, and its total is {stated}: "
                + (stated.MinorUnits > sum.MinorUnits ? $"{stated - sum} is missing." : $"{sum - stated} is too much."),
                "Add the lines that are missing, or correct an amount; both are net of tax.");
        return new(document, day, lines!, reader.Place);
    }

    private static InvoiceLine? Line(
        MapReader row, string document, Known<Connection> connections, BookRules rules)
    {
        var connection = connections.Find(row, BookItem.OfConnection);
        var group = row.Written("group", required: true);
        if (group is not null && !rules.Groups.Contains(group.Value))
        {
            row.Fault("unknown-group", group.Place, $"The book has no group {group.Value}, which {row.Thing} names.",
                Nearest.Hint(group.Value, rules.Groups) ?? $"It has {string.Join(", ", rules.Groups)}.");
            group = null;
        }
        var (from, to) = (row.Date("from"), row.Date("to"));
        if (to <= from)
            row.Fault("bad-date", row.Map["to"]!.Place, $"{row.Thing} ends on the day it begins, or before.",
                "to: is the first day that it isn't for: a line for January ends on 1 February.");
        if (row.Written("currency") is { } currency && currency.Value != rules.Currency.Code)
            row.Fault("wrong-currency", currency.Place, $"currency of {row.Thing} is {currency.What}; expected the "
                + $"book's, {rules.Currency}.", "Give the amount in the currency in which it was paid for.");
        row.Value(Date);
        row.Value(Total);
        var amount = AmountReader.Read(row, "amount", rules.Currency);
        return connection is null || group is null || amount is not { } money || from is not { } first
            || to is not { } end || end <= first ? null
            : new(document, connection.Id, group.Value, new(first, end), money, row.Place);
    }

    /// <summary>What the rows of an invoice say alike under a key; null where none says it, or after a fault.</summary>
    private static T? Same<T>(
        IReadOnlyList<MapReader> rows, string key, Func<MapReader, T?> read, string hint) where T : struct
    {
        T? first = null;
        foreach (var row in rows)
        {
            if (read(row) is not { } own) continue;
            if (first is { } known && !known.Equals(own))
            {
                row.Fault("two-invoices", row.Map[key]!.Place, $"{row.Thing} has another {key} than a line before it.",
                    hint);
                return null;
            }
            first = own;
        }
        return first;
    }
}
