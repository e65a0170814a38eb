using Busbar.Billing;
using System.Text;
using Busbar.Documents.Paper;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>Writes a bill as text for a terminal or a plain file.</summary>
public sealed class BillText
{
    private const int Width = 80;
    private const int MostQuantityDecimals = 3;
    private const int MostPriceDecimals = 9;

    private readonly BillDocument _bill;
    private readonly BillLanguage _words;

    private readonly bool _isOfManyAgreements;
    private readonly bool _isOfManyConnections;

    private readonly bool _isSummed;
    private readonly BillLayout _layout;

    private BillText(BillDocument bill, BillLanguage words, BillLayout layout)
    {
        (_bill, _words, _layout) = (bill.AsShown(), words, layout);
        _isSummed = layout.Sums(_bill);
        _isOfManyAgreements = _bill.Lines.DistinctBy(line => line.Agreement).Skip(1).Any();
        _isOfManyConnections = _bill.Lines.DistinctBy(line => line.Connection).Skip(1).Any();
    }

    /// <summary>The bill as a customer reads it in a language, with lines of about 80 places.</summary>
    /// <param name="layout">Null: the usual one.</param>
    public static string Write(BillDocument bill, BillLanguage words, BillLayout? layout = null) =>
        new BillText(bill, words, layout ?? BillLayout.Usual).Write();

    private string Write()
    {
        var text = new StringBuilder();
        foreach (var line in TextTable.Wrap(TextTable.Clean(_bill.Seller), Width)) text.Append(line).Append('\n');
        text.Append('\n').Append(Head()).Append('\n').Append(Body());
        if (_bill.Lines.Any(line => line.Estimated)) text.Append("\nE: ").Append(Say("text-estimated")).Append('\n');
        if (_bill.Estimated is { } estimated)
            text.Append("   ").Append(Say("text-rests", ("amount", $"{_bill.Currency} {Number(estimated)}")))
                .Append('\n');
        if (_bill.Lines.Any(line => line.Gross is not null))
            text.Append("\nT: ").Append(Say("text-gross")).Append('\n');
        if (TaxWords.Of(_bill, _words) is { Count: > 0 } reasons)
            text.Append('\n').AppendJoin('\n', reasons.SelectMany(reason =>
                TextTable.Wrap(reason.Replace('\u00a0', ' '), Width))).Append('\n');
        foreach (var told in DisclosureWords.Of(_bill, _words))
            text.Append('\n').AppendJoin('\n', TextTable.Wrap(told.Replace('\u00a0', ' '), Width)).Append('\n');
        if (_isSummed) AddPlacesAndAnnex(text);
        if (_bill.Open is { } open) text.Append(OpenCharges(open));
        if (_bill.SelfBilled is not null)
            text.Append('\n').AppendJoin('\n', TextTable.Wrap(Say(PlainNumber.Parse(_bill.Tax).IsZero ? "self-billing"
                : "self-billing-taxed", ("seller", _bill.Seller)), Width)).Append('\n');
        return text.ToString();
    }

    /// <summary>What isn't in the sums, and why: the customer must not take a part for the whole.</summary>
    private string OpenCharges(IReadOnlyList<PrintedOpen> open)
    {
        var text = new StringBuilder("\n").Append(Say("text-open")).Append('\n');
        foreach (var charge in open)
        {
            var days = charge.From == _bill.Period.From && charge.To == _bill.Period.To ? ""
                : $", {Span(new(charge.From, charge.To))}";
            var reasons = string.Join(" ", charge.Reasons);
            foreach (var (i, line) in TextTable.Wrap($"{charge.Name}{days}: {reasons}", Width - 4).Index())
                text.Append(i == 0 ? "  " : "    ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private string Head()
    {
        var head = new TextTable(Width, 0, false, new TextColumn(""), new TextColumn("", Wraps: true));
        var isOwn = _bill.SelfBilled is not null;
        head.Row(Say((_bill.Credits is null ? "text-bill" : "text-credit-note") + (isOwn ? "-self-billed" : "")),
            _bill.Number ?? Say("text-draft"));
        if (_bill.Credits is { } credited) head.Row(Say("takes-back"), Say("bill-whole", ("number", credited)));
        if (_bill.Replaces is { } replaced) head.Row(Say("replaces"), Say("bill-taken-back", ("number", replaced)));
        if (_bill.IssuedOn is { } day) head.Row(Say("date"), Day(PaperDays.Of(day)));
        head.Row(Say(isOwn ? "supplier" : "customer"), _bill.Customer);
        head.Row(Say("account"), _bill.Account);
        head.Row(Say("period"), Span(_bill.Period));
        return head.ToString();
    }

    private string Body()
    {
        var table = new TextTable(Width, 0, true, new("", Wraps: true), new(Say("quantity"), true),
            new(Say("price"), true), new(Say("of-amount"), true), new(""));
        var bundled = _bill.Bundles?.SelectMany(bundle => bundle.Lines).ToHashSet() ?? [];
        var lines = _bill.Lines.Where(line => !bundled.Contains(line.Id)).ToList();
        foreach (var bundle in _bill.Bundles ?? [])
            table.Row(bundle.Name, "", "", Number(bundle.Amount),
                Mark(_bill.Lines.Any(line => line.Estimated && bundle.Lines.Contains(line.Id)), false));
        if (_isSummed) AddSummed(table, lines);
        else if (_bill.Bundles is not null) AddLines(table, lines, lines);
        else
            foreach (var group in lines.GroupBy(line => line.Group))
            {
                table.Row("");
                table.Row(Wording.Capital(group.Key));
                AddLines(table, lines, group);
            }
        AddSums(table);
        return table.ToString();
    }

    private void AddLines(TextTable table, List<PrintedLine> all, IEnumerable<PrintedLine> shown)
    {
        if (all.Count == 0) return;
        var quantities = Figures.Align([.. all.Select(QuantityOf)], _ => "", _words.Point);
        // Where the quantity has no single price, a blank would look like a gift.
        var prices = Figures.Align([.. all.Select(PriceOf)], i => all[i].Quantity is null ? "" : Say("varies"),
            _words.Point);
        var places = all.Index().ToDictionary(one => one.Item.Id, one => one.Index, StringComparer.Ordinal);
        foreach (var line in shown)
        {
            var i = places[line.Id];
            table.Row(NameOf(line), quantities[i], prices[i], Number(line.Amount),
                Mark(line.Estimated, line.Gross is not null));
        }
    }

    /// <summary>What each charge comes to over all connections, of which there are very many.</summary>
    private void AddSummed(TextTable table, List<PrintedLine> lines)
    {
        var charges = BillSummary.Of(lines);
        var quantities = Figures.Align([.. charges.Select(charge => charge is { Quantity: { } quantity, Unit: { } unit }
            ? FigureOf(quantity, unit) : null)], _ => "", _words.Point);
        foreach (var group in charges.Index().GroupBy(one => one.Item.Group))
        {
            table.Row("");
            table.Row(Wording.Capital(group.Key));
            foreach (var (i, charge) in group)
                table.Row($"{charge.Name}\n  {Say("summed-lines", ("count", _words.Whole(charge.Lines)))}",
                    quantities[i], "", Number(Money(charge.Amount)),
                    Mark(charge.IsEstimated, false));
            if (group.Skip(1).Any() && charges.Any(charge => charge.Group != group.Key))
                table.Row(Say("sum-of", ("group", Wording.Capital(group.Key))), "", "",
                    Number(Money(BillSummary.Sum(lines.Where(line => line.Group == group.Key)))));
        }
    }

    /// <summary>What each cost centre or each of the premises comes to, and where the lines are.</summary>
    private void AddPlacesAndAnnex(StringBuilder text)
    {
        if (_layout.PlacesOf(_bill) is { } by)
        {
            var table = new TextTable(Width, 0, true, new(Say($"summed-{by.Kind}"), Wraps: true),
                new(Say("connections"), true), new(Say("of-amount"), true));
            foreach (var place in by.Places)
                table.Row(place.Name ?? Say($"summed-no-{by.Kind}"), _words.Whole(place.Connections),
                    Number(Money(place.Amount)));
            text.Append('\n').Append(Say($"summed-by-{by.Kind}")).Append("\n\n").Append(table);
        }
        text.Append('\n').AppendJoin('\n', TextTable.Wrap(BillLines.AnnexOf(_bill, _words, _layout)
            .Replace('\u00a0', ' '), Width)).Append('\n');
    }

    private string Money(Exact amount) => amount.ToString(BillLanguage.DigitsOf(_bill.Currency));

    /// <summary>The name and, where they aren't the same for the whole bill, below it what it is for.</summary>
    private string NameOf(PrintedLine line)
    {
        var notes = new List<string>();
        if (_isOfManyAgreements && line.Agreement != BillLine.NoAgreement)
            notes.Add(Wording.Capital(Say("agreement-named", ("id", line.Agreement))));
        if (line.Connection is { } connection && _isOfManyConnections)
            notes.Add(Say("connection-named", ("id", connection)));
        if (line.From != _bill.Period.From || line.To != _bill.Period.To) notes.Add(Span(new(line.From, line.To)));
        return string.Concat(notes.Select(note => $"\n  {note}").Prepend(line.Name));
    }

    private Figure? QuantityOf(PrintedLine line) => line is not { Quantity: { } quantity, Unit: { } unit } ? null
        : FigureOf(PlainNumber.Parse(quantity), unit);

    private Figure FigureOf(Exact quantity, string unit) =>
        new(quantity, isOne => _words.Unit(unit, isOne), Currency.Of(unit)?.MinorDigits ?? 0,
            MostQuantityDecimals);

    private Figure? PriceOf(PrintedLine line)
    {
        if (line is not { Price: { } price, PriceUnit: { } unit }) return null;
        var said = _words.Price(PlainNumber.Parse(price), unit);
        return new(said.Value, _ => said.Unit, said.AtLeast, MostPriceDecimals);
    }

    private void AddSums(TextTable table)
    {
        var (minus, total) = (_bill.Total.StartsWith('-'), _bill.Total.TrimStart('-'));
        table.Rule();
        table.Row(Say(_bill.Taxes.Count == 0 ? "text-sum" : "text-subtotal"), "", "", Number(_bill.Net), "");
        foreach (var tax in _bill.Taxes)
            table.Row(Say(TaxWords.KeyOf(tax), ("rate", Number(Wording.Percent(tax.Rate))),
                ("amount", Number(tax.Net))), "", "", Number(tax.Amount), "");
        // What isn't taxed is said, so that the bases add up to the subtotal.
        var (untaxed, digits) = (BillLines.Untaxed(_bill), BillLanguage.DigitsOf(_bill.Currency));
        if (_bill.Taxes.Count > 0 && !untaxed.IsZero)
            table.Row(Say("untaxed", ("amount", Number(untaxed.ToString(digits)))), "", "",
                Number(Exact.Zero.ToString(digits)), "");
        if (_bill.Rounding is { } rounding) table.Row(Say("payable-rounding"), "", "", Number(rounding), "");
        table.Row(Say(_bill.SelfBilled is null ? minus ? "text-credit" : "text-due"
            : _bill.Credits is not null ? "self-taken" : minus ? "text-due" : "total-self-billed"), "", "",
            $"{_bill.Currency} {Number(total)}", "");
    }

    // Blanks at which documents don't break their lines are blanks as any other here.
    private string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        _words.Say(key, values).Replace('\u00a0', ' ');

    private string Day(NodaTime.LocalDate day) => _words.Day(day).Replace('\u00a0', ' ');

    private string Span(PrintedPeriod period)
    {
        var days = PaperDays.Of(period);
        var last = days.To.PlusDays(-1);
        return days.From == last ? Day(last) : Say("span", ("from", Day(days.From)), ("to", Day(last)));
    }

    /// <summary>A number as the bill has it, with the language's sign before decimals.</summary>
    private string Number(string plain) => plain.Replace('.', _words.Point);

    private static string Mark(bool isEstimated, bool isGross) => (isEstimated ? "E" : "") + (isGross ? "T" : "");
}
