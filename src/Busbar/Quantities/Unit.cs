namespace Busbar.Quantities;

/// <summary>A unit as written, its dimension, and how many of the dimension's canonical unit one of it is.</summary>
/// <remarks>Canonical are kWh, kVArh, kVAh, A, m3, hour, day, month, the currency's major unit, and the
/// counted unit itself.</remarks>
public sealed record Unit(string Symbol, Dimension Dimension, Exact Factor)
{
    /// <summary>A plain number.</summary>
    public static readonly Unit One = new("1", Dimension.None, 1);

    public static readonly Unit KilowattHour = new("kWh", Dimension.Energy, 1);

    /// <summary>What a broker's scheme counts.</summary>
    public static readonly Unit Connection = new("connection", Dimension.Base("connection"), 1);

    private static readonly Dictionary<string, Unit> Known = new Unit[]
    {
        One, new("%", Dimension.None, 0.01m), KilowattHour,
        new("Wh", Dimension.Energy, 0.001m), new("MWh", Dimension.Energy, 1_000),
        new("GWh", Dimension.Energy, 1_000_000),
        new("MJ", Dimension.Energy, Exact.Ratio(10, 36)), new("GJ", Dimension.Energy, Exact.Ratio(10_000, 36)),
        // One therm is 105.505585262 MJ (International Table), as GB gas law and BS 350 have it.
        new("therm", Dimension.Energy, Exact.Ratio(105_505_585_262, 3_600_000_000)),
        new("W", Dimension.Energy / Dimension.Hour, 0.001m), new("kW", Dimension.Energy / Dimension.Hour, 1),
        new("MW", Dimension.Energy / Dimension.Hour, 1_000), new("GW", Dimension.Energy / Dimension.Hour, 1_000_000),
        new("VArh", Dimension.Reactive, 0.001m), new("kVArh", Dimension.Reactive, 1),
        new("MVArh", Dimension.Reactive, 1_000),
        new("kVAr", Dimension.Reactive / Dimension.Hour, 1), new("MVAr", Dimension.Reactive / Dimension.Hour, 1_000),
        new("kVAh", Dimension.Apparent, 1), new("MVAh", Dimension.Apparent, 1_000),
        new("kVA", Dimension.Apparent / Dimension.Hour, 1), new("MVA", Dimension.Apparent / Dimension.Hour, 1_000),
        new("A", Dimension.Current, 1),
        new("m3", Dimension.Volume, 1), new("m³", Dimension.Volume, 1),
        new("hour", Dimension.Hour, 1), new("hours", Dimension.Hour, 1), new("h", Dimension.Hour, 1),
        new("s", Dimension.Hour, Exact.Ratio(1, 3600)), new("seconds", Dimension.Hour, Exact.Ratio(1, 3600)),
        new("min", Dimension.Hour, Exact.Ratio(1, 60)), new("minutes", Dimension.Hour, Exact.Ratio(1, 60)),
        new("day", Dimension.Day, 1), new("days", Dimension.Day, 1),
        new("month", Dimension.Month, 1), new("months", Dimension.Month, 1),
        new("year", Dimension.Month, 12), new("years", Dimension.Month, 12),
        Connection, new("connections", Connection.Dimension, 1),
    }.ToDictionary(unit => unit.Symbol, StringComparer.Ordinal);

    /// <summary>The names of all units that need no book; currencies apart.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>
    /// The unit of a text such as <c>p/kVA/day</c>, or null with the part that isn't a unit.
    /// <c>p</c>, <c>c</c> and <c>ct</c> are hundredths of <paramref name="currency"/>; <paramref name="counted"/> are
    /// the book's own countable things.
    /// </summary>
    public static Unit? Parse(string text, Currency? currency, IReadOnlyCollection<string> counted, out string unknown)
    {
        unknown = "";
        var (dimension, factor, over) = (Dimension.None, Exact.One, true);
        foreach (var part in text.Split('/'))
        {
            if (Single(part, currency, counted) is not { } unit) { unknown = part; return null; }
            (dimension, factor) = over
                ? (dimension * unit.Dimension, factor * unit.Factor)
                : (dimension / unit.Dimension, factor / unit.Factor);
            over = false;
        }
        return new(text, dimension, factor);
    }

    private static Unit? Single(string name, Currency? currency, IReadOnlyCollection<string> counted) =>
        Known.TryGetValue(name, out var known) ? known
        : name is "p" or "c" or "ct" && currency is { } own ? new(name, Dimension.Money(own), 0.01m)
        : counted.Contains(name) ? new(name, Dimension.Base(name), 1)
        // KWH is a slip, not a currency.
        : Currency.Of(name) is { } money
            && !Known.Keys.Any(unit => unit.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? new(name, Dimension.Money(money), 1)
        : null;

    /// <inheritdoc/>
    public override string ToString() => Symbol;
}
