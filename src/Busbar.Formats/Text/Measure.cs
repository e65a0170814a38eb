using Busbar.Quantities;

namespace Busbar.Formats.Text;

/// <summary>
/// How values of a unit are read: as whole counts of 10^-6 of the canonical unit, exactly or not at all.
/// </summary>
/// <param name="Unit">The unit; null where the file names none, and values are taken as they stand.</param>
internal sealed record Measure(Unit? Unit)
{
    private const int CanonicalDecimals = 6;

    /// <summary>
    /// How many decimals a value may have; null where the unit isn't a power of ten of the canonical one.
    /// </summary>
    private readonly int? _decimals = Decimals(Unit?.Factor ?? Exact.One);

    /// <summary>No unit.</summary>
    public static readonly Measure None = new((Unit?)null);

    private static readonly Dimension[] Measured =
        [Dimension.Energy, Dimension.Reactive, Dimension.Apparent, Dimension.Volume];

    private static readonly Dictionary<string, Measure> Known = Unit.Names
        .Select(name => Unit.Parse(name, null, [], out _)!)
        .Where(unit => Measured.Any(kind => unit.Dimension == kind || unit.Dimension == kind / Dimension.Hour))
        .ToDictionary(unit => unit.Symbol, unit => new Measure(unit), StringComparer.OrdinalIgnoreCase);

    // AEMO's Meter Data File Format also has units of which Busbar bills nothing. A channel in one of them is never one
    // that a book declares; each is a dimension of its own, so that it is never taken for another.
    private static readonly Dictionary<string, Measure> OfNem12 = Known.Where(known => !known.Key.StartsWith('m'))
        .Concat(((string[])["VAh", "VA", "VAr", "kV", "V", "kA", "A", "pf"]).Select(name =>
            KeyValuePair.Create(name, new Measure(new Unit(name, Dimension.Base(name), 1)))))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The unit of a name, in capitals or not; null when it measures nothing that a meter does.</summary>
    public static Measure? Of(string name) => Known.GetValueOrDefault(name);

    /// <summary>Likewise, or a thing that a book may count, <c>mile</c>: a word that is like no unit that is measured.
    /// Whether the channel counts it is said where rows are judged.</summary>
    public static Measure? OfCounted(string name) => Of(name)
        ?? (name.Length > 0 && name.All(char.IsAsciiLetterLower) && Nearest.Hint(name, Names) is null
            ? new(new Unit(name, Dimension.Base(name), 1)) : null);

    /// <summary>Likewise, of those that NEM12 has.</summary>
    public static Measure? OfNem12Unit(string name) => OfNem12.GetValueOrDefault(name);

    /// <summary>The names of all units that are measured.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>
    /// Reads a value as a count of 10^-6 of the canonical unit; on failure says why, as the end of a sentence that
    /// begins with the value.
    /// </summary>
    public bool TryParse(ReadOnlySpan<char> text, out long micros, out string? problem)
    {
        if (_decimals is { } decimals)
        {
            if (Digits.TryParse(text, decimals, out micros, out problem)) return true;
            if (Unit is not null && decimals != CanonicalDecimals) problem += $" of {Unit}";
            return false;
        }
        micros = 0;
        if (!Exact.TryParse(text, out var value, out problem)) return false;
        var exact = value * Unit!.Factor * Digits.PowerOfTen(CanonicalDecimals);
        if (exact.Round(0, Rounding.Down) != exact)
            problem = $"{Unit} is no whole number of 10^-6 {Unit.Dimension}; give it in {Unit.Dimension}";
        else if (exact > long.MaxValue || exact < -long.MaxValue) problem = "is too large";
        else micros = exact.ToScaled(0);
        return problem is null;
    }

    private static int? Decimals(Exact factor)
    {
        for (var power = -CanonicalDecimals; power <= CanonicalDecimals; power++)
            if (factor == Exact.Ratio(Digits.PowerOfTen(CanonicalDecimals + power),
                Digits.PowerOfTen(CanonicalDecimals)))
                return CanonicalDecimals + power;
        return null;
    }
}
