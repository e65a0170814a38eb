using Busbar.Billing;
using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>The report of offers as a page of its own: what they bring, who would pay more and less, and how much.
/// </summary>
public sealed class OfferSheet(PrintedOffers all, BillLanguage words)
{
    private const int UseDecimals = 3;

    /// <summary>The page.</summary>
    public Sheet Of(Look look)
    {
        var title = words.Say("offer-title", ("days", words.Span(all.Days)));
        return new(title, words.Tag, all.Days.To.PlusDays(-1), title, look, BillSheet.WordsOf(words),
            [new Part.Heading(1, title), .. Parts()], []);
    }

    private IEnumerable<Part> Parts()
    {
        yield return new Part.Paragraph([new(words.Say("offer-lead", ("before", Before)))], ParagraphKind.Lead);
        foreach (var offer in all.Offers.Where(offer => offer.NotPriced > 0))
            yield return new Part.Paragraph([new(words.Say("offer-not-priced", ("offer", offer.Name),
                ("count", words.Whole(offer.NotPriced))))], ParagraphKind.Notice);
        yield return new Part.Heading(2, words.Say("offer-money"));
        yield return Money();
        yield return new Part.Paragraph([new(all.Series is null ? words.Say("offer-money-how")
            : words.Say("offer-margin-how", ("series", all.Series), ("bought", OfferText.BoughtOf(all))))],
            ParagraphKind.Small);
        if (!all.Offers.Any(offer => offer.IsCompared)) yield break;
        yield return new Part.Heading(2, words.Say("offer-compared"));
        yield return Compared();
        foreach (var offer in all.Offers.Where(offer => offer.Sums.Differences.IsSpread))
            yield return Histogram(words.Say("offer-differences", ("offer", offer.Name), ("before", Before)),
                words.Say("offer-differences-described", ("less", words.Whole(offer.Sums.Differences.Below)),
                    ("more", words.Whole(offer.Sums.Differences.Above)),
                    ("half", Signed(offer.Sums.Differences.At(50)))), offer.Sums.Differences);
        foreach (var offer in all.Offers.Where(offer => offer.Sums.Margins.IsSpread))
            yield return Histogram(words.Say(all.Series is null ? "offer-left-by-site" : "offer-margins",
                ("offer", offer.Name)), words.Say("offer-margins-described",
                ("half", words.Money(offer.Sums.Margins.At(50).Amount, Code)),
                ("below", words.Whole(offer.Sums.Margins.Below))), offer.Sums.Margins);
    }

    private string Before => all.Against is { } name ? words.Say("offer-against", ("offer", name))
        : words.Say("offer-now");

    private string Code => all.Currency.Code;

    private Part.Table Money()
    {
        List<TableRow> rows =
        [
            Row(RowKind.Usual, words.Say("offer-sites"), offer => words.Whole(offer.Sums.Sites.Count)),
            Row(RowKind.Usual, words.Say("offer-use"), offer => words.Number(offer.Use, 0, UseDecimals)),
        ];
        foreach (var name in all.Offers.SelectMany(offer => offer.Sums.Money.Charges).Select(charge => charge.Name)
            .Distinct())
            rows.Add(Row(RowKind.Usual, name, offer => offer.Sums.Money.Charges.Where(charge => charge.Name == name)
                .ToList() is { Count: > 0 } own ? Amount(own.Aggregate(Quantities.Money.Zero(all.Currency),
                    (sum, charge) => sum + charge.Amount)) : ""));
        rows.Add(Row(RowKind.Sum, words.Say("offer-revenue"), offer => Amount(offer.Sums.Money.Net)));
        rows.Add(Row(RowKind.Usual, words.Say("offer-passed"), offer => Amount(-offer.Sums.Money.Passed)));
        if (all.Series is { } series)
            rows.Add(Row(RowKind.Usual, words.Say("offer-energy", ("series", series)),
                offer => offer.Sums.Cost is { } cost ? Amount(-cost) : ""));
        rows.Add(Row(RowKind.Total, words.Say(all.Series is null ? "offer-left" : "offer-margin"),
            offer => Amount(offer.Sums.Margin)));
        return Table(words.Say("offer-money"), rows);
    }

    private Part.Table Compared()
    {
        List<TableRow> rows =
        [
            Row(RowKind.Usual, words.Say("offer-sites"), offer => words.Whole(offer.Sums.Differences.Count)),
            Row(RowKind.Usual, words.Say("offer-paid-before", ("before", Before)),
                offer => Amount(offer.Sums.Paid.Before)),
            Row(RowKind.Usual, words.Say("offer-paid-after"), offer => Amount(offer.Sums.Paid.After)),
            Row(RowKind.Sum, words.Say("offer-difference"), offer => Signed(offer.Sums.Paid.Difference)),
            Row(RowKind.Usual, words.Say("offer-less"), offer => words.Whole(offer.Sums.Differences.Below)),
            Row(RowKind.Usual, words.Say("offer-more"), offer => words.Whole(offer.Sums.Differences.Above)),
        ];
        rows.AddRange(Distribution.Shown.Select(percent => Row(RowKind.Usual,
            words.Say(percent switch { 0 => "offer-least", 100 => "offer-greatest", _ => "offer-at-most" },
                ("percent", words.Percent((Exact)percent / 100))),
            offer => offer.IsCompared ? Signed(offer.Sums.Differences.At(percent)) : "")));
        return Table(words.Say("offer-compared"), rows);
    }

    private Part.Figure Histogram(string title, string description, Distribution amounts)
    {
        var steps = amounts.Steps();
        var labels = steps.Select(step => words.Number(step.From.Amount, 0, all.Currency.MinorDigits)).ToList();
        var sites = words.Say("offer-sites");
        return new(new Chart.Bars(title, description, sites, labels, new(sites,
                [.. steps.Select(step => (Exact?)(Exact)step.Count)], new HashSet<int>()), null)
            { Words = BillUse.WordsOf(words) },
            new(title, ShowsCaption: false, [new(words.Say("offer-from")), new(words.Say("offer-to")),
                new(sites, Alignment.End)],
                [.. steps.Select(step => new TableRow(RowKind.Usual, [words.Amount(step.From.Amount, Code),
                    words.Amount(step.To.Amount, Code), words.Whole(step.Count)]))]));
    }

    private TableRow Row(RowKind kind, string name, Func<PrintedOffer, string> of) =>
        new(kind, [name, .. all.Offers.Select(of)]);

    private Part.Table Table(string caption, IReadOnlyList<TableRow> rows) => new(caption, ShowsCaption: false,
        [new(words.Say("amount-in", ("currency", Code))),
            .. all.Offers.Select(offer => new TableColumn(offer.Name, Alignment.Decimal))], rows);

    private string Amount(Money money) => words.Amount(money.Amount, Code);

    private string Signed(Money money) => (money.MinorUnits > 0 ? "+" : "") + Amount(money);
}
