using Busbar.Billing;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>How an amount of a bill came about, in a few words.</summary>
public static class LineWords
{
    private const int MostQuantityDecimals = 6;
    private const int MostPriceDecimals = 9;

    /// <summary><c>310 kWh at 27.10 p/kWh</c>, block by block where its price has some; <c>its formula</c> for a
    /// formula of money.</summary>
    public static string Of(BillLine line, Bill bill)
    {
        if (line is not { Quantity: { } quantity, Unit: { } unit }) return "its formula";
        var leg = bill.Explanation.Charges.SelectMany(charge => charge.Legs)
            .First(one => one.Lines.Any(explained => explained.Id == line.Id));
        return line.Price is null && leg is { Blocks.Count: > 0, Lines.Count: 1 }
            ? string.Join(" + ", leg.Blocks.Select(block => Of(block, bill)))
            : $"{Quantity(quantity, unit.ToString())} at {Price(line)}" + (line.Gross is null ? "" : " with tax");
    }

    /// <summary><c>5 % of 98.18</c>.</summary>
    public static string Of(TaxLine tax) => $"{tax.Rate * 100} % of {tax.Net}";

    /// <summary>A quantity with its unit, to six decimals: <c>310 kWh</c>.</summary>
    public static string Quantity(Exact value, string unit)
    {
        var number = value.ToString(PlainNumber.DecimalsOf(value, MostQuantityDecimals));
        return $"{number} {Wording.Unit(unit, number == "1")}".TrimEnd();
    }

    /// <summary>A price with its unit: <c>27.10 p/kWh</c>.</summary>
    public static string Price(Exact value, string unit)
    {
        var said = Wording.Price(value, unit);
        var decimals = Math.Max(said.AtLeastDecimals, PlainNumber.DecimalsOf(said.Value, MostPriceDecimals));
        return $"{said.Value.ToString(decimals)} {said.Unit}".TrimEnd();
    }

    /// <summary>Lines as a table, indented: name, quantity, price and amount.</summary>
    /// <param name="sums">The bill whose net amount, tax and total stand below; null: none do.</param>
    public static string Table(IEnumerable<BillLine> lines, Bill? sums)
    {
        var table = new TextTable(0, 2, false, new(""), new("", true), new("", true), new("", true));
        foreach (var line in lines)
            table.Row(string.Join(' ', line.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Quantity(line),
                line.Quantity is null ? "" : Price(line), line.Amount.ToString());
        if (sums is not null)
        {
            foreach (var open in sums.Open) table.Row(open.Name, "", "", "open");
            table.Row("net", "", "", sums.Net.ToString());
            table.Row("tax", "", "", sums.Tax.ToString());
            if (sums.Rounding.MinorUnits != 0) table.Row("rounding", "", "", sums.Rounding.ToString());
            table.Row("total", "", "", sums.Total.ToString());
        }
        return table.ToString();
    }

    /// <summary>Names with a figure each, likewise.</summary>
    public static string Table(IEnumerable<(string Name, string Figure)> rows)
    {
        var table = new TextTable(0, 2, false, new(""), new(""));
        foreach (var (name, figure) in rows) table.Row(name, figure);
        return table.ToString();
    }

    private static string Of(ExplainedBlock block, Bill bill) => Quantity(block.Quantity, block.Unit) + " at "
        + (block.Price is { } price ? Price(price, block.PriceUnit) : "several prices")
        + (block.Flat.IsZero ? "" : $" and {block.Flat} {bill.Currency}");

    private static string Quantity(BillLine line) =>
        line is { Quantity: { } quantity, Unit: { } unit } ? Quantity(quantity, unit.ToString()) : "";

    private static string Price(BillLine line) =>
        line is { Price: { } price, PriceUnit: { } unit } ? Price(price, unit.ToString()) : "several prices";
}
