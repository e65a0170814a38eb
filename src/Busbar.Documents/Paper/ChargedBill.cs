using Busbar.Billing;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Documents.Paper;

/// <summary>
/// What a bill comes to by charge and band: all of it that a later one is compared with, and little of thousands of
/// lines.
/// </summary>
public sealed class ChargedBill
{
    private ChargedBill(
        BillDocument bill, IReadOnlyDictionary<ChargeKey, IReadOnlyDictionary<string, Charged>> charges) =>
        (Number, Total, Days, Charges) = (bill.Number, PlainNumber.Parse(bill.Total), DaysOf(bill), charges);

    /// <summary>Null for a draft.</summary>
    public string? Number { get; }

    /// <summary>With tax.</summary>
    public Exact Total { get; }

    /// <summary>For how many days it has lines: supply may begin or end within its period.</summary>
    public int Days { get; }

    /// <summary>The charges, each by its bands; one without bands has the empty one.</summary>
    internal IReadOnlyDictionary<ChargeKey, IReadOnlyDictionary<string, Charged>> Charges { get; }

    /// <summary>Whether it has one of another bill's charges.</summary>
    public bool SharesACharge(ChargedBill other) => Charges.Keys.Any(other.Charges.ContainsKey);

    /// <summary>What a bill comes to.</summary>
    /// <param name="bill">As it is shown, see <see cref="BillDocument.AsShown"/>.</param>
    /// <param name="explanation">That of the bill.</param>
    public static ChargedBill Of(BillDocument bill, Explanation explanation)
    {
        var keys = (from charge in explanation.Charges
            let key = new ChargeKey(charge.Agreement, charge.Charge, charge.Connection ?? "")
            from leg in charge.Legs
            from line in leg.Lines
            select (line.Id, Key: key, Band: line.Band ?? "")).ToDictionary(one => one.Id);
        return new(bill, bill.Lines.GroupBy(line => keys[line.Id].Key).ToDictionary(same => same.Key,
            same => (IReadOnlyDictionary<string, Charged>)same.GroupBy(line => keys[line.Id].Band).ToDictionary(
                band => band.Key, band => Charged.Sum(band.Select(line => Charged.Of(line, band.Key))))));
    }

    private static int DaysOf(BillDocument bill)
    {
        var period = PaperDays.Of(bill.Period);
        if (bill.Lines.Count == 0) return period.Count;
        var lines = bill.Lines.Select(PaperDays.Of).ToList();
        var from = LocalDate.Max(period.From, lines.Min(days => days.From));
        var to = LocalDate.Min(period.To, lines.Max(days => days.To));
        return from < to ? Period.DaysBetween(from, to) : period.Count;
    }
}
