using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>What the lines of a charge come to over all connections of a bill.</summary>
/// <param name="Lines">How many there are.</param>
/// <param name="Quantity">Null where they have none, or not in one unit.</param>
/// <param name="Amount">Net of tax: of all charges together, what the lines come to.</param>
/// <param name="IsEstimated">Whether a reading behind it is an estimate.</param>
public sealed record SummedCharge(
    string Group, string Name, int Lines, Exact? Quantity, string? Unit, Exact Amount, bool IsEstimated);

/// <summary>A bill of very many connections: its document says what each charge comes to, and an annex has the lines.
/// </summary>
public static class BillSummary
{
    /// <summary>How many connections it is of.</summary>
    public static int ConnectionsOf(BillDocument bill) =>
        bill.Lines.Select(line => line.Connection ?? line.Agreement).Distinct().Count();

    /// <summary>The sums of some lines, in the order in which the charges first stand among them.</summary>
    public static IReadOnlyList<SummedCharge> Of(IEnumerable<PrintedLine> lines) =>
        [.. lines.GroupBy(line => (line.Group, line.Name)).Select(same =>
        {
            var units = same.Select(line => line.Quantity is null ? null : line.Unit).Distinct().ToList();
            return new SummedCharge(same.Key.Group, same.Key.Name, same.Count(),
                units is [not null] ? Sum(same, line => line.Quantity!) : null, units is [{ } unit] ? unit : null,
                Sum(same), same.Any(line => line.Estimated));
        })];

    /// <summary>What some lines come to.</summary>
    internal static Exact Sum(IEnumerable<PrintedLine> lines) => Sum(lines, line => line.Amount);

    private static Exact Sum(IEnumerable<PrintedLine> lines, Func<PrintedLine, string> of) =>
        lines.Aggregate(Exact.Zero, (sum, line) => sum + PlainNumber.Parse(of(line)));
}
