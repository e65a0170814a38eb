using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>A line of a bill as the annex of a statement has it.</summary>
/// <param name="Payer">The account that pays it, or a part of it.</param>
/// <param name="Bill">The number of the bill.</param>
/// <param name="Billed">The account of the bill.</param>
/// <param name="Share">The part of the line that the payer pays; null where it isn't said.</param>
public sealed record AnnexLine(
    string Payer, string? CostCentre, string Bill, string Billed, PrintedLine Line, Exact? Share)
{
    /// <summary>What the payer pays of the line, with its tax: of all lines of a bill what the statement says of it.
    /// Null where it isn't said.</summary>
    public Money? Paid { get; init; }

    /// <summary>The lines with what their payer pays of each, to the minor unit: by largest remainder of what a
    /// statement says of the bill, since tax is rounded for all lines of a rate.</summary>
    /// <param name="bill">What makes it a round sum, the lines have in the ratio of their sizes.</param>
    /// <param name="lines">All of its lines of which the payer pays something, with their shares.</param>
    public static IReadOnlyList<AnnexLine> Paying(Money whole, BillDocument bill, IReadOnlyList<AnnexLine> lines)
    {
        if (lines.Count == 0) return lines;
        // What takes a bill back has its parts with the other sign.
        var sign = Math.Sign(whole.MinorUnits);
        var targets = Apportion.Spread(RoundingIn(whole, bill) / MinorUnit(whole.Currency),
            [.. lines.Select(one => TargetOf(one, whole.Currency))]);
        var parts = Apportion.ToTargets(sign * whole.MinorUnits, [.. targets.Select(target => sign * target)]);
        return [.. lines.Zip(parts, (one, part) => one with { Paid = new(sign * part, whole.Currency) })];
    }

    private static Exact TargetOf(AnnexLine one, Currency currency)
    {
        var rate = one.Line.TaxRate is { } text ? PlainNumber.Parse(text) : Exact.Zero;
        return PlainNumber.Parse(one.Line.Amount) * (one.Share ?? Exact.One) * (Exact.One + rate)
            / MinorUnit(currency);
    }

    /// <summary>What of a part of a bill makes the bill a round sum.</summary>
    private static Exact RoundingIn(Money part, BillDocument bill) => bill.Rounding is not { } rounding
        || PlainNumber.Parse(bill.Total) is not { IsZero: false } total ? Exact.Zero
        : part.Amount * PlainNumber.Parse(rounding) / total;

    private static Exact MinorUnit(Currency currency) => Exact.FromScaled(1, currency.MinorDigits);

    /// <summary>What the payer pays, without what says how much the others pay: lines that it pays alone as they are,
    /// and of all others of a bill one sum. Part by part, a charge that it knows would tell it the share, and the share
    /// what was used.</summary>
    /// <param name="lines">Lines of one bill and payer, with their shares; those without a share aren't told.</param>
    public static IEnumerable<AnnexLine> OwnParts(IEnumerable<AnnexLine> lines)
    {
        var parts = new List<AnnexLine>();
        foreach (var one in lines.Where(one => one.Share is { IsZero: false }))
            if (one.Share == Exact.One) yield return one with { Share = null };
            else parts.Add(one);
        if (parts.Count > 0) yield return SumOf(parts);
    }

    private static AnnexLine SumOf(List<AnnexLine> parts)
    {
        var first = parts[0];
        // Exactly, the parts of two bills tell the share; and at two rates of tax, net and with tax tell each part.
        var decimals = first.Line.Amount.Split('.').ElementAtOrDefault(1)?.Length ?? 0;
        var net = parts.Exists(one => one.Line.TaxRate != first.Line.TaxRate) ? (Exact?)null
            : parts.Aggregate(Exact.Zero, (sum, one) => sum + PlainNumber.Parse(one.Line.Amount) * one.Share!.Value)
                .Round(decimals, Rounding.HalfAway);
        return first with
        {
            CostCentre = parts.All(one => one.CostCentre == first.CostCentre) ? first.CostCentre : null,
            Share = null,
            Paid = first.Paid is null ? null
                : parts.Select(one => one.Paid!.Value).Aggregate((sum, one) => sum + one),
            Line = new()
            {
                Id = "", Name = "", Group = "", Agreement = "",
                From = parts.Select(one => one.Line.From).Min(StringComparer.Ordinal)!,
                To = parts.Select(one => one.Line.To).Max(StringComparer.Ordinal)!,
                Amount = net?.ToString(decimals) ?? "",
                Estimated = parts.Any(one => one.Line.Estimated),
            },
        };
    }

    /// <summary>What was billed, without what it costs.</summary>
    public AnnexLine WithoutMoney() => this with
    {
        Share = null, Paid = null,
        Line = Line with { Price = null, PriceUnit = null, Amount = "", Gross = null, TaxRate = null },
    };
}

/// <summary>Lines of bills as CSV of RFC 4180: a row for each line, with who pays it and where it is booked.</summary>
public static class LineAnnex
{
    private const int MostDecimals = 9;

    private static readonly string[] Columns =
    [
        "account", "cost_centre", "bill", "billed_account", "agreement", "connection", "line", "name", "group", "from",
        "to", "quantity", "unit", "price", "price_unit", "net", "tax_rate", "estimated", "share",
        "amount",
    ];

    /// <summary>Writes the head and each line as it comes.</summary>
    public static void Write(IEnumerable<AnnexLine> lines, TextWriter text)
    {
        WriteHead(text);
        foreach (var line in lines) Write(line, text);
    }

    /// <summary>Writes the head.</summary>
    public static void WriteHead(TextWriter text) => text.Write(string.Join(',', Columns) + "\n");

    /// <summary>Writes a line.</summary>
    public static void Write(AnnexLine one, TextWriter text)
    {
        var line = one.Line;
        text.Write(string.Join(',', new[]
        {
            Cell(one.Payer), Cell(one.CostCentre), Cell(one.Bill), Cell(one.Billed), Cell(line.Agreement),
            Cell(line.Connection), Cell(line.Id), Cell(line.Name), Cell(line.Group), line.From, line.To,
            line.Quantity, Cell(line.Unit), line.Price, Cell(line.PriceUnit), line.Amount, line.TaxRate,
            line.Estimated ? "1" : "0",
            one.Share is { } share ? share.ToString(PlainNumber.DecimalsOf(share, MostDecimals)) : null,
            one.Paid?.ToString(),
        }) + "\n");
    }

    /// <summary>A text as a cell: in quotes where it needs them, and behind an apostrophe where a spreadsheet would run
    /// it, as readings are exported.</summary>
    public static string Cell(string? text)
    {
        if (text is null) return "";
        if (text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]) text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }
}
