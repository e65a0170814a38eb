using Busbar.Quantities;

namespace Busbar.Formats.Invoices;

/// <summary>Works an electronic invoice out again: what doesn't come to what it says is a fault (the rules BR-CO-10 to
/// BR-CO-17 of EN 16931-1, and R120 of Peppol for lines).</summary>
public static class InvoiceArithmetic
{
    private const int AmountDecimals = 2;

    /// <summary>What helps against an invoice that is wrong in itself.</summary>
    internal const string WayOut = "Ask its sender for a right one.";

    // Tax may be rounded by line or by rate, and lines to the minor unit.
    private static readonly Exact LineSlack = Exact.Ratio(2, 100);

    /// <summary>What doesn't add up.</summary>
    /// <param name="place">Where a line or element stands, by its number or name.</param>
    public static IReadOnlyList<Fault> Check(EInvoice invoice, Func<string, Place> place)
    {
        var (faults, totals, lines) = (new List<Fault>(), invoice.Totals, invoice.Lines);
        foreach (var line in lines)
        {
            var less = line.Allowances.Aggregate(Exact.Zero, (sum, one) => one.IsCharge ? sum + one.Amount
                : sum - one.Amount);
            if (line.PriceBase.Sign <= 0)
            {
                faults.Add(new("bad-base", $"Invoice {invoice.Number}, line {line.Id}: its price is of "
                    + $"{line.PriceBase} units; expected more than none.", place($"line {line.Id}"), invoice.Number,
                    WayOut));
                continue;
            }
            var worked = (line.Quantity * line.Price / line.PriceBase + less).Round(AmountDecimals, Rounding.HalfAway);
            if (Off(worked, line.Amount) > LineSlack)
                Say("line-differs", $"line {line.Id}", $"{line.Quantity} times {line.Price} per {line.PriceBase} "
                    + (less.IsZero ? "comes to" : $"and {less} come to"), worked.ToString(AmountDecimals), line.Amount);
        }
        Same("BR-CO-10", "LineExtensionAmount", "the lines", Sum(lines.Select(line => line.Amount)), totals.Lines);
        Same("BR-CO-11", "AllowanceTotalAmount", "the allowances",
            Sum(invoice.Allowances.Where(one => !one.IsCharge).Select(one => one.Amount)), totals.Allowances);
        Same("BR-CO-12", "ChargeTotalAmount", "the charges",
            Sum(invoice.Allowances.Where(one => one.IsCharge).Select(one => one.Amount)), totals.Charges);
        Same("BR-CO-13", "TaxExclusiveAmount", "lines less allowances and with charges",
            totals.Lines - totals.Allowances + totals.Charges, totals.Net);
        Same("BR-CO-14", "TaxAmount", "the taxes", Sum(invoice.Taxes.Select(tax => tax.Amount)), totals.Tax);
        Same("BR-CO-15", "TaxInclusiveAmount", "net and tax", totals.Net + totals.Tax, totals.Total);
        Same("BR-CO-16", "PayableAmount", "the total, less what was paid, and what is rounded",
            totals.Total - totals.Prepaid + totals.Rounding, totals.Payable);
        foreach (var tax in invoice.Taxes)
        {
            var name = NameOf(tax);
            Same("BR-CO-17", name, "its lines, allowances and charges",
                Sum(lines.Where(line => IsOf(tax, line.Category, line.TaxPercent)).Select(line => line.Amount))
                + Sum(invoice.Allowances.Where(one => IsOf(tax, one.Category, one.TaxPercent))
                    .Select(one => one.IsCharge ? one.Amount : -one.Amount)), tax.Taxable);
            var worked = WorkedOut(tax);
            if (Off(worked, tax.Amount) >= Exact.One)
                Say("tax-differs", name, $"{PartOf(tax)} comes to", worked.ToString(AmountDecimals), tax.Amount);
        }
        foreach (var (category, percent) in lines.Select(line => (Category: (string?)line.Category, line.TaxPercent))
            .Concat(invoice.Allowances.Select(one => (one.Category, one.TaxPercent))).Distinct())
            if (!invoice.Taxes.Any(tax => IsOf(tax, category, percent)))
                faults.Add(new("missing-tax", $"Invoice {invoice.Number} has amounts of tax category {category}"
                    + $"{(percent is { } rate ? $" {rate} %" : "")}, and no TaxSubtotal of it (BR-CO-18).",
                    place("TaxAmount"), invoice.Number, WayOut));
        return faults;

        void Same(string rule, string name, string what, Exact worked, Exact said)
        {
            if (worked == said) return;
            Say("sum-differs", name, $"{what} ({rule}) come to", worked.ToString(AmountDecimals), said);
        }

        void Say(string code, string name, string what, string worked, Exact said) => faults.Add(new(code,
            $"Invoice {invoice.Number}, {name}: {what} {worked}, and it says {said.ToString(AmountDecimals)}.",
            place(name), invoice.Number, WayOut));
    }

    /// <summary>What the official rules let pass and a reader should know: a tax that differs from its rate by less
    /// than one of the currency (BR-CO-17), so that each rate may be off by up to 0.99.</summary>
    /// <param name="place">Where an element stands, by its name.</param>
    public static IReadOnlyList<Fault> Differences(EInvoice invoice, Func<string, Place> place) =>
    [
        .. from tax in invoice.Taxes
           let worked = WorkedOut(tax)
           where worked != tax.Amount && Off(worked, tax.Amount) < Exact.One
           let name = NameOf(tax)
           select new Fault("tax-off", $"Invoice {invoice.Number}, {name}: {PartOf(tax)} comes to "
               + $"{worked.ToString(AmountDecimals)}, and it says "
               + $"{tax.Amount.ToString(AmountDecimals)}: {Off(worked, tax.Amount).ToString(AmountDecimals)} too "
               + $"{(tax.Amount > worked ? "much" : "little")}.", place(name), invoice.Number,
               "It is taken as it is: the rules of EN 16931 let less than 1.00 pass (BR-CO-17)."),
    ];

    private static string NameOf(ETax tax) =>
        $"TaxSubtotal {tax.Category}{(tax.Percent is { } percent ? $" {percent}" : "")}";

    private static string PartOf(ETax tax) =>
        $"{tax.Percent ?? Exact.Zero} % of {tax.Taxable.ToString(AmountDecimals)}";

    private static Exact WorkedOut(ETax tax) =>
        (tax.Taxable * (tax.Percent ?? Exact.Zero) / 100).Round(AmountDecimals, Rounding.HalfAway);

    private static bool IsOf(ETax tax, string? category, Exact? percent) => tax.Category == category
        && (tax.Percent ?? Exact.Zero) == (percent ?? Exact.Zero);

    private static Exact Off(Exact one, Exact other) => one > other ? one - other : other - one;

    private static Exact Sum(IEnumerable<Exact> all) => all.Aggregate(Exact.Zero, (sum, one) => sum + one);
}
