using Busbar.Contracts;

namespace Busbar.Documents.Paper;

/// <summary>Lays out what is known of a bill as a document: what the customer asks first comes first.</summary>
public static class BillSheet
{
    /// <summary>The colour where a book has none.</summary>
    public const string UsualColour = "#1d4f91";

    /// <summary>The document of a bill, a draft or a credit note.</summary>
    public static Sheet Of(BillFacts facts)
    {
        if (facts.Bill.SelfBilled is not null)
            facts = facts with { Bill = facts.Bill.AsShown(), Replaced = -facts.Replaced };
        var (bill, words) = (facts.Bill, facts.Language);
        var title = TitleOf(bill, words);
        var (own, isSummed) = (new SellerWords(facts), facts.Layout.Sums(bill));
        return new(title, words.Tag, facts.Dated,
            words.Say("reference", ("title", title), ("account", bill.Account)),
            LookOf(facts.Seller, facts.Stationery), WordsOf(words),
            [.. FirstPage(facts, title, own)],
            [
                .. isSummed ? [] : Whole(BillComparison.Table(facts)), .. Whole(new BillLines(facts)
                    .Parts()),
                .. Whole(BillChecking.Tax(facts)), .. Whole(BillChecking.Commissions(facts)),
                .. Whole(BillChecking.Arithmetic(facts).Concat(BillChecking.Questions(facts, own))),
                // What so many have used and read fills an annex and no pages.
                .. isSummed ? [] : BillUse.Parts(facts).Concat(BillSessions.Parts(facts))
                    .Concat(Whole(BillReads.Parts(facts))),
            ]) { LeftOut = own.LeftOut };
    }

    private static IEnumerable<Part> Whole(IEnumerable<Part> parts) =>
        parts.ToList() is { Count: > 0 } some ? [new Part.Whole(some)] : [];

    /// <summary>What a document is called.</summary>
    internal static string TitleOf(BillDocument bill, BillLanguage words) => bill.Number is not { } number
        ? words.Say(bill.SelfBilled is null ? "draft" : "draft-self-billed")
        : words.Say((bill.Credits is null ? "bill" : "credit-note") + (bill.SelfBilled is null ? "" : "-self-billed"),
            ("number", number));

    /// <summary>How a seller's documents look.</summary>
    public static Look LookOf(Party seller, Stationery stationery) => new(seller.Name, stationery.Logo is { } logo
        ? new(PictureCheck.MediaTypeOf(logo.Bytes.Span), logo.Bytes, seller.Name) : null,
        stationery.Colour?.Text ?? UsualColour);

    /// <summary>What a document's form says in a language.</summary>
    internal static SheetWords WordsOf(BillLanguage words) =>
        new(words.Say("page"), words.Say("continued"), words.Say("show-as-table"));

    private static IEnumerable<Part> FirstPage(BillFacts facts, string title, SellerWords own)
    {
        yield return new Part.Heading(1, title);
        yield return new Part.Beside([
            [new Part.Address([facts.Customer.Name, .. facts.Customer.Address])],
            [new Part.Address([facts.Seller.Name, .. facts.Seller.Address, .. ContactOf(facts.Stationery)])],
        ]);
        foreach (var part in own.Parts("opening")) yield return part;
        yield return new Part.Beside([[HeadlineOf(facts, own)], [new Part.Facts([.. HeadOf(facts)])]]);
        foreach (var part in Notices(facts)) yield return part;
        if (BillUse.Daily(facts) is { } chart) yield return chart;
        foreach (var part in own.Parts("closing")) yield return part;
    }

    internal static IEnumerable<string> ContactOf(Stationery stationery) =>
        new[] { stationery.Phone, stationery.Email, stationery.Web }.OfType<string>();

    private static IEnumerable<Fact> HeadOf(BillFacts facts)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        if (bill.Number is { } number) yield return new(words.Say("number"), number);
        if (bill.IssuedOn is { } day) yield return new(words.Say("date"), words.Day(PaperDays.Of(day)));
        if (bill.Credits is { } credited)
            yield return new(words.Say("takes-back"), words.Say("bill-whole", ("number", credited)));
        if (bill.Replaces is { } replaced)
            yield return new(words.Say("replaces"), words.Say("bill-taken-back", ("number", replaced)));
        yield return new(words.Say("account"), bill.Account);
        yield return new(words.Say("period"), words.Span(PaperDays.Of(bill.Period)));
        var connections = facts.Explanation.Charges.SelectMany(charge => charge.Connections).Distinct().ToList();
        if (connections.Count is 1 or 2)
            yield return new(words.Say(connections.Count == 1 ? "connection" : "connections"),
                string.Join(", ", connections));
        else if (connections.Count > 2)
            yield return new(words.Say("connections"), words.Whole(connections.Count));
        if (facts.Seller.VatNumber is { } vat) yield return new(words.Say("vat-number"), vat);
        if (facts.Customer.VatNumber is { } own) yield return new(words.Say("your-vat-number"), own);
    }

    private static Part.Headline HeadlineOf(BillFacts facts, SellerWords own)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        var total = PlainNumber.Parse(bill.Total);
        var amount = words.Money(total.Sign < 0 ? -total : total, bill.Currency);
        if (bill.SelfBilled is not null && (total.Sign >= 0 || bill.Credits is not null))
            return SelfBilled(facts, amount);
        // What is below zero on the party's own invoice is the party's to pay.
        if (bill.SelfBilled is not null) total = -total;
        if (bill.Number is null)
            return new(words.Say(total.Sign < 0 ? "in-credit" : "would-pay"), amount, [words.Say("draft-notice")]);
        if (bill.Credits is { } credited)
            return total.Sign <= 0
                ? new(words.Say("credited"), amount,
                    [words.Say("credit-how", ("credited", credited), ("amount", amount)), words.Say("nothing-to-pay")])
                : new(words.Say("charged-back"), amount, [words.Say("charge-how", ("credited", credited))]);
        if (total.Sign < 0)
            return new(words.Say("in-credit"), amount,
                [words.Say("nothing-to-pay"), .. own.Lines("credit") ?? [words.Say("credit-comes")]]);
        if (total.IsZero) return new(words.Say("to-pay"), amount, [words.Say("nothing-to-pay")]);
        return new(words.Say("to-pay"), amount,
        [
            words.Say("pay-by", ("day", words.Day(facts.Dated.PlusDays(facts.Stationery.DueDays)))),
            .. own.Lines("payment") ?? [.. facts.Stationery.Bank.Select(line => $"{line.Name}: {line.Value}"),
                words.Say("pay-quote", ("number", bill.Number))],
        ]);
    }

    /// <summary>What the seller pays, or takes back of it.</summary>
    private static Part.Headline SelfBilled(BillFacts facts, string amount)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        if (bill.Number is null) return new(words.Say("would-pay-you"), amount, [words.Say("draft-notice")]);
        return bill.Credits is { } credited
            ? new(words.Say("self-taken"), amount, [words.Say("self-taken-how", ("number", credited))])
            : new(words.Say("we-pay"), amount, [words.Say("we-pay-by",
                ("day", words.Day(facts.Dated.PlusDays(facts.Stationery.DueDays))))]);
    }

    private static IEnumerable<Part> Notices(BillFacts facts)
    {
        var (bill, words) = (facts.Bill, facts.Language);
        if (bill.SelfBilled is not null)
            yield return new Part.Paragraph([new(words.Say(PlainNumber.Parse(bill.Tax).IsZero ? "self-billing"
                : "self-billing-taxed", ("seller", bill.Seller)))], ParagraphKind.Lead);
        if (BillComparison.Sentence(facts) is { } why)
            yield return new Part.Paragraph([new(why)], ParagraphKind.Lead);
        if (facts.Replaced is { } before && bill.Replaces is { } replaced)
            yield return Notice(words.Say("replaces-notice", ("number", replaced),
                ("before", words.Money(before, bill.Currency)),
                ("amount", words.Money(PlainNumber.Parse(bill.Total) - before, bill.Currency))));
        if (bill is { Estimated: { } estimated, Credits: null })
            yield return Notice(words.Say(bill.RestsWhollyOnEstimates() ? "estimated-notice-all" : "estimated-notice",
                BillComparison.BillOf(bill, words),
                ("amount", words.Money(PlainNumber.Parse(estimated), bill.Currency))));
        if (bill.Open is { } open)
            yield return Notice(words.Say("open-notice",
                ("names", string.Join(", ", open.Select(one => one.Name).Distinct()))));
    }

    private static Part.Paragraph Notice(string text) => new([new(text)], ParagraphKind.Notice);
}
