using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>A charge of a bill or a band of it, all its legs together.</summary>
/// <param name="Unit">Null where it has no quantity, or several units.</param>
/// <param name="Price">Null where there isn't one.</param>
/// <param name="TaxRate">Null where the price includes it.</param>
/// <param name="Gross">With tax.</param>
internal sealed record Charged(
    string Name, Exact Quantity, string? Unit, Exact? Price, string? TaxRate, Exact Gross)
{
    /// <summary>All of some; its price where they have one.</summary>
    public static Charged Sum(IEnumerable<Charged> parts)
    {
        var all = parts.ToList();
        return all is [var only] ? only : new(all[0].Name,
            all.Aggregate(Exact.Zero, (sum, one) => sum + one.Quantity),
            all.TrueForAll(one => one.Unit == all[0].Unit) ? all[0].Unit : null,
            all.TrueForAll(one => one.Price == all[0].Price) ? all[0].Price : null, all[0].TaxRate,
            all.Aggregate(Exact.Zero, (sum, one) => sum + one.Gross));
    }

    /// <param name="line">As it is shown.</param>
    /// <param name="band">The band that its name ends in; empty: none.</param>
    public static Charged Of(PrintedLine line, string band) => new(
        BillLines.WithoutBand(line.Name, band),
        line.Quantity is { } quantity ? PlainNumber.Parse(quantity) : Exact.Zero,
        line.Quantity is null ? null : line.Unit, line.Price is { } price ? PlainNumber.Parse(price) : null,
        line.Gross is null ? line.TaxRate : null, GrossOf(line));

    private static Exact GrossOf(PrintedLine line) => line.Gross is { } gross ? PlainNumber.Parse(gross)
        : PlainNumber.Parse(line.Amount)
            * (Exact.One + (line.TaxRate is { } rate ? PlainNumber.Parse(rate) : Exact.Zero));
}
