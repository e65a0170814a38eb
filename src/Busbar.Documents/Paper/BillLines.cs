using Busbar.Billing;
using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>The lines of a bill as a table, bundled or not as the account wants them, with their sums and taxes.
/// </summary>
internal sealed class BillLines
{
    private const int MostQuantityDecimals = 3;
    private const int MostPriceDecimals = 9;

    private readonly BillDocument _bill;
    private readonly BillLanguage _words;
    private readonly Dictionary<string, (string Quantity, string Price)> _figures;
    private readonly Dictionary<string, string?> _bands;
    private readonly bool _isOfManyAgreements;
    private readonly bool _isOfManyConnections;
    private readonly bool _isSummed;
    private readonly BillLayout _layout;

    public BillLines(BillFacts facts)
    {
        (_bill, _words, _layout) = (facts.Bill, facts.Language, facts.Layout);
        _isSummed = _layout.Sums(_bill);
        _isOfManyAgreements = _bill.Lines.DistinctBy(line => line.Agreement).Count() > 1;
        _isOfManyConnections = _bill.Lines.Select(line => line.Connection).OfType<string>().Distinct().Count() > 1;
        var quantities = FigureCells.Of([.. _bill.Lines.Select(QuantityOf)], _words);
        var prices = FigureCells.Of([.. _bill.Lines.Select(PriceOf)], _words,
            i => _bill.Lines[i].Quantity is null ? "" : _words.Say("varies"));
        _figures = _bill.Lines.Select((line, i) => (line.Id, quantities[i], prices[i]))
            .ToDictionary(one => one.Id, one => (one.Item2, one.Item3));
        _bands = facts.Explanation.Charges.SelectMany(charge => charge.Legs).SelectMany(leg => leg.Lines)
            .ToDictionary(line => line.Id, line => line.Band);
    }

    /// <summary>The table with its heading, and below it what has no amount yet.</summary>
    public IEnumerable<Part> Parts()
    {
        yield return new Part.Heading(2,
            _words.Say(_bill.Credits is not null ? "what-is-taken-back"
                : _bill.SelfBilled is null ? "what-you-pay-for" : "what-you-supplied"));
        yield return Lines([.. Rows(), .. Sums()]);
        if (_isSummed)
        {
            yield return new Part.Paragraph([new(AnnexOf(_bill, _words, _layout))]);
            if (_layout.PlacesOf(_bill) is { } by)
            {
                yield return new Part.Heading(2, _words.Say($"summed-by-{by.Kind}"));
                yield return Places(by);
            }
        }
        if (_bill.Open is not { } open) yield break;
        yield return new Part.Heading(2, _words.Say("open-title"));
        yield return new Part.Table(_words.Say("open-caption"), ShowsCaption: false,
            [new(_words.Say("description"), Share: 2), new(_words.Say("missing"), Share: 3)],
            [.. open.Select(one => new TableRow(RowKind.Usual, [one.Name, string.Join(" ", one.Reasons)]))]);
    }

    /// <summary>The lines as a table; where all of them are amounts alone, it has no columns for what there isn't.
    /// </summary>
    private Part.Table Lines(IReadOnlyList<TableRow> rows)
    {
        List<TableColumn> columns =
        [
            new(_words.Say("description"), Share: 5), new(_words.Say("quantity"), Alignment.Decimal),
            new(_words.Say("price"), Alignment.Decimal),
            new(_words.Say("amount-in", ("currency", _bill.Currency)), Alignment.Decimal),
        ];
        var caption = _words.Say("lines-caption", BillComparison.BillOf(_bill, _words));
        if (rows.Any(row => row.Cells[1].Length + row.Cells[2].Length > 0))
            return new(caption, ShowsCaption: false, columns, rows) { IsLines = true };
        return new(caption, ShowsCaption: false, [columns[0], columns[^1]],
            [.. rows.Select(row => row with { Cells = [row.Cells[0], row.Cells[^1]] })]);
    }

    private IEnumerable<TableRow> Rows()
    {
        var bundled = _bill.Bundles?.SelectMany(bundle => bundle.Lines).ToHashSet() ?? [];
        var lines = _bill.Lines.ToDictionary(line => line.Id);
        foreach (var bundle in _bill.Bundles ?? [])
        {
            yield return Row(RowKind.Usual, bundle.Name, "", "", Amount(bundle.Amount));
            // They stand in a bundle in the order of the bill.
            var within = bundle.Lines.Select(id => lines[id]).ToList();
            yield return Row(RowKind.Detail, string.Join(", ", new[]
            {
                _words.Say("contains", ("names", string.Join(", ", within.Select(ChargeName).Distinct()))),
                within.Exists(line => line.Estimated) ? _words.Say("estimated-line") : null,
            }.OfType<string>()));
        }
        var own = _bill.Lines.Where(line => !bundled.Contains(line.Id)).ToList();
        if (_isSummed)
        {
            foreach (var row in SummedRows(own)) yield return row;
            yield break;
        }
        if (_bill.Bundles is not null)
        {
            foreach (var row in own.SelectMany(line => LineRows(line, _isOfManyAgreements))) yield return row;
            yield break;
        }
        var groups = _isOfManyConnections ? own.GroupBy(line => line.Connection is { } id
                ? _words.Say("connection-named", ("id", id)) : _words.Say("all-connections"))
            : own.GroupBy(line => Wording.Capital(line.Group));
        foreach (var group in groups)
        {
            // What all lines of a group have in common is said once, in its title.
            var agreements = group.Select(line => line.Agreement).Distinct().ToList();
            var isShared = _isOfManyAgreements && agreements is [not BillLine.NoAgreement];
            yield return Row(RowKind.Group, isShared
                ? $"{group.Key}, {_words.Say("agreement-named", ("id", agreements[0]))}" : group.Key);
            foreach (var row in group.SelectMany(line => LineRows(line, _isOfManyAgreements && !isShared)))
                yield return row;
            if (group.Skip(1).Any() && group.Count() < own.Count)
                yield return Row(RowKind.Sum, _words.Say("sum-of", ("group", group.Key)), "", "", _words.Amount(
                    group.Aggregate(Exact.Zero, (sum, line) => sum + PlainNumber.Parse(line.Amount)), _bill.Currency));
        }
    }

    /// <summary>Where the lines of a summed bill are.</summary>
    internal static string AnnexOf(BillDocument bill, BillLanguage words, BillLayout layout) =>
        words.Say(layout.Annex is null ? "summed-annex" : "summed-annex-named",
            ("lines", words.Whole(bill.Lines.Count)),
            ("connections", words.Whole(BillSummary.ConnectionsOf(bill))), ("file", layout.Annex ?? ""));

    /// <summary>What each cost centre comes to, or each of the premises.</summary>
    private Part.Table Places(SummedPlaces by) => new(_words.Say($"summed-by-{by.Kind}"), ShowsCaption: false,
        [
            new(_words.Say($"summed-{by.Kind}"), Share: 5), new(_words.Say("connections"), Alignment.Decimal),
            new(_words.Say("amount-in", ("currency", _bill.Currency)), Alignment.Decimal),
        ],
        [
            .. by.Places.Select(place => new TableRow(RowKind.Usual, [place.Name ?? _words.Say($"summed-no-{by.Kind}"),
                _words.Whole(place.Connections), _words.Amount(place.Amount, _bill.Currency)])),
            new(RowKind.Sum, [_words.Say(_bill.Taxes.Count == 0 ? "sum-without-tax" : "subtotal"), "",
                Amount(_bill.Net)]),
        ]);

    /// <summary>What each charge comes to over all connections.</summary>
    private IEnumerable<TableRow> SummedRows(IReadOnlyList<PrintedLine> lines)
    {
        var groups = BillSummary.Of(lines).GroupBy(charge => charge.Group).ToList();
        foreach (var group in groups)
        {
            yield return Row(RowKind.Group, Wording.Capital(group.Key));
            foreach (var charge in group)
            {
                yield return Row(RowKind.Usual, charge.Name, charge is { Quantity: { } quantity, Unit: { } unit }
                    ? _words.Quantity(quantity, unit, 0, MostQuantityDecimals) : "", "",
                    _words.Amount(charge.Amount, _bill.Currency));
                yield return Row(RowKind.Detail, string.Join(", ", new[]
                {
                    _words.Say("summed-lines", ("count", _words.Whole(charge.Lines))),
                    charge.IsEstimated ? _words.Say("estimated-line") : null,
                }.OfType<string>()));
            }
            if (group.Skip(1).Any() && groups.Count > 1)
                yield return Row(RowKind.Sum, _words.Say("sum-of", ("group", Wording.Capital(group.Key))), "", "",
                    _words.Amount(BillSummary.Sum(lines.Where(line => line.Group == group.Key)), _bill.Currency));
        }
    }

    private IEnumerable<TableRow> LineRows(PrintedLine line, bool saysAgreement)
    {
        var (quantity, price) = _figures[line.Id];
        yield return Row(RowKind.Usual, line.Name, quantity, price, Amount(line.Amount));
        var notes = new List<string>();
        if (line.From != _bill.Period.From || line.To != _bill.Period.To)
            notes.Add(_words.Span(PaperDays.Of(line)));
        if (saysAgreement && line.Agreement != BillLine.NoAgreement)
            notes.Add(_words.Say("agreement-named", ("id", line.Agreement)));
        if (line.Estimated) notes.Add(_words.Say("estimated-line"));
        if (line.Gross is not null) notes.Add(_words.Say("gross-line"));
        if (notes.Count > 0) yield return Row(RowKind.Detail, string.Join(", ", notes));
    }

    private IEnumerable<TableRow> Sums()
    {
        yield return Row(RowKind.Sum, _words.Say(_bill.Taxes.Count == 0 ? "sum-without-tax" : "subtotal"), "", "",
            Amount(_bill.Net));
        foreach (var tax in _bill.Taxes)
            yield return Row(RowKind.Sum, _words.Say(TaxWords.KeyOf(tax),
                ("rate", _words.Percent(PlainNumber.Parse(tax.Rate))), ("amount", Amount(tax.Net))),
                "", "", Amount(tax.Amount));
        var untaxed = Untaxed(_bill);
        if (_bill.Taxes.Count > 0 && !untaxed.IsZero)
            yield return Row(RowKind.Sum, _words.Say("untaxed", ("amount", _words.Amount(untaxed, _bill.Currency))),
                "", "", _words.Amount(Exact.Zero, _bill.Currency));
        if (_bill.Rounding is { } rounding)
            yield return Row(RowKind.Sum, _words.Say("payable-rounding"), "", "", Amount(rounding));
        var isCredit = _bill.Total.StartsWith('-');
        yield return Row(RowKind.Total, _words.Say(_bill.Credits is not null ? "total-note"
            : _bill.SelfBilled is not null ? isCredit ? "total" : "total-self-billed"
            : isCredit ? "total-credit" : "total"), "", "",
            Amount(isCredit && _bill.Credits is null ? _bill.Total[1..] : _bill.Total));
    }

    /// <summary>What of the lines isn't taxed.</summary>
    internal static Exact Untaxed(BillDocument bill) => bill.Lines.Where(line => line.TaxRate is null)
        .Aggregate(Exact.Zero, (sum, line) => sum + PlainNumber.Parse(line.Amount));

    private string Amount(string amount) => _words.Amount(PlainNumber.Parse(amount), _bill.Currency);

    /// <summary>A line's name without its band.</summary>
    private string ChargeName(PrintedLine line) => WithoutBand(line.Name, _bands.GetValueOrDefault(line.Id));

    /// <summary>A line's name without the band that it ends in.</summary>
    internal static string WithoutBand(string name, string? band) =>
        !string.IsNullOrEmpty(band) && name.EndsWith($": {band}", StringComparison.Ordinal)
            ? name[..^(band.Length + 2)] : name;

    private FigureCell? QuantityOf(PrintedLine line) => line is { Quantity: { } quantity, Unit: { } unit }
        ? new(PlainNumber.Parse(quantity), isOne => _words.Unit(unit, isOne), 0, MostQuantityDecimals) : null;

    private FigureCell? PriceOf(PrintedLine line)
    {
        if (line is not { Price: { } price, PriceUnit: { } unit }) return null;
        var said = _words.Price(PlainNumber.Parse(price), unit);
        return new(said.Value, _ => said.Unit, said.AtLeast, MostPriceDecimals);
    }

    private static TableRow Row(
        RowKind kind, string name, string quantity = "", string price = "", string amount = "") =>
        new(kind, [name, quantity, price, amount]);
}
