using Busbar.Billing;
using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>Quotes as a page of their own: what each offer would be billed, by line and by month.</summary>
public sealed class QuoteSheet(IReadOnlyList<PrintedQuote> quotes, BillLanguage words)
{
    private const int QuantityDecimals = 3;
    private const int MostRateDecimals = 4;

    /// <summary>The page.</summary>
    public Sheet Of(Look look)
    {
        var title = words.Say("quote-title", ("days", words.Span(quotes[0].Days)));
        return new(title, words.Tag, quotes[0].Days.To.PlusDays(-1), title, look, BillSheet.WordsOf(words),
            [new Part.Heading(1, title), .. Parts()], []);
    }

    private IEnumerable<Part> Parts()
    {
        if (quotes.Count > 1)
            yield return Table(words.Say("quote-offers"), [words.Say("quote-offer"), words.Say("quote-net"),
                words.Say("quote-tax"), words.Say("quote-total")],
                [.. quotes.Select(quote => new TableRow(RowKind.Usual,
                    [quote.Name, Amount(quote.Net), Amount(quote.Tax), Money(quote.Total)]))], 1);
        foreach (var quote in quotes)
        {
            yield return new Part.Heading(2, quote.Name);
            yield return new Part.Headline(words.Say("quote-total"), Money(quote.Total), []);
            yield return Table(quote.Name, Heads, [.. quote.Lines.Select(line => new TableRow(RowKind.Usual,
                    [line.Name, line is { Quantity: { } quantity, Unit: { } unit }
                        ? words.Quantity(quantity, unit, 0, QuantityDecimals) : "", Amount(line.Amount)])),
                .. Sums(quote.Net, quote.Tax, quote.Rounding, quote.Total)], 1);
            if (quote.Commission is { } own) yield return new Part.Paragraph([new(Told(quote, own))]);
            if (quote.Months.Count > 1) yield return ByMonth(quote);
            foreach (var bill in quote.Months)
                yield return new Part.Details(words.Span(bill.Period), [Table(words.Span(bill.Period), Heads,
                    [.. bill.Lines.Select(line => new TableRow(RowKind.Usual, [line.Name,
                        line is { Quantity: { } quantity, Unit: { } unit }
                            ? words.Quantity(quantity, unit.ToString(), 0, QuantityDecimals) : "",
                        Amount(line.Amount)])), .. Sums(bill.Net, bill.Tax, bill.Rounding, bill.Total)], 1)]);
        }
    }

    private string Told(PrintedQuote quote, QuotedCommission own) => own.Expectation is { Rate: { } rate } expected
        ? words.Say("quote-commission", ("broker", own.Broker.Name), ("rate",
            $"{words.Number(PlainNumber.Parse(Disclosure.Text(rate)), 0, MostRateDecimals)}\u00a0"
            + Disclosure.UnitOf(quote.Currency)), ("use", words.Quantity(expected.Energy, "kWh", 0, QuantityDecimals)),
            ("amount", Money(expected.Amount)))
        : words.Say("quote-commission-fixed", ("broker", own.Broker.Name), ("amount", Money(own.Expectation.Amount)));

    private string[] Heads => [words.Say("description"), words.Say("quantity"),
        words.Say("amount-in", ("currency", quotes[0].Currency.Code))];

    private IEnumerable<TableRow> Sums(Money net, Money tax, Money rounding, Money total) =>
    [
        new(RowKind.Sum, [words.Say("quote-net"), "", Amount(net)]),
        new(RowKind.Usual, [words.Say("quote-tax"), "", Amount(tax)]),
        .. rounding.MinorUnits == 0 ? (TableRow[])[]
            : [new(RowKind.Usual, [words.Say("payable-rounding"), "", Amount(rounding)])],
        new(RowKind.Total, [words.Say("quote-total"), "", Amount(total)]),
    ];

    private Part.Figure ByMonth(PrintedQuote quote)
    {
        var (title, code) = (words.Say("quote-months", ("offer", quote.Name)), quote.Currency.Code);
        var labels = quote.Months.Select(bill => words.Month(new(bill.Period.From.Year, bill.Period.From.Month)))
            .ToList();
        return new(new Chart.Bars(title, words.Say("quote-months-described", ("most", Money(quote.Months
                    .MaxBy(bill => bill.Total.MinorUnits)!.Total)), ("least", Money(quote.Months
                    .MinBy(bill => bill.Total.MinorUnits)!.Total))), code, labels, new(words.Say("quote-total"),
                [.. quote.Months.Select(bill => (Exact?)bill.Total.Amount)], new HashSet<int>()), null)
            { Words = BillUse.WordsOf(words) },
            Table(title, [words.Say("quote-month"), words.Say("quote-total")], [.. quote.Months.Select((bill, i) =>
                new TableRow(RowKind.Usual, [labels[i], Amount(bill.Total)]))], 1));
    }

    private string Amount(Money money) => words.Amount(money.Amount, money.Currency.Code);

    private string Money(Money money) => words.Money(money.Amount, money.Currency.Code);

    private static Part.Table Table(string caption, string[] columns, IReadOnlyList<TableRow> rows, int texts) => new(
        caption, ShowsCaption: false, [.. columns.Select((name, i) =>
            new TableColumn(name, i < texts ? Alignment.Start : Alignment.Decimal))], rows);
}
