using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>What lets a customer check a bill: its taxes, its arithmetic, and whom to ask.</summary>
internal static class BillChecking
{
    private const int MostDecimals = 9;

    /// <summary>The taxes by their rates; nothing where there is no tax.</summary>
    public static IEnumerable<Part> Tax(BillFacts facts)
    {
        if (facts.Bill.Taxes.Count == 0) yield break;
        yield return new Part.Heading(2, facts.Language.Say("tax-title"));
        yield return Taxes(facts);
    }

    /// <summary>How its amounts come about, so that each can be worked out again.</summary>
    public static IEnumerable<Part> Arithmetic(BillFacts facts)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        yield return new Part.Heading(2, words.Say("check-title"));
        var rules = facts.Explanation.Charges.Select(charge => charge.Rounding).Distinct().ToList();
        yield return Paragraph(words.Say("check-rule",
            ("rounding", string.Join(" / ", rules.Select(rule => words.Say("round-" + rule))))));
        if (Example(facts) is { } example) yield return Paragraph(example);
        yield return Paragraph(words.Say("check-sum", ("net", Money(facts, bill.Net)), ("tax", Money(facts, bill.Tax)),
            ("total", Money(facts, bill.Total))));
        yield return Paragraph(bill.Number is { } number ? words.Say("check-explain", ("number", number))
            : words.Say("check-explain-draft"));
    }

    /// <summary>Whom to ask.</summary>
    public static IEnumerable<Part> Questions(BillFacts facts, SellerWords own)
    {
        var words = facts.Language;
        yield return new Part.Heading(2, words.Say("ask"));
        var contact = string.Join(", ", new[]
            { facts.Stationery.Phone, facts.Stationery.Email, facts.Stationery.Web }.OfType<string>());
        if (own.Lines("help") is not null)
            foreach (var part in own.Parts("help")) yield return part;
        else
            yield return Paragraph(contact.Length == 0 ? words.Say("ask-seller", ("seller", facts.Seller.Name))
                : words.Say("ask-contact", ("seller", facts.Seller.Name), ("contact", contact)));
    }

    private static Part.Table Taxes(BillFacts facts)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        string Amount(Exact value) => words.Amount(value, bill.Currency);
        TableRow Row(string rate, Exact net, Exact tax) =>
            new(RowKind.Usual, [rate, Amount(net), Amount(tax), Amount(net + tax)]);
        var untaxed = BillLines.Untaxed(bill);
        return new(words.Say("tax-caption", ("currency", bill.Currency)), ShowsCaption: true,
        [
            new(words.Say("rate")), new(words.Say("net"), Alignment.Decimal), new(words.Say("tax"), Alignment.Decimal),
            new(words.Say("gross"), Alignment.Decimal),
        ],
        [
            .. bill.Taxes.Select(tax => Row(words.Percent(PlainNumber.Parse(tax.Rate)), PlainNumber.Parse(tax.Net),
                PlainNumber.Parse(tax.Amount))),
            .. untaxed.IsZero ? (TableRow[])[] : [Row(words.Say("no-tax"), untaxed, Exact.Zero)],
            new(RowKind.Total, [words.Say("in-all"), Amount(PlainNumber.Parse(bill.Net)),
                Amount(PlainNumber.Parse(bill.Tax)), Amount(PlainNumber.Parse(bill.Total))]),
        ]);
    }

    /// <summary>One line worked out: of those with a quantity and a price, the greatest.</summary>
    private static string? Example(BillFacts facts)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        if (bill.Credits is not null) return null;
        var sign = bill.SelfBilled is null ? 1 : -1;
        var exact = facts.Explanation.Charges.SelectMany(charge => charge.Legs).SelectMany(leg => leg.Lines)
            .Where(line => line is { Quantity: not null, Price: not null, Net: null })
            .Where(line => line is { Unit: not null, PriceUnit: not null })
            .MaxBy(line => line.Exact * sign);
        if (exact is null) return null;
        var line = bill.Lines.First(one => one.Id == exact.Id);
        var price = words.Price(exact.Price!.Value, exact.PriceUnit!);
        return words.Say("check-example", ("name", line.Name),
            ("quantity", words.Quantity(exact.Quantity!.Value, exact.Unit!, 0, MostDecimals)),
            ("price", $"{words.Number(price.Value, price.AtLeast, MostDecimals)}\u00a0{price.Unit}"),
            ("exact", $"{words.Number(exact.Exact * sign, 0, MostDecimals)}\u00a0{bill.Currency}"),
            ("amount", Money(facts, line.Amount)));
    }

    private static string Money(BillFacts facts, string amount) =>
        facts.Language.Money(PlainNumber.Parse(amount), facts.Bill.Currency);

    private static Part.Paragraph Paragraph(string text) => new([new(text)]);
}
