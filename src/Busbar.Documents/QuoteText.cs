using System.Text;
using Busbar.Billing;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>A line of a quote over all its months.</summary>
/// <param name="Unit">Of the quantity; null where it has none.</param>
public sealed record QuotedSum(string Name, Exact? Quantity, string? Unit, Money Amount);

/// <summary>What an offer would be billed, as it is printed.</summary>
/// <param name="Months">Its bills; at least one.</param>
/// <param name="Commission">What the broker who brings it is expected to earn; null: nobody does.</param>
public sealed record PrintedQuote(
    string Name, Time.Days Days, Currency Currency, IReadOnlyList<Bill> Months, QuotedCommission? Commission = null)
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

    /// <summary>What makes the bills of its months round sums.</summary>
    public Money Rounding => Money.Sum(Months.Select(bill => bill.Rounding), Currency);

    /// <summary>What is to be paid, with tax.</summary>
    public Money Total => Net + Tax + Rounding;
}

/// <summary>A quote as text for a terminal: all of it, and month by month.</summary>
public static class QuoteText
{
    private const int UseDecimals = 3;
    private const int Width = 100;
    private const string Indent = "  ";

    /// <summary>One offer.</summary>
    public static string Write(PrintedQuote quote)
    {
        var text = new StringBuilder();
        text.Add($"{quote.Name}, {Wording.Span(quote.Days)}, in {quote.Currency}");
        if (quote.Months is [var only])
            return text.Append(LineWords.Table(only.Lines, only)).Append(Told(quote)).ToString();
        var table = new TextTable(0, 2, false, new(""), new("", true), new("", true));
        foreach (var line in quote.Lines)
            table.Row(line.Name, line is { Quantity: { } quantity, Unit: { } unit }
                ? LineWords.Quantity(quantity, unit) : "", line.Amount.ToString());
        table.Rule();
        table.Row("net", "", quote.Net.ToString());
        table.Row("tax", "", quote.Tax.ToString());
        if (quote.Rounding.MinorUnits != 0) table.Row("rounding", "", quote.Rounding.ToString());
        table.Row("total", "", quote.Total.ToString());
        text.Append(table).Append(Told(quote));
        foreach (var bill in quote.Months)
        {
            text.Append('\n');
            text.Add(Wording.Span(bill.Period));
            text.Append(LineWords.Table(bill.Lines, bill));
        }
        return text.ToString();
    }

    /// <summary>What of it is a broker's, as a customer is told before it signs.</summary>
    private static string Told(PrintedQuote quote)
    {
        if (quote.Commission is not { Expectation: var expected } own) return "";
        var told = expected.Rate is { } rate ? $"{Disclosure.Text(rate)} {Disclosure.UnitOf(quote.Currency)} on "
            + $"{expected.Energy.ToString(PlainNumber.DecimalsOf(expected.Energy, UseDecimals))} kWh, " : "";
        return string.Concat(TextTable.Wrap($"A commission for {own.Broker.Name} is in these prices: {told}"
            + $"{expected.Amount} {quote.Currency} expected in all.", Width - Indent.Length)
            .Select(line => $"{Indent}{line}\n"));
    }
}
