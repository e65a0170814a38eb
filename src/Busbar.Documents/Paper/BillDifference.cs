using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>Why a bill is more or less than the one before.</summary>
public enum Cause
{
    /// <summary>More or less was used a day.</summary>
    Use,

    /// <summary>More or less is credited for a day.</summary>
    Credits,

    /// <summary>A unit costs more or less.</summary>
    Price,

    /// <summary>The period has more or fewer days.</summary>
    Days,

    /// <summary>Charges that one of the bills alone has, amounts by a formula, and what is lost in rounding.</summary>
    Other,
}

/// <summary>
/// The difference of two bills, split by its causes, tax included: the parts add up to it exactly. For each charge that
/// both have, other days at the old use and price come first, then another use a day at the old price, then another
/// price.
/// </summary>
public sealed class BillDifference
{
    private readonly Dictionary<Cause, Exact> _parts = [];

    private BillDifference(Exact total) => Total = total;

    /// <summary>How much more the later bill is.</summary>
    public Exact Total { get; }

    /// <summary>Whether all charges whose price differs have one price on each bill, so that prices are others and not
    /// only means of them.</summary>
    public bool IsPriceChanged { get; private set; } = true;

    /// <summary>Whether the quantities behind the use all moved the way that the money did, so that more or less was
    /// used, and not only at other times.</summary>
    public bool IsUseChanged { get; private set; } = true;

    /// <summary>What a cause makes of the difference.</summary>
    public Exact Of(Cause cause) => _parts.GetValueOrDefault(cause, Exact.Zero);

    /// <summary>The cause of at least half of the difference, ahead of all others in its direction; null where none is.
    /// </summary>
    public Cause? Main
    {
        get
        {
            if (Total.IsZero) return null;
            var most = _parts.MaxBy(part => Total.Sign > 0 ? part.Value : -part.Value);
            return most.Value.Sign == Total.Sign && Absolute(most.Value) * 2 >= Absolute(Total)
                && _parts.Count(part => part.Value == most.Value) == 1 ? most.Key : null;
        }
    }

    /// <summary>Where no cause is it alone, the two greatest that have a name, if both go in its direction and together
    /// make most of it; null where they don't.</summary>
    public (Cause First, Cause Second)? Two
    {
        get
        {
            var ranked = _parts.Where(part => part.Key != Cause.Other && part.Value.Sign == Total.Sign)
                .OrderByDescending(part => Absolute(part.Value)).ThenBy(part => part.Key).ToList();
            return !Total.IsZero && ranked is [var first, var second, ..]
                && Absolute(first.Value + second.Value) * 3 >= Absolute(Total) * 2 ? (first.Key, second.Key) : null;
        }
    }

    /// <summary>The difference of a bill from an earlier one.</summary>
    public static BillDifference Of(EarlierBill before, EarlierBill now)
    {
        var (old, own) = (PlainNumber.Parse(before.Bill.Total), PlainNumber.Parse(now.Bill.Total));
        var difference = new BillDifference(own - old);
        var (first, second) = (Charged.Of(before), Charged.Of(now));
        var (days, daysBefore) = (DaysOf(now.Bill), DaysOf(before.Bill));
        var moved = new List<int>();
        foreach (var (a, b) in Pairs(first, second))
        {
            if (a is null || b is null || a.Unit is null || a.Unit != b.Unit || a.Quantity.IsZero)
            {
                difference.Add(Cause.Other, (b?.Gross ?? Exact.Zero) - (a?.Gross ?? Exact.Zero));
                continue;
            }
            var price = a.Gross / a.Quantity;
            var isTime = a.Unit is "day" or "month" or "hour";
            // What counts months doesn't follow the days: a month of 28 has as much as one of 31.
            var asBefore = isTime ? b.Quantity
                : a.Unit.Split('·').Contains("month") ? a.Quantity : a.Quantity * days / daysBefore;
            difference.Add(Cause.Days, (asBefore - a.Quantity) * price);
            difference.Add(a.Gross.Sign < 0 ? Cause.Credits : Cause.Use, (b.Quantity - asBefore) * price);
            var byPrice = b.Gross - b.Quantity * price;
            difference.Add(Cause.Price, byPrice);
            if (a.Unit is "kWh" or "m3" && a.Gross.Sign > 0) moved.Add((b.Quantity - asBefore).Sign);
            if (!byPrice.IsZero && (a.Price is null || b.Price is null || a.Price == b.Price))
                difference.IsPriceChanged = false;
        }
        difference.IsUseChanged = moved.Exists(sign => sign != 0)
            && moved.TrueForAll(sign => sign == 0 || sign == difference.Of(Cause.Use).Sign);
        difference.Add(Cause.Other, difference.Total - difference._parts.Values.Aggregate(
            Exact.Zero, (sum, part) => sum + part));
        return difference;
    }

    private void Add(Cause cause, Exact amount) => _parts[cause] = Of(cause) + amount;

    private static Exact DaysOf(BillDocument bill) => PaperDays.Of(bill.Period).Count;

    private static Exact Absolute(Exact value) => value.Sign < 0 ? -value : value;

    /// <summary>
    /// The charges of two bills beside each other: band by band where both have the same bands with something in each,
    /// else all of the charge. Other bands are another season, and not another charge.
    /// </summary>
    private static IEnumerable<(Charged? Before, Charged? Now)> Pairs(
        IReadOnlyDictionary<Key, IReadOnlyDictionary<string, Charged>> first,
        IReadOnlyDictionary<Key, IReadOnlyDictionary<string, Charged>> second)
    {
        foreach (var key in first.Keys.Union(second.Keys))
        {
            var (a, b) = (first.GetValueOrDefault(key), second.GetValueOrDefault(key));
            if (a is not null && b is not null && a.Keys.ToHashSet().SetEquals(b.Keys)
                && a.Values.Concat(b.Values).All(one => !one.Quantity.IsZero))
                foreach (var band in a.Keys) yield return (a[band], b[band]);
            else yield return (a is null ? null : Charged.Sum(a.Values), b is null ? null : Charged.Sum(b.Values));
        }
    }

    private readonly record struct Key(string Agreement, string Charge, string? Connection);

    /// <summary>A charge of a bill or a band of it, all its legs together.</summary>
    private sealed record Charged(Exact Quantity, string? Unit, Exact? Price, Exact Gross)
    {
        public static Dictionary<Key, IReadOnlyDictionary<string, Charged>> Of(EarlierBill bill)
        {
            var keys = (from charge in bill.Explanation.Charges
                from leg in charge.Legs
                from line in leg.Lines
                select (line.Id, Key: new Key(charge.Agreement, charge.Charge, charge.Connection), line.Band))
                .ToDictionary(one => one.Id);
            return bill.Bill.Lines.GroupBy(line => keys[line.Id].Key).ToDictionary(same => same.Key,
                same => (IReadOnlyDictionary<string, Charged>)same.GroupBy(line => keys[line.Id].Band ?? "")
                    .ToDictionary(band => band.Key, band => Sum(band.Select(Of))));
        }

        /// <summary>All of some; its price where they have one.</summary>
        public static Charged Sum(IEnumerable<Charged> parts)
        {
            var all = parts.ToList();
            return new(all.Aggregate(Exact.Zero, (sum, one) => sum + one.Quantity),
                all.TrueForAll(one => one.Unit == all[0].Unit) ? all[0].Unit : null,
                all.TrueForAll(one => one.Price == all[0].Price) ? all[0].Price : null,
                all.Aggregate(Exact.Zero, (sum, one) => sum + one.Gross));
        }

        private static Charged Of(PrintedLine line) => new(
            line.Quantity is { } quantity ? PlainNumber.Parse(quantity) : Exact.Zero,
            line.Quantity is null ? null : line.Unit, line.Price is { } price ? PlainNumber.Parse(price) : null,
            GrossOf(line));

        private static Exact GrossOf(PrintedLine line) => line.Gross is { } gross ? PlainNumber.Parse(gross)
            : PlainNumber.Parse(line.Amount)
                * (Exact.One + (line.TaxRate is { } rate ? PlainNumber.Parse(rate) : Exact.Zero));
    }
}
