using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>What lets a customer check a bill: its taxes, its arithmetic, and whom to ask.</summary>
internal static class BillChecking
{
    private const int MostDecimals = 9;

    /// <summary>The taxes by their rates; nothing where there is no tax.</summary>
    public static IEnumerable<Part> Tax(BillFacts facts)
    {
        var reasons = TaxWords.Of(facts.Bill, facts.Language);
        if (facts.Bill.Taxes.Count == 0 && reasons.Count == 0) yield break;
        yield return new Part.Heading(2, facts.Language.Say("tax-title"));
        if (facts.Bill.Taxes.Count > 0) yield return Taxes(facts);
        foreach (var reason in reasons) yield return Paragraph(reason);
    }

    /// <summary>The commissions in its prices; nothing where there is none.</summary>
    public static IEnumerable<Part> Commissions(BillFacts facts)
    {
        var told = DisclosureWords.Of(facts.Bill, facts.Language).ToList();
        if (told.Count > 0) yield return new Part.Heading(2, facts.Language.Say("commission-title"));
        foreach (var one in told) yield return Paragraph(one);
    }

    /// <summary>How its amounts come about, so that each can be worked out again.</summary>
    public static IEnumerable<Part> Arithmetic(BillFacts facts)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        yield return new Part.Heading(2, words.Say(bill.Credits is null
            ? bill.SelfBilled is null ? "check-title" : "check-title-self-billed"
            : bill.SelfBilled is null ? "check-title-credit-note" : "check-title-credit-note-self-billed"));
        var shown = ShownOneByOne(bill);
        if (Rules(facts, shown) is { Count: > 0 } rules) yield return Paragraph(string.Join(' ', rules));
        if (Example(facts, shown) is { } example) yield return Paragraph(example);
        yield return Paragraph(words.Say(bill.Rounding is null ? "check-sum" : "check-sum-rounded",
            ("net", Money(facts, bill.Net)), ("tax", Money(facts, bill.Tax)),
            ("rounding", Money(facts, bill.Rounding ?? "0")), ("total", Money(facts, bill.Total))));
        // An invoice of a broker is of no readings.
        if (facts.Explanation.Charges.Count == 0) yield break;
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
                Amount(PlainNumber.Parse(bill.Tax)),
                Amount(PlainNumber.Parse(bill.Net) + PlainNumber.Parse(bill.Tax))]),
        ]);
    }

    /// <summary>The lines that stand on the bill one by one, and not within a bundle.</summary>
    private static List<PrintedLine> ShownOneByOne(BillDocument bill)
    {
        var bundled = bill.Bundles?.SelectMany(bundle => bundle.Lines).ToHashSet() ?? [];
        return [.. bill.Lines.Where(line => !bundled.Contains(line.Id))];
    }

    /// <summary>How the amounts on it come about: a sentence for each kind that it has.</summary>
    private static List<string> Rules(BillFacts facts, List<PrintedLine> shown)
    {
        if (facts.Explanation.Charges.Count == 0) return [];
        var (bill, words) = (facts.Bill, facts.Language);
        var ids = shown.Select(line => line.Id).ToHashSet();
        var charges = facts.Explanation.Charges.Select(charge => (charge.Rounding,
                Lines: charge.Legs.SelectMany(leg => leg.Lines).Count(line => ids.Contains(line.Id))))
            .Where(charge => charge.Lines > 0).ToList();
        var rounding = string.Join(" / ",
            charges.Select(charge => charge.Rounding).Distinct().Select(rule => words.Say("round-" + rule)));
        var rules = new List<string>();
        void Say(bool isSo, string key, params ReadOnlySpan<(string, string)> values)
        {
            if (isSo) rules.Add(words.Say(key, values));
        }
        var (counted, formulas) = (shown.Where(line => line.Quantity is not null).ToList(),
            shown.Where(line => line.Quantity is null).ToList());
        Say(counted.Exists(line => line.Gross is null), "check-rule", ("rounding", rounding));
        Say(counted.Exists(line => line.Gross is not null), "check-rule-gross", ("rounding", rounding));
        Say(formulas.Count > 0, counted.Count > 0 ? "check-rule-formula" : "check-rule-formulas",
            ("rounding", rounding));
        Say(formulas.Exists(line => line.Gross is not null) && counted.TrueForAll(line => line.Gross is null),
            "check-rule-without-tax");
        Say(counted.Exists(line => line.Price is null), "check-rule-varies");
        Say(charges.Exists(charge => charge.Lines > 1), "check-rule-shared");
        if (bill.Bundles is { Count: > 0 } bundles)
            rules.Add(words.Say("check-rule-bundle",
                ("names", string.Join(", ", bundles.Select(bundle => bundle.Name).Distinct()))));
        return rules;
    }

    /// <summary>One line worked out: the greatest of those that stand on the bill with a quantity and a price, and
    /// whose amount is what they come to.</summary>
    private static string? Example(BillFacts facts, List<PrintedLine> shown)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        if (bill.Credits is not null) return null;
        var lines = shown.ToDictionary(line => line.Id);
        var digits = BillLanguage.DigitsOf(bill.Currency);
        var sign = bill.SelfBilled is null ? 1 : -1;
        var exact = (from charge in facts.Explanation.Charges
            let rule = Rounding.Named(charge.Rounding)
            from leg in charge.Legs
            from one in leg.Lines
            where one is { Quantity: not null, Price: not null, Unit: not null, PriceUnit: not null }
                && lines.ContainsKey(one.Id) && rule is not null && one.Exact.Round(digits, rule) == one.Amount
                && (one.Net is not { } net || IsWithoutTax(net, one.Amount, lines[one.Id], digits))
            select one).MaxBy(one => one.Exact * sign);
        if (exact is null) return null;
        var line = lines[exact.Id];
        var price = words.Price(exact.Price!.Value, exact.PriceUnit!);
        var why = exact.Exact.Sign * sign < 0 && exact.Quantity!.Value.Sign * exact.Price.Value.Sign > 0
            ? " " + words.Say(bill.SelfBilled is null ? "check-example-credit" : "check-example-taken-off") : "";
        return words.Say(exact.Net is null ? "check-example" : "check-example-gross",
            BillComparison.BillOf(bill, words), ("name", line.Name),
            ("quantity", words.Quantity(exact.Quantity!.Value, exact.Unit!, 0, MostDecimals)),
            ("price", $"{words.Number(price.Value, price.AtLeast, MostDecimals)}\u00a0{price.Unit}"),
            ("exact", $"{words.Number(exact.Exact * sign, 0, MostDecimals)}\u00a0{bill.Currency}"),
            ("gross", Money(facts, line.Gross ?? line.Amount)),
            ("rate", words.Percent(PlainNumber.Parse(line.TaxRate ?? "0"))),
            ("amount", Money(facts, line.Amount))) + why;
    }

    /// <summary>Whether the tax is a line's own: all of a rate is rounded together, and its lines share that.</summary>
    private static bool IsWithoutTax(Exact net, Exact gross, PrintedLine line, int digits) => line.TaxRate is { } rate
        && (gross / (Exact.One + PlainNumber.Parse(rate))).Round(digits, Rounding.HalfAway) == net;

    private static string Money(BillFacts facts, string amount) =>
        facts.Language.Money(PlainNumber.Parse(amount), facts.Bill.Currency);

    private static Part.Paragraph Paragraph(string text) => new([new(text)]);
}
