using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>The report of a pool as a page of its own: where its energy flows, each day of it, the balance with the
/// proof that it closes, and the money of its members.</summary>
public sealed class PoolSheet(PrintedPool pool, BillLanguage words)
{
    private const int Decimals = 3;
    private const int MostDays = 62;
    private const int PriceDecimals = 2;
    private const string Unit = "kWh";

    /// <summary>The page.</summary>
    public Sheet Of(Look look)
    {
        var title = words.Say("pool-title", ("pool", pool.Id), ("days", words.Span(pool.Days)));
        return new(title, words.Tag, pool.Days.To.PlusDays(-1), title, look, BillSheet.WordsOf(words),
            [new Part.Heading(1, title), .. Parts()], []);
    }

    private IEnumerable<Part> Parts()
    {
        if (pool.Flows is { } flows)
            yield return new Part.Paragraph([new(Lead(flows))], ParagraphKind.Lead);
        foreach (var notice in Unsettled()) yield return Notice(notice);
        if (pool.Unbilled.Count > 0)
            yield return Notice(words.Say("pool-unbilled", ("agreements", string.Join(", ", pool.Unbilled))));
        foreach (var name in pool.Names.Where(name => name.IsEstimated))
            yield return Notice(words.Say("pool-estimated", ("name", name.Name)));
        if (pool.IsParentUnknown) yield return Notice(words.Say("pool-parent-unknown"));
        if (Flows() is { } figure) yield return figure;
        if (ByDay() is { } days) yield return days;
        yield return new Part.Heading(2, words.Say("pool-balance"));
        foreach (var same in pool.Names.GroupBy(name => name.Unit)) yield return Balance(same.Key, [.. same]);
        foreach (var share in pool.Names.Where(name => name.Whole is not null))
            yield return new Part.Paragraph([new(words.Say(
                share.All == 0 ? "pool-no-window" : share.Open == 0 ? "pool-closes" : "pool-open",
                ("name", share.Name), ("count", words.Whole(share.Open == 0 ? share.All : share.Open))))]);
        if (pool.Charges.Count == 0) yield break;
        yield return new Part.Heading(2, words.Say("pool-money"));
        yield return Money();
        yield return new Part.Paragraph([new(words.Say("pool-money-how"))], ParagraphKind.Small);
    }

    private bool IsMixed =>
        pool.Names.Any(name => name.Settled.Count > 0) && pool.Names.Any(name => name.Unsettled.Count > 0);

    /// <summary>What isn't settled, what is settled with others than the members of now, and what is both.</summary>
    private IEnumerable<string> Unsettled()
    {
        if (pool.Names.Any(name => name.Unsettled.Count > 0))
            yield return words.Say(IsMixed ? "pool-partly-settled" : "pool-not-settled");
        foreach (var name in pool.Names.Where(name => name.IsMixed))
            yield return words.Say("pool-mixed", ("name", name.Name), ("settled", Spans(name.Settled)),
                ("open", Spans(name.Unsettled)));
        foreach (var other in pool.OtherMembers)
            yield return words.Say(other.WasMember ? "pool-settled-with" : "pool-settled-without",
                ("names", string.Join(", ", other.Names)), ("days", Spans(other.Days)), ("member", other.Connection));
    }

    private string Spans(IReadOnlyList<Time.Days> days) => string.Join("; ", days.Select(words.Span));

    private string Lead(PrintedFlows flows) => flows.Behind is { } behind
        && !(flows.Given.IsZero && behind.Export.IsZero)
        ? words.Say("pool-lead-behind", ("import", Energy(behind.Import)), ("export", Energy(behind.Export)),
            ("given", Energy(flows.Given)), ("taken", Energy(flows.Taken)))
        : flows.Given.IsZero
        ? words.Say("pool-lead-taken", ("taken", Energy(flows.Taken)))
        : words.Say("pool-lead", ("given", Energy(flows.Given)), ("matched", Energy(flows.Matched)),
            ("over", Energy(flows.Given - flows.Matched)), ("under", Energy(flows.Taken - flows.Matched)));

    /// <summary>Where the energy flows: from members and from outside, through the pool, to members and outside.
    /// </summary>
    public Part.Figure? Flows()
    {
        if (pool.Flows is not { } flows || (flows.Given + flows.Taken).IsZero) return null;
        var outside = words.Say("pool-outside");
        // What goes outside stands above, and what comes from there below: so neither crosses the other.
        List<FlowPlace> places = [.. flows.Gives.Select(one => new FlowPlace(one.Member, 0)),
            new(outside, 0, IsOutside: true), new(words.Say("pool-named", ("pool", pool.Id)), 1),
            new(outside, 2, IsOutside: true), .. flows.Takes.Select(one => new FlowPlace(one.Member, 2))];
        var (from, middle, to) = (flows.Gives.Count, flows.Gives.Count + 1, flows.Gives.Count + 2);
        var streams = new List<FlowBand>();
        streams.AddRange(flows.Gives.Select((one, i) => new FlowBand(i, middle, one.Amount)));
        streams.Add(new(middle, to, flows.Behind?.Export ?? flows.Given - flows.Matched));
        streams.AddRange(flows.Takes.Select((one, i) => new FlowBand(middle, to + 1 + i, one.Matched)));
        streams.AddRange(flows.Takes.Select((one, i) => new FlowBand(from, to + 1 + i, one.Amount - one.Matched)));
        if (flows.Behind is { } behind)
        {
            // What no member's meter shows: lost on the way, or taken where nothing measures.
            var lost = behind.Import + flows.Given - flows.Taken - behind.Export;
            places.Add(new(words.Say("pool-lost"), lost.Sign < 0 ? 0 : 2));
            streams.Add(new(from, middle, behind.Import));
            streams.Add(lost.Sign < 0 ? new(places.Count - 1, middle, -lost) : new(middle, places.Count - 1, lost));
        }
        streams = [.. streams.Where(one => !one.Amount.IsZero)];
        var used = streams.SelectMany(one => new[] { one.From, one.To }).ToHashSet();
        var kept = Enumerable.Range(0, places.Count).Where(used.Contains).ToList();
        var title = words.Say("pool-flows");
        return new(new Chart.Flows(title, flows.Given.IsZero || flows.Behind is not null ? Lead(flows)
                : words.Say("pool-flows-described", ("given", Energy(flows.Given)),
                    ("taken", Energy(flows.Taken)), ("matched", Energy(flows.Matched))), Unit,
                [.. kept.Select(i => places[i])],
                [.. streams.Select(one => one with { From = kept.IndexOf(one.From), To = kept.IndexOf(one.To) })])
            { Words = BillUse.WordsOf(words) },
            Table(title, [words.Say("pool-from"), words.Say("pool-to"), Unit], [.. streams.Select(one =>
                (RowKind.Usual, new[] { places[one.From].Name, places[one.To].Name, Number(one.Amount) }))], 2));
    }

    /// <summary>Each day, or each month where there are many.</summary>
    private Part.Figure? ByDay()
    {
        if (pool.Flows is not { } flows || flows.Given.IsZero || flows.Days.Count < 2) return null;
        var places = flows.Days.Count <= MostDays
            ? flows.Days.Select(one => (Name: words.ShortDay(one.Day), Days: new[] { one })).ToList()
            : [.. flows.Days.GroupBy(one => one.Day.ToYearMonth()).Select(month => (Name: words.Month(month.Key),
                Days: month.ToArray()))];
        Exact Sum(PrintedPoolDay[] days, Func<PrintedPoolDay, Exact> of) =>
            days.Aggregate(Exact.Zero, (sum, day) => sum + of(day));
        ChartSeries Series(string key, Func<PrintedPoolDay, Exact> of) => new(words.Say(key),
            [.. places.Select(one => (Exact?)Sum(one.Days, of))], new HashSet<int>());
        var (matched, over, under) = (Series("pool-matched", one => one.Matched),
            Series("pool-over", one => one.Given - one.Matched), Series("pool-under", one => one.Taken - one.Matched));
        var title = words.Say("pool-days");
        return new(new Chart.Stacks(title, words.Say("pool-days-described"), Unit,
                [.. places.Select(one => one.Name)], [matched, over], under) { Words = BillUse.WordsOf(words) },
            Table(title, [words.Say("day"), matched.Name, over.Name, under.Name],
                [.. places.Select((one, i) => (RowKind.Usual, new[] { one.Name, Number(matched.Values[i]!.Value),
                    Number(over.Values[i]!.Value), Number(under.Values[i]!.Value) }))], 1));
    }

    private Part.Table Balance(string unit, IReadOnlyList<PrintedPoolName> names)
    {
        var members = names.SelectMany(name => name.Members.Select(member => member.Connection)).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        string Cell(PrintedPoolName name, Exact? amount) => amount is not { } value ? ""
            : Currency.Of(name.Unit) is not null ? words.Amount(value, name.Unit) : words.Number(value, Decimals);
        string[] Row(string first, Func<PrintedPoolName, Exact?> of) =>
            [first, .. names.Select(name => Cell(name, of(name)))];
        List<(RowKind, string[])> rows =
        [
            .. members.Select(member => (RowKind.Usual, Row(member, name => name.Members
                .FirstOrDefault(one => one.Connection == member) is { Connection: not null } own ? own.Amount : null))),
            (RowKind.Sum, Row(words.Say("pool-all"), name => name.Sum)),
        ];
        if (names.Any(name => name.Whole is not null))
        {
            rows.Add((RowKind.Usual, Row(words.Say("pool-nobodys"), name => name.Residual)));
            rows.Add((RowKind.Sum, Row(words.Say("pool-whole"), name => name.Whole)));
        }
        if (IsMixed)
            rows.Add((RowKind.Usual, [words.Say("pool-settled"), .. names.Select(name => name.IsMixed
                ? words.Say("pool-in-part") : name.Unsettled.Count > 0 ? words.Say("pool-no")
                : name.Settled.Count > 0 ? words.Say("pool-yes") : "")]));
        return Table(words.Say("pool-balance-in", ("unit", unit)),
            [words.Say("pool-member"), .. names.Select(name => name.Name)], rows, 1);
    }

    /// <summary>Each charge with its mean price, what each agreement comes to, and what is the seller's.</summary>
    private Part.Table Money()
    {
        var rows = new List<(RowKind, string[])>();
        foreach (var agreement in pool.Charges.GroupBy(charge => (charge.Agreement, charge.Members)))
        {
            rows.Add((RowKind.Group, [$"{agreement.Key.Agreement} ({agreement.Key.Members})", "", "", ""]));
            foreach (var charge in agreement)
                rows.Add((RowKind.Usual, [charge.Name, Quantity(charge), Price(charge), Amount(charge.Amount)]));
            rows.Add((RowKind.Sum, [words.Say("sum-of", ("group", agreement.Key.Agreement)), "", "",
                Amount(Sum(agreement.Select(charge => charge.Amount)))]));
        }
        if (pool.Margin is { } margin)
        {
            rows.Add((RowKind.Sum, [words.Say(margin.IsSold ? "pool-bought-by" : "pool-billed"), "", "",
                Amount(PlainNumber.Parse(margin.Billed))]));
            rows.Add((RowKind.Sum, [words.Say(margin.IsSold ? "pool-paid" : "pool-costs"), "", "",
                Amount(-PlainNumber.Parse(margin.Costs))]));
            rows.Add((RowKind.Total, [words.Say("pool-operator"), "", "", Amount(PlainNumber.Parse(margin.Margin))]));
            return Table(rows);
        }
        var own = Sum(pool.Charges.Where(charge => !charge.IsPassThrough).Select(charge => charge.Amount));
        if (pool.Charges.Any(charge => charge.IsPassThrough))
            rows.Add((RowKind.Sum, [words.Say("pool-passed"), "", "",
                Amount(Sum(pool.Charges.Where(charge => charge.IsPassThrough).Select(charge => charge.Amount)))]));
        rows.Add((RowKind.Sum, [words.Say("pool-net"), "", "", Amount(own)]));
        if (pool.Market is { } market)
        {
            rows.Add((RowKind.Usual, [words.Say("pool-sold", ("series", market.Series)), Energy(market.Sold),
                Mean(market.Received, market.Sold), Amount(market.Received)]));
            rows.Add((RowKind.Usual, [words.Say("pool-bought", ("series", market.Series)), Energy(market.Bought),
                Mean(market.Paid, market.Bought), Amount(-market.Paid)]));
            rows.Add((RowKind.Total, [words.Say("pool-margin"), "", "", Amount(own + market.Received - market.Paid)]));
        }
        return Table(rows);

        Part.Table Table(List<(RowKind, string[])> all) => PoolSheet.Table(words.Say("pool-charges"),
            [words.Say("description"), words.Say("quantity"), words.Say("pool-mean"),
                words.Say("amount-in", ("currency", pool.Currency))], all, 1);
    }

    private string Quantity(PrintedPoolCharge charge) => charge is { Quantity: { } quantity, Unit: { } unit }
        ? words.Quantity(quantity, unit, 0, Decimals) : "";

    private string Price(PrintedPoolCharge charge) =>
        charge is { Quantity: { IsZero: false } quantity, Unit: Unit } ? Mean(charge.Amount, quantity) : "";

    /// <summary>A mean price per MWh, without the sign that only says who pays.</summary>
    private string Mean(Exact amount, Exact quantity) => quantity.IsZero ? ""
        : $"{words.Number((amount * 1000 / quantity).Round(PriceDecimals, Rounding.HalfAway), PriceDecimals)}\u00a0"
            + $"{pool.Currency}/MWh";

    private string Amount(Exact amount) => words.Amount(
        amount.Round(BillLanguage.DigitsOf(pool.Currency), Rounding.HalfAway), pool.Currency);

    private string Energy(Exact amount) => words.Quantity(amount, Unit, 0, Decimals);

    private string Number(Exact amount) => words.Number(amount, Decimals);

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);

    private static Part.Paragraph Notice(string text) => new([new(text)], ParagraphKind.Notice);

    /// <param name="texts">How many columns from the left aren't figures.</param>
    private static Part.Table Table(
        string caption, string[] columns, IReadOnlyList<(RowKind Kind, string[] Cells)> rows, int texts) => new(
        caption, ShowsCaption: true, [.. columns.Select((name, i) =>
            new TableColumn(name, i < texts ? Alignment.Start : Alignment.Decimal))],
        [.. rows.Select(row => new TableRow(row.Kind, row.Cells))]);
}
