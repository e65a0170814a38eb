using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Tests.Documents;

/// <summary>A line of a bill made up by hand, as few words as it takes.</summary>
/// <param name="Quantity">With its unit: <c>100 kWh</c>; null where there is a formula of money.</param>
internal sealed record ComparedLine(string Name, string? Quantity, string? Price, string Amount)
{
    public string? Band { get; init; }

    public string? Tax { get; init; }

    public string? Gross { get; init; }

    public string? From { get; init; }

    public string Rounding { get; init; } = "half-away";
}

/// <summary>Bills made up by hand, to be compared with each other and to be checked.</summary>
internal sealed record ComparedBill(string Number, string From, string To, IReadOnlyList<ComparedLine> Lines)
{
    public string Language { get; init; } = "en-GB";

    public bool IsSelfBilled { get; init; }

    public string? Credits { get; init; }

    /// <summary>What was measured in all of its days; null: nothing.</summary>
    public int? Measured { get; init; }

    public string Channel { get; init; } = "import";

    public bool HasReads { get; init; }

    public IReadOnlyList<PrintedBundle>? Bundles { get; init; }

    private Days Days => new(LocalDatePattern.Iso.Parse(From).Value, LocalDatePattern.Iso.Parse(To).Value);

    /// <summary>Why it is another amount than an earlier one, in one sentence.</summary>
    public string? Why(ComparedBill? before) => BillComparison.Sentence(Facts(before));

    /// <summary>The rows of the table by cause.</summary>
    public IReadOnlyList<string> Rows(ComparedBill before) => [.. BillComparison.Table(Facts(before))
        .OfType<Part.Table>().Single().Rows.Select(row => string.Join(" | ", row.Cells))];

    /// <summary>How to check it: the heading and the sentences, a line each.</summary>
    public IReadOnlyList<string> Check() => [.. BillChecking.Arithmetic(
        Facts(null) with { Bill = Document().AsShown() }).Select(part => part switch
    {
        Part.Heading heading => heading.Text,
        Part.Paragraph paragraph => string.Concat(paragraph.Words.Select(run => run.Text)),
        _ => throw new InvalidOperationException($"{part} is neither a heading nor a paragraph."),
    })];

    /// <summary>All that its document is made from.</summary>
    public BillFacts Facts(ComparedBill? before) => new(Document(), Explanation(), Days.To,
        new("seller", "Northwind", [], null, default), new("ada", "Ada", [], null, default), Stationery.None,
        BillLanguage.Of(Language),
        before is null ? null : ChargedBill.Of(before.Document().AsShown(), before.Explanation()),
        before is null, null, Use(), before?.Use(), null, HasReads ? [new("c-1", "m-1", "day", Days.From, 1, 0, "kWh",
            false)] : [], []);

    private DailyUse? Use() => Measured is not { } all ? null : new(Channel, "kWh", 1, Days,
        [.. Enumerable.Repeat((Exact?)((Exact)all / Days.Count), Days.Count)], new HashSet<int>());

    private BillDocument Document()
    {
        var net = Lines.Aggregate(Exact.Zero, (sum, line) => sum + PlainNumber.Parse(line.Amount));
        var tax = Lines.Aggregate(Exact.Zero, (sum, line) => sum + (line.Gross is { } gross
            ? PlainNumber.Parse(gross) - PlainNumber.Parse(line.Amount)
            : PlainNumber.Parse(line.Amount) * PlainNumber.Parse(line.Tax ?? "0"))).Round(2, Rounding.HalfAway);
        return new()
        {
            Number = Number, Status = BillDocument.Issued, IssuedOn = To, Credits = Credits,
            SelfBilled = IsSelfBilled ? true : null, Seller = "Northwind", Account = "ada", Customer = "Ada",
            Currency = "GBP", Period = new(From, To), Bundles = Bundles,
            Lines = [.. Lines.Select((line, i) => new PrintedLine
            {
                Id = $"line-{i}", Name = line.Name, Group = "energy", Agreement = "ada", From = line.From ?? From,
                To = To, Quantity = line.Quantity?.Split(' ')[0], Unit = line.Quantity?.Split(' ')[1],
                Price = line.Price?.Split(' ')[0], PriceUnit = line.Price?.Split(' ')[1], Amount = line.Amount,
                Gross = line.Gross, TaxRate = line.Tax, Estimated = false,
            })],
            Taxes = tax.IsZero ? [] : [new("0.2", net.ToString(2), tax.ToString(2))], Net = net.ToString(2),
            Tax = tax.ToString(2), Total = (net + tax).ToString(2),
        };
    }

    private Explanation Explanation() => new(1, [.. Lines.Select((line, i) => (line, i))
        .GroupBy(one => one.line.Band is { } band ? one.line.Name.Replace($": {band}", "", StringComparison.Ordinal)
            : one.line.Name)
        .Select(charge => new ExplainedCharge("ada", charge.Key, null, [],
            [new(Days, "home@2026-01-01", null, null, null, [], [],
                [.. charge.Select(one => Explained(one.line, one.i))], 0, [], [], [])], 0,
            charge.First().line.Rounding, 0))], []);

    private static ExplainedLine Explained(ComparedLine line, int place)
    {
        var (quantity, price) = (line.Quantity?.Split(' '), line.Price?.Split(' '));
        var amount = PlainNumber.Parse(line.Gross ?? line.Amount);
        return new($"line-{place}", line.Band, quantity is null ? null : PlainNumber.Parse(quantity[0]), quantity?[1],
            price is null ? null : PlainNumber.Parse(price[0]), price?[1],
            quantity is null || price is null ? amount
                // What is credited is below zero, though neither its quantity nor its price is.
                : PlainNumber.Parse(quantity[0]) * PlainNumber.Parse(price[0]) * (amount.Sign < 0 ? -1 : 1),
            amount, line.Gross is null ? null : PlainNumber.Parse(line.Amount));
    }
}
