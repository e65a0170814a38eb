using System.Globalization;
using Busbar.Billing;
using Busbar.Quantities;
using Busbar.Rating;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents.Paper;

/// <summary>A line of a bill as it was rated.</summary>
public sealed record ExplainedPart(RatedLeg Leg, RatedPart Part);

/// <summary>
/// The explanation of a bill as a page of its own: each line opens into its formulas, what their names come to, its
/// rounding, and its days.
/// </summary>
/// <param name="rated">The lines as they were rated, by id; those that aren't there have no days.</param>
public sealed class ExplanationSheet(
    Explanation explanation, BillDocument bill, BillLanguage words, IReadOnlyDictionary<string, ExplainedPart> rated)
{
    /// <summary>A page with the days of more lines would be too long to be read.</summary>
    public const int MostLinesWithDays = 100;

    private static readonly OffsetDateTimePattern Start =
        OffsetDateTimePattern.CreateWithInvariantCulture("HH':'mm' 'o<+HH:mm>");

    /// <summary>Whether the days open into their intervals.</summary>
    public bool HasIntervals { get; init; }

    /// <summary>The page.</summary>
    /// <param name="line">The id of the one line that is explained; null: all of them.</param>
    public Sheet Of(Look look, LocalDate dated, string? line)
    {
        var title = words.Say("explanation-of", ("number", bill.Number!), ("total", Money(bill.Total)));
        return new(title, words.Tag, dated, words.Say("reference", ("title", title), ("account", bill.Account)), look,
            BillSheet.WordsOf(words), [new Part.Heading(1, title), .. Parts(line)], []);
    }

    private IEnumerable<Part> Parts(string? only)
    {
        yield return new Part.Paragraph([new(words.Say(
            bill.Rounding is null ? "explanation-lead" : "explanation-lead-rounded",
            ("lines", words.Count("lines", bill.Lines.Count)), ("net", Money(bill.Net)), ("tax", Money(bill.Tax)),
            ("rounding", Money(bill.Rounding ?? "0")),
            ("receipt", explanation.Receipt.ToString(CultureInfo.InvariantCulture))))], ParagraphKind.Lead);
        if (rated.Count == 0)
            yield return new Part.Paragraph(
                [new(words.Say("too-many", ("number", bill.Number!)))], ParagraphKind.Notice);
        yield return new Part.Heading(2, words.Say("explain-lines"));
        var printed = bill.Lines.ToDictionary(line => line.Id);
        foreach (var charge in explanation.Charges)
            foreach (var leg in charge.Legs)
                foreach (var line in leg.Lines.Where(line => only is null || line.Id == only))
                    yield return new Part.Details(words.Say("explain-line",
                            ("name", NameOf(printed[line.Id])), ("amount", Money(printed[line.Id].Amount))),
                        [.. Opened(charge, leg, line)]);
        yield return new Part.Heading(2, words.Say("inputs"));
        yield return Inputs();
    }

    private string NameOf(PrintedLine line)
    {
        var notes = new List<string> { line.Name };
        if (line.Connection is { } connection && bill.Lines.DistinctBy(one => one.Connection).Count() > 1)
            notes.Add(words.Say("connection-named", ("id", connection)));
        if (line.From != bill.Period.From || line.To != bill.Period.To) notes.Add(words.Span(PaperDays.Of(line)));
        return string.Join(", ", notes);
    }

    private string NameOf(ExplainedName name) => name.Name.StartsWith(NamedTotal.OfAll, StringComparison.Ordinal)
        ? words.Say("all-members", ("name", name.Name[NamedTotal.OfAll.Length..])) : name.Name;

    private IEnumerable<Part> Opened(ExplainedCharge charge, ExplainedLeg leg, ExplainedLine line)
    {
        yield return new Part.Facts([.. Identity(charge, leg, line)]);
        yield return Sentence(words.Say("sum-line",
            ("product", ProductOf(line)), ("exact", Amount(line.Exact, bill.Currency))));
        foreach (var sentence in Rounded(charge, line)) yield return Sentence(sentence);
        if (leg.Terms.Count > 0)
            yield return Table("terms", ["name", "comes-to"],
                leg.Terms.Select(term => new[] { term.Name, Amount(term.Value, term.Unit) }));
        if (leg.Names.Count > 0)
            yield return Table("names", ["name", "formula", "comes-to", "values-of", "of-them-estimated"],
                leg.Names.Select(name => new[]
                {
                    NameOf(name), name.Text ?? "", ComesTo(name), words.Whole(name.Values), words.Whole(name.Estimated),
                }));
        foreach (var name in leg.Names.Where(name => name.CutOff > 0))
            yield return Sentence(words.Say("cut-off", ("name", name.Name),
                ("count", words.Count("count-values", name.CutOff))));
        if (leg.CutOff > 0)
            yield return Sentence(words.Say("cut-off-own", ("count", words.Count("count-values", leg.CutOff))));
        if (leg.Peaks.Count > 0)
            yield return Table("peaks", ["formula", "began", "power"], leg.Peaks.Select(peak => new[]
                { peak.Text, Wording.Time(peak.Start), Amount(peak.Power, peak.Unit) }));
        if (leg.Steps.Count > 0)
            yield return Table("steps", ["index", "day", "before", "now", "change", "price"],
                leg.Steps.Select(step => new[]
                {
                    step.Index, words.Day(step.Day), Number(step.Before), Number(step.Now), words.Percent(step.Change),
                    Amount(step.Price, step.Unit),
                }));
        if (leg.Blocks.Count > 0)
            yield return Table("blocks", ["block", "quantity", "price", "exactly"], leg.Blocks.Select(block => new[]
            {
                block.Name, Amount(block.Quantity, block.Unit),
                block.Price is { } price ? Amount(price, block.PriceUnit) : words.Say("varies"), Number(block.Exact),
            }));
        if (rated.TryGetValue(line.Id, out var part))
            foreach (var days in Days(part, line)) yield return days;
    }

    private IEnumerable<Fact> Identity(ExplainedCharge charge, ExplainedLeg leg, ExplainedLine line)
    {
        yield return new(words.Say("line"), line.Id);
        yield return new(words.Say("agreement"), charge.Agreement);
        yield return new(words.Say("product"), leg.Product);
        yield return new(words.Say("from-to"), words.Span(leg.Days));
        if (leg.Quantity is { } quantity) yield return new(words.Say("of-quantity"), quantity);
        if (leg.Price is { } price) yield return new(words.Say("of-price"), price);
        if (leg.AmountFormula is { } amount) yield return new(words.Say("of-amount"), amount);
    }

    private IEnumerable<string> Rounded(ExplainedCharge charge, ExplainedLine line)
    {
        var rule = words.Say("round-" + charge.Rounding);
        yield return charge.Legs.Sum(leg => leg.Lines.Count) == 1
            ? words.Say("rounded-alone", ("rounding", rule), ("amount", Money(line.Amount)))
            : words.Say("rounded-shared", ("exact", Amount(charge.Exact, bill.Currency)), ("rounding", rule),
                ("whole", Money(charge.Amount)), ("amount", Money(line.Amount)));
        if (line.Net is { } net) yield return words.Say("net-of-gross", ("net", Money(net)));
    }

    /// <summary>The line by its days, which add up to it.</summary>
    private IEnumerable<Part> Days(ExplainedPart part, ExplainedLine line)
    {
        var zone = part.Leg.Frame.Zone;
        var places = part.Leg.Places().Where(place => part.Part.Band is null || place.Band == part.Part.Band).ToList();
        var days = places.GroupBy(place => place.Start.InZone(zone).Date).ToList();
        if (places.Count < 2) yield break;
        yield return new Part.Details(words.Say("by-day"),
        [
            Sums(words.Say("by-day-caption", ("name", line.Id)), words.Say("day"),
                [.. days.Select(day => (words.Day(day.Key), Quantity(day), (Exact?)null, Sum(day)))], line.Exact),
            .. from day in days
               where HasIntervals && days.Count < places.Count
               select new Part.Details(words.Say("intervals-of", ("day", words.Day(day.Key))),
               [
                   Sums(words.Say("by-interval-caption", ("name", line.Id)), words.Say("start"),
                       [.. day.Select(place => (Start.Format(place.Start.InZone(zone).ToOffsetDateTime()),
                           place.Quantity, place.Price, place.Amount))], Sum(day)),
               ]),
        ]);
    }

    private Part.Table Sums(
        string caption, string first, IReadOnlyList<(string Name, Exact? Quantity, Exact? Price, Exact Amount)> rows,
        Exact sum)
    {
        var hasQuantity = rows.Any(row => row.Quantity is not null);
        var hasPrice = rows.Any(row => row.Price is not null);
        string[] Cells(string name, string quantity, string price, string amount) =>
            [name, .. hasQuantity ? (string[])[quantity] : [], .. hasPrice ? (string[])[price] : [], amount];
        var total = rows.Aggregate(Exact.Zero, (all, row) => all + (row.Quantity ?? Exact.Zero));
        return new(caption, ShowsCaption: true,
            [
                new(first), .. hasQuantity ? (TableColumn[])[new(words.Say("quantity"), Alignment.Decimal)] : [],
                .. hasPrice ? (TableColumn[])[new(words.Say("price"), Alignment.Decimal)] : [],
                new(words.Say("amount-in", ("currency", bill.Currency)), Alignment.Decimal),
            ],
            [
                .. rows.Select(row => new TableRow(RowKind.Usual, Cells(row.Name, Number(row.Quantity),
                    Number(row.Price), Number(row.Amount)))),
                new(RowKind.Total, Cells(words.Say("in-all"), Number(total), "", Number(sum))),
            ]);
    }

    private Part.Table Inputs() => new(words.Say("inputs-caption"), ShowsCaption: false,
    [
        new(words.Say("connection")), new(words.Say("series")), new(words.Say("values-of"), Alignment.End),
        new(words.Say("of-them-estimated"), Alignment.End), new(words.Say("hash")),
    ], [.. explanation.Inputs.Select(input => new TableRow(RowKind.Usual,
    [
        input.Connection ?? "–", input.Name, words.Whole(input.Values), words.Whole(input.Estimated),
        // Blanks let it break: it is compared, not read.
        string.Join(' ', input.Hash.Chunk(8).Select(chunk => new string(chunk))),
    ]))]);

    private Part.Table Table(string caption, string[] heads, IEnumerable<string[]> rows) =>
        new(words.Say(caption), ShowsCaption: true,
            [.. heads.Select(head => new TableColumn(words.Say(head), SideOf(head)))],
            [.. rows.Select(cells => new TableRow(RowKind.Usual, cells))]);

    /// <summary>Figures of one unit stand below each other by their decimals, others by their ends.</summary>
    private static Alignment SideOf(string head) => head switch
    {
        "comes-to" or "values-of" or "of-them-estimated" => Alignment.End,
        "power" or "before" or "now" or "change" or "price" or "quantity" or "exactly" => Alignment.Decimal,
        _ => Alignment.Start,
    };

    private string ProductOf(ExplainedLine line) => line switch
    {
        { Quantity: { } quantity, Price: { } price } => words.Say("product-of",
            ("quantity", Amount(quantity, line.Unit)), ("price", Amount(price, line.PriceUnit))),
        { Quantity: { } quantity } => words.Say("product-several", ("quantity", Amount(quantity, line.Unit))),
        _ => words.Say("product-formula"),
    };

    private string ComesTo(ExplainedName name) => name switch
    {
        { Total: { } total } => Amount(total, name.Unit),
        { Least: { } least, Greatest: { } greatest } when least != greatest => words.Say("from-least-to-greatest",
            ("least", Number(least)), ("greatest", Amount(greatest, name.Unit))),
        { Least: { } only } => Amount(only, name.Unit),
        _ => "",
    };

    private static Exact Sum(IEnumerable<RatedPlace> places) =>
        places.Aggregate(Exact.Zero, (sum, place) => sum + place.Amount);

    private static Exact? Quantity(IEnumerable<RatedPlace> places) => places.Aggregate((Exact?)Exact.Zero,
        (sum, place) => sum + place.Quantity);

    /// <summary>All digits; a fraction without an end as one.</summary>
    private string Number(Exact? value) => value is not { } one ? ""
        : one.ToString().Contains('/', StringComparison.Ordinal) ? one.ToString() : words.Number(one, 0, int.MaxValue);

    private string Amount(Exact value, string? unit) =>
        $"{Number(value)} {words.Unit(unit ?? "1", value == Exact.One)}".TrimEnd();

    private string Money(string amount) => Money(PlainNumber.Parse(amount));

    private string Money(Exact amount) => words.Money(amount, bill.Currency);

    private static Part.Paragraph Sentence(string text) => new([new(text)]);
}
