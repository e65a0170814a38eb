using Busbar.Billing;
using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>Why a bill is more or less than the one before.</summary>
public enum Cause
{
    /// <summary>More or less was used a day.</summary>
    Use,

    /// <summary>More or less power is charged for, as peaks and capacities are.</summary>
    Demand,

    /// <summary>More or less is credited for a day.</summary>
    Credits,

    /// <summary>A unit costs more or less.</summary>
    Price,

    /// <summary>A unit costs more or less on average, of several prices.</summary>
    Mean,

    /// <summary>The tax on the same price is another.</summary>
    Tax,

    /// <summary>The period has more or fewer days.</summary>
    Days,

    /// <summary>Charges that one of the bills alone has, or that came to nothing on one of them, amounts by a formula,
    /// and what is lost in rounding.</summary>
    Other,
}

/// <summary>What a charge makes of a difference where no cause explains it.</summary>
/// <param name="IsCredit">Whether it is in the customer's favour.</param>
public sealed record ChangedCharge(string Name, Exact Amount, bool IsCredit);

/// <summary>
/// The difference of two bills, split by its causes, tax included: the parts add up to it exactly. For each charge that
/// both have, other days at the old use and price come first, then another use a day at the old price, then another
/// price.
/// </summary>
public sealed class BillDifference
{
    private static readonly string[] Measures = ["kWh", "kVArh", "kVAh", "m3"];
    private static readonly string[] Powers = ["kW", "kVAr", "kVA", "m3/h"];

    private const int MostDecimals = 9;

    private readonly Dictionary<Cause, Exact> _parts = [];
    private readonly Dictionary<string, (Exact Amount, bool IsCredit)> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<Cause, List<int>> _moved = [];

    private BillDifference(Exact total, int days, int daysBefore) =>
        (Total, Days, DaysBefore) = (total, days, daysBefore);

    /// <summary>How much more the later bill is.</summary>
    public Exact Total { get; }

    /// <summary>For how many days the later bill has lines.</summary>
    public int Days { get; }

    /// <summary>Likewise the earlier one.</summary>
    public int DaysBefore { get; }

    /// <summary>What a cause makes of the difference.</summary>
    public Exact Of(Cause cause) => _parts.GetValueOrDefault(cause, Exact.Zero);

    /// <summary>The charges within <see cref="Cause.Other"/>, the greatest first; what is lost in rounding isn't among
    /// them.</summary>
    public IReadOnlyList<ChangedCharge> Changed => [.. _changed.Where(one => !one.Value.Amount.IsZero)
        .Select(one => new ChangedCharge(one.Key, one.Value.Amount, one.Value.IsCredit))
        .OrderByDescending(one => Absolute(one.Amount)).ThenBy(one => one.Name, StringComparer.Ordinal)];

    /// <summary>Whether the quantities behind a cause all moved the way that its money did.</summary>
    public bool HasMoved(Cause cause) => _moved.TryGetValue(cause, out var moved) && moved.Exists(sign => sign != 0)
        && moved.TrueForAll(sign => sign == 0 || sign == Of(cause).Sign);

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
    public static BillDifference Of(ChargedBill before, ChargedBill now)
    {
        var difference = new BillDifference(now.Total - before.Total, now.Days, before.Days);
        foreach (var (a, b) in Pairs(before.Charges, now.Charges)) difference.Add(a, b);
        difference.Add(Cause.Other, difference.Total - difference._parts.Values.Aggregate(
            Exact.Zero, (sum, part) => sum + part));
        return difference;
    }

    private void Add(Charged? a, Charged? b)
    {
        // A charge of a season is none outside of it: nobody used less for that.
        if (a is null || b is null || a.Unit is null || a.Unit != b.Unit || a.Quantity.IsZero || b.Quantity.IsZero
            || CauseOf(a) is not { } cause)
        {
            var changed = (b?.Gross ?? Exact.Zero) - (a?.Gross ?? Exact.Zero);
            Add(Cause.Other, changed);
            var name = (b ?? a)!.Name;
            _changed[name] = (_changed.GetValueOrDefault(name).Amount + changed,
                a is { Gross.Sign: < 0 } || b is { Gross.Sign: < 0 });
            return;
        }
        var price = a.Gross / a.Quantity;
        var asBefore = cause == Cause.Days ? b.Quantity
            : FollowsDays(a.Unit) ? a.Quantity * Days / DaysBefore : a.Quantity;
        Add(Cause.Days, (asBefore - a.Quantity) * price);
        if (cause != Cause.Days)
        {
            Add(cause, (b.Quantity - asBefore) * price);
            if (!_moved.TryGetValue(cause, out var moved)) _moved[cause] = moved = [];
            moved.Add((b.Quantity - asBefore).Sign);
        }
        // At the same price and tax the rest is lost in rounding.
        Add(a.Price is null || b.Price is null ? Cause.Mean : a.Price != b.Price ? Cause.Price
            : a.TaxRate != b.TaxRate ? Cause.Tax : Cause.Other, b.Gross - b.Quantity * price);
    }

    /// <summary>What another quantity of a charge means; null where it has no name, as that of a share has none.
    /// </summary>
    private static Cause? CauseOf(Charged charge)
    {
        var parts = charge.Unit!.Split('·');
        return charge.Unit is "day" or "month" or "hour" ? Cause.Days
            : parts.Intersect(Powers).Any() ? charge.Gross.Sign < 0 ? Cause.Credits : Cause.Demand
            : parts.Intersect(Measures).Any() ? charge.Gross.Sign < 0 ? Cause.Credits : Cause.Use : null;
    }

    /// <summary>Whether a quantity grows with the days: a peak doesn't, and what counts months has as much in 28 days
    /// as in 31.</summary>
    private static bool FollowsDays(string unit) =>
        !unit.Split('·').Contains("month") && !Powers.Contains(unit, StringComparer.Ordinal);

    // A sum of thousands of fractions, each with a quantity below, would have a number of thousands of digits.
    private void Add(Cause cause, Exact amount) =>
        _parts[cause] = Of(cause) + amount.Round(MostDecimals, Rounding.HalfAway);

    private static Exact Absolute(Exact value) => value.Sign < 0 ? -value : value;

    /// <summary>
    /// The charges of two bills beside each other: band by band where both have the same bands with something in each,
    /// else all of the charge. Other bands are another season, and not another charge.
    /// </summary>
    private static IEnumerable<(Charged? Before, Charged? Now)> Pairs(
        IReadOnlyDictionary<ChargeKey, IReadOnlyDictionary<string, Charged>> first,
        IReadOnlyDictionary<ChargeKey, IReadOnlyDictionary<string, Charged>> second)
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
}
