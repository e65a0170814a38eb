using System.Text;
using Busbar.Billing;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>A line of a quote over all its months.</summary>
/// <param name="Unit">Of the quantity; null where it has none.</param>
public sealed record QuotedSum(string Name, Exact? Quantity, string? Unit, Money Amount);

/// <summary>What an offer would be billed, as it is printed.</summary>
/// <param name="Months">Its bills; at least one.</param>
public sealed record PrintedQuote(string Name, Time.Days Days, Currency Currency, IReadOnlyList<Bill> Months)
{
    /// <summary>The lines of all months, by their names.</summary>
    public IReadOnlyList<QuotedSum> Lines { get; } =
        [.. Months.SelectMany(bill => bill.Lines).GroupBy(line => (line.Name, line.Unit)).Select(same => new QuotedSum(
            same.Key.Name, same.All(line => line.Quantity is not null) ? same.Aggregate(Exact.Zero,
                (sum, line) => sum + line.Quantity!.Value) : null, same.Key.Unit?.ToString(),
            Money.Sum(same.Select(line => line.Amount), Currency)))];

    /// <summary>Without tax.</summary>
    public Money Net => Money.Sum(Months.Select(bill => bill.Net), Currency);

    /// <summary>The tax of all months.</summary>
    public Money Tax => Money.Sum(Months.Select(bill => bill.Tax), Currency);

    /// <summary>With tax.</summary>
    public Money Total => Net + Tax;
}

/// <summary>A quote as text for a terminal: all of it, and month by month.</summary>
public static class QuoteText
{
    /// <summary>One offer.</summary>
    public static string Write(PrintedQuote quote)
    {
        var text = new StringBuilder();
        text.Add($"{quote.Name}, {Wording.Span(quote.Days)}, in {quote.Currency}");
        if (quote.Months is [var only]) return text.Append(LineWords.Table(only.Lines, only)).ToString();
        var table = new TextTable(0, 2, false, new(""), new("", true), new("", true));
        foreach (var line in quote.Lines)
            table.Row(line.Name, line is { Quantity: { } quantity, Unit: { } unit }
                ? LineWords.Quantity(quantity, unit) : "", line.Amount.ToString());
        table.Rule();
        table.Row("net", "", quote.Net.ToString());
        table.Row("tax", "", quote.Tax.ToString());
        table.Row("total", "", quote.Total.ToString());
        text.Append(table);
        foreach (var bill in quote.Months)
        {
            text.Append('\n');
            text.Add(Wording.Span(bill.Period));
            text.Append(LineWords.Table(bill.Lines, bill));
        }
        return text.ToString();
    }
}
