namespace Busbar.Quantities;

/// <summary>
/// What kind of thing a number measures, as powers of base dimensions: energy per hour is power, money per energy is
/// an energy price. Dimensions multiply and divide, but never convert into each other. The empty one is a plain number.
/// </summary>
/// <remarks>
/// Base dimensions: energy, reactive, apparent, A (current), volume, hour, day, month, a currency's code, and any
/// counted unit that a book names. A local day has 23 to 25 hours and a month 28 to 31 days, so hour, day and month do
/// not convert.
/// </remarks>
public sealed class Dimension : IEquatable<Dimension>
{
    private readonly SortedDictionary<string, int> _powers;

    private Dimension(SortedDictionary<string, int> powers) => _powers = powers;

    /// <summary>A plain number.</summary>
    public static readonly Dimension None = new(new(StringComparer.Ordinal));

    public static readonly Dimension Energy = Base("energy");
    public static readonly Dimension Reactive = Base("reactive");
    public static readonly Dimension Apparent = Base("apparent");
    public static readonly Dimension Volume = Base("volume");
    public static readonly Dimension Current = Base("A");
    public static readonly Dimension Hour = Base("hour");
    public static readonly Dimension Day = Base("day");
    public static readonly Dimension Month = Base("month");

    /// <summary>A base dimension by name: a counted unit of a book.</summary>
    public static Dimension Base(string name) => new(new(StringComparer.Ordinal) { [name] = 1 });

    /// <summary>Money of a currency.</summary>
    public static Dimension Money(Currency currency) => Base(currency.Code);

    public static Dimension operator *(Dimension a, Dimension b) => a.Combine(b, 1);

    public static Dimension operator /(Dimension a, Dimension b) => a.Combine(b, -1);

    /// <summary>The power of a base dimension, 0 when it has no part.</summary>
    public int Power(string name) => _powers.GetValueOrDefault(name);

    /// <summary>Whether this is energy, reactive or apparent energy, volume, time, money, or a counted
    /// unit itself.</summary>
    public bool IsBase => _powers is { Count: 1 } && _powers.Values.First() == 1;

    /// <summary>Whether this is what a meter counts: energy, reactive or apparent energy, or volume.</summary>
    public bool IsMetered => this == Energy || this == Reactive || this == Apparent || this == Volume;

    private Dimension Combine(Dimension other, int sign)
    {
        var powers = new SortedDictionary<string, int>(_powers, StringComparer.Ordinal);
        foreach (var (name, power) in other._powers)
            if ((powers[name] = powers.GetValueOrDefault(name) + sign * power) == 0) powers.Remove(name);
        return new(powers);
    }

    public bool Equals(Dimension? other) => other is not null && _powers.SequenceEqual(other._powers);

    public override bool Equals(object? obj) => Equals(obj as Dimension);

    public override int GetHashCode() =>
        _powers.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    public static bool operator ==(Dimension a, Dimension b) => a.Equals(b);

    public static bool operator !=(Dimension a, Dimension b) => !a.Equals(b);

    /// <summary>The canonical unit of this dimension: kWh, GBP/kWh, GBP/kVA/day; <c>1</c> for a plain number.</summary>
    public override string ToString()
    {
        // A power is shown as such: energy per hour is kW, not kWh/h.
        var powers = new SortedDictionary<string, int>(_powers, StringComparer.Ordinal);
        var over = new List<string>();
        var under = new List<string>();
        foreach (var (name, unit, power) in new[]
            {
                ("energy", "kWh", "kW"), ("reactive", "kVArh", "kVAr"), ("apparent", "kVAh", "kVA"),
                ("volume", "m3", "m3/h"),
            })
        {
            if (!powers.Remove(name, out var count)) continue;
            var hours = powers.GetValueOrDefault("hour");
            var isPower = name != "volume" && hours != 0 && Math.Sign(hours) == -Math.Sign(count);
            if (isPower && (powers["hour"] += Math.Sign(count)) == 0) powers.Remove("hour");
            for (var i = 0; i < Math.Abs(count); i++) (count > 0 ? over : under).Add(isPower && i == 0 ? power : unit);
        }
        foreach (var (name, count) in powers)
            for (var i = 0; i < Math.Abs(count); i++)
                if (count > 0) over.Insert(0, name); else under.Add(name);
        return over.Count + under.Count == 0 ? "1"
            : string.Join('·', over.DefaultIfEmpty("1")) + string.Concat(under.Select(unit => "/" + unit));
    }
}
